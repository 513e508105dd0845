/* All statistics of one method, from the replicas in the file. */
#ifndef HOLDFAST_STATISTICS_METHOD_H
#define HOLDFAST_STATISTICS_METHOD_H

#include "groups.h"
#include "holdfast/statistics.h"

/* Makes `frequencies` (to be freed by the caller) from the replicas that are done. Passes over the
 * method's importances: one for the counts, one for each block of features (as a rule all). */
hf_status hf_method_statistics(const hf_results *results, int64_t method_index,
                               const hf_groups *groups, hf_frequencies *frequencies,
                               hf_error *error);

#endif
