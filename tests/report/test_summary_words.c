/* What the summary says of its numbers in words: what they are compared with, whether they say what
 * predictions rest on, what looks contradictory. On iris, whose four features are called by their
 * places here. */
#include "../../src/report/summary_bars.h"
#include "holdfast/statistics.h"
#include "report_file.h"
#include <stdlib.h>
#include <string.h>

#define GRID "replicas: {seeds: 10}\nsplits: {count: 10}\n"

/* Features 0 and 3 are always the top two of four, far above lots (50 %). */
static hf_results *two_on_top(const char *configuration)
{
    hf_results *results = filled_file(configuration, HF_DONE, 1, always_first);
    complete(results);
    return results;
}

static char *words_of(hf_results *results)
{
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    assert_fits(text, 80);
    return unwrapped(text);
}

/* ---- lots and probes ---- */

static void features_above_lots_are_reconciled_with_probes(void **state)
{
    (void)state;
    static const struct {
        uint8_t stands_out[4];
        const char *says;
    } cases[] = {
        {{0, 0, 0, 0}, "; but none of them stands out from permuted features."},
        {{0, 1, 1, 0}, "; but none of them stands out from permuted features."},
        {{1, 0, 0, 0}, "; but of these only sepal length (cm) stands out from permuted features."},
        {{1, 1, 0, 1}, "; all of these stand out from permuted features."},
    };
    hf_results *results =
        two_on_top(GRID "significance: {top: 2, methods: [olden]}\nnull_test: {probes: 1}\n");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        expect_ok(hf_results_write(results, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, 0, 4,
                                   cases[c].stands_out, &error));
        char *text = words_of(results);
        assert_says(text, "- Above the level of drawing lots (2/4 = 50.0%) with the whole "
                          "interval: sepal length (cm), petal width (cm)");
        assert_says(text, cases[c].says);
        assert_says(text,
                    "Standing out and the chance level are different comparisons: with probes in "
                    "networks of 8 columns, and with lots drawn among 4 features; ");
        assert_says(text, "stands out: selected by at least half of the draws with permuted");
        free(text);
    }
    close_and_remove(results);
}

static void one_feature_above_lots_is_singular(void **state)
{
    (void)state;
    const uint8_t none[4] = {0}, first[4] = {1};
    hf_results *results =
        two_on_top(GRID "significance: {top: 1, methods: [olden]}\nnull_test: {probes: 1}\n");
    expect_ok(
        hf_results_write(results, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, 0, 4, none, &error));
    char *text = words_of(results);
    assert_says(text, "sepal length (cm); but it does not stand out from permuted features.");
    free(text);
    expect_ok(
        hf_results_write(results, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, 0, 4, first, &error));
    text = words_of(results);
    assert_says(text, "sepal length (cm); it stands out from permuted features.");
    free(text);
    close_and_remove(results);
}

/* ---- p-values ---- */

static void the_least_p_value_is_called_that(void **state)
{
    (void)state;
    const double least = 1.0 / 20, second = 2.0 / 20;
    hf_results *results =
        two_on_top(GRID "significance: {top: 2, methods: [olden]}\nnull_test: {labels: 19}\n");
    expect_ok(hf_results_write(results, HF_NULL_TEST_LABELS_P_VALUE, 0, 0, 1, &least, &error));
    char *text = words_of(results);
    assert_says(text, "%: p = 0.050, the least that 19 permutations can show.");
    assert_says(text, "The networks learn more than noise would give (p = 0.050, the least that 19 "
                      "permutations can show).");
    free(text);
    expect_ok(hf_results_write(results, HF_NULL_TEST_LABELS_P_VALUE, 0, 0, 1, &second, &error));
    text = words_of(results);
    assert_says(text, "is not shown (p = 0.100).");
    assert_null(strstr(text, "the least that"));
    free(text);
    close_and_remove(results);
}

