/* The replicas of a results file, one after the other, as statistics need them. */
#ifndef HOLDFAST_STATISTICS_REPLICAS_H
#define HOLDFAST_STATISTICS_REPLICAS_H

#include "holdfast/results.h"

/* Which replicas: those of one draw of an arm or, with HF_EVERY_DRAW, all of them. Draw 0 of
 * HF_ARM_MAIN is the part of the grid that null tests train. */
enum { HF_EVERY_DRAW = -1 };
typedef struct hf_replica_set {
    hf_arm arm;
    int64_t draw;
    const int64_t *methods; /* [method_count] positions in significance.methods */
    int64_t method_count;
} hf_replica_set;

typedef struct hf_replica_row {
    hf_replica_place place;
    uint8_t status, learned;
    float score;                    /* balanced accuracy, or R2 of a measured outcome */
    const float *const *importance; /* [method asked for][feature] */
} hf_replica_row;

typedef void hf_replica_visit(void *context, const hf_replica_row *row);

/* Calls `visit` for each replica of the set in the order of their numbers. */
hf_status hf_replicas_visit(const hf_results *results, const hf_replica_set *set,
                            hf_replica_visit *visit, void *context, hf_error *error);

#endif
