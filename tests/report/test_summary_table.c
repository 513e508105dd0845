/* The table of the summary: intervals and bars, what is chosen by options, names of any width. */
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "report_file.h"
#include "wide_file.h"
#include <stdlib.h>
#include <string.h>

/* Which of the 10 splits select the first feature is for a test to say. */
#define TEN_BY_TEN                                                                                 \
    "replicas: {seeds: 10}\nsplits: {count: 10}\nsignificance: {top: 1, methods: [olden, "         \
    "garson]}\n"

/* A frequency of exactly 1 or 0 of 10 seeds and 10 splits: 1 - 0.025^(1/10) = 0.3085. Bars of 35
 * columns: 34 steps, the chance level at 8.5. */
static void intervals_are_drawn_into_the_bars(void **state)
{
    (void)state;
    char *text = filled_summary(TEN_BY_TEN, HF_DONE, 1, always_first);
    assert_says(text, "1 sepal length (cm) 100.0 69.2-100.0 1.0 "
                      "#########|##############==========o ");
    assert_says(text, "2 petal width (cm) 0.0 0.0-30.8 2.0 o========|= ");
    assert_says(text, "In the bars: o frequency, = interval, | chance level");
    assert_null(strstr(text, "few:"));
    assert_null(strstr(text, "fixed:"));
    assert_says(text,
                "Above the level of drawing lots (1/4 = 25.0%) with the whole interval: sepal "
                "length (cm).");
    free(text);
}

/* 1 - 0.025^(1/9) = 0.3363 */
static void intervals_of_few_units_look_different(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 9}\nsplits: {count: 10}\n"
                                "significance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "1 sepal length (cm) 100.0 66.4~100.0 1.0 #########|");
    assert_says(text, "2 petal width (cm) 0.0 0.0~33.6 2.0 o~~~~~~~~|~~ ");
    assert_says(text, "~ few: the intervals rest on 9 seeds and 10 splits;");
    free(text);
}

/* 1 - 0.025^1: one split */
static void intervals_with_a_fixed_factor_look_different(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 10}\nsplits: {count: 1}\n"
                                "significance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "1 sepal length (cm) 100.0 2.5..100.0 1.0 #........|");
    assert_says(text, ".. fixed: there is 1 split, so the intervals speak of other seeds alone "
                      "(10 seeds)");
    assert_says(text, "Few splits (1): read the frequencies as rough. Nothing is known of other "
                      "splits.");
    assert_null(strstr(text, "Above the level"));
    assert_null(strstr(text, "Nadeau"));
    free(text);
    text = filled_summary("replicas: {seeds: 1}\nsplits: {count: 1}\n"
                          "significance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_says(text, ".. fixed: there is 1 seed and 1 split: nothing can be drawn again");
    assert_says(text, "not defined: Phi, Phi-cross, in the seed alone, in the split alone, in the "
                      "hidden size alone, Kendall's W: a single replica has a vote");
    assert_null(strstr(text, "nan"));
    free(text);
    text = filled_summary("replicas: {seeds: 10}\n"
                          "splits: {method: stratified_kfold, folds: 5, count: 5}\n"
                          "significance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_says(text, ".. fixed: there is 1 repeat of 5 folds, so");
    free(text);
}

static void what_is_not_defined_is_explained(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 3}\nsplits: {count: 2}\n"
                                "significance: {top: 4, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "Phi of all voters - ");
    assert_says(text, "not defined: Phi, Phi-cross, in the seed alone, in the split alone, in the "
                      "hidden size alone: significance.top is the number of features: every "
                      "replica selects all of them");
    assert_says(text, "not defined: hidden size 30: the rank is the same in all replicas of this "
                      "hidden size");
    assert_null(strstr(text, "nan"));
    free(text);
}

