/* A shard's file: its rows alone; and rows from one file to another. */
#include "fixture.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <hdf5.h>
#include <stdio.h>
#include <string.h>

/* Shard 2 of 3 holds the replicas 4 ... 7: of split 0 the seeds 8 and 9 of size 3, of split 1 the
 * seeds 7 and 8 of size 5. */
static const hf_shard middle = {2, 3};

static hf_results *create_shard(const char *path, hf_shard shard)
{
    hf_experiment experiment;
    hf_results *results = NULL;
    hf_error error = {0};
    make_experiment(NULL, &experiment);
    experiment.grid.shard = shard;
    if (hf_results_create(path, &experiment, GIVEN, &error) != HF_OK ||
        hf_results_open(path, true, &results, &error) != HF_OK)
        fail_msg("%s", error.message);
    hf_experiment_free(&experiment);
    return results;
}

/* Writes every replica that the file holds. */
static void fill(hf_results *results)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t end = hf_grid_first(grid) + hf_grid_replicas(grid);
    for (int64_t number = hf_grid_first(grid), run; number < end; number += run) {
        run = hf_grid_run(grid, number, SEEDS);
        hf_rows rows = make_rows(results, number, run, HF_DONE);
        assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_OK);
        free_rows(&rows);
    }
}

static void set_state(hf_results *results, uint8_t state)
{
    assert_int_equal(hf_results_write(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, NULL), HF_OK);
}

static void check_scale(hid_t file, const char *path, const int64_t *values, int count)
{
    int64_t stored[8];
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    hid_t space = H5Dget_space(dataset);
    assert_int_equal(H5Sget_simple_extent_npoints(space), count);
    assert_true(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, stored) >= 0);
    assert_memory_equal(stored, values, (size_t)count * sizeof *values);
    H5Sclose(space);
    H5Dclose(dataset);
}

static int read_attribute(hid_t file, const char *name)
{
    int value = -1;
    hid_t attribute = H5Aopen(file, name, H5P_DEFAULT);
    assert_true(H5Aread(attribute, H5T_NATIVE_INT, &value) >= 0);
    H5Aclose(attribute);
    return value;
}

static void a_shard_has_its_own_rows_and_no_statistics(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_results *results = create_shard(path, middle);
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    check_scale(file, "/replica", (const int64_t[]){4, 5, 6, 7}, 4);
    check_scale(file, "/replica_0003", (const int64_t[]){4, 5}, 2);
    check_scale(file, "/replica_0005", (const int64_t[]){6, 7}, 2);
    check_scale(file, "/replicas/seed", (const int64_t[]){8, 9, 7, 8}, 4);
    check_scale(file, "/replicas/hidden", (const int64_t[]){3, 3, 5, 5}, 4);
    check_scale(file, "/replicas/split", (const int64_t[]){0, 0, 1, 1}, 4);
    check_scale(file, "/seed", (const int64_t[]){7, 8, 9}, 3);
    check_scale(file, "/split", (const int64_t[]){0, 1}, 2);
    assert_int_equal(H5Lexists(file, "/significance", H5P_DEFAULT), 0);
    assert_int_equal(H5Aexists(file, "default"), 0);
    assert_int_equal(read_attribute(file, "shard"), 2);
    assert_int_equal(read_attribute(file, "shards"), 3);
    H5Fclose(file);
    assert_int_equal(hf_results_grid(results)->shard.number, 2);
    assert_int_equal(hf_results_grid(results)->shard.count, 3);
    assert_int_equal(hf_results_need_whole(results, NULL), HF_BAD_DATA);
    close_results(results);
}

static void attributes_that_name_no_shard_are_bad_data(void **state)
{
    (void)state;
    const int32_t bad[][2] = {{0, 3}, {4, 3}, {-1, 3}, {2, 0}};
    for (int i = 0; i < 4; i++) {
        const char *path = new_path();
        hf_results *results = create_shard(path, middle);
        close_results(results);
        hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
        for (int j = 0; j < 2; j++) {
            hid_t attribute = H5Aopen(file, j ? "shards" : "shard", H5P_DEFAULT);
            assert_true(H5Awrite(attribute, H5T_NATIVE_INT32, &bad[i][j]) >= 0);
            H5Aclose(attribute);
        }
        H5Fclose(file);
        assert_int_equal(hf_results_open(path, false, &results, NULL), HF_BAD_DATA);
    }
}

