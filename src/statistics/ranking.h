/* What follows from a ranking. */
#ifndef HOLDFAST_STATISTICS_RANKING_H
#define HOLDFAST_STATISTICS_RANKING_H

#include "holdfast/statistics.h"

/* Does a ranking (from hf_rank_finite) say anything, or are all values equal? */
bool hf_ranking_differs(const float *importance, const int32_t *order, int64_t features);

/* middle [feature] = 2 (mid-rank) - (features + 1): tied features share the mean of their ranks.
 * Sums to 0. `order` as hf_rank_finite gives it. */
void hf_ranking_middle(const float *importance, const int32_t *order, int64_t features,
                       int32_t *middle);

#endif
