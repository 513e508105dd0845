/* Null tests' statistics, worked by hand: iris (4 features, of which 2 and 3 are a group), 3 splits
 * x 3 seeds, of which null tests train 2 x 2; 3 permutations, 4 draws of probes. */
#include "base/nan.h"
#include "holdfast/statistics.h"
#include "small_file.h"
#include "statistics/null/null_statistics.h"
#include "unit_test.h"
#include <string.h>
#include <unistd.h>

#define CONFIGURATION                                                                              \
    "data: {source: 'builtin:iris'}\n"                                                             \
    "splits: {count: 3}\n"                                                                         \
    "model: {hidden: [3]}\n"                                                                       \
    "replicas: {seeds: 3}\n"                                                                       \
    "significance: {top: 2, methods: [olden], bootstrap: 20, group_correlation: 0.9}\n"            \
    "null_test: {labels: 3, probes: 4, seeds: 2, splits: 2, fdr: 0.5}\n"
enum { FEATURES = 4, PART = 4, PERMUTATIONS = 3, DRAWS = 4 };

static const char file[] = "test_null.h5";

static void expect_ok(hf_status status, const hf_error *error)
{
    if (status != HF_OK)
        fail_msg("%s", error->message);
}

/* One replica whose two largest importances are those of `first` and `second`. */
typedef struct replica {
    uint8_t status, learned;
    float accuracy;
    int first, second;
} replica;

static void put(hf_results *results, hf_arm arm, int64_t entry, replica r)
{
    const hf_arm_fields *fields = hf_fields_of(arm);
    float importance[2 * FEATURES] = {0};
    hf_error error;
    if (r.status == HF_DIVERGED) {
        hf_fill_nan_f32(importance, 2 * FEATURES);
        r.accuracy = hf_nan_f32();
    } else {
        importance[r.first] = 2;
        importance[r.second] = 1;
    }
    expect_ok(hf_results_write(results, fields->status, 0, entry, 1, &r.status, &error), &error);
    expect_ok(hf_results_write(results, fields->learned, 0, entry, 1, &r.learned, &error), &error);
    expect_ok(
        hf_results_write(results, fields->balanced_accuracy, 0, entry, 1, &r.accuracy, &error),
        &error);
    expect_ok(hf_results_write(results, fields->importance, 0, entry, 1, importance, &error),
              &error);
}

/* Of the grid the replicas 0, 1, 3, 4 are the part; the others must not matter. */
static void fill(hf_results *results)
{
    static const replica decoy = {HF_DONE, 1, 1, 3, 2};
    const replica grid[9] = {{HF_DONE, 1, 0.75F, 0, 1},
                             {HF_DONE, 0, 0.5F, 0, 2},
                             decoy,
                             {HF_DIVERGED, 0, 0, 0, 0},
                             {HF_DONE, 1, 0.75F, 0, 1},
                             decoy,
                             decoy,
                             decoy,
                             decoy};
    static const replica labels[PERMUTATIONS][PART] = {
        {{HF_DONE, 0, 0.5F, 0, 1},
         {HF_DONE, 1, 0.5F, 0, 1},
         {HF_DONE, 0, 0.5F, 2, 3},
         {HF_DONE, 0, 0.5F, 2, 3}},
        {{HF_DONE, 0, 0.25F, 3, 2},
         {HF_DONE, 0, 0.5F, 3, 2},
         {HF_DONE, 1, 0.75F, 3, 2},
         {HF_DONE, 0, 0.25F, 3, 2}},
        {{HF_DIVERGED, 0, 0, 0, 0},
         {HF_DIVERGED, 0, 0, 0, 0},
         {HF_DONE, 1, 1, 1, 2},
         {HF_DIVERGED, 0, 0, 0, 0}},
    };
    static const replica probes[DRAWS][PART] = {
        {{HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 1}},
        {{HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 6},
         {HF_DONE, 1, 1, 0, 6}},
        {{HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 1},
         {HF_DONE, 1, 1, 0, 4}},
        {{HF_DONE, 0, 1, 0, 1},
         {HF_DONE, 0, 1, 0, 1},
         {HF_DIVERGED, 0, 0, 0, 0},
         {HF_DONE, 0, 1, 0, 1}},
    };
    for (int64_t i = 0; i < 9; i++)
        put(results, HF_ARM_MAIN, i, grid[i]);
    for (int64_t i = 0; i < PERMUTATIONS * PART; i++)
        put(results, HF_ARM_LABELS, i, labels[i / PART][i % PART]);
    for (int64_t i = 0; i < DRAWS * PART; i++)
        put(results, HF_ARM_PROBES, i, probes[i / PART][i % PART]);
}

static hf_results *results;

