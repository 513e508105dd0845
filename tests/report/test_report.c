/*
 * Summary and tables of files filled in by hand: that of ../statistics/small_case.h, one of the
 * tutorial's rule, and a wide one with awkward names. Leaves small.json, wide.json and wide-*.csv
 * to check_json.py.
 */
#include "../../src/report/layout.h"
#include "../statistics/small_file.h"
#include "holdfast/report.h"
#include "holdfast/statistics.h"
#include "unit_test.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static hf_error error;

static void expect_ok(hf_status status)
{
    if (status != HF_OK)
        fail_msg("%s", error.message);
}

/* Both return an allocated text. */
static char *summary_of(const hf_results *results, hf_format format, int columns)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    expect_ok(hf_report_summary(results, format, columns, out, &error));
    fclose(out);
    return text;
}

static char *export_of(const hf_results *results, const char *table)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    expect_ok(hf_report_export(results, table, out, &error));
    fclose(out);
    return text;
}

static void write_file(const char *path, char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    free(text);
}

/* Line breaks and indents become single spaces, so that sentences can be looked for. */
static char *unwrapped(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != ' ' && *from != '\n')
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
    return text;
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_fits(const char *text, int columns)
{
    while (*text) {
        char line[512];
        size_t length = strcspn(text, "\n");
        assert_true(length < sizeof line && text[length] == '\n');
        memcpy(line, text, length);
        line[length] = '\0';
        if (hf_layout_width(line) > columns)
            fail_msg("more than %d columns: %s", columns, line);
        assert_true(length == 0 || line[length - 1] != ' ');
        text += length + 1;
    }
}

static hf_results *small_file(int64_t filled)
{
    hf_results *results = results_file_create("test_report.h5", SMALL_CONFIGURATION);
    small_file_fill(results, filled);
    return results;
}

static void close_and_remove(hf_results *results)
{
    expect_ok(hf_results_close(&results, &error));
    assert_int_equal(remove("test_report.h5"), 0);
}

static void the_summary_says_how_often_features_are_selected(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    expect_ok(hf_aggregate(results, &error));
    results_file_set_state(results, HF_STATE_COMPLETE);
    char *text = unwrapped(summary_of(results, HF_FORMAT_TEXT, 80));
    assert_says(text, "small data 150 samples x 4 features, 3 classes (setosa, versicolor, "
                      "virginica) grid 2 seeds x 2 hidden sizes (3, 5) x 2 splits = 8 replicas "
                      "state complete: 6 done, 1 diverged, 1 pending ");
    assert_says(text, " 3 3 2 66.7 25.0 25.0 66.7 0 "); /* 0, 1, 5: accuracy 6/24, dead 6/9 */
    assert_says(text, " 5 3 3 100.0 66.7 66.7 106.7 1 ");
    assert_says(text, " all 6 5 83.3 45.8 45.8 91.7 1 ");
    assert_says(text, "top 2 of 4, in % of the voters, ordered by olden (4 voters among the "
                      "5 replicas that learned); chance level 2/4 = 50.0%");
    assert_says(text, "1 sepal length (cm) 75.0 ############|##### 1.8 75.0 ");
    assert_says(text, "2 petal length (cm) 50.0 ############| 2.5 50.0 ");
    assert_says(text, "3 sepal width (cm) 50.0 ############| 2.8 50.0 ");
    assert_says(text, "4 petal width (cm) 25.0 ###### | 3.0 25.0 ");
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
    assert_says(text, "\nolden,petal width (cm),,,,0,0.5\n");
    free(text);
    close_and_remove(results);
}

static void the_csv_summary_has_a_row_a_method_and_feature(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    char *text = summary_of(results, HF_FORMAT_CSV, 80);
    assert_string_equal(text,
                        "method,feature,frequency,mean_rank,mean_importance,voters,chance_level\n"
                        "olden,sepal length (cm),0.75,1.75,2.25,4,0.5\n"
                        "olden,sepal width (cm),0.5,2.75,1.5,4,0.5\n"
                        "olden,petal length (cm),0.5,2.5,1,4,0.5\n"
                        "olden,petal width (cm),0.25,3,0.5,4,0.5\n"
                        "garson,sepal length (cm),0.75,1.75,2.25,4,0.5\n"
                        "garson,sepal width (cm),0.5,2.75,1.5,4,0.5\n"
                        "garson,petal length (cm),0.5,2.5,1,4,0.5\n"
                        "garson,petal width (cm),0.25,3,0.5,4,0.5\n");
    free(text);
    close_and_remove(results);
}

