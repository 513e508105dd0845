/* --dry-run: what a run would take. */
#include "commands/run_text.h"

#include "holdfast/clock.h"
#include "holdfast/kernels.h"
#include "holdfast/memory.h"
#include "holdfast/network.h"
#include "holdfast/replica.h"
#include "report/number.h"
#include <stdio.h>

static double flops_of(const hf_experiment *experiment, int64_t hidden)
{
    const hf_dataset *data = &experiment->dataset;
    const hf_splits *splits = &experiment->splits;
    int64_t train = 0; /* of the first split: the others hardly differ */
    for (int64_t i = 0; i < splits->samples; i++)
        train += splits->train[i];
    return hf_training_flops(&experiment->config, data->features, hidden, data->classes, train,
                             data->samples - train);
}

/* Seconds that one replica takes on one thread: from a few iterations of it. */
static hf_status try_replica(const hf_experiment *experiment, int64_t hidden_index, double *seconds,
                             hf_error *error)
{
    const double trial_flops = 2e8;
    const int64_t hidden = experiment->grid.hidden[hidden_index];
    const double all = flops_of(experiment, hidden);
    hf_experiment trial = *experiment; /* borrows everything */
    hf_rows_layout *layout = NULL;
    hf_worker *worker = NULL;
    hf_rows rows = {.count = 1, .hidden_index = hidden_index};
    hf_status status = HF_OK;
    int64_t iterations = (int64_t)((double)trial.config.training.iterations * trial_flops / all);
    iterations = iterations < 3 ? 3 : iterations;
    if (iterations < trial.config.training.iterations)
        trial.config.training.iterations = iterations;
    HF_TRY_CLEANUP(hf_rows_layout_make(&trial.config, trial.dataset.features, trial.dataset.classes,
                                       &layout, error));
    rows.first = hidden_index * trial.grid.seeds;
    rows.bytes = hf_rows_size(layout, hidden_index, 1);
    HF_TRY_CLEANUP(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, error));
    HF_TRY_CLEANUP(hf_worker_make(&trial, layout, &worker, error));
    HF_TRY_CLEANUP(hf_worker_run(worker, &rows, error)); /* warms up */
    const double start = hf_clock_seconds();
    HF_TRY_CLEANUP(hf_worker_run(worker, &rows, error));
    *seconds = (hf_clock_seconds() - start) * all / flops_of(&trial, hidden);
cleanup:
    hf_worker_free(&worker);
    hf_free(&rows.data);
    hf_rows_layout_free(&layout);
    return status;
}

/* Bytes that a rank needs: the data, the splits, and for each thread inputs and networks. */
static double memory_of(const hf_experiment *experiment, int64_t threads)
{
    const hf_dataset *data = &experiment->dataset;
    const double samples = (double)data->samples, features = (double)data->features;
    double networks = 0;
    for (int64_t h = 0; h < experiment->grid.hiddens; h++)
        networks += (double)experiment->grid.hidden[h] *
                    (5 * ((double)hf_pad_lanes(data->features) + (double)data->classes) +
                     HF_ROW_BLOCK + 16 * (1 + (double)data->classes)) *
                    sizeof(float);
    return samples * features * sizeof(double) + (double)experiment->splits.count * samples +
           (double)threads * (3 * samples * features * sizeof(float) + networks);
}

static hf_status file_bytes(const hf_experiment *experiment, double *bytes, hf_error *error)
{
    const hf_dataset *data = &experiment->dataset;
    const hf_grid *grid = &experiment->grid;
    hf_rows_layout *layout;
    HF_TRY(hf_rows_layout_make(&experiment->config, data->features, data->classes, &layout, error));
    *bytes = (double)grid->splits * ((double)data->samples + 16 * (double)data->features);
    if (experiment->config.output.dataset)
        *bytes += (double)data->samples * (double)data->features * sizeof(double);
    for (int64_t h = 0; h < grid->hiddens; h++)
        *bytes += (double)hf_rows_size(layout, h, 1) * (double)(grid->splits * grid->seeds);
    hf_rows_layout_free(&layout);
    return HF_OK;
}

static void print_bytes(const char *label, double bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = 0;
    for (; bytes >= 1024 && unit < 5; unit++)
        bytes /= 1024;
    printf("  %-9s about %s %s\n", label, hf_number_fixed(bytes, bytes < 10 && unit > 0).text,
           units[unit]);
}

hf_status hf_run_estimate(const hf_experiment *experiment, const hf_parallel *parallel,
                          const hf_cores *cores, hf_error *error)
{
    const hf_grid *grid = &experiment->grid;
    const double per_size = (double)(grid->splits * grid->seeds);
    double flops = 0, seconds = 0, bytes;
    char took[HF_TIMESTAMP_BYTES];
    for (int64_t h = 0; h < grid->hiddens; h++) {
        double one = 0;
        HF_TRY(try_replica(experiment, h, &one, error));
        seconds += one * per_size;
        flops += flops_of(experiment, grid->hidden[h]) * per_size;
    }
    int64_t busy =
        parallel->total_threads < cores->usable ? parallel->total_threads : cores->usable;
    HF_TRY(file_bytes(experiment, &bytes, error));
    hf_clock_duration(seconds / (double)busy, took);
    printf("  replicas  %s\n", hf_number_grouped(hf_grid_replicas(grid)).text);
    printf("  work      %s GFLOP (10^9 floating-point operations)\n",
           hf_number_grouped((int64_t)(flops * 1e-9 + 0.5)).text);
    printf("  time      about %s, from a short trial on one thread\n", took);
    print_bytes("memory", memory_of(experiment, cores->most));
    print_bytes("file", bytes);
    printf("  nothing was written (--dry-run)\n");
    return HF_OK;
}
