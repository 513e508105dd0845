/*
 * Every kernel on every path that this processor has: against plain float64 loops, and to the bit
 * against the portable path.
 */
#include "holdfast/kernels.h"
#include "holdfast/memory.h"
#include "unit_test.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Numbers in [-1, 1) from a small generator: the same on every machine. */
static uint32_t generator_state;
static float next_number(void)
{
    generator_state = generator_state * 1664525u + 1013904223u;
    return (float)(generator_state >> 8) * 0x1p-23f - 1;
}

static float *numbers(int64_t count)
{
    float *values;
    assert_int_equal(hf_allocate(&values, count, sizeof *values, NULL), HF_OK);
    for (int64_t i = 0; i < count; i++)
        values[i] = next_number();
    return values;
}

/* A network, a block of rows and room for what the kernels write. */
typedef struct {
    hf_network network, gradient;
    hf_row_block block;
    hf_lane_sums sums;
    float *activation, *logits, *share, *logit_gradient;
    double losses[HF_LANES];
} fixture;

static hf_network make_network(int64_t features, int64_t hidden, int64_t classes)
{
    hf_network n = {.features = features,
                    .hidden = hidden,
                    .classes = classes,
                    .feature_stride = hf_pad_lanes(features),
                    .hidden_stride = hf_pad_lanes(hidden)};
    n.input_weight = numbers(hidden * n.feature_stride);
    n.input_bias = numbers(n.hidden_stride);
    n.output_weight = numbers(classes * n.hidden_stride);
    n.output_bias = numbers(classes);
    return n;
}

static fixture make(int64_t features, int64_t hidden, int64_t classes, int rows)
{
    generator_state = (uint32_t)(features * 7919 + hidden * 104729 + classes * 31 + rows);
    fixture f = {0};
    const int64_t stride = HF_ROW_BLOCK;
    f.network = make_network(features, hidden, classes);
    f.gradient = make_network(features, hidden, classes);
    float *by_row = numbers(rows * f.network.feature_stride);
    float *by_feature = numbers(features * stride), *label = numbers(stride);
    for (int64_t i = 0; i < stride; i++)
        label[i] = i < rows ? floorf((label[i] + 1) / 2 * (float)classes) : -1;
    for (int64_t k = 0; k < features; k++)
        for (int64_t i = 0; i < stride; i++)
            by_feature[k * stride + i] = i < rows ? by_row[i * f.network.feature_stride + k] : 0;
    f.block = (hf_row_block){by_feature, by_row, label, rows};
    f.sums = (hf_lane_sums){numbers(hidden * HF_LANES), numbers(classes * hidden * HF_LANES),
                            numbers(classes * HF_LANES)};
    f.activation = numbers(hidden * HF_ROW_BLOCK);
    f.logits = numbers(classes * HF_ROW_BLOCK);
    f.share = numbers(classes * HF_ROW_BLOCK);
    f.logit_gradient = numbers(classes * HF_ROW_BLOCK);
    return f;
}

static void release(fixture *f)
{
    float *arrays[] = {f->network.input_weight,
                       f->network.input_bias,
                       f->network.output_weight,
                       f->network.output_bias,
                       f->gradient.input_weight,
                       f->gradient.input_bias,
                       f->gradient.output_weight,
                       f->gradient.output_bias,
                       (float *)(uintptr_t)f->block.by_feature,
                       (float *)(uintptr_t)f->block.by_row,
                       (float *)(uintptr_t)f->block.label,
                       f->sums.input_bias,
                       f->sums.output_weight,
                       f->sums.output_bias,
                       f->activation,
                       f->logits,
                       f->share,
                       f->logit_gradient};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        hf_free(&arrays[i]);
}

static double input_at(const fixture *f, int64_t row, int64_t feature)
{
    return (double)f->block.by_row[row * f->network.feature_stride + feature];
}

static double pre_activation(const fixture *f, int64_t row, int64_t unit)
{
    double z = (double)f->network.input_bias[unit];
    for (int64_t k = 0; k < f->network.features; k++)
        z += (double)f->network.input_weight[unit * f->network.feature_stride + k] *
             input_at(f, row, k);
    return z;
}

static void assert_near(double value, double expected, double scale)
{
    if (!(fabs(value - expected) <= 2e-6 * scale))
        fail_msg("%.9g, but the float64 loop gives %.9g", value, expected);
}