/* In the order of the table: features 0, 3, 2, 1. */
static void the_p_values_of_features_are_shown(void **state)
{
    (void)state;
    const double one = 1.0 / 20;
    static const struct {
        double p[4];
        const char *says;
    } cases[] = {
        {{0.05, 1, 0.6, 0.15},
         "Single features by olden (maxT): sepal length (cm) p = 0.050; the others 0.150 and more "
         "(all: null_p_value in --format csv)."},
        {{0.2, 1, 1, 0.1}, "Single features by olden (maxT): no p is below 0.100 (all:"},
        {{0.05, 0.05, 0.05, 0.05},
         "sepal length (cm) p = 0.050, petal width (cm) p = 0.050, petal length (cm) p = 0.050, "
         "sepal width (cm) p = 0.050 (all:"},
    };
    hf_results *results =
        two_on_top(GRID "significance: {top: 2, methods: [olden]}\nnull_test: {labels: 19}\n");
    expect_ok(hf_results_write(results, HF_NULL_TEST_LABELS_P_VALUE, 0, 0, 1, &one, &error));
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        expect_ok(hf_results_write(results, HF_NULL_TEST_LABELS_METHOD_P_VALUE, 0, 0, 4, cases[c].p,
                                   &error));
        char *text = words_of(results);
        assert_says(text, cases[c].says);
        free(text);
    }
    close_and_remove(results);
}

/* ---- weights and predictions ---- */

/* By the first method features 0, 3, 2, 1 lead in this order, by the second those of `second`. */
static char *words_of_two(const char *methods, const float second[4])
{
    hf_text configuration = {0};
    hf_text_append(&configuration, GRID "significance: {top: 2, methods: [%s]}\n", methods);
    hf_results *results = filled_file(configuration.data, HF_DONE, 1, always_first);
    hf_text_free(&configuration);
    for (int64_t i = 0; i < 100; i++)
        expect_ok(hf_results_write(results, HF_IMPORTANCE, 1, i, 1, second, &error));
    complete(results);
    char *text = words_of(results);
    close_and_remove(results);
    return text;
}

/* Spearman's rho by hand: 1 - 6 sum of squared differences of ranks / (4 x 15). */
static void what_predictions_rest_on_is_said_beside_weights(void **state)
{
    (void)state;
    static const struct {
        const char *methods;
        float second[4];
        const char *says;
    } cases[] = {
        {"max_abs_weight, permutation",
         {1, 9, 3, 2},
         "- max_abs_weight measures the size of weights, permutation what predictions rest on. By "
         "permutation other features lead: sepal width (cm) (100.0%) and petal length (cm) "
         "(100.0%); 0 of the top 2 are the same, mean Spearman's rho -1.00."},
        {"garson, integrated_gradients",
         {9, 3, 2, 1},
         "- garson measures the size of weights, integrated_gradients what predictions rest on. By "
         "integrated_gradients these features lead: sepal length (cm) (100.0%) and sepal width "
         "(cm) (100.0%); 1 of the top 2 is the same, mean Spearman's rho 0.20."},
        {"l2_norm, permutation",
         {9, 1, 2, 3},
         "- l2_norm measures the size of weights, permutation what predictions rest on. The two "
         "agree: 2 of the top 2 are the same, mean Spearman's rho 1.00."},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *text = words_of_two(cases[c].methods, cases[c].second);
        assert_says(text, cases[c].says);
        free(text);
    }
    const float opposite[4] = {1, 9, 3, 2};
    static const char *const silent[] = {"olden, permutation", "permutation, max_abs_weight",
                                         "integrated_gradients, garson"};
    for (size_t c = 0; c < sizeof silent / sizeof *silent; c++) {
        char *text = words_of_two(silent[c], opposite);
        assert_null(strstr(text, "predictions rest on"));
        free(text);
    }
}

