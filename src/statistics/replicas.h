/* All replicas of a results file, one after the other. */
#ifndef HOLDFAST_STATISTICS_REPLICAS_H
#define HOLDFAST_STATISTICS_REPLICAS_H

#include "holdfast/results.h"

typedef struct hf_replica_row {
    hf_replica_place place;
    uint8_t status, learned;
    const float *const *importance; /* [method asked for][feature] */
} hf_replica_row;

/* Calls `visit` for each replica in the order of their numbers, with its importances by the methods
 * (positions in significance.methods). Memory: one block of replicas. */
hf_status hf_replicas_visit(const hf_results *results, const int64_t *methods, int64_t count,
                            void (*visit)(void *context, const hf_replica_row *row), void *context,
                            hf_error *error);

#endif
