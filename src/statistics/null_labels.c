/* Permuted labels: is there anything to learn, and how often does noise select a feature? */
#include "holdfast/memory.h"
#include "null_rows.h"
#include "null_tests.h"
#include "ratio.h"
#include "statistics/null_statistics.h"

/* ---- the global test ---- */

static hf_status mean_accuracy(const hf_results *results, hf_arm arm, int64_t draw, double *mean,
                               hf_error *error)
{
    hf_null_accuracy accuracy;
    HF_TRY(hf_null_accuracy_read(results, arm, draw, &accuracy, error));
    *mean = hf_ratio(accuracy.sum, accuracy.finished);
    return HF_OK;
}

static hf_status aggregate_global(hf_results *results, int64_t permutations, hf_error *error)
{
    double observed, accuracy;
    int64_t as_high = 0;
    HF_TRY(mean_accuracy(results, HF_ARM_MAIN, 0, &observed, error));
    for (int64_t b = 0; b < permutations; b++) {
        HF_TRY(mean_accuracy(results, HF_ARM_LABELS, b, &accuracy, error));
        HF_TRY(hf_results_write(results, HF_NULL_TEST_LABELS_ACCURACY, 0, b, 1, &accuracy, error));
        as_high += accuracy >= observed;
    }
    const double p_value = (double)(1 + as_high) / (double)(1 + permutations);
    HF_TRY(hf_results_write(results, HF_NULL_TEST_LABELS_OBSERVED, 0, 0, 1, &observed, error));
    return hf_results_write(results, HF_NULL_TEST_LABELS_P_VALUE, 0, 0, 1, &p_value, error);
}

/* ---- each feature's frequency against the largest of each permutation ---- */

typedef struct max_test {
    hf_results *results;
    int64_t method_index, features, permutations;
    hf_null_votes observed, votes;
    int64_t *as_high; /* [feature] permutations whose largest frequency is not below its own */
    double *values;   /* [feature] scratch */
} max_test;

static hf_status write_frequency(max_test *t, hf_field field, int64_t entry, int64_t entries,
                                 const hf_null_votes *votes, hf_error *error)
{
    for (int64_t f = 0; f < t->features; f++)
        t->values[f] = hf_ratio((double)votes->selected[f], votes->voters);
    return hf_results_write(t->results, field, t->method_index, entry, entries, t->values, error);
}

/* Of two frequencies the fractions are compared: voters are below 2^31, the products fit. */
static void compare(max_test *t)
{
    const hf_null_votes *observed = &t->observed, *votes = &t->votes;
    int64_t largest = 0;
    for (int64_t f = 0; f < t->features; f++)
        largest = votes->selected[f] > largest ? votes->selected[f] : largest;
    for (int64_t f = 0; f < t->features; f++)
        t->as_high[f] += largest * observed->voters >= observed->selected[f] * votes->voters;
}

static hf_status add_permutation(max_test *t, int64_t b, hf_error *error)
{
    HF_TRY(hf_null_votes_read(t->results, HF_ARM_LABELS, b, t->method_index, HF_VOTES_ALL,
                              &t->votes, error));
    const int32_t voters = (int32_t)t->votes.voters;
    compare(t);
    HF_TRY(hf_results_write(t->results, HF_NULL_TEST_LABELS_METHOD_VOTERS, t->method_index, b, 1,
                            &voters, error));
    return write_frequency(t, HF_NULL_TEST_LABELS_METHOD_FREQUENCY, b, 1, &t->votes, error);
}

static hf_status run_max_test(max_test *t, hf_error *error)
{
    HF_TRY(hf_allocate(&t->as_high, t->features, sizeof *t->as_high, error));
    HF_TRY(hf_allocate(&t->values, t->features, sizeof *t->values, error));
    HF_TRY(hf_null_votes_make(t->features, NULL, &t->observed, error));
    HF_TRY(hf_null_votes_make(t->features, NULL, &t->votes, error));
    HF_TRY(hf_null_votes_read(t->results, HF_ARM_MAIN, 0, t->method_index, HF_VOTES_ALL,
                              &t->observed, error));
    HF_TRY(write_frequency(t, HF_NULL_TEST_LABELS_METHOD_OBSERVED_FREQUENCY, 0, t->features,
                           &t->observed, error));
    for (int64_t b = 0; b < t->permutations; b++)
        HF_TRY(add_permutation(t, b, error));
    for (int64_t f = 0; f < t->features; f++)
        t->values[f] = t->observed.voters > 0
                           ? (double)(1 + t->as_high[f]) / (double)(1 + t->permutations)
                           : hf_nan_f64();
    return hf_results_write(t->results, HF_NULL_TEST_LABELS_METHOD_P_VALUE, t->method_index, 0,
                            t->features, t->values, error);
}

hf_status hf_null_labels_aggregate(hf_results *results, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const int64_t permutations = config->null_test.labels;
    hf_status status = HF_OK;
    if (permutations == 0)
        return HF_OK;
    HF_TRY(aggregate_global(results, permutations, error));
    for (int64_t m = 0; m < config->significance.methods.count && status == HF_OK; m++) {
        max_test t = {.results = results,
                      .method_index = m,
                      .features = hf_results_features(results)->count,
                      .permutations = permutations};
        if (!hf_results_has(results, HF_NULL_TEST_LABELS_METHOD_FREQUENCY, m))
            continue;
        status = run_max_test(&t, error);
        hf_null_votes_free(&t.observed);
        hf_null_votes_free(&t.votes);
        hf_free(&t.as_high);
        hf_free(&t.values);
    }
    return status;
}
