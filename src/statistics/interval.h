/* Percentile intervals, and their limits where a frequency is 0 or 1. */
#ifndef HOLDFAST_STATISTICS_INTERVAL_H
#define HOLDFAST_STATISTICS_INTERVAL_H

#include <stdint.h>

typedef struct hf_interval {
    double low, high;
} hf_interval;

/* The percentiles (1 -+ confidence) / 2 of the values, linearly interpolated as NumPy's default
 * (Hyndman & Fan 1996, definition 7). Sorts the values. `skipped` more would have been there: NaN
 * where these are more than a tenth of all. */
hf_interval hf_percentiles(double *values, int64_t count, int64_t skipped, double confidence);

/* Upper limit of a frequency of exactly 0: 1 - (alpha / 2)^(1 / units), alpha = 1 - confidence. The
 * root by bisection: multiplications alone, the same bits anywhere. */
double hf_limit_of_zero(double confidence, int64_t units);

#endif
