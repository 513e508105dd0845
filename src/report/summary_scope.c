/* What may not be concluded. */
#include "summary_scope.h"

#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { FEW = 10 }; /* seeds, splits: fewer say little of what others would give */

/* Frequencies from few seeds or splits look as exact as others. */
static void append_caution(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t seeds = s->across.seed_units, splits = s->across.split_units;
    hf_text line = {0};
    if (seeds >= FEW && splits >= FEW)
        return;
    if (seeds < FEW)
        hf_text_append(&line, "Few seeds (%" PRId64 ")", seeds);
    if (splits < FEW) {
        hf_text_append(&line, "%s splits (", seeds < FEW ? " and few" : "Few");
        if (splits == s->grid->splits)
            hf_text_append(&line, "%" PRId64, splits);
        else
            hf_summary_append_units(s, true, &line);
        hf_text_append(&line, ")");
    }
    hf_text_append(&line, ": read the frequencies as rough.");
    if (seeds == 1 || splits == 1)
        hf_text_append(&line, " Nothing is known of other %s.",
                       seeds == 1 && splits == 1 ? "seeds or splits"
                       : seeds == 1              ? "seeds"
                                                 : "splits");
    hf_summary_paragraph(text, "- ", &line, columns);
}

/* What the intervals speak of, as far as there are several. */
static const char *reach_of(const hf_summary *s)
{
    const bool seeds = s->across.seed_units > 1, splits = s->across.split_units > 1;
    if (!seeds && !splits)
        return "say nothing of other seeds or splits, nor of another cohort";
    return seeds && splits ? "speak of other seeds and splits, not of another cohort"
           : seeds         ? "speak of other seeds, not of other splits or another cohort"
                           : "speak of other splits, not of other seeds or another cohort";
}

static void append_samples(const hf_summary *s, int columns, hf_text *text)
{
    const double one_in = 1 / (double)s->grid->splits;
    hf_text line = {0};
    hf_text_append(&line, "All of it holds for these %s samples and %s: the intervals %s.",
                   hf_number_grouped(hf_results_samples(s->results)).text,
                   s->grid->hiddens > 1 ? "hidden sizes" : "this hidden size", reach_of(s));
    if (s->grid->splits > 1 && !isnan(s->test_per_train)) {
        hf_text_append(&line,
                       " Splits share their samples, so that for other samples the variance of a "
                       "mean over the splits is about 1/P + n_test/n_train = %s + %s = ",
                       hf_number_fixed(one_in, 4).text, hf_number_fixed(s->test_per_train, 4).text);
        hf_text_append(
            &line,
            "%s times the variance between splits, not 1/P (Nadeau & Bengio 2003, on accuracies; "
            "for frequencies it is an analogy).",
            hf_number_fixed(one_in + s->test_per_train, 4).text);
    }
    hf_summary_paragraph(text, "- ", &line, columns);
}

static void append_chance(const hf_summary *s, int columns, hf_text *text)
{
    hf_text line = {0};
    if (s->config->null_test.labels > 0 || s->config->null_test.probes > 0) {
        if (!hf_summary_has_null(s))
            hf_layout_paragraph(text, "- ",
                                "The comparison with noise comes at the end: its replicas are "
                                "trained after the others.",
                                columns);
        return;
    }
    hf_text_append(&line, "Nothing was compared with noise: the chance level is that of drawing "
                          "lots, and networks fitted to noise do not draw lots. Null tests do it: "
                          "null_test.labels=19, null_test.probes=5 (as in "
                          "configs/breast_cancer_null.yaml).");
    hf_summary_paragraph(text, "- ", &line, columns);
}

static void append_lead(const hf_summary *s, int columns, hf_text *text)
{
    hf_text line = {0};
    if (s->methods < 2)
        return;
    hf_text_append(&line,
                   "%s%s; the other methods are a sensitivity analysis: to take the one that "
                   "pleases most would be to choose the result.",
                   hf_summary_method(s, s->lead),
                   s->lead == 0 ? " was named first and carries the verdict"
                                : " leads here as asked; the first of significance.methods carries "
                                  "the verdict");
    hf_summary_paragraph(text, "- ", &line, columns);
}

static void append_places(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t top = s->config->significance.top;
    hf_text line = {0};
    if (top < 2 || hf_summary_selects_all(s))
        return;
    hf_text_append(&line,
                   "Each replica selects %" PRId64 " features: where fewer inform, others fill the "
                   "places, and may be frequent for want of better ones.",
                   top);
    hf_summary_paragraph(text, "- ", &line, columns);
}

void hf_summary_scope(const hf_summary *summary, int columns, hf_text *text)
{
    append_caution(summary, columns, text);
    append_samples(summary, columns, text);
    append_chance(summary, columns, text);
    append_lead(summary, columns, text);
    append_places(summary, columns, text);
    hf_layout_paragraph(text, "- ",
                        "A feature that is selected often is one that networks agree on, not a "
                        "cause; features that carry the same information share its votes.",
                        columns);
}
