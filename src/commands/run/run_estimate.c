/* --dry-run: what a run would take. */
#include "commands/run/run_text.h"

#include "base/clock.h"
#include "commands/commands.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "text/number.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { STRUCTURE_BYTES = 300 << 10 }; /* of a results file: texts, names, HDF5's own */

/* Memory that this process has in use. */
static double resident_bytes(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/* What the trial finds. */
typedef struct {
    double left;         /* share of the arm's replicas that is not there to be reused */
    double seconds;      /* of all that are left, on one thread */
    double flops;        /* of all that are left */
    double worker_bytes; /* that a thread needs */
    double block_bytes;  /* of one replica's rows, the largest */
} trial_result;

/* Times a few iterations of one of the arm's replicas of each hidden size. */
static hf_status try_sizes(const hf_experiment *experiment, hf_arm arm,
                           const hf_rows_layout *layout, hf_worker *worker, double speedup,
                           trial_result *result, hf_error *error)
{
    const hf_grid grid = hf_experiment_grid(experiment, arm);
    for (int64_t h = 0; h < grid.hiddens; h++) {
        hf_rows rows = {.arm = arm, .first = h * grid.seeds, .count = 1, .hidden_index = h};
        rows.bytes = hf_rows_size(layout, h, 1);
        HF_TRY(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, error));
        hf_status status = hf_worker_run(worker, &rows, error); /* warms up */
        const double start = hf_clock_seconds();
        if (status == HF_OK)
            status = hf_worker_run(worker, &rows, error);
        const double took = hf_clock_seconds() - start;
        const double training = hf_worker_seconds(worker);
        const double whole = took + training * (speedup - 1); /* importance is whole */
        result->seconds += whole * (double)hf_grid_rows(&grid, h) * result->left;
        hf_free(&rows.data);
        HF_TRY(status);
    }
    return HF_OK;
}

static hf_status try_worker(const hf_experiment *experiment, hf_arm arm, trial_result *result,
                            hf_error *error)
{
    const double trial_flops = 2e8;
    const hf_grid *grid = &experiment->grid;
    hf_experiment trial = *experiment; /* borrows everything */
    hf_rows_layout *layout = NULL;
    hf_worker *worker = NULL;
    hf_status status = HF_OK;
    double largest = 0;
    for (int64_t h = 0; h < grid->hiddens; h++)
        largest = fmax(largest, hf_replica_flops(experiment, arm, h));
    const double all = (double)experiment->config.training.iterations;
    const double few = fmin(all, fmax(3, floor(all * trial_flops / largest)));
    trial.config.training.iterations = (int64_t)few;
    const double before = resident_bytes();
    const hf_data_counts counts = hf_dataset_counts(&trial.dataset);
    HF_TRY_CLEANUP(hf_rows_layout_make(&trial.config, arm, &counts, &layout, error));
    HF_TRY_CLEANUP(hf_worker_make(&trial, arm, layout, 1, &worker, error));
    HF_TRY_CLEANUP(try_sizes(&trial, arm, layout, worker, all / few, result, error));
    result->worker_bytes = fmax(result->worker_bytes, resident_bytes() - before);
cleanup:
    hf_worker_free(&worker);
    hf_rows_layout_free(&layout);
    return status;
}

/* What follows from the sizes. */
static hf_status add_sizes(const hf_experiment *experiment, hf_arm arm, trial_result *result,
                           hf_error *error)
{
    const hf_grid grid = hf_experiment_grid(experiment, arm);
    hf_rows_layout *layout;
    const hf_data_counts counts = hf_dataset_counts(&experiment->dataset);
    HF_TRY(hf_rows_layout_make(&experiment->config, arm, &counts, &layout, error));
    for (int64_t h = 0; h < grid.hiddens; h++) {
        result->flops +=
            hf_replica_flops(experiment, arm, h) * (double)hf_grid_rows(&grid, h) * result->left;
        result->block_bytes = fmax(result->block_bytes, (double)hf_rows_size(layout, h, 1));
    }
    hf_rows_layout_free(&layout);
    return HF_OK;
}

