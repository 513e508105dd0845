/* The summary as text, of files filled in by hand: that of ../statistics/small_case.h, one of the
 * tutorial's rule, and others. */
#include "holdfast/statistics.h"
#include "report_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void the_summary_says_how_often_features_are_selected(void **state)
{
    (void)state;
    hf_results *results = complete_small_file();
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "small data 150 samples x 4 features, 3 classes (setosa, versicolor, "
                      "virginica) grid 2 seeds x 2 hidden sizes (3, 5) x 2 splits = 8 replicas "
                      "state complete: 6 done, 1 diverged, 1 pending ");
    assert_says(text, " 3 3 2 66.7 25.0 25.0 66.7 0 "); /* 0, 1, 5: accuracy 6/24, dead 6/9 */
    assert_says(text, " 5 3 3 100.0 66.7 66.7 106.7 1 ");
    assert_says(text, " all 6 5 83.3 45.8 45.8 91.7 1 ");
    assert_says(text, "top 2 of 4, in % of the voters, ordered by olden (4 voters among the "
                      "5 replicas that learned); chance level 2/4 = 50.0%");
    /* Of the 15 draws with voters, all as likely, the extremes are 1/15 each: they are the limits.
     * Bars of 35 columns: 34 steps, the chance level at 17. */
    assert_says(text, "1 sepal length (cm) 75.0 50.0~100.0 1.8 "
                      "#################|~~~~~~~~o~~~~~~~~ ");
    assert_says(text,
                "2 petal length (cm) 50.0 0.0~100.0 2.5 ~~~~~~~~~~~~~~~~~o~~~~~~~~~~~~~~~~~ ");
    assert_says(text, "3 sepal width (cm) 50.0 0.0~100.0 2.8 ");
    assert_says(text, "4 petal width (cm) 25.0 0.0~50.0 3.0 ~~~~~~~~~o~~~~~~~| ");
    assert_says(text, "~ few: the intervals rest on 2 seeds and 2 splits; with fewer than 10");
    assert_says(text, "In the top 2 of at least half of the voters by olden: sepal length (cm) "
                      "(75.0%), petal length (cm) (50.0%), sepal width (cm) (50.0%).");
    assert_says(text, "Of the 2 most frequent features of olden, other methods have among "
                      "theirs: garson 2 (by chance 1.0). Common to all methods: sepal length "
                      "(cm), petal length (cm).");
    assert_null(strstr(text, "matters most")); /* 2 voters a size */
    assert_says(text, "Few seeds (2) and few splits (2): read the frequencies as rough.");
    assert_says(text, "1 of 6 replicas learned nothing and have no vote.");
    assert_says(text, "By olden 1 replica of 5 cannot rank");
    assert_null(strstr(text, "UNFINISHED"));
    assert_null(strstr(text, "tutorial"));
    free(text);
    close_and_remove(results);
}

static void the_summary_of_an_unfinished_file_says_so(void **state)
{
    (void)state;
    hf_results *results = small_file(2);
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "UNFINISHED: 2 of 8 replicas so far");
    assert_says(text, "1 sepal length (cm) 50.0 "); /* all of them: 1 of 2 */
    free(text);
    small_file_fill(results, 4);
    text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "UNFINISHED: 4 of 8 replicas so far; what follows is about them: 3 done, 1 "
                      "diverged, 4 pending");
    free(text);
    close_and_remove(results);
}

static void without_voters_there_is_no_table(void **state)
{
    (void)state;
    hf_results *results = small_file(0);
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    assert_says(text, "No replica is done: nothing can be said yet.");
    assert_null(strstr(text, "voter"));
    assert_null(strstr(text, "sepal"));
    assert_null(strstr(text, "nan"));
    free(text);
    text = summary_of(results, HF_FORMAT_CSV, 80);
    assert_says(text, "\nolden,petal width (cm),,,,,,0,0.5,-1,,,");
    free(text);
    close_and_remove(results);
}

