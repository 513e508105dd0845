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
    assert_none(&f, HF_FINDING_LEARNED); /* of shards alone */
    const hf_finding *not_learned = the(&f, HF_FINDING_NOT_LEARNED);
    assert_value(not_learned, "not_learned", 1);
    assert_value(not_learned, "done", 6);
    assert_value(not_learned, "counted", 0);
    assert_value(not_learned, "nothing", NAN);
    assert_int_equal(not_learned->method, -1);
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
    assert_none(&f, HF_FINDING_NOT_LEARNED);
    assert_value(the(&f, HF_FINDING_DIVERGED), "ended", 4);
    assert_value(nth_of(&f, HF_FINDING_NOT_RANKED, 0), "networks", 3);
    assert_sentence(&f, HF_FINDING_DIVERGED,
                    "1 of 4 networks with hidden size 5 diverged (the loss is not finite) and is "
                    "not counted.");
    f.evidence.course = (hf_course){.replicas = 10, .iteration = 7, .highest = 0.9, .end = 0.5};
    look_again(&f);
    assert_sentence(&f, HF_FINDING_OVERFITTING,
                    "The networks with hidden size 5 overfit: mean test accuracy was 90.0% after 7 "
                    "iterations and is 50.0% at the end. Train fewer iterations, or stop early "
                    "(training.validation_fraction: 0.2).");
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
    static const hf_finding_kind kinds[] = {
        HF_FINDING_UNFINISHED, HF_FINDING_NO_VOTERS,  HF_FINDING_NOT_LEARNED,
        HF_FINDING_DIVERGED,   HF_FINDING_NOT_RANKED, HF_FINDING_OVERFITTING,
        HF_FINDING_ODD_SEED,   HF_FINDING_ODD_SPLIT,  HF_FINDING_OUTLIER,
        HF_FINDING_IDENTIFIER, HF_FINDING_IMBALANCE,  HF_FINDING_DUPLICATE_ROWS};
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
        assert_int_equal(count_of(&f, HF_FINDING_THIS_SAMPLE), c >= 2);
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
    assert_none(&f, HF_FINDING_NO_VOTERS);
    forget(&f);
}

/* ---- do the networks predict? ---- */

static hf_finding_kind kind_of_prediction(const found *f)
{
    static const hf_finding_kind kinds[] = {HF_FINDING_PREDICTS, HF_FINDING_NOT_SHOWN_TO_PREDICT,
                                            HF_FINDING_CANNOT_TELL_PREDICTION};
    int there = 3;
    for (int k = 0; k < 3; k++)
        if (count_of(f, kinds[k]) == 1) {
            assert_int_equal(there, 3);
            there = k;
        }
    assert_true(there < 3);
    return kinds[there];
}

/* Chance is 1/3 on iris. Predicts where the interval lies above it, or where the labels' p is at
 * most 0.05; below 5 splits the interval says nothing, and without an interval the mean decides. */
static void interval_or_labels_show_that_networks_predict(void **state)
{
    (void)state;
    enum {
        YES = HF_FINDING_PREDICTS,
        NO = HF_FINDING_NOT_SHOWN_TO_PREDICT,
        UNKNOWN = HF_FINDING_CANNOT_TELL_PREDICTION
    };
    static const struct {
        int splits;
        double score, low, p;
        int permutations;
        int kind;
    } cases[] = {
        {10, 0.5, 0.34, NAN, 0, YES},
        {10, 0.5, 1.0 / 3, NAN, 0, NO},
        {10, 0.5, 0.30, NAN, 0, NO},
        {5, 0.5, 0.34, NAN, 0, YES},
        {4, 0.5, 0.34, NAN, 0, UNKNOWN},
        {4, 0.9, 0.8, NAN, 0, UNKNOWN},
        {1, 0.9, NAN, NAN, 0, UNKNOWN},
        /* all splits score the same: no interval */
        {5, 0.34, NAN, NAN, 0, YES},
        {5, 1.0 / 3, NAN, NAN, 0, NO},
        /* with permuted labels */
        {1, 0.9, NAN, 1.0 / 20, 19, YES},
        {1, 0.9, NAN, 2.0 / 20, 19, NO},
        {4, 0.9, 0.8, 2.0 / 40, 39, YES},
        {10, 0.5, 0.30, 0.05, 19, YES},
        {10, 0.5, 0.30, 0.10, 19, NO},
        {10, 0.5, 0.34, 0.10, 19, YES},
        /* 18 permutations cannot give 0.05 */
        {1, 0.9, NAN, 1.0 / 19, 18, UNKNOWN},
        {10, 0.5, 0.30, 1.0 / 19, 18, NO},
        {10, 0.5, 0.34, 1.0 / 19, 18, YES},
    };
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        f.evidence.splits_done = cases[c].splits;
        f.evidence.across.score = cases[c].score;
        f.evidence.across.score_low = cases[c].low;
        f.evidence.across.score_high = 1.1;
        f.evidence.labels.permutations = cases[c].permutations;
        f.evidence.labels.p_value = cases[c].p;
        f.evidence.labels.observed = 0.9;
        look_again(&f);
        if (kind_of_prediction(&f) != (hf_finding_kind)cases[c].kind)
            fail_msg("case %zu: %s", c, hf_finding_name(kind_of_prediction(&f)));
        const hf_finding *said = the(&f, kind_of_prediction(&f));
        const bool interval = cases[c].splits >= 5 && !isnan(cases[c].low);
        assert_value(said, "score", cases[c].score);
        assert_value(said, "low", interval ? cases[c].low : NAN);
        assert_value(said, "high", interval ? 1 : NAN); /* no accuracy is above it */
        assert_value(said, "chance", 1.0 / 3);
        assert_value(said, "splits", cases[c].splits);
        assert_value(said, "p", cases[c].p);
        assert_value(said, "needed", 19);
        assert_int_equal(count_of(&f, HF_FINDING_LEADS), cases[c].kind == YES);
        assert_int_equal(count_of(&f, HF_FINDING_STABILITY), cases[c].kind == YES);
        assert_int_equal(count_of(&f, HF_FINDING_NONE_LEADS), 0);
        /* all features of iris are associated with the classes */
        assert_int_equal(count_of(&f, HF_FINDING_NETWORKS_MISS_IT), cases[c].kind == NO);
    }
    forget(&f);
}

