/* What /significance holds beside the methods, and the whole aggregation. */
#include "bootstrap.h"
#include "conditional_q.h"
#include "groups.h"
#include "holdfast/memory.h"
#include "method.h"
#include "statistics/across/score.h"
#include "statistics/across/univariate.h"
#include "statistics/counts/ranking.h"
#include "statistics/null/null_rows.h"
#include "tables.h"
#include <math.h>
#include <string.h>

/* Of `units` of the grid, of which the voters are worth so many, counted in whole ones: 9.5 are 10.
 */
static uint8_t resampling_of(int64_t units, double worth)
{
    const double enough = 10;
    return units < 2              ? HF_RESAMPLING_FIXED
           : worth + 0.5 < enough ? HF_RESAMPLING_FEW
                                  : HF_RESAMPLING_ENOUGH;
}

int hf_resampling_of(const hf_across_methods *across, const hf_frequencies *frequencies)
{
    const double by_seed = frequencies->voting_seeds, by_split = frequencies->voting_splits;
    const int seeds =
        resampling_of(across->seed_units, isnan(by_seed) ? (double)across->seed_units : by_seed);
    const int splits = resampling_of(across->split_units,
                                     isnan(by_split) ? (double)across->split_units : by_split);
    return seeds < splits ? seeds : splits;
}

static hf_status across_make(const hf_results *results, hf_across_methods *across, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const hf_grid *grid = hf_results_grid(results);
    *across = (hf_across_methods){.methods = config->significance.methods.count,
                                  .features = hf_results_features(results)->count,
                                  .seed_units = (int32_t)grid->seeds,
                                  .split_units = (int32_t)(grid->splits / hf_unit_splits(config))};
    across->seed_resampling = resampling_of(across->seed_units, across->seed_units);
    across->split_resampling = resampling_of(across->split_units, across->split_units);
    return hf_members_make(results, &hf_members_of_across, 0, across, error);
}

void hf_across_methods_free(hf_across_methods *across)
{
    hf_members_free(&hf_members_of_across, across);
    *across = (hf_across_methods){0};
}

static hf_status score_fill(const hf_results *results, hf_across_methods *across, hf_error *error)
{
    hf_score score;
    HF_TRY(hf_score_read(results, &score, error));
    across->score = score.mean;
    across->score_low = score.low;
    across->score_high = score.high;
    return HF_OK;
}

static hf_status across_fill(const hf_results *results, const hf_groups *groups,
                             hf_across_methods *across, hf_error *error)
{
    const size_t features = (size_t)across->features;
    memcpy(across->group, groups->group, features * sizeof *across->group);
    memcpy(across->group_chance, groups->chance, features * sizeof *across->group_chance);
    across->groups = groups->count;
    HF_TRY(score_fill(results, across, error));
    /* direction needs the networks' inputs: src/direction makes it, here it stays as it is */
    if (hf_results_has(results, HF_SIGNIFICANCE_DIRECTION, 0))
        HF_TRY(hf_results_read(results, HF_SIGNIFICANCE_DIRECTION, 0, 0,
                               hf_results_classes(results)->count, across->direction, error));
    return hf_spearman_means(results, across->agreement, error);
}

hf_status hf_across_methods_read(const hf_results *results, hf_across_methods *across,
                                 hf_error *error)
{
    bool complete;
    hf_groups groups;
    hf_memory memory = {0};
    hf_status status;
    HF_TRY(hf_is_complete(results, &complete, error));
    HF_TRY(across_make(results, across, error));
    if (complete) {
        hf_members_free(&hf_members_of_across, across);
        HF_TRY_CLEANUP(hf_members_read(results, &hf_members_of_across, 0, across, error));
        for (int64_t f = 0; f < across->features; f++)
            if (across->group[f] >= across->groups)
                across->groups = across->group[f] + 1;
    } else {
        HF_TRY_CLEANUP(hf_groups_read(results, &memory, &groups, error));
        HF_TRY_CLEANUP(across_fill(results, &groups, across, error));
    }
cleanup:
    hf_memory_free(&memory);
    if (status != HF_OK)
        hf_across_methods_free(across);
    return status;
}

static hf_status aggregate_across(const hf_sink *sink, const hf_groups *groups, hf_error *error)
{
    hf_across_methods across;
    hf_status status;
    HF_TRY(across_make(sink->results, &across, error));
    HF_TRY_CLEANUP(across_fill(sink->results, groups, &across, error));
    HF_TRY_CLEANUP(hf_members_put(sink, &hf_members_of_across, 0, &across, error));
cleanup:
    hf_across_methods_free(&across);
    return status;
}

static hf_status aggregate_method(const hf_sink *sink, int64_t method, const hf_groups *groups,
                                  hf_error *error)
{
    hf_frequencies frequencies;
    HF_TRY(hf_method_statistics(sink->results, method, groups, &hf_pass_limits_usual, &frequencies,
                                error));
    const hf_status status =
        hf_members_put(sink, &hf_members_of_frequencies, method, &frequencies, error);
    hf_frequencies_free(&frequencies);
    return status;
}

static hf_status aggregate(const hf_sink *sink, hf_error *error)
{
    const int64_t methods = hf_results_config(sink->results)->significance.methods.count;
    hf_groups groups;
    hf_memory memory = {0};
    hf_status status;
    HF_TRY(hf_results_need_whole(sink->results, error));
    HF_TRY_CLEANUP(hf_groups_read(sink->results, &memory, &groups, error));
    HF_TRY_CLEANUP(aggregate_across(sink, &groups, error));
    HF_TRY_CLEANUP(hf_univariate_aggregate(sink, error));
    for (int64_t method = 0; method < methods; method++)
        HF_TRY_CLEANUP(aggregate_method(sink, method, &groups, error));
    HF_TRY_CLEANUP(hf_conditional_aggregate(sink, error));
    HF_TRY_CLEANUP(hf_null_labels_aggregate(sink, error));
    HF_TRY_CLEANUP(hf_null_probes_aggregate(sink, &groups, error));
cleanup:
    hf_memory_free(&memory);
    return status;
}

hf_status hf_aggregate(hf_results *results, const hf_dataset *dataset, hf_error *error)
{
    return aggregate(&(hf_sink){.results = results, .dataset = dataset, .into = results}, error);
}

hf_status hf_aggregate_compare(const hf_results *results, const hf_dataset *dataset,
                               const char **difference, hf_error *error)
{
    return aggregate(&(hf_sink){.results = results, .dataset = dataset, .difference = difference},
                     error);
}
