/* Rank 0's intake: all ranks hand in prepared replicas of the tutorial's size, with full history,
 * as fast as rank 0 writes them to a results file. */
#include "commands/bench/bench.h"

#include "base/clock.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/status_codes.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The tutorial's rows, and three cases from which the costs of a block, a replica and a byte follow
 * (docs/scaling.md). A block holds as many replicas as a message may, or one. */
static const struct {
    const char *name, *source;
    int64_t hidden, history_every, splits;
    bool single; /* a block is one replica */
} cases[] = {
    {"tutorial", "builtin:breast_cancer", 30, 1, 80, false},
    {"single", "builtin:iris", 4, 0, 80, true},
    {"small", "builtin:iris", 4, 0, 2000, false},
    {"large", "builtin:breast_cancer", 1000, 1, 8, false},
};
enum { CASES = sizeof cases / sizeof *cases, SEEDS = 250, REPEATS = 5 };

static const hf_bench_column columns[] = {
    {"ranks", "ranks", 6, 0, 1, ""},
    {"bytes_per_replica", "bytes/replica", 14, 0, 1, ""},
    {"replicas_per_second", "replicas/s", 12, 0, 1, ""},
    {"bytes_per_second", "MB/s", 15, 0, 1e-6, ""},
    /* processor time of the thread that takes in */
    {"busy_seconds_per_replica", "busy/replica", 14, 2, 1e6, " us"},
    {0}};

/* A replica that is handed in again and again. */
typedef struct {
    const hf_rows_layout *layout;
    hf_rows sample;
    double cost; /* as the schedule sees it */
} prepared;

static hf_status hand_in(void *context, hf_rows *rows, hf_error *error)
{
    const prepared *p = context;
    (void)error;
    for (int64_t k = 0; k < rows->count; k++)
        hf_rows_copy(p->layout, &p->sample, 0, rows, k);
    return HF_OK;
}

static hf_status take(void *context, const hf_rows *rows, hf_error *error)
{
    return hf_results_write_rows(context, rows, error);
}

/* Rank 0's experiment; all ranks get it. */
static hf_status make_experiment(int which, bool tiny, hf_experiment *experiment, hf_error *error)
{
    char text[256];
    hf_config config = {0};
    snprintf(text, sizeof text,
             "{data: {source: '%s'}, model: {hidden: [%lld]}, output: {history_every: %lld},"
             " replicas: {seeds: %d}, splits: {count: %lld}}",
             cases[which].source, (long long)cases[which].hidden,
             (long long)cases[which].history_every, tiny ? 5 : SEEDS,
             (long long)(tiny ? 4 : cases[which].splits));
    HF_TRY(hf_config_parse(text, "the benchmark's configuration", &config, error));
    return hf_experiment_make(&config, experiment, error);
}

static hf_status make_sample(const hf_experiment *experiment, prepared *p, hf_error *error)
{
    hf_worker *worker;
    p->sample = (hf_rows){.count = 1, .bytes = hf_rows_size(p->layout, 0, 1)};
    HF_TRY(hf_allocate(&p->sample.data, (int64_t)p->sample.bytes, 1, error));
    HF_TRY(hf_worker_make(experiment, HF_ARM_MAIN, p->layout, 1, &worker, error));
    const hf_status status = hf_worker_run(worker, &p->sample, error);
    hf_worker_free(&worker);
    return status;
}

/* Rank 0: a file that is gone with the process, whatever ends it. */
static hf_status make_file(const hf_experiment *experiment, hf_results **results, hf_error *error)
{
    const char *folder = getenv("TMPDIR");
    hf_text path = {0};
    hf_text_append(&path, "%s/holdfast-bench-%ld.h5", folder && *folder ? folder : "/tmp",
                   (long)getpid());
    hf_status status = hf_text_check(&path, error);
    if (status == HF_OK)
        status = hf_results_create(path.data, experiment, "", error);
    if (status == HF_OK) {
        status = hf_results_open(path.data, true, results, error);
        unlink(path.data);
    }
    hf_text_free(&path);
    return status;
}

/* Processor time of this thread, which on rank 0 does nothing but take in. */
static double thread_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

typedef struct {
    double seconds, busy;
} timing;

static int by_seconds(const void *a, const void *b)
{
    const double x = ((const timing *)a)->seconds, y = ((const timing *)b)->seconds;
    return (x > y) - (x < y);
}

