/* The summary as text, of files filled in by hand: that of ../statistics/small_case.h, one of the
 * tutorial's rule, and others. The findings themselves: ../findings; the features' table:
 * test_summary_table.c. */
#include "holdfast/statistics.h"
#include "report_file.h"
#include "wide_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GRID "replicas: {seeds: 10}\nsplits: {count: 10}\n"

static void the_first_lines_answer_the_questions(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    char *text = summary_of(results, HF_FORMAT_TEXT, 80), *end = text;
    for (int line = 0; line < 25; line++)
        end = strchr(end, '\n') + 1;
    assert_true(strstr(text, "\nFeatures\n") <= end + 1); /* the verdict takes no more */
    *end = '\0';
    assert_fits(text, 80);
    assert_says(text, "small\n"
                      "  data   150 samples x 4 features, 3 classes (setosa, versicolor, "
                      "virginica)\n"
                      "  grid   2 seeds x 2 hidden sizes (3, 5) x 2 splits = 8 networks\n"
                      "  state  complete: 6 done, 1 diverged, 1 pending\n"
                      "\n"
                      "Do the networks predict?\n"
                      "! It cannot be told whether the networks predict: mean balanced accuracy "
                      "45.8%,\n  chance 33.3%, and 2 splits are too few for an interval.");
    assert_says(text, "\nWhat is informative?\n- By itself, petal length (cm) is associated most");
    assert_says(text, "\nCautions, and what cannot be said\n! Without error, setosa is told apart");
    assert_says(text, "\n- This is about these 150 samples;");
    free(text);
    close_and_remove(results);
}

/* Networks 0, 1, 5 are of size 3: accuracies 0, 1 and 5 eighths, as many dead units of 3 each. */
static void the_networks_are_counted_by_hidden_size(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, " Networks -------- How many networks of each hidden size are done");
    assert_says(text, " 3 3 2 66.7 25.0 25.0 66.7 0 "); /* accuracy 6/24, dead units 6/9 */
    assert_says(text, " 5 3 3 100.0 66.7 66.7 106.7 1 ");
    assert_says(text, " all 6 5 83.3 45.8 45.8 91.7 1 ");
    assert_says(text, "Dead units: their output is 0 for every training row.");
    assert_null(strstr(text, "UNFINISHED"));
    assert_null(strstr(text, "tutorial"));
    free(text);
    close_and_remove(results);
}

static void the_methods_stand_beside_each_other(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "olden leads; the others show how much depends on the definition");
    assert_says(text, " 1 olden 4 -0.17 2 garson 4 -0.17 1.00 ");
    assert_says(text, "that any of them has among its first 2. feature 1 2 sepal length (cm) 75.0 "
                      "75.0 petal length (cm) 50.0 50.0 ");
    assert_says(text, "Of the 2 most frequent features of olden, other methods have among "
                      "theirs: garson 2 (by chance 1.0). Common to all methods: sepal length "
                      "(cm), petal length (cm).");
    assert_says(text, "The first of significance.methods leads. Choosing a method after seeing "
                      "the results biases them.");
    free(text);
    close_and_remove(results);
}

static void the_summary_of_an_unfinished_file_says_so(void **state)
{
    (void)state;
    hf_results *results = small_file(2);
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "UNFINISHED: 2 of 8 networks so far. All that follows is about them and will "
                      "change.");
    assert_says(text, "1 sepal length (cm) 50.0 "); /* all of them: 1 of 2 */
    free(text);
    small_file_fill(results, 4);
    text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "state UNFINISHED: 3 done, 1 diverged, 4 pending");
    assert_says(text, "UNFINISHED: 4 of 8 networks so far.");
    free(text);
    close_and_remove(results);
}

static void without_networks_that_count_there_is_no_table(void **state)
{
    (void)state;
    hf_results *results = small_file(0);
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    assert_fits(text, 80);
    assert_says(text, "! No network is trained yet: nothing can be said.");
    assert_null(strstr(text, "sepal"));
    assert_null(strstr(text, "Stability"));
    assert_null(strstr(text, "nan"));
    free(text);
    text = summary_of(results, HF_FORMAT_CSV, 80);
    assert_says(text, "\nolden,petal width (cm),,,,,,0,0.5,");
    free(text);
    close_and_remove(results);
}

static float none(int64_t replica)
{
    (void)replica;
    return NAN;
}

