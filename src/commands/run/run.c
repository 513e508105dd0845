/* holdfast run: trains the grid on all ranks, aggregates, writes the results file. */
#include "commands/run/run.h"
#include "base/clock.h"
#include "commands/commands.h"
#include "commands/run/run_text.h"
#include "commands/session.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include "parallel/parallel.h"

/* What rank 0 does with the rows that come in. */
typedef struct collector {
    hf_results *results;
    hf_progress *progress;
} collector;

static hf_status take_rows(void *context, const hf_rows *rows, hf_error *error)
{
    collector *c = context;
    HF_TRY(hf_results_write_rows(c->results, rows, error));
    hf_progress_add(c->progress, hf_results_arm_layout(c->results, rows->arm), rows);
    return HF_OK;
}

static void tick(void *context)
{
    hf_progress_show(((collector *)context)->progress);
}

/* Rank 0: the configuration and all that follows from it. */
static hf_status prepare(const hf_run_options *options, hf_experiment *experiment, hf_error *error)
{
    hf_config config = {0};
    HF_TRY(hf_config_read(options->config, (const char *const *)options->set.items,
                          options->set.count, &config, error));
    HF_TRY(hf_experiment_make(&config, experiment, error));
    experiment->grid.shard = options->shard;
    return HF_OK;
}

/* Rank 0, after training: the statistics, then the state that says so. A shard has none. */
static hf_status complete(hf_results *results, hf_error *error)
{
    uint8_t state = HF_STATE_TRAINED;
    HF_TRY(hf_results_write(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    if (state == hf_results_last_state(results))
        return HF_OK;
    HF_TRY(hf_aggregate(results, error));
    state = HF_STATE_COMPLETE;
    return hf_results_write(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error);
}

static bool any_pending(const hf_output *output, hf_arm arm)
{
    const hf_grid grid = hf_results_arm_grid(output->results, arm);
    for (int64_t i = 0; i < hf_grid_replicas(&grid); i++)
        if (output->status[arm][i] == HF_PENDING)
            return true;
    return false;
}

/* Collective: what is pending of an arm. Agrees. */
static hf_status train_arm(const hf_parallel *parallel, const hf_experiment *experiment, hf_arm arm,
                           const hf_output *output, const hf_sink *sink, hf_error *error)
{
    hf_rows_layout *layout = NULL;
    if (!hf_parallel_from_root(parallel, parallel->rank == 0 && any_pending(output, arm)))
        return HF_OK;
    hf_status status = hf_rows_layout_make(&experiment->config, arm, experiment->dataset.features,
                                           experiment->dataset.classes, &layout, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    status = hf_parallel_train(parallel, experiment, arm, layout, output->status[arm], NULL, sink,
                               error);
    status = hf_parallel_agree(parallel, status, error);
cleanup:
    hf_rows_layout_free(&layout);
    return status;
}

/* Collective: from the results file as it stands to the complete one. */
static hf_status train(const hf_parallel *parallel, const hf_run_options *options,
                       const hf_experiment *experiment, hf_output *output, hf_session *session,
                       hf_error *error)
{
    hf_progress progress = {0};
    hf_status status = HF_OK;
    if (parallel->rank == 0)
        status = hf_progress_start(&progress, options, experiment, output->status, error);
    HF_TRY(hf_parallel_agree(parallel, status, error));
    collector rows_collector = {output->results, &progress};
    const hf_sink sink = {&rows_collector, take_rows, tick};
    for (hf_arm arm = 0; arm < HF_ARMS && status == HF_OK; arm++)
        status = train_arm(parallel, experiment, arm, output, &sink, error);
    if (parallel->rank == 0) {
        hf_progress_finish(&progress);
        if (status == HF_STOPPED)
            hf_run_describe_stop(options, &progress, error);
        session->replicas = progress.done;
        hf_error unheard; /* the session's line matters less than what went wrong before */
        hf_status noted =
            hf_session_write(output->results, session, status == HF_OK ? error : &unheard);
        status = status == HF_OK ? noted : status;
        const double start = hf_clock_seconds();
        if (status == HF_OK)
            status = complete(output->results, error);
        if (status == HF_OK)
            hf_run_tell_phase(options, "counted", hf_clock_seconds() - start);
    }
    return hf_parallel_agree(parallel, status, error);
}

/* Collective: everything between the start and the end of MPI. */
static hf_status run(hf_parallel *parallel, const hf_run_options *options, hf_session *session,
                     hf_error *error)
{
    const bool root = parallel->rank == 0;
    hf_experiment experiment = {0};
    hf_output output = {0};
    hf_cores cores;
    hf_status status = hf_kernels_select(error);
    if (status == HF_OK && root)
        status = prepare(options, &experiment, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    HF_TRY_CLEANUP(hf_parallel_use_cores(parallel, options->threads, &cores,
                                         root ? &session->hosts : NULL, error));
    if (root) {
        hf_run_introduce(options, &experiment, parallel, &cores);
        hf_run_tell_config(options, &experiment);
    }
    if (options->dry_run) {
        if (root && options->reuse)
            status = hf_reuse_check(options, &experiment, error);
        if (root && status == HF_OK)
            status = hf_run_estimate(options, &experiment, parallel, &cores, error);
        status = hf_parallel_agree(parallel, status, error);
        goto cleanup;
    }
    if (root)
        status = hf_output_open(options, &experiment, &output, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    if (hf_parallel_from_root(parallel, output.complete))
        goto cleanup;
    if (root)
        hf_run_tell_file(options);
    HF_TRY_CLEANUP(hf_parallel_share(parallel, &experiment, error));
    HF_TRY_CLEANUP(train(parallel, options, &experiment, &output, session, error));
    if (root)
        hf_run_conclude(options, &output);
cleanup:
    if (root) {
        hf_status closed = hf_output_close(&output, status == HF_OK ? error : NULL);
        status = status == HF_OK ? closed : status;
    }
    hf_experiment_free(&experiment);
    return status;
}

hf_status hf_command_run(int argc, char **argv, hf_error *error)
{
    hf_parallel parallel;
    hf_run_options options = {0};
    hf_session session = {.argc = argc, .argv = argv};
    HF_TRY(hf_parallel_start(&parallel, error));
    hf_status status = hf_run_options_read(argc, argv, &options, error);
    status = hf_parallel_agree(&parallel, status, error);
    if (status == HF_OK) {
        if (parallel.rank == 0 && options.max_time)
            hf_stop_after(options.max_seconds);
        hf_session_start(&session, &parallel);
        status = run(&parallel, &options, &session, error);
        status = hf_parallel_agree(&parallel, status, error);
    }
    hf_run_options_free(&options);
    hf_session_free(&session);
    /* once a rank has left with a failure, mpirun kills the others: say it while all are here */
    fflush(stdout);
    if (status != HF_OK)
        hf_command_print_error(error);
    hf_parallel_stop(status);
    return status;
}
