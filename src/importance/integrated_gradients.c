/* Integrated gradients from the training mean to each test row, in closed form: along the line a
 * unit switches at most once. */
#include "methods.h"

/* v for all features, and the pre-activations at the training mean. */
static int64_t prepare(const hf_weights *weights, const hf_test_rows *test,
                       hf_importance_workspace *workspace)
{
    const int64_t hidden = weights->hidden, classes = weights->classes;
    for (int64_t j = 0; j < hidden; j++) {
        const float *row = weights->input_weight + j * weights->inputs;
        const double mean = hf_output_mean(weights, j);
        double at_mean = (double)weights->input_bias[j];
        for (int64_t c = 0; c < classes; c++)
            workspace->output[j * classes + c] =
                (double)weights->output_weight[c * hidden + j] - mean;
        for (int64_t f = 0; f < weights->inputs; f++)
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
    const int64_t input = hf_first_input(&chunk->workspace->map, feature);
    double norms[HF_DOUBLE_LANES] = {0};
    hf_unit_rows units = chunk->units;
    hf_input_weights(chunk->weights, input, member->weight);
    for (int64_t j = 0; j < units.hidden; j++)
        for (int64_t c = 0; c < classes; c++)
            member->coefficient[j * classes + c] =
                chunk->workspace->output[j * classes + c] * member->weight[j];
    units.coefficient = member->coefficient;
    hf_kernels()->gradient_norm(&units, column + chunk->first, chunk->test->training_mean[input],
                                norms);
    return hf_sum_double_lanes(norms);
}

/* units = phi_j * sum over the feature's inputs of W1[j,i] (x_i - b_i), in a slice. */
static void path_of_slice(const hf_chunk *chunk, int64_t feature, const float *columns,
                          int64_t first, const hf_unit_rows *slice)
{
    const hf_input_map *map = &chunk->workspace->map;
    const int64_t stride = hf_pad_double_lanes(chunk->test->rows), all = chunk->units.rows;
    for (int64_t j = 0; j < slice->hidden; j++) {
        const float *row = chunk->weights->input_weight + j * map->inputs;
        double at_mean = 0;
        for (int64_t i = hf_first_input(map, feature); i < hf_first_input(map, feature + 1); i++)
            at_mean += (double)row[i] * chunk->test->training_mean[i];
        for (int64_t k = 0; k < slice->rows; k++)
            slice->unit[j * slice->rows + k] = -at_mean;
    }
    hf_add_inputs(chunk, feature, slice, columns + chunk->first + first, stride);
    for (int64_t j = 0; j < slice->hidden; j++)
        for (int64_t k = 0; k < slice->rows; k++)
            slice->unit[j * slice->rows + k] *= chunk->units.unit[j * all + first + k];
}

/* Of |sum over j of v[.,j] phi_j sum over the inputs of W1[j,i] (x_i - b_i)|. */
static double sum_several(const hf_chunk *chunk, const hf_importance_member *member,
                          int64_t feature, const float *columns)
{
    double norms[HF_DOUBLE_LANES] = {0};
    for (int64_t k = 0; k < SLICE_ROWS; k++)
        member->slice[k] = 1; /* the way is in the units */
    for (int64_t first = 0; first < chunk->units.rows; first += SLICE_ROWS) {
        const hf_unit_rows slice = hf_slice_of(chunk, member, first);
        path_of_slice(chunk, feature, columns, first, &slice);
        hf_kernels()->gradient_norm(&slice, member->slice, 0, norms);
    }
    return hf_sum_double_lanes(norms);
}

static double divisor(const hf_test_rows *test)
{
    return (double)test->rows;
}

const hf_method_steps hf_importance_integrated_gradients = {.prepare = prepare,
                                                            .finish_units = finish_units,
                                                            .sum = sum,
                                                            .sum_several = sum_several,
                                                            .divisor = divisor};
