/*
 * kernel_bits PATH: every kernel of one path ("avx512", "avx2", "neon", "portable") on the same
 * inputs everywhere, checked against float64 loops, and a hash of all bits that it computed, one
 * line a group of cases and kernel. Paths whose lines differ compute something different
 * (compare_paths.sh). Exit code 1: a check failed; 69: no such path here.
 */
#include "kernel_changed.h"
#include "kernel_checks.h"
#include "kernel_importance.h"
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FORWARD,
    LOSS,
    COUNT_CORRECT,
    BACKWARD,
    SUM_LANES,
    WEIGHT_GRADIENT,
    ADAM,
    SGD,
    ADD_COLUMNS,
    SHIFTED_LOSS,
    SHIFTED_SQUARE,
    ACTIVE_SHARES,
    GRADIENT_NORM,
    PHILOX,
    ADD_CHANGED,
    KERNELS
};
static const char *const kernel_names[KERNELS] = {
    "forward",         "loss",          "count_correct", "backward",    "sum_lanes",
    "weight_gradient", "adam",          "sgd",           "add_columns", "shifted_loss",
    "shifted_square",  "active_shares", "gradient_norm", "philox",      "add_changed"};

/* FNV-1a, 64 bits (Fowler, Noll, Vo), one hash a kernel; 0 where a group does not run it. */
static uint64_t hashes[KERNELS];
static const char *group_name = "";

void check_failed(const char *format, ...)
{
    va_list values;
    fprintf(stderr, "kernel_bits: %s: ", group_name);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    exit(1);
}

static void hash_bits(int kernel, uint64_t bits, int bytes)
{
    uint64_t hash = hashes[kernel] ? hashes[kernel] : 0xcbf29ce484222325u;
    for (int i = 0; i < bytes; i++)
        hash = (hash ^ (bits >> 8 * i & 0xff)) * 0x100000001b3u;
    hashes[kernel] = hash;
}

/* Processors differ in the sign and payload of a NaN: all count as one. */
static void hash_floats(int kernel, const float *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        uint32_t bits = 0x7fc00000;
        if (!isnan(values[i]))
            memcpy(&bits, &values[i], sizeof bits);
        hash_bits(kernel, bits, sizeof bits);
    }
}

static void hash_doubles(int kernel, const double *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        uint64_t bits = 0x7ff8000000000000;
        if (!isnan(values[i]))
            memcpy(&bits, &values[i], sizeof bits);
        hash_bits(kernel, bits, sizeof bits);
    }
}

/* values [vectors, HF_ROW_BLOCK]: the lanes of the block's rows. */
static void hash_rows(int kernel, const fixture *f, const float *values, int64_t vectors)
{
    for (int64_t i = 0; i < vectors; i++)
        hash_floats(kernel, values + i * HF_ROW_BLOCK, f->block.rows);
}

static void hash_forward(const fixture *f)
{
    hash_rows(FORWARD, f, f->activation, f->network.hidden);
    hash_rows(FORWARD, f, f->logits, f->network.classes);
}

static void hash_loss(const fixture *f)
{
    hash_rows(LOSS, f, f->logit_gradient, f->network.classes);
    hash_doubles(LOSS, f->losses, HF_LANES);
}

static void hash_backward(const fixture *f)
{
    hash_rows(BACKWARD, f, f->activation, f->network.hidden);
    hash_floats(BACKWARD, f->sums.input_bias, f->sums_count * HF_LANES);
    hash_floats(SUM_LANES, f->summed, f->sums_count);
}

static void hash_weight_gradient(const fixture *f)
{
    hash_floats(WEIGHT_GRADIENT, f->gradient.input_weight,
                f->network.hidden * f->network.feature_stride);
}

static void size_case(const hf_kernel_table *kernels, int64_t features, int64_t hidden,
                      int64_t classes, int rows)
{
    fixture f = make(features, hidden, classes, rows);
    check_forward(kernels, &f);
    hash_forward(&f);
    kernels->forward(&f.network, &f.block, NULL, f.logits);
    hash_forward(&f);
    for (int weighted = 1; weighted >= 0; weighted--) {
        f.block.weight = weighted ? f.weight : NULL;
        check_loss(kernels, &f, HF_LOSS_CROSS_ENTROPY);
        hash_loss(&f);
        check_loss(kernels, &f, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX);
        hash_loss(&f);
    }
    check_square_loss(kernels, &f);
    hash_rows(LOSS, &f, f.logit_gradient, 1);
    hash_doubles(LOSS, f.losses, HF_LANES);
    check_loss(kernels, &f, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX); /* whose gradient goes on */
    check_backward(kernels, &f);
    hash_backward(&f);
    check_weight_gradient(kernels, &f);
    hash_weight_gradient(&f);
    check_count(kernels, &f);
    hash_bits(COUNT_CORRECT, (uint64_t)f.correct, 8);
    release(&f);
}