static void it_is_said_why_no_network_is_counted(void **state)
{
    (void)state;
    static const char small[] = "replicas: {seeds: 3}\nsplits: {count: 2}\n"
                                "significance: {methods: [olden]}\n";
    char *text = filled_summary(small, HF_DIVERGED, 0, none);
    assert_says(text, "All 6 networks diverged: the loss is not finite. Lower "
                      "training.learning_rate (now 0.001).");
    assert_null(strstr(text, "yet"));
    free(text);
    text = filled_summary("replicas: {seeds: 1}\nsplits: {count: 1}\n", HF_DIVERGED, 0, none);
    assert_says(text, "The only network diverged");
    free(text);
    text = filled_summary(small, HF_DONE, 1, none);
    assert_says(text, "By olden, no network ranks the features: in each, all importances are "
                      "equal or one is not finite.");
    free(text);
    text = filled_summary(small, HF_DONE, 0, always_first);
    assert_says(text, "None of the 6 networks beat chance, so there are no frequencies.");
    free(text);
}

/* A shard has its networks alone, and the line that joins it with the others. */
static void a_shard_has_no_frequencies(void **state)
{
    (void)state;
    hf_results *results = shard_file();
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "shard 1 of 2: 4 networks, replicas 0 to 3 state trained: 3 done, 1 "
                      "diverged, 0 pending ");
    assert_says(text, " all 3 3 100.0 16.7 16.7 ");
    assert_says(text, "This line joins them and makes the table: holdfast merge -o OUT.h5 SHARD.h5 "
                      "... ");
    assert_null(strstr(text, "sepal"));
    free(text);
    close_and_remove(results);
}

/* Four seeds, all done, seed 2 learned nothing. The feature with the largest importance:
 *
 *   seed  max_weight  tutorial
 *   0     0           3
 *   1     1           0
 *   2     2           2            the same; is not counted
 *   3     0           3
 */
static void the_tutorials_rule_is_taken_at_its_word(void **state)
{
    (void)state;
    static const float max_weight[4][4] = {{9, 1, 2, 3}, {1, 9, 2, 3}, {1, 2, 9, 3}, {9, 3, 2, 1}};
    static const float tutorial[4][4] = {{1, 2, 3, 9}, {9, 1, 2, 3}, {3, 1, 9, 2}, {1, 2, 3, 9}};
    const uint8_t done[4] = {1, 1, 1, 1}, learned[4] = {1, 1, 0, 1};
    hf_results *results =
        results_file_create("test_report.h5", "data: {source: 'builtin:iris'}\n"
                                              "splits: {method: first_half}\n"
                                              "model: {hidden: [4]}\n"
                                              "replicas: {seeds: 4}\n"
                                              "significance: {methods: [tutorial, max_weight]}\n");
    expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, 0, 4, done, &error));
    expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, 0, 4, learned, &error));
    expect_ok(hf_results_write(results, HF_IMPORTANCE, 0, 0, 4, tutorial, &error));
    expect_ok(hf_results_write(results, HF_IMPORTANCE, 1, 0, 4, max_weight, &error));
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    assert_fits(text, 80);
    unwrapped(text);
    assert_says(text, "Of 4 seeds, 3 learned anything (75.0%).");
    assert_says(text, "reads the index of a hidden unit as if it were a feature's.");
    assert_says(text, "it names 2 different features in 3 networks: petal width (cm) (2), sepal "
                      "length (cm) (1).");
    assert_says(text, "The method tutorial reads hidden units as if they were features, so its "
                      "names mean nothing (see the end).");
    assert_null(strstr(text, "among theirs"));
    assert_null(strstr(text, "Common to"));
    assert_says(text, "it agrees in 1 of 4 networks (25.0%); chance gives 1 in 4 (25.0%).");
    free(text);
    close_and_remove(results);
}

/* ---- what is not defined, groups, bounds ---- */

static void what_is_not_defined_is_explained(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 3}\nsplits: {count: 2}\n"
                                "significance: {top: 4, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "Phi of all networks - Phi-cross");
    assert_says(text, "Not defined: Phi of all networks, Phi-cross: seed and split differ, only "
                      "the seed differs, only the split differs, only the hidden size differs "
                      "(significance.top is the number of features: every network selects all of "
                      "them).");
    assert_says(text, "Not defined: hidden size 30 (the rank is the same in all networks of this "
                      "hidden size).");
    assert_says(text, "holdfast aggregate test_report.h5 --set significance.top=2 ");
    assert_null(strstr(text, "Every network must name"));
    assert_null(strstr(text, "nan"));
    free(text);
    text = filled_summary("replicas: {seeds: 1}\nsplits: {count: 1}\n"
                          "significance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_says(text, "only the hidden size differs, Kendall's W of all ranks (only one "
                      "network is counted).");
    assert_null(strstr(text, "nan"));
    free(text);
}

