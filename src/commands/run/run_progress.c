/* The progress of a run, on a terminal or in a log. */
#include "commands/run/run_text.h"

#include "base/clock.h"
#include "commands/commands.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "text/number.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WIDEST_BAR = 24, NARROWEST_BAR = 6 };
static const double bar_interval = 0.1, log_least = 1, log_interval = 10; /* seconds */

static hf_status add_arm(hf_progress *progress, const hf_experiment *experiment, hf_arm arm,
                         const uint8_t *status, hf_error *error)
{
    const hf_grid grid = hf_experiment_grid(experiment, arm);
    const int64_t first = hf_grid_first(&grid), replicas = hf_grid_replicas(&grid);
    double *cost;
    HF_TRY(hf_allocate(&cost, grid.hiddens, sizeof *cost, error));
    progress->cost[arm] = cost;
    for (int64_t h = 0; h < grid.hiddens; h++)
        cost[h] = hf_replica_flops(experiment, arm, h);
    for (int64_t i = 0; i < replicas; i++)
        if (status[i] != HF_PENDING)
            progress->before++;
        else
            progress->work += cost[hf_grid_place(&grid, first + i).hidden_index];
    progress->all += replicas;
    return HF_OK;
}

hf_status hf_progress_start(hf_progress *progress, const hf_run_options *options,
                            const hf_experiment *experiment, uint8_t *const status[HF_ARMS],
                            hf_error *error)
{
    const double now = hf_clock_seconds();
    *progress = (hf_progress){.mode = options->progress, .start = now, .shown = now};
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        HF_TRY(add_arm(progress, experiment, arm, status[arm], error));
    if (progress->mode == HF_PROGRESS_AUTO)
        progress->mode = isatty(STDERR_FILENO) ? HF_PROGRESS_BAR : HF_PROGRESS_LOG;
    if (options->quiet)
        progress->mode = HF_PROGRESS_NONE;
    return HF_OK;
}

void hf_progress_add(hf_progress *progress, const hf_rows_layout *layout, const hf_rows *rows)
{
    for (int64_t k = 0; k < rows->count; k++) {
        const uint8_t *status = hf_rows_at(layout, rows, hf_fields_of(rows->arm)->status, 0, k);
        const void *test_accuracy = hf_rows_at(layout, rows, HF_REPLICAS_TEST_ACCURACY, 0, k);
        const void *test_r2 = hf_rows_at(layout, rows, HF_REPLICAS_TEST_R2, 0, k);
        float accuracy;
        if (test_accuracy || test_r2) {
            memcpy(&accuracy, test_r2 ? test_r2 : test_accuracy, sizeof accuracy);
            progress->measured = test_r2 != NULL;
            if (!isnan(accuracy)) {
                progress->accuracy_sum += (double)accuracy;
                progress->accuracies++;
            }
        }
        if (*status != HF_PENDING) { /* a block that was interrupted */
            progress->done++;
            progress->work_done += progress->cost[rows->arm][rows->hidden_index];
        }
    }
}

/* ", test accuracy 96.5 %" or ", test R2 0.52", if any is known; `of`: "mean " or "". */
static void append_accuracy(const hf_progress *progress, const char *of, hf_text *text)
{
    const double mean = progress->accuracy_sum / (double)progress->accuracies;
    if (progress->accuracies > 0 && progress->measured)
        hf_text_append(text, ", %stest R2 %s", of, hf_number_fixed(mean, 2).text);
    else if (progress->accuracies > 0)
        hf_text_append(text, ", %stest accuracy %s%%", of, hf_number_fixed(100 * mean, 1).text);
}

/* "1,024 of 3,072 networks, 105/s, 20 s left, test accuracy 96.5 %" */
static void describe(const hf_progress *progress, hf_text *text)
{
    const double seconds = hf_clock_seconds() - progress->start;
    const double rate = seconds > 0 ? (double)progress->done / seconds : 0;
    char left[HF_TIMESTAMP_BYTES] = "?";
    if (progress->work_done > 0) /* by work: the large networks come first */
        hf_clock_duration((progress->work / progress->work_done - 1) * seconds, left);
    hf_text_append(text, "%s of %s networks, %s/s, %s left",
                   hf_number_grouped(progress->before + progress->done).text,
                   hf_number_grouped(progress->all).text,
                   hf_number_fixed(rate, rate < 10 ? 1 : 0).text, left);
    append_accuracy(progress, "", text);
}

/* One line that fits the terminal: a line that wraps could not be replaced by the next. */
static void show_bar(const hf_progress *progress, const hf_text *state)
{
    const int columns = hf_command_columns(stderr) - 1;
    const double share = progress->work > 0 ? progress->work_done / progress->work : 1;
    int width = columns - (int)state->length - 5;
    width = width > WIDEST_BAR ? WIDEST_BAR : width;
    fprintf(stderr, "\r\033[K");
    if (width >= NARROWEST_BAR) {
        fprintf(stderr, "  [");
        for (int i = 0; i < width; i++)
            fputc(i < (int)(share * width) ? '#' : '.', stderr);
        fprintf(stderr, "] %s", state->data);
    } else {
        fprintf(stderr, "%.*s", columns, state->data);
    }
    fflush(stderr);
}

void hf_progress_show(hf_progress *progress)
{
    const double now = hf_clock_seconds();
    const double waited = now - progress->shown;
    const int64_t step = progress->done - progress->shown_done;
    if (progress->mode == HF_PROGRESS_NONE || step == 0)
        return;
    if (waited < (progress->mode == HF_PROGRESS_BAR ? bar_interval : log_least))
        return;
    if (progress->mode == HF_PROGRESS_LOG && waited < log_interval && step * 20 < progress->all)
        return;
    progress->shown = now;
    progress->shown_done = progress->done;
    hf_text state = {0};
    describe(progress, &state);
    if (state.failed) /* a display is not worth a failure */
        return;
    if (progress->mode == HF_PROGRESS_BAR) {
        show_bar(progress, &state);
    } else {
        printf("  %s\n", state.data);
        fflush(stdout);
    }
    hf_text_free(&state);
}

void hf_progress_finish(hf_progress *progress)
{
    char took[HF_TIMESTAMP_BYTES];
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        hf_free(&progress->cost[arm]);
    if (progress->mode == HF_PROGRESS_BAR)
        fprintf(stderr, "\r\033[K");
    if (progress->mode == HF_PROGRESS_NONE)
        return;
    hf_text accuracy = {0};
    hf_clock_duration(hf_clock_seconds() - progress->start, took);
    append_accuracy(progress, "mean ", &accuracy);
    printf("  trained   %s in %s%s\n", hf_count(progress->done, "network").text, took,
           accuracy.data ? accuracy.data : "");
    hf_text_free(&accuracy);
    fflush(stdout);
}

void hf_run_describe_stop(const hf_run_options *options, const hf_progress *progress,
                          hf_error *error)
{
    hf_error reason = *error;
    hf_fail(error, HF_STOPPED,
            "%s; %s of %s networks are in %s, and the same command goes on from there",
            reason.message, hf_number_grouped(progress->before + progress->done).text,
            hf_number_grouped(progress->all).text, options->output);
}

void hf_run_describe_test_stop(const hf_run_options *options, hf_error *error)
{
    const int reason = hf_stop_requested(); /* 0: of another rank */
    hf_fail(
        error, HF_STOPPED,
        "stopped%s%s in the conditional test; all networks are in %s, and the same command goes "
        "on from there",
        reason ? " by " : "", reason ? hf_stop_reason(reason) : "", options->output);
}
