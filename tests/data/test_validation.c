/* Rows that are set aside for early stopping. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 61, SPLITS = 12 };

static int32_t y[SAMPLES];

static hf_dataset three_classes(void)
{
    for (int i = 0; i < SAMPLES; i++)
        y[i] = i % 7 == 0 ? 2 : i % 2; /* 9 of the last */
    return (hf_dataset){.samples = SAMPLES,
                        .features = 1,
                        .classes = 3,
                        .y = y,
                        .class_names = NAMES("a", "b", "c")};
}

static hf_config config_of(int method, double fraction)
{
    hf_config config = data_test_config(NULL);
    config.splits.method = method;
    config.splits.count = method == HF_SPLITS_FIRST_HALF         ? 1
                          : method == HF_SPLITS_STRATIFIED_KFOLD ? 10
                                                                 : SPLITS;
    config.training.validation_fraction = fraction;
    return config;
}

static hf_splits make(const hf_config *config, const hf_dataset *d)
{
    hf_error error;
    hf_splits splits;
    if (hf_splits_make(config, d, &splits, &error) != HF_OK)
        fail_msg("%s", error.message);
    return splits;
}

static const int methods[] = {HF_SPLITS_STRATIFIED_SHUFFLE, HF_SPLITS_FIRST_HALF,
                              HF_SPLITS_STRATIFIED_KFOLD, HF_SPLITS_COMPLEMENTARY_PAIRS};

static void without_early_stopping_nothing_is_set_aside(void **state)
{
    (void)state;
    const hf_dataset d = three_classes();
    const hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE, 0);
    hf_splits splits = make(&config, &d);
    assert_null(splits.validation);
    assert_int_equal(hf_splits_rows(&splits, 0, NULL, NULL, NULL).validation, 0);
    hf_splits_free(&splits);
}

/* count * twentieths / 20 to the nearest, half-even. */
static int64_t rounded(int64_t count, int64_t twentieths)
{
    const int64_t whole = count * twentieths / 20, rest = count * twentieths % 20;
    return whole + (rest > 10 || (rest == 10 && whole % 2 == 1));
}

static void the_rounded_share_of_each_class_s_training_rows_is_set_aside(void **state)
{
    (void)state;
    const hf_dataset d = three_classes();
    for (size_t m = 0; m < COUNT_OF(methods); m++)
        for (int64_t twentieths = 4; twentieths <= 10; twentieths += 3) {
            const hf_config without = config_of(methods[m], 0),
                            with = config_of(methods[m], (double)twentieths / 20);
            hf_splits all = make(&without, &d), splits = make(&with, &d);
            assert_memory_equal(all.train, splits.train, splits.count * SAMPLES);
            for (int64_t p = 0; p < splits.count; p++) {
                int64_t trained[3] = {0}, aside[3] = {0};
                for (int64_t i = 0; i < SAMPLES; i++) {
                    trained[y[i]] += splits.train[p * SAMPLES + i];
                    aside[y[i]] += splits.validation[p * SAMPLES + i];
                    assert_true(splits.validation[p * SAMPLES + i] <=
                                splits.train[p * SAMPLES + i]);
                }
                for (int c = 0; c < 3; c++)
                    assert_int_equal(aside[c], rounded(trained[c], twentieths));
            }
            hf_splits_free(&all), hf_splits_free(&splits);
        }
}

static void a_split_does_not_depend_on_how_many_there_are(void **state)
{
    (void)state;
    const hf_dataset d = three_classes();
    hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE, 0.2);
    hf_splits many = make(&config, &d);
    config.splits.count = 3;
    hf_splits few = make(&config, &d);
    assert_memory_equal(many.validation, few.validation, 3 * SAMPLES);
    assert_memory_not_equal(many.validation, many.validation + SAMPLES, SAMPLES);
    config.splits.seed = 1;
    hf_splits other = make(&config, &d);
    assert_memory_not_equal(few.validation, other.validation, SAMPLES);
    hf_splits_free(&many), hf_splits_free(&few), hf_splits_free(&other);
}

