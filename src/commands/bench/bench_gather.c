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
typedef struct gather_case {
    const char *name, *source;
    int64_t hidden, history_every, splits;
    bool single; /* a block is one replica */
} gather_case;

static const gather_case cases[] = {
    {"tutorial", "builtin:breast_cancer", 30, 1, 80, false},
    {"single", "builtin:iris", 4, 0, 80, true},
    {"small", "builtin:iris", 4, 0, 2000, false},
    {"large", "builtin:breast_cancer", 1000, 1, 8, false},
};
enum { CASES = sizeof cases / sizeof *cases, SEEDS = 250, REPEATS = 5 };

static const hf_bench_column columns[] = {
    {"ranks", "ranks", 6, 0, 1, ""},
    {"bytes_per_replica", "bytes/network", 14, 0, 1, ""},
    {"replicas_per_second", "networks/s", 12, 0, 1, ""},
    {"bytes_per_second", "MB/s", 15, 0, 1e-6, ""},
    /* processor time of the thread that takes in */
    {"busy_seconds_per_replica", "busy/network", 14, 2, 1e6, " us"},
    {0}};

typedef struct {
    double seconds, busy;
} timing;

/* One benchmark, on one of its ranks; file and times are rank 0's. */
typedef struct {
    const hf_parallel *parallel;
    const gather_case *which;
    int repeats;
    hf_experiment experiment;
    hf_rows_layout *layout;
    hf_rows sample; /* a replica that is handed in again and again */
    hf_results *results;
    uint8_t *pending; /* [replica] status: none is there yet */
    timing times[REPEATS];
} benchmark;

static hf_status hand_in(void *context, hf_rows *rows, hf_error *error)
{
    const benchmark *b = context;
    (void)error;
    for (int64_t k = 0; k < rows->count; k++)
        hf_rows_copy(b->layout, &b->sample, 0, rows, k);
    return HF_OK;
}

static hf_status take(void *context, const hf_rows *rows, hf_error *error)
{
    return hf_results_write_rows(((benchmark *)context)->results, rows, error);
}

/* Rank 0's experiment; all ranks get it. */
static hf_status make_experiment(const gather_case *c, bool tiny, hf_experiment *experiment,
                                 hf_error *error)
{
    char text[256];
    hf_config config = {0};
    snprintf(text, sizeof text,
             "{data: {source: '%s'}, model: {hidden: [%lld]}, output: {history_every: %lld},"
             " replicas: {seeds: %d}, splits: {count: %lld}}",
             c->source, (long long)c->hidden, (long long)c->history_every, tiny ? 5 : SEEDS,
             (long long)(tiny ? 4 : c->splits));
    HF_TRY(hf_config_parse(text, "the benchmark's configuration", &config, error));
    return hf_experiment_make(&config, experiment, error);
}

static hf_status make_sample(benchmark *b, hf_error *error)
{
    hf_worker *worker;
    const hf_data_counts counts = hf_dataset_counts(&b->experiment.dataset);
    HF_TRY(hf_rows_layout_make(&b->experiment.config, HF_ARM_MAIN, &counts, &b->layout, error));
    b->sample = (hf_rows){.count = 1, .bytes = hf_rows_size(b->layout, 0, 1)};
    HF_TRY(hf_allocate(&b->sample.data, (int64_t)b->sample.bytes, 1, error));
    HF_TRY(hf_worker_make(&b->experiment, HF_ARM_MAIN, b->layout, 1, &worker, error));
    const hf_status status = hf_worker_run(worker, &b->sample, error);
    hf_worker_free(&worker);
    return status;
}

