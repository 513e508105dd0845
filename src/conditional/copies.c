/* From residuals and a permutation to the order statistics that the inputs become. */
#include "copies.h"

#include "random/random.h"
#include <math.h>

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
    HF_TRY_CLEANUP(hf_allocate(&scratch, copies->count + n, row, error));
    hf_conditional_residuals(model, copies->input, copies->count, scratch, copies->residual);
    for (int64_t i = 0; i < n; i++)
        for (int64_t a = 0; a < copies->count; a++)
            copies->expected[i * copies->count + a] =
                model->z[i * model->d + copies->input[a]] - copies->residual[i * copies->count + a];
    find_incomplete(c->setup.x, copies);
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

/* Row i takes the residuals of row `from`; value [count, rows], at `place`. */
static void copy_row(const hf_copies *copies, int64_t i, int64_t from, int64_t rows, int64_t place,
                     double *value)
{
    const hf_conditional_model *model = copies->model;
    for (int64_t a = 0; a < copies->count; a++) {
        const int64_t j = copies->input[a];
        const double score =
            copies->expected[i * copies->count + a] + copies->residual[from * copies->count + a];
        const int64_t index = hf_quantiles_below(&model->quantiles[model->quantiles_of[j]],
                                                 score * model->deviation[j] + model->mean[j]);
        value[a * rows + place] = model->sorted[j * model->n + index];
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