/* n_test / n_train = 75 / 75 on iris in halves, 30 / 120 in fifths. */
static void the_factor_of_nadeau_and_bengio_has_its_number(void **state)
{
    (void)state;
    char *text = filled_summary(TEN_BY_TEN, HF_DONE, 1, always_first);
    assert_says(text, "1/P + n_test/n_train = 0.1000 + 1.0000 = 1.1000 times the variance "
                      "between splits, not 1/P (Nadeau & Bengio 2003, on accuracies; for");
    free(text);
    text = filled_summary("replicas: {seeds: 3}\n"
                          "splits: {method: stratified_kfold, folds: 5, count: 10}\n"
                          "significance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_says(text, "0.1000 + 0.2500 = 0.3500 times");
    free(text);
}

static void another_method_can_lead(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    hf_summary_request request = {.columns = 80, .method = "garson", .top = HF_TOP_READABLE};
    char *text = unwrapped(summary_asked(results, &request));
    assert_says(text, "ordered by garson (4 voters");
    assert_says(text, "Methods: garson leads");
    assert_says(text, "1 garson 4 ");
    assert_says(text, "2 olden 4 ");
    assert_says(text, "garson leads here as asked; the first of significance.methods carries the "
                      "verdict");
    free(text);
    request.method = "gasron";
    assert_int_equal(hf_report_summary(results, &request, stderr, &error), HF_USAGE);
    assert_says(error.message, "no method 'gasron' (did you mean 'garson'?): there are olden, "
                               "garson");
    close_and_remove(results);
}

/* By size 3: replicas 0 and 1 vote, who select {0, 1} and {3, 2}; by size 5: 3 and 7, {0, 1} and
 * {0, 2}. */
static void one_hidden_size_can_be_asked_for(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    hf_summary_request request = {.columns = 80, .hidden = 5, .top = HF_TOP_READABLE};
    char *text = unwrapped(summary_asked(results, &request));
    assert_says(text, "ordered by olden with hidden size 5 (2 voters among the 3 replicas that "
                      "learned)");
    assert_says(text, "1 sepal length (cm) 100.0 75.0 50.0~100.0 1.8 ");
    assert_says(text, "4 petal width (cm) 0.0 25.0 0.0~50.0 3.0 ");
    assert_says(text, "hidden size voters Phi Phi-cross Kendall's W 5 2 ");
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
    assert_says(text, "\n  ... 3 more (--top 0 lists all)\n");
    free(text);
    for (int64_t top = 0; top <= 5; top += 5) {
        request.top = top;
        text = summary_asked(results, &request);
        assert_says(text, "\n  4 petal width");
        assert_null(strstr(text, "more ("));
        free(text);
    }
    close_and_remove(results);
}

static void the_text_fits_any_width(void **state)
{
    (void)state;
    hf_results *wide = wide_file();
    complete(wide);
    for (int columns = 0; columns <= 200; columns += 7) {
        char *text = summary_of(wide, HF_FORMAT_TEXT, columns);
        assert_fits(text, columns < 60 ? 60 : columns);
        assert_says(text, "\n  20 ");
        assert_says(text, "\n  ... 21 more");
        free(text);
    }
    char *text = unwrapped(summary_of(wide, HF_FORMAT_TEXT, 60));
    assert_says(text, "vote all the same (significance.votes: all): their importances are close to "
                      "those of their initial weights.");
    /* All importances are the same: each method has the same 5, and tutorial is none of them. */
    assert_says(text, "among theirs: l2_norm 5, garson 5, olden 5, max_weight 5 (by chance");
    assert_says(text, "Common to all methods but tutorial: weight");
    free(text);
    close_and_remove(wide);
}

/* Seed 3 of 10 learned in none of its 10 replicas, the others in all. */
static void seeds_in_which_few_learned_are_named(void **state)
{
    (void)state;
    const uint8_t nothing = 0;
    const float poor = 0.25f, good = 0.9f;
    hf_results *results = filled_file("replicas: {seeds: 10, first_seed: 40}\nsplits: {count: 10}\n"
                                      "significance: {top: 1, methods: [olden]}\n",
                                      HF_DONE, 1, always_first);
    for (int64_t i = 0; i < 100; i++) {
        const bool is_poor = i / 10 == 6;
        expect_ok(hf_results_write(results, HF_REPLICAS_BALANCED_ACCURACY, 0, i, 1,
                                   is_poor ? &poor : &good, &error));
        if (i % 10 == 3)
            expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &nothing, &error));
    }
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "! Few replicas learned with seed 43 (0.0%); the median is 100.0%");
    assert_says(text, "! The balanced accuracy is low with split 6 (25.0%); the median is 90.0%");
    assert_null(strstr(text, "low with seed"));
    assert_null(strstr(text, "learned with split"));
    free(text);
    close_and_remove(results);
}

static void it_is_said_that_nothing_was_compared_with_noise(void **state)
{
    (void)state;
    char *text = filled_summary(TEN_BY_TEN, HF_DONE, 1, always_first);
    assert_says(text, "Nothing was compared with noise");
    assert_says(text, "null_test.labels=19, null_test.probes=5");
    assert_says(text, "olden was named first and carries the verdict; the other methods are a "
                      "sensitivity analysis");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_drawn_into_the_bars),
        cmocka_unit_test(intervals_of_few_units_look_different),
        cmocka_unit_test(intervals_with_a_fixed_factor_look_different),
        cmocka_unit_test(what_is_not_defined_is_explained),
        cmocka_unit_test(the_factor_of_nadeau_and_bengio_has_its_number),
        cmocka_unit_test(another_method_can_lead),
        cmocka_unit_test(one_hidden_size_can_be_asked_for),
        cmocka_unit_test(so_many_features_are_listed_as_asked_for),
        cmocka_unit_test(the_text_fits_any_width),
        cmocka_unit_test(seeds_in_which_few_learned_are_named),
        cmocka_unit_test(it_is_said_that_nothing_was_compared_with_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