/* Of iris petal length and width are correlated: rho 0.94. */
static void correlated_features_stand_together(void **state)
{
    (void)state;
    char *text =
        filled_summary(GRID "significance: {top: 1, methods: [olden]}\n", HF_DONE, 1, always_first);
    assert_says(text,
                "Features that are correlated (mean |Spearman's rho| above 0.7) or named as a "
                "group carry the same information, so networks choose among them. How often "
                "any of a group is selected, and by chance, in %. any chance features ");
    assert_says(text, " petal width (cm), petal length (cm)");
    assert_says(text, "group (3)"); /* with sepal length: the mean of 0.87 and 0.83 is above 0.7 */
    free(text);
}

/* Of one selected feature of four in 20 half-samples: 1^2 / ((2 x 0.6 - 1) 4) = 1.25. */
static void error_bounds_are_counted(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 3}\n"
                                "splits: {method: complementary_pairs, count: 20}\n"
                                "significance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "Features in the top 1 of the mean ranks of a half-sample (there are 20), ");
    assert_says(text, "60% of halves 1 1.25 ");
    assert_says(text, "90% of halves 1 0.31 ");
    assert_says(text, "Shah & Samworth (2013) call those false that are selected less often than "
                      "by chance.");
    free(text);
    text = filled_summary("replicas: {seeds: 3}\nsplits: {method: first_half}\n"
                          "significance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_null(strstr(text, "of halves")); /* docs/statistics.md: no half-samples */
    free(text);
}

static void measures_are_explained_where_they_stand(void **state)
{
    (void)state;
    char *text =
        filled_summary(GRID "model: {hidden: [3, 5]}\nsignificance: {top: 1, methods: [olden]}\n",
                       HF_DONE, 1, always_first);
    assert_says(text, "Phi of all networks 1.00 1: always the same features; 0: chance ");
    assert_says(text, "Phi-cross: seed and split differ 1.00 1.00 to 1.00 only the seed differs ");
    assert_says(text, "Kendall's W of all ranks 1.00 1: all rank alike; 0: no agreement ");
    free(text);
}

/* Features 0 and 1 change places with the seed: all of their ranks' variance is the seed's. The
 * ranks of the others are always the same. */
static void what_makes_ranks_vary_has_its_shares(void **state)
{
    (void)state;
    static const float turns[2][4] = {{9, 1, 2, 3}, {1, 9, 2, 3}};
    hf_results *results = filled_file("replicas: {seeds: 4}\nsplits: {count: 2}\n"
                                      "significance: {top: 1, methods: [olden]}\n",
                                      HF_DONE, 1, always_first);
    for (int64_t i = 0; i < 8; i++)
        expect_ok(hf_results_write(results, HF_IMPORTANCE, 0, i, 1, turns[i % 2], &error));
    complete(results);
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text,
                " hidden size seed split both seed split both 30 100.0 0.0 0.0 100.0 0.0 0.0 "
                "Left out: 2 of 4 pairs of hidden size and feature in which the rank is the "
                "same in all networks. The same for the most frequent features: feature seed split "
                "both sepal length (cm) 100.0 0.0 0.0 ");
    free(text);
    close_and_remove(results);
}

/* The same findings, whatever the width, and no line too wide. */
static void the_text_fits_any_width(void **state)
{
    (void)state;
    hf_results *wide = wide_file();
    complete(wide);
    for (int columns = 0; columns <= 200; columns += 7) {
        char *text = summary_of(wide, HF_FORMAT_TEXT, columns);
        assert_fits(text, columns < 60 ? 60 : columns);
        assert_says(text, "\n  20 ");
        assert_says(text, "\n  and 21 more (--top 0 lists all)\n");
        free(text);
    }
    char *text = unwrapped(summary_of(wide, HF_FORMAT_TEXT, 60));
    assert_null(strstr(text, "Bars:")); /* there is no room for any */
    /* All importances are the same: each method has the same 5, and tutorial is none of them. */
    assert_says(text, "among theirs: l2_norm 5, garson 5, olden 5, max_weight 5 (by chance");
    assert_says(text, "Common to all methods but tutorial: weight");
    free(text);
    close_and_remove(wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_lines_answer_the_questions),
        cmocka_unit_test(the_networks_are_counted_by_hidden_size),
        cmocka_unit_test(the_methods_stand_beside_each_other),
        cmocka_unit_test(the_summary_of_an_unfinished_file_says_so),
        cmocka_unit_test(without_networks_that_count_there_is_no_table),
        cmocka_unit_test(it_is_said_why_no_network_is_counted),
        cmocka_unit_test(a_shard_has_no_frequencies),
        cmocka_unit_test(the_tutorials_rule_is_taken_at_its_word),
        cmocka_unit_test(what_is_not_defined_is_explained),
        cmocka_unit_test(correlated_features_stand_together),
        cmocka_unit_test(error_bounds_are_counted),
        cmocka_unit_test(measures_are_explained_where_they_stand),
        cmocka_unit_test(what_makes_ranks_vary_has_its_shares),
        cmocka_unit_test(the_text_fits_any_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
