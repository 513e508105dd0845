/* Agreement of the voters with one another, from sums. All NaN where not defined. */
#ifndef HOLDFAST_STATISTICS_STABILITY_H
#define HOLDFAST_STATISTICS_STABILITY_H

#include <stdint.h>

/* Nogueira, Sechidis & Brown (2018), equation (4), of `voters` that select k of d features each;
 * selected [feature] voters that select it. Not defined: fewer than 2 voters, k = d. */
double hf_stability(const int64_t *selected, int64_t features, int64_t top, int64_t voters);

/* (J - k^2/d) / (k - k^2/d), J = overlap / pairs: 1 where both always select the same, 0 as by
 * chance. Not defined: no pair, k = d. */
double hf_overlap_stability(double overlap, double pairs, int64_t features, int64_t top);

/* Kendall's W of rankings without ties; rank_sum [feature]. Not defined: fewer than 2 voters. */
double hf_kendall_w(const double *rank_sum, int64_t features, int64_t voters);

#endif
