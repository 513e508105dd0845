/*
 * What `holdfast bench` measures, and how. Times are the best of several: what the machine can do
 * when nothing disturbs it. Each benchmark checks its result before it times, HF_INTERNAL where it
 * is wrong.
 */
#ifndef HOLDFAST_BENCH_H
#define HOLDFAST_BENCH_H

#include "holdfast/status.h"
#include "parallel/parallel.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_bench_kernel {
    const char *name;
    int64_t m, n, k; /* rows, hidden units, features: m n k multiply-adds */
    double gflops, share_of_peak;
} hf_bench_kernel;

typedef struct hf_bench_training {
    const char *name;
    int64_t rows, test_rows, features, hidden, classes, threads;
    double ms_per_1000_iterations, gflops, share_of_peak;
} hf_bench_training;

typedef struct hf_bench_gathering {
    const char *name;
    int64_t ranks;
    double replicas_per_second, bytes_per_second;
    int64_t bytes_per_replica;
    double busy_seconds_per_replica; /* processor time of the thread that takes in */
} hf_bench_gathering;

enum { HF_BENCH_KERNELS = 4, HF_BENCH_TRAININGS = 5 };

/* Measured FMA peak of one core, GFLOP/s, over 2 ms. */
double hf_bench_peak(void);

/* Samples of at least 2 ms each, every one paired with the peak measured just before it: processors
 * change their clock, and other machines' work may share the core, within fractions of a second. */
enum { HF_BENCH_SAMPLES = 25 };
typedef struct hf_bench_rate {
    double gflops, share_of_peak, peak; /* medians; the share's is that of the pairs */
} hf_bench_rate;
hf_bench_rate hf_bench_measure(void (*work)(void *), void *context, double operations, int samples);

/* `tiny`: sizes and repeats cut down, for a test of correctness. */
hf_status hf_bench_kernels(bool tiny, hf_bench_kernel kernels[HF_BENCH_KERNELS], hf_error *error);
/* `only`: the case of that name, or NULL for all; count gets how many were run. `threads` train
 * each replica together. HF_USAGE: no such case. */
hf_status hf_bench_train(const char *only, int64_t threads, bool tiny,
                         hf_bench_training trainings[HF_BENCH_TRAININGS], int *count,
                         hf_error *error);
/* Collective. `only`: the size of a replica's rows, NULL for the tutorial's. The file that rank 0
 * writes is in $TMPDIR (/tmp) and has no name. The result is rank 0's. */
hf_status hf_bench_gather(const hf_parallel *parallel, const char *only, bool tiny,
                          hf_bench_gathering *result, hf_error *error);

#endif
