/* The plan of a larger grid, from variances that were written by hand. */
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "report_file.h"
#include <stdlib.h>
#include <string.h>

/* A complete file of 10 seeds x 10 splits in which feature 1 has the variances given, feature 0 a
 * tenth of them and the others none. */
static hf_results *file_with(const char *configuration, double seed, double split, double both)
{
    hf_results *results = filled_file(configuration, HF_DONE, 1, always_first);
    complete(results);
    const struct {
        hf_field field;
        double value;
    } variances[] = {{HF_SIGNIFICANCE_PLAN_VARIANCE_SEED, seed},
                     {HF_SIGNIFICANCE_PLAN_VARIANCE_SPLIT, split},
                     {HF_SIGNIFICANCE_PLAN_VARIANCE_INTERACTION, both}};
    for (int i = 0; i < 3; i++) {
        const double values[4] = {variances[i].value / 10, variances[i].value};
        expect_ok(hf_results_write(results, variances[i].field, 0, 0, 4, values, &error));
    }
    return results;
}

#define TEN_BY_TEN                                                                                 \
    "replicas: {seeds: 10}\nsplits: {count: 10}\nmodel: {hidden: [3, 5]}\n"                        \
    "significance: {top: 1, methods: [olden]}\n"

static char *text_of(const hf_results *results, double width)
{
    const hf_plan_request request = {.columns = 80, .width = width};
    return unwrapped(plan_of(results, &request));
}

/* 2 x 1.95996 (0.1 / 10 + 0.2 / 10 + 0.5 / 100)^1/2 = 0.7334; seeds x2: 0.6790 ..., no end of them:
 * (0.2 / 10)^1/2; splits x2: (0.01 + 0.01 + 0.0025)^1/2. */
static void the_widths_of_larger_grids_follow_the_formula(void **state)
{
    (void)state;
    hf_results *results = file_with(TEN_BY_TEN, 0.1, 0.2, 0.5);
    for (int columns = 60; columns <= 160; columns += 20) {
        const hf_plan_request request = {.columns = columns};
        char *plain = plan_of(results, &request);
        assert_fits(plain, columns < 80 ? 80 : columns);
        free(plain);
    }
    char *text = text_of(results, 0);
    assert_says(text, "grid 10 seeds x 2 hidden sizes x 10 splits = 200 networks");
    assert_says(text, "feature bootstrap formula sepal length (cm) 30.8 23.2 sepal width (cm) 30.8 "
                      "73.3 ");
    assert_says(text, "x1 10 200 73.3 10 200 73.3 ");
    assert_says(text, "x2 20 400 65.0 20 400 58.8 ");
    assert_says(text, "x4 40 800 60.4 40 800 50.0 ");
    assert_says(text, "x8 80 1,600 58.0 80 1,600 44.9 ");
    assert_says(text, "any no limit 55.4 no limit 39.2 ");
    assert_says(text,
                "For the same number of networks, more splits narrow it more. With any number "
                "of seeds, 10 splits leave 55.4 points; with any number of splits, 10 seeds "
                "leave 39.2.");
    assert_null(strstr(text, "cheapest"));
    assert_null(strstr(text, "nan"));
    free(text);
    close_and_remove(results);
}

static void it_is_said_what_cannot_help(void **state)
{
    (void)state;
    static const struct {
        double seed, split;
        const char *says;
    } cases[] = {
        {0.001, 0.2,
         "More seeds hardly help: with any number of them the width stays above 55.4 points, "
         "because it comes from the splits. Take more splits."},
        {0.2, 0.001,
         "More splits hardly help: with any number of them the width stays above 55.4 points, "
         "because it comes from the seeds. Take more seeds."},
        {0, 0, "Nothing varies, so a larger grid has nothing to narrow."},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_results *results = file_with(TEN_BY_TEN, cases[c].seed, cases[c].split, 0);
        char *text = text_of(results, 0);
        assert_says(text, cases[c].says);
        free(text);
        close_and_remove(results);
    }
}

