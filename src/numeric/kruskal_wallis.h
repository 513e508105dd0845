/* Do ranks differ between classes? */
#ifndef HOLDFAST_NUMERIC_KRUSKAL_WALLIS_H
#define HOLDFAST_NUMERIC_KRUSKAL_WALLIS_H

#include "base/wide.h"
#include <stdint.h>

/* The p-value of Kruskal & Wallis (1952), corrected for ties: H is the ranks' variance between
 * classes over all of it, times the number of samples - 1; chi-square with the number of classes
 * that have samples - 1 degrees of freedom. 1: all ranks are equal, or there is one class.
 * Ranks are mid-ranks, doubled and about their mean, so integers: 2 rank - (samples + 1).
 * count, rank_sum [class]: samples and the sum of their ranks; squares: of all ranks. */
double hf_kruskal_wallis(int64_t classes, const int64_t *count, const int64_t *rank_sum,
                         hf_wide squares);

/* Epsilon squared (Kelley 1935): the share of the ranks' variance that lies between the classes, H
 * / (samples - 1), 0 ... 1. NaN where all ranks are equal. */
double hf_kruskal_wallis_effect(int64_t classes, const int64_t *count, const int64_t *rank_sum,
                                hf_wide squares);

#endif
