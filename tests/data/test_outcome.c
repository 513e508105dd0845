/* When a target is a measured outcome, and what splits and standardisation make of it. */
#include "data_test.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static hf_status load(int task, const char *text, hf_dataset *dataset, hf_error *error)
{
    hf_config config = data_test_config(NULL);
    config.data.task = task;
    config.data.target = "yield"; /* which grows from row to row */
    config.data.source = (char *)data_test_write_text("table.csv", text);
    return hf_dataset_load(&config, dataset, error);
}

/* A table whose target takes `count` values from `first` in steps of `step`. */
static const char *table(int count, double first, double step)
{
    static char text[4000];
    size_t length = (size_t)snprintf(text, sizeof text, "yield,a\n");
    for (int i = 0; i < count; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%g,%d\n", first + i * step,
                                   i * 7 % 11);
    return text;
}

static void assert_measured(int task, const char *text, bool expected)
{
    hf_dataset d;
    hf_error error;
    if (load(task, text, &d, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_int_equal(d.target != NULL, expected);
    assert_int_equal(d.classes == 1, expected);
    for (int64_t i = 0; expected && i < d.samples; i++)
        assert_int_equal(d.y[i], 0);
    if (expected)
        assert_string_equal(d.class_names.items[0], "yield");
    hf_dataset_free(&d);
}

static void auto_takes_few_whole_numbers_and_text_for_classes(void **state)
{
    (void)state;
    assert_measured(HF_TASK_AUTO, table(20, 0, 1), false);
    assert_measured(HF_TASK_AUTO, table(21, 0, 1), true);
    assert_measured(HF_TASK_AUTO, table(3, 0, 0.5), true);
    assert_measured(HF_TASK_AUTO, "yield,a\n1,2\n2,3\nlow,4\n0.5,5\n", false);
    assert_measured(HF_TASK_REGRESSION, table(3, 0, 1), true);
    assert_measured(HF_TASK_CLASSIFICATION, table(20, 0, 0.5), false);
    assert_measured(HF_TASK_CLASSIFICATION, table(30, 0, 1), false);
}

static void values_are_those_of_the_file(void **state)
{
    (void)state;
    hf_dataset d;
    static const double expected[] = {2.5, -1000, 2.5, 0.125};
    assert_int_equal(load(HF_TASK_AUTO, "yield,a\n2.5,1\n-1e3,2\n2.50,3\n.125,4\n", &d, NULL),
                     HF_OK);
    assert_int_equal(d.samples, 4);
    assert_memory_equal(d.target, expected, sizeof expected);
    hf_dataset_free(&d);
}

static void what_does_not_fit_the_task_is_said(void **state)
{
    (void)state;
    static const struct {
        int task;
        const char *text;
        const char *parts[4];
    } cases[] = {
        {HF_TASK_REGRESSION, "yield,a\n1,2\n2,3\nlow,4\n", {"row 3", "'yield'", "'low'"}},
        {HF_TASK_REGRESSION, "yield,a\n1,2\n2,3\ninf,4\n", {"row 3", "'inf' is infinite"}},
        {HF_TASK_REGRESSION, "yield,a\n3.5,2\n3.50,3\n", {"'yield'", "3.5", "must vary"}},
        {HF_TASK_AUTO, "yield,a\n3.5,2\n3.5,3\n", {"must vary"}},
    };
    hf_dataset d;
    hf_error error;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        data_test_check(cases[i].text, load(cases[i].task, cases[i].text, &d, &error), &error,
                        HF_BAD_DATA, cases[i].parts);
    data_test_check("classes", load(HF_TASK_CLASSIFICATION, table(21, 0, 0.5), &d, &error), &error,
                    HF_BAD_DATA, (const char *const[]){"21", "task: regression", NULL});
}

static void an_hdf5_target_may_be_float(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8}, y[] = {0.1, 1. / 3, 2, -5e-9};
    hf_error error;
    hf_dataset d;
    hf_config config = data_test_config(NULL);
    config.data.source = (char *)data_test_path("data.h5");
    hid_t file = H5Fcreate(config.data.source, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    hid_t matrix = H5Screate_simple(2, (hsize_t[]){4, 2}, NULL);
    hid_t vector = H5Screate_simple(1, (hsize_t[]){4}, NULL);
    hid_t inputs =
        H5Dcreate2(file, "x", H5T_NATIVE_DOUBLE, matrix, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    hid_t target =
        H5Dcreate2(file, "y", H5T_NATIVE_DOUBLE, vector, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(inputs, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x);
    H5Dwrite(target, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, y);
    H5Dclose(inputs), H5Dclose(target), H5Sclose(matrix), H5Sclose(vector), H5Fclose(file);
    if (hf_dataset_load(&config, &d, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_memory_equal(d.target, y, sizeof y);
    assert_string_equal(d.class_names.items[0], "y");
    hf_dataset_free(&d);
    config.data.task = HF_TASK_CLASSIFICATION;
    data_test_check("classes", hf_dataset_load(&config, &d, &error), &error, HF_BAD_DATA,
                    (const char *const[]){"y", "row 1 (index 0)", "0.1 is", "whole number", NULL});
}

static hf_dataset wine(void)
{
    hf_dataset d;
    hf_config config = data_test_config("builtin:wine");
    config.data.target = (char *)"alcohol";
    config.data.exclude = (hf_text_list)NAMES((char *)"cultivar");
    assert_int_equal(hf_dataset_load(&config, &d, NULL), HF_OK);
    return d;
}

/* The tenth of a sample's rank, by counting. */
static int64_t tenth_of(const hf_dataset *d, int64_t sample)
{
    int64_t rank = 0;
    for (int64_t i = 0; i < d->samples; i++)
        rank +=
            d->target[i] < d->target[sample] || (d->target[i] == d->target[sample] && i < sample);
    return rank * 10 / d->samples;
}

static void splits_take_half_of_each_tenth(void **state)
{
    (void)state;
    hf_dataset d = wine();
    hf_splits splits;
    hf_config config = data_test_config(NULL);
    config.splits.count = 3;
    config.splits.train_fraction = 0.5;
    config.training.validation_fraction = 0.25;
    assert_int_equal(hf_splits_make(&config, &d, &splits, NULL), HF_OK);
    for (int64_t p = 0; p < 3; p++) {
        int64_t all[10] = {0}, train[10] = {0}, aside[10] = {0};
        for (int64_t i = 0; i < d.samples; i++) {
            const int64_t tenth = tenth_of(&d, i);
            all[tenth]++;
            train[tenth] += splits.train[p * d.samples + i];
            aside[tenth] += splits.validation[p * d.samples + i];
        }
        for (int k = 0; k < 10; k++) {
            assert_int_equal(train[k], (int64_t)rint(0.5 * (double)all[k]));
            assert_int_equal(aside[k], (int64_t)rint(0.25 * (double)train[k]));
        }
    }
    hf_splits_free(&splits);
    hf_dataset_free(&d);
}

static void first_half_is_the_first_rows(void **state)
{
    (void)state;
    hf_dataset d = wine();
    hf_splits splits;
    hf_config config = data_test_config(NULL);
    config.splits.method = HF_SPLITS_FIRST_HALF;
    config.splits.count = 1;
    assert_int_equal(hf_splits_make(&config, &d, &splits, NULL), HF_OK);
    for (int64_t i = 0; i < d.samples; i++)
        assert_int_equal(splits.train[i], i < 89);
    hf_splits_free(&splits);
    hf_dataset_free(&d);
}

static void test_rows_that_do_not_vary_are_refused(void **state)
{
    (void)state;
    hf_dataset d;
    hf_splits splits;
    hf_error error;
    hf_config config = data_test_config(NULL);
    config.splits.method = HF_SPLITS_FIRST_HALF;
    config.splits.count = 1;
    assert_int_equal(load(HF_TASK_REGRESSION, "yield,a\n1,2\n2,3\n3,4\n3,5\n", &d, NULL), HF_OK);
    data_test_check("constant", hf_splits_make(&config, &d, &splits, &error), &error, HF_BAD_DATA,
                    (const char *const[]){"split 0", "R2", NULL});
    hf_dataset_free(&d);
}

static void the_outcome_is_standardised_by_the_rows_that_train(void **state)
{
    (void)state;
    hf_dataset d;
    double center, scale;
    assert_int_equal(load(HF_TASK_REGRESSION, "yield,a\n1,2\n100,3\n5,4\n7,5\n", &d, NULL), HF_OK);
    hf_splits splits = {.count = 1, .samples = 4, .train = (uint8_t[]){1, 0, 1, 0}};
    assert_int_equal(hf_target_scaling(&d, &splits, 0, &center, &scale, NULL), HF_OK);
    assert_true(center == 3 && scale == 2);
    splits.train = (uint8_t[]){0, 1, 0, 0};
    assert_int_equal(hf_target_scaling(&d, &splits, 0, &center, &scale, NULL), HF_OK);
    assert_true(center == 100 && scale == 1);
    hf_dataset_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auto_takes_few_whole_numbers_and_text_for_classes),
        cmocka_unit_test(values_are_those_of_the_file),
        cmocka_unit_test(what_does_not_fit_the_task_is_said),
        cmocka_unit_test(an_hdf5_target_may_be_float),
        cmocka_unit_test(splits_take_half_of_each_tenth),
        cmocka_unit_test(first_half_is_the_first_rows),
        cmocka_unit_test(test_rows_that_do_not_vary_are_refused),
        cmocka_unit_test(the_outcome_is_standardised_by_the_rows_that_train),
    };
    return cmocka_run_group_tests(tests, data_test_make_folder, data_test_remove_folder);
}
