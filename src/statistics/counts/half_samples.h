/*
 * Error bounds of stability selection on half-samples: Meinshausen & Buehlmann (2010), theorem 1;
 * Shah & Samworth (2013), equation (8), for complementary pairs.
 */
#ifndef HOLDFAST_STATISTICS_HALF_SAMPLES_H
#define HOLDFAST_STATISTICS_HALF_SAMPLES_H

#include "holdfast/config.h"
#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include <stdbool.h>
#include <stdint.h>

/* Has the method the trait HF_METHOD_BOUNDED, and is each split's training set a half-sample,
 * of which nothing is set aside? */
bool hf_half_samples_apply(const hf_config *config, int64_t method_index);

typedef struct hf_half_samples {
    int64_t features, top;
    int64_t split, replicas; /* the half-sample being added */
    int64_t *rank_sum;       /* [feature] of it */
    int64_t *best;           /* [top] scratch */
    int64_t count;           /* half-samples with a finished replica, at the end */
    int64_t *selected;       /* [feature] half-samples that select it */
} hf_half_samples;

hf_status hf_half_samples_make(int64_t features, int64_t top, hf_memory *memory,
                               hf_half_samples *halves, hf_error *error);
/* Adds a finished replica's ranks; in order of the replicas' numbers. */
void hf_half_samples_add(hf_half_samples *halves, const hf_replica_place *place,
                         const int32_t *rank);
void hf_half_samples_close(hf_half_samples *halves); /* after the last one */

/* Falsely selected features expected at most, at hf_threshold(index); NaN: the bound does not
 * apply. `pairs` B. */
double hf_error_bound(int64_t features, int64_t top, int64_t index);
double hf_error_bound_unimodal(int64_t features, int64_t top, int64_t pairs, int64_t index);

#endif
