/* Files that are torn, cut off, foreign or no files at all. */
#include "fixture.h"
#include "holdfast/status_codes.h"
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_rows(hf_field field)
{
    return field >= HF_REPLICAS_STATUS && field <= HF_IMPORTANCE;
}

static void a_flipped_byte_in_any_row_is_found_and_demotes(void **state)
{
    (void)state;
    hf_results *results = create_and_open(new_path(), NULL);
    const int64_t number = 4; /* of hidden size 3 (index 1), row 1 there */
    uint8_t status[REPLICAS];
    int64_t demoted;
    complete(results);
    hf_rows rows = make_rows(results, number, 1, HF_DONE);
    for (hf_field field = 0; field < HF_FIELDS; field++) {
        if (!has_rows(field))
            continue;
        for (int64_t m = 0; m < (field == HF_IMPORTANCE ? METHODS : 1); m++) {
            const int64_t variant = variant_of(field, 1, m);
            const bool weights = variant == 1 && field != HF_IMPORTANCE;
            const size_t bytes = hf_results_entry_bytes(results, field, variant);
            for (size_t byte = 0; byte < bytes; byte++) {
                flip(results, field, variant, weights ? 1 : number, byte);
                assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL),
                                 HF_OK);
                /* A status that flips to pending is no damage: the replica is trained again. */
                assert_int_equal(demoted, field != HF_REPLICAS_STATUS);
                for (int i = 0; i < REPLICAS; i++)
                    assert_int_equal(status[i] == HF_PENDING, i == number);
                assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
            }
        }
    }
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 0);
    free_rows(&rows);
    close_results(results);
}

static void a_demoted_replica_is_blank_in_a_writable_file_alone(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_results *results = create_and_open(path, NULL);
    uint8_t status[REPLICAS], stored;
    uint32_t bits;
    int64_t demoted;
    complete(results);
    stored = 77; /* no status at all */
    assert_int_equal(hf_results_write(results, HF_REPLICAS_STATUS, 0, 5, 1, &stored, NULL), HF_OK);
    flip(results, HF_HISTORY_LOSS, 0, 9, 5);
    close_results(results);

    assert_int_equal(hf_results_open(path, false, &results, NULL), HF_OK);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 2);
    assert_int_equal(status[5], HF_PENDING);
    assert_int_equal(status[9], HF_PENDING);
    assert_int_equal(status[10], HF_DIVERGED);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_STATUS, 0, 5, 1, &stored, NULL), HF_OK);
    assert_int_equal(stored, 77);
    close_results(results);

    assert_int_equal(hf_results_open(path, true, &results, NULL), HF_OK);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 2);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_STATUS, 0, 5, 1, &stored, NULL), HF_OK);
    assert_int_equal(stored, HF_PENDING);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_TEST_LOSS, 0, 9, 1, &bits, NULL), HF_OK);
    assert_int_equal(bits, 0x7FC00000);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_DEAD_UNITS, 0, 9, 1, &bits, NULL), HF_OK);
    assert_int_equal(bits, 0);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_TEST_LOSS, 0, 8, 1, &bits, NULL), HF_OK);
    assert_int_not_equal(bits, 0x7FC00000);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 0);
    close_results(results);
}

static void a_check_sets_every_status_whatever_was_there(void **state)
{
    (void)state;
    hf_results *results = create_and_open(new_path(), NULL);
    uint8_t status[REPLICAS];
    int64_t demoted = 77;
    memset(status, 0xEE, sizeof status);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 0);
    for (int i = 0; i < REPLICAS; i++)
        assert_int_equal(status[i], HF_PENDING);
    hf_rows rows = make_rows(results, 4, 1, HF_DONE);
    assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
    free_rows(&rows);
    memset(status, 0xEE, sizeof status);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    for (int i = 0; i < REPLICAS; i++)
        assert_int_equal(status[i], i == 4 ? HF_DONE : HF_PENDING);
    close_results(results);
}

static void expect_open(const char *path, hf_status expected, const char *word)
{
    hf_error error = {0};
    hf_results *results;
    for (int writable = 0; writable <= 1; writable++) {
        assert_int_equal(hf_results_open(path, writable, &results, &error), expected);
        assert_null(results);
        if (!strstr(error.message, word))
            fail_msg("no '%s' in '%s'", word, error.message);
    }
}

static void a_file_cut_at_any_length_is_refused(void **state)
{
    (void)state;
    char whole[256], cut[256];
    size_t bytes;
    strcpy(whole, new_path());
    strcpy(cut, new_path());
    hf_results *results = create_and_open(whole, NULL);
    complete(results);
    close_results(results);
    unsigned char *data = slurp(whole, &bytes);
    for (size_t length = 0; length < bytes; length += length < 64 ? 1 : 1 + bytes / 199) {
        spill(cut, data, length);
        expect_open(cut, HF_BAD_DATA, length < 8 ? "empty or truncated" : "truncated");
    }
    spill(cut, data, bytes - 1);
    expect_open(cut, HF_BAD_DATA, "truncated");
    free(data);
}

