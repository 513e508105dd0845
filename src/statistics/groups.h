/* Groups of features that carry the same information: joined by |Spearman's rho| > 0.9. */
#ifndef HOLDFAST_STATISTICS_GROUPS_H
#define HOLDFAST_STATISTICS_GROUPS_H

#include "holdfast/memory.h"
#include "holdfast/results.h"

typedef struct hf_groups {
    int64_t features, count;
    int32_t *group; /* [feature] 0 ... count - 1 by first appearance, -1: in none */
    double *chance; /* [feature] that k features drawn at random hold one of the group, or NaN */
} hf_groups;

/* No feature in any group. Here and below `memory` owns the arrays. */
hf_status hf_groups_none(int64_t features, hf_memory *memory, hf_groups *groups, hf_error *error);
/* x [sample, feature], NaN where missing: taken as the mean of the column. Mid-ranks over all
 * samples, single linkage; a constant column correlates with nothing. More than
 * HF_GROUP_FEATURES_MOST features: none are looked for. */
hf_status hf_groups_find(const double *x, int64_t samples, int64_t features, int64_t top,
                         hf_memory *memory, hf_groups *groups, hf_error *error);
/* Of the file's data. */
hf_status hf_groups_of_file(const hf_results *results, hf_memory *memory, hf_groups *groups,
                            hf_error *error);

/* 1 - C(d - size, k) / C(d, k). */
double hf_group_chance(int64_t features, int64_t size, int64_t top);

#endif
