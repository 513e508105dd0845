/* Pre-activations (float64 sums, float32 results) and centred output weights of a batch. */
#include "prepare.h"

#include "base/count.h"
#include "kernels/kernels.h"
#include <math.h>
#include <omp.h>

/* Rows and hidden units that a thread works on at a time. */
enum { TILE_ROWS = 256, TILE_HIDDEN = 64 };

/* The centred weight of a class among `classes` that lie `stride` apart. */
static float centred(const float *weight, int64_t classes, int64_t stride, int64_t class)
{
    double sum = 0;
    if (classes == 1)
        return weight[0]; /* the output for a measured outcome */
    for (int64_t c = 0; c < classes; c++)
        sum += (double)weight[c * stride];
    return (float)((double)weight[class * stride] - sum / (double)classes);
}

static void center_outputs(const hf_conditional_engine *c, const hf_prepared *p)
{
    const hf_weights *w = p->weights;
    for (int64_t k = 0; k < c->channels; k++) {
        for (int64_t j = 0; j < w->hidden; j++)
            p->output[j * c->channels + k] =
                centred(w->output_weight + j, w->classes, w->hidden, k);
        p->bias[k] = centred(w->output_bias, w->classes, 1, k);
    }
}

/* column [padded] = one input at the run's rows, 0 beyond. */
static void fill_column(const hf_conditional_setup *setup, const hf_run *run, int64_t input,
                        float *column)
{
    for (int64_t i = 0; i < run->padded; i++) {
        column[i] = 0;
        if (i < run->rows) {
            const double x = setup->x[run->sample[i] * setup->inputs + input];
            column[i] = hf_conditional_input(
                setup, run->split, input,
                isnan(x) ? setup->fill[run->split * setup->inputs + input] : x);
        }
    }
}

/* A tile of rows from `first` on; `scratch` [TILE_HIDDEN, TILE_ROWS]. */
static void pre_activate(const hf_prepared *p, const hf_run *run, const float *columns,
                         int64_t first, double *scratch)
{
    const hf_weights *w = p->weights;
    const int64_t rows = hf_fewer(run->padded - first, TILE_ROWS);
    for (int64_t unit = 0; unit < w->hidden; unit += TILE_HIDDEN) {
        const hf_unit_rows units = {
            .hidden = hf_fewer(w->hidden - unit, TILE_HIDDEN), .rows = rows, .unit = scratch};
        const hf_columns all = {.count = w->inputs,
                                .stride = run->padded,
                                .weight_stride = w->inputs,
                                .value = columns + first,
                                .weight = w->input_weight + unit * w->inputs};
        for (int64_t j = 0; j < units.hidden; j++)
            for (int64_t i = 0; i < rows; i++)
                scratch[j * rows + i] = (double)w->input_bias[unit + j];
        hf_kernels()->add_columns(&units, &all);
        for (int64_t i = 0; i < rows; i++)
            for (int64_t j = 0; j < units.hidden; j++)
                p->unit[((first + i) / HF_LANES * w->hidden + unit + j) * HF_LANES + i % HF_LANES] =
                    (float)scratch[j * rows + i];
    }
}

/* All networks of a run; columns [inputs, padded], scratch of each thread. */
static void prepare_run(const hf_conditional_engine *c, const hf_batch *batch, const hf_run *run,
                        float *columns, double *scratch)
{
    const int64_t tiles = (run->padded + TILE_ROWS - 1) / TILE_ROWS;
#pragma omp parallel num_threads((int)c->setup.threads)
    {
        double *own = scratch + (int64_t)omp_get_thread_num() * TILE_HIDDEN * TILE_ROWS;
#pragma omp for schedule(static)
        for (int64_t j = 0; j < c->setup.inputs; j++)
            fill_column(&c->setup, run, j, columns + j * run->padded);
#pragma omp for schedule(dynamic)
        for (int64_t item = 0; item < run->networks * tiles; item++) {
            const hf_prepared *p = &batch->network[run->first + item / tiles];
            if (item % tiles == 0)
                center_outputs(c, p);
            pre_activate(p, run, columns, item % tiles * TILE_ROWS, own);
        }
    }
}

hf_status hf_batch_prepare(const hf_conditional_engine *c, hf_batch *batch, hf_error *error)
{
    int64_t most = 0;
    float *columns = NULL;
    double *scratch = NULL;
    hf_status status = HF_OK;
    for (int64_t r = 0; r < batch->runs; r++)
        most = batch->run[r].padded > most ? batch->run[r].padded : most;
    HF_TRY_CLEANUP(hf_allocate(&columns, c->setup.inputs, (size_t)most * sizeof *columns, error));
    HF_TRY_CLEANUP(
        hf_allocate(&scratch, c->setup.threads, sizeof *scratch * TILE_HIDDEN * TILE_ROWS, error));
    for (int64_t r = 0; r < batch->runs; r++)
        prepare_run(c, batch, &batch->run[r], columns, scratch);
cleanup:
    hf_free(&columns);
    hf_free(&scratch);
    return status;
}