static void rows_are_named_by_their_replica_numbers(void **state)
{
    (void)state;
    hf_results *results = create_shard(new_path(), middle);
    fill(results);
    for (int64_t number = 4; number < 8; number++) {
        const int64_t hidden = number < 6 ? 1 : 0, row = number % 2;
        unsigned char bytes[64];
        assert_int_equal(hf_results_read(results, HF_IMPORTANCE, 1, number - 4, 1, bytes, NULL),
                         HF_OK);
        assert_int_equal(bytes[3], fill_byte(number, HF_IMPORTANCE, 1, 3));
        assert_int_equal(
            hf_results_read(results, HF_WEIGHTS_OUTPUT_BIAS, hidden, row, 1, bytes, NULL), HF_OK);
        assert_int_equal(bytes[7], fill_byte(number, HF_WEIGHTS_OUTPUT_BIAS, 0, 7));
    }
    for (int64_t number = 3; number <= 8; number += 5) { /* its neighbours' */
        hf_rows rows = make_rows(results, number, 1, HF_DONE);
        assert_int_equal(hf_results_write_rows(results, &rows, NULL), HF_INTERNAL);
        assert_int_equal(hf_results_read_rows(results, &rows, NULL), HF_INTERNAL);
        free_rows(&rows);
    }
    close_results(results);
}

static void checking_a_shard_demotes_its_damaged_replica(void **state)
{
    (void)state;
    uint8_t status[4];
    int64_t demoted;
    hf_results *results = create_shard(new_path(), middle);
    fill(results);
    flip(results, HF_HISTORY_LOSS, 0, 2, 5);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    assert_int_equal(demoted, 1);
    assert_memory_equal(status, ((const uint8_t[]){1, 1, 0, 1}), 4);
    close_results(results);
}

static void a_finished_shard_has_a_digest_of_its_own(void **state)
{
    (void)state;
    char digests[3][HF_HASH_BYTES];
    const hf_shard shards[] = {{2, 3}, {5, 12}, {6, 13}}; /* the last two: replica 4 alone */
    for (int i = 0; i < 3; i++) {
        hf_results *results = create_shard(new_path(), shards[i]);
        fill(results);
        assert_int_equal(hf_results_digest(results, digests[i], NULL), HF_STOPPED);
        set_state(results, HF_STATE_TRAINED);
        assert_int_equal(hf_results_last_state(results), HF_STATE_TRAINED);
        assert_int_equal(hf_results_digest(results, digests[i], NULL), HF_OK);
        close_results(results);
    }
    assert_string_not_equal(digests[0], digests[1]);
    assert_string_not_equal(digests[1], digests[2]);
}

static void a_shard_without_replicas_is_a_file_like_any(void **state)
{
    (void)state;
    char digest[HF_HASH_BYTES];
    uint8_t status[1];
    int64_t demoted;
    hf_results *results = create_shard(new_path(), (hf_shard){1, 13});
    assert_int_equal(hf_grid_replicas(hf_results_grid(results)), 0);
    assert_int_equal(hf_results_check(results, HF_ARM_MAIN, status, &demoted, NULL), HF_OK);
    set_state(results, HF_STATE_TRAINED);
    assert_int_equal(hf_results_digest(results, digest, NULL), HF_OK);
    close_results(results);
}

static void expect_rows(const hf_results *results, int64_t number, int64_t as_number)
{
    hf_rows expected = make_rows(results, number, 1, HF_DONE);
    hf_rows stored = expected;
    assert_int_equal(hf_allocate(&stored.data, (int64_t)stored.bytes, 1, NULL), HF_OK);
    assert_int_equal(hf_results_read_rows(results, &stored, NULL), HF_OK);
    if (as_number >= 0) { /* bytes as that replica of the other file had them */
        const hf_rows_layout *layout = hf_results_layout(results);
        const unsigned char *weights = hf_rows_at(layout, &stored, HF_WEIGHTS_INPUT_BIAS, 0, 0);
        const unsigned char *loss = hf_rows_at(layout, &stored, HF_REPLICAS_TEST_LOSS, 0, 0);
        for (size_t i = 0; i < 4; i++) {
            assert_int_equal(weights[i], fill_byte(as_number, HF_WEIGHTS_INPUT_BIAS, 0, i));
            assert_int_equal(loss[i], fill_byte(as_number, HF_REPLICAS_TEST_LOSS, 0, i));
        }
        assert_true(hf_rows_are_whole(layout, &stored, 0));
    } else {
        uint8_t pending;
        memcpy(&pending, hf_rows_at(hf_results_layout(results), &stored, HF_REPLICAS_STATUS, 0, 0),
               1);
        assert_int_equal(pending, HF_PENDING);
    }
    free_rows(&stored);
    free_rows(&expected);
}

