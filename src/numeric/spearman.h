/* Do two measurements rise together? */
#ifndef HOLDFAST_NUMERIC_SPEARMAN_H
#define HOLDFAST_NUMERIC_SPEARMAN_H

#include "base/wide.h"
#include "holdfast/status.h"
#include <stdint.h>

/* Spearman's (1904) rho of mid-ranks, NaN where one of the two is always the same. p_value:
 * two-sided, by Student's t with n - 2 degrees of freedom, t = rho sqrt((n - 2)/(1 - rho^2)); 0
 * where |rho| is 1, NaN for n < 3. */
typedef struct hf_correlation {
    double rho, p_value;
} hf_correlation;

/* From sums over n pairs of doubled mid-ranks about their mean: of their products, of the squares
 * of each. */
hf_correlation hf_spearman_of_sums(hf_wide products, hf_wide squares_a, hf_wide squares_b,
                                   int64_t n);
/* Of a [n] and b [n], without NaN. Sums of ranks are of integers. */
hf_status hf_spearman(const double *a, const double *b, int64_t n, hf_correlation *correlation,
                      hf_error *error);

#endif
