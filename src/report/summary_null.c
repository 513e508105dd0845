/* The comparison with noise: what null tests found. */
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { NAMES_LISTED = 8 };
static const double rounding =
    1e-12; /* 1 - 0.95 is a little more than 0.05, 1 - 0.9 less than 0.1 */

/* Each line of `lines` as a paragraph; releases them. */
static void append_remarks(hf_text *lines, int columns, hf_text *text)
{
    for (char *line = lines->data, *next; line && *line; line = next) {
        hf_text sentence = {0};
        next = line + strcspn(line, "\n");
        hf_text_append(&sentence, "%.*s.", (int)(next - line), line);
        next += *next == '\n';
        hf_summary_paragraph(text, "  - ", &sentence, columns);
    }
    text->failed |= lines->failed;
    hf_text_free(lines);
}

/* "p = 0.050, the least that 19 permutations can show" */
static void append_p_value(const hf_null_labels *l, hf_text *line)
{
    hf_text_append(line, "p = %s", hf_number_fixed(l->p_value, 3).text);
    if (l->p_value * (double)(l->permutations + 1) < 1.5) /* p is a whole number of 1/(B + 1) */
        hf_text_append(line, ", the least that %" PRId64 " permutation%s can show", l->permutations,
                       hf_plural(l->permutations));
}

/* The features by the method that leads whose own p-value is small, as far as there are any. */
static void append_p_of_features(const hf_summary *s, int columns, hf_text *text)
{
    const hf_null_labels_method *n = &s->null_methods[s->lead].labels;
    const double level = 1 - s->config->significance.confidence + rounding;
    double least = INFINITY, next = INFINITY;
    int64_t count = 0;
    hf_text line = {0};
    if (n->permutations == 0 || isnan(n->p_value[0]))
        return;
    hf_text_append(&line, "Single features by %s (maxT): ", hf_summary_method(s, s->lead));
    for (int64_t i = 0; i < n->features; i++) {
        const int64_t feature = s->order[s->lead][i];
        const double p = n->p_value[feature];
        least = fmin(least, p);
        if (p > level)
            next = fmin(next, p);
        else if (count++ < NAMES_LISTED)
            hf_text_append(&line, "%s%s p = %s", count > 1 ? ", " : "", s->features->items[feature],
                           hf_number_fixed(p, 3).text);
    }
    if (count > NAMES_LISTED)
        hf_text_append(&line, " and %" PRId64 " more", count - NAMES_LISTED);
    if (count == 0)
        hf_text_append(&line, "no p is below %s", hf_number_fixed(least, 3).text);
    else if (count < n->features)
        hf_text_append(&line, "; the others %s and more", hf_number_fixed(next, 3).text);
    hf_text_append(&line, " (all: null_p_value in --format csv).");
    hf_summary_paragraph(text, "  ", &line, columns);
}

/* "on a part of the grid, 4 seeds x 4 splits, ", where it is one. */
static void append_part(const hf_summary *s, hf_text *line)
{
    const int64_t seeds = hf_arm_grid(s->config, HF_ARM_LABELS).seeds;
    const int64_t splits = hf_arm_splits(s->config, HF_ARM_LABELS);
    if (seeds < s->grid->seeds || splits < s->grid->splits)
        hf_text_append(line, "on a part of the grid, %" PRId64 " seed%s x %" PRId64 " split%s, ",
                       seeds, hf_plural(seeds), splits, hf_plural(splits));
}

static void append_global(const hf_summary *s, int columns, hf_text *text)
{
    const hf_null_labels *l = &s->labels;
    double highest = -INFINITY;
    hf_text line = {0}, remarks = {0};
    for (int64_t b = 0; b < l->permutations; b++)
        highest = fmax(highest, l->accuracy[b]);
    hf_text_append(&line, "Global test: ");
    append_part(s, &line);
    hf_text_append(&line, "mean balanced test accuracy %s%%; with the labels permuted ",
                   hf_number_percent(l->observed).text);
    hf_text_append(&line, "(%" PRId64 " time%s) at most %s%%: ", l->permutations,
                   hf_plural(l->permutations), hf_number_percent(highest).text);
    append_p_value(l, &line);
    hf_text_append(&line, ".");
    hf_summary_paragraph(text, "  ", &line, columns);
    append_p_of_features(s, columns, text);
    hf_null_labels_remarks(s->config, &remarks);
    append_remarks(&remarks, columns, text);
}

