/* The kernels on their own: the products of the first layer, at the tutorial's size and a larger
 * one. */
#include "commands/bench/bench.h"

#include "base/clock.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Seconds of one call, from as many as take 2 ms. */
static double time_calls(void (*work)(void *), void *context, int64_t *calls)
{
    const double shortest = 2e-3; /* the clock's own cost does not count then */
    for (;;) {
        const double start = hf_clock_seconds();
        for (int64_t i = 0; i < *calls; i++)
            work(context);
        const double seconds = hf_clock_seconds() - start;
        if (seconds >= shortest)
            return seconds / (double)*calls;
        *calls *= 2;
    }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

hf_bench_rate hf_bench_measure(void (*work)(void *), void *context, double operations, int samples)
{
    double rate[HF_BENCH_SAMPLES], share[HF_BENCH_SAMPLES], peak[HF_BENCH_SAMPLES];
    int64_t calls = 1;
    work(context); /* warms up */
    time_calls(work, context, &calls);
    for (int i = 0; i < samples; i++) {
        peak[i] = hf_bench_peak();
        rate[i] = operations / time_calls(work, context, &calls) * 1e-9;
        share[i] = rate[i] / peak[i];
    }
    return (hf_bench_rate){median(rate, samples), median(share, samples), median(peak, samples)};
}

double hf_bench_peak(void)
{
    const double shortest = 2e-3;
    float result[HF_LANES];
    double operations = 0, start = hf_clock_seconds(), seconds;
    do {
        operations += hf_kernels()->fma_peak(1000, result);
        seconds = hf_clock_seconds() - start;
    } while (seconds < shortest);
    return operations / seconds * 1e-9;
}

/* One product over all row blocks. */
typedef struct {
    hf_network network, gradient; /* without classes: only the first layer */
    int64_t rows, blocks;
    float *by_row, *by_feature, *label, *delta, *logits;
    float *memory; /* of all of it */
} product;

static hf_row_block block_of(const product *p, int64_t b)
{
    const int64_t left = p->rows - b * HF_ROW_BLOCK;
    return (hf_row_block){.by_feature = p->by_feature + b * p->network.features * HF_ROW_BLOCK,
                          .by_row = p->by_row + b * HF_ROW_BLOCK * p->network.feature_stride,
                          .label = p->label,
                          .rows = (int)(left < HF_ROW_BLOCK ? left : HF_ROW_BLOCK)};
}

static float *delta_of(const product *p, int64_t b)
{
    return p->delta + b * p->network.hidden * HF_ROW_BLOCK;
}

static void run_forward(void *context)
{
    const product *p = context;
    for (int64_t b = 0; b < p->blocks; b++) {
        const hf_row_block block = block_of(p, b);
        hf_kernels()->forward(&p->network, &block, delta_of(p, b), p->logits);
    }
}

static void run_gradient(void *context)
{
    const product *p = context;
    for (int64_t b = 0; b < p->blocks; b++) {
        const hf_row_block block = block_of(p, b);
        hf_kernels()->weight_gradient(&p->gradient, &block, delta_of(p, b), b > 0);
    }
}

/* Numbers in [-1, 1) from a small generator. */
static void fill(float *values, int64_t count)
{
    uint32_t state = 7;
    for (int64_t i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        values[i] = (float)(state >> 8) * 0x1p-23f - 1;
    }
}

/* The next `count` numbers of the memory: whole vectors, as all counts here are. */
static float *take(float **memory, int64_t count)
{
    float *taken = *memory;
    *memory += count;
    return taken;
}

static hf_network make_network(int64_t hidden, int64_t features, float **memory)
{
    const int64_t stride = hf_pad_lanes(features), hidden_stride = hf_pad_lanes(hidden);
    return (hf_network){.features = features,
                        .hidden = hidden,
                        .feature_stride = stride,
                        .hidden_stride = hidden_stride,
                        .input_weight = take(memory, hidden * stride),
                        .input_bias = take(memory, hidden_stride)};
}

static hf_status make_product(int64_t rows, int64_t hidden, int64_t features, product *p,
                              hf_error *error)
{
    const int64_t block = HF_ROW_BLOCK, blocks = (rows + block - 1) / block;
    const int64_t stride = hf_pad_lanes(features);
    const int64_t layer = hidden * stride + hf_pad_lanes(hidden);
    HF_TRY(hf_allocate(&p->memory, 2 * layer + (blocks * (stride + features + hidden) + 2) * block,
                       sizeof(float), error));
    float *memory = p->memory;
    p->rows = rows;
    p->blocks = blocks;
    p->network = make_network(hidden, features, &memory);
    p->gradient = make_network(hidden, features, &memory);
    p->by_row = take(&memory, blocks * stride * block);
    p->by_feature = take(&memory, blocks * features * block);
    p->delta = take(&memory, blocks * hidden * block);
    p->label = take(&memory, block);
    p->logits = take(&memory, block);
    fill(p->network.input_weight, hidden * stride);
    fill(p->by_row, rows * stride);
    for (int64_t i = 0; i < rows; i++)
        for (int64_t f = 0; f < features; f++)
            p->by_feature[(i / block * features + f) * block + i % block] =
                p->by_row[i * stride + f];
    return HF_OK;
}

/* Both products against float64 loops. */
static hf_status check_product(const product *p, hf_error *error)
{
    const hf_network *n = &p->network;
    const int64_t stride = n->feature_stride;
    double worst = 0;
    run_forward((void *)(uintptr_t)p);
    for (int64_t i = 0; i < p->rows; i++)
        for (int64_t j = 0; j < n->hidden; j++) {
            double z = 0;
            for (int64_t f = 0; f < n->features; f++)
                z += (double)p->by_row[i * stride + f] * (double)n->input_weight[j * stride + f];
            const float *delta = delta_of(p, i / HF_ROW_BLOCK);
            worst =
                fmax(worst, fabs(fmax(z, 0) - (double)delta[j * HF_ROW_BLOCK + i % HF_ROW_BLOCK]));
        }
    run_gradient((void *)(uintptr_t)p);
    for (int64_t j = 0; j < n->hidden; j++)
        for (int64_t f = 0; f < n->features; f++) {
            double sum = 0;
            for (int64_t i = 0; i < p->rows; i++)
                sum += (double)delta_of(p, i / HF_ROW_BLOCK)[j * HF_ROW_BLOCK + i % HF_ROW_BLOCK] *
                       (double)p->by_row[i * stride + f];
            worst = fmax(worst, fabs(sum - (double)p->gradient.input_weight[j * stride + f]) /
                                    (double)p->rows);
        }
    if (!(worst < 1e-4))
        return hf_fail(error, HF_INTERNAL, "a kernel is wrong by %g at %lld x %lld x %lld", worst,
                       (long long)p->rows, (long long)n->hidden, (long long)n->features);
    return HF_OK;
}

static const hf_bench_column columns[] = {{"m", "rows", 6, 0, 1, ""},
                                          {"n", "hidden", 6, 0, 1, ""},
                                          {"k", "feat.", 6, 0, 1, ""},
                                          {"gflops", "GFLOP/s", 9, 1, 1, ""},
                                          {"share_of_peak", "peak", 6, 0, 100, "%"},
                                          {0}};

/* Of m rows, n hidden units, k features: m n k multiply-adds. */
static hf_status measure(int64_t m, int64_t n, int64_t k, int samples, hf_bench_table *table,
                         hf_error *error)
{
    static const struct {
        const char *name;
        void (*run)(void *product);
    } kernels[] = {{"forward", run_forward}, {"weight_gradient", run_gradient}};
    product p = {0};
    hf_status status = make_product(m, n, k, &p, error);
    if (status == HF_OK)
        status = check_product(&p, error);
    for (int i = 0; i < 2 && status == HF_OK; i++) {
        const hf_bench_rate rate =
            hf_bench_measure(kernels[i].run, &p, 2 * (double)(m * n * k), samples);
        table->rows[table->count++] = (hf_bench_row){
            kernels[i].name, {(double)m, (double)n, (double)k, rate.gflops, rate.share_of_peak}};
    }
    hf_free(&p.memory);
    return status;
}

hf_status hf_bench_kernels(bool tiny, hf_bench_table *table, hf_error *error)
{
    static const int64_t sizes[][3] = {{284, 30, 30}, {960, 256, 64}};
    const int samples = tiny ? 1 : HF_BENCH_SAMPLES;
    *table = (hf_bench_table){.title = "kernel", .name_width = 16, .columns = columns};
    for (int s = 0; s < 2; s++)
        HF_TRY(measure(sizes[s][0], sizes[s][1], sizes[s][2], samples, table, error));
    return HF_OK;
}
