/* Standardisation against numbers worked by hand. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <float.h>
#include <math.h>
#include <string.h>

/* Six samples, of which the first, second, fourth and fifth train. */
static uint8_t train[] = {1, 1, 0, 1, 1, 0};
static int64_t file_row[] = {0, 1, 2, 3, 4, 5};

static int64_t one_each[] = {0, 1, 2, 3, 4};

enum { SAMPLES = 6 };

static hf_status compute(double *x, int64_t features, int standardize, double *center,
                         double *scale, double *fill, hf_error *error)
{
    hf_config config = data_test_config(NULL);
    hf_splits splits = {.count = 1, .samples = SAMPLES, .train = train};
    hf_dataset d = {.samples = SAMPLES,
                    .features = features,
                    .inputs = features,
                    .first_input = one_each,
                    .x = x,
                    .row = file_row,
                    .feature_names = NAMES("f0", "f1", "f2", "f3")};
    config.data.standardize = standardize;
    return hf_scaling_compute(&config, &d, &splits, 0, center, scale, fill, error);
}

static void features_get_mean_0_and_deviation_1_over_the_training_rows(void **state)
{
    (void)state;
    /* f0: 2, 4, 6, 8: mean 5, variance (9 + 1 + 1 + 9)/4 = 5. f1: 1, 1, 1, 5: mean 2, variance 3.
     * f2: all 0.1: divided by 1, and 0 exactly. f3: 3, -1, 3, -1: mean 1, variance 4. */
    double x[] = {2, 1, 0.1, 3, 4, 1, 0.1, -1, 9, 9, 9, 9, 6, 1, 0.1, 3, 8, 5, 0.1, -1, 0, 0, 0, 0};
    double center[4], scale[4], fill[4];
    float inputs[8];
    int64_t rows[] = {4, 2};
    hf_dataset d = {
        .samples = SAMPLES, .features = 4, .inputs = 4, .first_input = one_each, .x = x};
    assert_int_equal(compute(x, 4, HF_STANDARDIZE_ZSCORE, center, scale, fill, NULL), HF_OK);
    assert_memory_equal(center, ((double[]){5, 2, 0.1, 1}), sizeof center);
    assert_memory_equal(fill, center, sizeof center);
    assert_memory_equal(scale, ((double[]){sqrt(5), sqrt(3), 1, 2}), sizeof scale);
    hf_scaling_apply(&d, rows, 2, center, scale, fill, inputs);
    const float expected[] = {
        (float)(3 / sqrt(5)), (float)(3 / sqrt(3)), 0, -1, (float)(4 / sqrt(5)),
        (float)(7 / sqrt(3)), (float)(9 - 0.1),     4};
    assert_memory_equal(inputs, expected, sizeof inputs);
}

static void none_leaves_the_values_as_they_are(void **state)
{
    (void)state;
    double x[] = {2, 4, 9, 6, 8, 0.1}, center, scale, fill;
    float inputs[2];
    hf_dataset d = {
        .samples = SAMPLES, .features = 1, .inputs = 1, .first_input = one_each, .x = x};
    assert_int_equal(compute(x, 1, HF_STANDARDIZE_NONE, &center, &scale, &fill, NULL), HF_OK);
    assert_true(center == 0 && scale == 1 && fill == 5);
    hf_scaling_apply(&d, (int64_t[]){5, 0}, 2, &center, &scale, &fill, inputs);
    assert_true(inputs[0] == 0.1f && inputs[1] == 2);
}

static void what_is_missing_becomes_the_training_mean(void **state)
{
    (void)state;
    /* 1, -, 5, 3 train: mean 3; filled 1, 3, 5, 3: variance (4 + 0 + 4 + 0)/4 = 2. */
    double x[] = {1, NAN, NAN, 5, 3, 100}, center, scale, fill;
    float inputs[3];
    hf_dataset d = {
        .samples = SAMPLES, .features = 1, .inputs = 1, .first_input = one_each, .x = x};
    int64_t rows[] = {1, 2, 3};
    assert_int_equal(compute(x, 1, HF_STANDARDIZE_ZSCORE, &center, &scale, &fill, NULL), HF_OK);
    assert_true(center == 3 && fill == 3 && scale == sqrt(2));
    hf_scaling_apply(&d, rows, 3, &center, &scale, &fill, inputs);
    assert_true(inputs[0] == 0 && inputs[1] == 0 && inputs[2] == (float)(2 / sqrt(2)));
    assert_int_equal(compute(x, 1, HF_STANDARDIZE_NONE, &center, &scale, &fill, NULL), HF_OK);
    hf_scaling_apply(&d, rows, 3, &center, &scale, &fill, inputs);
    assert_true(inputs[0] == 3 && inputs[1] == 3 && inputs[2] == 5);
}

