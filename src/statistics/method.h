/* All statistics of one method, from the replicas in the file. */
#ifndef HOLDFAST_STATISTICS_METHOD_H
#define HOLDFAST_STATISTICS_METHOD_H

#include "groups.h"
#include "holdfast/statistics.h"

/* What one pass over the replicas may hold in memory, unless a single feature needs more. */
typedef struct hf_pass_limits {
    int64_t entries;    /* (replica, feature that it selects) */
    int64_t weights;    /* (feature, bootstrap sample) */
    int64_t rank_bytes; /* for sums of ranks */
} hf_pass_limits;
extern const hf_pass_limits hf_pass_limits_usual; /* some hundred megabytes in all */

/* Makes `frequencies` (to be freed by the caller) from the replicas that are done. Passes over the
 * method's importances: one for the counts, one for each block of features within the limits (as a
 * rule all), which change nothing in the results. */
hf_status hf_method_statistics(const hf_results *results, int64_t method_index,
                               const hf_groups *groups, const hf_pass_limits *limits,
                               hf_frequencies *frequencies, hf_error *error);

#endif
