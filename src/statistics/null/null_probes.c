/* Probes: which features are selected more often than permuted copies of all of them? */
#include "null_rows.h"
#include "null_statistics.h"
#include "statistics/formulas.h"

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

static void set_frequencies(const hf_null_votes *votes, int64_t draw, hf_null_probes *probes)
{
    double *frequency = probes->frequency + draw * votes->columns;
    double *of_group = probes->probe_group_frequency + draw * probes->features;
    for (int64_t c = 0; c < votes->columns; c++)
        frequency[c] = hf_ratio((double)votes->selected[c], votes->voters);
    for (int64_t f = 0; f < probes->features; f++) {
        const int32_t group = votes->groups->group[f];
        if (group >= 0)
            of_group[f] = hf_ratio((double)votes->group_selected[group], votes->voters);
    }
}

/* selected_share counts the draws that select the feature first. */
static void set_draw(const hf_null_votes *votes, double fdr, int64_t draw, hf_null_probes *probes)
{
    uint8_t *selected = probes->selected + draw * probes->features;
    probes->voters[draw] = (int32_t)votes->voters;
    set_frequencies(votes, draw, probes);
    if (votes->voters == 0)
        return;
    const int64_t hundredths = find_threshold(votes, &probes->fdp[draw]);
    probes->threshold[draw] = (double)hundredths / THRESHOLDS;
    for (int64_t f = 0; f < probes->features && probes->fdp[draw] <= fdr; f++) {
        selected[f] = is_above(votes, f, hundredths);
        probes->selected_share[f] += selected[f];
    }
}

static hf_status fill(const hf_results *results, int64_t method, hf_null_votes *votes,
                      hf_null_probes *probes, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const double draws = (double)probes->draws;
    for (int64_t f = 0; f < probes->features; f++)
        probes->selected_share[f] = 0;
    for (int64_t draw = 0; draw < probes->draws; draw++) {
        HF_TRY(hf_null_votes_read(results, HF_ARM_PROBES, draw, method,
                                  (hf_votes)config->significance.votes, votes, error));
        set_draw(votes, config->null_test.fdr, draw, probes);
    }
    for (int64_t f = 0; f < probes->features; f++) {
        probes->stands_out[f] = 2 * probes->selected_share[f] >= draws;
        probes->selected_share[f] /= draws;
    }
    return HF_OK;
}

static hf_status aggregate_method(const hf_sink *sink, int64_t method, const hf_groups *groups,
                                  hf_error *error)
{
    const hf_config *config = hf_results_config(sink->results);
    hf_null_probes probes = {.draws = config->null_test.probes, .features = groups->features};
    hf_null_votes votes;
    hf_memory memory = {0};
    hf_status status;
    HF_TRY_CLEANUP(hf_members_make(sink->results, &hf_members_of_probes, method, &probes, error));
    HF_TRY_CLEANUP(hf_null_votes_make(hf_arm_features(groups->features, HF_ARM_PROBES), groups,
                                      &memory, &votes, error));
    HF_TRY_CLEANUP(fill(sink->results, method, &votes, &probes, error));
    HF_TRY_CLEANUP(hf_members_put(sink, &hf_members_of_probes, method, &probes, error));
cleanup:
    hf_memory_free(&memory);
    hf_null_probes_free(&probes);
    return status;
}

hf_status hf_null_probes_aggregate(const hf_sink *sink, const hf_groups *groups, hf_error *error)
{
    const hf_config *config = hf_results_config(sink->results);
    for (int64_t m = 0; m < config->significance.methods.count; m++)
        if (hf_results_has(sink->results, HF_NULL_TEST_PROBES_METHOD_FREQUENCY, m))
            HF_TRY(aggregate_method(sink, m, groups, error));
    return HF_OK;
}