static void the_way_to_a_method_of_influence_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *says;
        bool is_complete;
    } cases[] = {
        {"significance: {methods: [l2_norm, garson]}\n",
         "permutation or integrated_gradients would tell, without training anew: holdfast "
         "aggregate test_report.h5 \\ --set 'significance.methods=[l2_norm,garson,permutation]' ",
         true},
        {"significance: {methods: [l2_norm]}\n",
         "would tell (holdfast aggregate, once the run is complete).", false},
        {"significance: {methods: [l2_norm]}\nnull_test: {probes: 1}\n",
         "would tell, in a run that names one of them in significance.methods (null tests keep no "
         "weights to compute it from).",
         true},
        {"significance: {methods: [max_abs_weight, l2_norm, garson, max_weight, olden]}\n",
         "--set 'significance.methods=[max_abs_weight,permutation]' ", true},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_text configuration = {0};
        hf_text_append(&configuration, GRID "%s", cases[c].keys);
        hf_results *results = filled_file(configuration.data, HF_DONE, 1, always_first);
        hf_text_free(&configuration);
        if (cases[c].is_complete)
            complete(results);
        for (int columns = 60; columns <= 80; columns += 20) {
            char *text = summary_of(results, HF_FORMAT_TEXT, columns);
            assert_fits(text, columns);
            if (columns == 80)
                assert_says(unwrapped(text), cases[c].says);
            free(text);
        }
        close_and_remove(results);
    }
}

/* ---- all features selected, none, never ---- */

static void it_is_said_that_all_features_are_selected_by_definition(void **state)
{
    (void)state;
    char *text =
        filled_summary(GRID "significance: {top: 4, methods: [olden]}\n", HF_DONE, 1, always_first);
    assert_says(text, "Every feature is selected by definition: significance.top is their number ");
    assert_says(text,
                "- Every feature is selected by definition (significance.top is the number of "
                "features, 4): nothing can be learnt from the frequencies. Those of a smaller top "
                "say more: holdfast aggregate test_report.h5 --set 'significance.top=2' ");
    assert_null(strstr(text, "at least half of the voters"));
    free(text);
}

static void a_frequency_of_0_with_an_interval_is_explained(void **state)
{
    (void)state;
    const char *configuration = GRID "significance: {top: 1, methods: [olden]}\n";
    char *text = filled_summary(configuration, HF_DONE, 1, always_first);
    assert_says(text, "0.0 0.0-30.8: never selected; the upper limit is what 10 seeds and 10 "
                      "splits can exclude ");
    free(text);
    hf_results *results = two_on_top(configuration);
    const hf_summary_request request = {.columns = 80, .top = 1};
    text = summary_asked(results, &request);
    assert_null(strstr(text, "never selected"));
    free(text);
    close_and_remove(results);
}

static void measures_are_explained_where_they_stand(void **state)
{
    (void)state;
    char *text =
        filled_summary(GRID "model: {hidden: [3, 5]}\nsignificance: {top: 1, methods: [olden]}\n",
                       HF_DONE, 1, always_first);
    assert_says(text, "dead units: their output is 0 for every training row");
    assert_says(text, "Mean rank: 1 is the most important ");
    assert_says(text, "Phi of all voters 1.00 (1: always the same 1; 0: as by lots) ");
    assert_says(text, "in seed and split: Phi-cross 1.00 1.00 to 1.00 (pairs sharing neither) ");
    assert_says(text, "Kendall's W of all ranks 1.00 (1: all rank alike; 0: no agreement) ");
    free(text);
}

static void what_is_of_one_size_is_told_from_what_is_of_all(void **state)
{
    (void)state;
    hf_results *results =
        two_on_top(GRID "model: {hidden: [3, 5]}\nsignificance: {top: 1, methods: [olden]}\n");
    const hf_summary_request request = {.columns = 80, .hidden = 5, .top = HF_TOP_READABLE};
    char *text = summary_asked(results, &request);
    assert_fits(text, 80);
    /* the rule is as wide as what it spans */
    assert_says(text, "\n                            ----- all sizes -----"
                      "\n                       this              95% mean ");
    assert_says(text, "\n    feature            size     %   interval rank ");
    unwrapped(text);
    assert_says(text, "The first column and the bars are of this size, the columns below \"all "
                      "sizes\" of all of them together");
    assert_says(text,
                "half of the voters by olden with hidden size 5: sepal length (cm) (100.0%).");
    assert_says(text, "with the whole interval (all hidden sizes): sepal length (cm).");
    assert_says(text, "on the top 1 by olden (all hidden sizes) ");
    free(text);
    close_and_remove(results);
}

