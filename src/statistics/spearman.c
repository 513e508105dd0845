/* Mean Spearman's rho between methods. */
#include "spearman.h"

#include "holdfast/memory.h"
#include "ranking.h"
#include "ratio.h"
#include "replicas.h"
#include <math.h>

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

static hf_status agreement_make(const hf_results *results, hf_memory *memory, agreement *a,
                                hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const int64_t methods = config->significance.methods.count;
    const int64_t features = hf_results_features(results)->count;
    const size_t row = (size_t)features * sizeof *a->middle;
    *a = (agreement){
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

static hf_status means(const hf_results *results, hf_memory *memory, double *mean, hf_error *error)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    int64_t *all;
    agreement a;
    HF_TRY(agreement_make(results, memory, &a, error));
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