static int set_up(void **state)
{
    (void)state;
    hf_error error;
    results = results_file_create(file, CONFIGURATION);
    fill(results);
    expect_ok(hf_aggregate(results, NULL, &error), &error);
    results_file_set_state(results, HF_STATE_COMPLETE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    hf_results_close(&results, NULL);
    return unlink(file);
}

static void assert_values(const double *values, const double *expected, int count)
{
    for (int i = 0; i < count; i++)
        if (expected[i] == expected[i] ? values[i] != expected[i] : values[i] == values[i])
            fail_msg("value %d is %.17g, not %.17g", i, values[i], expected[i]);
}

static void the_global_test_counts_permutations_that_are_as_accurate(void **state)
{
    (void)state;
    hf_null_labels labels;
    hf_error error;
    expect_ok(hf_null_labels_read(results, &labels, &error), &error);
    assert_int_equal(labels.permutations, PERMUTATIONS);
    assert_true(labels.observed == 0.5); /* (0.75 + 0.5 + 0 + 0.75) / 4: diverged is 0 */
    assert_values(labels.accuracy, (double[]){0.5, 0.4375, 0.25}, PERMUTATIONS);
    assert_true(labels.p_value == 0.5); /* (1 + 1) / (1 + 3): equal counts */
    hf_null_labels_free(&labels);
}

static void a_feature_is_compared_with_the_largest_frequency_of_each_permutation(void **state)
{
    (void)state;
    hf_null_labels_method labels;
    hf_error error;
    expect_ok(hf_null_labels_method_read(results, 0, &labels, &error), &error);
    assert_int_equal(labels.features, FEATURES);
    assert_values(labels.observed_frequency, (double[]){1, 2. / 3, 1. / 3, 0}, FEATURES);
    assert_values(labels.frequency, (double[]){0.5, 0.5, 0.5, 0.5, 0, 0, 1, 1, 0, 1, 1, 0},
                  PERMUTATIONS * FEATURES);
    /* the largest are 1/2, 1, 1 */
    assert_values(labels.p_value, (double[]){0.75, 0.75, 1, 1}, FEATURES);
    const int32_t voters[PERMUTATIONS] = {4, 4, 1}; /* whether they learned or not */
    assert_memory_equal(labels.voters, voters, sizeof voters);
    hf_null_labels_method_free(&labels);
}

static void probes_set_the_threshold_of_each_draw(void **state)
{
    (void)state;
    hf_null_probes probes;
    hf_error error;
    const double none = hf_nan_f64();
    expect_ok(hf_null_probes_read(results, 0, &probes, &error), &error);
    assert_int_equal(probes.draws, DRAWS);
    assert_values(probes.frequency,
                  (double[]){1, 1, 0,    0,    0,    0,    0,    0,    1,    0.5,  0,
                             0, 0, 0,    0.5,  0,    1,    0.75, 0,    0,    0.25, 0,
                             0, 0, none, none, none, none, none, none, none, none},
                  DRAWS * 2 * FEATURES);
    /* draw 1: 2/2 at 0, 1/1 at 0.5: the first of equals. Draw 2: 2/2 at 0, 1/2 at 0.25. */
    assert_values(probes.threshold, (double[]){0, 0, 0.25, none}, DRAWS);
    assert_values(probes.fdp, (double[]){0.5, 1, 0.5, none}, DRAWS);
    const uint8_t selected[DRAWS * FEATURES] = {1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0};
    assert_memory_equal(probes.selected, selected, sizeof selected);
    const int32_t voters[DRAWS] = {4, 4, 4, 0};
    assert_memory_equal(probes.voters, voters, sizeof voters);
    hf_null_probes_free(&probes);
}

static void half_of_the_draws_make_a_feature_stand_out(void **state)
{
    (void)state;
    hf_null_probes probes;
    hf_error error;
    expect_ok(hf_null_probes_read(results, 0, &probes, &error), &error);
    assert_values(probes.selected_share, (double[]){0.5, 0.5, 0, 0}, FEATURES);
    assert_memory_equal(probes.stands_out, ((uint8_t[]){1, 1, 0, 0}), FEATURES);
    hf_null_probes_free(&probes);
}

/* Feature 0 lies above all probes in draws 0, 1, 2; feature 1 in 0 and 2, in 1 it ties with one. */
static void too_few_features_above_all_probes_cannot_tell(void **state)
{
    (void)state;
    static const struct {
        double fdr;
        hf_probes_answer answer;
    } cases[] = {{0.51, HF_PROBES_NONE}, {0.5, HF_PROBES_NONE}, {0.49, HF_PROBES_CANNOT_TELL}};
    hf_null_probes probes;
    hf_error error;
    expect_ok(hf_null_probes_read(results, 0, &probes, &error), &error);
    hf_config config = *hf_results_config(results);
    assert_int_equal(hf_null_probes_above(&probes), 2);
    assert_int_equal(hf_null_probes_answer(&config, &probes), HF_PROBES_STAND_OUT);
    memset(probes.stands_out, 0, FEATURES);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        config.null_test.fdr = cases[c].fdr;
        assert_int_equal(hf_null_probes_answer(&config, &probes), cases[c].answer);
    }
    for (int64_t i = 0; i < DRAWS * 2 * FEATURES; i++)
        probes.frequency[i] = 0.5;
    config.null_test.fdr = 0.99;
    assert_int_equal(hf_null_probes_above(&probes), 0);
    assert_int_equal(hf_null_probes_answer(&config, &probes), HF_PROBES_CANNOT_TELL);
    hf_null_probes_free(&probes);
}

