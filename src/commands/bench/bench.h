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

/* A column of numbers behind a measurement's name. */
typedef struct hf_bench_column {
    const char *key, *title; /* in JSON, in the text */
    int width, decimals;
    double factor;    /* of the text: from the JSON's unit to this one */
    const char *unit; /* behind the number, within `width` */
} hf_bench_column;

enum { HF_BENCH_COLUMNS = 9, HF_BENCH_ROWS = 5 };

typedef struct hf_bench_row {
    const char *name;
    double values[HF_BENCH_COLUMNS];
} hf_bench_row;

/* Measurements of one kind; start with {0}: none were asked for. */
typedef struct hf_bench_table {
    const char *title; /* of the names */
    int name_width;
    const hf_bench_column *columns; /* the last one has no key */
    hf_bench_row rows[HF_BENCH_ROWS];
    int count;
} hf_bench_table;

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
hf_status hf_bench_kernels(bool tiny, hf_bench_table *table, hf_error *error);
/* `only`: the case of that name, or NULL for all. `threads` train each replica together. HF_USAGE:
 * no such case. */
hf_status hf_bench_train(const char *only, int64_t threads, bool tiny, hf_bench_table *table,
                         hf_error *error);
/* Collective. `only`: the size of a replica's rows, NULL for the tutorial's. The file that rank 0
 * writes is in $TMPDIR (/tmp) and has no name. The result is rank 0's. */
hf_status hf_bench_gather(const hf_parallel *parallel, const char *only, bool tiny,
                          hf_bench_table *table, hf_error *error);

#endif
