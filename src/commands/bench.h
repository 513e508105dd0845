/*
 * What `holdfast bench` measures, and how. Times are the best of several: what the machine can do
 * when nothing disturbs it. Each benchmark checks its result before it times, HF_INTERNAL where it
 * is wrong.
 */
#ifndef HOLDFAST_BENCH_H
#define HOLDFAST_BENCH_H

#include "holdfast/status.h"
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
hf_status hf_bench_kernels(int tiny, hf_bench_kernel kernels[HF_BENCH_KERNELS], hf_error *error);
/* `only`: the case of that name, or NULL for all; count gets how many were run. HF_USAGE: no such
 * case. */
hf_status hf_bench_train(const char *only, int64_t threads, int tiny,
                         hf_bench_training trainings[HF_BENCH_TRAININGS], int *count,
                         hf_error *error);

#endif
