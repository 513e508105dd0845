/*
 * The formulas of statistics: from sums and values to numbers. What is not defined is NaN.
 */
#ifndef HOLDFAST_STATISTICS_FORMULAS_H
#define HOLDFAST_STATISTICS_FORMULAS_H

#include "base/nan.h"
#include "base/wide.h"
#include <stdint.h>

/* A sum over a count; NaN (the one of nan.h) where there is nothing to divide by. */
static inline double hf_ratio(double sum, int64_t count)
{
    return count > 0 ? sum / (double)count : hf_nan_f64();
}

/* ---- variance components ----
 *
 * Two-way random analysis of variance of a seed x split table, exact in its sums.
 *
 * MS_split = S sum_p (y_p - y)^2 / (P - 1), MS_seed = P sum_s (y_s - y)^2 / (S - 1), MS_e = sum
 * (y_sp - y_s - y_p + y)^2 / ((S - 1)(P - 1)); components: split (MS_split - MS_e) / S, seed
 * (MS_seed - MS_e) / P, interaction MS_e; negative ones 0 (Searle, Casella & McCulloch 1992,
 * chapter 4). */

/* Ranks and counts are integers: their sums of squares are as well, of up to 124 bits. */
typedef struct hf_square_sums {
    hf_wide total;         /* sum of y */
    hf_wide cells;         /* sum of y^2 */
    hf_wide seeds, splits; /* sums of the squared sums of each seed, of each split */
} hf_square_sums;

typedef struct hf_components {
    double seed, split, interaction;
} hf_components;

/* seeds, splits: the table's. All NaN where one is below 2. */
hf_components hf_anova(const hf_square_sums *sums, int64_t seeds, int64_t splits);

/* Shares of the components' sum; all NaN where it is 0 (or NaN). */
hf_components hf_components_shares(hf_components components);

/* ---- percentile intervals, and their limits where a frequency is 0 or 1 ---- */

typedef struct hf_interval {
    double low, high;
} hf_interval;

/* The percentiles (1 -+ confidence) / 2 of the values, linearly interpolated as NumPy's default
 * (Hyndman & Fan 1996, definition 7). Sorts the values. `skipped` more would have been there: NaN
 * where these are more than a tenth of all. */
hf_interval hf_percentiles(double *values, int64_t count, int64_t skipped, double confidence);

/* Upper limit of a frequency of exactly 0: 1 - (alpha / 2)^(1 / units), alpha = 1 - confidence,
 * units > 0. The root by bisection: of whole units only multiplications. */
double hf_limit_of_zero(double confidence, double units);

/* (sum N)^2 / sum N^2 over units of `width` consecutive lines, N a unit's voters: as many units
 * with equal numbers of voters would tell as much (Kish 1965). Equal numbers: exactly the number of
 * units that have any. NaN: there is no voter. */
double hf_voting_units(const int64_t *voters, int64_t lines, int64_t width);

/* ---- agreement of the voters with one another ---- */

/* Nogueira, Sechidis & Brown (2018), equation (4), of `voters` that select k of d features each;
 * selected [feature] voters that select it. Not defined: fewer than 2 voters, k = d. */
double hf_stability(const int64_t *selected, int64_t features, int64_t top, int64_t voters);

/* (J - k^2/d) / (k - k^2/d), J = overlap / pairs: 1 where both always select the same, 0 as by
 * chance. Not defined: no pair, k = d. */
double hf_overlap_stability(double overlap, double pairs, int64_t features, int64_t top);

/* Kendall's W of rankings without ties; rank_sum [feature]. Not defined: fewer than 2 voters. */
double hf_kendall_w(const double *rank_sum, int64_t features, int64_t voters);

#endif