static void features_1_to_40(const hf_kernel_table *kernels)
{
    for (int n = 1; n <= 40; n++)
        size_case(kernels, n, 3, 2, 17);
}
static void hidden_1_to_40(const hf_kernel_table *kernels)
{
    for (int n = 1; n <= 40; n++)
        size_case(kernels, 5, n, 2, 17);
}
static void classes_2_to_41(const hf_kernel_table *kernels)
{
    for (int n = 2; n <= 41; n++)
        size_case(kernels, 5, 3, n, 17);
}
static void rows_1_to_96(const hf_kernel_table *kernels)
{
    static const int classes[] = {2, 3, 10};
    for (int rows = 1; rows <= HF_ROW_BLOCK; rows++)
        for (int i = 0; i < 3; i++)
            size_case(kernels, 5, 7, classes[i], rows);
}
static void all_sizes_1_to_40(const hf_kernel_table *kernels)
{
    for (int n = 1; n <= 40; n++)
        size_case(kernels, n, n, 2 + n % 3, n);
}
static void full_and_wide(const hf_kernel_table *kernels)
{
    for (int rows = 93; rows <= HF_ROW_BLOCK; rows++)
        size_case(kernels, 30, 30, 2, rows);
    size_case(kernels, 200, 4, 3, HF_ROW_BLOCK);
    size_case(kernels, 4, 300, 3, HF_ROW_BLOCK);
    size_case(kernels, 65, 100, 10, HF_ROW_BLOCK - 1);
}

static void losses_from_minus_to_plus_120(const hf_kernel_table *kernels)
{
    for (int i = -8760; i <= 8760; i++) {
        float slope;
        double loss = check_loss_at(kernels, (float)i * 0.0137f, &slope);
        hash_doubles(LOSS, &loss, 1);
        hash_floats(LOSS, &slope, 1);
    }
}

static void importance_case(const hf_kernel_table *kernels, int64_t features, int64_t hidden,
                            int64_t classes, int64_t rows)
{
    importance_fixture f = make_importance(features, hidden, classes, rows);
    const int64_t padded = f.units.rows;
    check_add_columns(kernels, &f);
    for (int64_t j = 0; j < hidden; j++)
        hash_doubles(ADD_COLUMNS, f.units.unit + j * padded, rows);
    if (classes > 1) {
        check_shifted_square(kernels, &f);
        hash_doubles(SHIFTED_SQUARE, f.losses, HF_DOUBLE_LANES);
    }
    check_shifted_loss(kernels, &f);
    hash_doubles(SHIFTED_LOSS, f.losses, HF_DOUBLE_LANES);
    check_active_shares(kernels, &f);
    for (int64_t j = 0; j < hidden; j++)
        hash_doubles(ACTIVE_SHARES, f.units.unit + j * padded, rows);
    check_gradient_norm(kernels, &f);
    hash_doubles(GRADIENT_NORM, f.norms, HF_DOUBLE_LANES);
    const uint32_t key[2] = {(uint32_t)features, (uint32_t)(hidden << 24)};
    const uint32_t counter[4] = {(uint32_t)-rows, (uint32_t)classes, 0xFFFFFFFF, (uint32_t)hidden};
    check_philox(kernels, &f, key, counter);
    for (int i = 0; i < 4 * HF_LANES; i++)
        hash_bits(PHILOX, f.numbers[i], sizeof f.numbers[i]);
    release_importance(&f);
}

static void importance_of_sizes_1_to_40(const hf_kernel_table *kernels)
{
    for (int n = 1; n <= 40; n++) {
        importance_case(kernels, n, 3, 2, 17);
        importance_case(kernels, 5, n, 2, 33);
        importance_case(kernels, 5, n, 3, 24);
        importance_case(kernels, 5, 3, n + 1, 41);
        importance_case(kernels, 5, 3, 2 + n % 9, n);
    }
}