static hf_status add_output(const hf_run_options *options, const hf_experiment *experiment,
                            hf_document *d, hf_error *error)
{
    hf_output output = {.options = options, .experiment = experiment};
    hf_text *line = hf_document_fact(d, "output");
    hf_text_append(line, "%s: ", options->output);
    const hf_status status = hf_output_preview(&output, line, error);
    hf_output_close(&output, NULL);
    return status;
}

/* What --reuse would take over. */
static hf_status count_reused(const hf_run_options *options, const hf_experiment *experiment,
                              int64_t there[HF_ARMS], int64_t *all, hf_error *error)
{
    const hf_output output = {.options = options, .experiment = experiment};
    *all = 0;
    if (!options->reuse)
        return HF_OK;
    HF_TRY(hf_reuse_check(&output, there, error));
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        *all += there[arm];
    return HF_OK;
}

hf_status hf_run_estimate(const hf_run_options *options, const hf_experiment *experiment,
                          const hf_parallel *parallel, const hf_cores *cores, hf_error *error)
{
    int64_t replicas = 0, there[HF_ARMS] = {0}, reused;
    const double base = resident_bytes(), threads = (double)cores->most;
    trial_result result = {0};
    int64_t file;
    hf_document d = {.label_width = HF_FACT_LABEL};
    char took[HF_TIMESTAMP_BYTES], most[HF_TIMESTAMP_BYTES];
    HF_TRY(count_reused(options, experiment, there, &reused, error));
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_experiment_grid(experiment, arm);
        if (hf_grid_whole(&grid) == 0)
            continue;
        const int64_t some = hf_grid_replicas(&grid);
        replicas += some;
        result.left = some > 0 ? (double)(some - there[arm]) / (double)some : 0;
        HF_TRY(try_worker(experiment, arm, &result, error));
        HF_TRY(add_sizes(experiment, arm, &result, error));
    }
    const hf_data_counts counts = hf_experiment_counts(experiment);
    HF_TRY(hf_results_bytes(&experiment->config, experiment->grid.shard, &counts, &file, error));
    const int64_t busy =
        parallel->total_threads < cores->usable ? parallel->total_threads : cores->usable;
    hf_conditional_estimate test;
    HF_TRY(hf_conditional_stage_estimate(experiment, &test, error));
    hf_clock_duration((result.seconds + test.seconds) / (double)busy + test.start_seconds, took);
    hf_clock_duration((result.seconds + test.most_seconds) / (double)busy + test.start_seconds,
                      most);
    hf_text_append(hf_document_fact(&d, "replicas"), "%s", hf_count(replicas, "network").text);
    if (options->reuse)
        hf_text_append(hf_document_fact(&d, "reused"),
                       "%s of them, from %s; work and time are without these",
                       hf_number_grouped(reused).text, options->reuse);
    const double flops = result.flops + test.flops;
    hf_text_append(hf_document_fact(&d, "work"), "%s x 10^9 floating-point operations",
                   hf_number_fixed(flops * 1e-9, flops < 1e10 ? 2 : 0).text);
    hf_text_append(hf_document_fact(&d, "time"), "about %s%s%s, from a short trial on one thread",
                   took, strcmp(took, most) == 0 ? "" : ", at most about ",
                   strcmp(took, most) == 0 ? "" : most);
    const double training_bytes =
        threads * result.worker_bytes + (threads + 2) * result.block_bytes;
    hf_text_append(
        hf_document_fact(&d, "memory"), "about %s per rank",
        hf_number_bytes(base + (double)replicas + fmax(training_bytes, test.bytes)).text);
    hf_text_append(hf_document_fact(&d, "file"), "about %s",
                   hf_number_bytes((double)(file + STRUCTURE_BYTES)).text);
    const hf_status status = add_output(options, experiment, &d, error);
    hf_document_say(&d, HF_BLOCK_NOTE, "nothing was written (--dry-run)");
    if (status == HF_OK)
        hf_command_print_document(&d, stdout);
    hf_document_free(&d);
    return status;
}
