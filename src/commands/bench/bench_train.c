/* Whole replicas: the sizes of the tutorial, smaller and larger hidden layers, larger data. */
#include "commands/bench/bench.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "network/network.h"
#include <math.h>
#include <string.h>

typedef struct {
    const char *name;
    int64_t rows, test_rows, features, hidden, classes;
    hf_loss loss;
    int64_t iterations; /* that are timed */
    int samples;
} bench_case;

static const bench_case cases[HF_BENCH_ROWS] = {
    {"tutorial", 284, 285, 30, 30, 2, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX, 1000, 25},
    {"hidden_100", 284, 285, 30, 100, 2, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX, 300, 25},
    {"hidden_10", 284, 285, 30, 10, 2, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX, 1000, 25},
    {"rows_1000", 1000, 0, 64, 256, 10, HF_LOSS_CROSS_ENTROPY, 50, 15},
    {"rows_20000", 20000, 0, 200, 1024, 10, HF_LOSS_CROSS_ENTROPY, 10, 5},
};

static const hf_bench_column columns[] = {{"rows", "rows", 6, 0, 1, ""},
                                          {"test_rows", "test", 6, 0, 1, ""},
                                          {"features", "feat.", 6, 0, 1, ""},
                                          {"hidden", "hidden", 6, 0, 1, ""},
                                          {"classes", "classes", 7, 0, 1, ""},
                                          {"threads", "threads", 7, 0, 1, ""},
                                          {"ms_per_1000_iterations", "ms / 1000", 10, 2, 1, ""},
                                          {"gflops", "GFLOP/s", 8, 1, 1, ""},
                                          {"share_of_peak", "peak", 5, 0, 100, "%"},
                                          {0}};

typedef struct {
    hf_trainer *trainer;
    hf_samples *train, *test;
    hf_outcome outcome;
    float *loss, *accuracy; /* history: without it the test pass would be left out */
} bench_run;

static void run_replica(void *context)
{
    bench_run *run = context;
    hf_trainer_run(run->trainer, run->train, NULL, run->test, 1, 0, &run->outcome);
}

/* Rows whose class shifts their features: something to learn. */
static hf_status make_samples(const bench_case *c, int64_t rows, uint32_t state,
                              hf_samples **samples, hf_error *error)
{
    float *x = NULL;
    int32_t *y = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&x, rows, (size_t)c->features * sizeof *x, error));
    HF_TRY_CLEANUP(hf_allocate(&y, rows, sizeof *y, error));
    for (int64_t i = 0; i < rows; i++) {
        y[i] = (int32_t)(i % c->classes);
        for (int64_t f = 0; f < c->features; f++) {
            state = state * 1664525u + 1013904223u;
            x[i * c->features + f] =
                (float)(state >> 8) * 0x1p-23f - 1 + (f % c->classes == y[i] ? 0.7f : 0);
        }
    }
    status = hf_samples_make(x, y, rows, c->features, c->classes, samples, error);
cleanup:
    hf_free(&x);
    hf_free(&y);
    return status;
}

static hf_status measure(const bench_case *c, int64_t threads, bool tiny, hf_bench_row *row,
                         hf_error *error)
{
    const int64_t rows = tiny ? (c->rows + 9) / 10 : c->rows;
    const int64_t hidden = tiny ? (c->hidden + 9) / 10 : c->hidden;
    const int64_t test_rows = c->test_rows ? c->test_rows : 1; /* one evaluation at the end */
    bench_run run = {0};
    hf_config config = {.training = {.loss = (int)c->loss,
                                     .learning_rate = tiny ? 0.05 : 0.001,
                                     .beta1 = 0.9,
                                     .beta2 = 0.999,
                                     .epsilon = 1e-8,
                                     .iterations = tiny ? 20 : c->iterations},
                        .output = {.history_every = c->test_rows > 0}};
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(make_samples(c, rows, 1, &run.train, error));
    HF_TRY_CLEANUP(make_samples(c, test_rows, 2, &run.test, error));
    HF_TRY_CLEANUP(hf_trainer_make(&config, c->features, hidden, c->classes, rows, threads,
                                   &run.trainer, error));
    if (c->test_rows > 0) {
        HF_TRY_CLEANUP(hf_allocate(&run.loss, config.training.iterations, sizeof(float), error));
        HF_TRY_CLEANUP(
            hf_allocate(&run.accuracy, config.training.iterations, sizeof(float), error));
        run.outcome = (hf_outcome){.loss_history = run.loss, .score_history = run.accuracy};
    }
    run_replica(&run);
    const double chance = log((double)c->classes);
    if (run.outcome.diverged || !((double)run.outcome.train_loss < chance))
        HF_TRY_CLEANUP(hf_fail(error, HF_INTERNAL, "%s: a loss of %g after training; chance is %g",
                               c->name, (double)run.outcome.train_loss, chance));
    const double operations =
        hf_training_flops(&config, c->features, hidden, c->classes, rows, 0, c->test_rows);
    const hf_bench_rate rate =
        hf_bench_measure(run_replica, &run, operations, tiny ? 1 : c->samples);
    const double ms = operations / rate.gflops * 1e-3 / (double)config.training.iterations;
    *row = (hf_bench_row){c->name,
                          {(double)rows, (double)c->test_rows, (double)c->features, (double)hidden,
                           (double)c->classes, (double)threads, ms, rate.gflops,
                           rate.share_of_peak / (double)threads}};
cleanup:
    hf_trainer_free(&run.trainer);
    hf_samples_free(&run.train);
    hf_samples_free(&run.test);
    hf_free(&run.loss);
    hf_free(&run.accuracy);
    return status;
}

hf_status hf_bench_train(const char *only, int64_t threads, bool tiny, hf_bench_table *table,
                         hf_error *error)
{
    *table = (hf_bench_table){.title = "training", .name_width = 12, .columns = columns};
    for (int i = 0; i < HF_BENCH_ROWS; i++)
        if (!only || strcmp(only, cases[i].name) == 0)
            HF_TRY(measure(&cases[i], threads, tiny, &table->rows[table->count++], error));
    if (table->count == 0)
        return hf_fail(error, HF_USAGE,
                       "bench: no case '%s'; there are tutorial, hidden_100, hidden_10, rows_1000 "
                       "and rows_20000",
                       only);
    return HF_OK;
}
