/* Methods that follow the connections from a feature through the hidden units to the classes. */
#include "methods.h"

#include <math.h>

double hf_output_mean(const hf_weights *weights, int64_t unit)
{
    double sum = 0;
    if (weights->classes == 1)
        return 0;
    for (int64_t c = 0; c < weights->classes; c++)
        sum += weights->output_weight[c * weights->hidden + unit];
    return sum / (double)weights->classes;
}

/* |v[.,j]| */
static double output_norm(const hf_weights *weights, int64_t unit)
{
    const double mean = hf_output_mean(weights, unit);
    double sum = 0;
    for (int64_t c = 0; c < weights->classes; c++) {
        double v = weights->output_weight[c * weights->hidden + unit] - mean;
        sum += v * v;
    }
    return sqrt(sum);
}

void hf_clear(double *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        values[i] = 0;
}

double hf_sum_of_inputs(const hf_input_map *map, int64_t feature, const double *of_input)
{
    int64_t i = hf_first_input(map, feature);
    double sum = of_input[i];
    while (++i < hf_first_input(map, feature + 1))
        sum += of_input[i];
    return sum;
}

static void garson(const hf_weights *weights, const hf_input_map *map, double *scratch,
                   float *importance)
{
    const int64_t inputs = map->inputs;
    double total = 0;
    hf_clear(scratch, inputs);
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * inputs;
        const double norm = output_norm(weights, j);
        double sum = 0;
        for (int64_t i = 0; i < inputs; i++)
            sum += fabs((double)row[i]);
        if (sum == 0)
            continue;
        for (int64_t i = 0; i < inputs; i++)
            scratch[i] += norm * fabs((double)row[i]) / sum;
    }
    for (int64_t i = 0; i < inputs; i++)
        total += scratch[i];
    for (int64_t f = 0; f < map->features; f++)
        importance[f] = total == 0 ? 0 : (float)(hf_sum_of_inputs(map, f, scratch) / total);
}
const hf_method_steps hf_importance_garson = {.by_weights = garson};

static void olden(const hf_weights *weights, const hf_input_map *map, double *scratch,
                  float *importance)
{
    const int64_t inputs = map->inputs, classes = weights->classes;
    hf_clear(scratch, classes * inputs);
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * inputs;
        const double mean = hf_output_mean(weights, j);
        for (int64_t c = 0; c < classes; c++) {
            const double v = weights->output_weight[c * weights->hidden + j] - mean;
            double *effect = scratch + c * inputs;
            for (int64_t i = 0; i < inputs; i++)
                effect[i] += v * row[i];
        }
    }
    for (int64_t f = 0; f < map->features; f++) {
        double sum = 0;
        for (int64_t i = hf_first_input(map, f); i < hf_first_input(map, f + 1); i++)
            for (int64_t c = 0; c < classes; c++)
                sum += scratch[c * inputs + i] * scratch[c * inputs + i];
        importance[f] = (float)sqrt(sum);
    }
}
const hf_method_steps hf_importance_olden = {.by_weights = olden};
