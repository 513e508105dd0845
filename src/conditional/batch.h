/*
 * Networks made ready for many draws, as many at a time as memory allows: their pre-activations at
 * the test rows, and centred output weights (step 6).
 */
#ifndef HOLDFAST_CONDITIONAL_BATCH_H
#define HOLDFAST_CONDITIONAL_BATCH_H

#include "engine.h"

typedef struct hf_prepared {
    const hf_weights *weights;
    float *unit;   /* [padded rows of the run / 16, hidden, 16] pre-activations */
    float *output; /* [hidden, channel] W2, centred over the classes */
    float *bias;   /* [channel] likewise */
} hf_prepared;

/* Networks of one split, at those of its test rows that are among the batch's samples. */
typedef struct hf_run {
    int64_t split, rows, padded; /* padded to HF_LANES */
    int64_t *sample;             /* [rows] */
    int64_t first, networks;     /* in the batch */
} hf_run;

typedef struct hf_batch {
    hf_memory memory;
    int64_t first_sample, end_sample;
    int64_t runs, networks;
    hf_run *run;
    hf_prepared *network;
} hf_batch;

/* So many samples make a slice: with all networks they fill the memory, if there are not too many
 * networks. So a cell is copied once, or for many networks. */
int64_t hf_batch_slice(const hf_conditional_engine *c, const hf_conditional_network *networks,
                       int64_t count);

/* Where the next batch starts, from {0}: batches go through all networks of a slice, then through
 * the next slice. */
typedef struct hf_batch_place {
    int64_t sample, network;
} hf_batch_place;

/* Makes the next batch, moves the place behind it. */
hf_status hf_batch_make(const hf_conditional_engine *c, const hf_conditional_network *networks,
                        int64_t count, int64_t slice, hf_batch_place *place, hf_batch *batch,
                        hf_error *error);
void hf_batch_free(hf_batch *batch);

/* The input that a network of the split sees in the place of x. */
static inline float hf_conditional_input(const hf_conditional_setup *setup, int64_t split,
                                         int64_t input, double x)
{
    const int64_t at = split * setup->inputs + input;
    return (float)((x - setup->center[at]) / setup->scale[at]);
}

#endif
