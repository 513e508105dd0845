/* The summary as JSON. */
#include "output.h"
#include "report/sections/sections.h"
#include "statistics/tables.h"
#include "summary.h"
#include "text/json.h"
#include <string.h>

/* Of the categories; of a table without any nothing is said. */
static void append_levels(const hf_evidence *s, hf_json *json)
{
    const hf_dataset *columns = hf_results_columns(s->results);
    if (!columns->levels)
        return;
    hf_json_begin_object(json, "levels");
    for (int64_t f = 0; f < columns->features; f++)
        if (columns->levels[f].count > 0)
            hf_json_texts(json, columns->feature_names.items[f], &columns->levels[f]);
    hf_json_end_object(json);
}

static void append_dataset(const hf_evidence *s, hf_json *json)
{
    hf_json_begin_object(json, "dataset");
    hf_json_text(json, "source", s->config->data.source);
    hf_json_integer(json, "samples", hf_results_samples(s->results));
    hf_json_integer(json, "features", s->features->count);
    hf_json_integer(json, "classes", s->classes->count);
    hf_json_texts(json, "feature_names", s->features);
    hf_json_texts(json, "class_names", s->classes);
    append_levels(s, json);
    hf_json_text(json, "data_hash", hf_results_data_hash(s->results));
    hf_json_end_object(json);
}

static void append_shard(const hf_evidence *s, hf_json *json)
{
    if (!hf_evidence_is_shard(s)) {
        hf_json_text(json, "shard", NULL);
        return;
    }
    hf_json_begin_object(json, "shard");
    hf_json_integer(json, "number", s->grid->shard.number);
    hf_json_integer(json, "shards", s->grid->shard.count);
    hf_json_integer(json, "first_replica", hf_grid_first(s->grid));
    hf_json_integer(json, "replicas", s->replicas);
    hf_json_end_object(json);
}

/* `hidden` 0: all of them. */
static void append_health(const hf_health *health, const char *key, int64_t hidden, bool measured,
                          hf_json *json)
{
    hf_json_begin_object(json, key);
    if (hidden > 0)
        hf_json_integer(json, "hidden", hidden);
    hf_json_integer(json, "replicas", health->replicas);
    hf_json_integer(json, "done", health->done);
    hf_json_integer(json, "diverged", health->diverged);
    hf_json_integer(json, "pending", health->pending);
    hf_json_integer(json, "learned", health->learned);
    if (measured) {
        hf_json_number(json, "mean_test_r2", health->mean_test_r2);
        hf_json_number(json, "mean_test_rmse", health->mean_test_rmse);
    } else {
        hf_json_number(json, "mean_test_accuracy", health->mean_test_accuracy);
        hf_json_number(json, "mean_balanced_accuracy", health->mean_balanced_accuracy);
    }
    hf_json_number(json, "dead_unit_share", health->dead_unit_share);
    hf_json_end_object(json);
}

static void append_all_health(const hf_evidence *s, hf_json *json)
{
    hf_json_begin_object(json, "health");
    append_health(&s->health, "all", 0, s->measured, json);
    hf_json_begin_array(json, "by_hidden");
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        append_health(&s->health_by_hidden[h], NULL, s->grid->hidden[h], s->measured, json);
    hf_json_end_array(json);
    hf_json_end_object(json);
}

static void append_number(const hf_named_table *table, int64_t index, const char *key,
                          hf_json *json)
{
    const double value = hf_named_value(table, index);
    if (table->type == HF_TYPE_F64)
        hf_json_number(json, key, value);
    else
        hf_json_integer(json, key, (int64_t)value);
}

/* Numbers of one dataset, row by row, so that a long one goes out in pieces. */
static hf_status append_table(const hf_named_table *table, hf_json *json, FILE *out,
                              hf_error *error)
{
    const bool is_matrix = table->axes[0] != HF_AXIS_NONE && table->axes[1] != HF_AXIS_NONE;
    if (table->axes[0] == HF_AXIS_NONE) {
        append_number(table, 0, table->name, json);
        return HF_OK;
    }
    hf_json_begin_array(json, table->name);
    for (int64_t r = 0; r < table->rows; r++) {
        if (is_matrix)
            hf_json_begin_array(json, NULL);
        for (int64_t c = 0; c < table->columns; c++)
            append_number(table, r * table->columns + c, NULL, json);
        if (is_matrix)
            hf_json_end_array(json);
        HF_TRY(hf_output_some(json->text, out, error));
    }
    hf_json_end_array(json);
    return HF_OK;
}

