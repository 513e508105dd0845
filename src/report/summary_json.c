/* The summary as JSON. */
#include "output.h"
#include "summary.h"

static void append_dataset(const hf_summary *s, hf_json *json)
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

static void append_grid(const hf_summary *s, hf_json *json)
{
    hf_json_begin_object(json, "grid");
    hf_json_integer(json, "first_seed", s->grid->first_seed);
    hf_json_integer(json, "seeds", s->grid->seeds);
    hf_json_integers(json, "hidden", s->grid->hidden, s->grid->hiddens);
    hf_json_integer(json, "splits", s->grid->splits);
    hf_json_integer(json, "replicas", hf_grid_whole(s->grid));
    hf_json_end_object(json);
}

static void append_shard(const hf_summary *s, hf_json *json)
{
    if (!hf_summary_is_shard(s)) {
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

static void append_all_health(const hf_summary *s, hf_json *json)
{
    hf_json_begin_object(json, "health");
    append_health(&s->health, "all", 0, json);
    hf_json_begin_array(json, "by_hidden");
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        append_health(&s->health_by_hidden[h], NULL, s->grid->hidden[h], json);
    hf_json_end_array(json);
    hf_json_end_object(json);
}

static hf_status append_matrix(hf_json *json, const char *key, const double *values, int64_t rows,
                               int64_t columns, FILE *out, hf_error *error)
{
    hf_json_begin_array(json, key);
    for (int64_t r = 0; r < rows; r++) {
        hf_json_numbers(json, NULL, values + r * columns, columns);
        HF_TRY(hf_output_some(json->text, out, error));
    }
    hf_json_end_array(json);
    return HF_OK;
}

static hf_status append_rank_count(const hf_frequencies *f, hf_json *json, FILE *out,
                                   hf_error *error)
{
    hf_json_begin_array(json, "rank_count");
    for (int64_t i = 0; i < f->features; i++) {
        hf_json_begin_array(json, NULL);
        for (int64_t r = 0; r < f->ranks; r++)
            hf_json_integer(json, NULL, f->rank_count[i * f->ranks + r]);
        hf_json_end_array(json);
        HF_TRY(hf_output_some(json->text, out, error));
    }
    hf_json_end_array(json);
    return HF_OK;
}

static hf_status append_frequencies(const hf_frequencies *f, const char *method, hf_json *json,
                                    FILE *out, hf_error *error)
{
    hf_json_begin_object(json, method);
    hf_json_integer(json, "voters", f->voters);
    hf_json_numbers(json, "frequency", f->frequency, f->features);
    hf_json_numbers(json, "mean_rank", f->mean_rank, f->features);
    hf_json_numbers(json, "mean_importance", f->mean_importance, f->features);
    HF_TRY(append_matrix(json, "frequency_by_hidden", f->frequency_by_hidden, f->hiddens,
                         f->features, out, error));
    HF_TRY(append_matrix(json, "frequency_by_split", f->frequency_by_split, f->splits, f->features,
                         out, error));
    HF_TRY(append_rank_count(f, json, out, error));
    hf_json_end_object(json);
    return HF_OK;
}

static void append_settings(const hf_summary *s, hf_json *json)
{
    hf_json_begin_array(json, "methods");
    for (int64_t m = 0; m < s->methods; m++)
        hf_json_text(json, NULL, hf_summary_method(s, m));
    hf_json_end_array(json);
    hf_json_integer(json, "top", s->config->significance.top);
    hf_json_text(json, "votes", hf_summary_votes(s));
    hf_json_number(json, "chance_level", hf_summary_chance(s));
}

static hf_status append_all(const hf_summary *s, hf_json *json, FILE *out, hf_error *error)
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
    hf_json_begin_object(json, "significance"); /* of a shard: empty */
    for (int64_t m = 0; m < s->methods && s->frequencies; m++)
        HF_TRY(append_frequencies(&s->frequencies[m], hf_summary_method(s, m), json, out, error));
    hf_json_end_object(json);
    hf_json_end_object(json);
    hf_text_append(json->text, "\n");
    return hf_output_all(json->text, out, error);
}

hf_status hf_summary_json(const hf_summary *summary, FILE *out, hf_error *error)
{
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_status status = append_all(summary, &json, out, error);
    hf_text_free(&text);
    return status;
}