static void the_rows_of_all_shards_make_the_whole(void **state)
{
    (void)state;
    hf_results *whole = create_and_open(new_path(), NULL);
    for (int64_t number = 5; number >= 1; number--) {
        hf_results *shard = create_shard(new_path(), (hf_shard){number, 5});
        hf_taken taken;
        fill(shard);
        assert_int_equal(hf_results_take(whole, shard, &taken, NULL), HF_OK);
        assert_int_equal(taken.taken, hf_grid_replicas(hf_results_grid(shard)));
        assert_int_equal(taken.pending + taken.damaged, 0);
        close_results(shard);
    }
    for (int64_t number = 0; number < REPLICAS; number++)
        expect_rows(whole, number, number);
    close_results(whole);
}

/* Old: splits 0 1, sizes 5 3, seeds 7 8 9. New: splits 0 1 2, sizes 3 9 5, seeds 8 9 10 11. */
static void a_larger_grid_takes_the_replicas_that_are_its_own(void **state)
{
    (void)state;
    const char *const overrides[] = {"model.hidden=[3, 9, 5]", "replicas.first_seed=8",
                                     "replicas.seeds=4", "splits.count=3", NULL};
    hf_results *old = create_and_open(new_path(), NULL);
    hf_results *grown = create_and_open(new_path(), overrides);
    hf_taken taken;
    fill(old);
    assert_int_equal(hf_results_take(grown, old, &taken, NULL), HF_OK);
    assert_int_equal(taken.taken, 2 * 2 * 2);
    for (int64_t number = 0; number < 36; number++) {
        const int64_t split = number / 12, hidden = number / 4 % 3, seed = 8 + number % 4;
        const bool shared = split < 2 && hidden != 1 && seed <= 9;
        const int64_t old_hidden = hidden == 0 ? 1 : 0;
        expect_rows(grown, number, shared ? (split * 2 + old_hidden) * 3 + seed - 7 : -1);
    }
    close_results(old);
    close_results(grown);
}

static void what_is_pending_or_damaged_is_not_taken(void **state)
{
    (void)state;
    hf_results *old = create_and_open(new_path(), NULL);
    hf_results *copy = create_and_open(new_path(), NULL);
    hf_taken taken;
    fill(old);
    const uint8_t pending = HF_PENDING;
    assert_int_equal(hf_results_write(old, HF_REPLICAS_STATUS, 0, 1, 1, &pending, NULL), HF_OK);
    flip(old, HF_WEIGHTS_INPUT_WEIGHT, 0, 3, 9); /* replica 6: split 1, the first seed */
    flip(old, HF_IMPORTANCE, 1, 11, 0);
    assert_int_equal(hf_results_take(copy, old, &taken, NULL), HF_OK);
    assert_int_equal(taken.taken, 9);
    assert_int_equal(taken.pending, 1);
    assert_int_equal(taken.damaged, 2);
    assert_int_equal(taken.first_damaged, 6);
    for (int64_t number = 0; number < REPLICAS; number++)
        expect_rows(copy, number, number == 1 || number == 6 || number == 11 ? -1 : number);
    close_results(old);
    close_results(copy);
}