/* Several logarithms a lane, the last of few rows. */
static void importance_of_many_rows(const hf_kernel_table *kernels)
{
    importance_case(kernels, 30, 30, 2, 285);
    importance_case(kernels, 7, 5, 10, 515);
    importance_case(kernels, 3, 100, 4, 1000);
    importance_case(kernels, 100, 2, 64, 257);
}

static void shifted_losses_from_minus_to_plus_800(const hf_kernel_table *kernels)
{
    for (int i = -58000; i <= 58000; i++) {
        const double loss = check_shifted_loss_at(kernels, i * 0.0137);
        hash_doubles(SHIFTED_LOSS, &loss, 1);
    }
}

static void changed_inputs(const hf_kernel_table *kernels)
{
    hash_bits(ADD_CHANGED, 0, 1);
    check_add_changed(kernels, &hashes[ADD_CHANGED]);
}

static hf_optimizer_step step_with(float momentum, float weight_decay, float decay_factor)
{
    return (hf_optimizer_step){.learning_rate = 0.01f,
                               .beta1 = 0.9f,
                               .one_minus_beta1 = 0.1f,
                               .beta2 = 0.999f,
                               .one_minus_beta2 = 0.001f,
                               .second_moment_scale = 3,
                               .epsilon = 1e-8f,
                               .momentum = momentum,
                               .weight_decay = weight_decay,
                               .decay_factor = decay_factor};
}

static void hash_parameters(int kernel, const parameters *p)
{
    hash_floats(kernel, p->parameter, PARAMETERS);
    hash_floats(kernel, p->first_moment, PARAMETERS);
    if (kernel == ADAM)
        hash_floats(kernel, p->second_moment, PARAMETERS);
}

/* Plain, with weight decay, and (Adam) with AdamW's. */
static void optimizers(const hf_kernel_table *kernels)
{
    const hf_optimizer_step steps[] = {step_with(0, 0, 1), step_with(0.8f, 0.05f, 1),
                                       step_with(0.9f, 0, 0.97f)};
    for (int i = 0; i < 3; i++) {
        parameters p = make_parameters();
        for (int repeat = 0; repeat < 20; repeat++) {
            check_adam(kernels, &steps[i], &p);
            hash_parameters(ADAM, &p);
        }
        release_parameters(&p);
        p = make_parameters();
        for (int repeat = 0; repeat < 20; repeat++) {
            check_sgd(kernels, &steps[i], &p);
            hash_parameters(SGD, &p);
        }
        release_parameters(&p);
    }
}

/* Numbers of one kind; one in so many of a case's numbers becomes one of them. */
typedef struct {
    const float *values;
    int count, one_in;
} special;

static int below(int count)
{
    return (int)((next_number() + 1) / 2 * (float)count);
}

/* Into values [vectors, stride], the first `used` of each vector. */
static void sprinkle(special s, float *values, int64_t vectors, int64_t stride, int64_t used)
{
    for (int64_t i = 0; i < vectors; i++)
        for (int64_t k = 0; k < used; k++)
            if (below(s.one_in) == 0)
                values[i * stride + k] = s.values[below(s.count)];
}

/* Both losses of logits and a backward pass from gradients that hold such numbers. */
static void special_loss(const hf_kernel_table *kernels, special s, fixture *f)
{
    const int64_t classes = f->network.classes, rows = f->block.rows;
    sprinkle(s, f->logits, classes, HF_ROW_BLOCK, rows);
    for (int kind = 0; kind < 2; kind++) {
        memset(f->losses, 0, sizeof f->losses);
        kernels->loss(kind ? HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX : HF_LOSS_CROSS_ENTROPY, classes,
                      &f->block, f->logits, 0.25f, f->share, f->logit_gradient, f->losses);
        hash_loss(f);
    }
    hash_bits(COUNT_CORRECT, (uint64_t)kernels->count_correct(classes, &f->block, f->logits), 8);
    sprinkle(s, f->logit_gradient, classes, HF_ROW_BLOCK, rows);
    kernels->backward(&f->network, &f->block, f->logit_gradient, f->activation, &f->sums);
    kernels->sum_lanes(f->sums.input_bias, f->sums_count, f->summed);
    hash_backward(f);
}