/* 1e8 + {1, 2, 3, 4}: a mean of squares would lose the variance 1.25. */
static void large_offsets_do_not_hurt_the_deviation(void **state)
{
    (void)state;
    double x[] = {1e8 + 1, 1e8 + 2, 0, 1e8 + 3, 1e8 + 4, 0}, center, scale, fill;
    assert_int_equal(compute(x, 1, HF_STANDARDIZE_ZSCORE, &center, &scale, &fill, NULL), HF_OK);
    assert_true(center == 1e8 + 2.5 && scale == sqrt(1.25));
}

/* Squares of 1e-200 are 0: no division by 0 comes of it. */
static void a_deviation_that_underflows_is_taken_as_1(void **state)
{
    (void)state;
    double x[] = {1e-200, 2e-200, 0, 3e-200, 4e-200, 0}, center, scale, fill;
    assert_int_equal(compute(x, 1, HF_STANDARDIZE_ZSCORE, &center, &scale, &fill, NULL), HF_OK);
    assert_true(scale == 1);
}

static void training_rows_are_summed_in_their_own_order(void **state)
{
    (void)state;
    double x[] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, center, scale, fill, mean = 0, rest = 0;
    int32_t order[] = {3, 4, 5, 0, 1, 2}; /* rows 3, 4, 0, 1 train in this order */
    const int64_t rows[] = {3, 4, 0, 1};
    hf_config config = data_test_config(NULL);
    hf_splits splits = {.count = 1, .samples = SAMPLES, .train = train, .class_order = order};
    hf_dataset d = {.samples = SAMPLES,
                    .features = 1,
                    .inputs = 1,
                    .first_input = one_each,
                    .x = x,
                    .feature_names = NAMES("f0")};
    int64_t trained[SAMPLES], tested[SAMPLES];
    assert_int_equal(hf_splits_rows(&splits, 0, trained, NULL, tested).train, 4);
    assert_memory_equal(trained, rows, sizeof rows);
    assert_memory_equal(tested, ((int64_t[]){2, 5}), 2 * sizeof *tested);
    assert_int_equal(hf_scaling_compute(&config, &d, &splits, 0, &center, &scale, &fill, NULL),
                     HF_OK);
    for (int i = 0; i < 4; i++)
        mean += x[rows[i]];
    mean /= 4;
    for (int i = 0; i < 4; i++)
        rest += x[rows[i]] - mean;
    assert_true(center == mean + rest / 4);
}

static void what_cannot_be_standardised_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        double x[SAMPLES];
        int standardize;
        const char *parts[4];
    } cases[] = {
        {"no value",
         {NAN, NAN, 1, NAN, NAN, 2},
         HF_STANDARDIZE_ZSCORE,
         {"'f0'", "no value", "split 0"}},
        {"overflow",
         {1e308, 1e308, 0, 1.5e308, 1e308, 0},
         HF_STANDARDIZE_ZSCORE,
         {"'f0'", "too large"}},
        {"squares overflow",
         {1e200, -1e200, 0, 1, 1, 0},
         HF_STANDARDIZE_ZSCORE,
         {"'f0'", "too large"}},
        {"float32, raw", {1, 2, 1e39, 3, 4, 5}, HF_STANDARDIZE_NONE, {"'f0'", "row 3", "float32"}},
        {"float32, a test row",
         {1e-30, 2e-30, 0, 3e-30, 4e-30, 1e20},
         HF_STANDARDIZE_ZSCORE,
         {"'f0'", "row 6", "split 0"}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hf_error error;
        double x[SAMPLES], center, scale, fill;
        memcpy(x, cases[i].x, sizeof x);
        hf_status status = compute(x, 1, cases[i].standardize, &center, &scale, &fill, &error);
        data_test_check(cases[i].what, status, &error, HF_BAD_DATA, cases[i].parts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_get_mean_0_and_deviation_1_over_the_training_rows),
        cmocka_unit_test(none_leaves_the_values_as_they_are),
        cmocka_unit_test(what_is_missing_becomes_the_training_mean),
        cmocka_unit_test(large_offsets_do_not_hurt_the_deviation),
        cmocka_unit_test(a_deviation_that_underflows_is_taken_as_1),
        cmocka_unit_test(training_rows_are_summed_in_their_own_order),
        cmocka_unit_test(what_cannot_be_standardised_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
