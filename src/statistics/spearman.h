/* How alike two methods order the features of a replica. */
#ifndef HOLDFAST_STATISTICS_SPEARMAN_H
#define HOLDFAST_STATISTICS_SPEARMAN_H

#include "holdfast/results.h"

/* mean [method, method]: Spearman's rho of two methods' importances (mid-ranks), its mean over the
 * replicas that have a vote by both, summed in the order of their numbers; NaN where there are
 * none. */
hf_status hf_spearman_means(const hf_results *results, double *mean, hf_error *error);

#endif
