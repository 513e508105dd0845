/* Every number that is not defined has its sentence, and no other one has. */
#include "base/nan.h"
#include "holdfast/statistics.h"
#include "small_file.h"
#include "unit_test.h"
#include <math.h>
#include <string.h>

enum { FEATURES = 4, HIDDENS = 2, SPLITS = 2, RANKS = 4 };

static const struct {
    hf_field field;
    int64_t values;
} tables[] = {
    {HF_SIGNIFICANCE_FREQUENCY, FEATURES},
    {HF_SIGNIFICANCE_FREQUENCY_LOW, FEATURES},
    {HF_SIGNIFICANCE_FREQUENCY_HIGH, FEATURES},
    {HF_SIGNIFICANCE_MEAN_RANK, FEATURES},
    {HF_SIGNIFICANCE_MEAN_IMPORTANCE, FEATURES},
    {HF_SIGNIFICANCE_FREQUENCY_BY_HIDDEN, HIDDENS *FEATURES},
    {HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT, SPLITS *FEATURES},
    {HF_SIGNIFICANCE_VARIANCE_SEED, HIDDENS *FEATURES},
    {HF_SIGNIFICANCE_VARIANCE_SPLIT, HIDDENS *FEATURES},
    {HF_SIGNIFICANCE_VARIANCE_INTERACTION, HIDDENS *FEATURES},
    {HF_SIGNIFICANCE_PLAN_VARIANCE_SEED, FEATURES},
    {HF_SIGNIFICANCE_PLAN_VARIANCE_SPLIT, FEATURES},
    {HF_SIGNIFICANCE_PLAN_VARIANCE_INTERACTION, FEATURES},
    {HF_SIGNIFICANCE_STABILITY, 1},
    {HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, HIDDENS},
    {HF_SIGNIFICANCE_STABILITY_BY_K, RANKS},
    {HF_SIGNIFICANCE_STABILITY_CROSS, 1},
    {HF_SIGNIFICANCE_STABILITY_CROSS_LOW, 1},
    {HF_SIGNIFICANCE_STABILITY_CROSS_HIGH, 1},
    {HF_SIGNIFICANCE_STABILITY_CROSS_BY_HIDDEN, HIDDENS},
    {HF_SIGNIFICANCE_STABILITY_SEED, 1},
    {HF_SIGNIFICANCE_STABILITY_SPLIT, 1},
    {HF_SIGNIFICANCE_STABILITY_HIDDEN, 1},
    {HF_SIGNIFICANCE_KENDALL_W, 1},
    {HF_SIGNIFICANCE_KENDALL_W_BY_HIDDEN, HIDDENS},
    {HF_SIGNIFICANCE_HALF_SAMPLE_FREQUENCY, FEATURES},
    {HF_SIGNIFICANCE_ERROR_BOUND, HF_THRESHOLDS},
    {HF_SIGNIFICANCE_ERROR_BOUND_UNIMODAL, HF_THRESHOLDS},
    {HF_SIGNIFICANCE_GROUP_FREQUENCY, FEATURES},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* Aggregates, then compares what the file holds with what is said about it. Returns how many
 * numbers are not defined. */
static int check_file(const char *configuration, int64_t replicas)
{
    hf_error error;
    hf_results *results = results_file_create("test_reasons.h5", configuration);
    small_file_fill(results, replicas);
    assert_int_equal(hf_aggregate(results, NULL, &error), HF_OK);
    results_file_set_state(results, HF_STATE_COMPLETE);
    int undefined = 0;
    for (int64_t method = 0; method < 2; method++) {
        hf_frequencies f;
        assert_int_equal(hf_frequencies_read(results, method, &f, &error), HF_OK);
        for (int t = 0; t < TABLES; t++) {
            double values[16];
            const size_t entry = hf_results_entry_bytes(results, tables[t].field, method);
            const int64_t entries = tables[t].values * (int64_t)sizeof(double) / (int64_t)entry;
            assert_int_equal(
                hf_results_read(results, tables[t].field, method, 0, entries, values, &error),
                HF_OK);
            for (int64_t i = 0; i < tables[t].values; i++) {
                const char *reason =
                    hf_undefined_reason(hf_results_config(results), &f, method, tables[t].field, i);
                if ((reason != NULL) != (isnan(values[i]) != 0))
                    fail_msg("table %d, entry %d: %g, %s", t, (int)i, values[i],
                             reason ? reason : "no reason");
                undefined += reason != NULL;
            }
        }
        hf_frequencies_free(&f);
    }
    assert_int_equal(hf_results_close(&results, &error), HF_OK);
    return undefined;
}

static void what_is_not_defined_has_a_reason_and_nothing_else_has(void **state)
{
    (void)state;
    const int all = check_file(SMALL_CONFIGURATION, 0);
    const int some = check_file(SMALL_CONFIGURATION, 3);
    const int few = check_file(SMALL_CONFIGURATION, 8);
    assert_true(all > some && some > few && few > 0);
    check_file("data: {source: 'builtin:iris'}\nsplits: {method: complementary_pairs, count: 2}\n"
               "model: {hidden: [3, 5]}\nreplicas: {seeds: 2}\n"
               "significance: {top: 4, methods: [olden, max_weight]}\n",
               8);
}

static hf_frequencies small_frequencies(int32_t *by_hidden, int32_t *by_split, double *values)
{
    hf_frequencies f = {.features = 4, .hiddens = 2, .splits = 2, .ranks = 4, .voters = 5};
    f.voters_by_hidden = by_hidden;
    f.voters_by_split = by_split;
    f.variance_seeds_used = by_hidden;
    f.frequency_by_split = f.variance_seed = f.stability_by_hidden = f.frequency_low = values;
    f.stability_cross_low = f.stability = hf_nan_f64();
    return f;
}

static void assert_reason(const hf_config *config, const hf_frequencies *f, hf_field field,
                          int64_t index, const char *expected)
{
    const char *reason = hf_undefined_reason(config, f, 0, field, index);
    assert_non_null(reason);
    if (!strstr(reason, expected))
        fail_msg("'%s' does not say '%s'", reason, expected);
}

static void the_reason_is_the_one_that_applies(void **state)
{
    (void)state;
    int32_t by_hidden[2] = {1, 0}, by_split[2] = {0, 5};
    double values[8];
    hf_config config = {0};
    hf_fill_nan_f64(values, 8);
    hf_frequencies f = small_frequencies(by_hidden, by_split, values);
    config.replicas.seeds = 3;
    config.significance.top = 2;
    config.significance.bootstrap = 100;
    f.draws_skipped = f.stability_cross_draws_skipped = 11;
    assert_reason(&config, &f, HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT, 2, "this split");
    assert_reason(&config, &f, HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, 0, "only one network of this");
    assert_reason(&config, &f, HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, 1, "no network of this hidden");
    assert_reason(&config, &f, HF_SIGNIFICANCE_VARIANCE_SEED, 3, "fewer than two seeds");
    by_hidden[0] = 2;
    assert_reason(&config, &f, HF_SIGNIFICANCE_VARIANCE_SEED, 3, "the same in all");
    assert_reason(&config, &f, HF_SIGNIFICANCE_FREQUENCY_LOW, 1, "tenth");
    assert_reason(&config, &f, HF_SIGNIFICANCE_STABILITY_CROSS_LOW, 0, "tenth");
    config.replicas.seeds = 1;
    assert_reason(&config, &f, HF_SIGNIFICANCE_STABILITY_CROSS_LOW, 0, "only one seed");
    config.significance.top = 4;
    assert_reason(&config, &f, HF_SIGNIFICANCE_STABILITY, 0, "significance.top");
    f.voters = 0;
    assert_reason(&config, &f, HF_SIGNIFICANCE_STABILITY, 0, "no network is counted");
    assert_null(hf_undefined_reason(&config, &f, 0, HF_SIGNIFICANCE_VOTERS, 0));
}

static void what_is_not_of_a_method_has_its_reasons_too(void **state)
{
    hf_config config = {.splits = {.count = 4}};
    hf_across_methods across = {.score = 0.9, .score_low = 0.8, .score_high = 1};
    double effect[] = {0.7, NAN, 0.6}, p[] = {0.1, NAN, NAN};
    const hf_univariate u = {.features = 3, .effect = effect, .p_value = p, .q_value = p};
    (void)state;
    assert_null(hf_score_undefined(&config, &across, HF_SIGNIFICANCE_SCORE_LOW));
    across.score_low = across.score_high = NAN;
    assert_non_null(
        strstr(hf_score_undefined(&config, &across, HF_SIGNIFICANCE_SCORE_HIGH), "the same mean"));
    config.splits.count = 1;
    assert_non_null(
        strstr(hf_score_undefined(&config, &across, HF_SIGNIFICANCE_SCORE_LOW), "only one split"));
    across.score = NAN;
    assert_non_null(
        strstr(hf_score_undefined(&config, &across, HF_SIGNIFICANCE_SCORE), "no network"));
    assert_null(hf_univariate_undefined(&config, &u, HF_UNIVARIATE_P_VALUE, 0));
    assert_non_null(
        strstr(hf_univariate_undefined(&config, &u, HF_UNIVARIATE_EFFECT, 1), "one value only"));
    assert_null(hf_univariate_undefined(&config, &u, HF_UNIVARIATE_EFFECT, 2));
    assert_non_null(
        strstr(hf_univariate_undefined(&config, &u, HF_UNIVARIATE_Q_VALUE, 2), "data.groups"));
    config.format = 1;
    assert_non_null(
        strstr(hf_univariate_undefined(&config, &u, HF_UNIVARIATE_P_VALUE, 1), "older"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_defined_has_a_reason_and_nothing_else_has),
        cmocka_unit_test(the_reason_is_the_one_that_applies),
        cmocka_unit_test(what_is_not_of_a_method_has_its_reasons_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
