/* Findings on the networks: what is done and counted, whether they predict, whether they overfit.
 */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>

static float none(int64_t replica)
{
    (void)replica;
    return NAN;
}

/* 5 of the 6 that are done learned; their accuracies are 0, 1, 3, 5, 6, 7 eighths. Of those that
 * learned replica 6 ranks no feature. */
static void the_small_case_has_its_networks(void **state)
{
    (void)state;
    found f;
    look_at_small(&f);
    assert_none(&f, HF_FINDING_UNFINISHED);
    assert_none(&f, HF_FINDING_NO_VOTERS);
    const hf_finding *learned = the(&f, HF_FINDING_LEARNED);
    assert_value(learned, "learned", 5);
    assert_value(learned, "done", 6);
    assert_value(learned, "balanced_accuracy", 22.0 / 48);
    assert_value(learned, "chance", 1.0 / 3);
    assert_value(learned, "nothing", NAN);
    assert_int_equal(learned->method, -1);
    const hf_finding *not_learned = the(&f, HF_FINDING_NOT_LEARNED);
    assert_value(not_learned, "not_learned", 1);
    assert_value(not_learned, "done", 6);
    assert_value(not_learned, "counted", 0);
    const hf_finding *diverged = the(&f, HF_FINDING_DIVERGED);
    assert_value(diverged, "diverged", 1);
    assert_value(diverged, "ended", 7);
    for (int64_t method = 0; method < 2; method++) {
        const hf_finding *not_ranked = nth_of(&f, HF_FINDING_NOT_RANKED, method);
        assert_int_equal(not_ranked->method, method);
        assert_value(not_ranked, "not_ranked", 1);
        assert_value(not_ranked, "networks", 5);
    }
    assert_int_equal(count_of(&f, HF_FINDING_NOT_RANKED), 2);
    forget(&f);
}

/* Of size 5 replicas 3, 6 and 7 are done and learned, 2 diverged; 6 ranks no feature. */
static void of_one_hidden_size_its_networks_count(void **state)
{
    (void)state;
    found f;
    look_at(&f, complete_small_file(), "garson", 5);
    assert_value(the(&f, HF_FINDING_LEARNED), "learned", 3);
    assert_value(the(&f, HF_FINDING_LEARNED), "done", 3);
    assert_value(the(&f, HF_FINDING_LEARNED), "balanced_accuracy", 16.0 / 24);
    assert_none(&f, HF_FINDING_NOT_LEARNED);
    assert_value(the(&f, HF_FINDING_DIVERGED), "ended", 4);
    assert_value(nth_of(&f, HF_FINDING_NOT_RANKED, 0), "networks", 3);
    assert_sentence(&f, HF_FINDING_DIVERGED,
                    "1 of 4 networks with hidden size 5 diverged (the loss is not finite) and is "
                    "not counted.");
    f.evidence.course = (hf_course){.replicas = 10, .iteration = 7, .highest = 0.9, .end = 0.5};
    look_again(&f);
    assert_sentence(&f, HF_FINDING_OVERFITTING,
                    "The networks with hidden size 5 overfit; try about 7 iterations "
                    "(training.iterations). Mean test accuracy was 90.0% there and is 50.0% at the "
                    "end. Tuning on these test rows makes accuracy optimistic.");
    forget(&f);
    look_at(&f, complete_small_file(), NULL, 3);
    assert_value(the(&f, HF_FINDING_NOT_LEARNED), "not_learned", 1);
    assert_none(&f, HF_FINDING_DIVERGED);
    assert_none(&f, HF_FINDING_NOT_RANKED);
    forget(&f);
}

static void nothing_is_found_where_all_is_well(void **state)
{
    (void)state;
    static const hf_finding_kind kinds[] = {HF_FINDING_UNFINISHED,  HF_FINDING_NO_VOTERS,
                                            HF_FINDING_NOT_LEARNED, HF_FINDING_DIVERGED,
                                            HF_FINDING_NOT_RANKED,  HF_FINDING_OVERFITTING,
                                            HF_FINDING_PREDICTS,    HF_FINDING_CANNOT_TELL_LABELS,
                                            HF_FINDING_ODD_SEED,    HF_FINDING_ODD_SPLIT};
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        assert_none(&f, kinds[i]);
    forget(&f);
}