static void check_forward(const hf_kernel_table *kernels, fixture *f)
{
    const hf_network *n = &f->network;
    const double scale = 1 + (double)n->features + (double)n->hidden;
    kernels->forward(n, &f->block, f->activation, f->logits);
    for (int64_t i = 0; i < f->block.rows; i++) {
        double logit[64];
        for (int64_t c = 0; c < n->classes; c++)
            logit[c] = (double)n->output_bias[c];
        for (int64_t j = 0; j < n->hidden; j++) {
            double a = fmax(0, pre_activation(f, i, j));
            assert_near((double)f->activation[j * HF_ROW_BLOCK + i], a, scale);
            for (int64_t c = 0; c < n->classes; c++)
                logit[c] += (double)n->output_weight[c * n->hidden_stride + j] * a;
        }
        for (int64_t c = 0; c < n->classes; c++)
            assert_near((double)f->logits[c * HF_ROW_BLOCK + i], logit[c], scale);
    }
}

/* softmax of values [count] into p; returns log of the sum of exp */
static double softmax(const double *values, int64_t count, double *p)
{
    double sum = 0;
    for (int64_t c = 0; c < count; c++)
        sum += p[c] = exp(values[c]);
    for (int64_t c = 0; c < count; c++)
        p[c] /= sum;
    return log(sum);
}

static void check_loss(const hf_kernel_table *kernels, fixture *f, hf_loss kind)
{
    const int64_t classes = f->network.classes;
    double total = 0, losses = 0;
    memset(f->losses, 0, sizeof f->losses);
    kernels->loss(kind, classes, &f->block, f->logits, 0.25f, f->share, f->logit_gradient,
                  f->losses);
    for (int64_t i = 0; i < hf_pad_lanes(f->block.rows); i++) {
        double logits[64], q[64], p[64], dot = 0;
        const int64_t label = (int64_t)f->block.label[i];
        for (int64_t c = 0; c < classes; c++)
            logits[c] = (double)f->logits[c * HF_ROW_BLOCK + i];
        double rest = softmax(logits, classes, q);
        if (kind == HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX)
            rest = softmax(q, classes, p);
        if (label >= 0)
            total += rest - (kind == HF_LOSS_CROSS_ENTROPY ? logits : q)[label];
        for (int64_t c = 0; c < classes; c++)
            dot += q[c] * (p[c] - (c == label));
        for (int64_t c = 0; c < classes; c++) {
            double g = kind == HF_LOSS_CROSS_ENTROPY ? q[c] - (c == label)
                                                     : q[c] * (p[c] - (c == label) - dot);
            assert_near((double)f->logit_gradient[c * HF_ROW_BLOCK + i], label < 0 ? 0 : 0.25 * g,
                        1);
        }
    }
    for (int i = 0; i < HF_LANES; i++)
        losses += f->losses[i];
    assert_near(losses, total, (double)f->block.rows);
}

static void check_count(const hf_kernel_table *kernels, fixture *f)
{
    int64_t expected = 0;
    f->logits[HF_ROW_BLOCK] = f->logits[0]; /* a tie: the lower class */
    for (int64_t i = 0; i < f->block.rows; i++) {
        int64_t best = 0;
        for (int64_t c = 1; c < f->network.classes; c++)
            if (f->logits[c * HF_ROW_BLOCK + i] > f->logits[best * HF_ROW_BLOCK + i])
                best = c;
        expected += best == (int64_t)f->block.label[i];
    }
    assert_int_equal(kernels->count_correct(f->network.classes, &f->block, f->logits), expected);
}