static void probes_of_a_group_are_counted_together(void **state)
{
    (void)state;
    hf_null_probes probes;
    hf_error error;
    int32_t group[FEATURES];
    expect_ok(hf_results_read(results, HF_SIGNIFICANCE_GROUP, 0, 0, FEATURES, group, &error),
              &error);
    assert_memory_equal(group, ((int32_t[]){0, 1, 2, 2}), sizeof group);
    expect_ok(hf_null_probes_read(results, 0, &probes, &error), &error);
    assert_values(probes.probe_group_frequency,
                  (double[]){0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.25, 0, 0, 0}, 3 * FEATURES);
    hf_null_probes_free(&probes);
}

static void there_is_nothing_to_read_before_the_end(void **state)
{
    (void)state;
    hf_null_labels labels;
    hf_null_labels_method method;
    hf_null_probes probes;
    hf_error error;
    results_file_set_state(results, HF_STATE_TRAINED);
    expect_ok(hf_null_labels_read(results, &labels, &error), &error);
    expect_ok(hf_null_labels_method_read(results, 0, &method, &error), &error);
    expect_ok(hf_null_probes_read(results, 0, &probes, &error), &error);
    assert_true(labels.permutations == 0 && !labels.accuracy);
    assert_true(method.permutations == 0 && !method.frequency);
    assert_true(probes.draws == 0 && !probes.frequency);
    results_file_set_state(results, HF_STATE_COMPLETE);
}

static void check_remarks(const char *null_test, int64_t features, const char *labels,
                          const char *probes)
{
    hf_config config;
    hf_error error;
    hf_text of_labels = {0}, of_probes = {0};
    expect_ok(hf_config_parse(null_test, NULL, &config, &error), &error);
    hf_null_labels_remarks(&config, &of_labels);
    hf_null_probes_remarks(&config, features, &of_probes);
    assert_true((strstr(of_labels.data, "cannot give a p-value of 0.05") != NULL) ==
                (*labels != 0));
    assert_non_null(strstr(of_labels.data, labels));
    assert_non_null(strstr(of_labels.data, "weak"));
    assert_non_null(strstr(of_probes.data, probes));
    assert_non_null(strstr(of_probes.data, "correlated"));
    hf_text_free(&of_labels);
    hf_text_free(&of_probes);
    hf_config_free(&config);
}

static void what_the_numbers_cannot_say_is_said(void **state)
{
    (void)state;
    check_remarks("null_test: {labels: 18, probes: 1}", 30, "the smallest is 0.0526",
                  "Fewer than 4 features cannot stand out");
    check_remarks("null_test: {labels: 19, probes: 1, fdr: 0.1}", 10, "",
                  "Fewer than 10 features cannot stand out");
    check_remarks("null_test: {labels: 1, probes: 1}", 3, "the smallest is 0.5",
                  "Nothing can stand out");
    check_remarks("null_test: {labels: 1, probes: 1, fdr: 1.0e-300}", 3, "the smallest is 0.5",
                  "Nothing can stand out");
    check_remarks("data: {groups: plot}\nnull_test: {labels: 19, probes: 1}", 30, "", "heuristic");
    check_remarks("data: {groups: plot}\nnull_test: {labels: 18, probes: 1}", 30,
                  "are permuted as a whole", "heuristic");
    check_remarks("data: {groups: plot}\nnull_test: {probes: 1}", 30, "the smallest is",
                  "are permuted as a whole");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_global_test_counts_permutations_that_are_as_accurate),
        cmocka_unit_test(a_feature_is_compared_with_the_largest_frequency_of_each_permutation),
        cmocka_unit_test(probes_set_the_threshold_of_each_draw),
        cmocka_unit_test(half_of_the_draws_make_a_feature_stand_out),
        cmocka_unit_test(too_few_features_above_all_probes_cannot_tell),
        cmocka_unit_test(probes_of_a_group_are_counted_together),
        cmocka_unit_test(there_is_nothing_to_read_before_the_end),
        cmocka_unit_test(what_the_numbers_cannot_say_is_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