/* Seeds alone count: 4 x 3.84146 x 0.2 / S <= 0.16 from S = 19.2073 on. */
static void the_cheapest_grid_comes_with_the_line_that_trains_it(void **state)
{
    (void)state;
    hf_results *results = file_with(TEN_BY_TEN, 0.2, 0, 0);
    const hf_plan_request request = {
        .columns = 80, .width = 0.4, .run_line = "holdfast run a.yaml --reuse b.h5", .threads = 2};
    char *text = unwrapped(plan_of(results, &request));
    assert_says(text, "The cheapest grid with no interval wider than 40 points, of the features "
                      "that some networks select and others do not grid 20 seeds x 2 hidden sizes "
                      "x 10 splits = 400 networks; width 39.2 points");
    assert_says(text, "new 200 networks, 1.0 times the present ones");
    assert_says(text, "The line that trains it: holdfast run a.yaml --reuse b.h5 --set "
                      "replicas.seeds=20 ");
    assert_null(strstr(text, "splits.count"));
    free(text);
    text = text_of(results, 0.4);
    assert_says(text, "trains it: holdfast run CONFIG.yaml -o NEW.h5 --reuse test_report.h5 --set "
                      "replicas.seeds=20 ");
    free(text);
    text = text_of(results, 0.9);
    assert_says(text, "That is the present grid: nothing more is needed.");
    free(text);
    text = text_of(results, 1e-6);
    assert_says(text, "There is none: the width is too small.");
    free(text);
    close_and_remove(results);
}

/* 1 - 0.025^(1/10) = 0.3085; 1 - 0.025^(1/n) <= 0.15 from n = 22.7 on. */
static void the_width_is_not_that_of_features_that_no_network_selects(void **state)
{
    (void)state;
    hf_results *results = file_with(TEN_BY_TEN, 0.2, 0, 0);
    char *text = text_of(results, 0.15);
    assert_says(
        text,
        "3 features were never selected and 1 always. The formula does not apply to them: the "
        "interval is 30.8 points wide now, 1 - (alpha/2)^(1/n), n the smaller of the numbers of "
        "seeds and of splits (or pairs, or repeats of the folds) with counted networks.");
    assert_says(text, "grid 137 seeds x 2 hidden sizes x 10 splits = 2,740 networks");
    assert_says(text, "others 3 features were never selected and 1 always: the upper limit is "
                      "30.8 now and would be 30.8, the lower limit is 69.2 now and would be 69.2 "
                      "(15 points take 23 seeds and 23 splits)");
    free(text);
    text = text_of(results, 0.4);
    assert_null(strstr(text, "points take"));
    free(text);
    close_and_remove(results);
}

/* 4 x 3.84146 x 0.2 / S <= 0.0001 from S = 30,731.7 on; 0.1753 with S = 100. */
static void what_is_out_of_reach_is_said_to_be(void **state)
{
    (void)state;
    hf_results *results = file_with(TEN_BY_TEN, 0.2, 0, 0);
    char *text = text_of(results, 0.01);
    assert_says(text, "wider than 1 point, of");
    assert_says(text, "grid 30,732 seeds x 2 hidden sizes x 10 splits = 614,640 networks; width "
                      "1.0 points");
    assert_says(text, "new 614,440 networks, 3,072 times the present ones");
    assert_says(text, "That is out of reach in practice. What 10 times the present networks would "
                      "bring: grid 100 seeds x 2 hidden sizes x 10 splits = 2,000 networks; width "
                      "17.5 points");
    assert_says(text, "--set replicas.seeds=100 ");
    assert_null(strstr(text, "replicas.seeds=30732"));
    free(text);
    text = text_of(results, 1e-6);
    assert_says(text,
                "the width is too small. What 10 times the present networks would bring: grid "
                "100 seeds");
    free(text);
    const float quick[1] = {1e-6F};
    expect_ok(hf_results_write(results, HF_REPLICAS_SECONDS, 0, 0, 1, quick, &error));
    text = text_of(results, 0.01);
    assert_null(strstr(text, "out of reach"));
    assert_says(text, "--set replicas.seeds=30732 ");
    free(text);
    for (int step = 0; step < 4; step++) {
        static const double widths[] = {0.01, 0.15, 0.07, 1e-6};
        const hf_plan_request request = {.columns = 80, .width = widths[step]};
        char *plain = plan_of(results, &request);
        char *line = strstr(plain, "    holdfast run"), *end = strchr(line, '\n') + 1;
        memmove(line, end, strlen(end) + 1); /* it is not broken */
        assert_fits(plain, 80);
        free(plain);
    }
    close_and_remove(results);
}

