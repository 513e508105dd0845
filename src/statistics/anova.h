/*
 * Two-way random analysis of variance of a seed x split table, exact in its sums.
 *
 * MS_split = S sum_p (y_p - y)^2 / (P - 1), MS_seed = P sum_s (y_s - y)^2 / (S - 1), MS_e = sum
 * (y_sp
 * - y_s - y_p + y)^2 / ((S - 1)(P - 1)); components: split (MS_split - MS_e) / S, seed (MS_seed -
 * MS_e) / P, interaction MS_e; negative ones 0 (Searle, Casella & McCulloch 1992, chapter 4).
 */
#ifndef HOLDFAST_STATISTICS_ANOVA_H
#define HOLDFAST_STATISTICS_ANOVA_H

#include <stdint.h>

/* Ranks and counts are integers: their sums of squares are as well, of up to 124 bits. */
__extension__ typedef __int128 hf_wide;

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

#endif