/* Four seeds, all done, seed 2 learned nothing. The feature with the largest importance:
 *
 *   seed  max_weight  tutorial
 *   0     0           3
 *   1     1           0
 *   2     2           2            the same; has no vote
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
    assert_says(text, "Of 4 seeds done, 3 learned anything (75.0%).");
    assert_says(text, "reads the index of a hidden unit as if it were a feature's.");
    assert_says(text, "it names 2 different features in 3 voters: petal width (cm) (2), sepal "
                      "length (cm) (1).");
    assert_says(text, "These are hidden units read as features, see below.");
    assert_null(strstr(text, "among theirs"));
    assert_null(strstr(text, "Common to"));
    assert_says(text, "Few seeds (4) and few splits (1)");
    assert_says(text, "agrees in 1 of 4 replicas done (25.0%); chance alone gives 1 in 4 (25.0%).");
    free(text);
    close_and_remove(results);
}

static float first_in_even_blocks_of_30(int64_t replica)
{
    return replica / 30 % 2 == 0 ? 9 : 0;
}

static float none(int64_t replica)
{
    (void)replica;
    return NAN;
}

static void hidden_sizes_are_compared_from_30_voters_each_on(void **state)
{
    (void)state;
    char *text = filled_summary("model: {hidden: [3, 5]}\nreplicas: {seeds: 30}\n"
                                "splits: {count: 1}\nsignificance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, first_in_even_blocks_of_30);
    assert_says(text, "petal width (cm) differs most by hidden size (a difference without an "
                      "interval): 0.0% with 3, 100.0% "
                      "with 5.");
    assert_says(text, "Few splits (1): read the frequencies as rough.");
    assert_null(strstr(text, "ew seeds"));
    free(text);
    text = filled_summary("model: {hidden: [3, 5]}\nreplicas: {seeds: 29}\n"
                          "splits: {count: 1}\nsignificance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_null(strstr(text, "matters most"));
    free(text);
}

static void ten_seeds_and_splits_are_not_few(void **state)
{
    (void)state;
    char *text = filled_summary("replicas: {seeds: 10}\nsplits: {count: 10}\n"
                                "significance: {top: 1, methods: [olden]}\n",
                                HF_DONE, 1, always_first);
    assert_says(text, "of at least half of the voters");
    assert_null(strstr(text, "rough"));
    free(text);
    text = filled_summary("replicas: {seeds: 9}\nsplits: {count: 10}\n"
                          "significance: {top: 1, methods: [olden]}\n",
                          HF_DONE, 1, always_first);
    assert_says(text, "Few seeds (9): read the frequencies as rough.");
    free(text);
}

/* Features 0, 1, 3 take turns: none reaches a half. */
static void only_what_varies_is_blamed(void **state)
{
    (void)state;
    static const struct {
        const char *grid, *says;
        int64_t replicas;
    } cases[] = {
        {"replicas: {seeds: 3}\nsplits: {count: 1}\n", "depends on seed.", 3},
        {"replicas: {seeds: 1}\nsplits: {count: 3}\n", "depends on split.", 3},
        {"replicas: {seeds: 3}\nsplits: {count: 2}\n", "depends on seed and split.", 6},
        {"replicas: {seeds: 3}\nsplits: {count: 1}\nmodel: {hidden: [3, 5]}\n",
         "depends on seed and hidden size.", 6},
        {"replicas: {seeds: 3}\nsplits: {count: 2}\nmodel: {hidden: [3, 5]}\n",
         "depends on seed, hidden size and split.", 12},
    };
    static const float turns[3][4] = {{9, 1, 2, 3}, {1, 9, 2, 3}, {1, 2, 3, 9}};
    const uint8_t one = 1;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_text whole = {0};
        hf_text_append(&whole,
                       "data: {source: 'builtin:iris'}\n%s"
                       "significance: {top: 1, methods: [olden]}\n",
                       cases[c].grid);
        hf_results *results = results_file_create("test_report.h5", whole.data);
        hf_text_free(&whole);
        for (int64_t i = 0; i < cases[c].replicas; i++) {
            expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, i, 1, &one, &error));
            expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &one, &error));
            expect_ok(hf_results_write(results, HF_IMPORTANCE, 0, i, 1, turns[i % 3], &error));
        }
        char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
        assert_says(text, cases[c].says);
        free(text);
        close_and_remove(results);
    }
}

static void it_is_said_why_nobody_votes(void **state)
{
    (void)state;
    const char *small = "replicas: {seeds: 3}\nsplits: {count: 2}\nsignificance: {methods: "
                        "[olden]}\n";
    char *text = filled_summary("replicas: {seeds: 3}\nsplits: {count: 2}\n"
                                "significance: {methods: [olden]}\n",
                                HF_DIVERGED, 0, none);
    assert_says(text, "All 6 replicas diverged (a loss that is not finite): lower "
                      "training.learning_rate (now 0.001).");
    assert_null(strstr(text, "yet"));
    assert_null(strstr(text, "voters"));
    free(text);
    text = filled_summary("replicas: {seeds: 1}\nsplits: {count: 1}\n", HF_DIVERGED, 0, none);
    assert_says(text, "All 1 replica diverged");
    free(text);
    text = filled_summary(small, HF_DONE, 1, none);
    assert_says(text, "No replica has a vote by olden: in each all importances are equal or one is "
                      "not finite.");
    assert_null(strstr(text, "0 voters"));
    free(text);
    text = filled_summary(small, HF_DONE, 0, always_first);
    assert_says(text, "No replica has a vote: none learned anything.");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_summary_says_how_often_features_are_selected),
        cmocka_unit_test(the_summary_of_an_unfinished_file_says_so),
        cmocka_unit_test(without_voters_there_is_no_table),
        cmocka_unit_test(the_tutorials_rule_is_taken_at_its_word),
        cmocka_unit_test(hidden_sizes_are_compared_from_30_voters_each_on),
        cmocka_unit_test(ten_seeds_and_splits_are_not_few),
        cmocka_unit_test(only_what_varies_is_blamed),
        cmocka_unit_test(it_is_said_why_nobody_votes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
