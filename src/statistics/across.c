/* What /significance holds beside the methods, and the whole aggregation. */
#include "bootstrap.h"
#include "groups.h"
#include "holdfast/memory.h"
#include "method.h"
#include "null_tests.h"
#include "spearman.h"
#include "tables.h"
#include <string.h>

static uint8_t resampling_of(int64_t units)
{
    enum { ENOUGH_UNITS = 10 };
    return units < 2              ? HF_RESAMPLING_FIXED
           : units < ENOUGH_UNITS ? HF_RESAMPLING_FEW
                                  : HF_RESAMPLING_ENOUGH;
}

static hf_status across_make(const hf_results *results, hf_across_methods *across, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const hf_grid *grid = hf_results_grid(results);
    hf_across_methods *a = across;
    hf_status status;
    *a = (hf_across_methods){.methods = config->significance.methods.count,
                             .features = hf_results_features(results)->count,
                             .seed_units = (int32_t)grid->seeds,
                             .split_units = (int32_t)(grid->splits / hf_unit_splits(config))};
    a->seed_resampling = resampling_of(a->seed_units);
    a->split_resampling = resampling_of(a->split_units);
    HF_TRY_CLEANUP(hf_allocate(&a->agreement, a->methods * a->methods, sizeof(double), error));
    HF_TRY_CLEANUP(hf_allocate(&a->group, a->features, sizeof *a->group, error));
    HF_TRY_CLEANUP(hf_allocate(&a->group_chance, a->features, sizeof(double), error));
cleanup:
    if (status != HF_OK)
        hf_across_methods_free(a);
    return status;
}

void hf_across_methods_free(hf_across_methods *across)
{
    hf_free(&across->agreement);
    hf_free(&across->group);
    hf_free(&across->group_chance);
    *across = (hf_across_methods){0};
}

static hf_status across_fill(const hf_results *results, const hf_groups *groups,
                             hf_across_methods *across, hf_error *error)
{
    const size_t features = (size_t)across->features;
    memcpy(across->group, groups->group, features * sizeof *across->group);
    memcpy(across->group_chance, groups->chance, features * sizeof *across->group_chance);
    return hf_spearman_means(results, across->agreement, error);
}

/* The datasets: reading and writing go through the same list. */
enum { DATASETS = 7 };
typedef struct dataset {
    hf_field field;
    int64_t entries;
    void *values;
} dataset;

static void list_datasets(hf_across_methods *a, dataset datasets[DATASETS])
{
    const dataset list[DATASETS] = {
        {HF_SIGNIFICANCE_AGREEMENT, a->methods, a->agreement},
        {HF_SIGNIFICANCE_GROUP, a->features, a->group},
        {HF_SIGNIFICANCE_GROUP_CHANCE, a->features, a->group_chance},
        {HF_SIGNIFICANCE_SEED_UNITS, 1, &a->seed_units},
        {HF_SIGNIFICANCE_SPLIT_UNITS, 1, &a->split_units},
        {HF_SIGNIFICANCE_SEED_RESAMPLING, 1, &a->seed_resampling},
        {HF_SIGNIFICANCE_SPLIT_RESAMPLING, 1, &a->split_resampling},
    };
    memcpy(datasets, list, sizeof list);
}

static hf_status across_load(const hf_results *results, hf_across_methods *across, hf_error *error)
{
    dataset datasets[DATASETS];
    list_datasets(across, datasets);
    for (int i = 0; i < DATASETS; i++)
        HF_TRY(hf_results_read(results, datasets[i].field, 0, 0, datasets[i].entries,
                               datasets[i].values, error));
    return HF_OK;
}

static hf_status across_store(hf_results *results, hf_across_methods *across, hf_error *error)
{
    dataset datasets[DATASETS];
    list_datasets(across, datasets);
    for (int i = 0; i < DATASETS; i++)
        HF_TRY(hf_results_write(results, datasets[i].field, 0, 0, datasets[i].entries,
                                datasets[i].values, error));
    return HF_OK;
}

static hf_status is_complete(const hf_results *results, bool *complete, hf_error *error)
{
    uint8_t state;
    HF_TRY(hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    *complete = state == HF_STATE_COMPLETE;
    return HF_OK;
}

hf_status hf_across_methods_read(const hf_results *results, hf_across_methods *across,
                                 hf_error *error)
{
    bool complete;
    hf_groups groups = {0};
    hf_status status;
    HF_TRY(is_complete(results, &complete, error));
    HF_TRY(across_make(results, across, error));
    if (complete) {
        HF_TRY_CLEANUP(across_load(results, across, error));
    } else {
        HF_TRY_CLEANUP(hf_groups_none(across->features, &groups, error));
        HF_TRY_CLEANUP(across_fill(results, &groups, across, error));
    }
    for (int64_t f = 0; f < across->features; f++)
        if (across->group[f] >= across->groups)
            across->groups = across->group[f] + 1;
cleanup:
    hf_groups_free(&groups);
    if (status != HF_OK)
        hf_across_methods_free(across);
    return status;
}

hf_status hf_frequencies_read(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    bool complete;
    hf_groups groups = {0};
    hf_status status;
    HF_TRY(is_complete(results, &complete, error));
    if (!complete) {
        HF_TRY(hf_groups_none(features, &groups, error));
        status = hf_method_statistics(results, method_index, &groups, &hf_pass_limits_usual,
                                      frequencies, error);
        hf_groups_free(&groups);
        return status;
    }
    HF_TRY(hf_frequencies_make(hf_results_config(results), features, frequencies, error));
    status = hf_frequencies_load(results, method_index, frequencies, error);
    if (status != HF_OK)
        hf_frequencies_free(frequencies);
    return status;
}

static hf_status aggregate_method(hf_results *results, int64_t method, const hf_groups *groups,
                                  hf_error *error)
{
    hf_frequencies frequencies;
    HF_TRY(
        hf_method_statistics(results, method, groups, &hf_pass_limits_usual, &frequencies, error));
    const hf_status status = hf_frequencies_store(results, method, &frequencies, error);
    hf_frequencies_free(&frequencies);
    return status;
}

hf_status hf_aggregate(hf_results *results, hf_error *error)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    hf_groups groups = {0};
    hf_across_methods across = {0};
    hf_status status;
    HF_TRY(hf_results_need_whole(results, error));
    HF_TRY_CLEANUP(hf_groups_of_file(results, &groups, error));
    HF_TRY_CLEANUP(across_make(results, &across, error));
    HF_TRY_CLEANUP(across_fill(results, &groups, &across, error));
    HF_TRY_CLEANUP(across_store(results, &across, error));
    for (int64_t method = 0; method < methods; method++)
        HF_TRY_CLEANUP(aggregate_method(results, method, &groups, error));
    HF_TRY_CLEANUP(hf_null_labels_aggregate(results, error));
    HF_TRY_CLEANUP(hf_null_probes_aggregate(results, &groups, error));
cleanup:
    hf_groups_free(&groups);
    hf_across_methods_free(&across);
    return status;
}
