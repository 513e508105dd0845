/* The weights of a single network in one piece: input weights and biases, output weights and
 * biases, as hf_weights has them. */
#ifndef HOLDFAST_REPLICA_STORED_WEIGHTS_H
#define HOLDFAST_REPLICA_STORED_WEIGHTS_H

#include "holdfast/grid.h"
#include "holdfast/importance.h"
#include "holdfast/results.h"

/* Floats of a network whose sizes are set. */
int64_t hf_weights_floats(const hf_weights *sizes);
/* Points the arrays of `weights`, whose sizes are set, into `floats`; not owned. */
void hf_weights_point(hf_weights *weights, const float *floats);
/* A done network of the main grid from the file into `floats`. */
hf_status hf_stored_weights_read(const hf_results *results, const hf_replica_place *place,
                                 float *floats, hf_error *error);

#endif
