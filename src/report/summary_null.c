/* The comparison with noise: what null tests found. */
#include "layout.h"
#include "number.h"
#include "summary.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { NAMES_LISTED = 8 };

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

static void append_global(const hf_summary *s, int columns, hf_text *text)
{
    const hf_null_labels *l = &s->labels;
    double highest = -INFINITY;
    hf_text line = {0}, remarks = {0};
    for (int64_t b = 0; b < l->permutations; b++)
        highest = fmax(highest, l->accuracy[b]);
    hf_text_append(&line,
                   "Global test: mean balanced test accuracy %s%%; with the labels permuted ",
                   hf_number_percent(l->observed).text);
    hf_text_append(&line, "(%" PRId64 " time%s) at most %s%%: p = %s.", l->permutations,
                   hf_plural(l->permutations), hf_number_percent(highest).text,
                   hf_number_fixed(l->p_value, 3).text);
    hf_summary_paragraph(text, "  ", &line, columns);
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

void hf_summary_null_verdict(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    hf_text line = {0}, names = {0};
    if (s->labels.permutations > 0) {
        const double level = 1 - s->config->significance.confidence;
        hf_text_append(&line,
                       s->labels.p_value <= level
                           ? "The networks learn more than noise would give (p = %s)."
                           : "That the networks learn more than noise would give is not shown (p = "
                             "%s).",
                       hf_number_fixed(s->labels.p_value, 3).text);
        hf_summary_paragraph(text, "- ", &line, columns);
    }
    if (!s->null_methods || s->null_methods[s->lead].probes.draws == 0)
        return;
    if (list_features(s, s->null_methods[s->lead].probes.stands_out, &names) > 0)
        hf_text_append(&line, "Stands out from permuted features by %s: %s.",
                       hf_summary_method(s, s->lead), names.data ? names.data : "");
    else
        hf_text_append(&line, "No feature stands out from permuted features by %s.",
                       hf_summary_method(s, s->lead));
    line.failed |= names.failed;
    hf_text_free(&names);
    hf_summary_paragraph(text, "- ", &line, columns);
}

/* ---- JSON ---- */

static void append_matrix(const char *key, const double *values, int64_t rows, int64_t columns,
                          hf_json *json)
{
    hf_json_begin_array(json, key);
    for (int64_t r = 0; r < rows; r++)
        hf_json_numbers(json, NULL, values + r * columns, columns);
    hf_json_end_array(json);
}

static void append_flags(const char *key, const uint8_t *values, int64_t count, hf_json *json)
{
    hf_json_begin_array(json, key);
    for (int64_t i = 0; i < count; i++)
        hf_json_integer(json, NULL, values[i]);
    hf_json_end_array(json);
}

static void append_voters(const int32_t *voters, int64_t count, hf_json *json)
{
    hf_json_begin_array(json, "voters");
    for (int64_t i = 0; i < count; i++)
        hf_json_integer(json, NULL, voters[i]);
    hf_json_end_array(json);
}

static void append_remark_list(hf_text *lines, hf_json *json)
{
    hf_json_begin_array(json, "remarks");
    for (char *line = lines->data, *end; line && *line; line = end) {
        end = line + strcspn(line, "\n");
        const bool more = *end == '\n';
        *end = '\0';
        hf_json_text(json, NULL, line);
        end += more;
    }
    hf_json_end_array(json);
    hf_text_free(lines);
}

static void append_labels(const hf_summary *s, hf_json *json)
{
    const hf_null_labels *l = &s->labels;
    hf_text remarks = {0};
    hf_json_begin_object(json, "labels");
    hf_json_number(json, "p_value", l->p_value);
    hf_json_number(json, "observed", l->observed);
    hf_json_numbers(json, "accuracy", l->accuracy, l->permutations);
    for (int64_t m = 0; m < s->methods; m++) {
        const hf_null_labels_method *n = &s->null_methods[m].labels;
        if (n->permutations == 0)
            continue;
        hf_json_begin_object(json, hf_summary_method(s, m));
        append_matrix("frequency", n->frequency, n->permutations, n->features, json);
        hf_json_numbers(json, "observed_frequency", n->observed_frequency, n->features);
        hf_json_numbers(json, "p_value", n->p_value, n->features);
        append_voters(n->voters, n->permutations, json);
        hf_json_end_object(json);
    }
    hf_null_labels_remarks(s->config, &remarks);
    append_remark_list(&remarks, json);
    hf_json_end_object(json);
}

static void append_probes_json(const hf_summary *s, hf_json *json)
{
    hf_text remarks = {0};
    hf_json_begin_object(json, "probes");
    for (int64_t m = 0; m < s->methods; m++) {
        const hf_null_probes *p = &s->null_methods[m].probes;
        if (p->draws == 0)
            continue;
        hf_json_begin_object(json, hf_summary_method(s, m));
        append_matrix("frequency", p->frequency, p->draws, 2 * p->features, json);
        hf_json_numbers(json, "threshold", p->threshold, p->draws);
        hf_json_numbers(json, "fdp", p->fdp, p->draws);
        hf_json_begin_array(json, "selected");
        for (int64_t d = 0; d < p->draws; d++)
            append_flags(NULL, p->selected + d * p->features, p->features, json);
        hf_json_end_array(json);
        hf_json_numbers(json, "selected_share", p->selected_share, p->features);
        append_flags("stands_out", p->stands_out, p->features, json);
        append_voters(p->voters, p->draws, json);
        append_matrix("probe_group_frequency", p->probe_group_frequency, p->draws, p->features,
                      json);
        hf_json_end_object(json);
    }
    hf_null_probes_remarks(s->config, s->features->count, &remarks);
    append_remark_list(&remarks, json);
    hf_json_end_object(json);
}

void hf_summary_null_json(const hf_summary *summary, hf_json *json)
{
    hf_json_begin_object(json, "null_test"); /* empty where there is none, or not yet */
    if (summary->labels.permutations > 0)
        append_labels(summary, json);
    if (hf_summary_has_null(summary) && summary->config->null_test.probes > 0)
        append_probes_json(summary, json);
    hf_json_end_object(json);
}