static void noise_is_refused(void **state)
{
    (void)state;
    static unsigned char noise[20000];
    const char *path = new_path();
    uint32_t x = 1;
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < sizeof noise; i++) {
            x = x * 1664525u + 1013904223u;
            noise[i] = (unsigned char)(x >> 24);
        }
        spill(path, noise, sizeof noise);
        expect_open(path, HF_BAD_DATA, "not HDF5");
        memcpy(noise, "\x89HDF\r\n\x1a\n", 8);
        spill(path, noise, sizeof noise);
        expect_open(path, HF_BAD_DATA, "truncated or damaged");
    }
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    expect_open(folder(), HF_BAD_DATA, "folder");
    expect_open("/nonexistent/results.h5", HF_NO_INPUT, "No such file");
    const char *path = new_path();
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_open(path, HF_BAD_DATA, "device");
    unlink(path);
}

/* Four small integers take as many bytes as the one number that is expected, and more once read. */
static void an_attribute_that_is_no_single_number_is_refused(void **state)
{
    (void)state;
    const char *path = new_path(), *name = "holdfast_format";
    const hsize_t four = 4;
    const int8_t values[] = {1, 1, 1, 1};
    close_results(create_and_open(path, NULL));
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t space = H5Screate_simple(1, &four, NULL);
    assert_true(H5Adelete(file, name) >= 0);
    hid_t attribute = H5Acreate2(file, name, H5T_NATIVE_INT8, space, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(H5Awrite(attribute, H5T_NATIVE_INT8, values) >= 0);
    H5Aclose(attribute);
    H5Sclose(space);
    H5Fclose(file);
    expect_open(path, HF_BAD_DATA, "not one of holdfast's results");
    unlink(path);
}

static void other_hdf5_files_are_refused(void **state)
{
    (void)state;
    const char *path = new_path();
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    expect_open(path, HF_BAD_DATA, "not one of holdfast's results");
}

/* Renames or removes one thing after the other in a good file. */
static void a_file_that_lacks_anything_is_refused(void **state)
{
    (void)state;
    static const char *const parts[] = {"/feature",
                                        "/replica_0005",
                                        "/config/resolved",
                                        "/dataset/class_names",
                                        "/provenance/sessions",
                                        "/splits/train",
                                        "/weights/hidden_0003/initial_output_bias",
                                        "/significance/garson/voters",
                                        "/importance"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *path = new_path();
        close_results(create_and_open(path, NULL));
        hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
        assert_true(H5Ldelete(file, parts[i], H5P_DEFAULT) >= 0);
        H5Fclose(file);
        expect_open(path, HF_BAD_DATA, parts[i]);
        unlink(path);
    }
}

static void replace(hid_t file, const char *name, hid_t type, int rank, const hsize_t *dims,
                    bool chunked)
{
    hid_t creation = H5Pcreate(H5P_DATASET_CREATE), space = H5Screate_simple(rank, dims, NULL);
    if (chunked)
        H5Pset_chunk(creation, rank, dims);
    assert_true(H5Ldelete(file, name, H5P_DEFAULT) >= 0);
    hid_t dataset = H5Dcreate2(file, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    assert_true(dataset >= 0);
    H5Dclose(dataset);
    H5Sclose(space);
    H5Pclose(creation);
}

static void datasets_of_other_shape_type_or_layout_are_refused(void **state)
{
    (void)state;
    for (int fault = 0; fault < 4; fault++) {
        const char *const words[] = {"size", "dimensions", "type", "contiguous"};
        const hsize_t dims[] = {fault == 0 ? 13 : 12, 1};
        const char *path = new_path();
        close_results(create_and_open(path, NULL));
        hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
        replace(file, "/replicas/test_loss", fault == 2 ? H5T_NATIVE_DOUBLE : H5T_NATIVE_FLOAT,
                fault == 1 ? 2 : 1, dims, fault == 3);
        H5Fclose(file);
        expect_open(path, HF_BAD_DATA, words[fault]);
    }
}

/* Bytes of the resolved configuration that no longer parse. */
static void a_damaged_configuration_is_bad_data(void **state)
{
    (void)state;
    const char *path = new_path();
    close_results(create_and_open(path, NULL));
    size_t bytes;
    unsigned char *data = slurp(path, &bytes);
    unsigned char *key = memmem(data, bytes, "iterations:", 11);
    assert_non_null(key);
    key[0] = 'x';
    spill(path, data, bytes);
    expect_open(path, HF_BAD_DATA, "xterations");
    free(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flipped_byte_in_any_row_is_found_and_demotes),
        cmocka_unit_test(a_demoted_replica_is_blank_in_a_writable_file_alone),
        cmocka_unit_test(a_check_sets_every_status_whatever_was_there),
        cmocka_unit_test(a_file_cut_at_any_length_is_refused),
        cmocka_unit_test(noise_is_refused),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(an_attribute_that_is_no_single_number_is_refused),
        cmocka_unit_test(other_hdf5_files_are_refused),
        cmocka_unit_test(a_file_that_lacks_anything_is_refused),
        cmocka_unit_test(datasets_of_other_shape_type_or_layout_are_refused),
        cmocka_unit_test(a_damaged_configuration_is_bad_data),
    };
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
