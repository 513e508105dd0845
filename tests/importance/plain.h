/* A random network with test rows, and its importances by the definitions: plain float64 loops. */
#ifndef HOLDFAST_TESTS_PLAIN_H
#define HOLDFAST_TESTS_PLAIN_H

#include "holdfast/importance.h"

typedef struct {
    hf_weights weights;
    hf_test_rows test;
    hf_input_map map;             /* features 0: each input is one */
    float *w1, *b1, *w2, *b2, *x; /* what they point to */
    int32_t *y;
    double *mean;
} problem;

/* Weights and inputs in (-1, 1), each a feature of its own; 2 repeats, one thread, some keys. */
problem make_problem(int64_t features, int64_t hidden, int64_t classes, int64_t rows);
void free_problem(problem *p);

/* importance [feature] by holdfast, in a workspace of its own. */
void importance_of(const problem *p, hf_method method, float *importance);

/* One feature's, by its definition. */
double plain_permutation(const problem *p, int64_t feature);
double plain_integrated_gradients(const problem *p, int64_t feature);
/* Mean rise of the loss over all pairs of rows, the second giving the first its value: what
 * permutation tends to with the number of repeats. */
double rise_over_all_pairs(const problem *p, int64_t feature);

#endif
