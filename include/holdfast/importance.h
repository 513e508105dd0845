/*
 * Importance of each feature in one trained replica. A feature is one network input, or several:
 * the levels of a category.
 *
 * Formulae for a feature of one input, f (v[c,j] = W2[c,j] - mean over c of W2[.,j]; |.| over
 * classes is Euclidean; x are the standardised inputs that the network saw, b their mean over the
 * training rows; of the one output for a measured outcome v = W2):
 *
 *   max_weight            max_j W1[j,f]
 *   tutorial              max_f' W1[f,f']: hidden unit f read as feature f (hidden size = features
 *                         only)
 *   max_abs_weight        max_j |W1[j,f]|
 *   l2_norm               sqrt(sum_j W1[j,f]^2)
 *   garson                sum_j |v[.,j]| |W1[j,f]| / sum_f' |W1[j,f']|, scaled to sum 1 over f; a
 *                         unit whose weights are all 0 adds 0, nothing but such units: all 0
 *                         (Garson 1991; Goh 1995)
 *   olden                 |sum_j v[.,j] W1[j,f]| (Olden, Joy & Death 2004)
 *   permutation           mean over the repeats of the rise of the test rows' mean softmax
 *                         cross-entropy when feature f is shuffled among them (Breiman 2001); of
 *                         their mean squared error, of the outcome as it was standardised for the
 *                         network
 *   integrated_gradients  mean over the test rows of |IG[.,f]|, IG[c,f] = (x_f - b_f) sum_j v[c,j]
 *                         W1[j,f] phi_j, phi_j the share of the straight line from b to x on which
 *                         unit j is active (Sundararajan, Taly & Yan 2017, their integral in closed
 *                         form)
 *
 * Of several inputs max_weight and max_abs_weight take the largest, l2_norm and olden the root of
 * the sum of squares, garson the sum; permutation shuffles all of them together, whole cells;
 * integrated_gradients adds IG[c,.] over them before the norm. `tutorial` knows inputs only.
 *
 * Sums are float64 in a fixed order, results float32, the same to the bit on every instruction set
 * and for any number of threads. A weight that is NaN makes each result that it enters NaN
 * (0x7FC00000).
 *
 * The shuffles of `permutation`: repeat r of feature f shuffles the test rows' values of f, in file
 * order, as hf_stream_shuffle (random.h) does, by the stream of Philox 4x32-10 that has
 *
 *   key      4 + 2^8 r, significance.seed
 *   counter  n, seed, low and high half of (hidden size * 2^22 + split) * 2^22 + f
 *
 * where call n = 0, 1, ... gives four numbers. Nothing of it depends on the grid's size. No two are
 * the same for up to 2^20 hidden units, 2^22 splits, 2^22 features and 2^24 repeats (beyond, some
 * splits' or features' shuffles are each other's: no harm).
 */
#ifndef HOLDFAST_IMPORTANCE_H
#define HOLDFAST_IMPORTANCE_H

#include "holdfast/method.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Which network inputs each feature has; not owned. */
typedef struct hf_input_map {
    int64_t features, inputs;
    const int64_t *first_input; /* [feature + 1], as hf_dataset has it; NULL: one input each */
} hf_input_map;

/* A trained replica's weights, PyTorch's layout, densely packed; not owned. */
typedef struct hf_weights {
    int64_t inputs, hidden, classes; /* at least 1 each */
    const float *input_weight;       /* [hidden, input] */
    const float *input_bias;         /* [hidden] */
    const float *output_weight;      /* [class, hidden] */
    const float *output_bias;        /* [class] */
} hf_weights;

/* What the methods that look at test rows need besides; not owned. */
typedef struct hf_test_rows {
    int64_t rows;                /* at least 1 */
    const float *inputs;         /* [row, input] standardised */
    const int32_t *labels;       /* [row] 0 ... classes - 1 */
    const float *outcome;        /* [row] of a measured one, as it was trained; NULL: classes */
    const double *training_mean; /* [input] hf_importance_mean of the training rows */
    int64_t threads;             /* that work on it together, 1 ... the workspace's */
    int64_t repeats;             /* of permutation, at least 1 */
    /* whose shuffles */
    int64_t significance_seed, seed, split;
} hf_test_rows;

const char *hf_method_name(hf_method method);
const char *hf_method_text(hf_method method); /* one line of description */
/* The method of that name, -1 if there is none. */
int hf_method_find(const char *name);

/* What the methods work in. */
typedef struct hf_importance_workspace hf_importance_workspace;

/* For replicas of up to so many hidden units and test rows, each worked on by `threads` threads
 * together (at least 1). It holds inputs * classes + min(hidden * rows, 4 million) float64 and,
 * for each thread, 17 * rows float32; where a feature has several inputs, at most m, for each
 * thread (m + max(m, 16)) * rows float32 and 256 * hidden float64. With `rows` 0 it serves the
 * methods that use only weights. What the map points to must outlive it. */
hf_status hf_importance_workspace_make(const hf_input_map *map, int64_t hidden, int64_t classes,
                                       int64_t rows, int64_t threads,
                                       hf_importance_workspace **workspace, hf_error *error);
void hf_importance_workspace_free(hf_importance_workspace **workspace);

/* importance [feature]. `test` may be NULL where the method does not use rows. False: left
 * unfinished after a request to stop (stop.h), importance in any state. Allocates nothing;
 * thread-safe, one workspace each. */
bool hf_importance(hf_method method, const hf_weights *weights, const hf_test_rows *test,
                   hf_importance_workspace *workspace, float *importance);

/* gradient [class, input]: mean over the test rows of dF_c/dx_f = sum_j v[c,j] W1[j,f] 1{z_j >
 * 0}, z_j = b1[j] + sum_f W1[j,f] x_f: how the class's logit, less the classes' mean, changes with
 * the input. The workspace is one for rows; the same to the bit as above. Of `test` rows and
 * inputs are used. */
void hf_importance_gradient(const hf_weights *weights, const hf_test_rows *test,
                            hf_importance_workspace *workspace, double *gradient);

/* mean [input] of input [row, input] over the rows: float64, added in the rows' order. */
void hf_importance_mean(const float *input, int64_t rows, int64_t inputs, double *mean);

#ifdef __cplusplus
}
#endif

#endif