/* ---- the scale over the bars ---- */

static int64_t count_of(const char *text, const char *part)
{
    int64_t count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        count++;
    return count;
}

static void check_scale(const hf_summary *summary, int width)
{
    hf_text lines[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        hf_summary_scale(summary, i, width, &lines[i]);
        assert_int_equal(lines[i].length, 2 + width);
    }
    const char *upper = lines[0].data + 2, *lower = lines[1].data + 2;
    const double place = hf_summary_chance(summary) * (width - 1);
    const char *mark = strchr(lower, '|'), *numbers = strstr(upper, "100") ? upper : lower;
    assert_int_equal(count_of(upper, "chance") + count_of(lower, "chance"), 1);
    assert_int_equal(count_of(upper, "100") + count_of(lower, "100"), 1);
    assert_int_equal(count_of(upper, "|"), 0);
    assert_int_equal(count_of(lower, "|"), 1);
    assert_true((double)(mark - lower) > place - 0.51 && (double)(mark - lower) < place + 0.51);
    assert_int_equal(numbers[0], '0');
    assert_string_equal(numbers + width - 3, "100");
    hf_text_free(&lines[0]);
    hf_text_free(&lines[1]);
}

static void the_scale_is_right_for_every_chance_level(void **state)
{
    (void)state;
    enum { FEATURES = 200 };
    hf_config config = {0};
    const hf_text_list features = {.count = FEATURES};
    const hf_summary summary = {.config = &config, .features = &features};
    for (int64_t top = 1; top <= FEATURES; top++)
        for (int width = 10; width <= HF_LONGEST_BAR; width++) {
            config.significance.top = top;
            check_scale(&summary, width);
        }
}

/* ---- accuracies that fall again ---- */

static void check_fall(int64_t seeds, float at_first, float at_last, const char *says)
{
    hf_text configuration = {0};
    const float history[2] = {at_first, at_last};
    hf_text_append(&configuration, "replicas: {seeds: %d}\nsplits: {count: 1}\n", (int)seeds);
    hf_results *results = filled_file(configuration.data, HF_DONE, 1, always_first);
    hf_text_free(&configuration);
    for (int64_t i = 0; i < seeds; i++) {
        expect_ok(hf_results_write(results, HF_HISTORY_TEST_ACCURACY, 0, i, 1, history, &error));
        expect_ok(hf_results_write(results, HF_REPLICAS_TEST_ACCURACY, 0, i, 1, &at_last, &error));
    }
    char *text = words_of(results);
    if (says)
        assert_says(text, says);
    else
        assert_null(strstr(text, "was highest"));
    free(text);
    close_and_remove(results);
}

static void networks_that_become_worse_are_reported(void **state)
{
    (void)state;
    check_fall(
        10, 0.9f, 0.8f,
        "! Mean test accuracy was highest at iteration 1 (90.0%), and is 80.0% at the end: "
        "fewer iterations may do (training.iterations; chosen by this, accuracies are too good) ");
    check_fall(1500, 0.9f, 0.8f, "accuracies are too good); over 1,000 of the replicas ");
    check_fall(10, 0.8f, 0.9f, NULL);
    check_fall(10, 0.815f, 0.8f, NULL);
    check_fall(9, 0.9f, 0.8f, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_above_lots_are_reconciled_with_probes),
        cmocka_unit_test(one_feature_above_lots_is_singular),
        cmocka_unit_test(the_least_p_value_is_called_that),
        cmocka_unit_test(the_p_values_of_features_are_shown),
        cmocka_unit_test(what_predictions_rest_on_is_said_beside_weights),
        cmocka_unit_test(the_way_to_a_method_of_influence_is_shown),
        cmocka_unit_test(it_is_said_that_all_features_are_selected_by_definition),
        cmocka_unit_test(a_frequency_of_0_with_an_interval_is_explained),
        cmocka_unit_test(measures_are_explained_where_they_stand),
        cmocka_unit_test(what_is_of_one_size_is_told_from_what_is_of_all),
        cmocka_unit_test(the_scale_is_right_for_every_chance_level),
        cmocka_unit_test(networks_that_become_worse_are_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
