/* What a file holds of null tests: 2 permutations and 3 draws, each of 4 replicas (1 split, hidden
 * sizes 5 and 3, seeds 7 and 8). */
#include "fixture.h"
#include "holdfast/memory.h"
#include <hdf5.h>
#include <string.h>

enum { PART = 4 };
static const char *const with_nulls[] = {"null_test.labels=2", "null_test.probes=3",
                                         "null_test.seeds=2", "null_test.splits=1", NULL};

static hf_results *create(const char *path, hf_shard shard, const char *const *overrides)
{
    hf_experiment experiment;
    hf_results *results = NULL;
    hf_error error = {0};
    make_experiment(overrides, &experiment);
    experiment.grid.shard = shard;
    if (hf_results_create(path, &experiment, GIVEN, &error) != HF_OK ||
        hf_results_open(path, true, &results, &error) != HF_OK)
        fail_msg("%s", error.message);
    hf_experiment_free(&experiment);
    return results;
}

static hf_rows null_rows(const hf_results *results, hf_arm arm, int64_t first, int64_t count)
{
    const hf_rows_layout *layout = hf_results_arm_layout(results, arm);
    const hf_grid grid = hf_results_arm_grid(results, arm);
    const hf_arm_fields *fields = hf_fields_of(arm);
    hf_rows rows = {.arm = arm, .first = first, .count = count};
    rows.hidden_index = hf_grid_place(&grid, first).hidden_index;
    rows.bytes = hf_rows_size(layout, rows.hidden_index, count);
    assert_int_equal(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, NULL), HF_OK);
    for (int64_t k = 0; k < count; k++) {
        for (hf_field field = 0; field < HF_FIELDS; field++)
            for (int64_t m = 0; m < METHODS; m++) {
                unsigned char *row = hf_rows_at(layout, &rows, field, m, k);
                for (size_t i = 0; row && i < hf_results_entry_bytes(results, field, m); i++)
                    row[i] = fill_byte(first + k, field, m, i);
            }
        memset(hf_rows_at(layout, &rows, fields->status, 0, k), HF_DONE, 1);
        hf_rows_seal(layout, &rows, k);
    }
    return rows;
}

static void write_all(hf_results *results, hf_arm arm)
{
    const hf_grid grid = hf_results_arm_grid(results, arm);
    const int64_t end = hf_grid_first(&grid) + hf_grid_replicas(&grid);
    for (int64_t number = hf_grid_first(&grid), run; number < end; number += run) {
        run = hf_grid_run(&grid, number, INT64_MAX);
        hf_rows rows = null_rows(results, arm, number, run);
        assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
        free_rows(&rows);
    }
}

static void check_shape(hid_t file, const char *path, int rank, const hsize_t *expected)
{
    hsize_t dims[3] = {0};
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    if (dataset < 0)
        fail_msg("%s is missing", path);
    hid_t space = H5Dget_space(dataset);
    assert_int_equal(H5Sget_simple_extent_ndims(space), rank);
    H5Sget_simple_extent_dims(space, dims, NULL);
    for (int d = 0; d < rank; d++)
        if (dims[d] != expected[d])
            fail_msg("dimension %d of %s is %d", d, path, (int)dims[d]);
    assert_int_equal(H5Aexists(dataset, "long_name"), 1);
    assert_int_equal(H5Aexists(dataset, "DIMENSION_LIST"), strchr(path + 1, '/') && rank > 0);
    H5Sclose(space);
    H5Dclose(dataset);
}

static void datasets_have_the_shapes_of_draws(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int rank;
        hsize_t dims[3];
    } expected[] = {
        {"/permutation", 1, {2}},
        {"/permutation_replica", 1, {4}},
        {"/draw", 1, {3}},
        {"/draw_replica", 1, {4}},
        {"/feature_or_probe", 1, {8}},
        {"/null_test/labels/status", 2, {2, 4}},
        {"/null_test/labels/learned", 2, {2, 4}},
        {"/null_test/labels/balanced_accuracy", 2, {2, 4}},
        {"/null_test/labels/crc32", 2, {2, 4}},
        {"/null_test/labels/garson/importance", 3, {2, 4, 4}},
        {"/null_test/labels/p_value", 0, {0}},
        {"/null_test/labels/observed", 0, {0}},
        {"/null_test/labels/accuracy", 1, {2}},
        {"/null_test/labels/l2_norm/frequency", 2, {2, 4}},
        {"/null_test/labels/l2_norm/p_value", 1, {4}},
        {"/null_test/labels/l2_norm/observed_frequency", 1, {4}},
        {"/null_test/probes/crc32", 2, {3, 4}},
        {"/null_test/probes/garson/importance", 3, {3, 4, 8}},
        {"/null_test/probes/garson/frequency", 2, {3, 8}},
        {"/null_test/probes/garson/threshold", 1, {3}},
        {"/null_test/probes/garson/fdp", 1, {3}},
        {"/null_test/probes/garson/selected", 2, {3, 4}},
        {"/null_test/probes/garson/selected_share", 1, {4}},
        {"/null_test/probes/garson/stands_out", 1, {4}},
    };
    const char *path = new_path();
    close_results(create(path, (hf_shard){0}, with_nulls));
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        check_shape(file, expected[i].path, expected[i].rank, expected[i].dims);
    H5Fclose(file);
}

