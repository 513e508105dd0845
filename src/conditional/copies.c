/* From residuals and a permutation to the order statistics that the inputs become. */
#include "copies.h"

#include "random/random.h"
#include <math.h>

/* A test has all inputs of its features, side by side. */
static void find_features(const hf_conditional_tests *tests, hf_copies *copies)
{
    for (int64_t a = 0, first = 0; a < copies->count; a++) {
        const int64_t feature = tests->feature_of[copies->input[a]];
        if (feature != tests->feature_of[copies->input[first]])
            first = a;
        copies->width[first]++;
    }
}

static void find_incomplete(const double *x, hf_copies *copies)
{
    const int64_t n = copies->model->n, d = copies->model->d;
    for (int64_t i = 0; i < n; i++)
        for (int64_t a = 0; a < copies->count; a++)
            if (isnan(x[i * d + copies->input[a]]))
                copies->incomplete[i] = 1;
}

hf_status hf_copies_make(const hf_conditional_engine *c, int64_t test, hf_copies *copies,
                         hf_error *error)
{
    const hf_conditional_model *model = &c->model;
    const int64_t n = model->n;
    double *scratch = NULL;
    hf_status status = HF_OK;
    *copies = (hf_copies){.model = model};
    copies->input = hf_conditional_inputs(c, test, &copies->count);
    const size_t row = (size_t)copies->count * sizeof(double);
    hf_memory *memory = &copies->memory;
    HF_TRY_CLEANUP(hf_memory_allocate(memory, &copies->residual, n, row, error));
    HF_TRY_CLEANUP(hf_memory_allocate(memory, &copies->expected, n, row, error));
    HF_TRY_CLEANUP(hf_memory_allocate(memory, &copies->incomplete, n, 1, error));
    HF_TRY_CLEANUP(
        hf_memory_allocate(memory, &copies->width, copies->count, sizeof(int64_t), error));
    HF_TRY_CLEANUP(hf_allocate(&scratch, copies->count + n, row, error));
    hf_conditional_residuals(model, copies->input, copies->count, scratch, copies->residual);
    for (int64_t i = 0; i < n; i++)
        for (int64_t a = 0; a < copies->count; a++)
            copies->expected[i * copies->count + a] =
                model->z[i * model->d + copies->input[a]] - copies->residual[i * copies->count + a];
    find_incomplete(c->setup.x, copies);
    find_features(c->setup.tests, copies);
cleanup:
    hf_free(&scratch);
    if (status != HF_OK)
        hf_copies_free(copies);
    return status;
}

void hf_copies_free(hf_copies *copies)
{
    hf_memory_free(&copies->memory);
    *copies = (hf_copies){0};
}

void hf_copies_permutation(int64_t seed, int64_t draw, int64_t n, int64_t *order)
{
    hf_stream stream = hf_stream_make(HF_PURPOSE_CONDITIONAL, (uint32_t)seed, (uint32_t)draw, 0, 0);
    for (int64_t i = 0; i < n; i++)
        order[i] = i;
    hf_stream_shuffle(&stream, order, n);
}

/* The order statistic of input j that a score stands for. */
static double value_of(const hf_conditional_model *model, int64_t j, double score)
{
    const int64_t index = hf_quantiles_below(&model->quantiles[model->quantiles_of[j]],
                                             score * model->deviation[j] + model->mean[j]);
    return model->sorted[j * model->n + index];
}

/* The level with the largest score, the lowest one of several; a level that all samples or none
 * have (a constant input) counts only where there is no other. */
static int64_t level_of(const hf_conditional_model *model, const int64_t *input, int64_t levels,
                        const double *expected, const double *residual)
{
    int64_t best = -1;
    for (int64_t l = 0; l < levels; l++)
        if (model->deviation[input[l]] > 0 &&
            (best < 0 || expected[l] + residual[l] > expected[best] + residual[best]))
            best = l;
    return best;
}

/* value [levels, rows], at 0. A category whose levels are all constant stays as it is. */
static void copy_level(const hf_conditional_model *model, const int64_t *input, int64_t levels,
                       const double *expected, const double *residual, int64_t rows, double *value)
{
    const int64_t level = level_of(model, input, levels, expected, residual);
    for (int64_t l = 0; l < levels && level >= 0; l++)
        value[l * rows] = l == level ? 1 : 0;
}

/* Row i takes the residuals of row `from`; value [count, rows], at `place`. */
static void copy_row(const hf_copies *copies, int64_t i, int64_t from, int64_t rows, int64_t place,
                     double *value)
{
    const double *expected = copies->expected + i * copies->count;
    const double *residual = copies->residual + from * copies->count;
    for (int64_t a = 0; a < copies->count; a += copies->width[a]) {
        const int64_t *input = copies->input + a;
        double *to = value + a * rows + place;
        if (copies->width[a] == 1)
            *to = value_of(copies->model, *input, expected[a] + residual[a]);
        else
            copy_level(copies->model, input, copies->width[a], expected + a, residual + a, rows,
                       to);
    }
}

void hf_copies_draw(const hf_copies *copies, const int64_t *order, int64_t first, int64_t end,
                    double *value)
{
    int64_t next = 0; /* in the order, restricted to complete rows */
    for (int64_t i = 0; i < copies->count * (end - first); i++)
        value[i] = NAN;
    for (int64_t i = 0; order && i < end; i++) {
        if (copies->incomplete[i])
            continue;
        while (copies->incomplete[order[next]])
            next++;
        if (i >= first)
            copy_row(copies, i, order[next], end - first, i - first, value);
        next++;
    }
}
