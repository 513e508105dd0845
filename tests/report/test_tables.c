/* Tables as CSV, and summaries as JSON, of files filled in by hand. Leaves small.json, wide.json
 * and wide-*.csv to check_json.py. */
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "report_file.h"
#include "wide_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char csv_header[] =
    "method,feature,frequency,frequency_low,frequency_high,mean_rank,mean_importance,voters,"
    "chance_level,group,group_frequency,group_chance,half_sample_frequency,plan_variance_seed,"
    "plan_variance_split,plan_variance_interaction,stability,stability_cross,stability_cross_low,"
    "stability_cross_high,stability_seed,stability_split,stability_hidden,kendall_w,"
    "frequency_hidden_0003,variance_seed_hidden_0003,variance_split_hidden_0003,"
    "variance_interaction_hidden_0003,frequency_hidden_0005,variance_seed_hidden_0005,"
    "variance_split_hidden_0005,variance_interaction_hidden_0005,null_p_value,selected_share,"
    "stands_out,univariate_effect,univariate_class,univariate_p_value,univariate_q_value,"
    "direction_class_0,direction_class_1,direction_class_2,conditional_p_value,"
    "conditional_q_value,conditional_q_value_by,conditional_draws,conditional_own_variation,"
    "conditional_misfit,conditional_spread_ratio,conditional_reason,conditional_group_p_value,"
    "conditional_group_q_value,conditional_group_q_value_by,group_name\n";

/* Cell `column` of line `row` (0: the header). */
static char *cell_of(const char *csv, int row, int column)
{
    while (row-- > 0)
        csv = strchr(csv, '\n') + 1;
    while (column-- > 0)
        csv = strchr(csv, ',') + 1;
    return strndup(csv, strcspn(csv, ",\n"));
}

static void assert_cell(const char *csv, int row, int column, const char *expected)
{
    char *cell = cell_of(csv, row, column);
    assert_string_equal(cell, expected);
    free(cell);
}

static void the_csv_summary_has_a_row_a_method_and_feature(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    char *text = summary_of(results, HF_FORMAT_CSV, 80);
    static const char *const features[] = {"sepal length (cm)", "sepal width (cm)",
                                           "petal length (cm)", "petal width (cm)"};
    static const char *const measures[][3] = {{"0.75", "1.75", "2.25"},
                                              {"0.5", "2.75", "1.5"},
                                              {"0.5", "2.5", "1"},
                                              {"0.25", "3", "0.5"}};
    static const char *const groups[] = {"0", "1", "2", "2"};
    static const char *const group_frequencies[] = {"0.75", "0.5", "0.5", "0.5"};
    assert_memory_equal(text, csv_header, sizeof csv_header - 1);
    for (int row = 1; row <= 8; row++) {
        const int f = (row - 1) % 4;
        assert_cell(text, row, 0, row <= 4 ? "olden" : "garson");
        assert_cell(text, row, 1, features[f]);
        assert_cell(text, row, 2, measures[f][0]);
        assert_cell(text, row, 5, measures[f][1]);
        assert_cell(text, row, 6, measures[f][2]);
        assert_cell(text, row, 7, "4");
        assert_cell(text, row, 8, "0.5");
        assert_cell(text, row, 9, groups[f]);
        assert_cell(text, row, 10, group_frequencies[f]);
    }
    assert_cell(text, 1, 24, "0.5"); /* frequency_hidden_0003 */
    assert_cell(text, 1, 28, "1");
    free(text);
    const hf_summary_request request = {.format = HF_FORMAT_CSV, .method = "garson"};
    text = summary_asked(results, &request);
    assert_cell(text, 1, 0, "garson");
    assert_cell(text, 5, 0, "olden");
    free(text);
    close_and_remove(results);
}

static void tables_are_exported(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    char *text = export_of(results, "significance");
    char *summary = summary_of(results, HF_FORMAT_CSV, 80);
    assert_string_equal(text, summary);
    free(summary);
    free(text);
    text = export_of(results, "replicas");
    assert_string_equal(
        text,
        "replica,seed,hidden,split,status,learned,train_loss,train_accuracy,test_loss,"
        "test_accuracy,balanced_accuracy,dead_units,iterations,seconds,crc32,importance_crc32\n"
        "0,0,3,0,1,1,,,,0,0,0,0,,0,0\n"
        "1,1,3,0,1,1,,,,0.125,0.125,1,0,,0,0\n"
        "2,0,5,0,2,0,,,,,,0,0,,0,0\n"
        "3,1,5,0,1,1,,,,0.375,0.375,3,0,,0,0\n"
        "4,0,3,1,0,0,,,,,,0,0,,0,0\n"
        "5,1,3,1,1,0,,,,0.625,0.625,5,0,,0,0\n"
        "6,0,5,1,1,1,,,,0.75,0.75,6,0,,0,0\n"
        "7,1,5,1,1,1,,,,0.875,0.875,7,0,,0,0\n");
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
                                   "and weights/0 to weights/7");
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
        skip_test("there is no /dev/full");
    hf_results *results = complete_small_file();
    for (hf_format format = HF_FORMAT_TEXT; format <= HF_FORMAT_JSON; format++) {
        const hf_summary_request request = {.format = format, .columns = 80};
        const hf_plan_request plan = {.format = format, .columns = 80};
        assert_int_equal(hf_report_summary(results, &request, full, &error), HF_IO);
        assert_int_equal(hf_report_plan(results, &plan, full, &error), HF_IO);
    }
    assert_int_equal(hf_report_export(results, "replicas", full, &error), HF_IO);
    fclose(full);
    close_and_remove(results);
}

static void the_json_summary_is_left_to_another_reader(void **state)
{
    (void)state;
    hf_results *results = small_file(8);
    write_file("unfinished.json", summary_of(results, HF_FORMAT_JSON, 80));
    expect_ok(hf_aggregate(results, NULL, &error));
    results_file_set_state(results, HF_STATE_COMPLETE);
    write_file("small.json", summary_of(results, HF_FORMAT_JSON, 80));
    close_and_remove(results);
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
        cmocka_unit_test(the_csv_summary_has_a_row_a_method_and_feature),
        cmocka_unit_test(tables_are_exported),
        cmocka_unit_test(weights_are_exported_one_a_row),
        cmocka_unit_test(initial_weights_have_no_column_where_they_are_not_stored),
        cmocka_unit_test(an_unknown_table_is_refused_with_the_known_ones),
        cmocka_unit_test(output_that_cannot_be_written_is_an_error),
        cmocka_unit_test(the_json_summary_is_left_to_another_reader),
        cmocka_unit_test(awkward_names_are_left_to_another_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
