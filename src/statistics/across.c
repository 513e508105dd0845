/* What /significance holds beside the methods, and the whole aggregation. */
#include "bootstrap.h"
#include "groups.h"
#include "holdfast/memory.h"
#include "holdfast/nan.h"
#include "method.h"
#include "ranking.h"
#include "ratio.h"
#include "replicas.h"
#include "tables.h"
#include <math.h>
#include <string.h>

/* Sums of Spearman's rho over the replicas that have a vote by both methods. */
typedef struct agreement {
    hf_votes votes;
    int64_t methods, features;
    int32_t *rank, *order; /* [feature] scratch */
    int32_t *middle;       /* [method, feature] doubled mid-ranks about their mean */
    double *square;        /* [method] their sum of squares; 0: no vote */
    double *sum;           /* [method, method] */
    int64_t *count;        /* [method, method] */
} agreement;

static hf_status agreement_make(const hf_results *results, agreement *a, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    *a = (agreement){.votes = (hf_votes)config->significance.votes,
                     .methods = config->significance.methods.count,
                     .features = hf_results_features(results)->count};
    HF_TRY(hf_allocate(&a->rank, a->features, sizeof *a->rank, error));
    HF_TRY(hf_allocate(&a->order, a->features, sizeof *a->order, error));
    HF_TRY(hf_allocate(&a->middle, a->methods, (size_t)a->features * sizeof *a->middle, error));
    HF_TRY(hf_allocate(&a->square, a->methods, sizeof *a->square, error));
    HF_TRY(hf_allocate(&a->sum, a->methods * a->methods, sizeof *a->sum, error));
    return hf_allocate(&a->count, a->methods * a->methods, sizeof *a->count, error);
}

static void agreement_free(agreement *a)
{
    hf_free(&a->rank);
    hf_free(&a->order);
    hf_free(&a->middle);
    hf_free(&a->square);
    hf_free(&a->sum);
    hf_free(&a->count);
}

static double product(const int32_t *x, const int32_t *y, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += (double)x[i] * (double)y[i];
    return sum;
}

static void rank_methods(agreement *a, const hf_replica_row *row)
{
    for (int64_t m = 0; m < a->methods; m++) {
        int32_t *middle = a->middle + m * a->features;
        a->square[m] = 0;
        if (!hf_rank_features(row->importance[m], a->features, a->rank, a->order))
            continue;
        hf_ranking_middle(row->importance[m], a->order, a->features, middle);
        a->square[m] = product(middle, middle, a->features);
    }
}

static void visit(void *context, const hf_replica_row *row)
{
    agreement *a = context;
    if (!hf_is_voter(a->votes, row->status, row->learned))
        return;
    rank_methods(a, row);
    for (int64_t m = 0; m < a->methods; m++)
        for (int64_t n = 0; n <= m; n++) {
            if (!(a->square[m] > 0) || !(a->square[n] > 0))
                continue;
            const double covariance =
                product(a->middle + m * a->features, a->middle + n * a->features, a->features);
            a->sum[m * a->methods + n] +=
                m == n ? 1 : covariance / sqrt(a->square[m] * a->square[n]);
            a->count[m * a->methods + n]++;
        }
}

static hf_status find_agreement(const hf_results *results, double *mean, hf_error *error)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    int64_t *all = NULL;
    agreement a;
    hf_status status;
    HF_TRY_CLEANUP(agreement_make(results, &a, error));
    HF_TRY_CLEANUP(hf_allocate(&all, methods, sizeof *all, error));
    for (int64_t m = 0; m < methods; m++)
        all[m] = m;
    HF_TRY_CLEANUP(hf_replicas_visit(results, all, methods, visit, &a, error));
    for (int64_t m = 0; m < methods; m++)
        for (int64_t n = 0; n <= m; n++)
            mean[m * methods + n] = mean[n * methods + m] =
                hf_ratio(a.sum[m * methods + n], a.count[m * methods + n]);
cleanup:
    hf_free(&all);
    agreement_free(&a);
    return status;
}

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
    return find_agreement(results, across->agreement, error);
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
        status = hf_method_statistics(results, method_index, &groups, frequencies, error);
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
    HF_TRY(hf_method_statistics(results, method, groups, &frequencies, error));
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
cleanup:
    hf_groups_free(&groups);
    hf_across_methods_free(&across);
    return status;
}
