/*
 * The pigeonhole bootstrap (Owen 2007): seeds and split units are drawn with replacement, each for
 * itself; a replica's weight is the product of the two multiplicities.
 *
 * Sample 0 is what was observed (all weights 1), samples 1 ... are the draws. Draw i draws seeds
 * from the Philox stream (HF_PURPOSE_BOOTSTRAP, significance.seed, i, 0, 0) by hf_stream_below, as
 * many as there are; split units from (..., i, 1, 0). HF_DRAW_LANES samples are worked on side by
 * side; weighted numbers are integers.
 */
#ifndef HOLDFAST_STATISTICS_BOOTSTRAP_H
#define HOLDFAST_STATISTICS_BOOTSTRAP_H

#include "holdfast/config.h"
#include "statistics/counts/selections.h"

enum { HF_DRAW_LANES = 16 };

/* Splits that are parts of one partition are drawn together: 2 of a pair, the folds of a repeat. */
int64_t hf_unit_splits(const hf_config *config);

typedef struct hf_draws {
    int64_t seeds, splits, unit_splits;
    int64_t draws; /* samples - 1 */
    uint32_t key;
    int32_t (*of_seed)[HF_DRAW_LANES];  /* [seed] multiplicities in the samples at hand */
    int32_t (*of_split)[HF_DRAW_LANES]; /* [split] */
} hf_draws;

hf_status hf_draws_make(const hf_config *config, hf_memory *memory, hf_draws *draws,
                        hf_error *error);
/* Samples first ... first + HF_DRAW_LANES - 1; weights are 0 beyond the last one. */
void hf_draws_set(hf_draws *draws, int64_t first);
/* Samples, rounded up to whole lanes. */
int64_t hf_draws_padded(const hf_draws *draws);

/* weight [HF_DRAW_LANES]: the item's weighted number of replicas in each sample at hand. Adds to
 * pairs [HF_DRAW_LANES] A^2 - sum_s R_s^2 - sum_p C_p^2 of the weighted numbers. */
void hf_weigh_item(const hf_draws *draws, const hf_table_lines *lines, int64_t item,
                   int32_t *weight, double *pairs);
/* Adds sum_sp K_sp^2; cell_squares [split, seed]. */
void hf_weigh_cells(const hf_draws *draws, const double *cell_squares, double *pairs);

#endif
