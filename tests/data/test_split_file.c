/* Splits from CSV and HDF5 files. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <hdf5.h>
#include <stdio.h>
#include <string.h>

/* Four samples, which are rows 0, 2, 3 and 5 of a file of six. */
static hf_dataset four_of_six(void)
{
    static int32_t y[] = {0, 1, 0, 1};
    static int64_t row[] = {0, 2, 3, 5};
    static char *names[] = {"a", "b"};
    return (hf_dataset){.samples = 4,
                        .features = 1,
                        .classes = 2,
                        .y = y,
                        .row = row,
                        .file_rows = 6,
                        .class_names = {.items = names, .count = 2}};
}

static hf_status read_splits(const char *path, const int32_t *group, hf_splits *splits,
                             hf_error *error)
{
    hf_config config = data_test_config(NULL);
    hf_dataset d = four_of_six();
    d.group = (int32_t *)group;
    config.data.groups = group ? "patient" : NULL;
    config.splits.method = HF_SPLITS_FILE;
    config.splits.file = (char *)path;
    config.splits.count = 0;
    return hf_splits_make(&config, &d, splits, error);
}

static void check_two(const char *path)
{
    hf_error error;
    hf_splits splits;
    if (read_splits(path, NULL, &splits, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_int_equal(splits.count, 2);
    assert_null(splits.class_order);
    assert_memory_equal(splits.train, ((uint8_t[]){1, 1, 0, 0, 0, 0, 1, 1}), 8);
    hf_splits_free(&splits);
}

static void rows_of_the_data_file_that_were_dropped_are_passed_over(void **state)
{
    (void)state;
    check_two(data_test_write_text("splits.csv", "1,0,1,0,1,0\n0,1,0,1,0,1\n"));
    check_two(data_test_write_text("splits.csv", "\"1\", 0,1,0,1,0\r\n0,1,0,1,0,1"));
}

static void write_matrix(hid_t file, const char *name, hid_t type, const void *values)
{
    hid_t space = H5Screate_simple(2, (hsize_t[]){2, 6}, NULL);
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    hid_t set = H5Dcreate2(file, name, type, space, links, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    H5Dclose(set);
    H5Pclose(links);
    H5Sclose(space);
}

static void splits_are_found_in_an_hdf5_file(void **state)
{
    (void)state;
    static const uint8_t good[] = {1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1};
    static const double bad[] = {0, 0, 0, 0, 0, 0.5, 0, 1, 0, 1, 0, 1};
    static const char *const names[] = {"/any", "/train", "/splits/train"};
    hf_error error;
    hf_splits splits;
    char path[256];
    snprintf(path, sizeof path, "%s", data_test_path("splits.h5"));
    for (size_t i = 0; i < COUNT_OF(names); i++) { /* the last two stand above any other */
        hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        write_matrix(file, names[i], H5T_NATIVE_UINT8, good);
        if (i > 0)
            write_matrix(file, "/other", H5T_NATIVE_DOUBLE, bad);
        H5Fclose(file);
        check_two(path);
    }
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    write_matrix(file, "/a", H5T_NATIVE_DOUBLE, bad);
    H5Fclose(file);
    hf_status status = read_splits(path, NULL, &splits, &error);
    data_test_check("value", status, &error, HF_BAD_DATA,
                    (const char *[]){"splits.h5", "/a", "row 1", "column 6", "'0.5'", NULL});
    file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    write_matrix(file, "/b", H5T_NATIVE_UINT8, good);
    H5Fclose(file);
    status = read_splits(path, NULL, &splits, &error);
    data_test_check("two", status, &error, HF_BAD_DATA,
                    (const char *[]){"splits.h5", "2 datasets", "/splits/train", NULL});
}

static void what_is_wrong_with_a_split_file_is_named(void **state)
{
    (void)state;
    static const int32_t groups[] = {0, 0, 1, 1}, scattered[] = {0, 1, 1, 0};
    static const struct {
        const char *what, *text;
        const int32_t *group;
        hf_status status;
        const char *parts[5], *absent;
    } cases[] = {
        {"narrow",
         "1,0,1,0,1,0\n0,1,0,1\n",
         NULL,
         HF_BAD_DATA,
         {"splits.csv", "row 2 (line 2)", "4 columns", "6 rows"},
         NULL},
        {"one column", "1\n", NULL, HF_BAD_DATA, {"row 1", ": 1 column, but"}, NULL},
        {"wide", "1,0,1,0,1,0,1\n", NULL, HF_BAD_DATA, {"row 1", "7 columns"}, NULL},
        {"value",
         "1,0,1,0,1,0\n1,0,2,0,1,0\n",
         NULL,
         HF_BAD_DATA,
         {"row 2 (line 2)", "column 3", "'2'"},
         NULL},
        {"value in the first row",
         "1,0,2,0,1,0\n1,0,1,0,1,0\n",
         NULL,
         HF_BAD_DATA,
         {"row 1 (line 1)", "column 3", "'2' is neither 1 (train) nor 0 (test)"},
         "header"},
        {"empty cell", "1,0,1,0,1,\n", NULL, HF_BAD_DATA, {"row 1", "column 6", "''"}, "header"},
        {"header",
         "r0,r1,r2,r3,r4,r5\n1,0,1,0,1,0\n",
         NULL,
         HF_BAD_DATA,
         {"row 1", "'r0'", "header"},
         NULL},
        {"text below", "1,0,1,0,1,0\n1,0,x,0,1,0\n", NULL, HF_BAD_DATA, {"'x'"}, "header"},
        {"semicolons", "1;0;1;0;1;0\n", NULL, HF_BAD_DATA, {"';'"}, NULL},
        {"empty", "", NULL, HF_BAD_DATA, {"no split"}, NULL},
        {"no class b",
         "1,0,1,0,1,0\n1,0,0,0,1,0\n",
         NULL,
         HF_BAD_DATA,
         {"split 1", "'b'", "splits.file"},
         NULL},
        {"no test row", "1,0,1,1,0,1\n", NULL, HF_BAD_DATA, {"split 0", "test set is empty"}, NULL},
        {"groups together", "1,0,1,0,1,0\n", groups, HF_OK, {NULL}, NULL},
        {"group on both sides",
         "1,0,1,0,1,0\n",
         scattered,
         HF_BAD_DATA,
         {"split 0", "patient", "row 4", "splits.file"},
         NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hf_error error;
        hf_splits splits;
        const char *path = data_test_write_text("splits.csv", cases[i].text);
        hf_status status = read_splits(path, cases[i].group, &splits, &error);
        data_test_check(cases[i].what, status, &error, cases[i].status, cases[i].parts);
        if (cases[i].absent && strstr(error.message, cases[i].absent))
            fail_msg("%s: %s", cases[i].what, error.message);
        hf_splits_free(&splits);
    }
}

static void a_split_file_must_be_there(void **state)
{
    (void)state;
    hf_error error;
    hf_splits splits;
    hf_status status = read_splits(data_test_path("none.csv"), NULL, &splits, &error);
    data_test_check("none", status, &error, HF_NO_INPUT,
                    (const char *[]){"splits.file", "none.csv", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_the_data_file_that_were_dropped_are_passed_over),
        cmocka_unit_test(splits_are_found_in_an_hdf5_file),
        cmocka_unit_test(what_is_wrong_with_a_split_file_is_named),
        cmocka_unit_test(a_split_file_must_be_there),
    };
    return cmocka_run_group_tests(tests, data_test_make_folder, data_test_remove_folder);
}
