/* Probes: which features are selected more often than permuted copies of all of them? */
#include "holdfast/memory.h"
#include "null_rows.h"
#include "null_tests.h"
#include "ratio.h"
#include "statistics/null_statistics.h"
#include <string.h>

enum { THRESHOLDS = 100 }; /* 0, 0.01 ... 0.99 */

/* At a threshold: how many probes and features are selected more often. */
typedef struct above {
    int64_t probes, features;
} above;

static bool is_above(const hf_null_votes *votes, int64_t column, int64_t hundredths)
{
    return THRESHOLDS * votes->selected[column] > hundredths * votes->voters;
}

static above count_above(const hf_null_votes *votes, int64_t hundredths)
{
    const int64_t features = votes->columns / 2;
    above count = {0, 0};
    for (int64_t f = 0; f < features; f++) {
        count.features += is_above(votes, f, hundredths);
        count.probes += is_above(votes, features + f, hundredths);
    }
    return count;
}

static int64_t at_least_one(int64_t count)
{
    return count > 1 ? count : 1;
}

/* Is a's (1 + probes) / max(1, features) the smaller one? */
static bool is_less(above a, above b)
{
    return (1 + a.probes) * at_least_one(b.features) < (1 + b.probes) * at_least_one(a.features);
}

/* The first threshold, in hundredths, at which FDP+ is least. */
static int64_t find_threshold(const hf_null_votes *votes, double *fdp)
{
    int64_t best = 0;
    above least = count_above(votes, 0);
    for (int64_t t = 1; t < THRESHOLDS; t++) {
        const above count = count_above(votes, t);
        if (is_less(count, least)) {
            least = count;
            best = t;
        }
    }
    *fdp = (double)(1 + least.probes) / (double)at_least_one(least.features);
    return best;
}

typedef struct probe_test {
    hf_results *results;
    const hf_config *config;
    int64_t method_index, features;
    hf_null_votes votes;
    int64_t *draws;    /* [feature] that select it */
    uint8_t *selected; /* [feature] scratch */
    double *values;    /* [2 features] scratch */
} probe_test;

static hf_status write(const probe_test *t, hf_field field, int64_t entry, int64_t entries,
                       const void *values, hf_error *error)
{
    return hf_results_write(t->results, field, t->method_index, entry, entries, values, error);
}

static hf_status write_frequencies(probe_test *t, int64_t draw, hf_error *error)
{
    const hf_null_votes *votes = &t->votes;
    for (int64_t c = 0; c < votes->columns; c++)
        t->values[c] = hf_ratio((double)votes->selected[c], votes->voters);
    HF_TRY(write(t, HF_NULL_TEST_PROBES_METHOD_FREQUENCY, draw, 1, t->values, error));
    for (int64_t f = 0; f < t->features; f++) {
        const int32_t group = votes->groups->group[f];
        t->values[f] = group < 0 ? hf_nan_f64()
                                 : hf_ratio((double)votes->group_selected[group], votes->voters);
    }
    return write(t, HF_NULL_TEST_PROBES_METHOD_PROBE_GROUP_FREQUENCY, draw, 1, t->values, error);
}

static hf_status add_draw(probe_test *t, int64_t draw, hf_error *error)
{
    double threshold = hf_nan_f64(), fdp = hf_nan_f64();
    HF_TRY(hf_null_votes_read(t->results, HF_ARM_PROBES, draw, t->method_index,
                              (hf_votes)t->config->significance.votes, &t->votes, error));
    const int32_t voters = (int32_t)t->votes.voters;
    memset(t->selected, 0, (size_t)t->features);
    if (voters > 0) {
        const int64_t hundredths = find_threshold(&t->votes, &fdp);
        threshold = (double)hundredths / THRESHOLDS;
        for (int64_t f = 0; f < t->features && fdp <= t->config->null_test.fdr; f++) {
            t->selected[f] = is_above(&t->votes, f, hundredths);
            t->draws[f] += t->selected[f];
        }
    }
    HF_TRY(write(t, HF_NULL_TEST_PROBES_METHOD_THRESHOLD, draw, 1, &threshold, error));
    HF_TRY(write(t, HF_NULL_TEST_PROBES_METHOD_FDP, draw, 1, &fdp, error));
    HF_TRY(write(t, HF_NULL_TEST_PROBES_METHOD_VOTERS, draw, 1, &voters, error));
    HF_TRY(write(t, HF_NULL_TEST_PROBES_METHOD_SELECTED, draw, 1, t->selected, error));
    return write_frequencies(t, draw, error);
}

static hf_status run_probe_test(probe_test *t, const hf_groups *groups, hf_error *error)
{
    const int64_t columns = hf_arm_features(t->features, HF_ARM_PROBES);
    const int64_t draws = t->config->null_test.probes;
    HF_TRY(hf_allocate(&t->draws, t->features, sizeof *t->draws, error));
    HF_TRY(hf_allocate(&t->selected, t->features, sizeof *t->selected, error));
    HF_TRY(hf_allocate(&t->values, columns, sizeof *t->values, error));
    HF_TRY(hf_null_votes_make(columns, groups, &t->votes, error));
    for (int64_t draw = 0; draw < draws; draw++)
        HF_TRY(add_draw(t, draw, error));
    for (int64_t f = 0; f < t->features; f++) {
        t->values[f] = (double)t->draws[f] / (double)draws;
        t->selected[f] = 2 * t->draws[f] >= draws;
    }
    HF_TRY(write(t, HF_NULL_TEST_PROBES_METHOD_SELECTED_SHARE, 0, t->features, t->values, error));
    return write(t, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, t->features, t->selected, error);
}

hf_status hf_null_probes_aggregate(hf_results *results, const hf_groups *groups, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    hf_status status = HF_OK;
    if (config->null_test.probes == 0)
        return HF_OK;
    for (int64_t m = 0; m < config->significance.methods.count && status == HF_OK; m++) {
        probe_test t = {
            .results = results, .config = config, .method_index = m, .features = groups->features};
        if (!hf_results_has(results, HF_NULL_TEST_PROBES_METHOD_FREQUENCY, m))
            continue;
        status = run_probe_test(&t, groups, error);
        hf_null_votes_free(&t.votes);
        hf_free(&t.draws);
        hf_free(&t.selected);
        hf_free(&t.values);
    }
    return status;
}