static void a_draft_appears_only_when_it_is_published(void **state)
{
    (void)state;
    const char *path = new_path();
    const int files = files_in_folder();
    hf_experiment experiment;
    hf_results *results;
    make_experiment(NULL, &experiment);
    for (int publish = 0; publish < 2; publish++) {
        hf_results *read;
        assert_int_equal(hf_results_draft(path, &experiment, GIVEN, 0, &results, NULL), HF_OK);
        assert_string_equal(hf_results_path(results), path);
        assert_int_equal(hf_results_open(path, false, &read, NULL), HF_NO_INPUT);
        fill(results);
        if (publish)
            assert_int_equal(hf_results_publish(results, NULL), HF_OK);
        close_results(results);
        assert_int_equal(files_in_folder(), files + publish);
    }
    assert_int_equal(hf_results_open(path, false, &results, NULL), HF_OK);
    expect_rows(results, 7, 7);
    close_results(results);
    hf_experiment_free(&experiment);
}

static void the_sessions_of_another_file_are_appended(void **state)
{
    (void)state;
    char *text;
    hf_results *from = create_and_open(new_path(), NULL), *to = create_and_open(new_path(), NULL);
    assert_int_equal(hf_results_add_session(from, "{\"a\": 1}", NULL), HF_OK);
    assert_int_equal(hf_results_add_session(from, "{\"b\": 2}", NULL), HF_OK);
    assert_int_equal(hf_results_add_session(to, "{\"c\": 3}", NULL), HF_OK);
    assert_int_equal(hf_results_add_sessions_of(to, from, NULL), HF_OK);
    assert_int_equal(hf_results_sessions(to, &text, NULL), HF_OK);
    assert_string_equal(text, "{\"c\": 3}\n{\"a\": 1}\n{\"b\": 2}\n");
    hf_free(&text);
    assert_int_equal(hf_results_config_given(to, &text, NULL), HF_OK);
    assert_string_equal(text, GIVEN);
    hf_free(&text);
    close_results(from);
    close_results(to);
}

/* The fixture's splits are made by hand, as from a file. */
static void an_experiment_comes_back_from_its_file(void **state)
{
    (void)state;
    const char *const overrides[] = {"splits.method=file", "splits.file=gone.csv", NULL};
    hf_experiment made, read;
    hf_error error;
    hf_results *results = create_and_open(new_path(), overrides);
    make_experiment(overrides, &made);
    assert_int_equal(hf_results_experiment(results, &read, &error), HF_OK);
    assert_string_equal(read.dataset.hash, made.dataset.hash);
    assert_memory_equal(read.dataset.x, made.dataset.x, SAMPLES * FEATURES * sizeof(double));
    assert_memory_equal(read.dataset.y, made.dataset.y, SAMPLES * sizeof(int32_t));
    assert_memory_equal(read.splits.train, made.splits.train, SPLITS * SAMPLES);
    assert_null(hf_config_difference(&read.config, &made.config, NULL));
    assert_int_equal(hf_grid_replicas(&read.grid), REPLICAS);
    hf_experiment_free(&read);
    hf_experiment_free(&made);

    flip(results, HF_DATASET_X, 0, 3, 6);
    assert_int_equal(hf_results_experiment(results, &read, &error), HF_BAD_DATA);
    assert_non_null(strstr(error.message, "/dataset is damaged"));
    close_results(results);
    results = create_and_open(new_path(), NULL); /* shuffles that no shuffle gives */
    assert_int_equal(hf_results_experiment(results, &read, &error), HF_BAD_DATA);
    assert_non_null(strstr(error.message, "/splits/train is damaged"));
    close_results(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shard_has_its_own_rows_and_no_statistics),
        cmocka_unit_test(attributes_that_name_no_shard_are_bad_data),
        cmocka_unit_test(rows_are_named_by_their_replica_numbers),
        cmocka_unit_test(checking_a_shard_demotes_its_damaged_replica),
        cmocka_unit_test(a_finished_shard_has_a_digest_of_its_own),
        cmocka_unit_test(a_shard_without_replicas_is_a_file_like_any),
        cmocka_unit_test(the_rows_of_all_shards_make_the_whole),
        cmocka_unit_test(a_larger_grid_takes_the_replicas_that_are_its_own),
        cmocka_unit_test(what_is_pending_or_damaged_is_not_taken),
        cmocka_unit_test(a_draft_appears_only_when_it_is_published),
        cmocka_unit_test(the_sessions_of_another_file_are_appended),
        cmocka_unit_test(an_experiment_comes_back_from_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
