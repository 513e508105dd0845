/* Results files that the tests of summaries, tables and plans fill in by hand. */
#include "report_file.h"

#include "holdfast/statistics.h"
#include "text/layout.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char file_name[] = "test_report.h5";

hf_error error;

void expect_ok(hf_status status)
{
    if (status != HF_OK)
        fail_msg("%s", error.message);
}

char *summary_asked(const hf_results *results, const hf_summary_request *request)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    expect_ok(hf_report_summary(results, request, out, &error));
    fclose(out);
    return text;
}

char *summary_of(const hf_results *results, hf_format format, int columns)
{
    const hf_summary_request request = {
        .format = format, .columns = columns, .top = HF_TOP_READABLE};
    return summary_asked(results, &request);
}

char *plan_of(const hf_results *results, const hf_plan_request *request)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    expect_ok(hf_report_plan(results, request, out, &error));
    fclose(out);
    return text;
}

char *export_of(const hf_results *results, const char *table)
{
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    expect_ok(hf_report_export(results, table, out, &error));
    fclose(out);
    return text;
}

void write_file(const char *path, char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    free(text);
}

char *unwrapped(char *text)
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

void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

void assert_fits(const char *text, int columns)
{
    while (*text) {
        char line[512];
        const size_t length = strcspn(text, "\n");
        assert_true(length < sizeof line && text[length] == '\n');
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        if (hf_layout_width(line) > columns)
            fail_msg("more than %d columns: %s", columns, line);
        assert_true(length == 0 || text[length - 1] != ' ');
        text += length + 1;
    }
}

hf_results *small_file(int64_t filled)
{
    hf_results *results = results_file_create(file_name, SMALL_CONFIGURATION);
    small_file_fill(results, filled);
    return results;
}

void complete(hf_results *results)
{
    expect_ok(hf_aggregate(results, NULL, &error));
    results_file_set_state(results, HF_STATE_COMPLETE);
}

hf_results *complete_small_file(void)
{
    hf_results *results = small_file(8);
    complete(results);
    return results;
}

hf_results *shard_file(void)
{
    hf_config config;
    hf_experiment experiment;
    hf_results *results;
    expect_ok(hf_config_parse(SMALL_CONFIGURATION, "test.yaml", &config, &error));
    expect_ok(hf_experiment_make(&config, &experiment, &error));
    experiment.grid.shard = (hf_shard){1, 2};
    expect_ok(hf_results_create(file_name, &experiment, SMALL_CONFIGURATION, &error));
    expect_ok(hf_results_open(file_name, true, &results, &error));
    hf_experiment_free(&experiment);
    small_file_fill(results, 4);
    results_file_set_state(results, HF_STATE_TRAINED);
    return results;
}

void close_and_remove(hf_results *results)
{
    expect_ok(hf_results_close(&results, &error));
    assert_int_equal(remove(file_name), 0);
}

hf_results *filled_file(const char *configuration, uint8_t status, uint8_t learned,
                        float (*first)(int64_t replica))
{
    hf_text whole = {0};
    hf_text_append(&whole, "data: {source: 'builtin:iris'}\ntraining: {iterations: 2}\n%s",
                   configuration);
    hf_results *results = results_file_create(file_name, whole.data);
    hf_text_free(&whole);
    const int64_t replicas = hf_grid_replicas(hf_results_grid(results));
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    for (int64_t i = 0; i < replicas; i++) {
        const float importance[4] = {first(i), 1, 2, 3};
        const float accuracy = status != HF_DONE ? NAN : learned ? 0.9f : 0.3f;
        expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, i, 1, &status, &error));
        expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &learned, &error));
        expect_ok(
            hf_results_write(results, HF_REPLICAS_BALANCED_ACCURACY, 0, i, 1, &accuracy, &error));
        for (int64_t m = 0; m < methods; m++)
            expect_ok(hf_results_write(results, HF_IMPORTANCE, m, i, 1, importance, &error));
    }
    return results;
}

char *filled_summary(const char *configuration, uint8_t status, uint8_t learned,
                     float (*first)(int64_t replica))
{
    hf_results *results = filled_file(configuration, status, learned, first);
    complete(results);
    char *text = summary_of(results, HF_FORMAT_TEXT, 80);
    close_and_remove(results);
    assert_fits(text, 80);
    return unwrapped(text);
}

float always_first(int64_t replica)
{
    (void)replica;
    return 9;
}
