/* The features' table of the summary: intervals and bars, what is chosen by options, and the
 * section on noise. */
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "report_file.h"
#include <stdlib.h>
#include <string.h>

#define GRID "replicas: {seeds: 10}\nsplits: {count: 10}\n"
#define TEN_BY_TEN GRID "significance: {top: 1, methods: [olden, garson]}\n"

/* Of the 15 draws with voters, all as likely, the extremes are 1/15 each: they are the limits. Bars
 * of 18 columns: 17 steps, the chance level at 8.5. Members stand below their group, by chance one
 * of two is selected in 1 - C(2,2)/C(4,2) = 5/6. */
static void frequencies_have_intervals_ranks_and_bars(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "top 2 of 4, in % of the 4 networks that rank the features, of 5 that "
                      "learned, ordered by olden. Chance is 2/4 = 50.0%.");
    assert_says(text, "1 sepal length (cm) 0.96 -setosa 75.0 50.0~100.0 ########|~~~o~~~~ "
                      "petal length (cm) group (2) 50.0 (83.3) "
                      "2 petal length (cm) 1.00 -setosa 50.0 0.0~100.0 ~~~~~~~~o~~~~~~~~ "
                      "4 petal width (cm) 1.00 -setosa 25.0 0.0~50.0 ~~~~o~~~| "
                      "3 sepal width (cm) 0.88 setosa 50.0 0.0~100.0 ~~~~~~~~o~~~~~~~~ ");
    assert_says(text, "Bars: o frequency, ~ interval (rough, of few seeds or splits), | chance. "
                      "Of a group: how often any of its features is selected, and by chance. "
                      "Every network must name 2 features, so "
                      "irrelevant ones look frequent if fewer than 2 matter.");
    free(text);
    close_and_remove(results);
}

/* A frequency of exactly 1 or 0 of 10 seeds and 10 splits: 1 - 0.025^(1/10) = 0.3085. The chance
 * level is at 4 of 16 steps. */
static void intervals_are_drawn_into_the_bars(void **state)
{
    (void)state;
    char *text = filled_summary(TEN_BY_TEN, HF_DONE, 1, always_first);
    assert_says(text, "in % of the 100 networks that learned, ordered by olden.");
    assert_says(text, "1 sepal length (cm) 0.96 -setosa 100.0 69.2-100.0 ####|######=====o ");
    assert_says(text, "2 petal width (cm) 1.00 -setosa 0.0 0.0-30.8 o===|= ");
    assert_says(text, "Bars: o frequency, = interval, | chance.");
    assert_says(text, "100.0: always selected; frequencies down to 69.2% cannot be ruled out. 0.0: "
                      "never selected; frequencies up to 30.8% cannot be ruled out.");
    assert_null(strstr(text, "Every network must name")); /* one each */
    free(text);
}

/* 1 - 0.025^(1/9) = 0.3363 */
static void intervals_of_few_units_look_different(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 9}\nsplits: {count: 10}\n"
                                "significance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "1 sepal length (cm) 0.96 -setosa 100.0 66.4~100.0 ####|######~~~~~o ");
    assert_says(text, "2 petal width (cm) 1.00 -setosa 0.0 0.0~33.6 o~~~|~ ");
    assert_says(text, "~ interval (rough, of few seeds or splits)");
    free(text);
}

/* 1 - 0.025^1: one split */
static void intervals_with_a_fixed_factor_look_different(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 10}\nsplits: {count: 1}\n"
                                "significance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "1 sepal length (cm) 0.96 -setosa 100.0 2.5..100.0 ....|...........o ");
    assert_says(text, ". interval (of one seed or one split only)");
    free(text);
}

