/* The experiment back from its file. */
#include "results.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

/* Messages name the results file, and the line of the configuration in it. */
static hf_status copy_config(const hf_results *results, hf_config *config, hf_error *error)
{
    HF_TRY(hf_config_copy(&results->config, config, error));
    hf_free(&config->places.origin);
    HF_TRY(hf_copy_text(&config->places.origin, results->path, error));
    return HF_OK;
}

static hf_status copy_levels(const hf_results *results, hf_dataset *dataset, hf_error *error)
{
    if (!results->columns.levels)
        return HF_OK;
    HF_TRY(hf_allocate(&dataset->levels, dataset->features, sizeof *dataset->levels, error));
    for (int64_t f = 0; f < dataset->features; f++)
        HF_TRY(hf_text_list_add_all(&dataset->levels[f], &results->columns.levels[f], error));
    return HF_OK;
}

static hf_status read_dataset(const hf_results *results, hf_dataset *dataset, hf_error *error)
{
    const int64_t samples = hf_results_samples(results), features = results->columns.features;
    const bool grouped = hf_results_has(results, HF_DATASET_GROUP, 0);
    dataset->samples = dataset->file_rows = samples;
    dataset->features = features;
    dataset->classes = results->columns.classes;
    const size_t row = hf_results_entry_bytes(results, HF_DATASET_X, 0);
    HF_TRY(hf_allocate(&dataset->x, samples, row, error));
    HF_TRY(hf_allocate(&dataset->y, samples, sizeof *dataset->y, error));
    HF_TRY(hf_results_read(results, HF_DATASET_X, 0, 0, samples, dataset->x, error));
    if (hf_config_is_regression(&results->config)) {
        HF_TRY(hf_allocate(&dataset->target, samples, sizeof *dataset->target, error));
        HF_TRY(hf_results_read(results, HF_DATASET_TARGET, 0, 0, samples, dataset->target, error));
    } else {
        HF_TRY(hf_results_read(results, HF_DATASET_Y, 0, 0, samples, dataset->y, error));
    }
    if (grouped) {
        HF_TRY(hf_allocate(&dataset->group, samples, sizeof *dataset->group, error));
        HF_TRY(hf_results_read(results, HF_DATASET_GROUP, 0, 0, samples, dataset->group, error));
    }
    HF_TRY(hf_text_list_add_all(&dataset->feature_names, &results->columns.feature_names, error));
    HF_TRY(hf_text_list_add_all(&dataset->class_names, &results->columns.class_names, error));
    HF_TRY(copy_levels(results, dataset, error));
    HF_TRY(hf_dataset_lay_inputs(dataset, error));
    hf_dataset_hash(dataset);
    return HF_OK;
}

static hf_status check_inputs(const hf_results *results, const hf_dataset *dataset, hf_error *error)
{
    int32_t *stored;
    if (!hf_results_has(results, HF_DATASET_INPUT_FEATURE, 0))
        return HF_OK; /* format 1 */
    HF_TRY(hf_allocate(&stored, dataset->inputs, sizeof *stored, error));
    hf_status status =
        hf_results_read(results, HF_DATASET_INPUT_FEATURE, 0, 0, dataset->inputs, stored, error);
    for (int64_t i = 0; i < dataset->inputs && status == HF_OK; i++)
        if (stored[i] != hf_dataset_feature_of(dataset, i))
            status = hf_fail(error, HF_BAD_DATA,
                             "%s: /dataset/input_feature is damaged: it is not what the data give",
                             results->path);
    hf_free(&stored);
    return status;
}

static hf_status make_dataset(const hf_results *results, hf_experiment *experiment, hf_error *error)
{
    const bool stored = hf_results_has(results, HF_DATASET_X, 0);
    hf_dataset *dataset = &experiment->dataset;
    HF_TRY(stored ? read_dataset(results, dataset, error)
                  : hf_dataset_load(&experiment->config, dataset, error));
    if (strcmp(dataset->hash, results->data_hash) == 0)
        return check_inputs(results, dataset, error);
    return hf_fail(error, HF_BAD_DATA,
                   stored ? "%s: %s is damaged: its hash is not the file's data_hash"
                          : "%s does not hold its data, and %s has other content than when it was "
                            "made",
                   results->path, stored ? "/dataset" : experiment->config.data.source);
}

