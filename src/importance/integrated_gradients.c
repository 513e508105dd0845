/* Integrated gradients from the training mean to each test row, in closed form: along the line a
 * unit switches at most once. */
#include "methods.h"

/* v for all features, and the pre-activations at the training mean. */
static int64_t prepare(const hf_weights *weights, const hf_test_rows *test,
                       hf_importance_workspace *workspace)
{
    const int64_t hidden = weights->hidden, classes = weights->classes;
    for (int64_t j = 0; j < hidden; j++) {
        const float *row = weights->input_weight + j * weights->features;
        const double mean = hf_output_mean(weights, j);
        double at_mean = (double)weights->input_bias[j];
        for (int64_t c = 0; c < classes; c++)
            workspace->output[j * classes + c] =
                (double)weights->output_weight[c * hidden + j] - mean;
        for (int64_t f = 0; f < weights->features; f++)
            at_mean += (double)row[f] * test->training_mean[f];
        workspace->baseline[j] = at_mean;
    }
    return classes;
}

static void finish_units(const hf_chunk *chunk, const hf_unit_rows *view, int64_t first_unit)
{
    hf_kernels()->active_shares(view, chunk->workspace->baseline + first_unit);
}

/* Of |x_f - b_f| |sum over j of v[.,j] W1[j,f] phi_j|. */
static double sum(const hf_chunk *chunk, const hf_importance_member *member, int64_t feature,
                  const float *column)
{
    const int64_t classes = chunk->weights->classes;
    double norms[HF_DOUBLE_LANES] = {0};
    hf_unit_rows units = chunk->units;
    hf_feature_weights(chunk->weights, feature, member->weight);
    for (int64_t j = 0; j < units.hidden; j++)
        for (int64_t c = 0; c < classes; c++)
            member->coefficient[j * classes + c] =
                chunk->workspace->output[j * classes + c] * member->weight[j];
    units.coefficient = member->coefficient;
    hf_kernels()->gradient_norm(&units, column + chunk->first, chunk->test->training_mean[feature],
                                norms);
    return hf_sum_double_lanes(norms);
}

static double divisor(const hf_test_rows *test)
{
    return (double)test->rows;
}

const hf_method_steps hf_importance_integrated_gradients = {
    .prepare = prepare, .finish_units = finish_units, .sum = sum, .divisor = divisor};
