/*
 * The methods' functions: importance [feature] of one replica. `scratch` holds classes * features
 * doubles in any state. W1 is walked row by row, as it lies in memory; every sum of one feature
 * still runs over the hidden units in their order.
 */
#ifndef HOLDFAST_IMPORTANCE_METHODS_H
#define HOLDFAST_IMPORTANCE_METHODS_H

#include "holdfast/importance.h"

typedef void hf_importance_function(const hf_weights *weights, double *scratch, float *importance);

hf_importance_function hf_importance_max_weight;
hf_importance_function hf_importance_tutorial;
hf_importance_function hf_importance_max_abs_weight;
hf_importance_function hf_importance_l2_norm;
hf_importance_function hf_importance_garson;
hf_importance_function hf_importance_olden;

#endif