/* Features in the order of the leading method's table of which `holds` is true. */
static int64_t list_features(const hf_summary *s, const uint8_t *holds, hf_text *line)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->features->count; i++) {
        const int64_t feature = s->order[s->lead][i];
        if (!holds[feature])
            continue;
        if (count < NAMES_LISTED)
            hf_text_append(line, "%s%s", count > 0 ? ", " : "", s->features->items[feature]);
        count++;
    }
    if (count > NAMES_LISTED)
        hf_text_append(line, " and %" PRId64 " more", count - NAMES_LISTED);
    return count;
}

static void append_probes_of(const hf_summary *s, int64_t method, int columns, hf_text *text)
{
    const hf_null_probes *p = &s->null_methods[method].probes;
    hf_text line = {0}, names = {0};
    if (p->draws == 0)
        return;
    const int64_t count = list_features(s, p->stands_out, &names);
    hf_text_append(&line, "%s: ", hf_summary_method(s, method));
    if (count == 0)
        hf_text_append(&line, "no feature stands out.");
    else
        hf_text_append(&line, "%" PRId64 " stand%s out: %s.", count, count == 1 ? "s" : "",
                       names.data ? names.data : "");
    line.failed |= names.failed;
    hf_text_free(&names);
    hf_summary_paragraph(text, "    ", &line, columns);
}

static void append_probes(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t draws = s->config->null_test.probes;
    hf_text line = {0}, remarks = {0};
    hf_text_append(&line,
                   "Probes: %" PRId64 " time%s the features were joined by as many whose rows are "
                   "permuted; a feature stands out that at least half of these draws select at a "
                   "false discovery rate of %s%%",
                   draws, hf_plural(draws), hf_number_percent(s->config->null_test.fdr).text);
    hf_summary_paragraph(text, "  ", &line, columns);
    for (int64_t i = 0; i < s->methods; i++)
        append_probes_of(s, hf_summary_method_at(s, i), columns, text);
    hf_text_append(&remarks,
                   "Standing out and the chance level are different comparisons: with probes in "
                   "networks of %s columns, and with lots drawn among %s features; a feature may ",
                   hf_number_grouped(2 * s->features->count).text,
                   hf_number_grouped(s->features->count).text);
    hf_text_append(&remarks, "pass one and not the other\n");
    hf_null_probes_remarks(s->config, s->features->count, &remarks);
    append_remarks(&remarks, columns, text);
}

bool hf_summary_has_null(const hf_summary *summary)
{
    if (summary->labels.permutations > 0)
        return true;
    for (int64_t m = 0; m < summary->methods && summary->null_methods; m++)
        if (summary->null_methods[m].probes.draws > 0)
            return true;
    return false;
}

void hf_summary_null(const hf_summary *summary, int columns, hf_text *text)
{
    if (!hf_summary_has_null(summary))
        return;
    hf_text_append(text, "\nCompared with noise\n\n");
    if (summary->labels.permutations > 0)
        append_global(summary, columns, text);
    if (summary->config->null_test.probes > 0)
        append_probes(summary, columns, text);
}

/* Few can never stand out: that none does is then no evidence. */
static void append_none_stands_out(const hf_summary *s, hf_text *line)
{
    const int64_t needed = hf_null_probes_needed(s->config, s->features->count);
    hf_text_append(line, "No feature stands out from permuted features by %s",
                   hf_summary_method(s, s->lead));
    if (needed > 1)
        hf_text_append(line,
                       " (the test cannot name fewer than %" PRId64
                       ", so that it says nothing against a few)",
                       needed);
    hf_text_append(line, ".");
}

void hf_summary_null_verdict(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    hf_text line = {0}, names = {0};
    if (s->labels.permutations > 0) {
        const double level = 1 - s->config->significance.confidence + rounding;
        hf_text_append(&line, s->labels.p_value <= level
                                  ? "The networks learn more than noise would give ("
                                  : "That the networks learn more than noise would give is not "
                                    "shown (");
        append_p_value(&s->labels, &line);
        hf_text_append(&line, ").");
        hf_summary_paragraph(text, "- ", &line, columns);
    }
    if (!s->null_methods || s->null_methods[s->lead].probes.draws == 0)
        return;
    if (list_features(s, s->null_methods[s->lead].probes.stands_out, &names) > 0)
        hf_text_append(&line, "Stands out from permuted features by %s: %s.",
                       hf_summary_method(s, s->lead), names.data ? names.data : "");
    else
        append_none_stands_out(s, &line);
    line.failed |= names.failed;
    hf_text_free(&names);
    hf_summary_paragraph(text, "- ", &line, columns);
}
