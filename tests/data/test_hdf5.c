/* HDF5 input: what is accepted, and what is refused with which message. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <hdf5.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double inputs[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}; /* [4, 3] */
static const int64_t whole[] = {7, -2, 7, 7};

static void put(hid_t file, const char *name, hid_t stored, hid_t given, int rank,
                const hsize_t *size, const void *values)
{
    hid_t links = H5Pcreate(H5P_LINK_CREATE);
    hid_t space = rank > 0 ? H5Screate_simple(rank, size, NULL) : H5Screate(H5S_SCALAR);
    H5Pset_create_intermediate_group(links, 1);
    hid_t set = H5Dcreate2(file, name, stored, space, links, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(set >= 0 && H5Dwrite(set, given, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
    H5Dclose(set);
    H5Sclose(space);
    H5Pclose(links);
}

static void put_matrix(hid_t file, const char *name, hid_t stored, const double *values)
{
    put(file, name, stored, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){4, 3}, values);
}

static void put_text(hid_t file, const char *name, size_t width, H5T_str_t padding, H5T_cset_t set,
                     int rank, hsize_t count, const void *values)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, width);
    H5Tset_strpad(type, padding);
    H5Tset_cset(type, set);
    put(file, name, type, type, rank, &count, values);
    H5Tclose(type);
}

static void put_compressed(hid_t file)
{
    hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    hid_t space = H5Screate_simple(2, (hsize_t[]){4, 3}, NULL);
    H5Pset_chunk(creation, 2, (hsize_t[]){3, 2});
    H5Pset_shuffle(creation);
    H5Pset_deflate(creation, 6);
    hid_t set =
        H5Dcreate2(file, "/x_gzip", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, inputs);
    H5Dclose(set);
    H5Sclose(space);
    H5Pclose(creation);
}

static void put_inputs(hid_t file)
{
    double holes[12], infinite[12];
    memcpy(holes, inputs, sizeof holes);
    memcpy(infinite, inputs, sizeof infinite);
    holes[7] = NAN;
    infinite[5] = -INFINITY;
    put_matrix(file, "/x", H5T_IEEE_F64LE, inputs);
    put_matrix(file, "/x_float", H5T_IEEE_F32BE, inputs);
    put_matrix(file, "/x_byte", H5T_STD_U8LE, inputs);
    put_matrix(file, "/x_short", H5T_STD_I16BE, inputs);
    put_matrix(file, "/dataset/x", H5T_IEEE_F64LE, inputs);
    put_matrix(file, "/x_holes", H5T_IEEE_F64LE, holes);
    put_matrix(file, "/x_infinite", H5T_IEEE_F64LE, infinite);
    holes[3] = holes[4] = NAN;
    put_matrix(file, "/x_more_holes", H5T_IEEE_F64LE, holes);
    infinite[6] = INFINITY;
    infinite[7] = NAN;
    put_matrix(file, "/x_wrong", H5T_IEEE_F64LE, infinite);
    put(file, "/x_1d", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, (hsize_t[]){12}, inputs);
    put(file, "/x_3d", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 3, (hsize_t[]){2, 2, 3}, inputs);
    put(file, "/x_none", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){0, 3}, inputs);
    put_compressed(file);
}

