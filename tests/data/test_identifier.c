/* Which features look like numbers of the samples, and what the reader tells of unused columns. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_ROWS = 40 };

static bool is_identifier(const double *values, int64_t rows)
{
    double x[MOST_ROWS * 2];
    const hf_dataset d = {.samples = rows, .features = 2, .x = x};
    for (int64_t i = 0; i < rows; i++) {
        x[2 * i] = 0.5;
        x[2 * i + 1] = values[i];
    }
    assert_false(hf_dataset_is_identifier(&d, 0));
    return hf_dataset_is_identifier(&d, 1);
}

static void numbers_that_grow_from_row_to_row_are_identifiers(void **state)
{
    (void)state;
    double values[MOST_ROWS];
    for (int64_t i = 0; i < MOST_ROWS; i++)
        values[i] = (double)(1000 + i * i);
    assert_true(is_identifier(values, 40));
    assert_true(is_identifier(values, 20));
    assert_false(is_identifier(values, 19));
    values[7] = values[6];
    assert_false(is_identifier(values, 40));
}

static void consecutive_numbers_in_any_order_are_identifiers(void **state)
{
    (void)state;
    const double values[] = {104, 101, 107, 102, 108, 103, 106, 105};
    double others[8];
    assert_true(is_identifier(values, 8));
    assert_false(is_identifier(values, 7));
    memcpy(others, values, sizeof others);
    others[3] = 103; /* twice */
    assert_false(is_identifier(others, 8));
    others[3] = 109; /* a gap at 102 */
    assert_false(is_identifier(others, 8));
}

static bool is_named_identifier(char *name, const double *values, int64_t rows)
{
    hf_dataset d = {.samples = rows, .features = 1, .x = (double *)values};
    d.feature_names = (hf_text_list){&name, 1};
    return hf_dataset_is_identifier(&d, 0);
}

static void names_and_many_digits_tell_identifiers(void **state)
{
    (void)state;
    const double unsorted[] = {71, 12, 93, 44}, repeated[] = {71, 12, 71, 44};
    const double broken[] = {71, 12.5, 93, 44};
    double digits[MOST_ROWS], round[MOST_ROWS];
    static char *const names[] = {"id",        "ID", "Patient_ID", "patientId",
                                  "Row.names", "X",  "Unnamed: 0", "INDEX"};
    static char *const others[] = {"acid", "grid", "age", "HDL.fluid", "width"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!is_named_identifier(names[i], unsorted, 4))
            fail_msg("%s", names[i]);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (is_named_identifier(others[i], unsorted, 4))
            fail_msg("%s", others[i]);
    assert_false(is_named_identifier("id", repeated, 4));
    assert_false(is_named_identifier("id", broken, 4));
    for (int64_t i = 0; i < MOST_ROWS; i++) { /* 18 digits are rounded, some to the same number */
        digits[i] = 123456789012345678.0 + (double)(i * 7919 % 40);
        round[i] = 1e17 + (double)(i * 7919 % 40) * 1e15;
    }
    assert_true(is_identifier(digits, MOST_ROWS));
    assert_false(is_identifier(round, MOST_ROWS));
}

static double fill_code(const double *values, int64_t rows)
{
    const hf_dataset d = {.samples = rows, .features = 1, .x = (double *)values};
    return hf_dataset_fill_code(&d, 0);
}

static void codes_far_from_all_values_seem_to_mean_missing(void **state)
{
    (void)state;
    assert_true(fill_code((double[]){1, -999, 3, -999, 5}, 5) == -999);
    assert_true(fill_code((double[]){1, 9999, 3, 9999, 5}, 5) == 9999);
    assert_true(fill_code((double[]){1, 9.96921e36, 3, 9.96921e36, 5}, 5) == 9.96921e36);
    assert_true(fill_code((double[]){1, -999, 3, NAN, 5}, 5) == 0);       /* once */
    assert_true(fill_code((double[]){1, -998, 3, -998, 5}, 5) == 0);      /* no code */
    assert_true(fill_code((double[]){-500, -999, 400, -999, 5}, 5) == 0); /* not far away */
    assert_true(fill_code((double[]){999, 999, 999}, 3) == 0);            /* there are no others */
}

