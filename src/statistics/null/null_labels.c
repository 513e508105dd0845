/* Permuted labels: is there anything to learn, and how often does noise select a feature? */
#include "base/nan.h"
#include "null_rows.h"
#include "null_statistics.h"
#include "statistics/formulas.h"

/* ---- the global test ---- */

static hf_status mean_accuracy(const hf_results *results, hf_arm arm, int64_t draw, double *mean,
                               hf_error *error)
{
    hf_null_accuracy accuracy;
    HF_TRY(hf_null_accuracy_read(results, arm, draw, &accuracy, error));
    *mean = hf_ratio(accuracy.sum, accuracy.finished);
    return HF_OK;
}

static hf_status fill_global(const hf_results *results, hf_null_labels *labels, hf_error *error)
{
    int64_t as_high = 0;
    HF_TRY(mean_accuracy(results, HF_ARM_MAIN, 0, &labels->observed, error));
    for (int64_t b = 0; b < labels->permutations; b++) {
        HF_TRY(mean_accuracy(results, HF_ARM_LABELS, b, &labels->accuracy[b], error));
        as_high += labels->accuracy[b] >= labels->observed;
    }
    labels->p_value = (double)(1 + as_high) / (double)(1 + labels->permutations);
    return HF_OK;
}

static hf_status aggregate_global(const hf_sink *sink, int64_t permutations, hf_error *error)
{
    hf_null_labels labels = {.permutations = permutations};
    HF_TRY(hf_members_make(sink->results, &hf_members_of_labels, 0, &labels, error));
    hf_status status = fill_global(sink->results, &labels, error);
    if (status == HF_OK)
        status = hf_members_put(sink, &hf_members_of_labels, 0, &labels, error);
    hf_null_labels_free(&labels);
    return status;
}

/* ---- each feature's frequency against the largest of each permutation ---- */

static void set_frequency(const hf_null_votes *votes, double *frequency)
{
    for (int64_t f = 0; f < votes->columns; f++)
        frequency[f] = hf_ratio((double)votes->selected[f], votes->voters);
}

/* as_high [feature] counts the permutations whose largest frequency is not below the feature's own.
 * Of two frequencies the fractions are compared: voters are below 2^31, the products fit. */
static void compare(const hf_null_votes *observed, const hf_null_votes *votes, double *as_high)
{
    int64_t largest = 0;
    for (int64_t f = 0; f < votes->columns; f++)
        largest = votes->selected[f] > largest ? votes->selected[f] : largest;
    for (int64_t f = 0; f < votes->columns; f++)
        as_high[f] += largest * observed->voters >= observed->selected[f] * votes->voters;
}

/* p_value [feature] counts first. */
static hf_status fill_method(const hf_results *results, int64_t method, hf_null_votes *observed,
                             hf_null_votes *votes, hf_null_labels_method *labels, hf_error *error)
{
    HF_TRY(hf_null_votes_read(results, HF_ARM_MAIN, 0, method, HF_VOTES_ALL, observed, error));
    set_frequency(observed, labels->observed_frequency);
    for (int64_t f = 0; f < labels->features; f++)
        labels->p_value[f] = 1;
    for (int64_t b = 0; b < labels->permutations; b++) {
        HF_TRY(hf_null_votes_read(results, HF_ARM_LABELS, b, method, HF_VOTES_ALL, votes, error));
        labels->voters[b] = (int32_t)votes->voters;
        set_frequency(votes, labels->frequency + b * labels->features);
        compare(observed, votes, labels->p_value);
    }
    for (int64_t f = 0; f < labels->features; f++)
        labels->p_value[f] = observed->voters > 0
                                 ? labels->p_value[f] / (double)(1 + labels->permutations)
                                 : hf_nan_f64();
    return HF_OK;
}

static hf_status aggregate_method(const hf_sink *sink, int64_t method, int64_t permutations,
                                  hf_error *error)
{
    const int64_t features = hf_results_features(sink->results)->count;
    hf_null_labels_method labels = {.permutations = permutations, .features = features};
    hf_null_votes observed, votes;
    hf_memory memory = {0};
    hf_status status;
    HF_TRY_CLEANUP(
        hf_members_make(sink->results, &hf_members_of_labels_method, method, &labels, error));
    HF_TRY_CLEANUP(hf_null_votes_make(features, NULL, &memory, &observed, error));
    HF_TRY_CLEANUP(hf_null_votes_make(features, NULL, &memory, &votes, error));
    HF_TRY_CLEANUP(fill_method(sink->results, method, &observed, &votes, &labels, error));
    HF_TRY_CLEANUP(hf_members_put(sink, &hf_members_of_labels_method, method, &labels, error));
cleanup:
    hf_memory_free(&memory);
    hf_null_labels_method_free(&labels);
    return status;
}

hf_status hf_null_labels_aggregate(const hf_sink *sink, hf_error *error)
{
    const hf_config *config = hf_results_config(sink->results);
    const int64_t permutations = hf_arm_draws(config, HF_ARM_LABELS);
    if (permutations == 0)
        return HF_OK;
    HF_TRY(aggregate_global(sink, permutations, error));
    for (int64_t m = 0; m < config->significance.methods.count; m++)
        if (hf_results_has(sink->results, HF_NULL_TEST_LABELS_METHOD_FREQUENCY, m))
            HF_TRY(aggregate_method(sink, m, permutations, error));
    return HF_OK;
}
