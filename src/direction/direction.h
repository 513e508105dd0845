/*
 * Do higher values of a feature speak for a class? For each class and feature the share of the
 * voters of the first method in which the mean over the test rows of the class's gradient is above
 * 0 (hf_importance_gradient), one that is exactly 0 counting half. Other features are held fixed.
 *
 * Not a part of hf_aggregate: it needs the weights of all voters and the inputs that they saw.
 * Local (no MPI). Threads take split by split; counts are added as integers: the same bits for any
 * number.
 */
#ifndef HOLDFAST_DIRECTION_H
#define HOLDFAST_DIRECTION_H

#include "holdfast/grid.h"
#include "holdfast/results.h"

/* share [class, feature]; NaN where there is no voter, and of a category of 3 or more levels.
 * `experiment` is the file's; threads 0: as many as there are cores. The file may be unfinished:
 * what is done counts. HF_STOPPED: by a request to stop (stop.h). */
hf_status hf_direction_make(const hf_results *results, const hf_experiment *experiment,
                            int64_t threads, double *share, hf_error *error);

/* Makes /significance/direction and writes it, or (`into` NULL) compares it with what the file
 * holds, as hf_results_compare does. A file of format 1 has none: nothing is done. To be called
 * before or after hf_aggregate, which leaves it as it is. */
hf_status hf_direction_put(const hf_results *results, hf_results *into, const char **difference,
                           const hf_experiment *experiment, int64_t threads, hf_error *error);

#endif