static void check_backward(const hf_kernel_table *kernels, fixture *f)
{
    const hf_network *n = &f->network;
    const int64_t hidden = n->hidden, classes = n->classes, rows = f->block.rows;
    const int64_t count = hidden + classes * hidden + classes;
    float *before = numbers(hidden * HF_ROW_BLOCK), *sums = numbers(count * HF_LANES);
    float *summed = numbers(count);
    memcpy(before, f->activation, (size_t)hidden * HF_ROW_BLOCK * sizeof *before);
    memset(sums, 0, (size_t)count * HF_LANES * sizeof *sums);
    const hf_lane_sums places = {sums, sums + hidden * HF_LANES,
                                 sums + (hidden + classes * hidden) * HF_LANES};
    kernels->backward(n, &f->block, f->logit_gradient, f->activation, &places);
    kernels->sum_lanes(sums, count, summed);
    for (int64_t j = 0; j < hidden; j++) {
        double bias = 0;
        for (int64_t i = 0; i < rows; i++) {
            double delta = 0;
            for (int64_t c = 0; c < classes; c++)
                delta += (double)n->output_weight[c * n->hidden_stride + j] *
                         (double)f->logit_gradient[c * HF_ROW_BLOCK + i];
            delta = before[j * HF_ROW_BLOCK + i] > 0 ? delta : 0;
            bias += delta;
            assert_near((double)f->activation[j * HF_ROW_BLOCK + i], delta, 1);
        }
        assert_near((double)summed[j], bias, (double)rows);
        for (int64_t c = 0; c < classes; c++) {
            double weight = 0;
            for (int64_t i = 0; i < rows; i++)
                weight += (double)before[j * HF_ROW_BLOCK + i] *
                          (double)f->logit_gradient[c * HF_ROW_BLOCK + i];
            assert_near((double)summed[hidden + c * hidden + j], weight, 10 * (double)rows);
        }
    }
    kernels->weight_gradient(&f->gradient, &f->block, f->activation, false);
    kernels->weight_gradient(&f->gradient, &f->block, f->activation, true);
    for (int64_t j = 0; j < hidden; j++)
        for (int64_t k = 0; k < n->features; k++) {
            double weight = 0;
            for (int64_t i = 0; i < rows; i++)
                weight += 2 * (double)f->activation[j * HF_ROW_BLOCK + i] * input_at(f, i, k);
            assert_near((double)f->gradient.input_weight[j * n->feature_stride + k], weight,
                        (double)rows);
        }
    hf_free(&before);
    hf_free(&sums);
    hf_free(&summed);
}

/* All of one case on one path; leaves in the fixture what the path computed. */
static void check_case(const hf_kernel_table *kernels, fixture *f)
{
    check_forward(kernels, f);
    check_loss(kernels, f, HF_LOSS_CROSS_ENTROPY);
    check_loss(kernels, f, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX);
    check_backward(kernels, f);
    check_count(kernels, f);
}

static void assert_same_bits(const float *a, const float *b, int64_t count)
{
    assert_memory_equal(a, b, (size_t)count * sizeof *a);
}

static void check_size(int64_t features, int64_t hidden, int64_t classes, int rows)
{
    fixture reference = make(features, hidden, classes, rows);
    check_case(hf_kernels_find("portable"), &reference);
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        if (!kernels)
            continue;
        fixture f = make(features, hidden, classes, rows);
        check_case(kernels, &f);
        for (int64_t j = 0; j < hidden; j++)
            assert_same_bits(f.activation + j * HF_ROW_BLOCK,
                             reference.activation + j * HF_ROW_BLOCK, rows);
        for (int64_t c = 0; c < classes; c++) {
            assert_same_bits(f.logits + c * HF_ROW_BLOCK, reference.logits + c * HF_ROW_BLOCK,
                             rows);
            assert_same_bits(f.logit_gradient + c * HF_ROW_BLOCK,
                             reference.logit_gradient + c * HF_ROW_BLOCK, rows);
        }
        assert_memory_equal(f.losses, reference.losses, sizeof f.losses);
        assert_same_bits(f.gradient.input_weight, reference.gradient.input_weight,
                         hidden * f.network.feature_stride);
        release(&f);
    }
    release(&reference);
}

static void every_remainder_of_every_size(void **state)
{
    (void)state;
    for (int n = 1; n <= 40; n++) {
        check_size(n, 3, 2, 17);
        check_size(5, n, 2, 17);
        check_size(5, 3, n + 1, 17);
        check_size(5, 3, 2, n);
        check_size(n, n, 2 + n % 3, n);
    }
}

static void full_blocks_and_wide_networks(void **state)
{
    (void)state;
    for (int rows = 80; rows <= HF_ROW_BLOCK; rows++)
        check_size(30, 30, 2, rows);
    check_size(200, 4, 3, HF_ROW_BLOCK);
    check_size(4, 300, 3, HF_ROW_BLOCK);
    check_size(65, 100, 10, HF_ROW_BLOCK);
}

/* exp and log through the loss of two classes: log(1 + exp(-x)) for logits (x, 0), label 0. */
static void the_loss_is_accurate_over_its_whole_range(void **state)
{
    (void)state;
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        for (double x = -120; kernels && x < 120; x += 0.0137) {
            float label[HF_LANES], logits[2 * HF_ROW_BLOCK] = {0}, share[2 * HF_ROW_BLOCK],
                                              gradient[2 * HF_ROW_BLOCK];
            double losses[HF_LANES] = {0};
            for (int i = 0; i < HF_LANES; i++)
                label[i] = i == 0 ? 0 : -1;
            logits[0] = (float)x;
            hf_row_block block = {NULL, NULL, label, 1};
            kernels->loss(HF_LOSS_CROSS_ENTROPY, 2, &block, logits, 1, share, gradient, losses);
            double exact = fmax(0, -(double)logits[0]) + log1p(exp(-fabs((double)logits[0])));
            assert_true(fabs(losses[0] - exact) <= 1.2e-7 * fmax(1, exact));
            double slope = -1 / (1 + exp((double)logits[0]));
            assert_true(fabs((double)gradient[0] - slope) <= 1.5e-7);
        }
    }
}

