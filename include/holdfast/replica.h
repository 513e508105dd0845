/*
 * From a replica number to its rows: inputs of its split, training, importance, checksums.
 */
#ifndef HOLDFAST_REPLICA_H
#define HOLDFAST_REPLICA_H

#include "holdfast/grid.h"
#include "holdfast/importance.h"
#include "holdfast/null_test.h"
#include "holdfast/results.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Floating-point operations of training one of the arm's replicas of that hidden size, on the
 * first split. */
double hf_replica_flops(const hf_experiment *experiment, hf_arm arm, int64_t hidden_index);
/* How many times faster than one thread a team trains it, about. */
double hf_replica_speedup(const hf_experiment *experiment, hf_arm arm, int64_t hidden_index,
                          int64_t team);

/* A workspace for an arm's replicas one by one, each trained by a team of threads: the data of
 * the draw and the packed inputs of the split it last worked on, a trainer per hidden size (made
 * when first used), scratch for the importances. */
typedef struct hf_worker hf_worker;

/* `team`: threads that share a replica where that is faster (hf_replica_speedup), at least 1.
 * `experiment` and `layout` (the arm's) must outlive the worker. */
hf_status hf_worker_make(const hf_experiment *experiment, hf_arm arm, const hf_rows_layout *layout,
                         int64_t team, hf_worker **worker, hf_error *error);
void hf_worker_free(hf_worker **worker);

/* Trains rows->count replicas from rows->first on (all of one split and hidden size) into
 * rows->data, which holds hf_rows_size bytes, and seals them. After a request to stop (stop.h)
 * those that are not finished stay pending. */
hf_status hf_worker_run(hf_worker *worker, hf_rows *rows, hf_error *error);

/* How long the training of the last replica took, without its importances. */
double hf_worker_seconds(const hf_worker *worker);

/* importance [feature], by that method, of the replica at `place` with weights that may come from a
 * results file: what hf_worker_run computes. Takes over the place's split, which is dear: call it
 * for all replicas of one split before those of the next. With a method that uses test rows the
 * experiment's configuration must name one (the worker's memory is made for that). HF_STOPPED: by a
 * request to stop (stop.h), importance in any state. */
hf_status hf_worker_importance(hf_worker *worker, const hf_replica_place *place,
                               const hf_weights *weights, hf_method method, float *importance,
                               hf_error *error);

/* gradient [class, feature] of that replica over the split's test rows (hf_importance_gradient);
 * likewise, of a worker of HF_ARM_MAIN. */
hf_status hf_worker_gradient(hf_worker *worker, const hf_replica_place *place,
                             const hf_weights *weights, double *gradient, hf_error *error);

#ifdef __cplusplus
}
#endif

#endif
