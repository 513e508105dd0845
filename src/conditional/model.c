/* Step 2 and the residuals of step 3: each input given all others, by the precision of the scores.
 *
 * With c = (1 - lambda) / n, C = c Z^T Z + lambda I and P = C^-1, only Z P [n, d] is kept: of P
 * itself a test needs the entries among its inputs, and C P = I gives them as (I - c Z^T (Z P)) /
 * lambda. Where n < d, Z P = (c Z Z^T + lambda I)^-1 Z, an n x n inverse. */
#include "model.h"

#include "holdfast/status_codes.h"
#include "matrix.h"
#include "scores.h"
#include <stdbool.h>
#include <string.h>

#define LEAST_SHRINKAGE 0.01

static hf_status allocate(hf_conditional_model *model, hf_error *error)
{
    const int64_t n = model->n, d = model->d;
    const size_t column = (size_t)n * sizeof(double);
    hf_memory *memory = &model->memory;
    HF_TRY(hf_memory_allocate(memory, &model->z, d, column, error));
    HF_TRY(hf_memory_allocate(memory, &model->product, d, column, error));
    HF_TRY(hf_memory_allocate(memory, &model->sorted, d, column, error));
    HF_TRY(hf_memory_allocate(memory, &model->mean, d, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &model->deviation, d, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &model->observed, d, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &model->quantiles_of, d, sizeof(int32_t), error));
    return hf_memory_allocate(memory, &model->quantiles, d, sizeof(hf_quantiles), error);
}

/* One table for each different number of observed cells. */
static hf_status make_quantiles(hf_conditional_model *model, hf_error *error)
{
    for (int64_t j = 0; j < model->d; j++) {
        int64_t q = 0;
        while (q < model->quantiles_count && model->quantiles[q].count != model->observed[j])
            q++;
        if (q == model->quantiles_count) {
            HF_TRY(
                hf_quantiles_make(model->observed[j], &model->memory, &model->quantiles[q], error));
            model->quantiles_count++;
        }
        model->quantiles_of[j] = (int32_t)q;
    }
    return HF_OK;
}

double hf_ledoit_wolf(const double *z, int64_t n, int64_t d, double gram_squares)
{
    double trace = 0, fourth = 0;
    for (int64_t i = 0; i < n; i++) {
        double row = 0;
        for (int64_t j = 0; j < d; j++)
            row += z[i * d + j] * z[i * d + j];
        trace += row;
        fourth += row * row;
    }
    const double rows = (double)n, columns = (double)d;
    const double mu = trace / rows / columns, squares = gram_squares / (rows * rows);
    const double beta = (fourth / rows - squares) / (columns * rows);
    const double delta = (squares - 2 * mu * (trace / rows) + columns * mu * mu) / columns;
    const double least = beta < delta ? beta : delta;
    return least > 0 ? least / delta : 0;
}

static double sum_of_squares(const double *values, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += values[i] * values[i];
    return sum;
}

static void transpose(const double *a, int64_t rows, int64_t columns, double *b)
{
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            b[j * rows + i] = a[i * columns + j];
}

/* From the gram matrix [size, size] of the shorter side to its inverse in the place of C. */
static hf_status invert(hf_conditional_model *model, int64_t size, int64_t threads, double *gram,
                        double *inverse, hf_error *error)
{
    const int64_t n = model->n, d = model->d;
    double shrinkage = LEAST_SHRINKAGE;
    if (n < 2 * d) {
        const double wolf = hf_ledoit_wolf(model->z, n, d, sum_of_squares(gram, size * size));
        shrinkage = wolf > shrinkage ? wolf : shrinkage;
    }
    model->shrinkage = shrinkage;
    for (int64_t i = 0; i < size * size; i++) {
        const bool diagonal = i % (size + 1) == 0;
        gram[i] = gram[i] * ((1 - shrinkage) / (double)n) + (diagonal ? shrinkage : 0);
        inverse[i] = diagonal ? 1 : 0;
    }
    if (!hf_matrix_factor(gram, size, threads))
        return hf_fail(error, HF_INTERNAL, "the correlations of the features cannot be inverted");
    hf_matrix_solve(gram, size, inverse, size, threads);
    return HF_OK;
}