/* All datasets of a struct of members. */
static hf_status append_members(const hf_evidence *s, const hf_members *members, int64_t variant,
                                const void *of, hf_json *json, FILE *out, hf_error *error)
{
    hf_named_table tables[HF_NAMED_TABLES];
    const int64_t count = hf_members_list(s->results, members, variant, of, tables);
    for (int64_t i = 0; i < count; i++)
        HF_TRY(append_table(&tables[i], json, out, error));
    return HF_OK;
}

/* Why entry `index` of a dataset is not defined, or NULL. */
typedef const char *reason_of(const hf_evidence *s, int64_t method, hf_field field, int64_t index);

static const char *reason_of_univariate(const hf_evidence *s, int64_t method, hf_field field,
                                        int64_t index)
{
    (void)method;
    return hf_univariate_undefined(s->config, &s->univariate, field, index);
}

static const char *reason_of_conditional(const hf_evidence *s, int64_t method, hf_field field,
                                         int64_t index)
{
    (void)method;
    return hf_evidence_not_tested(s, field, index);
}

/* What is not defined, by dataset and reason; entries: how many numbers of the dataset. */
static void append_undefined_of(const hf_evidence *s, int64_t method, reason_of *reason_of_entry,
                                const hf_named_table *table, hf_json *json)
{
    enum { REASONS = 8 };
    const char *reasons[REASONS];
    int64_t entries[REASONS] = {0};
    int count = 0;
    for (int64_t i = 0; i < table->rows * table->columns; i++) {
        const char *reason = reason_of_entry(s, method, table->field, i);
        int r = 0;
        while (reason && r < count && strcmp(reasons[r], reason) != 0)
            r++;
        if (!reason || r == REASONS)
            continue;
        reasons[r] = reason;
        entries[r]++;
        count += r == count;
    }
    for (int r = 0; r < count; r++) {
        hf_json_begin_object(json, NULL);
        hf_json_text(json, "dataset", table->name);
        hf_json_text(json, "reason", reasons[r]);
        hf_json_integer(json, "entries", entries[r]);
        hf_json_end_object(json);
    }
}

/* An object of all datasets of a struct of members, and what of them is not defined. */
static hf_status append_object(const hf_evidence *s, const char *key, const hf_members *members,
                               int64_t method, const void *of, reason_of *reason_of_entry,
                               hf_json *json, FILE *out, hf_error *error)
{
    hf_named_table tables[HF_NAMED_TABLES];
    const int64_t count = hf_members_list(s->results, members, method, of, tables);
    hf_json_begin_object(json, key);
    HF_TRY(append_members(s, members, method, of, json, out, error));
    hf_json_begin_array(json, "undefined");
    for (int64_t i = 0; i < count; i++)
        if (tables[i].type == HF_TYPE_F64)
            append_undefined_of(s, method, reason_of_entry, &tables[i], json);
    hf_json_end_array(json);
    hf_json_end_object(json);
    return HF_OK;
}

/* What is beside the methods. */
static hf_status append_tests(const hf_evidence *s, hf_json *json, FILE *out, hf_error *error)
{
    HF_TRY(append_members(s, &hf_members_of_across, 0, &s->across, json, out, error));
    hf_json_begin_array(json, "feature_group");
    for (int64_t g = 0; g < s->across.groups; g++)
        hf_json_text(json, NULL, hf_evidence_group_name(s, g));
    hf_json_end_array(json);
    hf_json_text(json, "score_undefined",
                 hf_score_undefined(s->config, &s->across, HF_SIGNIFICANCE_SCORE_LOW));
    HF_TRY(append_object(s, "univariate", &hf_members_of_univariate, 0, &s->univariate,
                         reason_of_univariate, json, out, error));
    return append_object(s, "conditional", &hf_members_of_conditional, 0, &s->conditional,
                         reason_of_conditional, json, out, error);
}

static hf_status append_significance(const hf_evidence *s, hf_json *json, FILE *out,
                                     hf_error *error)
{
    hf_json_begin_object(json, "significance"); /* of a shard: empty */
    for (int64_t m = 0; m < s->methods && s->frequencies; m++)
        HF_TRY(append_object(s, hf_evidence_method(s, m), &hf_members_of_frequencies, m,
                             &s->frequencies[m], hf_evidence_undefined, json, out, error));
    if (s->frequencies)
        HF_TRY(append_tests(s, json, out, error));
    hf_json_end_object(json);
    return HF_OK;
}