static void variances_that_are_not_defined_are_explained(void **state)
{
    (void)state;
    hf_results *results = filled_file("replicas: {seeds: 10}\nsplits: {count: 1}\n"
                                      "significance: {top: 1, methods: [olden]}\n",
                                      HF_DONE, 1, always_first);
    complete(results);
    char *text = text_of(results, 0.1);
    assert_says(text,
                "How much a larger grid would bring cannot be told: there is only one split.");
    assert_says(text, "sepal length (cm) has a frequency of exactly 1: its limit follows from the "
                      "numbers of seeds and splits, which the formula does not use.");
    free(text);
    close_and_remove(results);
    results = filled_file("replicas: {seeds: 1}\nsplits: {count: 1}\n", HF_DONE, 1, always_first);
    text = text_of(results, 0);
    assert_says(text, "grid 1 seed x 1 hidden size x 1 split = 1 network state UNFINISHED");
    free(text);
    close_and_remove(results);
    results = filled_file(TEN_BY_TEN, HF_DONE, 0, always_first);
    text = text_of(results, 0.1);
    assert_says(text, "UNFINISHED");
    assert_says(text, "The bootstrap gives no interval: no network is counted.");
    assert_says(text, "cannot be told: no network is counted.");
    free(text);
    close_and_remove(results);
}

/* Where the splits come from a file there are no more of them, and seeds have to do. */
static void splits_of_a_file_are_all_there_are(void **state)
{
    (void)state;
    hf_text rows = {0};
    for (int split = 0; split < 10; split++)
        for (int i = 0; i < 150; i++)
            hf_text_append(&rows, "%d%s", (i * 7 + split * 3) % 10 < 5, i < 149 ? "," : "\n");
    write_file("splits.csv", strdup(rows.data));
    hf_text_free(&rows);
    hf_results *results =
        file_with("replicas: {seeds: 10}\nsplits: {method: file, file: splits.csv}\n"
                  "significance: {top: 1, methods: [olden]}\n",
                  0.2, 0.05, 0.4);
    char *text = text_of(results, 0);
    assert_says(text, "But splits.method file cannot make more splits.");
    free(text);
    /* 4 x 3.84146 (0.005 + 0.24 / S) <= 0.25 from S = 21.3 on */
    text = text_of(results, 0.5);
    assert_says(text, "grid 22 seeds x 1 hidden size x 10 splits = 220 networks");
    free(text);
    text = text_of(results, 0.2);
    assert_says(text, "There is none with the splits there are.");
    free(text);
    close_and_remove(results);
    remove("splits.csv");
}

static void an_unknown_method_is_refused(void **state)
{
    (void)state;
    hf_results *results = filled_file(TEN_BY_TEN, HF_DONE, 1, always_first);
    const hf_plan_request request = {.columns = 80, .method = "garson"};
    assert_int_equal(hf_report_plan(results, &request, stderr, &error), HF_USAGE);
    assert_says(error.message, "has no method 'garson': there is olden");
    close_and_remove(results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_widths_of_larger_grids_follow_the_formula),
        cmocka_unit_test(it_is_said_what_cannot_help),
        cmocka_unit_test(the_cheapest_grid_comes_with_the_line_that_trains_it),
        cmocka_unit_test(the_width_is_not_that_of_features_that_no_network_selects),
        cmocka_unit_test(what_is_out_of_reach_is_said_to_be),
        cmocka_unit_test(variances_that_are_not_defined_are_explained),
        cmocka_unit_test(splits_of_a_file_are_all_there_are),
        cmocka_unit_test(an_unknown_method_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