static void measurements_are_no_identifiers(void **state)
{
    (void)state;
    const double platelets[] = {251000, 198000, 342000, 176000, 289000, 215000, 402000, 233000};
    double values[MOST_ROWS];
    assert_false(is_identifier(platelets, 8));
    for (int64_t i = 0; i < MOST_ROWS; i++)
        values[i] = 0.5 + (double)i; /* grows, but is not whole */
    assert_false(is_identifier(values, MOST_ROWS));
    for (int64_t i = 0; i < MOST_ROWS; i++)
        values[i] = (double)(30 + i / 2); /* sorted ages: some are the same */
    assert_false(is_identifier(values, MOST_ROWS));
    for (int64_t i = 0; i < MOST_ROWS; i++)
        values[i] = (double)i;
    values[5] = NAN; /* missing */
    assert_false(is_identifier(values, MOST_ROWS));
    values[5] = INFINITY;
    assert_false(is_identifier(values, MOST_ROWS));
}

static void the_built_in_features_are_no_identifiers(void **state)
{
    (void)state;
    for (int64_t i = 0; i < hf_config_builtin_count; i++) {
        char source[64];
        hf_dataset d;
        hf_error error;
        snprintf(source, sizeof source, "builtin:%s", hf_config_builtins[i]);
        const hf_config config = data_test_config(source);
        assert_int_equal(hf_dataset_load(&config, &d, &error), HF_OK);
        for (int64_t f = 0; f < d.features; f++)
            if (hf_dataset_is_identifier(&d, f))
                fail_msg("%s: %s", source, d.feature_names.items[f]);
        hf_dataset_free(&d);
    }
}

static void unused_columns_and_missing_cells_are_told(void **state)
{
    (void)state;
    hf_dataset d;
    hf_error error;
    hf_config config = data_test_config(
        data_test_write_text("table.csv", "k,id,a,g,b\nx,1,,p,\ny,2,4,p,3\nx,3,,q,3\ny,4,1,q,5\n"));
    config.data.groups = "g";
    config.data.exclude = (hf_text_list)NAMES("id");
    config.data.missing = HF_MISSING_MEAN;
    assert_int_equal(hf_dataset_load(&config, &d, &error), HF_OK);
    assert_int_equal(d.unused.count, 1);
    assert_string_equal(d.unused.items[0], "id");
    assert_int_equal(d.missing_cells, 3);
    assert_int_equal(d.missing_columns, 2);
    hf_dataset_free(&d);
    config.data.missing = HF_MISSING_DROP;
    config.data.exclude = (hf_text_list){0};
    config.data.features = (hf_text_list)NAMES("b", "g");
    assert_int_equal(hf_dataset_load(&config, &d, &error), HF_OK);
    assert_int_equal(d.levels[0].count, 0);
    assert_int_equal(d.levels[1].count, 2); /* g holds texts */
    hf_dataset_free(&d);
    config.data.features = (hf_text_list)NAMES("b");
    assert_int_equal(hf_dataset_load(&config, &d, &error), HF_OK);
    assert_int_equal(d.unused.count, 2);
    assert_string_equal(d.unused.items[1], "a");
    assert_int_equal(d.missing_cells, 1);
    assert_int_equal(d.samples, 3);
    hf_dataset_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_grow_from_row_to_row_are_identifiers),
        cmocka_unit_test(consecutive_numbers_in_any_order_are_identifiers),
        cmocka_unit_test(names_and_many_digits_tell_identifiers),
        cmocka_unit_test(codes_far_from_all_values_seem_to_mean_missing),
        cmocka_unit_test(measurements_are_no_identifiers),
        cmocka_unit_test(the_built_in_features_are_no_identifiers),
        cmocka_unit_test(unused_columns_and_missing_cells_are_told),
    };
    return cmocka_run_group_tests(tests, data_test_make_folder, data_test_remove_folder);
}