/* Z P */
static hf_status make_product(hf_conditional_model *model, int64_t threads, hf_error *error)
{
    const int64_t n = model->n, d = model->d, size = n < d ? n : d;
    const size_t row = (size_t)size * sizeof(double);
    double *gram = NULL, *inverse = NULL, *transposed = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&gram, size, row, error));
    HF_TRY_CLEANUP(hf_allocate(&inverse, size, row, error));
    if (n < d) {
        HF_TRY_CLEANUP(hf_allocate(&transposed, n, (size_t)d * sizeof(double), error));
        transpose(model->z, n, d, transposed);
    }
    hf_matrix_gram(n < d ? transposed : model->z, n < d ? d : n, size, threads, gram);
    HF_TRY_CLEANUP(invert(model, size, threads, gram, inverse, error));
    if (n < d)
        hf_matrix_multiply(inverse, model->z, n, n, d, threads, model->product);
    else
        hf_matrix_multiply(model->z, inverse, n, d, d, threads, model->product);
cleanup:
    hf_free(&gram);
    hf_free(&inverse);
    hf_free(&transposed);
    return status;
}

hf_status hf_conditional_model_make(const double *x, int64_t n, int64_t d, int64_t threads,
                                    hf_conditional_model *model, hf_error *error)
{
    hf_status status = HF_OK;
    *model = (hf_conditional_model){.n = n, .d = d};
    HF_TRY_CLEANUP(allocate(model, error));
    hf_conditional_sort(x, threads, model);
    hf_conditional_scores(x, threads, model);
    HF_TRY_CLEANUP(make_quantiles(model, error));
    HF_TRY_CLEANUP(make_product(model, threads, error));
cleanup:
    if (status != HF_OK)
        hf_conditional_model_free(model);
    return status;
}

void hf_conditional_model_free(hf_conditional_model *model)
{
    hf_memory_free(&model->memory);
    *model = (hf_conditional_model){0};
}

/* P[g,g]; `row` [count] */
static void own_precision(const hf_conditional_model *model, const int64_t *input, int64_t count,
                          double *row, double *precision)
{
    const int64_t n = model->n, d = model->d;
    const double c = (1 - model->shrinkage) / (double)n;
    memset(precision, 0, (size_t)(count * count) * sizeof *precision);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t a = 0; a < count; a++)
            row[a] = model->product[i * d + input[a]];
        for (int64_t a = 0; a < count; a++)
            for (int64_t b = 0; b < count; b++)
                precision[a * count + b] += model->z[i * d + input[a]] * row[b];
    }
    for (int64_t k = 0; k < count * count; k++)
        precision[k] = ((k % (count + 1) == 0 ? 1 : 0) - c * precision[k]) / model->shrinkage;
}

void hf_conditional_residuals(const hf_conditional_model *model, const int64_t *input,
                              int64_t count, double *scratch, double *residual)
{
    const int64_t n = model->n, d = model->d;
    double *precision = scratch, *columns = scratch + count * count; /* [count, n] */
    own_precision(model, input, count, columns, precision);
    if (!hf_matrix_factor(precision, count, 1)) { /* as P is, but for rounding: nothing is left */
        memset(residual, 0, (size_t)(n * count) * sizeof *residual);
        return;
    }
    for (int64_t a = 0; a < count; a++)
        for (int64_t i = 0; i < n; i++)
            columns[a * n + i] = model->product[i * d + input[a]];
    hf_matrix_solve(precision, count, columns, n, 1);
    for (int64_t a = 0; a < count; a++)
        for (int64_t i = 0; i < n; i++)
            residual[i * count + a] = columns[a * n + i];
}
