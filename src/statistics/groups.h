/* The groups of features of a results file, for counting. */
#ifndef HOLDFAST_STATISTICS_GROUPS_H
#define HOLDFAST_STATISTICS_GROUPS_H

#include "holdfast/memory.h"
#include "holdfast/results.h"

typedef struct hf_groups {
    int64_t features, count;
    int32_t *group; /* [feature] 0 ... count - 1 by first appearance, -1: in none (format 1) */
    double *chance; /* [feature] that k features drawn at random hold one of the group, or NaN */
} hf_groups;

/* `memory` owns the arrays. */
hf_status hf_groups_read(const hf_results *results, hf_memory *memory, hf_groups *groups,
                         hf_error *error);

/* 1 - C(d - size, k) / C(d, k). */
double hf_group_chance(int64_t features, int64_t size, int64_t top);

#endif
