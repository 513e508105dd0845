/* Average linkage of correlated columns. */
#ifndef HOLDFAST_GROUPS_LINKAGE_H
#define HOLDFAST_GROUPS_LINKAGE_H

#include "groups/ranked_columns.h"
#include "holdfast/status.h"

/* Joins columns as long as the mean |rho| of the pairs between two groups is above `threshold`: the
 * pair of groups with the largest, of equal ones that with the lowest first members. first [column]
 * gets the first member of each column's group. */
hf_status hf_linkage(const hf_ranked_columns *columns, double threshold, int32_t *first,
                     hf_error *error);

#endif