static void tables_are_exported(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    char *text = export_of(results, "significance");
    assert_says(text, "chance_level,frequency_hidden_0003,frequency_hidden_0005\n"
                      "olden,sepal length (cm),0.75,1.75,2.25,4,0.5,0.5,1\n");
    free(text);
    text = export_of(results, "replicas");
    assert_string_equal(
        text, "replica,seed,hidden,split,status,learned,train_loss,train_accuracy,test_loss,"
              "test_accuracy,balanced_accuracy,dead_units,seconds,crc32,importance_crc32\n"
              "0,0,3,0,1,1,,,,0,0,0,,0,0\n"
              "1,1,3,0,1,1,,,,0.125,0.125,1,,0,0\n"
              "2,0,5,0,2,0,,,,,,0,,0,0\n"
              "3,1,5,0,1,1,,,,0.375,0.375,3,,0,0\n"
              "4,0,3,1,0,0,,,,,,0,,0,0\n"
              "5,1,3,1,1,0,,,,0.625,0.625,5,,0,0\n"
              "6,0,5,1,1,1,,,,0.75,0.75,6,,0,0\n"
              "7,1,5,1,1,1,,,,0.875,0.875,7,,0,0\n");
    free(text);
    text = export_of(results, "importance/garson");
    assert_string_equal(text, "replica,seed,hidden,split,sepal length (cm),sepal width (cm),"
                              "petal length (cm),petal width (cm)\n"
                              "0,0,3,0,4,3,2,1\n"
                              "1,1,3,0,1,2,3,4\n"
                              "2,0,5,0,,,,\n"
                              "3,1,5,0,5,5,1,0\n"
                              "4,0,3,1,,,,\n"
                              "5,1,3,1,0,0,9,8\n"
                              "6,0,5,1,2,2,2,2\n"
                              "7,1,5,1,-1,-4,-2,-3\n");
    free(text);
    close_and_remove(results);
}

/* Replica 5 is the second seed on the second split: row 3 of hidden size 3. */
static void weights_are_exported_one_a_row(void **state)
{
    (void)state;
    float w1[12], initial_w1[12], w2[9];
    const float b1[3] = {0.1f, 0.2f, 0.3f}, b2[3] = {-1, -2, -3};
    hf_results *results = small_file(8);
    for (int i = 0; i < 12; i++) {
        w1[i] = (float)i / 4;
        initial_w1[i] = -w1[i];
    }
    for (int i = 0; i < 9; i++)
        w2[i] = (float)(10 + i);
    expect_ok(hf_results_write(results, HF_WEIGHTS_INPUT_WEIGHT, 0, 3, 1, w1, &error));
    expect_ok(
        hf_results_write(results, HF_WEIGHTS_INITIAL_INPUT_WEIGHT, 0, 3, 1, initial_w1, &error));
    expect_ok(hf_results_write(results, HF_WEIGHTS_INPUT_BIAS, 0, 3, 1, b1, &error));
    expect_ok(hf_results_write(results, HF_WEIGHTS_OUTPUT_WEIGHT, 0, 3, 1, w2, &error));
    expect_ok(hf_results_write(results, HF_WEIGHTS_OUTPUT_BIAS, 0, 3, 1, b2, &error));
    char *text = export_of(results, "weights/5");
    assert_says(text, "tensor,row,column,value,initial_value\n"
                      "input_weight,0,0,0,-0\n"
                      "input_weight,0,1,0.25,-0.25\n");
    assert_says(text, "\ninput_weight,2,3,2.75,-2.75\ninput_bias,0,,0.1,\n");
    assert_says(text, "\noutput_weight,1,2,15,\n"); /* second class, third unit */
    assert_says(text, "\noutput_bias,2,,-3,\n");
    int lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    assert_int_equal(lines, 1 + 12 + 3 + 9 + 3);
    free(text);
    text = export_of(results, "weights/4"); /* pending */
    assert_says(text, "\ninput_weight,0,0,,\n");
    free(text);
    close_and_remove(results);
}

