/*
 * Many tests at once: q-values, the smallest false discovery rate at which a test is significant.
 */
#ifndef HOLDFAST_NUMERIC_MULTIPLE_H
#define HOLDFAST_NUMERIC_MULTIPLE_H

#include "holdfast/status.h"
#include <stdint.h>

/* independent [count] by Benjamini & Hochberg (1995), any [count] (may be NULL) by Benjamini &
 * Yekutieli (2001), under any dependence: the same times 1 + 1/2 + ... + 1/m; both at most 1. A
 * p-value that is NaN is no test: its q is NaN, and m is the number of the others. `independent`
 * and `p` may be the same array. */
hf_status hf_multiple_q(const double *p, int64_t count, double *independent, double *any,
                        hf_error *error);

#endif