static void put_labels(hid_t file)
{
    static const double real[] = {7, -2, 7, 7}, broken[] = {7, -2.5, 7, 7};
    static const double holes[] = {7, NAN, 7, -2};
    static const char *const varying[] = {"seven", "minus two", "seven", "seven"};
    static const char *const empty[] = {"seven", "", "two", "seven"};
    const hsize_t four = 4;
    put(file, "/y", H5T_STD_I32BE, H5T_NATIVE_INT64, 1, &four, whole);
    put(file, "/dataset/y", H5T_STD_I32LE, H5T_NATIVE_INT64, 1, &four, whole);
    put(file, "/y_real", H5T_IEEE_F32LE, H5T_NATIVE_DOUBLE, 1, &four, real);
    put(file, "/y_broken", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, &four, broken);
    put(file, "/y_holes", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, &four, holes);
    put(file, "/y_short", H5T_STD_I32LE, H5T_NATIVE_INT64, 1, (hsize_t[]){3}, whole);
    put(file, "/y_2d", H5T_STD_I32LE, H5T_NATIVE_INT64, 2, (hsize_t[]){4, 1}, whole);
    put(file, "/y_pair", H5T_STD_REF_OBJ, H5T_STD_REF_OBJ, 1, &four, whole);
    put_text(file, "/y_varying", H5T_VARIABLE, H5T_STR_NULLTERM, H5T_CSET_UTF8, 1, 4, varying);
    put_text(file, "/y_empty", H5T_VARIABLE, H5T_STR_NULLTERM, H5T_CSET_ASCII, 1, 4, empty);
    put_text(file, "/y_padded", 5, H5T_STR_SPACEPAD, H5T_CSET_ASCII, 1, 4, "seventwo  sevenseven");
    put_text(file, "/y_fixed", 5, H5T_STR_NULLPAD, H5T_CSET_ASCII, 1, 4, "seventwo\0\0sevenseven");
    put(file, "/g", H5T_STD_I64LE, H5T_NATIVE_INT64, 1, &four, ((int64_t[]){5, 5, 9, 5}));
    put_text(file, "/g_text", 2, H5T_STR_NULLPAD, H5T_CSET_ASCII, 1, 4, "p5p5p9p5");
}

static void put_names(hid_t file)
{
    static const char *const varying[] = {"a", "b b", "gr\303\266\303\237e"};
    put_text(file, "/n_varying", H5T_VARIABLE, H5T_STR_NULLTERM, H5T_CSET_UTF8, 1, 3, varying);
    put_text(file, "/n_fixed", 3, H5T_STR_NULLPAD, H5T_CSET_ASCII, 1, 3, "a\0\0b bc\0\0");
    put_text(file, "/dataset/feature_names", 8, H5T_STR_NULLTERM, H5T_CSET_ASCII, 0, 0,
             "a\nb b\nc\n");
    put_text(file, "/n_two", 4, H5T_STR_NULLTERM, H5T_CSET_ASCII, 0, 0, "a\nb");
    put_text(file, "/n_same", 6, H5T_STR_NULLTERM, H5T_CSET_ASCII, 0, 0, "a\nb\na");
    put_text(file, "/n_blank", 5, H5T_STR_NULLTERM, H5T_CSET_ASCII, 0, 0, "a\n\nc");
}

