/* How alike two methods order the features of a replica. */
#include "statistics/counts/ranking.h"

#include "formulas.h"
#include "holdfast/memory.h"
#include "replicas.h"
#include <math.h>

/* Sums of Spearman's rho over the replicas that have a vote by both methods. */
typedef struct correlations {
    hf_votes votes;
    int64_t methods, features;
    int32_t *rank, *order; /* [feature] scratch */
    int32_t *middle;       /* [method, feature] doubled mid-ranks about their mean */
    double *square;        /* [method] their sum of squares; 0: no vote */
    double *sum;           /* [method, method] */
    int64_t *count;        /* [method, method] */
} correlations;

static hf_status correlations_make(const hf_results *results, hf_memory *memory, correlations *a,
                                   hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const int64_t methods = config->significance.methods.count;
    const int64_t features = hf_results_features(results)->count;
    const size_t row = (size_t)features * sizeof *a->middle;
    *a = (correlations){
        .votes = (hf_votes)config->significance.votes, .methods = methods, .features = features};
    HF_TRY(hf_memory_allocate(memory, &a->rank, features, sizeof *a->rank, error));
    HF_TRY(hf_memory_allocate(memory, &a->order, features, sizeof *a->order, error));
    HF_TRY(hf_memory_allocate(memory, &a->middle, methods, row, error));
    HF_TRY(hf_memory_allocate(memory, &a->square, methods, sizeof *a->square, error));
    HF_TRY(hf_memory_allocate(memory, &a->sum, methods * methods, sizeof *a->sum, error));
    return hf_memory_allocate(memory, &a->count, methods * methods, sizeof *a->count, error);
}

static double product(const int32_t *x, const int32_t *y, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += (double)x[i] * (double)y[i];
    return sum;
}

static void rank_methods(correlations *a, const hf_replica_row *row)
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
    correlations *a = context;
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

static hf_status means(const hf_results *results, hf_memory *memory, double *mean, hf_error *error)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    int64_t *all;
    correlations a;
    HF_TRY(correlations_make(results, memory, &a, error));
    HF_TRY(hf_memory_allocate(memory, &all, methods, sizeof *all, error));
    for (int64_t m = 0; m < methods; m++)
        all[m] = m;
    const hf_replica_set set = {HF_ARM_MAIN, HF_EVERY_DRAW, all, methods};
    HF_TRY(hf_replicas_visit(results, &set, visit, &a, error));
    for (int64_t m = 0; m < methods; m++)
        for (int64_t n = 0; n <= m; n++)
            mean[m * methods + n] = mean[n * methods + m] =
                hf_ratio(a.sum[m * methods + n], a.count[m * methods + n]);
    return HF_OK;
}

hf_status hf_spearman_means(const hf_results *results, double *mean, hf_error *error)
{
    hf_memory memory = {0};
    const hf_status status = means(results, &memory, mean, error);
    hf_memory_free(&memory);
    return status;
}

/* ---- where two methods put the same feature first ---- */

typedef struct comparison {
    int64_t features;
    int32_t *rank, *order; /* [feature] scratch */
    hf_first_agreement *result;
} comparison;

static void compare(void *context, const hf_replica_row *row)
{
    const comparison *c = context;
    if (row->status != HF_DONE ||
        !hf_rank_features(row->importance[0], c->features, c->rank, c->order))
        return;
    const int32_t first = c->order[0];
    if (!hf_rank_features(row->importance[1], c->features, c->rank, c->order))
        return;
    c->result->compared++;
    c->result->same += c->order[0] == first;
}

hf_status hf_first_agreement_count(const hf_results *results, int64_t a, int64_t b,
                                   hf_first_agreement *agreement, hf_error *error)
{
    const int64_t methods[] = {a, b}, features = hf_results_features(results)->count;
    const hf_replica_set all = {HF_ARM_MAIN, HF_EVERY_DRAW, methods, 2};
    comparison c = {.features = features, .result = agreement};
    hf_memory memory = {0};
    hf_status status;
    *agreement = (hf_first_agreement){0};
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &c.rank, features, sizeof *c.rank, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &c.order, features, sizeof *c.order, error));
    HF_TRY_CLEANUP(hf_replicas_visit(results, &all, compare, &c, error));
cleanup:
    hf_memory_free(&memory);
    return status;
}
