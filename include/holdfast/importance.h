/*
 * Importance of each feature in one trained replica.
 *
 * Formulae (v[c,j] = W2[c,j] - mean over c of W2[.,j]; |.| over classes is Euclidean):
 *
 *   max_weight      max_j W1[j,f]
 *   tutorial        max_f' W1[f,f']: hidden unit f read as feature f (hidden size = features only)
 *   max_abs_weight  max_j |W1[j,f]|
 *   l2_norm         sqrt(sum_j W1[j,f]^2)
 *   garson          sum_j |v[.,j]| |W1[j,f]| / sum_f' |W1[j,f']|, scaled to sum 1 over f; a unit
 *                   whose weights are all 0 adds 0, nothing but such units: all 0
 *                   (Garson 1991; Goh 1995)
 *   olden           |sum_j v[.,j] W1[j,f]| (Olden, Joy & Death 2004)
 *
 * Sums are float64 in index order, results float32. A weight that is NaN makes each result that it
 * enters NaN (0x7FC00000).
 */
#ifndef HOLDFAST_IMPORTANCE_H
#define HOLDFAST_IMPORTANCE_H

#include "holdfast/method.h"
#include "holdfast/status.h"
#include <stdint.h>

/* A trained replica's weights, PyTorch's layout, densely packed; not owned. */
typedef struct hf_weights {
    int64_t features, hidden, classes; /* at least 1 each */
    const float *input_weight;         /* [hidden, feature] */
    const float *input_bias;           /* [hidden] */
    const float *output_weight;        /* [class, hidden] */
    const float *output_bias;          /* [class] */
} hf_weights;

const char *hf_method_name(hf_method method);
const char *hf_method_text(hf_method method); /* one line of description */
/* The method of that name, -1 if there is none. */
int hf_method_find(const char *name);

/* importance [feature]. `scratch` holds hf_importance_scratch doubles. Allocates nothing;
 * thread-safe. */
void hf_importance(hf_method method, const hf_weights *weights, double *scratch, float *importance);

/* Doubles of scratch that every method can do with; INT64_MAX (which cannot be allocated) where the
 * number does not fit. */
int64_t hf_importance_scratch(int64_t features, int64_t hidden, int64_t classes);

#endif
