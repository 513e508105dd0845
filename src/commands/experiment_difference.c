/* Is this experiment the one in that results file, and if not, which key differs? */
#include "commands/experiment_difference.h"

#include "holdfast/memory.h"
#include <string.h>

/* What a replica of the grid does not depend on. Borrows everything: not to be freed. */
static hf_config with_same_replicas(const hf_config *config, const hf_config *other)
{
    hf_config same = *config;
    same.splits.count = other->splits.count;
    same.model.hidden = other->model.hidden;
    same.replicas = other->replicas;
    same.null_test = other->null_test;
    return same;
}

/* Whether the splits that both have are the same (they may come from a file). */
static hf_status compare_splits(const hf_results *results, const hf_experiment *experiment,
                                bool *same, hf_error *error)
{
    const hf_splits *splits = &experiment->splits;
    const int64_t stored_count = hf_results_config(results)->splits.count;
    const int64_t count = stored_count < splits->count ? stored_count : splits->count;
    uint8_t *stored;
    hf_status status = HF_OK;
    *same = true;
    HF_TRY(hf_allocate(&stored, splits->samples, 1, error));
    for (int64_t p = 0; p < count && *same; p++) {
        HF_TRY_CLEANUP(hf_results_read(results, HF_SPLITS_TRAIN, 0, p, 1, stored, error));
        *same = memcmp(stored, splits->train + p * splits->samples, (size_t)splits->samples) == 0;
    }
cleanup:
    hf_free(&stored);
    return status;
}

static void append_shard(const hf_shard *shard, hf_text *text)
{
    if (shard->count == 0)
        hf_text_append(text, "none (the whole)");
    else
        hf_text_append(text, "%lld/%lld", (long long)shard->number, (long long)shard->count);
}

static const char *shard_difference(const hf_shard *was, const hf_shard *is, hf_text *values)
{
    if (was->number == is->number && was->count == is->count)
        return NULL;
    hf_text_append(values, "was ");
    append_shard(was, values);
    hf_text_append(values, ", is ");
    append_shard(is, values);
    return "shard";
}

hf_status hf_difference_find(const hf_results *results, const hf_experiment *experiment,
                             hf_agreement agreement, hf_difference *difference, hf_error *error)
{
    const hf_config *config = &experiment->config;
    hf_config stored = *hf_results_config(results); /* borrows everything */
    bool same_splits = true;
    *difference = (hf_difference){0};
    if (agreement == HF_AGREE_IN_REPLICAS)
        stored = with_same_replicas(&stored, config);
    difference->key = hf_config_difference(&stored, config, &difference->values);
    if (!difference->key && strcmp(hf_results_data_hash(results), experiment->dataset.hash) != 0)
        difference->key = "data.source";
    if (!difference->key)
        HF_TRY(compare_splits(results, experiment, &same_splits, error));
    if (!same_splits)
        difference->key = "splits.file";
    if (!difference->key && agreement == HF_AGREE_IN_FILE)
        difference->key = shard_difference(&hf_results_grid(results)->shard,
                                           &experiment->grid.shard, &difference->values);
    if (!difference->key && agreement != HF_AGREE_IN_REPLICAS) {
        difference->key = hf_config_significance_difference(&stored, config, &difference->values);
        difference->statistics = difference->key != NULL;
    }
    return HF_OK;
}

const char *hf_difference_text(const hf_difference *difference)
{
    return difference->values.data ? difference->values.data : "has other content";
}

void hf_difference_free(hf_difference *difference)
{
    hf_text_free(&difference->values);
    *difference = (hf_difference){0};
}

bool hf_grids_overlap(const hf_grid *a, const hf_grid *b)
{
    const int64_t end = hf_grid_first(a) + hf_grid_replicas(a);
    for (int64_t number = hf_grid_first(a), run; number < end; number += run)
        if (hf_grid_find(a, number, b, &run) >= 0)
            return true;
    return false;
}
