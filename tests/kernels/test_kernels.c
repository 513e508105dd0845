/*
 * Every kernel on every path that this processor has: against plain float64 loops, and to the bit
 * against the portable path.
 */
#include "holdfast/status_codes.h"
#include "kernel_changed.h"
#include "kernel_checks.h"
#include "kernel_importance.h"
#include "unit_test.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A check's failure is the test's. */
void check_failed(const char *format, ...)
{
    char message[256];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    fail_msg("%s", message);
    abort();
}

/* All of one case on one path; leaves in the fixture what the path computed. */
static void check_case(const hf_kernel_table *kernels, fixture *f)
{
    check_forward(kernels, f);
    for (int weighted = 1; weighted >= 0; weighted--) {
        f->block.weight = weighted ? f->weight : NULL;
        check_loss(kernels, f, HF_LOSS_CROSS_ENTROPY);
        check_loss(kernels, f, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX);
    }
    check_square_loss(kernels, f);
    check_loss(kernels, f, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX); /* whose gradient goes on */
    check_backward(kernels, f);
    check_weight_gradient(kernels, f);
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

static void the_loss_is_accurate_over_its_whole_range(void **state)
{
    (void)state;
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        float slope;
        for (double x = -120; kernels && x < 120; x += 0.0137)
            check_loss_at(kernels, (float)x, &slope);
    }
}

static void check_importance_kernels(int64_t features, int64_t hidden, int64_t classes,
                                     int64_t rows)
{
    const uint32_t key[2] = {4, 7}, counter[4] = {0xFFFFFFF8, 1, 2, 3};
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        if (!kernels)
            continue;
        importance_fixture f = make_importance(features, hidden, classes, rows);
        check_add_columns(kernels, &f);
        if (classes > 1)
            check_shifted_square(kernels, &f);
        check_shifted_loss(kernels, &f);
        check_active_shares(kernels, &f);
        check_gradient_norm(kernels, &f);
        check_philox(kernels, &f, key, counter);
        release_importance(&f);
    }
}

static void importance_kernels_follow_their_formulae(void **state)
{
    (void)state;
    for (int n = 1; n <= 40; n++) {
        check_importance_kernels(n, 3, 2, 17);
        check_importance_kernels(5, n, 2 + n % 2, 41);
        check_importance_kernels(5, 3, 1 + n, 10 * n);
    }
}

static void sums_of_changed_logits_are_exact(void **state)
{
    (void)state;
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        uint64_t hash = 0;
        if (kernels)
            check_add_changed(kernels, &hash);
    }
}

static void the_importance_loss_is_accurate_over_its_whole_range(void **state)
{
    (void)state;
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        for (double x = -800; kernels && x < 800; x += 0.0137)
            check_shifted_loss_at(kernels, x);
    }
}

/* A NaN among the contrasts, of two classes and of more. */
static void a_nan_stays_one_in_the_importance_loss(void **state)
{
    (void)state;
    for (int p = 0; p < HF_KERNEL_PATHS; p++) {
        const hf_kernel_table *kernels = hf_kernels_find(hf_kernels_names[p]);
        for (int classes = 2; kernels && classes < 5; classes++) {
            importance_fixture f = make_importance(2, 3, classes, 9);
            const hf_shift shift = {f.weight, f.value, f.shuffled};
            f.units.unit[0] = NAN;
            kernels->shifted_loss(&f.units, &shift, f.bias, f.contrast, f.losses);
            assert_true(isnan(f.losses[0]));
            assert_false(isnan(f.losses[1]));
            release_importance(&f);
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
        parameters p = make_parameters();
        check_adam(kernels, &step, &p);
        release_parameters(&p);
        p = make_parameters();
        check_sgd(kernels, &step, &p);
        release_parameters(&p);
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
        cmocka_unit_test(importance_kernels_follow_their_formulae),
        cmocka_unit_test(sums_of_changed_logits_are_exact),
        cmocka_unit_test(the_importance_loss_is_accurate_over_its_whole_range),
        cmocka_unit_test(a_nan_stays_one_in_the_importance_loss),
        cmocka_unit_test(what_is_not_finite_stays_visible),
        cmocka_unit_test(optimizers_follow_their_formulae),
        cmocka_unit_test(a_path_can_be_forced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