static void an_unfinished_file_is_one(void **state)
{
    (void)state;
    found f;
    look_at(&f, small_file(4), NULL, 0);
    const hf_finding *unfinished = the(&f, HF_FINDING_UNFINISHED);
    assert_value(unfinished, "trained", 4);
    assert_value(unfinished, "replicas", 8);
    assert_value(unfinished, "pending", 4);
    assert_ptr_equal(unfinished, f.findings.items); /* said first */
    forget(&f);
    hf_results *results = small_file(8);
    results_file_set_state(results, HF_STATE_TRAINED); /* statistics are to come */
    look_at(&f, results, NULL, 0);
    assert_value(the(&f, HF_FINDING_UNFINISHED), "pending", 1);
    forget(&f);
}

/* A shard is finished when it is trained, and has no statistics to speak of. */
static void of_a_shard_the_networks_alone_are_looked_at(void **state)
{
    (void)state;
    found f;
    look_at(&f, shard_file(), NULL, 0);
    assert_int_equal(f.findings.count, 1);
    assert_value(the(&f, HF_FINDING_LEARNED), "learned", 3);
    forget(&f);
}

static void it_is_known_why_no_network_is_counted(void **state)
{
    (void)state;
    static const char small[] = "replicas: {seeds: 3}\nsplits: {count: 2}\n"
                                "significance: {methods: [olden]}\n";
    static const struct {
        const char *reason;
        uint8_t status, learned;
        float (*first)(int64_t replica);
    } cases[] = {{"all_diverged", HF_DIVERGED, 0, none},
                 {"none_done", HF_PENDING, 0, none},
                 {"none_learned", HF_DONE, 0, always_first},
                 {"none_ranked", HF_DONE, 1, none}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        hf_results *results = filled_file(small, cases[c].status, cases[c].learned, cases[c].first);
        if (cases[c].status != HF_PENDING)
            complete(results);
        look_at(&f, results, NULL, 0);
        const hf_finding *no = the(&f, HF_FINDING_NO_VOTERS);
        for (size_t other = 0; other < sizeof cases / sizeof *cases; other++)
            assert_value(no, cases[other].reason, other == c ? 1 : NAN);
        assert_value(no, "diverged", c == 0 ? 6 : 0);
        assert_value(no, "done", c < 2 ? 0 : 6);
        assert_value(no, "learning_rate", 0.001);
        assert_value(no, "raw_inputs", 0);
        assert_none(&f, HF_FINDING_LEADS);
        assert_none(&f, HF_FINDING_THIS_SAMPLE);
        assert_none(&f, HF_FINDING_NOT_LEARNED); /* said already */
        assert_none(&f, HF_FINDING_DIVERGED);
        forget(&f);
    }
}

/* Said once, not for each method. */
static void one_feature_cannot_be_ranked(void **state)
{
    (void)state;
    const uint8_t one = 1;
    const float importance = 9;
    found f;
    hf_results *results = results_file_create(
        "test_report.h5", "data: {source: 'builtin:iris', features: [sepal length (cm)]}\n"
                          "replicas: {seeds: 2}\nsplits: {count: 1}\n"
                          "significance: {methods: [olden, garson]}\n");
    for (int64_t i = 0; i < 2; i++) {
        expect_ok(hf_results_write(results, HF_REPLICAS_STATUS, 0, i, 1, &one, &error));
        expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &one, &error));
        for (int64_t m = 0; m < 2; m++)
            expect_ok(hf_results_write(results, HF_IMPORTANCE, m, i, 1, &importance, &error));
    }
    complete(results);
    look_at(&f, results, NULL, 0);
    assert_value(the(&f, HF_FINDING_NO_VOTERS), "one_feature", 1);
    assert_none(&f, HF_FINDING_NOT_RANKED);
    forget(&f);
}

static void all_networks_are_counted_where_all_vote(void **state)
{
    (void)state;
    found f;
    hf_results *results = filled_file(GRID "significance: {votes: all, methods: [olden]}\n",
                                      HF_DONE, 0, always_first);
    complete(results);
    look_at(&f, results, NULL, 0);
    assert_value(the(&f, HF_FINDING_NOT_LEARNED), "counted", 1);
    assert_value(the(&f, HF_FINDING_NOT_LEARNED), "not_learned", 100);
    assert_none(&f, HF_FINDING_LEARNED);
    assert_none(&f, HF_FINDING_NO_VOTERS);
    forget(&f);
}

/* ---- permuted labels ---- */

