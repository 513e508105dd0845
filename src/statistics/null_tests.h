/* The statistics of null_test.labels and null_test.probes from the replicas in the file, written
 * into it; nothing where the experiment does not have the null test. */
#ifndef HOLDFAST_STATISTICS_NULL_TESTS_H
#define HOLDFAST_STATISTICS_NULL_TESTS_H

#include "groups.h"
#include "holdfast/results.h"

hf_status hf_null_labels_aggregate(hf_results *results, hf_error *error);
/* `groups`: the correlated groups of the features. */
hf_status hf_null_probes_aggregate(hf_results *results, const hf_groups *groups, hf_error *error);

#endif
