/* Methods that follow the connections from a feature through the hidden units to the classes. */
#include "methods.h"

#include <math.h>

double hf_output_mean(const hf_weights *weights, int64_t unit)
{
    double sum = 0;
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

static void clear(double *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        values[i] = 0;
}

static void garson(const hf_weights *weights, double *scratch, float *importance)
{
    const int64_t features = weights->features;
    double total = 0;
    clear(scratch, features);
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * features;
        const double norm = output_norm(weights, j);
        double sum = 0;
        for (int64_t f = 0; f < features; f++)
            sum += fabs((double)row[f]);
        if (sum == 0)
            continue;
        for (int64_t f = 0; f < features; f++)
            scratch[f] += norm * fabs((double)row[f]) / sum;
    }
    for (int64_t f = 0; f < features; f++)
        total += scratch[f];
    for (int64_t f = 0; f < features; f++)
        importance[f] = total == 0 ? 0 : (float)(scratch[f] / total);
}
const hf_method_steps hf_importance_garson = {.by_weights = garson};

static void olden(const hf_weights *weights, double *scratch, float *importance)
{
    const int64_t features = weights->features, classes = weights->classes;
    clear(scratch, classes * features);
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * features;
        const double mean = hf_output_mean(weights, j);
        for (int64_t c = 0; c < classes; c++) {
            const double v = weights->output_weight[c * weights->hidden + j] - mean;
            double *effect = scratch + c * features;
            for (int64_t f = 0; f < features; f++)
                effect[f] += v * row[f];
        }
    }
    for (int64_t f = 0; f < features; f++) {
        double sum = 0;
        for (int64_t c = 0; c < classes; c++)
            sum += scratch[c * features + f] * scratch[c * features + f];
        importance[f] = (float)sqrt(sum);
    }
}
const hf_method_steps hf_importance_olden = {.by_weights = olden};