static void without_null_tests_there_is_no_trace_of_them(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_results *results = create(path, (hf_shard){0}, NULL);
    assert_null(hf_results_arm_layout(results, HF_ARM_LABELS));
    assert_int_equal(hf_results_replicas(results), REPLICAS);
    close_results(results);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(H5Lexists(file, "/null_test", H5P_DEFAULT) <= 0);
    assert_true(H5Lexists(file, "/permutation", H5P_DEFAULT) <= 0);
    H5Fclose(file);
}

static void rows_go_where_draw_and_number_say(void **state)
{
    (void)state;
    const char *path = new_path();
    float importance[3][PART][8];
    uint8_t status[3][PART];
    hf_results *results = create(path, (hf_shard){0}, with_nulls);
    /* the two seeds of hidden size 3 in draw 1: numbers 6 and 7 of the arm, 2 and 3 of the draw
     */
    hf_rows rows = null_rows(results, HF_ARM_PROBES, 6, 2);
    assert_int_equal(rows.hidden_index, 1);
    assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
    hf_rows again = rows;
    assert_int_equal(hf_allocate(&again.data, (int64_t)again.bytes, 1, NULL), HF_OK);
    assert_int_equal(hf_results_read_rows(results, &again, NULL), HF_OK);
    assert_memory_equal(again.data, rows.data, rows.bytes);
    free_rows(&again);
    free_rows(&rows);
    close_results(results);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    hid_t values = H5Dopen2(file, "/null_test/probes/garson/importance", H5P_DEFAULT);
    assert_true(H5Dread(values, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, importance) >= 0);
    hid_t states = H5Dopen2(file, "/null_test/probes/status", H5P_DEFAULT);
    assert_true(H5Dread(states, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, status) >= 0);
    for (int draw = 0; draw < 3; draw++)
        for (int i = 0; i < PART; i++) {
            const bool written = draw == 1 && i >= 2;
            assert_int_equal(status[draw][i], written ? HF_DONE : HF_PENDING);
            for (size_t b = 0; b < sizeof importance[draw][i] && written; b++)
                assert_int_equal(
                    ((unsigned char *)importance[draw][i])[b],
                    fill_byte(4 * draw + i, HF_NULL_TEST_PROBES_METHOD_IMPORTANCE, 1, b));
        }
    H5Dclose(values);
    H5Dclose(states);
    H5Fclose(file);
}

