/* Methods that look only at the input weights. */
#include "methods.h"

#include <math.h>

/* A NaN, once seen, stays. */
static float larger(float a, float b)
{
    return a > b || a != a ? a : b;
}

/* importance [feature] = the largest over its inputs. */
static void largest_input(const hf_input_map *map, const float *of_input, float *importance)
{
    for (int64_t f = 0; f < map->features; f++) {
        int64_t i = hf_first_input(map, f);
        importance[f] = of_input[i];
        while (++i < hf_first_input(map, f + 1))
            importance[f] = larger(importance[f], of_input[i]);
    }
}

static void max_weight(const hf_weights *weights, const hf_input_map *map, double *scratch,
                       float *importance)
{
    const int64_t inputs = map->inputs;
    float *of_input = (float *)scratch;
    for (int64_t i = 0; i < inputs; i++)
        of_input[i] = weights->input_weight[i];
    for (int64_t j = 1; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * inputs;
        for (int64_t i = 0; i < inputs; i++)
            of_input[i] = larger(of_input[i], row[i]);
    }
    largest_input(map, of_input, importance);
}
const hf_method_steps hf_importance_max_weight = {.by_weights = max_weight};

/* The published slip, kept as it is: the maximum over each row, one value a hidden unit. */
static void tutorial(const hf_weights *weights, const hf_input_map *map, double *scratch,
                     float *importance)
{
    const int64_t inputs = map->inputs;
    (void)scratch;
    for (int64_t j = 0; j < inputs; j++) {
        const float *row = weights->input_weight + j * inputs;
        importance[j] = row[0];
        for (int64_t i = 1; i < inputs; i++)
            importance[j] = larger(importance[j], row[i]);
    }
}
const hf_method_steps hf_importance_tutorial = {.by_weights = tutorial};

static void max_abs_weight(const hf_weights *weights, const hf_input_map *map, double *scratch,
                           float *importance)
{
    const int64_t inputs = map->inputs;
    float *of_input = (float *)scratch;
    for (int64_t i = 0; i < inputs; i++)
        of_input[i] = fabsf(weights->input_weight[i]);
    for (int64_t j = 1; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * inputs;
        for (int64_t i = 0; i < inputs; i++)
            of_input[i] = larger(of_input[i], fabsf(row[i]));
    }
    largest_input(map, of_input, importance);
}
const hf_method_steps hf_importance_max_abs_weight = {.by_weights = max_abs_weight};

static void l2_norm(const hf_weights *weights, const hf_input_map *map, double *scratch,
                    float *importance)
{
    const int64_t inputs = map->inputs;
    hf_clear(scratch, inputs);
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * inputs;
        for (int64_t i = 0; i < inputs; i++)
            scratch[i] += (double)row[i] * row[i];
    }
    for (int64_t f = 0; f < map->features; f++)
        importance[f] = (float)sqrt(hf_sum_of_inputs(map, f, scratch));
}
const hf_method_steps hf_importance_l2_norm = {.by_weights = l2_norm};
