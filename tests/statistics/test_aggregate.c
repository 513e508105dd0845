/* From a results file's replicas to its /significance, with the numbers of small_case.h. */
#include "holdfast/statistics.h"
#include "small_file.h"
#include "unit_test.h"
#include <math.h>
#include <string.h>
#include <unistd.h>

static const char file[] = "test_aggregate.h5";

static void read_values(const hf_results *results, hf_field field, int64_t method, int64_t entries,
                        void *values)
{
    hf_error error;
    if (hf_results_read(results, field, method, 0, entries, values, &error) != HF_OK)
        fail_msg("%s", error.message);
}

static void assert_numbers(const hf_results *results, hf_field field, int64_t entries,
                           const double *expected, int count)
{
    for (int method = 0; method < 2; method++) {
        double values[8];
        read_values(results, field, method, entries, values);
        for (int i = 0; i < count; i++)
            assert_true(values[i] == expected[i]);
    }
}

static void assert_small_case(const hf_results *results)
{
    assert_numbers(results, HF_SIGNIFICANCE_FREQUENCY, 4, (double[]){0.75, 0.5, 0.5, 0.25}, 4);
    assert_numbers(results, HF_SIGNIFICANCE_MEAN_RANK, 4, (double[]){1.75, 2.75, 2.5, 3}, 4);
    assert_numbers(results, HF_SIGNIFICANCE_MEAN_IMPORTANCE, 4, (double[]){2.25, 1.5, 1, 0.5}, 4);
    assert_numbers(results, HF_SIGNIFICANCE_FREQUENCY_BY_HIDDEN, 2,
                   (double[]){0.5, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0}, 8);
    assert_numbers(results, HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT, 2,
                   (double[]){2. / 3, 2. / 3, 1. / 3, 1. / 3, 1, 0, 1, 0}, 8);
    for (int method = 0; method < 2; method++) {
        const int32_t expected[16] = {3, 0, 0, 1, 0, 2, 1, 1, 0, 2, 2, 0, 1, 0, 1, 2};
        int32_t rank_count[16], voters;
        read_values(results, HF_SIGNIFICANCE_RANK_COUNT, method, 4, rank_count);
        assert_memory_equal(rank_count, expected, sizeof expected);
        read_values(results, HF_SIGNIFICANCE_VOTERS, method, 1, &voters);
        assert_int_equal(voters, 4);
    }
}

