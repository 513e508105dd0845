/* The bootstrap of one method: what all features share, and one feature after the other. */
#ifndef HOLDFAST_STATISTICS_RESAMPLING_H
#define HOLDFAST_STATISTICS_RESAMPLING_H

#include "bootstrap.h"
#include "formulas.h"
#include "statistics/counts/overlaps.h"
#include "statistics/counts/votes.h"

typedef struct hf_resampling {
    const hf_config *config; /* these two not owned */
    const hf_grid *grid;
    hf_draws draws;
    int64_t padded;          /* samples, whole lanes */
    int32_t *voters;         /* [sample] weighted number of voters */
    double *pairs;           /* [sample] weighted pairs of voters that differ in seed and split */
    double *shared;          /* [sample] the same times features that both select */
    double *values;          /* [sample] scratch */
    int64_t skipped;         /* draws without voters */
    hf_voter_table table;    /* where the voters are */
    hf_item_sums voter_sums; /* having a vote, as an item */
    hf_overlaps of_voters;   /* pairs of voters ... */
    hf_overlaps of_features; /* ... and the features that they share */
} hf_resampling;

/* There is a voter. `memory` owns the arrays. */
hf_status hf_resampling_make(const hf_results *results, const hf_voting *voting, hf_memory *memory,
                             hf_resampling *resampling, hf_error *error);
/* Adds features whose voters are all there; weights [item, padded] gets the weighted numbers. */
hf_status hf_resampling_add(hf_resampling *resampling, const hf_selections *selections,
                            int32_t *weights, hf_error *error);
/* The interval of a frequency from its weighted numbers [padded]. */
hf_interval hf_resampling_frequency(hf_resampling *resampling, const int32_t *weights);
/* After the last feature: stability_cross, its interval, the draws without a pair. */
typedef struct hf_cross {
    double value;
    hf_interval interval;
    int64_t skipped;
} hf_cross;
hf_cross hf_resampling_cross(hf_resampling *resampling, int64_t features, int64_t top);

#endif
