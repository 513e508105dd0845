/* Sums of changed logits, as kernels.h defines them, one row at a time. */
#include "kernel_changed.h"
#include "holdfast/memory.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { ONE_IN = 16 };

static float *mixed(int64_t count, const float *special, int specials)
{
    float *values = numbers(count);
    for (int64_t i = 0; i < count && specials > 0; i++)
        if (next_number() > 1 - 2.f / ONE_IN)
            values[i] = special[i % specials];
    return values;
}

static float logit(const hf_changed *at, int64_t draw, int64_t channel, int64_t row)
{
    float sum = at->bias[channel];
    for (int64_t j = 0; j < at->hidden; j++) {
        float value = at->unit[(row / HF_LANES * at->hidden + j) * HF_LANES + row % HF_LANES];
        for (int64_t k = 0; k < at->inputs; k++)
            value = fmaf(at->weight[j * at->inputs + k],
                         at->change[(draw * at->inputs + k) * at->rows + row], value);
        sum = fmaf(at->output[j * at->channels + channel], 0 > value ? 0 : value, sum);
    }
    return sum;
}

/* By nearbyint, which rounds to nearest even. */
static int64_t fixed(float value)
{
    if (isnan(value))
        return 0;
    const double clipped = fmin(fmax((double)value, -32768), 32768);
    return (int64_t)nearbyint(clipped * 16777216);
}

/* Random numbers of these sizes, now and then such as `special` [specials]. */
static void check(const hf_kernel_table *kernels, hf_changed at, const float *special, int specials,
                  uint64_t *hash)
{
    at.rows = hf_pad_lanes(at.rows);
    const int64_t count = at.draws * at.channels * at.rows;
    start_numbers((uint32_t)(at.hidden * 7919 + at.inputs * 104729 + count));
    float *arrays[] = {mixed(at.hidden * at.rows, special, specials),
                       mixed(at.hidden * at.inputs, special, specials),
                       mixed(at.hidden * at.channels, special, specials),
                       mixed(at.channels, special, specials),
                       mixed(at.draws * at.inputs * at.rows, special, specials)};
    at.unit = arrays[0], at.weight = arrays[1], at.output = arrays[2], at.bias = arrays[3];
    at.change = arrays[4];
    if (hf_allocate(&at.sum, count, sizeof *at.sum, NULL) != HF_OK)
        check_failed("no memory for %lld sums", (long long)count);
    for (int64_t i = 0; i < count; i++)
        at.sum[i] = i; /* what is there stays */
    kernels->add_changed(&at);
    for (int64_t i = 0; i < count; i++) {
        const int64_t vector = i / at.rows;
        const float expected = logit(&at, vector / at.channels, vector % at.channels, i % at.rows);
        if (at.sum[i] - i != fixed(expected))
            check_failed("sum %lld of a changed logit: %lld, not %lld", (long long)i,
                         (long long)(at.sum[i] - i), (long long)fixed(expected));
        for (int byte = 0; byte < 8; byte++)
            *hash = (*hash ^ ((uint64_t)at.sum[i] >> 8 * byte & 0xff)) * 0x100000001b3u;
    }
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        hf_free(&arrays[i]);
    hf_free(&at.sum);
}

void check_add_changed(const hf_kernel_table *kernels, uint64_t *hash)
{
    static const float special[] = {0,       -0.0f,  0x1p-149f, -0x1.4p-140f, 40000, -70000,
                                    FLT_MAX, 1e-20f, INFINITY,  -INFINITY,    NAN,   0x1.8p-25f};
    enum { LARGE = 6, ALL = sizeof special / sizeof *special };
    for (int64_t n = 1; n <= 20; n++) {
        const hf_changed sizes[] = {
            {.hidden = 3, .inputs = 1, .channels = 1, .draws = n, .rows = 33},
            {.hidden = n, .inputs = 1 + n % 3, .channels = 1, .draws = 9, .rows = 16},
            {.hidden = 5, .inputs = 1, .channels = n, .draws = 5, .rows = 17},
            {.hidden = 4, .inputs = n, .channels = 1 + n % 4, .draws = 1 + n % 7, .rows = 8 * n}};
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            check(kernels, sizes[i], special, 0, hash);
            check(kernels, sizes[i], special, LARGE, hash);
            check(kernels, sizes[i], special, ALL, hash);
        }
    }
}