static void a_file_is_aggregated(void **state)
{
    (void)state;
    hf_error error;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    small_file_fill(results, 8);
    if (hf_aggregate(results, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_small_case(results);
    assert_int_equal(hf_aggregate(results, &error), HF_OK); /* twice is once */
    assert_small_case(results);
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

static void without_voters_all_is_the_one_nan(void **state)
{
    (void)state;
    const uint64_t nan_bits = 0x7FF8000000000000;
    const hf_field fields[] = {HF_SIGNIFICANCE_FREQUENCY, HF_SIGNIFICANCE_MEAN_RANK,
                               HF_SIGNIFICANCE_MEAN_IMPORTANCE};
    const hf_field by_unit[] = {HF_SIGNIFICANCE_FREQUENCY_BY_HIDDEN,
                                HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT};
    hf_error error;
    double values[8];
    int32_t voters = -1, rank_count[16];
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    assert_int_equal(hf_aggregate(results, &error), HF_OK);
    for (int i = 0; i < 3; i++) {
        read_values(results, fields[i], 0, 4, values);
        for (int f = 0; f < 4; f++)
            assert_memory_equal(&values[f], &nan_bits, sizeof nan_bits);
    }
    for (int i = 0; i < 2; i++) {
        read_values(results, by_unit[i], 0, 2, values);
        for (int f = 0; f < 8; f++)
            assert_memory_equal(&values[f], &nan_bits, sizeof nan_bits);
    }
    read_values(results, HF_SIGNIFICANCE_RANK_COUNT, 0, 4, rank_count);
    for (int i = 0; i < 16; i++)
        assert_int_equal(rank_count[i], 0);
    read_values(results, HF_SIGNIFICANCE_VOTERS, 0, 1, &voters);
    assert_int_equal(voters, 0);
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

/* Replicas 0 to 2 alone: voters 0 and 1, all of split 0 and hidden size 3. */
static void an_unfinished_file_is_counted_so_far(void **state)
{
    (void)state;
    hf_error error;
    hf_frequencies frequencies;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    small_file_fill(results, 3);
    assert_int_equal(hf_frequencies_read(results, 1, &frequencies, &error), HF_OK);
    assert_int_equal(frequencies.voters, 2);
    for (int f = 0; f < 4; f++) {
        assert_true(frequencies.frequency[f] == 0.5);
        assert_true(frequencies.mean_rank[f] == 2.5);
        assert_true(frequencies.frequency_by_hidden[f] == 0.5);
        assert_true(isnan(frequencies.frequency_by_hidden[4 + f]));
        assert_true(isnan(frequencies.frequency_by_split[4 + f]));
    }
    hf_frequencies_free(&frequencies);
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

static void a_complete_file_is_taken_at_its_word(void **state)
{
    (void)state;
    hf_error error;
    hf_frequencies frequencies;
    const double frequency[4] = {0.125, 0.25, 0.375, 1};
    const int32_t voters = 77;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    small_file_fill(results, 8);
    assert_int_equal(hf_aggregate(results, &error), HF_OK);
    hf_results_write(results, HF_SIGNIFICANCE_FREQUENCY, 1, 0, 4, frequency, &error);
    hf_results_write(results, HF_SIGNIFICANCE_VOTERS, 1, 0, 1, &voters, &error);
    results_file_set_state(results, HF_STATE_COMPLETE);
    assert_int_equal(hf_frequencies_read(results, 1, &frequencies, &error), HF_OK);
    assert_int_equal(frequencies.voters, 77);
    assert_memory_equal(frequencies.frequency, frequency, sizeof frequency);
    assert_true(frequencies.mean_rank[0] == 1.75);
    hf_frequencies_free(&frequencies);
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

/* Done: 0, 1, 3 (sizes 3, 3, 5) and 5, 6, 7 (sizes 3, 5, 5); accuracy number / 8, dead units
 * number: sums 22 / 8 and 22 of 24 units; of hidden size 5 3 + 6 + 7 = 16 of 15 (made up). */
static void health_is_counted_over_done_replicas(void **state)
{
    (void)state;
    hf_error error;
    hf_health health;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    assert_int_equal(hf_health_read(results, -1, &health, &error), HF_OK);
    assert_int_equal(health.pending, 8);
    assert_true(isnan(health.mean_test_accuracy) && isnan(health.dead_unit_share));
    small_file_fill(results, 8);
    assert_int_equal(hf_health_read(results, -1, &health, &error), HF_OK);
    assert_int_equal(health.replicas, 8);
    assert_int_equal(health.done, 6);
    assert_int_equal(health.diverged, 1);
    assert_int_equal(health.pending, 1);
    assert_int_equal(health.learned, 5);
    assert_true(health.mean_test_accuracy == 22. / 8 / 6);
    assert_true(health.mean_balanced_accuracy == 22. / 8 / 6);
    assert_true(health.dead_unit_share == 22. / 24);
    assert_int_equal(hf_health_read(results, 1, &health, &error), HF_OK);
    assert_int_equal(health.replicas, 4);
    assert_int_equal(health.done, 3);
    assert_int_equal(health.learned, 3);
    assert_true(health.dead_unit_share == 16. / 15);
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_file_is_aggregated, remove_file),
        cmocka_unit_test_teardown(without_voters_all_is_the_one_nan, remove_file),
        cmocka_unit_test_teardown(an_unfinished_file_is_counted_so_far, remove_file),
        cmocka_unit_test_teardown(a_complete_file_is_taken_at_its_word, remove_file),
        cmocka_unit_test_teardown(health_is_counted_over_done_replicas, remove_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