static void every_training_row_is_set_aside_about_as_often(void **state)
{
    (void)state;
    const hf_dataset d = three_classes();
    hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE, 0.2);
    config.splits.count = 4000;
    hf_splits splits = make(&config, &d);
    for (int64_t i = 0; i < SAMPLES; i++) {
        int64_t trained = 0, aside = 0;
        for (int64_t p = 0; p < splits.count; p++) {
            trained += splits.train[p * SAMPLES + i];
            aside += splits.validation[p * SAMPLES + i];
        }
        /* of 13 rows 3 (of 2 classes), of 4 rows 1; five standard errors at 2,000 draws */
        const double share = y[i] == 2 ? 1 / 4.0 : 3 / 13.0;
        assert_true(labs(aside - (int64_t)((double)trained * share)) < 100);
    }
    hf_splits_free(&splits);
}

static void rows_have_one_role_each_in_their_order(void **state)
{
    (void)state;
    const hf_dataset d = three_classes();
    const hf_config config = config_of(HF_SPLITS_FIRST_HALF, 0.3);
    hf_splits splits = make(&config, &d);
    int64_t train[SAMPLES], validation[SAMPLES], test[SAMPLES];
    int seen[SAMPLES] = {0};
    const hf_split_rows rows = hf_splits_rows(&splits, 0, train, validation, test);
    const hf_split_rows counts = hf_splits_rows(&splits, 0, NULL, NULL, NULL);
    assert_memory_equal(&rows, &counts, sizeof rows);
    assert_int_equal(rows.train + rows.validation + rows.test, SAMPLES);
    for (int64_t i = 0; i < rows.train; i++) {
        seen[train[i]]++;
        assert_true(splits.train[train[i]] && !splits.validation[train[i]]);
        assert_true(i == 0 || splits.class_order[train[i]] > splits.class_order[train[i - 1]]);
    }
    for (int64_t i = 0; i < rows.validation; i++) {
        seen[validation[i]]++;
        assert_true(splits.validation[validation[i]]);
        assert_true(i == 0 || validation[i] > validation[i - 1]);
    }
    for (int64_t i = 0; i < rows.test; i++) {
        seen[test[i]]++;
        assert_false(splits.train[test[i]]);
    }
    for (int i = 0; i < SAMPLES; i++)
        assert_int_equal(seen[i], 1);
    hf_splits_free(&splits);
}

/* Standardisation: the rows that train alone. */
static void scaling_leaves_out_what_is_set_aside(void **state)
{
    (void)state;
    double x[6] = {1, 3, 100, 200, 300, 400}, center, scale, fill;
    int32_t labels[6] = {0, 1, 0, 1, 0, 1};
    uint8_t train[6] = {1, 1, 1, 1, 0, 0}, validation[6] = {0, 0, 1, 1, 0, 0};
    const hf_dataset d = {.samples = 6,
                          .features = 1,
                          .inputs = 1,
                          .first_input = (int64_t[]){0, 1},
                          .classes = 2,
                          .x = x,
                          .y = labels,
                          .feature_names = NAMES("f")};
    const hf_splits splits = {.count = 1, .samples = 6, .train = train, .validation = validation};
    const hf_config config = data_test_config(NULL);
    assert_int_equal(hf_scaling_compute(&config, &d, &splits, 0, &center, &scale, &fill, NULL),
                     HF_OK);
    assert_true(center == 2 && scale == 1 && fill == 2);
}

