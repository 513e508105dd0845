/* Making the file: all of it or nothing, in little memory. */
#include "fixture.h"
#include "holdfast/status_codes.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static hf_status try_create(const char *path, const char *const *overrides, hf_error *error)
{
    hf_experiment experiment;
    make_experiment(overrides, &experiment);
    hf_status status = hf_results_create(path, &experiment, GIVEN, error);
    hf_experiment_free(&experiment);
    return status;
}

static void a_file_of_that_name_is_replaced(void **state)
{
    (void)state;
    const char *path = new_path();
    hf_results *results;
    spill(path, (const unsigned char *)"old", 3);
    const int files = files_in_folder();
    assert_int_equal(try_create(path, NULL, NULL), HF_OK);
    assert_int_equal(files_in_folder(), files);
    assert_int_equal(hf_results_open(path, false, &results, NULL), HF_OK);
    close_results(results);
}

static void two_files_of_one_experiment_are_the_same_bytes(void **state)
{
    (void)state;
    size_t first_bytes, second_bytes;
    char first_path[256], second_path[256];
    strcpy(first_path, new_path());
    strcpy(second_path, new_path());
    assert_int_equal(try_create(first_path, NULL, NULL), HF_OK);
    assert_int_equal(try_create(second_path, NULL, NULL), HF_OK);
    unsigned char *first = slurp(first_path, &first_bytes);
    unsigned char *second = slurp(second_path, &second_bytes);
    assert_int_equal(first_bytes, second_bytes);
    assert_memory_equal(first, second, first_bytes);
    free(first);
    free(second);
}

static void a_place_that_cannot_be_written_is_refused(void **state)
{
    (void)state;
    char name[600];
    hf_error error;
    assert_int_equal(try_create("/nonexistent/folder/results.h5", NULL, &error), HF_CANNOT_CREATE);
    assert_non_null(strstr(error.message, "/nonexistent/folder/results.h5"));
    assert_int_equal(try_create(folder(), NULL, &error), HF_CANNOT_CREATE);
    assert_int_equal(try_create("", NULL, &error), HF_CANNOT_CREATE);
    snprintf(name, sizeof name, "%s/%0300d.h5", folder(), 1);
    const int files = files_in_folder();
    assert_int_equal(try_create(name, NULL, &error), HF_CANNOT_CREATE);
    assert_int_equal(files_in_folder(), files);
}

static void only_a_regular_file_is_replaced(void **state)
{
    (void)state;
    const char *path = new_path();
    struct stat target;
    hf_error error;
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(try_create(path, NULL, &error), HF_CANNOT_CREATE);
    assert_int_equal(stat(path, &target), 0);
    assert_true(S_ISFIFO(target.st_mode));
}

/* At any limit below the file's size there is the error, and nothing is left behind. */
static void a_disk_that_is_too_small_is_an_error_at_the_start(void **state)
{
    (void)state;
    struct rlimit before, limit;
    struct stat whole;
    hf_error error;
    const char *path = new_path();
    assert_int_equal(try_create(path, NULL, NULL), HF_OK);
    assert_int_equal(stat(path, &whole), 0);
    path = new_path();
    const int files = files_in_folder();
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (int part = 0; part <= 40; part++) {
        limit = before;
        limit.rlim_cur = (rlim_t)(part < 40 ? whole.st_size * part / 40 : whole.st_size - 1);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        hf_status status = try_create(path, NULL, &error);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        assert_int_equal(status, HF_IO);
        assert_int_equal(files_in_folder(), files);
    }
    signal(SIGXFSZ, SIG_DFL);
}

static void a_file_that_no_disk_can_hold_is_an_error(void **state)
{
    (void)state;
    const char *const overrides[] = {"replicas.seeds=2000000", "model.hidden=[65536]",
                                     "splits.count=1000", NULL};
    hf_error error;
    const int files = files_in_folder();
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(try_create(new_path(), overrides, &error), HF_IO);
    assert_int_equal(files_in_folder(), files);
    signal(SIGXFSZ, SIG_DFL);
}

static void memory_does_not_grow_with_the_replicas(void **state)
{
    (void)state;
    const char *const overrides[] = {"replicas.seeds=25000", "output.history_every=0", NULL};
    struct rusage before, after;
    struct stat whole;
    int64_t bytes;
    const char *path = new_path();
    getrusage(RUSAGE_SELF, &before);
    hf_results *results = create_and_open(path, overrides);
    getrusage(RUSAGE_SELF, &after);
    assert_int_equal(hf_grid_replicas(hf_results_grid(results)), 100000);
    assert_int_equal(stat(path, &whole), 0);
    assert_true(whole.st_size > 30000000);
    assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 16000); /* KiB */
    const hf_data_counts counts = hf_results_counts(results);
    assert_int_equal(
        hf_results_bytes(hf_results_config(results), (hf_shard){0}, &counts, &bytes, NULL), HF_OK);
    assert_in_range(whole.st_size - bytes, 1 << 18, 1 << 19); /* sessions and structure */

    float loss;
    int32_t split;
    assert_int_equal(hf_results_read(results, HF_REPLICAS_TEST_LOSS, 0, 99999, 1, &loss, NULL),
                     HF_OK);
    assert_true(loss != loss);
    assert_int_equal(hf_results_read(results, HF_REPLICAS_SPLIT, 0, 50000, 1, &split, NULL), HF_OK);
    assert_int_equal(split, 1);
    close_results(results);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_of_that_name_is_replaced),
        cmocka_unit_test(two_files_of_one_experiment_are_the_same_bytes),
        cmocka_unit_test(a_place_that_cannot_be_written_is_refused),
        cmocka_unit_test(only_a_regular_file_is_replaced),
        cmocka_unit_test(a_disk_that_is_too_small_is_an_error_at_the_start),
        cmocka_unit_test(a_file_that_no_disk_can_hold_is_an_error),
        cmocka_unit_test(memory_does_not_grow_with_the_replicas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