static void one_checksum_covers_all_of_a_row(void **state)
{
    (void)state;
    static const hf_field fields[] = {
        HF_NULL_TEST_LABELS_LEARNED, HF_NULL_TEST_LABELS_BALANCED_ACCURACY,
        HF_NULL_TEST_LABELS_CRC32, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE};
    hf_results *results = create(new_path(), (hf_shard){0}, with_nulls);
    uint8_t status[2 * PART];
    int64_t demoted, pending;
    write_all(results, HF_ARM_LABELS);
    for (int64_t i = 0; i < 4; i++)
        flip(results, fields[i], i == 3, 2 * i, 0);
    assert_int_equal(hf_results_pending(results, &pending, NULL), HF_OK);
    assert_int_equal(pending, REPLICAS + 3 * PART);
    assert_int_equal(hf_results_check(results, HF_ARM_LABELS, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 4);
    for (int i = 0; i < 2 * PART; i++)
        assert_int_equal(status[i], i % 2 ? HF_DONE : HF_PENDING);
    assert_int_equal(hf_results_pending(results, &pending, NULL), HF_OK);
    assert_int_equal(pending, REPLICAS + 3 * PART + 4);
    close_results(results);
}

static void the_tutorials_method_has_no_part_in_them(void **state)
{
    (void)state;
    static const char *const overrides[] = {"null_test.labels=2", "model.hidden=[4]",
                                            "significance.methods=[tutorial, garson]", NULL};
    hf_results *results = create(new_path(), (hf_shard){0}, overrides);
    assert_true(hf_results_has(results, HF_IMPORTANCE, 0));
    assert_false(hf_results_has(results, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE, 0));
    assert_true(hf_results_has(results, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE, 1));
    assert_false(hf_results_has(results, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE, 2));
    assert_false(hf_results_has(results, HF_NULL_TEST_LABELS_METHOD_P_VALUE, 0));
    hf_rows rows = null_rows(results, HF_ARM_LABELS, 0, 1);
    const hf_rows_layout *layout = hf_results_arm_layout(results, HF_ARM_LABELS);
    assert_null(hf_rows_at(layout, &rows, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE, 0, 0));
    assert_non_null(hf_rows_at(layout, &rows, HF_NULL_TEST_LABELS_METHOD_IMPORTANCE, 1, 0));
    free_rows(&rows);
    close_results(results);
}

/* Of 8 and 12 replicas shard 2 of 3 holds 2 ... 4 and 4 ... 7. */
static void a_shard_holds_its_part_of_each_arm(void **state)
{
    (void)state;
    char path[256]; /* that of new_path is used again */
    strcpy(path, new_path());
    hf_results *shard = create(path, (hf_shard){2, 3}, with_nulls);
    hf_results *whole = create(new_path(), (hf_shard){0}, with_nulls);
    hf_taken taken;
    uint8_t status[3 * PART];
    assert_int_equal(hf_results_replicas(shard), 4 + 3 + 4);
    assert_false(hf_results_has(shard, HF_NULL_TEST_LABELS_P_VALUE, 0));
    assert_false(hf_results_has(shard, HF_NULL_TEST_PROBES_METHOD_FREQUENCY, 0));
    write_all(shard, HF_ARM_LABELS);
    write_all(shard, HF_ARM_PROBES);
    assert_int_equal(hf_results_take(whole, shard, &taken, NULL), HF_OK);
    assert_int_equal(taken.taken, 7);
    assert_int_equal(taken.pending, 4);
    assert_int_equal(hf_results_status(whole, HF_ARM_LABELS, status, NULL), HF_OK);
    for (int i = 0; i < 2 * PART; i++)
        assert_int_equal(status[i], i >= 2 && i < 5 ? HF_DONE : HF_PENDING);
    assert_int_equal(hf_results_status(whole, HF_ARM_PROBES, status, NULL), HF_OK);
    for (int i = 0; i < 3 * PART; i++)
        assert_int_equal(status[i], i >= 4 && i < 8 ? HF_DONE : HF_PENDING);
    flip(shard, HF_NULL_TEST_PROBES_LEARNED, 0, 1, 0);
    close_results(whole);
    whole = create(new_path(), (hf_shard){0}, with_nulls);
    assert_int_equal(hf_results_take(whole, shard, &taken, NULL), HF_OK);
    assert_int_equal(taken.damaged, 1);
    assert_int_equal(taken.damaged_arm, HF_ARM_PROBES);
    assert_int_equal(taken.first_damaged, 5);
    close_results(whole);
    close_results(shard);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    check_shape(file, "/null_test/labels/garson/importance", 3, (hsize_t[]){1, 3, 4});
    check_shape(file, "/null_test/probes/status", 2, (hsize_t[]){1, 4});
    H5Fclose(file);
}

/* A draw of more splits is another draw. */
static void draws_of_other_splits_are_not_taken_over(void **state)
{
    (void)state;
    static const char *const larger[] = {"null_test.labels=2", "null_test.probes=3",
                                         "null_test.seeds=3", "null_test.splits=1", NULL};
    static const char *const others[] = {"null_test.labels=2", "null_test.probes=3",
                                         "null_test.seeds=2", "null_test.splits=2", NULL};
    hf_results *from = create(new_path(), (hf_shard){0}, with_nulls);
    hf_results *more_seeds = create(new_path(), (hf_shard){0}, larger);
    hf_results *more_splits = create(new_path(), (hf_shard){0}, others);
    hf_taken taken;
    write_all(from, HF_ARM_LABELS);
    assert_int_equal(hf_results_take(more_seeds, from, &taken, NULL), HF_OK);
    assert_int_equal(taken.taken, 2 * PART);
    assert_int_equal(hf_results_take(more_splits, from, &taken, NULL), HF_OK);
    assert_int_equal(taken.taken, 0);
    close_results(from);
    close_results(more_seeds);
    close_results(more_splits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(datasets_have_the_shapes_of_draws),
        cmocka_unit_test(without_null_tests_there_is_no_trace_of_them),
        cmocka_unit_test(rows_go_where_draw_and_number_say),
        cmocka_unit_test(one_checksum_covers_all_of_a_row),
        cmocka_unit_test(the_tutorials_method_has_no_part_in_them),
        cmocka_unit_test(a_shard_holds_its_part_of_each_arm),
        cmocka_unit_test(draws_of_other_splits_are_not_taken_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
