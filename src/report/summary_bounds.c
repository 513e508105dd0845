/* Error bounds of stability selection on half-samples. */
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* Features that at least so large a share of the half-samples selects. */
static int64_t count_selected(const hf_frequencies *f, double threshold)
{
    int64_t count = 0;
    for (int64_t i = 0; i < f->features; i++)
        count += f->half_sample_frequency[i] >= threshold;
    return count;
}

static void append_line(const char *label, const char *features, const char *bound,
                        const char *unimodal, hf_text *text)
{
    hf_text_append(text, "  %-13s %8s %12s %9s", label, features, bound, unimodal);
    hf_layout_end_line(text);
}

static void append_table(const hf_frequencies *f, bool unimodal, hf_text *text)
{
    hf_text_append(text, "\n");
    append_line("selected in", "", "Meinshausen", unimodal ? "Shah &" : "", text);
    append_line("at least", "features", "& Buehlmann", unimodal ? "Samworth" : "", text);
    for (int64_t t = 0; t < HF_THRESHOLDS; t++) {
        char label[32];
        snprintf(label, sizeof label, "%.0f%% of halves", 100 * hf_threshold(t));
        append_line(label, hf_number_grouped(count_selected(f, hf_threshold(t))).text,
                    hf_number_fixed(f->error_bound[t], 2).text,
                    unimodal ? hf_number_fixed(f->error_bound_unimodal[t], 2).text : "", text);
    }
}

void hf_summary_bounds(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    const hf_frequencies *f = hf_summary_lead(s);
    const bool unimodal = s->config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS;
    hf_undefined undefined = {0};
    hf_text line = {0};
    hf_text_append(text, "\n");
    if (f->half_samples == 0) {
        hf_text_append(&line, "Error bounds: do not apply to %s here: %s.",
                       hf_summary_method(s, s->lead),
                       hf_undefined_reason(s->config, f, s->lead, HF_SIGNIFICANCE_ERROR_BOUND, 0));
        hf_summary_paragraph(text, "", &line, columns);
        return;
    }
    hf_text_append(&line,
                   "Error bounds: features in the top %" PRId64 " of the mean ranks of a "
                   "half-sample (%s of them), and how many of these are selected falsely "
                   "at most, in expectation",
                   s->config->significance.top, hf_number_grouped(f->half_samples).text);
    hf_summary_paragraph(text, "", &line, columns);
    append_table(f, unimodal, text);
    for (int64_t t = 0; t < HF_THRESHOLDS && unimodal; t++) {
        char label[32];
        snprintf(label, sizeof label, "at %.0f%%", 100 * hf_threshold(t));
        hf_undefined_add(&undefined, s, s->lead, HF_SIGNIFICANCE_ERROR_BOUND_UNIMODAL, t, label);
    }
    hf_undefined_append(&undefined, columns, text);
    hf_text_append(&line,
                   "Meinshausen & Buehlmann (2010) take noise features as exchangeable%s; a "
                   "bound that is not below the number of features selected says nothing.",
                   unimodal ? ", Shah & Samworth (2013) call those false that are selected less "
                              "often than by chance"
                            : "");
    hf_summary_paragraph(text, "  ", &line, columns);
}