/* A damaged one: what is stored is not what the configuration gives. */
static hf_status check_splits(const hf_results *results, hf_field field, const uint8_t *made,
                              hf_error *error)
{
    const int64_t count = results->config.splits.count, samples = hf_results_samples(results);
    uint8_t *stored;
    if (!hf_results_has(results, field, 0))
        return HF_OK;
    HF_TRY(hf_allocate(&stored, count, (size_t)samples, error));
    hf_status status = hf_results_read(results, field, 0, 0, count, stored, error);
    if (status == HF_OK && memcmp(stored, made, (size_t)(count * samples)) != 0)
        status =
            hf_fail(error, HF_BAD_DATA, "%s: %s is damaged: it is not what the configuration gives",
                    results->path, hf_field_table[field].path);
    hf_free(&stored);
    return status;
}

/* Those of a splits file are only in the results: it may be gone. */
static hf_status make_splits(const hf_results *results, hf_experiment *experiment, hf_error *error)
{
    const hf_config *config = &experiment->config;
    hf_splits *splits = &experiment->splits;
    const int64_t count = results->config.splits.count, samples = hf_results_samples(results);
    if (config->splits.method == HF_SPLITS_FILE) {
        *splits = (hf_splits){.count = count, .samples = samples};
        HF_TRY(hf_allocate(&splits->train, count, (size_t)samples, error));
        HF_TRY(hf_results_read(results, HF_SPLITS_TRAIN, 0, 0, count, splits->train, error));
        HF_TRY(hf_splits_set_aside(config, &experiment->dataset, splits, error));
    } else {
        HF_TRY(hf_splits_make(config, &experiment->dataset, splits, error));
        HF_TRY(check_splits(results, HF_SPLITS_TRAIN, splits->train, error));
    }
    return check_splits(results, HF_SPLITS_VALIDATION, splits->validation, error);
}

/* A file of format 1 has groups of another kind; a shard has no place for them. */
static hf_status check_groups(const hf_results *results, const hf_feature_groups *groups,
                              hf_error *error)
{
    const int64_t features = groups->features;
    int32_t *stored;
    if (results->config.format < 2 || !hf_results_has(results, HF_SIGNIFICANCE_GROUP, 0))
        return HF_OK;
    HF_TRY(hf_allocate(&stored, features, sizeof *stored, error));
    hf_status status =
        hf_results_read(results, HF_SIGNIFICANCE_GROUP, 0, 0, features, stored, error);
    if (status == HF_OK && memcmp(stored, groups->of, (size_t)features * sizeof *stored) != 0)
        status = hf_fail(error, HF_BAD_DATA,
                         "%s: /significance/group is damaged: it is not what the data and the "
                         "configuration give",
                         results->path);
    hf_free(&stored);
    return status;
}

hf_status hf_results_experiment(const hf_results *results, hf_experiment *experiment,
                                hf_error *error)
{
    hf_status status;
    *experiment = (hf_experiment){0};
    HF_TRY_CLEANUP(copy_config(results, &experiment->config, error));
    HF_TRY_CLEANUP(make_dataset(results, experiment, error));
    HF_TRY_CLEANUP(make_splits(results, experiment, error));
    HF_TRY_CLEANUP(hf_experiment_resolve(experiment, error));
    HF_TRY_CLEANUP(check_groups(results, &experiment->groups, error));
    experiment->grid =
        hf_shard_grid(&experiment->config, hf_results_grid(results)->shard, HF_ARM_MAIN);
    return HF_OK;

cleanup:
    hf_experiment_free(experiment);
    return status;
}
