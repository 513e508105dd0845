/* Methods that look only at the input weights. */
#include "methods.h"

#include <math.h>

/* A NaN, once seen, stays. */
static float larger(float a, float b)
{
    return a > b || a != a ? a : b;
}

static void max_weight(const hf_weights *weights, double *scratch, float *importance)
{
    const int64_t features = weights->features;
    (void)scratch;
    for (int64_t f = 0; f < features; f++)
        importance[f] = weights->input_weight[f];
    for (int64_t j = 1; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * features;
        for (int64_t f = 0; f < features; f++)
            importance[f] = larger(importance[f], row[f]);
    }
}
const hf_method_steps hf_importance_max_weight = {.by_weights = max_weight};

/* The published slip, kept as it is: the maximum over each row, one value a hidden unit. */
static void tutorial(const hf_weights *weights, double *scratch, float *importance)
{
    const int64_t features = weights->features;
    (void)scratch;
    for (int64_t j = 0; j < features; j++) {
        const float *row = weights->input_weight + j * features;
        importance[j] = row[0];
        for (int64_t f = 1; f < features; f++)
            importance[j] = larger(importance[j], row[f]);
    }
}
const hf_method_steps hf_importance_tutorial = {.by_weights = tutorial};

static void max_abs_weight(const hf_weights *weights, double *scratch, float *importance)
{
    const int64_t features = weights->features;
    (void)scratch;
    for (int64_t f = 0; f < features; f++)
        importance[f] = fabsf(weights->input_weight[f]);
    for (int64_t j = 1; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * features;
        for (int64_t f = 0; f < features; f++)
            importance[f] = larger(importance[f], fabsf(row[f]));
    }
}
const hf_method_steps hf_importance_max_abs_weight = {.by_weights = max_abs_weight};

static void l2_norm(const hf_weights *weights, double *scratch, float *importance)
{
    const int64_t features = weights->features;
    for (int64_t f = 0; f < features; f++)
        scratch[f] = 0;
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * features;
        for (int64_t f = 0; f < features; f++)
            scratch[f] += (double)row[f] * row[f];
    }
    for (int64_t f = 0; f < features; f++)
        importance[f] = (float)sqrt(scratch[f]);
}
const hf_method_steps hf_importance_l2_norm = {.by_weights = l2_norm};
