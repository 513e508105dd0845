/* The summary as JSON. */
#include "output.h"
#include "statistics/tables.h"
#include "summary.h"
#include <string.h>

static void append_dataset(const hf_evidence *s, hf_json *json)
{
    hf_json_begin_object(json, "dataset");
    hf_json_text(json, "source", s->config->data.source);
    hf_json_integer(json, "samples", hf_results_samples(s->results));
    hf_json_integer(json, "features", s->features->count);
    hf_json_integer(json, "classes", s->classes->count);
    hf_json_texts(json, "feature_names", s->features);
    hf_json_texts(json, "class_names", s->classes);
    hf_json_text(json, "data_hash", hf_results_data_hash(s->results));
    hf_json_end_object(json);
}

static void append_grid(const hf_evidence *s, hf_json *json)
{
    hf_json_begin_object(json, "grid");
    hf_json_integer(json, "first_seed", s->grid->first_seed);
    hf_json_integer(json, "seeds", s->grid->seeds);
    hf_json_integers(json, "hidden", s->grid->hidden, s->grid->hiddens);
    hf_json_integer(json, "splits", s->grid->splits);
    hf_json_integer(json, "replicas", hf_grid_whole(s->grid));
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
static void append_health(const hf_health *health, const char *key, int64_t hidden, hf_json *json)
{
    hf_json_begin_object(json, key);
    if (hidden > 0)
        hf_json_integer(json, "hidden", hidden);
    hf_json_integer(json, "replicas", health->replicas);
    hf_json_integer(json, "done", health->done);
    hf_json_integer(json, "diverged", health->diverged);
    hf_json_integer(json, "pending", health->pending);
    hf_json_integer(json, "learned", health->learned);
    hf_json_number(json, "mean_test_accuracy", health->mean_test_accuracy);
    hf_json_number(json, "mean_balanced_accuracy", health->mean_balanced_accuracy);
    hf_json_number(json, "dead_unit_share", health->dead_unit_share);
    hf_json_end_object(json);
}

static void append_all_health(const hf_evidence *s, hf_json *json)
{
    hf_json_begin_object(json, "health");
    append_health(&s->health, "all", 0, json);
    hf_json_begin_array(json, "by_hidden");
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        append_health(&s->health_by_hidden[h], NULL, s->grid->hidden[h], json);
    hf_json_end_array(json);
    hf_json_end_object(json);
}

static void append_number(const hf_named_table *table, int64_t index, const char *key,
                          hf_json *json)
{
    if (table->reals)
        hf_json_number(json, key, table->reals[index]);
    else
        hf_json_integer(json, key, table->integers[index]);
}

/* Numbers of one dataset, row by row, so that a long one goes out in pieces. */
static hf_status append_table(const hf_named_table *table, hf_json *json, FILE *out,
                              hf_error *error)
{
    if (table->axes[0] == HF_AXIS_NONE) {
        append_number(table, 0, table->name, json);
        return HF_OK;
    }
    hf_json_begin_array(json, table->name);
    for (int64_t r = 0; r < table->rows; r++) {
        if (table->is_matrix)
            hf_json_begin_array(json, NULL);
        for (int64_t c = 0; c < table->columns; c++)
            append_number(table, r * table->columns + c, NULL, json);
        if (table->is_matrix)
            hf_json_end_array(json);
        HF_TRY(hf_output_some(json->text, out, error));
    }
    hf_json_end_array(json);
    return HF_OK;
}

/* What is not defined, by dataset and reason; entries: how many numbers of the dataset. */
static void append_undefined_of(const hf_evidence *s, int64_t method, const hf_named_table *table,
                                hf_json *json)
{
    enum { REASONS = 8 };
    const char *reasons[REASONS];
    int64_t entries[REASONS] = {0};
    int count = 0;
    for (int64_t i = 0; i < table->rows * table->columns; i++) {
        const char *reason =
            hf_undefined_reason(s->config, &s->frequencies[method], method, table->field, i);
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

static hf_status append_method(const hf_evidence *s, int64_t method, hf_json *json, FILE *out,
                               hf_error *error)
{
    hf_named_table tables[HF_NAMED_TABLES];
    hf_list_tables(&s->frequencies[method], tables);
    hf_json_begin_object(json, hf_evidence_method(s, method));
    for (int64_t i = 0; i < HF_NAMED_TABLES; i++)
        HF_TRY(append_table(&tables[i], json, out, error));
    hf_json_begin_array(json, "undefined");
    for (int64_t i = 0; i < HF_NAMED_TABLES; i++)
        if (tables[i].reals)
            append_undefined_of(s, method, &tables[i], json);
    hf_json_end_array(json);
    hf_json_end_object(json);
    return HF_OK;
}

/* The datasets of /significance itself. */
static void append_across(const hf_evidence *s, hf_json *json)
{
    const hf_across_methods *a = &s->across;
    hf_json_begin_array(json, "agreement");
    for (int64_t m = 0; m < a->methods; m++)
        hf_json_numbers(json, NULL, a->agreement + m * a->methods, a->methods);
    hf_json_end_array(json);
    hf_json_begin_array(json, "group");
    for (int64_t f = 0; f < a->features; f++)
        hf_json_integer(json, NULL, a->group[f]);
    hf_json_end_array(json);
    hf_json_numbers(json, "group_chance", a->group_chance, a->features);
    hf_json_integer(json, "seed_units", a->seed_units);
    hf_json_integer(json, "split_units", a->split_units);
    hf_json_integer(json, "seed_resampling", a->seed_resampling);
    hf_json_integer(json, "split_resampling", a->split_resampling);
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

/* One record; `text` is the sentence that says this one alone. */
static hf_status append_finding(const hf_evidence *s, const hf_finding *finding, hf_json *json,
                                hf_error *error)
{
    hf_text text = {0};
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "kind", hf_finding_name(finding->kind));
    hf_json_text(json, "level", hf_level_name(hf_finding_level(finding->kind)));
    hf_json_text(json, "method",
                 finding->method < 0 ? NULL : hf_evidence_method(s, finding->method));
    hf_json_begin_array(json, "features");
    for (int64_t i = 0; i < finding->feature_count; i++)
        hf_json_text(json, NULL, s->features->items[finding->features[i]]);
    hf_json_end_array(json);
    hf_json_text(json, "group", NULL);
    hf_json_begin_object(json, "values");
    for (int i = 0; i < finding->value_count; i++)
        hf_json_number(json, finding->values[i].name, finding->values[i].value);
    hf_json_end_object(json);
    hf_finding_say(s, finding, 1, &text);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK)
        hf_json_text(json, "text", text.data);
    hf_json_end_object(json);
    hf_text_free(&text);
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

static hf_status append_all(const hf_evidence *s, const hf_findings *findings, hf_json *json,
                            FILE *out, hf_error *error)
{
    static const char *const states[] = {[HF_STATE_TRAINING] = "training",
                                         [HF_STATE_TRAINED] = "trained",
                                         [HF_STATE_COMPLETE] = "complete"};
    char digest[HF_HASH_BYTES];
    const bool complete = s->state == hf_results_last_state(s->results);
    if (complete)
        HF_TRY(hf_results_digest(s->results, digest, error));
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "name", s->config->name);
    hf_json_text(json, "state", states[s->state]);
    hf_json_text(json, "digest", complete ? digest : NULL);
    append_dataset(s, json);
    append_grid(s, json);
    append_shard(s, json);
    append_all_health(s, json);
    append_settings(s, json);
    HF_TRY(append_findings(s, findings, json, out, error));
    hf_json_begin_object(json, "significance"); /* of a shard: empty */
    for (int64_t m = 0; m < s->methods && s->frequencies; m++)
        HF_TRY(append_method(s, m, json, out, error));
    if (s->frequencies)
        append_across(s, json);
    hf_json_end_object(json);
    hf_summary_null_json(s, json);
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
