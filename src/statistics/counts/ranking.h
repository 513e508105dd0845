/* What follows from rankings. */
#ifndef HOLDFAST_STATISTICS_RANKING_H
#define HOLDFAST_STATISTICS_RANKING_H

#include "holdfast/statistics.h"

/* Does a ranking (from hf_rank_finite) say anything, or are all values equal? */
bool hf_ranking_differs(const float *importance, const int32_t *order, int64_t features);

/* middle [feature] = 2 (mid-rank) - (features + 1): tied features share the mean of their ranks.
 * Sums to 0. `order` as hf_rank_finite gives it. */
void hf_ranking_middle(const float *importance, const int32_t *order, int64_t features,
                       int32_t *middle);

/* mean [method, method]: Spearman's rho of two methods' importances (mid-ranks), its mean over the
 * replicas that have a vote by both, summed in the order of their numbers; NaN where there are
 * none. */
hf_status hf_spearman_means(const hf_results *results, double *mean, hf_error *error);

#endif
