/* The conditional test's part of the aggregation. */
#ifndef HOLDFAST_STATISTICS_CONDITIONAL_Q_H
#define HOLDFAST_STATISTICS_CONDITIONAL_Q_H

#include "tables.h"

/* q-values of features and of groups: two families. */
hf_status hf_conditional_aggregate(const hf_sink *sink, hf_error *error);

#endif
