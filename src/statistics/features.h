/*
 * The second pass over a method's replicas: what needs a feature's replicas or ranks all at once. A
 * pass takes as many features as its memory allows, as a rule all.
 */
#ifndef HOLDFAST_STATISTICS_FEATURES_H
#define HOLDFAST_STATISTICS_FEATURES_H

#include "method.h"
#include "resampling.h"
#include "statistics/counts/half_samples.h"
#include "statistics/counts/votes.h"

/* One method being worked on. */
typedef struct hf_method_work {
    const hf_results *results;
    const hf_config *config;
    const hf_grid *grid;
    int64_t method_index;
    const hf_pass_limits *limits;
    hf_voting voting;
    hf_resampling resampling; /* where there are voters */
    hf_half_samples halves;   /* where they apply */
    bool has_halves;
    int32_t *rank, *order; /* [feature] */
    hf_frequencies *out;
    hf_memory memory; /* of all arrays but those of `out` */
} hf_method_work;

/* Features begin ... *end - 1: their intervals, variances and overlaps; the half-samples as well
 * where begin is 0. To be called for all features in order. */
hf_status hf_features_pass(hf_method_work *work, int64_t begin, int64_t *end, hf_error *error);

#endif
