/* holdfast run: trains the grid on all ranks, aggregates, writes the results file. */
#include "commands/run/run.h"
#include "base/clock.h"
#include "commands/commands.h"
#include "commands/run/run_text.h"
#include "commands/session.h"
#include "direction/direction.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include "parallel/parallel.h"

/* One run, on one of its ranks; file and progress are rank 0's. */
typedef struct run {
    hf_parallel parallel;
    hf_run_options options;
    hf_session session;
    hf_experiment experiment;
    hf_output output;
    hf_progress progress;
} run;

static bool is_root(const run *r)
{
    return r->parallel.rank == 0;
}

/* ---- training ---- */

/* What rank 0 does with the rows that come in. */
static hf_status take_rows(void *context, const hf_rows *rows, hf_error *error)
{
    run *r = context;
    HF_TRY(hf_results_write_rows(r->output.results, rows, error));
    hf_progress_add(&r->progress, hf_results_arm_layout(r->output.results, rows->arm), rows);
    return HF_OK;
}

static void tick(void *context)
{
    hf_progress_show(&((run *)context)->progress);
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
static hf_status train_arm(run *r, hf_arm arm, hf_error *error)
{
    const hf_parallel *parallel = &r->parallel;
    const hf_experiment *experiment = &r->experiment;
    const hf_sink sink = {r, take_rows, tick};
    hf_rows_layout *layout = NULL;
    if (!hf_parallel_from_root(parallel, is_root(r) && any_pending(&r->output, arm)))
        return HF_OK;
    const hf_data_counts counts = hf_dataset_counts(&experiment->dataset);
    hf_status status = hf_rows_layout_make(&experiment->config, arm, &counts, &layout, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    status = hf_parallel_train(parallel, experiment, arm, layout, r->output.status[arm], NULL,
                               &sink, error);
    status = hf_parallel_agree(parallel, status, error);
cleanup:
    hf_rows_layout_free(&layout);
    return status;
}

static hf_status set_state(hf_results *results, uint8_t state, hf_error *error)
{
    return hf_results_write(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error);
}

/* Rank 0: after training. */
static hf_status finish_training(run *r, hf_status status, hf_error *error)
{
    hf_progress_finish(&r->progress);
    if (status == HF_STOPPED)
        hf_run_describe_stop(&r->options, &r->progress, error);
    r->session.replicas = r->progress.done;
    HF_TRY(status);
    return set_state(r->output.results, HF_STATE_TRAINED, error);
}

/* Collective: the conditional test. A shard has none. Agrees. */
static hf_status test_features(run *r, hf_error *error)
{
    const hf_conditional_store store = {.results = r->output.results, .into = r->output.results};
    const double start = hf_clock_seconds();
    if (hf_parallel_from_root(&r->parallel, r->experiment.grid.shard.count > 0))
        return HF_OK; /* only rank 0's experiment knows */
    const hf_status status = hf_parallel_conditional(&r->parallel, &r->experiment, &store, error);
    if (is_root(r) && status == HF_STOPPED)
        hf_run_describe_test_stop(&r->options, error);
    if (is_root(r) && status == HF_OK)
        hf_run_show_phase(&r->options, "tested", hf_clock_seconds() - start);
    return status;
}

/* Rank 0: the statistics, then the state that says so. A shard has none. */
static hf_status count(run *r, hf_error *error)
{
    hf_results *results = r->output.results;
    const double start = hf_clock_seconds();
    if (hf_results_last_state(results) == HF_STATE_TRAINED)
        return HF_OK;
    HF_TRY(hf_direction_put(results, results, NULL, &r->experiment, r->parallel.threads, error));
    HF_TRY(hf_aggregate(results, &r->experiment.dataset, error));
    HF_TRY(set_state(results, HF_STATE_COMPLETE, error));
    hf_run_show_phase(&r->options, "counted", hf_clock_seconds() - start);
    return HF_OK;
}

/* Rank 0: notes the session, whose line matters less than what went wrong before. */
static hf_status note_session(run *r, hf_status status, hf_error *error)
{
    hf_error unheard;
    const hf_status noted =
        hf_session_write(r->output.results, &r->session, status == HF_OK ? error : &unheard);
    return status == HF_OK ? noted : status;
}

/* Collective: from the results file as it stands to the complete one. Agrees. */
static hf_status train(run *r, hf_error *error)
{
    hf_status status = HF_OK;
    if (is_root(r))
        status =
            hf_progress_start(&r->progress, &r->options, &r->experiment, r->output.status, error);
    HF_TRY(hf_parallel_agree(&r->parallel, status, error));
    for (hf_arm arm = 0; arm < HF_ARMS && status == HF_OK; arm++)
        status = train_arm(r, arm, error);
    if (is_root(r))
        status = finish_training(r, status, error);
    status = hf_parallel_agree(&r->parallel, status, error);
    if (status == HF_OK)
        status = test_features(r, error);
    if (is_root(r))
        status = note_session(r, status, error);
    if (is_root(r) && status == HF_OK)
        status = count(r, error);
    return hf_parallel_agree(&r->parallel, status, error);
}

/* ---- before and after ---- */

/* Rank 0: the configuration and all that follows from it. */
static hf_status prepare(run *r, hf_error *error)
{
    const hf_run_options *options = &r->options;
    hf_config config = {0};
    HF_TRY(hf_config_read(options->config, (const char *const *)options->set.items,
                          options->set.count, &config, error));
    HF_TRY(hf_experiment_make(&config, &r->experiment, error));
    r->experiment.grid.shard = options->shard;
    return HF_OK;
}

/* Collective: everything between the start and the end of MPI. Agrees. */
static hf_status run_all(run *r, hf_error *error)
{
    const hf_parallel *parallel = &r->parallel;
    const bool root = is_root(r);
    hf_cores cores;
    hf_status status = hf_kernels_select(error);
    if (status == HF_OK && root)
        status = prepare(r, error);
    HF_TRY(hf_parallel_agree(parallel, status, error));
    HF_TRY(hf_parallel_use_cores(&r->parallel, r->options.threads, &cores,
                                 root ? &r->session.hosts : NULL, error));
    if (root) {
        hf_run_show_start(&r->options, &r->experiment, parallel, &cores);
        hf_run_show_config(&r->options, &r->experiment);
        status = r->options.dry_run
                     ? hf_run_estimate(&r->options, &r->experiment, parallel, &cores, error)
                     : hf_output_open(&r->output, error);
    }
    HF_TRY(hf_parallel_agree(parallel, status, error));
    if (r->options.dry_run || hf_parallel_from_root(parallel, r->output.complete))
        return HF_OK;
    if (root)
        hf_run_show_file(&r->options);
    HF_TRY(hf_parallel_share(parallel, &r->experiment, error));
    HF_TRY(train(r, error));
    if (root)
        hf_run_show_end(&r->options, &r->output);
    return HF_OK;
}

/* Collective. Agrees. */
static hf_status run_and_close(run *r, hf_error *error)
{
    hf_status status = run_all(r, error);
    const hf_status closed = hf_output_close(&r->output, status == HF_OK ? error : NULL);
    status = status == HF_OK ? closed : status;
    hf_experiment_free(&r->experiment);
    return hf_parallel_agree(&r->parallel, status, error);
}

hf_status hf_command_run(int argc, char **argv, hf_error *error)
{
    run r = {.session = {.argc = argc, .argv = argv}};
    r.output.options = &r.options;
    r.output.experiment = &r.experiment;
    HF_TRY(hf_parallel_start(&r.parallel, error));
    hf_status status = hf_run_options_read(argc, argv, &r.options, error);
    status = hf_parallel_agree(&r.parallel, status, error);
    if (status == HF_OK) {
        if (is_root(&r) && r.options.max_time)
            hf_stop_after(r.options.max_seconds);
        hf_session_start(&r.session, &r.parallel);
        status = run_and_close(&r, error);
    }
    hf_run_options_free(&r.options);
    hf_session_free(&r.session);
    /* once a rank has left with a failure, mpirun kills the others: say it while all are here */
    fflush(stdout);
    if (status != HF_OK)
        hf_command_print_error(error);
    hf_parallel_stop(status);
    return status;
}
