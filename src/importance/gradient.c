/* The mean gradient of the outputs: of each unit only the number of rows matters in which it is on.
 */
#include "methods.h"

/* active [hidden]: test rows with z > 0 */
static void count_active(const hf_weights *weights, const hf_test_rows *test,
                         const hf_importance_workspace *workspace, double *active)
{
    const int64_t most = hf_chunk_rows(weights->hidden);
    hf_chunk chunk = {.weights = weights,
                      .test = test,
                      .workspace = workspace,
                      .units = {.hidden = weights->hidden, .unit = workspace->unit}};
    for (int64_t j = 0; j < weights->hidden; j++)
        active[j] = 0;
    for (; chunk.first < test->rows; chunk.first += most) {
        const int64_t left = test->rows - chunk.first, padded = hf_pad_double_lanes(left);
        chunk.units.rows = padded < most ? padded : most;
        hf_pre_activate(&chunk, &workspace->members[0], &chunk.units, 0);
        for (int64_t j = 0; j < weights->hidden; j++)
            for (int64_t i = 0; i < chunk.units.rows && i < left; i++)
                active[j] += chunk.units.unit[j * chunk.units.rows + i] > 0;
    }
}

void hf_importance_gradient(const hf_weights *weights, const hf_test_rows *test,
                            hf_importance_workspace *workspace, double *gradient)
{
    const int64_t inputs = weights->inputs, classes = weights->classes;
    double *active = workspace->baseline;
    count_active(weights, test, workspace, active);
    for (int64_t i = 0; i < classes * inputs; i++)
        gradient[i] = 0;
    for (int64_t j = 0; j < weights->hidden; j++) {
        const float *row = weights->input_weight + j * inputs;
        const double mean = hf_output_mean(weights, j);
        for (int64_t c = 0; c < classes; c++) {
            const double v = (double)weights->output_weight[c * weights->hidden + j] - mean;
            const double share = v * (active[j] / (double)test->rows);
            for (int64_t i = 0; i < inputs; i++)
                gradient[c * inputs + i] += share * (double)row[i];
        }
    }
}
