/* Writes the results file of the case of small_case.h. */
#include "small_file.h"

#include "small_case.h"
#include "unit_test.h"
#include <string.h>

static void expect_ok(hf_status status, const hf_error *error)
{
    if (status != HF_OK)
        fail_msg("%s", error->message);
}

hf_results *results_file_create(const char *path, const char *configuration)
{
    hf_error error;
    hf_config config;
    hf_experiment experiment;
    hf_results *results;
    expect_ok(hf_config_parse(configuration, "test.yaml", &config, &error), &error);
    expect_ok(hf_experiment_make(&config, &experiment, &error), &error);
    expect_ok(hf_results_create(path, &experiment, configuration, &error), &error);
    expect_ok(hf_results_open(path, true, &results, &error), &error);
    hf_experiment_free(&experiment);
    return results;
}

void small_file_fill(hf_results *results, int64_t count)
{
    const int64_t methods = hf_results_config(results)->significance.methods.count;
    hf_error error;
    for (int64_t i = 0; i < count; i++) {
        const bool done = small_status[i] == HF_DONE;
        const float accuracy = done ? (float)i / 8 : NAN;
        const int32_t dead_units = done ? (int32_t)i : 0;
        const struct {
            hf_field field;
            const void *value;
        } cells[] = {{HF_REPLICAS_STATUS, &small_status[i]},
                     {HF_REPLICAS_LEARNED, &small_learned[i]},
                     {HF_REPLICAS_TEST_ACCURACY, &accuracy},
                     {HF_REPLICAS_BALANCED_ACCURACY, &accuracy},
                     {HF_REPLICAS_DEAD_UNITS, &dead_units}};
        for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
            expect_ok(hf_results_write(results, cells[c].field, 0, i, 1, cells[c].value, &error),
                      &error);
        for (int64_t m = 0; m < methods; m++)
            expect_ok(
                hf_results_write(results, HF_IMPORTANCE, m, i, 1, small_importance[i], &error),
                &error);
    }
}

void results_file_set_state(hf_results *results, uint8_t state)
{
    hf_error error;
    expect_ok(hf_results_write(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, &error), &error);
}