/* ---- null tests ---- */

/* What has to be said beside them, a sentence a line; releases the lines. */
static void append_remarks(hf_text *lines, hf_json *json)
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

static void append_answer(const hf_evidence *s, const hf_null_probes *probes, hf_json *json)
{
    hf_json_text(json, "answer", hf_probes_answer_name(hf_null_probes_answer(s->config, probes)));
    hf_json_integer(json, "above_all_probes", hf_null_probes_above(probes));
}

/* A null test that was asked for and is not defined; `number`: what it would have given. */
static void append_undefined_test(const hf_evidence *s, hf_arm arm, const char *key,
                                  const char *number, hf_json *json)
{
    hf_json_begin_object(json, key);
    hf_json_text(json, number, NULL);
    hf_json_begin_array(json, "undefined");
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "dataset", number);
    hf_json_text(json, "reason", hf_arm_undefined(s->config, arm));
    hf_json_integer(json, "entries", 1);
    hf_json_end_object(json);
    hf_json_end_array(json);
    hf_json_end_object(json);
}

/* Of each method that took part, an object of its name. */
static hf_status append_by_method(const hf_evidence *s, const hf_members *members, hf_json *json,
                                  FILE *out, hf_error *error)
{
    const bool is_labels = members == &hf_members_of_labels_method;
    for (int64_t m = 0; m < s->methods; m++) {
        const hf_null_method *null = &s->null_methods[m];
        const void *of = is_labels ? (const void *)&null->labels : &null->probes;
        if ((is_labels ? null->labels.permutations : null->probes.draws) == 0)
            continue;
        hf_json_begin_object(json, hf_evidence_method(s, m));
        HF_TRY(append_members(s, members, m, of, json, out, error));
        if (!is_labels)
            append_answer(s, &null->probes, json);
        hf_json_end_object(json);
    }
    return HF_OK;
}

static hf_status append_labels(const hf_evidence *s, hf_json *json, FILE *out, hf_error *error)
{
    hf_text remarks = {0};
    hf_json_begin_object(json, "labels");
    HF_TRY(append_members(s, &hf_members_of_labels, 0, &s->labels, json, out, error));
    HF_TRY(append_by_method(s, &hf_members_of_labels_method, json, out, error));
    hf_null_labels_remarks(s->config, &remarks);
    append_remarks(&remarks, json);
    hf_json_end_object(json);
    return HF_OK;
}

static hf_status append_probes(const hf_evidence *s, hf_json *json, FILE *out, hf_error *error)
{
    hf_text remarks = {0};
    hf_json_begin_object(json, "probes");
    HF_TRY(append_by_method(s, &hf_members_of_probes, json, out, error));
    hf_null_probes_remarks(s->config, s->features->count, &remarks);
    append_remarks(&remarks, json);
    hf_json_end_object(json);
    return HF_OK;
}

static hf_status append_null_tests(const hf_evidence *s, hf_json *json, FILE *out, hf_error *error)
{
    hf_json_begin_object(json, "null_test"); /* empty where there is none, or not yet */
    if (s->labels.permutations > 0)
        HF_TRY(append_labels(s, json, out, error));
    if (hf_evidence_has_null(s) && hf_arm_draws(s->config, HF_ARM_PROBES) > 0)
        HF_TRY(append_probes(s, json, out, error));
    if (*hf_arm_undefined(s->config, HF_ARM_LABELS))
        append_undefined_test(s, HF_ARM_LABELS, "labels", "p_value", json);
    if (*hf_arm_undefined(s->config, HF_ARM_PROBES))
        append_undefined_test(s, HF_ARM_PROBES, "probes", "stands_out", json);
    hf_json_end_object(json);
    return HF_OK;
}

static void append_settings(const hf_evidence *s, hf_json *json)
{
    hf_json_begin_array(json, "methods");
    for (int64_t m = 0; m < s->methods; m++)
        hf_json_text(json, NULL, hf_evidence_method(s, m));
    hf_json_end_array(json);
    hf_json_text(json, "leading_method", hf_evidence_method(s, s->lead));
    if (s->hidden_index < 0)
        hf_json_text(json, "hidden", NULL);
    else
        hf_json_integer(json, "hidden", s->grid->hidden[s->hidden_index]);
    hf_json_integer(json, "top", s->config->significance.top);
    hf_json_text(json, "votes", s->config->significance.votes == HF_VOTES_ALL ? "all" : "learned");
    hf_json_number(json, "confidence", s->config->significance.confidence);
    hf_json_number(json, "chance_level", hf_evidence_chance(s));
    hf_json_number(json, "test_per_train", s->test_per_train);
}

