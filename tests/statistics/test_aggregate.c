/* From a results file's replicas to its /significance, with the numbers of small_case.h. */
#include "../src/statistics/method.h"
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
    if (hf_aggregate(results, NULL, &error) != HF_OK)
        fail_msg("%s", error.message);
    assert_small_case(results);
    assert_int_equal(hf_aggregate(results, NULL, &error), HF_OK); /* twice is once */
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
    assert_int_equal(hf_aggregate(results, NULL, &error), HF_OK);
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

static double read_number(const hf_results *results, hf_field field)
{
    double value;
    read_values(results, field, 0, 1, &value);
    return value;
}

/* The voters 0, 1, 3, 7 select 0 1, 2 3, 0 1, 0 2. All pairs of them, chance k^2/d = 1:
 *   0 and 1 differ in seed alone and share nothing, 1 and 3 in size alone, nothing; 3 and 7 in
 *   split alone, feature 0; 0 and 7 in seed and split (and size), feature 0; 0 3 and 1 7 in two.
 *   1 and 7 share feature 2 but not one of these kinds. */
static void the_small_case_has_these_agreements(void **state)
{
    (void)state;
    hf_error error;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    small_file_fill(results, 8);
    assert_int_equal(hf_aggregate(results, NULL, &error), HF_OK);
    assert_true(read_number(results, HF_SIGNIFICANCE_STABILITY_SEED) == -1);
    assert_true(read_number(results, HF_SIGNIFICANCE_STABILITY_HIDDEN) == -1);
    assert_true(read_number(results, HF_SIGNIFICANCE_STABILITY_SPLIT) == 0);
    assert_true(read_number(results, HF_SIGNIFICANCE_STABILITY_CROSS) == 0);
    /* 1 - (3 + 4 + 4 + 3) / (4 x 3) / (2 (1 - 2/4)); 12 (9 + 1 + 0 + 4) / (16 x 60) */
    assert_true(fabs(read_number(results, HF_SIGNIFICANCE_STABILITY) + 1. / 6) < 1e-15);
    assert_true(fabs(read_number(results, HF_SIGNIFICANCE_KENDALL_W) - 0.175) < 1e-15);
    double by_hidden[2];
    read_values(results, HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, 0, 2, by_hidden);
    assert_true(by_hidden[0] == -1); /* two voters that share nothing */
    assert_true(by_hidden[1] == 0);  /* one of two: 1 - (1 + 1) / 2 */
    read_values(results, HF_SIGNIFICANCE_STABILITY_CROSS_BY_HIDDEN, 0, 2, by_hidden);
    assert_true(isnan(by_hidden[0]) && isnan(by_hidden[1]));
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

/* iris: petal length and width correlate by 0.938, sepal length with them by 0.882 and 0.834: not
 * above 0.9. */
static void what_stands_beside_the_methods_is_read_back(void **state)
{
    (void)state;
    hf_error error;
    hf_across_methods across;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    small_file_fill(results, 8);
    assert_int_equal(hf_across_methods_read(results, &across, &error), HF_OK);
    assert_int_equal(across.groups, 3);
    assert_true(across.agreement[1] == 1);
    hf_across_methods_free(&across);
    assert_int_equal(hf_aggregate(results, NULL, &error), HF_OK);
    results_file_set_state(results, HF_STATE_COMPLETE);
    assert_int_equal(hf_across_methods_read(results, &across, &error), HF_OK);
    assert_int_equal(across.groups, 3);
    const int32_t group[4] = {0, 1, 2, 2};
    assert_memory_equal(across.group, group, sizeof group);
    assert_true(fabs(across.group_chance[3] - 5. / 6) < 1e-15); /* 1 - C(2,2) / C(4,2) */
    assert_true(fabs(across.group_chance[1] - 1. / 2) < 1e-15); /* 1 - C(3,2) / C(4,2) */
    for (int i = 0; i < 4; i++) /* the same importances by both methods */
        assert_true(across.agreement[i] == 1);
    assert_int_equal(across.seed_units, 2);
    assert_int_equal(across.split_units, 2);
    assert_int_equal(across.seed_resampling, HF_RESAMPLING_FEW);
    hf_frequencies frequencies;
    assert_int_equal(hf_frequencies_read(results, 1, &frequencies, &error), HF_OK);
    assert_true(frequencies.group_frequency[2] == 0.5); /* replicas 1 and 7 */
    assert_true(frequencies.group_frequency[1] == frequencies.frequency[1]);
    hf_frequencies_free(&frequencies);
    hf_across_methods_free(&across);
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
}

static void assert_same(const double *a, const double *b, int64_t count)
{
    assert_memory_equal(a, b, (size_t)count * sizeof *a);
}

/* A pass for all features, for one at a time, and for some. */
static void the_number_of_passes_changes_nothing(void **state)
{
    (void)state;
    hf_memory memory = {0};
    const hf_pass_limits limits[] = {{0, 0, 0}, {5, 1 << 20, 1 << 20}, {99, 4100, 1 << 20}};
    hf_error error;
    hf_groups groups;
    hf_frequencies all;
    hf_results *results = results_file_create(file, SMALL_CONFIGURATION);
    small_file_fill(results, 8);
    assert_int_equal(hf_groups_read(results, &memory, &groups, NULL), HF_OK);
    assert_int_equal(hf_method_statistics(results, 0, &groups, &hf_pass_limits_usual, &all, &error),
                     HF_OK);
    for (int i = 0; i < 3; i++) {
        hf_frequencies parts;
        assert_int_equal(hf_method_statistics(results, 0, &groups, &limits[i], &parts, &error),
                         HF_OK);
        assert_same(parts.frequency_low, all.frequency_low, 4);
        assert_same(parts.frequency_high, all.frequency_high, 4);
        assert_same(parts.variance_seed, all.variance_seed, 8);
        assert_same(parts.variance_interaction, all.variance_interaction, 8);
        assert_same(parts.plan_variance_split, all.plan_variance_split, 4);
        assert_same(parts.half_sample_frequency, all.half_sample_frequency, 4);
        assert_same(&parts.stability_cross_low, &all.stability_cross_low, 1);
        assert_same(&parts.stability_seed, &all.stability_seed, 1);
        assert_same(parts.stability_cross_by_hidden, all.stability_cross_by_hidden, 2);
        hf_frequencies_free(&parts);
    }
    hf_frequencies_free(&all);
    hf_memory_free(&memory);
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
    assert_int_equal(hf_aggregate(results, NULL, &error), HF_OK);
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
        cmocka_unit_test_teardown(the_small_case_has_these_agreements, remove_file),
        cmocka_unit_test_teardown(the_number_of_passes_changes_nothing, remove_file),
        cmocka_unit_test_teardown(what_stands_beside_the_methods_is_read_back, remove_file),
        cmocka_unit_test_teardown(an_unfinished_file_is_counted_so_far, remove_file),
        cmocka_unit_test_teardown(a_complete_file_is_taken_at_its_word, remove_file),
        cmocka_unit_test_teardown(health_is_counted_over_done_replicas, remove_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