static void labels_stand_beside_the_interval(void **state)
{
    (void)state;
    static const struct {
        double low, p;
        int permutations;
        hf_finding_kind kind;
        const char *says;
    } cases[] = {
        {0.8, NAN, 0, HF_FINDING_PREDICTS,
         "The networks predict: mean balanced accuracy 90.0% (95% interval 80.0% to 100.0%), "
         "chance 33.3%."},
        {0.8, 0.05, 19, HF_FINDING_PREDICTS,
         "The networks predict: mean balanced accuracy 90.0% (95% interval 80.0% to 100.0%), "
         "chance 33.3%. Permuted labels: p = 0.050."},
        {0.8, 0.5, 19, HF_FINDING_PREDICTS,
         "The networks predict: mean balanced accuracy 90.0% (95% interval 80.0% to 100.0%), "
         "chance 33.3%. The test with permuted labels does not show it (p = 0.500)."},
        {0.8, 0.1, 9, HF_FINDING_PREDICTS,
         "The networks predict: mean balanced accuracy 90.0% (95% interval 80.0% to 100.0%), "
         "chance 33.3%. Permuted labels cannot tell: 19 permutations are needed."},
        {0.3, 0.025, 79, HF_FINDING_PREDICTS,
         "The networks predict better than networks with permuted labels (p = 0.025): mean "
         "balanced accuracy 90.0%, chance 33.3%. The interval over splits, 30.0% to 100.0%, holds "
         "chance as well."},
        {NAN, NAN, 0, HF_FINDING_PREDICTS,
         "The networks predict: mean balanced accuracy 90.0% in every split, so without an "
         "interval, chance 33.3%."},
        {0.3, 0.5, 19, HF_FINDING_NOT_SHOWN_TO_PREDICT,
         "The networks are not shown to predict: mean balanced accuracy 90.0% (95% interval 30.0% "
         "to 100.0%), chance 33.3%. Permuted labels: p = 0.500. So nothing is said of what they "
         "rest on. That does not show that they cannot predict."},
    };
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        f.evidence.across.score_low = cases[c].low;
        f.evidence.labels.permutations = cases[c].permutations;
        f.evidence.labels.p_value = cases[c].p;
        look_again(&f);
        assert_sentence(&f, cases[c].kind, cases[c].says);
    }
    f.evidence.splits_done = 1;
    f.evidence.labels.permutations = 0;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_CANNOT_TELL_PREDICTION,
                    "It cannot be told whether the networks predict: mean balanced accuracy 90.0%, "
                    "chance 33.3%, and 1 split is too few for an interval. So nothing is said of "
                    "what they rest on. Use 5 splits or more, or set null_test.labels to 19.");
    forget(&f);
}

