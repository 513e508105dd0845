/* The comparison with noise: what null tests found. */
#include "sections.h"

#include "findings/thresholds.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { NAMES_LISTED = 8 };

/* Each line of `lines` as a note; releases them. */
static void add_remarks(hf_text *lines, hf_document *d)
{
    for (char *line = lines->data, *next; line && *line; line = next) {
        next = line + strcspn(line, "\n");
        hf_document_say(d, HF_BLOCK_NOTE, "%.*s.", (int)(next - line), line);
        next += *next == '\n';
    }
    d->failed |= lines->failed;
    hf_text_free(lines);
}

/* The features by the method that leads whose own p-value is small, as far as there are any; none
 * is named where the networks are not shown to predict. */
static void add_p_of_features(const hf_evidence *e, hf_document *d)
{
    const hf_null_labels_method *n = &e->null_methods[e->lead].labels;
    const double level = 1 - e->config->significance.confidence + hf_limits.rounding;
    double least = INFINITY, next = INFINITY;
    if (n->permutations == 0 || isnan(n->p_value[0]) || hf_evidence_prediction(e) != HF_PREDICTS)
        return;
    hf_text *line = hf_document_add(d, HF_BLOCK_POINT);
    hf_list list = {.text = line, .most = NAMES_LISTED};
    hf_text_append(line, "Single features by %s (maxT): ", hf_evidence_method(e, e->lead));
    for (int64_t i = 0; i < n->features; i++) {
        const int64_t feature = e->order[e->lead][i];
        const double p = n->p_value[feature];
        least = fmin(least, p);
        if (p > level)
            next = fmin(next, p);
        else if (hf_list_next(&list))
            hf_text_append(line, "%s p = %s", e->features->items[feature],
                           hf_number_fixed(p, 3).text);
    }
    hf_list_end(&list);
    if (list.count == 0)
        hf_text_append(line, "all adjusted p %s %s", least >= 1 ? "=" : "are at least",
                       hf_number_fixed(least, 3).text);
    else if (list.count < n->features)
        hf_text_append(line, "; all other adjusted p %s %s", next >= 1 ? "=" : "are at least",
                       hf_number_fixed(next, 3).text);
    hf_text_append(line, " (null_p_value in --format csv has all).");
}

static void add_labels(const hf_evidence *e, hf_document *d)
{
    const hf_null_labels *l = &e->labels;
    const int64_t seeds = hf_arm_grid(e->config, HF_ARM_LABELS).seeds;
    const int64_t splits = hf_arm_splits(e->config, HF_ARM_LABELS);
    double highest = -INFINITY;
    hf_text remarks = {0};
    for (int64_t b = 0; b < l->permutations; b++)
        highest = fmax(highest, l->accuracy[b]);
    hf_text *line = hf_document_add(d, HF_BLOCK_POINT);
    hf_text_append(line, "Permuted labels%s: ", l->permutations == 1 ? " (once)" : "");
    if (seeds < e->grid->seeds || splits < e->grid->splits)
        hf_text_append(line, "on %s x %s of the grid, ", hf_count(seeds, "seed").text,
                       hf_count(splits, "split").text);
    if (e->measured)
        hf_text_append(line, "the mean test R2 is %s; with permuted labels (%s) it is at most %s",
                       hf_number_fixed(l->observed, 2).text, hf_count(l->permutations, "time").text,
                       hf_number_fixed(highest, 2).text);
    else
        hf_text_append(
            line,
            "the mean balanced test accuracy is %s%%; with permuted labels (%s) it is at "
            "most %s%%",
            hf_number_percent(l->observed).text, hf_count(l->permutations, "time").text,
            hf_number_percent(highest).text);
    hf_text_append(line, ": p = %s.", hf_number_fixed(l->p_value, 3).text);
    add_p_of_features(e, d);
    hf_null_labels_remarks(e->config, &remarks);
    add_remarks(&remarks, d);
}

static void add_probes_of(const hf_evidence *e, int64_t method, hf_document *d)
{
    const hf_null_probes *p = &e->null_methods[method].probes;
    if (p->draws == 0)
        return;
    hf_text *line = hf_document_add(d, HF_BLOCK_POINT);
    hf_list list = {.text = line, .most = NAMES_LISTED};
    const bool predicts = hf_evidence_prediction(e) == HF_PREDICTS;
    hf_text_append(line, "%s: ", hf_evidence_method(e, method));
    for (int64_t i = 0; i < p->features; i++) {
        const int64_t feature = e->order[e->lead][i];
        if (predicts && p->stands_out[feature] && hf_list_next(&list))
            hf_text_append(line, "%s", e->features->items[feature]);
    }
    hf_list_end(&list);
    if (list.count > 0)
        hf_text_append(line, " (%" PRId64 ").", list.count);
    else
        hf_text_append(line, "%s",
                       !predicts ? "no answer: the networks are not shown to predict."
                       : hf_null_probes_answer(e->config, p) == HF_PROBES_NONE ? "none."
                                                                               : "cannot tell.");
}

static void add_probes(const hf_evidence *e, hf_document *d)
{
    const int64_t draws = hf_arm_draws(e->config, HF_ARM_PROBES);
    hf_text remarks = {0};
    hf_document_say(d, HF_BLOCK_PARAGRAPH,
                    "Probes: %s, copies of the features with permuted rows were "
                    "added to them. A feature stands out if at least half of these draws select "
                    "it at a false discovery rate of %s%%. Those that do:",
                    hf_count(draws, "time").text, hf_number_percent(e->config->null_test.fdr).text);
    for (int64_t i = 0; i < e->methods; i++)
        add_probes_of(e, hf_evidence_method_at(e, i), d);
    hf_null_probes_remarks(e->config, e->features->count, &remarks);
    add_remarks(&remarks, d);
}

void hf_section_noise(const hf_evidence *evidence, hf_document *document)
{
    const char *no_labels = hf_arm_undefined(evidence->config, HF_ARM_LABELS);
    const char *no_probes = hf_arm_undefined(evidence->config, HF_ARM_PROBES);
    if (!hf_evidence_has_null(evidence) && !*no_labels && !*no_probes)
        return;
    hf_document_say(document, HF_BLOCK_HEADING, "Compared with noise");
    if (evidence->labels.permutations > 0)
        add_labels(evidence, document);
    if (*no_labels)
        hf_document_say(document, HF_BLOCK_POINT, "Permuted labels: not defined: %s.", no_labels);
    hf_document_say(document, HF_BLOCK_FIGURE, "null-labels");
    if (hf_evidence_has_null(evidence) && hf_arm_draws(evidence->config, HF_ARM_PROBES) > 0)
        add_probes(evidence, document);
    if (*no_probes)
        hf_document_say(document, HF_BLOCK_POINT, "Probes: not defined: %s.", no_probes);
}
