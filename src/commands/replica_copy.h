/* Replicas of one results file into another: same bytes where they are wanted as they are, what the
 * other's methods need besides computed from the stored weights. */
#ifndef HOLDFAST_REPLICA_COPY_H
#define HOLDFAST_REPLICA_COPY_H

#include "holdfast/results.h"

/* The place in old's significance.methods of the importances that method m of `new` would give; -1:
 * they are not there, or were made by other shuffles. */
int64_t hf_replica_copy_stored(const hf_config *old, const hf_config *new, int64_t m);

/* What of the configuration keeps an arm's rows from being taken over where the experiments agree
 * (HF_AGREE_IN_REPLICAS): null tests keep no weights, and their draws depend on a seed. NULL:
 * nothing. Otherwise the key, and *method becomes the place in new's methods of one whose
 * importances are missing, -1 where it is not that. */
const char *hf_replica_copy_obstacle(const hf_config *old, const hf_config *new, hf_arm arm,
                                     int64_t *method);

/* Copies into `into`, where they must be pending, the replicas that both grids hold (hf_grid_find),
 * as far as they are done in `from` and their checksums match; of null tests those without an
 * obstacle. Fields that are newer than `from` get what older versions did. `experiment` is that of
 * `into`; that it agrees with `from` in what makes a replica is the caller's to see to. Importances
 * are computed on this thread.
 * Memory: a block of each file, and a worker where importances have to be computed. HF_STOPPED: on
 * a request to stop (stop.h). */
hf_status hf_replica_copy(const hf_results *from, hf_results *into, const hf_experiment *experiment,
                          hf_taken *taken, hf_error *error);

#endif