static void a_feature_that_is_not_listed_needs_no_explanation(void **state)
{
    (void)state;
    hf_results *results = filled_file(TEN_BY_TEN, HF_DONE, 1, always_first);
    complete(results);
    const hf_summary_request request = {.columns = 80, .top = 1};
    char *text = summary_asked(results, &request);
    assert_says(text, "100.0: always selected");
    assert_null(strstr(text, "never selected"));
    free(text);
    close_and_remove(results);
}

/* ---- options ---- */

static void another_method_can_lead(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    hf_summary_request request = {.columns = 80, .method = "garson", .top = HF_TOP_READABLE};
    char *text = unwrapped(summary_asked(results, &request));
    assert_says(text, "ordered by garson. Chance");
    assert_says(text, "garson leads; the others");
    assert_says(text, "1 garson 4 ");
    assert_says(text, "2 olden 4 ");
    assert_says(text, "This method leads because --method asked for it. Choosing a method after "
                      "seeing the results biases them.");
    free(text);
    request.method = "gasron";
    assert_int_equal(hf_report_summary(results, &request, stderr, &error), HF_USAGE);
    assert_says(error.message, "no method 'gasron' (did you mean 'garson'?): there are olden, "
                               "garson");
    close_and_remove(results);
}

/* By size 3: networks 0 and 1 count, who select {0, 1} and {3, 2}; by size 5: 3 and 7, {0, 1} and
 * {0, 2}. */
static void one_hidden_size_can_be_asked_for(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    hf_summary_request request = {.columns = 80, .hidden = 5, .top = HF_TOP_READABLE};
    char *text = summary_asked(results, &request);
    assert_fits(text, 80);
    /* the rule is as wide as what it spans */
    assert_says(text, "AUC class    size     %   interval ");
    assert_says(text, "\n  1 sepal length (cm)          0.96 -setosa 100.0  75.0 50.0~100.0 ");
    unwrapped(text);
    assert_says(text, "of the 2 networks that rank the features, of 3 that learned, ordered by "
                      "olden. The first column and the bars are of hidden size 5, the columns "
                      "below \"all sizes\" of all of them together.");
    assert_says(text, "4 petal width (cm) 1.00 -setosa 0.0 25.0 0.0~50.0 ");
    assert_says(text, "Bars: o frequency, | chance.");
    assert_says(text, "agree on the top 2 by olden (all hidden sizes): the overlap");
    assert_says(text, "hidden size networks Phi Phi-cross Kendall's W 5 2 ");
    free(text);
    request.hidden = 4;
    assert_int_equal(hf_report_summary(results, &request, stderr, &error), HF_USAGE);
    assert_says(error.message, "no hidden size 4: there are 3, 5");
    close_and_remove(results);
}

static void so_many_features_are_listed_as_asked_for(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    hf_summary_request request = {.columns = 80, .top = 1};
    char *text = summary_asked(results, &request);
    assert_says(text, "\n  1 sepal length");
    assert_null(strstr(text, "\n  2 petal length"));
    assert_says(text, "\n  and 3 more (--top 0 lists all)\n");
    free(text);
    for (int64_t top = 0; top <= 5; top += 5) {
        request.top = top;
        text = summary_asked(results, &request);
        assert_says(text, "\n  4   petal width");
        assert_null(strstr(text, " more ("));
        free(text);
    }
    close_and_remove(results);
}

/* ---- compared with noise ---- */

static hf_results *file_with_labels(void)
{
    const double least = 1.0 / 20;
    hf_results *results =
        filled_file(GRID "significance: {top: 2, methods: [olden]}\nnull_test: {labels: 19}\n",
                    HF_DONE, 1, always_first);
    complete(results);
    expect_ok(hf_results_write(results, HF_NULL_TEST_LABELS_P_VALUE, 0, 0, 1, &least, &error));
    return results;
}

static char *words_of(const hf_results *results)
{
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    assert_fits(text, 80);
    return unwrapped(text);
}