/* Directions by class: direction_NAME. */
static void append_values(const hf_evidence *s, const hf_finding *finding, hf_json *json)
{
    hf_json_begin_object(json, "values");
    for (int i = 0; i < finding->value_count; i++)
        hf_json_number(json, finding->values[i].name, finding->values[i].value);
    for (int64_t c = 0; finding->kind == HF_FINDING_FEATURE_ADDS && c < s->classes->count; c++) {
        hf_text name = {0};
        hf_text_append(&name, "direction_%s", s->classes->items[c]);
        json->text->failed |= name.failed;
        if (!name.failed)
            hf_json_number(json, name.data,
                           s->across.direction[c * s->features->count + finding->features[0]]);
        hf_text_free(&name);
    }
    hf_json_end_object(json);
}

/* One record; `text` is the sentence that says only this one. */
static hf_status append_finding(const hf_evidence *s, const hf_finding *finding, hf_json *json,
                                hf_error *error)
{
    hf_text text = {0}, command = {0};
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "kind", hf_finding_name(finding->kind));
    hf_json_text(json, "level", hf_level_name(hf_finding_level(finding->kind)));
    hf_json_text(json, "method",
                 finding->method < 0 ? NULL : hf_evidence_method(s, finding->method));
    hf_json_begin_array(json, "features");
    for (int64_t i = 0; i < finding->feature_count; i++)
        hf_json_text(json, NULL, s->features->items[finding->features[i]]);
    hf_json_end_array(json);
    hf_json_text(json, "group",
                 finding->group < 0 ? NULL : hf_evidence_group_name(s, finding->group));
    append_values(s, finding, json);
    hf_finding_say(s, finding, 1, &text);
    hf_finding_command(s, finding, &command);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK && command.failed)
        status = hf_text_check(&command, error);
    if (status == HF_OK) {
        hf_json_text(json, "text", text.data);
        hf_json_text(json, "command", command.data);
    }
    hf_json_end_object(json);
    hf_text_free(&text);
    hf_text_free(&command);
    return status;
}

static hf_status append_findings(const hf_evidence *s, const hf_findings *findings, hf_json *json,
                                 FILE *out, hf_error *error)
{
    hf_json_begin_array(json, "findings");
    for (int64_t i = 0; i < findings->count; i++) {
        HF_TRY(append_finding(s, &findings->items[i], json, error));
        HF_TRY(hf_output_some(json->text, out, error));
    }
    hf_json_end_array(json);
    return HF_OK;
}

static hf_status append_methods_text(const hf_evidence *s, hf_json *json, hf_error *error)
{
    hf_text text = {0};
    const hf_status status = hf_methods_text(s, &text, error);
    if (status == HF_OK)
        hf_json_text(json, "methods_text", text.data);
    hf_text_free(&text);
    return status;
}

static hf_status append_all(const hf_evidence *s, const hf_findings *findings, hf_json *json,
                            FILE *out, hf_error *error)
{
    char digest[HF_HASH_BYTES];
    const bool complete = s->state == hf_results_last_state(s->results);
    if (complete)
        HF_TRY(hf_results_digest(s->results, digest, error));
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "name", s->config->name);
    hf_json_text(json, "state", hf_state_name(s->state));
    hf_json_text(json, "digest", complete ? digest : NULL);
    append_dataset(s, json);
    hf_output_grid(s->grid, json);
    append_shard(s, json);
    append_all_health(s, json);
    append_settings(s, json);
    HF_TRY(append_findings(s, findings, json, out, error));
    HF_TRY(append_significance(s, json, out, error));
    HF_TRY(append_null_tests(s, json, out, error));
    HF_TRY(append_methods_text(s, json, error));
    hf_json_end_object(json);
    hf_text_append(json->text, "\n");
    return hf_output_all(json->text, out, error);
}

hf_status hf_summary_json(const hf_evidence *evidence, const hf_findings *findings, FILE *out,
                          hf_error *error)
{
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_status status = append_all(evidence, findings, &json, out, error);
    hf_text_free(&text);
    return status;
}