static void groups_are_set_aside_whole(void **state)
{
    (void)state;
    hf_dataset d = three_classes();
    int32_t group[SAMPLES];
    hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE, 0.3);
    config.data.groups = "g";
    for (int i = 0; i < SAMPLES; i++) /* of one class each, of 1 to 3 rows */
        group[i] = i % 20 + (i >= 20 && y[i] != y[i % 20] ? 20 * (y[i] + 1) : 0);
    int32_t number[100], next = 0;
    memset(number, -1, sizeof number);
    for (int i = 0; i < SAMPLES; i++) {
        if (number[group[i]] < 0)
            number[group[i]] = next++;
        group[i] = number[group[i]];
    }
    d.group = group;
    hf_splits splits = make(&config, &d);
    for (int64_t p = 0; p < splits.count; p++) {
        const uint8_t *aside = splits.validation + p * SAMPLES;
        int64_t rows = 0;
        for (int i = 0; i < SAMPLES; i++) {
            rows += aside[i];
            for (int k = 0; k < i; k++)
                assert_true(group[i] != group[k] || aside[i] == aside[k]);
        }
        assert_true(rows > 0);
    }
    hf_splits_free(&splits);
}

static void too_few_rows_are_an_error_that_says_what_to_do(void **state)
{
    (void)state;
    int32_t few[8] = {0, 0, 0, 0, 1, 1, 1, 1};
    const hf_dataset d = {
        .samples = 8, .features = 1, .classes = 2, .y = few, .class_names = NAMES("a", "b")};
    hf_config config = config_of(HF_SPLITS_STRATIFIED_SHUFFLE, 0.25);
    hf_error error;
    hf_splits splits;
    /* a quarter of 2 rows of each class is 0.5, which is rounded to 0 */
    data_test_check("no row", hf_splits_make(&config, &d, &splits, &error), &error, HF_BAD_DATA,
                    (const char *[]){"split 0", "0.25 of its 4 training rows",
                                     "raise training.validation_fraction", "set it to 0", NULL});
    assert_null(splits.validation);
    config.training.validation_fraction = 0.3;
    assert_int_equal(hf_splits_make(&config, &d, &splits, &error), HF_OK);
    hf_splits_free(&splits);
}

/* Class b has rows in one group alone, which stands with class a: it is drawn in some split. */
static void a_class_that_is_set_aside_whole_is_an_error(void **state)
{
    (void)state;
    int32_t labels[9] = {0, 0, 1, 0, 0, 0, 0, 1, 0}, group[9] = {0, 0, 0, 1, 2, 3, 4, 5, 6};
    uint8_t train[9] = {1, 1, 1, 1, 1, 1, 0, 0, 0};
    const hf_dataset d = {.samples = 9,
                          .features = 1,
                          .classes = 2,
                          .y = labels,
                          .group = group,
                          .class_names = NAMES("a", "b")};
    hf_error error;
    int failed = 0;
    for (int64_t seed = 0; seed < 20; seed++) {
        hf_config config = config_of(HF_SPLITS_FILE, 0.5);
        hf_splits splits = {.count = 1, .samples = 9, .train = train};
        config.splits.seed = seed;
        if (hf_splits_set_aside(&config, &d, &splits, &error) == HF_OK) {
            assert_false(splits.validation[0]);
            free(splits.validation);
            continue;
        }
        failed++;
        data_test_check("class", HF_BAD_DATA, &error, HF_BAD_DATA,
                        (const char *[]){"split 0", "all training rows of class 'b'",
                                         "lower training.validation_fraction", NULL});
    }
    assert_in_range(failed, 4, 16); /* two of four groups are drawn: about half */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_early_stopping_nothing_is_set_aside),
        cmocka_unit_test(the_rounded_share_of_each_class_s_training_rows_is_set_aside),
        cmocka_unit_test(a_split_does_not_depend_on_how_many_there_are),
        cmocka_unit_test(every_training_row_is_set_aside_about_as_often),
        cmocka_unit_test(rows_have_one_role_each_in_their_order),
        cmocka_unit_test(scaling_leaves_out_what_is_set_aside),
        cmocka_unit_test(groups_are_set_aside_whole),
        cmocka_unit_test(too_few_rows_are_an_error_that_says_what_to_do),
        cmocka_unit_test(a_class_that_is_set_aside_whole_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
