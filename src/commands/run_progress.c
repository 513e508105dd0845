/* The progress of a run, on a terminal or in a log. */
#include "commands/run_text.h"

#include "holdfast/clock.h"
#include "report/number.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAR_WIDTH = 24 };
static const double bar_interval = 0.1, log_least = 1, log_interval = 10; /* seconds */

void hf_progress_start(hf_progress *progress, const hf_run_options *options, int64_t pending,
                       int64_t replicas)
{
    const double now = hf_clock_seconds();
    *progress = (hf_progress){.mode = options->progress,
                              .before = replicas - pending,
                              .all = replicas,
                              .start = now,
                              .shown = now};
    if (progress->mode == HF_PROGRESS_AUTO)
        progress->mode = isatty(STDERR_FILENO) ? HF_PROGRESS_BAR : HF_PROGRESS_LOG;
    if (options->quiet)
        progress->mode = HF_PROGRESS_NONE;
}

void hf_progress_add(hf_progress *progress, const hf_rows_layout *layout, const hf_rows *rows)
{
    for (int64_t k = 0; k < rows->count; k++) {
        float accuracy;
        memcpy(&accuracy, hf_rows_at(layout, rows, HF_REPLICAS_TEST_ACCURACY, 0, k),
               sizeof accuracy);
        if (accuracy == accuracy) {
            progress->accuracy_sum += (double)accuracy;
            progress->accuracies++;
        }
    }
    progress->done += rows->count;
}

/* "1,024 of 3,072 replicas, 105 a second, 20 s left, mean test accuracy 96.5 %" */
static void print_state(const hf_progress *progress, FILE *out)
{
    const double seconds = hf_clock_seconds() - progress->start;
    const double rate = seconds > 0 ? (double)progress->done / seconds : 0;
    const int64_t there = progress->before + progress->done;
    char left[HF_TIMESTAMP_BYTES] = "?";
    if (rate > 0)
        hf_clock_duration((double)(progress->all - there) / rate, left);
    fprintf(out, "%s of %s replicas, %s a second, %s left", hf_number_grouped(there).text,
            hf_number_grouped(progress->all).text, hf_number_fixed(rate, rate < 10 ? 1 : 0).text,
            left);
    if (progress->accuracies > 0)
        fprintf(
            out, ", mean test accuracy %s %%",
            hf_number_fixed(100 * progress->accuracy_sum / (double)progress->accuracies, 1).text);
}

static void show_bar(const hf_progress *progress)
{
    const double share =
        progress->all > 0 ? (double)(progress->before + progress->done) / (double)progress->all : 1;
    const int filled = (int)(share * BAR_WIDTH);
    fprintf(stderr, "\r\033[K  [");
    for (int i = 0; i < BAR_WIDTH; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] ");
    print_state(progress, stderr);
    fflush(stderr);
}

static void show_line(const hf_progress *progress)
{
    printf("  ");
    print_state(progress, stdout);
    printf("\n");
    fflush(stdout);
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
    if (progress->mode == HF_PROGRESS_BAR)
        show_bar(progress);
    else
        show_line(progress);
}

void hf_progress_finish(hf_progress *progress)
{
    char took[HF_TIMESTAMP_BYTES];
    if (progress->mode == HF_PROGRESS_BAR)
        fprintf(stderr, "\r\033[K");
    if (progress->mode == HF_PROGRESS_NONE)
        return;
    const double seconds = hf_clock_seconds() - progress->start;
    hf_clock_duration(seconds, took);
    printf("  trained   %s replica%s in %s", hf_number_grouped(progress->done).text,
           progress->done == 1 ? "" : "s", took);
    if (progress->accuracies > 0)
        printf(
            ", mean test accuracy %s %%",
            hf_number_fixed(100 * progress->accuracy_sum / (double)progress->accuracies, 1).text);
    printf("\n");
    fflush(stdout);
}