/* Rank 0: a file that is gone with the process, whatever ends it. */
static hf_status make_file(benchmark *b, hf_error *error)
{
    const char *folder = getenv("TMPDIR");
    hf_text path = {0};
    HF_TRY(hf_allocate(&b->pending, hf_grid_replicas(&b->experiment.grid), 1, error));
    hf_text_append(&path, "%s/holdfast-bench-%ld.h5", folder && *folder ? folder : "/tmp",
                   (long)getpid());
    hf_status status = hf_text_check(&path, error);
    if (status == HF_OK)
        status = hf_results_create(path.data, &b->experiment, "", error);
    if (status == HF_OK) {
        status = hf_results_open(path.data, true, &b->results, error);
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

static int by_seconds(const void *a, const void *b)
{
    const double x = ((const timing *)a)->seconds, y = ((const timing *)b)->seconds;
    return (x > y) - (x < y);
}

/* Collective: hands everything in once. Agrees. */
static hf_status gather(benchmark *b, timing *t, hf_error *error)
{
    const hf_work work = {.context = b, .run = hand_in, .cost = b->which->single ? INFINITY : 1};
    const hf_sink sink = {.context = b, .take = take};
    const double start = hf_clock_seconds(), busy = thread_seconds();
    const hf_status done = hf_parallel_train(b->parallel, &b->experiment, HF_ARM_MAIN, b->layout,
                                             b->pending, &work, &sink, error);
    *t = (timing){hf_clock_seconds() - start, thread_seconds() - busy};
    return hf_parallel_agree(b->parallel, done, error);
}

/* Rank 0: is every replica there, with the checksum of what was handed in? */
static hf_status check(const benchmark *b, hf_error *error)
{
    const int64_t replicas = hf_grid_replicas(&b->experiment.grid);
    uint8_t *status;
    int64_t demoted, there = 0;
    HF_TRY(hf_allocate(&status, replicas, 1, error));
    hf_status checked = hf_results_check(b->results, HF_ARM_MAIN, status, &demoted, error);
    for (int64_t i = 0; i < replicas; i++)
        there += status[i] == HF_DONE;
    hf_free(&status);
    if (checked == HF_OK && there < replicas)
        checked = hf_fail(error, HF_INTERNAL, "gather: %lld of %lld replicas arrived whole",
                          (long long)there, (long long)replicas);
    return checked;
}

/* Collective. Agrees. */
static hf_status measure(benchmark *b, bool tiny, hf_error *error)
{
    const bool root = b->parallel->rank == 0;
    timing first;
    hf_status status = root ? make_experiment(b->which, tiny, &b->experiment, error) : HF_OK;
    HF_TRY(hf_parallel_agree(b->parallel, status, error));
    HF_TRY(hf_parallel_share(b->parallel, &b->experiment, error));
    status = make_sample(b, error);
    if (root && status == HF_OK)
        status = make_file(b, error);
    HF_TRY(hf_parallel_agree(b->parallel, status, error));
    HF_TRY(gather(b, &first, error));
    if (root)
        status = check(b, error);
    HF_TRY(hf_parallel_agree(b->parallel, status, error));
    for (int i = 0; i < b->repeats; i++)
        HF_TRY(gather(b, &b->times[i], error));
    return HF_OK;
}

static void write_row(benchmark *b, hf_bench_row *row)
{
    const double replicas = (double)hf_grid_replicas(&b->experiment.grid);
    const double bytes = (double)b->sample.bytes;
    qsort(b->times, (size_t)b->repeats, sizeof *b->times, by_seconds);
    const timing median = b->times[b->repeats / 2];
    *row = (hf_bench_row){b->which->name,
                          {b->parallel->ranks, bytes, replicas / median.seconds,
                           replicas * bytes / median.seconds, median.busy / replicas}};
}

static const gather_case *find_case(const char *name)
{
    for (int i = 0; i < CASES; i++)
        if (!name || strcmp(name, cases[i].name) == 0)
            return &cases[i];
    return NULL;
}

hf_status hf_bench_gather(const hf_parallel *parallel, const char *only, bool tiny,
                          hf_bench_table *table, hf_error *error)
{
    benchmark b = {.parallel = parallel, .which = find_case(only), .repeats = tiny ? 1 : REPEATS};
    *table = (hf_bench_table){.title = "rank 0 takes", .name_width = 12, .columns = columns};
    if (!b.which) /* so do all ranks find */
        return hf_parallel_agree(
            parallel,
            hf_fail(error, HF_USAGE,
                    "bench gather: no case '%s'; there are tutorial, single, small and large",
                    only),
            error);
    const hf_status status = measure(&b, tiny, error);
    if (status == HF_OK && parallel->rank == 0)
        write_row(&b, &table->rows[table->count++]);
    if (b.results)
        hf_results_close(&b.results, NULL);
    hf_free(&b.pending);
    hf_free(&b.sample.data);
    hf_rows_layout_free(&b.layout);
    hf_experiment_free(&b.experiment);
    return status;
}
