/*
 * The numbers of a batch.
 */
#ifndef HOLDFAST_CONDITIONAL_PREPARE_H
#define HOLDFAST_CONDITIONAL_PREPARE_H

#include "batch.h"

/* Fills unit, output and bias of all networks. */
hf_status hf_batch_prepare(const hf_conditional_engine *c, hf_batch *batch, hf_error *error);

#endif