/* Collective: hands everything in once. */
static hf_status gather(const hf_parallel *parallel, const hf_experiment *experiment, prepared *p,
                        hf_results *results, const uint8_t *status, timing *t, hf_error *error)
{
    const hf_work work = {.context = p, .run = hand_in, .cost = p->cost};
    const hf_sink sink = {.context = results, .take = take};
    const double start = hf_clock_seconds(), busy = thread_seconds();
    const hf_status done = hf_parallel_train(parallel, experiment, HF_ARM_MAIN, p->layout, status,
                                             &work, &sink, error);
    *t = (timing){hf_clock_seconds() - start, thread_seconds() - busy};
    return hf_parallel_agree(parallel, done, error);
}

/* Rank 0: is every replica there, with the checksum of what was handed in? */
static hf_status check(hf_results *results, int64_t replicas, hf_error *error)
{
    uint8_t *status;
    int64_t demoted, there = 0;
    HF_TRY(hf_allocate(&status, replicas, 1, error));
    hf_status checked = hf_results_check(results, HF_ARM_MAIN, status, &demoted, error);
    for (int64_t i = 0; i < replicas; i++)
        there += status[i] == HF_DONE;
    hf_free(&status);
    if (checked == HF_OK && there < replicas)
        checked = hf_fail(error, HF_INTERNAL, "gather: %lld of %lld replicas arrived whole",
                          (long long)there, (long long)replicas);
    return checked;
}

static hf_status measure(const hf_parallel *parallel, int which, bool tiny,
                         const hf_experiment *experiment, prepared *p, hf_bench_table *table,
                         hf_error *error)
{
    const bool root = parallel->rank == 0;
    const int64_t replicas = hf_grid_replicas(&experiment->grid);
    const int repeats = tiny ? 1 : REPEATS;
    hf_results *results = NULL;
    uint8_t *pending = NULL;
    timing times[REPEATS], first;
    hf_status status = HF_OK;
    if (root)
        status = hf_allocate(&pending, replicas, 1, error);
    if (root && status == HF_OK)
        status = make_file(experiment, &results, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    HF_TRY_CLEANUP(gather(parallel, experiment, p, results, pending, &first, error));
    if (root)
        status = check(results, replicas, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    for (int i = 0; i < repeats; i++)
        HF_TRY_CLEANUP(gather(parallel, experiment, p, results, pending, &times[i], error));
    qsort(times, (size_t)repeats, sizeof *times, by_seconds);
    const timing median = times[repeats / 2];
    *table = (hf_bench_table){
        .title = "rank 0 takes", .name_width = 12, .columns = columns, .count = root};
    table->rows[0] =
        (hf_bench_row){cases[which].name,
                       {parallel->ranks, (double)p->sample.bytes, (double)replicas / median.seconds,
                        (double)replicas * (double)p->sample.bytes / median.seconds,
                        median.busy / (double)replicas}};
cleanup:
    hf_free(&pending);
    if (results) {
        hf_error unheard;
        hf_results_close(&results, &unheard);
    }
    return status;
}

static int find_case(const char *name)
{
    for (int i = 0; i < CASES; i++)
        if (!name || strcmp(name, cases[i].name) == 0)
            return i;
    return -1;
}

hf_status hf_bench_gather(const hf_parallel *parallel, const char *only, bool tiny,
                          hf_bench_table *table, hf_error *error)
{
    const int which = find_case(only);
    hf_experiment experiment = {0};
    hf_rows_layout *layout = NULL;
    prepared p = {0};
    hf_status status = HF_OK;
    if (which < 0)
        status = hf_fail(error, HF_USAGE,
                         "bench gather: no case '%s'; there are tutorial, single, small and large",
                         only);
    else if (parallel->rank == 0)
        status = make_experiment(which, tiny, &experiment, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    HF_TRY_CLEANUP(hf_parallel_share(parallel, &experiment, error));
    status = hf_rows_layout_make(&experiment.config, HF_ARM_MAIN, experiment.dataset.features,
                                 experiment.dataset.classes, &layout, error);
    p.layout = layout;
    p.cost = cases[which].single ? INFINITY : 1;
    if (status == HF_OK)
        status = make_sample(&experiment, &p, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    status = measure(parallel, which, tiny, &experiment, &p, table, error);
cleanup:
    hf_free(&p.sample.data);
    hf_rows_layout_free(&layout);
    hf_experiment_free(&experiment);
    return status;
}
