/* The statistics of null_test.labels and null_test.probes from the replicas in the file; nothing
 * where the experiment does not have the null test. */
#ifndef HOLDFAST_STATISTICS_NULL_TESTS_H
#define HOLDFAST_STATISTICS_NULL_TESTS_H

#include "groups.h"
#include "tables.h"

hf_status hf_null_labels_aggregate(const hf_sink *sink, hf_error *error);
/* `groups`: the correlated groups of the features. */
hf_status hf_null_probes_aggregate(const hf_sink *sink, const hf_groups *groups, hf_error *error);

#endif
