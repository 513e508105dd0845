/* What null tests found, as JSON. */
#include "summary.h"
#include <string.h>

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

static void append_labels(const hf_evidence *s, hf_json *json)
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
        hf_json_begin_object(json, hf_evidence_method(s, m));
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

static void append_probes_json(const hf_evidence *s, hf_json *json)
{
    hf_text remarks = {0};
    hf_json_begin_object(json, "probes");
    for (int64_t m = 0; m < s->methods; m++) {
        const hf_null_probes *p = &s->null_methods[m].probes;
        if (p->draws == 0)
            continue;
        hf_json_begin_object(json, hf_evidence_method(s, m));
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

void hf_summary_null_json(const hf_evidence *evidence, hf_json *json)
{
    hf_json_begin_object(json, "null_test"); /* empty where there is none, or not yet */
    if (evidence->labels.permutations > 0)
        append_labels(evidence, json);
    if (hf_evidence_has_null(evidence) && evidence->config->null_test.probes > 0)
        append_probes_json(evidence, json);
    hf_json_end_object(json);
}