static void initial_weights_have_no_column_where_they_are_not_stored(void **state)
{
    (void)state;
    hf_results *results = results_file_create("test_report.h5", SMALL_CONFIGURATION
                                              "output: {initial_weights: false}\n");
    char *text = export_of(results, "weights/0");
    assert_says(text, "tensor,row,column,value\ninput_weight,0,0,\n");
    free(text);
    close_and_remove(results);
}

static void an_unknown_table_is_refused_with_the_known_ones(void **state)
{
    (void)state;
    static const char *const unknown[] = {"replica",
                                          "importance",
                                          "importance/max_weight",
                                          "importance/",
                                          "weights",
                                          "weights/",
                                          "weights/8",
                                          "weights/-1",
                                          "weights/1x",
                                          "weights/ 1",
                                          "",
                                          "importance/x",
                                          "weights/99999999999999999999"};
    hf_results *results = small_file(0);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        assert_int_equal(hf_report_export(results, unknown[i], stderr, &error), HF_USAGE);
        assert_says(error.message, "replicas, significance, importance/olden, importance/garson, "
                                   "and weights/0 ... weights/7");
    }
    assert_int_equal(hf_report_export(results, "importance/oldne", stderr, &error), HF_USAGE);
    assert_says(error.message, "did you mean \"importance/olden\"?");
    close_and_remove(results);
}

static void output_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (!full)
        skip();
    hf_results *results = small_file(8);
    for (hf_format format = HF_FORMAT_TEXT; format <= HF_FORMAT_JSON; format++)
        assert_int_equal(hf_report_summary(results, format, 80, full, &error), HF_IO);
    assert_int_equal(hf_report_export(results, "replicas", full, &error), HF_IO);
    fclose(full);
    close_and_remove(results);
}

static void the_json_summary_is_left_to_another_reader(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    write_file("unfinished.json", summary_of(results, HF_FORMAT_JSON, 80));
    expect_ok(hf_aggregate(results, &error));
    results_file_set_state(results, HF_STATE_COMPLETE);
    write_file("small.json", summary_of(results, HF_FORMAT_JSON, 80));
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

/* Every replica of the file done and learned, or as told, with the importances that `first` gives
 * its first feature; the others are the features' indices, so that feature 3 leads else. */
static void fill_replicas(hf_results *results, uint8_t status, uint8_t learned,
                          float (*first)(int64_t replica))
{
    const int64_t replicas = hf_grid_replicas(hf_results_grid(results));
    for (int64_t i = 0; i < replicas; i++) {
        const float importance[4] = {first(i), 1, 2, 3};
        expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, i, 1, &status, &error));
        expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &learned, &error));
        expect_ok(hf_results_write(results, HF_IMPORTANCE, 0, i, 1, importance, &error));
    }
}

static char *filled_summary(const char *configuration, uint8_t status, uint8_t learned,
                            float (*first)(int64_t replica))
{
    hf_text whole = {0};
    hf_text_append(&whole, "data: {source: 'builtin:iris'}\ntraining: {iterations: 2}\n%s",
                   configuration);
    hf_results *results = results_file_create("test_report.h5", whole.data);
    hf_text_free(&whole);
    fill_replicas(results, status, learned, first);
    expect_ok(hf_aggregate(results, &error));
    results_file_set_state(results, HF_STATE_COMPLETE);
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    close_and_remove(results);
    assert_fits(text, 80);
    return unwrapped(text);
}