static void add_attribute(hid_t file, const char *set_name, const char *name, hid_t type,
                          hid_t given, hsize_t count, const void *values)
{
    const hid_t set = H5Dopen2(file, set_name, H5P_DEFAULT);
    const hid_t space = H5Screate_simple(1, &count, NULL);
    const hid_t attribute = H5Acreate2(set, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(attribute >= 0 && H5Awrite(attribute, given, values) >= 0);
    H5Aclose(attribute);
    H5Sclose(space);
    H5Dclose(set);
}

static void add_number(hid_t file, const char *set, const char *name, hid_t type, double value)
{
    add_attribute(file, set, name, type, H5T_NATIVE_DOUBLE, 1, &value);
}

/* As netCDF files have them. */
static void put_packed(hid_t file)
{
    const double missing[] = {11, 12};
    const double turned[] = {1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12};
    double tenth[12];
    put_matrix(file, "/x_packed", H5T_STD_I16LE, inputs);
    add_number(file, "/x_packed", "_FillValue", H5T_STD_I16LE, 5);
    add_attribute(file, "/x_packed", "missing_value", H5T_STD_I16LE, H5T_NATIVE_DOUBLE, 2, missing);
    add_number(file, "/x_packed", "scale_factor", H5T_IEEE_F64LE, 0.5);
    add_number(file, "/x_packed", "add_offset", H5T_IEEE_F64LE, 100);
    for (int i = 0; i < 12; i++)
        tenth[i] = inputs[i] / 10;
    put_matrix(file, "/x_single", H5T_IEEE_F32LE, tenth);
    add_number(file, "/x_single", "_FillValue", H5T_IEEE_F64LE, 0.3); /* not as float32 */
    put_matrix(file, "/x_odd", H5T_STD_I16LE, inputs);
    add_attribute(file, "/x_odd", "scale_factor", H5T_C_S1, H5T_C_S1, 1, "h");
    put(file, "/x_turned", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, (hsize_t[]){3, 4}, turned);
    put(file, "/y_filled", H5T_STD_I32LE, H5T_NATIVE_INT64, 1, (hsize_t[]){4}, whole);
    add_number(file, "/y_filled", "_FillValue", H5T_STD_I32LE, -2);
}

static int write_files(void **state)
{
    if (data_test_make_folder(state) != 0)
        return -1;
    hid_t file = H5Fcreate(data_test_path("data.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    put_inputs(file);
    put_labels(file);
    put_names(file);
    put_packed(file);
    return H5Fclose(file) < 0;
}

typedef struct keys {
    const char *inputs, *target, *names, *groups, *feature, *exclude;
    int missing;
} keys;

static hf_config config_of(const keys *k, const char *path)
{
    hf_config config = data_test_config(path);
    config.data.inputs = (char *)k->inputs;
    config.data.target = (char *)k->target;
    config.data.feature_names = (char *)k->names;
    config.data.groups = (char *)k->groups;
    config.data.missing = k->missing;
    return config;
}

static hf_status load(const keys *k, hf_dataset *d, hf_error *error)
{
    hf_config config = config_of(k, data_test_path("data.h5"));
    config.data.features =
        (hf_text_list){.items = (char *[]){(char *)k->feature}, .count = k->feature != NULL};
    config.data.exclude =
        (hf_text_list){.items = (char *[]){(char *)k->exclude}, .count = k->exclude != NULL};
    return hf_dataset_load(&config, d, error);
}

static hf_dataset load_good(const keys *k)
{
    hf_error error;
    hf_dataset d;
    if (load(k, &d, &error) != HF_OK)
        fail_msg("%s", error.message);
    return d;
}

static void inputs_of_any_numeric_type_are_read(void **state)
{
    (void)state;
    static const char *const names[] = {NULL,      "/x",       "x",          "/x_float",
                                        "/x_byte", "/x_short", "/dataset/x", "/x_gzip"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        hf_dataset d = load_good(&(keys){.inputs = names[i]});
        assert_int_equal(d.samples, 4);
        assert_int_equal(d.features, 3);
        assert_int_equal(d.file_rows, 4);
        assert_memory_equal(d.x, inputs, sizeof inputs);
        assert_memory_equal(d.row, ((int64_t[]){0, 1, 2, 3}), 4 * sizeof *d.row);
        assert_string_equal(d.feature_names.items[0], "feature_0");
        assert_string_equal(d.feature_names.items[2], "feature_2");
        hf_dataset_free(&d);
    }
}

static void labels_may_be_whole_numbers_or_text(void **state)
{
    (void)state;
    static const struct {
        const char *name, *first, *second;
    } cases[] = {{NULL, "7", "-2"},
                 {"/dataset/y", "7", "-2"},
                 {"/y_real", "7", "-2"},
                 {"y_varying", "seven", "minus two"},
                 {"/y_fixed", "seven", "two"},
                 {"/y_padded", "seven", "two"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hf_dataset d = load_good(&(keys){.target = cases[i].name});
        assert_int_equal(d.classes, 2);
        assert_memory_equal(d.y, ((int32_t[]){0, 1, 0, 0}), 4 * sizeof *d.y);
        assert_string_equal(d.class_names.items[0], cases[i].first);
        assert_string_equal(d.class_names.items[1], cases[i].second);
        hf_dataset_free(&d);
    }
}

static void groups_may_be_whole_numbers_or_text(void **state)
{
    (void)state;
    static const char *const names[] = {"/g", "/g_text"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        hf_dataset d = load_good(&(keys){.groups = names[i]});
        assert_memory_equal(d.group, ((int32_t[]){0, 0, 1, 0}), 4 * sizeof *d.group);
        hf_dataset_free(&d);
    }
}

static void names_come_from_an_array_or_a_text(void **state)
{
    (void)state;
    static const struct {
        const char *name, *last;
    } cases[] = {
        {"/n_varying", "gr\303\266\303\237e"}, {"/n_fixed", "c"}, {"/dataset/feature_names", "c"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hf_dataset d = load_good(&(keys){.names = cases[i].name});
        assert_int_equal(d.feature_names.count, 3);
        assert_string_equal(d.feature_names.items[1], "b b");
        assert_string_equal(d.feature_names.items[2], cases[i].last);
        hf_dataset_free(&d);
    }
}

static void columns_are_chosen_by_name(void **state)
{
    (void)state;
    hf_dataset d = load_good(&(keys){.names = "/n_fixed", .feature = "c"});
    assert_int_equal(d.features, 1);
    assert_memory_equal(d.x, ((double[]){3, 6, 9, 12}), 4 * sizeof *d.x);
    hf_dataset_free(&d);
    d = load_good(&(keys){.exclude = "feature_1"});
    assert_int_equal(d.features, 2);
    assert_memory_equal(d.x, ((double[]){1, 3, 4, 6, 7, 9, 10, 12}), 8 * sizeof *d.x);
    assert_string_equal(d.feature_names.items[1], "feature_2");
    hf_dataset_free(&d);
}

static void missing_values_are_nan_or_empty(void **state)
{
    (void)state;
    hf_dataset d = load_good(&(keys){.inputs = "/x_holes", .missing = HF_MISSING_DROP});
    assert_int_equal(d.samples, 3);
    assert_int_equal(d.file_rows, 4);
    assert_memory_equal(d.row, ((int64_t[]){0, 1, 3}), 3 * sizeof *d.row);
    hf_dataset_free(&d);
    d = load_good(&(keys){.inputs = "/x_holes", .missing = HF_MISSING_MEAN});
    assert_true(isnan(d.x[7]));
    hf_dataset_free(&d);
    d = load_good(&(keys){.target = "/y_holes", .missing = HF_MISSING_DROP});
    assert_memory_equal(d.row, ((int64_t[]){0, 2, 3}), 3 * sizeof *d.row);
    hf_dataset_free(&d);
    d = load_good(&(keys){.target = "/y_empty", .missing = HF_MISSING_DROP});
    assert_memory_equal(d.row, ((int64_t[]){0, 2, 3}), 3 * sizeof *d.row);
    hf_dataset_free(&d);
}

static void the_hash_is_that_of_the_same_table_as_csv(void **state)
{
    (void)state;
    hf_dataset csv, h5 = load_good(&(keys){.names = "/n_fixed"});
    hf_config config = data_test_config(
        data_test_write_text("same.csv", "k,a,b b,c\n7,1,2,3\n-2,4,5,6\n7,7,8,9\n7,10,11,12\n"));
    assert_int_equal(hf_dataset_load(&config, &csv, NULL), HF_OK);
    assert_string_equal(csv.hash, h5.hash);
    hf_dataset_free(&csv);
    hf_dataset_free(&h5);
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        keys keys;
        const char *parts[6];
    } cases[] = {
        {{.inputs = "/x_flaot"}, {"data.h5", "'/x_flaot'", "data.inputs", "'/x_float'"}},
        {{.inputs = "/dataset"}, {"'/dataset'", "data.inputs"}},
        {{.target = "/label"}, {"'/label'", "data.target"}},
        {{.groups = "/patients"}, {"'/patients'", "data.groups"}},
        {{.names = "/names"}, {"'/names'", "data.feature_names"}},
        {{.inputs = "/x_1d"}, {"/x_1d", "1 dimension,", "2"}},
        {{.inputs = "/x_3d"}, {"/x_3d", "3 dimensions"}},
        {{.inputs = "/x_none"}, {"/x_none", "empty", "[0, 3]"}},
        {{.inputs = "/y_varying"}, {"/y_varying", "not numeric"}},
        {{.inputs = "/x_infinite"}, {"/x_infinite", "row 2 (index 1)", "'feature_2'", "infinite"}},
        {{.inputs = "/x_holes"}, {"/x_holes", "row 3 (index 2)", "'feature_1'", "data.missing"}},
        {{.inputs = "/x_more_holes"},
         {"/x_more_holes: missing: column 'feature_0' (1 cell, first in row 2 (index 1)), "
          "'feature_1' (2 cells, first in row 2 (index 1)): 'data.missing: drop' leaves out 2 of 4 "
          "rows, 'data.missing: mean'"}},
        {{.inputs = "/x_more_holes", .target = "/y_holes", .missing = HF_MISSING_MEAN},
         {"/y_holes: row 2 (index 1): the class label is missing: 'data.missing: drop'"}},
        {{.inputs = "/x_wrong"},
         {"/x_wrong: infinite: column 'feature_2' ('-inf' in row 2 (index 1)), 'feature_0' ('inf' "
          "in "
          "row 3 (index 2)): features must be finite, or leave columns out with data.exclude: "
          "[feature_2, feature_0]. Besides, missing: column 'feature_1' (1 cell"}},
        {{.target = "/y_holes"}, {"/y_holes", "row 2 (index 1)", "class label is missing"}},
        {{.target = "/y_empty", .missing = HF_MISSING_MEAN}, {"/y_empty", "row 2", "missing"}},
        {{.target = "/y_short"}, {"/y_short", "3 elements", "/x", "4 rows"}},
        {{.target = "/x_byte"}, {"/x_byte", "2 dimensions"}},
        {{.inputs = "/x_turned"},
         {"/y", "4 elements", "/x_turned has 3 rows: the matrix looks transposed"}},
        {{.inputs = "/x_turned", .names = "/n_varying"},
         {"/n_varying", "3 names", "/x_turned has 4 columns: the matrix looks transposed"}},
        {{.inputs = "/x_odd"}, {"/x_odd", "attribute scale_factor is not a number"}},
        {{.groups = "/y_broken"}, {"/y_broken", "row 2 (index 1)", "-2.5"}},
        {{.target = "/y_pair"}, {"/y_pair", "neither text nor whole numbers"}},
        {{.groups = "/y_short"}, {"/y_short", "3 elements"}},
        {{.names = "/n_two"}, {"/n_two", "2 names", "3 columns"}},
        {{.names = "/n_same"}, {"/n_same", "1 and 3", "'a'"}},
        {{.names = "/n_blank"}, {"/n_blank", "column 2", "no name"}},
        {{.names = "/y"}, {"/y", "no text"}},
        {{.feature = "feature_3"}, {"'feature_3'", "data.features", "there are 'feature_0'"}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        hf_error error;
        hf_dataset d;
        hf_status status = load(&cases[i].keys, &d, &error);
        data_test_check(cases[i].parts[0], status, &error, HF_BAD_DATA, cases[i].parts);
        assert_null(d.x);
    }
}

/* Of a file with a target /y [4] and one matrix, or none. */
static void assert_no_inputs(bool matrix, const char *part)
{
    hf_error error;
    hf_dataset d;
    char path[256];
    snprintf(path, sizeof path, "%s", data_test_path("inputs.h5"));
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    for (int rank = 1; rank <= 1 + matrix; rank++) {
        hid_t space = H5Screate_simple(rank, (hsize_t[]){4, 3}, NULL);
        hid_t set = H5Dcreate2(file, rank == 1 ? "/y" : "/measurements", H5T_NATIVE_INT, space,
                               H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dclose(set);
        H5Sclose(space);
    }
    H5Fclose(file);
    hf_config config = data_test_config(path);
    hf_status status = hf_dataset_load(&config, &d, &error);
    data_test_check("no inputs", status, &error, HF_BAD_DATA, (const char *[]){part, NULL});
    assert_null(strstr(error.message, "'/y'"));
}

static void only_datasets_of_the_right_rank_are_proposed(void **state)
{
    (void)state;
    assert_no_inputs(true,
                     "the dataset '/x' of data.inputs does not exist; there is '/measurements'");
    assert_no_inputs(false, "does not exist; it has no dataset of 2 dimensions");
}

static void a_file_cut_short_is_bad_data_at_every_length(void **state)
{
    (void)state;
    static char bytes[1 << 17];
    FILE *file = fopen(data_test_path("data.h5"), "rb");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_in_range(length, 1000, sizeof bytes - 1);
    for (size_t kept = 1; kept < length; kept += 997) {
        hf_error error;
        hf_dataset d;
        hf_config config = config_of(&(keys){0}, data_test_write("cut.h5", bytes, kept));
        assert_int_equal(hf_dataset_load(&config, &d, &error), HF_BAD_DATA);
        assert_non_null(strstr(error.message, "cut.h5"));
    }
}

static void locking_is_off_unless_told_otherwise(void **state)
{
    (void)state;
    assert_non_null(getenv("HDF5_USE_FILE_LOCKING"));
}

static void attributes_of_stored_numbers_are_applied(void **state)
{
    (void)state;
    const double expected[] = {100.5, 101, 101.5, 102, NAN, 103, 103.5, 104, 104.5, 105, NAN, NAN};
    hf_error error;
    hf_dataset d;
    assert_int_equal(load(&(keys){.inputs = "/x_packed", .missing = HF_MISSING_MEAN}, &d, &error),
                     HF_OK);
    for (int i = 0; i < 12; i++)
        assert_true(isnan(expected[i]) ? isnan(d.x[i]) : d.x[i] == expected[i]);
    hf_dataset_free(&d);
    assert_int_equal(load(&(keys){.inputs = "/x_single", .missing = HF_MISSING_MEAN}, &d, &error),
                     HF_OK);
    assert_true(isnan(d.x[2]) && d.x[3] == (double)0.4F);
    hf_dataset_free(&d);
    assert_int_equal(load(&(keys){.target = "/y_filled", .missing = HF_MISSING_DROP}, &d, &error),
                     HF_BAD_DATA); /* one class is left */
    assert_non_null(strstr(error.message, "every class label is '7'"));
    assert_int_equal(load(&(keys){.target = "/y_2d"}, &d, &error), HF_OK);
    assert_int_equal(d.y[1], 1);
    hf_dataset_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_of_any_numeric_type_are_read),
        cmocka_unit_test(labels_may_be_whole_numbers_or_text),
        cmocka_unit_test(groups_may_be_whole_numbers_or_text),
        cmocka_unit_test(names_come_from_an_array_or_a_text),
        cmocka_unit_test(columns_are_chosen_by_name),
        cmocka_unit_test(missing_values_are_nan_or_empty),
        cmocka_unit_test(the_hash_is_that_of_the_same_table_as_csv),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(only_datasets_of_the_right_rank_are_proposed),
        cmocka_unit_test(a_file_cut_short_is_bad_data_at_every_length),
        cmocka_unit_test(attributes_of_stored_numbers_are_applied),
        cmocka_unit_test(locking_is_off_unless_told_otherwise),
    };
    return cmocka_run_group_tests(tests, write_files, data_test_remove_folder);
}