static void special_case(const hf_kernel_table *kernels, special s, int64_t size)
{
    fixture f = make(1 + size % 5, 1 + size % 9, 2 + size % 4, 1 + (int)size);
    const hf_network *n = &f.network;
    sprinkle(s, n->input_weight, n->hidden, n->feature_stride, n->features);
    sprinkle(s, n->input_bias, 1, n->hidden, n->hidden);
    sprinkle(s, (float *)(uintptr_t)f.block.by_feature, n->features, HF_ROW_BLOCK, f.block.rows);
    kernels->forward(n, &f.block, f.activation, f.logits);
    hash_forward(&f);
    special_loss(kernels, s, &f);
    sprinkle(s, f.activation, n->hidden, HF_ROW_BLOCK, f.block.rows);
    kernels->weight_gradient(&f.gradient, &f.block, f.activation, true);
    hash_weight_gradient(&f);
    release(&f);
}

static void special_step(const hf_kernel_table *kernels, special s)
{
    const hf_optimizer_step step = step_with(0.9f, 0.05f, 0.97f);
    parameters p = make_parameters();
    float *arrays[] = {p.gradient, p.first_moment, p.second_moment, p.parameter};
    for (int repeat = 0; repeat < 20; repeat++) {
        for (int i = 0; i < 4; i++)
            sprinkle(s, arrays[i], 1, PARAMETERS, PARAMETERS);
        kernels->adam(&step, PARAMETERS, p.gradient, p.first_moment, p.second_moment, p.parameter);
        hash_parameters(ADAM, &p);
        kernels->sgd(&step, PARAMETERS, p.gradient, p.first_moment, p.parameter);
        hash_parameters(SGD, &p);
    }
    release_parameters(&p);
}

static void special_cases(const hf_kernel_table *kernels, special s)
{
    for (int64_t size = 0; size < HF_ROW_BLOCK; size++)
        special_case(kernels, s, size);
    special_step(kernels, s);
}

static void zeros_and_subnormals(const hf_kernel_table *kernels)
{
    static const float values[] = {0,         -0.0f,      0x1p-149f,   -0x1p-149f,
                                   0x1p-126f, -0x1p-126f, 0x1.8p-130f, -0x1.4p-140f};
    special_cases(kernels, (special){values, sizeof values / sizeof *values, 2});
}
static void huge_and_tiny(const hf_kernel_table *kernels)
{
    static const float values[] = {FLT_MAX, -FLT_MAX, 1e30f,  -1e25f,
                                   1e19f,   -1e10f,   1e-30f, -1e-20f};
    special_cases(kernels, (special){values, sizeof values / sizeof *values, 8});
}
static void infinite(const hf_kernel_table *kernels)
{
    static const float values[] = {INFINITY, -INFINITY};
    special_cases(kernels, (special){values, sizeof values / sizeof *values, 8});
}
static void not_a_number(const hf_kernel_table *kernels)
{
    static const float values[] = {NAN, -NAN, INFINITY, -0.0f};
    special_cases(kernels, (special){values, sizeof values / sizeof *values, 8});
}

static const struct {
    const char *name;
    void (*run)(const hf_kernel_table *kernels);
} groups[] = {
    {"features_1_to_40", features_1_to_40},
    {"hidden_1_to_40", hidden_1_to_40},
    {"classes_2_to_41", classes_2_to_41},
    {"rows_1_to_96", rows_1_to_96},
    {"all_sizes_1_to_40", all_sizes_1_to_40},
    {"full_and_wide", full_and_wide},
    {"losses_from_minus_to_plus_120", losses_from_minus_to_plus_120},
    {"importance_of_sizes_1_to_40", importance_of_sizes_1_to_40},
    {"importance_of_many_rows", importance_of_many_rows},
    {"shifted_losses_from_minus_to_plus_800", shifted_losses_from_minus_to_plus_800},
    {"changed_inputs", changed_inputs},
    {"optimizers", optimizers},
    {"zeros_and_subnormals", zeros_and_subnormals},
    {"huge_and_tiny", huge_and_tiny},
    {"infinite", infinite},
    {"not_a_number", not_a_number},
};

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s avx512|avx2|neon|portable\n", argv[0]);
        return 64;
    }
    const hf_kernel_table *kernels = hf_kernels_find(argv[1]);
    if (!kernels) {
        fprintf(stderr, "kernel_bits: no %s here\n", argv[1]);
        return 69;
    }
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        memset(hashes, 0, sizeof hashes);
        group_name = groups[i].name;
        groups[i].run(kernels);
        for (int k = 0; k < KERNELS; k++)
            if (hashes[k])
                printf("%s %s %016llx\n", group_name, kernel_names[k],
                       (unsigned long long)hashes[k]);
    }
    return 0;
}