static void p_is_compared_with_1_minus_confidence(void **state)
{
    (void)state;
    static const struct {
        double p;
        int64_t permutations;
        hf_finding_kind kind;
        int smallest;
    } cases[] = {
        {1.0 / 20, 19, HF_FINDING_PREDICTS, 1},
        {2.0 / 40, 39, HF_FINDING_PREDICTS, 0},
        {1.0 / 40, 39, HF_FINDING_PREDICTS, 1},
        {2.0 / 20, 19, HF_FINDING_NOT_SHOWN_TO_PREDICT, 0},
        {3.0 / 40, 39, HF_FINDING_NOT_SHOWN_TO_PREDICT, 0},
        {1.0 / 19, 18, HF_FINDING_CANNOT_TELL_LABELS, 1},
        {1, 1, HF_FINDING_CANNOT_TELL_LABELS, 0},
    };
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        f.evidence.labels.permutations = cases[c].permutations;
        f.evidence.labels.p_value = cases[c].p;
        f.evidence.labels.observed = 0.9;
        look_again(&f);
        assert_int_equal(count_of(&f, HF_FINDING_PREDICTS) +
                             count_of(&f, HF_FINDING_NOT_SHOWN_TO_PREDICT) +
                             count_of(&f, HF_FINDING_CANNOT_TELL_LABELS),
                         1);
        const hf_finding *test = the(&f, cases[c].kind);
        assert_value(test, "p", cases[c].p);
        assert_value(test, "permutations", (double)cases[c].permutations);
        assert_value(test, "least", 1.0 / (double)(cases[c].permutations + 1));
        assert_value(test, "smallest", cases[c].smallest);
        assert_value(test, "needed", 19);
        assert_value(test, "balanced_accuracy", 0.9);
        assert_none(&f, HF_FINDING_NOT_COMPARED);
    }
    forget(&f);
}

/* With 90 % confidence 9 permutations are enough. */
static void as_many_permutations_are_needed_as_confidence_takes(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, GRID "significance: {top: 1, confidence: 0.9, methods: [olden]}\n"
                            "null_test: {labels: 9}\n");
    f.evidence.labels.p_value = 0.1;
    look_again(&f);
    assert_value(the(&f, HF_FINDING_PREDICTS), "needed", 9);
    forget(&f);
}

/* ---- accuracies that fall again ---- */

/* So many seeds, one split: mean test accuracies after the first and the last of 2 iterations. */
static void look_at_course(found *f, int64_t seeds, float at_first, float at_last)
{
    hf_text configuration = {0};
    const float history[2] = {at_first, at_last};
    hf_text_append(&configuration, "replicas: {seeds: %d}\nsplits: {count: 1}\n", (int)seeds);
    hf_results *results = filled_file(configuration.data, HF_DONE, 1, always_first);
    hf_text_free(&configuration);
    for (int64_t i = 0; i < seeds; i++) {
        expect_ok(hf_results_write(results, HF_HISTORY_TEST_ACCURACY, 0, i, 1, history, &error));
        expect_ok(hf_results_write(results, HF_REPLICAS_TEST_ACCURACY, 0, i, 1, &at_last, &error));
    }
    look_at(f, results, NULL, 0);
}

static void networks_that_become_worse_overfit(void **state)
{
    (void)state;
    static const struct {
        int64_t seeds, networks; /* 0: they do not overfit */
        float at_first, at_last;
    } cases[] = {{10, 10, 0.9f, 0.8f},     {1500, 1000, 0.9f, 0.8f}, {10, 0, 0.8f, 0.9f},
                 {10, 0, 0.815f, 0.8f},    {10, 10, 0.821f, 0.8f},   {9, 0, 0.9f, 0.8f},
                 {10, 0, (float)NAN, 0.8f}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        look_at_course(&f, cases[c].seeds, cases[c].at_first, cases[c].at_last);
        assert_int_equal(count_of(&f, HF_FINDING_OVERFITTING), cases[c].networks > 0);
        if (cases[c].networks > 0) {
            const hf_finding *overfit = the(&f, HF_FINDING_OVERFITTING);
            assert_value(overfit, "iteration", 1);
            assert_value(overfit, "highest_accuracy", (double)cases[c].at_first);
            assert_value(overfit, "accuracy", (double)cases[c].at_last);
            assert_value(overfit, "networks", (double)cases[c].networks);
        }
        forget(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_case_has_its_networks),
        cmocka_unit_test(of_one_hidden_size_its_networks_count),
        cmocka_unit_test(nothing_is_found_where_all_is_well),
        cmocka_unit_test(an_unfinished_file_is_one),
        cmocka_unit_test(of_a_shard_the_networks_alone_are_looked_at),
        cmocka_unit_test(it_is_known_why_no_network_is_counted),
        cmocka_unit_test(one_feature_cannot_be_ranked),
        cmocka_unit_test(all_networks_are_counted_where_all_vote),
        cmocka_unit_test(p_is_compared_with_1_minus_confidence),
        cmocka_unit_test(as_many_permutations_are_needed_as_confidence_takes),
        cmocka_unit_test(networks_that_become_worse_overfit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