static float always_first(int64_t replica)
{
    (void)replica;
    return 9;
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
    assert_says(text, "the hidden size matters most for petal width (cm): 0.0% with 3, 100.0% "
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

enum { WIDE = 40, WIDE_REPLICAS = 4, WIDE_METHODS = 6 };

static void append_wide_name(hf_text *text, int f)
{
    if (f == 0)
        hf_text_append(text, "\"weight, \"\"6 in\"\" pipe\"");
    else if (f == 1)
        hf_text_append(text, "\xc2\xb5m of a name that is far too long for a table in 60 or 80 "
                             "columns \xe6\xb8\xa9\xe5\xba\xa6");
    else
        hf_text_append(text, "feature number %d", f);
}

static hf_results *wide_file(void)
{
    const uint8_t done[WIDE_REPLICAS] = {1, 1, 1, 1};
    float importance[WIDE_REPLICAS][WIDE];
    hf_text text = {0};
    hf_text_append(&text, "label");
    for (int f = 0; f < WIDE; f++) {
        hf_text_append(&text, ",");
        append_wide_name(&text, f);
    }
    for (int row = 0; row < 8; row++) {
        hf_text_append(&text, "\n%s", row < 4 ? "low" : "\"hi\"\"gh\"");
        for (int f = 0; f < WIDE; f++)
            hf_text_append(&text, ",%d", row * f);
    }
    hf_text_append(&text, "\n");
    char *copy = strdup(text.data);
    hf_text_free(&text);
    write_file("wide.csv", copy);
    hf_results *results = results_file_create(
        "test_report.h5", "name: 'a \"wide\" one'\n"
                          "data: {source: wide.csv}\n"
                          "splits: {count: 2}\n"
                          "model: {hidden: [40]}\n"
                          "replicas: {seeds: 2}\n"
                          "significance: {votes: all, top: 5, methods: [max_abs_weight, l2_norm, "
                          "garson, olden, max_weight, tutorial]}\n");
    for (int i = 0; i < WIDE_REPLICAS * WIDE; i++)
        importance[i / WIDE][i % WIDE] = (float)-(i % WIDE) / 3;
    expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, 0, WIDE_REPLICAS, done, &error));
    for (int m = 0; m < WIDE_METHODS; m++)
        expect_ok(
            hf_results_write(results, HF_IMPORTANCE, m, 0, WIDE_REPLICAS, importance, &error));
    return results;
}

static void the_text_fits_any_width(void **state)
{
    (void)state;
    hf_results *wide = wide_file();
    for (int columns = 0; columns <= 200; columns += 7) {
        char *text = summary_of(wide, HF_FORMAT_TEXT, columns);
        assert_fits(text, columns < 60 ? 60 : columns);
        assert_says(text, "... 20 more");
        if (columns >= 120)
            assert_says(text, "tutorial"); /* every method has a column */
        free(text);
    }
    char *text = unwrapped(summary_of(wide, HF_FORMAT_TEXT, 60));
    assert_says(text, "no room for");
    assert_says(text, "vote all the same (significance.votes: all): their importances are close to "
                      "those of their initial weights.");
    /* All importances are the same: each method has the same 5, and tutorial is none of them. */
    assert_says(text, "among theirs: l2_norm 5, garson 5, olden 5, max_weight 5 (by chance");
    assert_says(text, "Common to all methods but tutorial: weight");
    free(text);
    text = unwrapped(summary_of(wide, HF_FORMAT_TEXT, 160));
    assert_null(strstr(text, "no room for"));
    free(text);
    close_and_remove(wide);
}

static void awkward_names_are_left_to_another_reader(void **state)
{
    (void)state;
    hf_results *wide = wide_file();
    write_file("wide.json", summary_of(wide, HF_FORMAT_JSON, 80));
    write_file("wide-significance.csv", export_of(wide, "significance"));
    write_file("wide-importance.csv", export_of(wide, "importance/olden"));
    close_and_remove(wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_summary_says_how_often_features_are_selected),
        cmocka_unit_test(the_summary_of_an_unfinished_file_says_so),
        cmocka_unit_test(without_voters_there_is_no_table),
        cmocka_unit_test(the_csv_summary_has_a_row_a_method_and_feature),
        cmocka_unit_test(tables_are_exported),
        cmocka_unit_test(weights_are_exported_one_a_row),
        cmocka_unit_test(initial_weights_have_no_column_where_they_are_not_stored),
        cmocka_unit_test(an_unknown_table_is_refused_with_the_known_ones),
        cmocka_unit_test(output_that_cannot_be_written_is_an_error),
        cmocka_unit_test(the_json_summary_is_left_to_another_reader),
        cmocka_unit_test(the_tutorials_rule_is_taken_at_its_word),
        cmocka_unit_test(hidden_sizes_are_compared_from_30_voters_each_on),
        cmocka_unit_test(ten_seeds_and_splits_are_not_few),
        cmocka_unit_test(only_what_varies_is_blamed),
        cmocka_unit_test(it_is_said_why_nobody_votes),
        cmocka_unit_test(the_text_fits_any_width),
        cmocka_unit_test(awkward_names_are_left_to_another_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
