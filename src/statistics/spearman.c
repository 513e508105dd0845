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

hf_status hf_spearman_means(const hf_results *results, double *mean, hf_error *error)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    int64_t *all = NULL;
    agreement a;
    hf_status status;
    HF_TRY_CLEANUP(agreement_make(results, &a, error));
    HF_TRY_CLEANUP(hf_allocate(&all, methods, sizeof *all, error));
    for (int64_t m = 0; m < methods; m++)
        all[m] = m;
    const hf_replica_set set = {HF_ARM_MAIN, HF_EVERY_DRAW, all, methods};
    HF_TRY_CLEANUP(hf_replicas_visit(results, &set, visit, &a, error));
    for (int64_t m = 0; m < methods; m++)
        for (int64_t n = 0; n <= m; n++)
            mean[m * methods + n] = mean[n * methods + m] =
                hf_ratio(a.sum[m * methods + n], a.count[m * methods + n]);
cleanup:
    hf_free(&all);
    agreement_free(&a);
    return status;
}
