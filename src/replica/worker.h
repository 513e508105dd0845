/* A worker, as the sources of this folder see it. */
#ifndef HOLDFAST_REPLICA_WORKER_H
#define HOLDFAST_REPLICA_WORKER_H

#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "network/network.h"

struct hf_worker {
    const hf_experiment *experiment;
    hf_arm arm;
    hf_grid grid;     /* of the arm */
    hf_input_map map; /* of its networks */
    int64_t widest;   /* hidden units of the largest */
    const hf_rows_layout *layout;
    int64_t team;
    hf_memory memory;                      /* of all arrays below */
    int64_t draw_number;                   /* -1: none yet */
    hf_draw draw;                          /* that one's data and splits */
    int64_t split;                         /* of the grid, which the samples are of; -1: none yet */
    hf_samples *train, *validation, *test; /* validation: NULL without early stopping */
    hf_trainer **trainers;                 /* [hidden sizes], made when first used */
    int64_t *train_rows; /* [hidden sizes] rows to train on that each was made for */
    int64_t *threads;    /* [hidden sizes] that share a replica; 0: not known yet */
    int64_t *train_index, *validation_index, *test_index; /* [samples] */
    double *center, *scale, *fill;                        /* [inputs] */
    double *training_mean;                                /* [inputs] */
    float *inputs;         /* [samples, inputs], the split's test rows */
    int32_t *labels;       /* [samples] */
    double *class_weights; /* [classes] by the rows that train, where there are such weights */
    bool weighs;
    float *outcome; /* [samples] of a measured one, standardised; likewise of the test rows */
    double target_center, target_scale;
    int64_t test_rows;
    hf_importance_workspace *importance;
    float *weights; /* of a replica whose rows do not hold them, or NULL */
    double seconds; /* that the last training took */
};

/* Makes the split (of the arm's grid) the one that the samples are of. */
hf_status hf_worker_take_split(hf_worker *worker, int64_t split, hf_error *error);
/* The split's number within its draw, which is what keys random numbers. */
int64_t hf_worker_split_of_draw(const hf_worker *worker, int64_t split);
/* Threads that share a replica of that hidden size: all of the team, where it is faster. */
int64_t hf_worker_threads(hf_worker *worker, int64_t hidden_index);

#endif