/* Whatever is asked of the networks, no answer follows where they are not shown to predict. */
static void networks_that_do_not_predict_answer_nothing(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, GRID "significance: {top: 1, methods: [max_abs_weight, permutation]}\n"
                            "model: {hidden: [3, 5]}\nnull_test: {probes: 2}\n");
    f.evidence.across.score_low = 0.3;
    f.evidence.null_methods[0].probes.stands_out[0] = 1;
    for (int i = 0; i < 4; i++)
        f.evidence.conditional.q_value[i] = f.evidence.univariate.q_value[i] = 0.001;
    look_again(&f);
    for (int64_t i = 0; i < f.findings.count; i++)
        if (hf_finding_level(f.findings.items[i].kind) == HF_LEVEL_ANSWER)
            assert_int_equal(f.findings.items[i].kind, HF_FINDING_ASSOCIATED);
    the(&f, HF_FINDING_ASSOCIATED);
    assert_sentence(&f, HF_FINDING_NETWORKS_MISS_IT,
                    "By themselves 4 of 4 features are associated with the classes: there is "
                    "something to find, and the networks are not shown to use it.");
    forget(&f);
}

/* Lucky ones are not said to have learned as if the others had not. */
static void networks_above_chance_may_be_lucky(void **state)
{
    (void)state;
    found f;
    look_at_small(&f);
    assert_sentence(&f, HF_FINDING_NOT_LEARNED,
                    "1 of 6 networks did not beat chance and is not counted.");
    f.evidence.across.score_low = 0.3;
    look_again(&f);
    assert_sentence(
        &f, HF_FINDING_NOT_LEARNED,
        "5 of 6 networks are counted: those that beat chance on their own test rows. Some "
        "of the networks that are trained on noise are so too.");
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

/* Iris in halves: three classes of 25 rows, ln 3 = 1.0986. */
static void a_loss_above_a_constant_guess_is_overfitting(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    assert_true(fabs(f.evidence.data.entropy - 1.0986122886681098) < 1e-12);
    assert_true(isnan(f.evidence.test_loss)); /* not filled in */
    f.evidence.test_loss = 1.0986;
    look_again(&f);
    assert_none(&f, HF_FINDING_OVERFITTING);
    f.evidence.test_loss = 1.3;
    look_again(&f);
    assert_value(the(&f, HF_FINDING_OVERFITTING), "test_loss", 1.3);
    assert_value(the(&f, HF_FINDING_OVERFITTING), "constant_loss", 1.0986122886681098);
    assert_sentence(&f, HF_FINDING_OVERFITTING,
                    "The networks overfit: mean test loss is 1.30, a constant guess has 1.10. "
                    "Train fewer iterations, or stop early (training.validation_fraction: 0.2).");
    f.evidence.course = (hf_course){.replicas = 10, .iteration = 7, .highest = 0.9, .end = 0.5};
    look_again(&f);
    assert_sentence(&f, HF_FINDING_OVERFITTING,
                    "The networks overfit: mean test loss is 1.30, a constant guess has 1.10. Test "
                    "accuracy was best after 7 iterations. Train fewer iterations, or stop early "
                    "(training.validation_fraction: 0.2).");
    forget(&f);
    /* the loss of softmax of softmax is another measure */
    hf_results *results = results_file_create(
        "test_report.h5",
        "data: {source: 'builtin:iris'}\ntraining: {loss: cross_entropy_of_softmax}\n");
    look_at(&f, results, NULL, 0);
    f.evidence.test_loss = 1.3;
    look_again(&f);
    assert_none(&f, HF_FINDING_OVERFITTING);
    forget(&f);
}

/* The guess that the weights make the best one, and its weighted loss. */
static void a_constant_guess_is_weighted_like_the_loss(void **state)
{
    (void)state;
    const struct {
        const char *weight;
        double entropy;
    } cases[] = {{"none", 1.0986122886681098},
                 {"balanced", 1.0986122886681098},
                 {"[2, 1, 1]", 1.0397207708399179}, /* of 1/2, 1/4, 1/4 */
                 {"{virginica: 0.5, setosa: 0.5, versicolor: 1}", 1.0397207708399179}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        char text[200];
        snprintf(text, sizeof text,
                 "data: {source: 'builtin:iris'}\ntraining: {class_weight: %s}\n", cases[c].weight);
        look_at(&f, results_file_create("test_report.h5", text), NULL, 0);
        assert_true(fabs(f.evidence.data.entropy - cases[c].entropy) < 1e-12);
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
        cmocka_unit_test(interval_or_labels_show_that_networks_predict),
        cmocka_unit_test(labels_stand_beside_the_interval),
        cmocka_unit_test(networks_that_do_not_predict_answer_nothing),
        cmocka_unit_test(networks_above_chance_may_be_lucky),
        cmocka_unit_test(networks_that_become_worse_overfit),
        cmocka_unit_test(a_loss_above_a_constant_guess_is_overfitting),
        cmocka_unit_test(a_constant_guess_is_weighted_like_the_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