static void the_p_value_of_the_labels_is_shown(void **state)
{
    (void)state;
    hf_results *results = file_with_labels();
    char *text = words_of(results);
    assert_says(text, " Compared with noise ------------------- - Permuted labels: ");
    assert_says(text, "with permuted labels (19 times) it is at most ");
    assert_says(text, "%: p = 0.050. - Single features");
    assert_says(text, "Permuted labels: p = 0.050.");
    free(text);
    close_and_remove(results);
}

/* In the order of the table: features 0, 3, 2, 1. */
static void the_p_values_of_features_are_shown(void **state)
{
    (void)state;
    static const struct {
        double p[4];
        const char *says;
    } cases[] = {
        {{0.05, 1, 0.6, 0.15},
         "Single features by olden (maxT): sepal length (cm) p = 0.050; all other adjusted p are "
         "at least 0.150 (null_p_value in --format csv has all)."},
        {{0.05, 1, 1, 1}, "sepal length (cm) p = 0.050; all other adjusted p = 1.000 ("},
        {{0.2, 1, 1, 0.1}, "by olden (maxT): all adjusted p are at least 0.100 ("},
        {{0.05, 0.05, 0.05, 0.05},
         "sepal length (cm) p = 0.050, petal width (cm) p = 0.050, petal length (cm) p = 0.050, "
         "sepal width (cm) p = 0.050 ("},
    };
    hf_results *results = file_with_labels();
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        expect_ok(hf_results_write(results, HF_NULL_TEST_LABELS_METHOD_P_VALUE, 0, 0, 4, cases[c].p,
                                   &error));
        char *text = words_of(results);
        assert_says(text, cases[c].says);
        free(text);
    }
    close_and_remove(results);
}

static void what_stands_out_is_a_column_and_a_list(void **state)
{
    (void)state;
    static const uint8_t stands_out[4] = {1, 1, 0, 0}, nothing[4] = {0};
    hf_results *results =
        filled_file(GRID "significance: {top: 2, methods: [olden]}\nnull_test: {probes: 1}\n",
                    HF_DONE, 1, always_first);
    complete(results);
    expect_ok(hf_results_write(results, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, 0, 4, stands_out,
                               &error));
    char *text = words_of(results);
    assert_says(text, "1 sepal length (cm) 0.96 -setosa 100.0 69.2-100.0 yes ");
    assert_says(text, "2 petal width (cm) 1.00 -setosa 100.0 69.2-100.0 no ");
    assert_says(text, "Stands out: at least half of the draws with permuted copies of the features "
                      "select it.");
    assert_says(text, "Probes: 1 time, copies of the features with permuted rows were added");
    assert_says(text, "at a false discovery rate of 25.0%. Those that do: - olden: sepal length "
                      "(cm), sepal width (cm) (2).");
    free(text);
    expect_ok(
        hf_results_write(results, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, 0, 4, nothing, &error));
    text = words_of(results);
    assert_says(text, "- olden: cannot tell.");
    assert_says(text, "1 sepal length (cm) 0.96 -setosa 100.0 69.2-100.0 - ");
    assert_says(text, "select it; -, the comparison cannot tell.");
    assert_true(strstr(text, "no feature stands out") == NULL);
    free(text);
    close_and_remove(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequencies_have_intervals_ranks_and_bars),
        cmocka_unit_test(intervals_are_drawn_into_the_bars),
        cmocka_unit_test(intervals_of_few_units_look_different),
        cmocka_unit_test(intervals_with_a_fixed_factor_look_different),
        cmocka_unit_test(a_feature_that_is_not_listed_needs_no_explanation),
        cmocka_unit_test(another_method_can_lead),
        cmocka_unit_test(one_hidden_size_can_be_asked_for),
        cmocka_unit_test(so_many_features_are_listed_as_asked_for),
        cmocka_unit_test(the_p_value_of_the_labels_is_shown),
        cmocka_unit_test(the_p_values_of_features_are_shown),
        cmocka_unit_test(what_stands_out_is_a_column_and_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