static void what_is_not_finite_stays_visible(void **state)
{
    (void)state;
    const float strange[] = {NAN, INFINITY, -INFINITY};
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        for (int i = 0; kernels && i < 3; i++) {
            fixture f = make(5, 3, 2, 20);
            double sum = 0;
            f.network.input_weight[0] = strange[i];
            f.network.output_weight[0] = 1;
            kernels->forward(&f.network, &f.block, f.activation, f.logits);
            kernels->loss(HF_LOSS_CROSS_ENTROPY, 2, &f.block, f.logits, 1, f.share,
                          f.logit_gradient, f.losses);
            for (int l = 0; l < HF_LANES; l++)
                sum += f.losses[l];
            assert_false(isfinite(sum));
            release(&f);
        }
    }
}

/* Adam and SGD against the formulae in float64. */
static void optimizers_follow_their_formulae(void **state)
{
    (void)state;
    const hf_optimizer_step step = {.learning_rate = 0.01f,
                                    .beta1 = 0.9f,
                                    .one_minus_beta1 = 0.1f,
                                    .beta2 = 0.999f,
                                    .one_minus_beta2 = 0.001f,
                                    .second_moment_scale = 3,
                                    .epsilon = 1e-8f,
                                    .momentum = 0.8f,
                                    .weight_decay = 0.05f,
                                    .decay_factor = 0.97f};
    for (int path = 0; path < HF_KERNEL_PATHS; path++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[path]);
        if (!kernels)
            continue;
        generator_state = 5;
        float *g = numbers(64), *m = numbers(64), *v = numbers(64), *p = numbers(64);
        float *m0 = numbers(64), *v0 = numbers(64), *p0 = numbers(64);
        for (int i = 0; i < 64; i++)
            v[i] = fabsf(v[i]);
        memcpy(m0, m, 256), memcpy(v0, v, 256), memcpy(p0, p, 256);
        kernels->adam(&step, 64, g, m, v, p);
        for (int i = 0; i < 64; i++) {
            double gradient = (double)g[i] + 0.05 * (double)p0[i];
            double first = 0.9 * (double)m0[i] + 0.1 * gradient;
            double second = 0.999 * (double)v0[i] + 0.001 * gradient * gradient;
            assert_near((double)m[i], first, 1);
            assert_near((double)v[i], second, 1);
            assert_near((double)p[i],
                        0.97 * (double)p0[i] - 0.01 * first / (3 * sqrt(second) + 1e-8), 1);
        }
        memcpy(m, m0, 256), memcpy(p, p0, 256);
        kernels->sgd(&step, 64, g, m, p);
        for (int i = 0; i < 64; i++) {
            double momentum = 0.8 * (double)m0[i] + (double)g[i] + 0.05 * (double)p0[i];
            assert_near((double)m[i], momentum, 1);
            assert_near((double)p[i], (double)p0[i] - 0.01 * momentum, 1);
        }
        float *all[] = {g, m, v, p, m0, v0, p0};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            hf_free(&all[i]);
    }
}

static void a_path_can_be_forced(void **state)
{
    (void)state;
    hf_error error;
    setenv("HOLDFAST_ISA", "portable", 1);
    assert_int_equal(hf_kernels_select(&error), HF_OK);
    assert_string_equal(hf_kernels_name(), "portable");
    setenv("HOLDFAST_ISA", "sse9", 1);
    assert_int_equal(hf_kernels_select(&error), HF_USAGE);
    assert_non_null(strstr(error.message, "portable"));
    unsetenv("HOLDFAST_ISA");
    assert_int_equal(hf_kernels_select(&error), HF_OK);
    assert_ptr_equal(strstr(hf_kernels_available(), hf_kernels_name()), hf_kernels_available());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_remainder_of_every_size),
        cmocka_unit_test(full_blocks_and_wide_networks),
        cmocka_unit_test(the_loss_is_accurate_over_its_whole_range),
        cmocka_unit_test(what_is_not_finite_stays_visible),
        cmocka_unit_test(optimizers_follow_their_formulae),
        cmocka_unit_test(a_path_can_be_forced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
