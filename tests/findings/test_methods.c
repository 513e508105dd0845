/* Findings on the methods: does what the leading one says agree with what predictions rest on? On
 * iris, whose four features are called by their places here. */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>

/* By the first method features 0, 3, 2, 1 lead in this order, by the second those of `second`. */
static void look_at_two(found *f, const char *methods, const float second[4])
{
    hf_text configuration = {0};
    hf_text_append(&configuration, GRID "significance: {top: 2, methods: [%s]}\n", methods);
    hf_results *results = filled_file(configuration.data, HF_DONE, 1, always_first);
    hf_text_free(&configuration);
    for (int64_t i = 0; i < 100; i++)
        expect_ok(hf_results_write(results, HF_IMPORTANCE, 1, i, 1, second, &error));
    complete(results);
    look_at(f, results, NULL, 0);
}

/* Spearman's rho by hand: 1 - 6 sum of squared differences of ranks / (4 x 15). */
static void what_predictions_rest_on_stands_beside_weights(void **state)
{
    (void)state;
    static const struct {
        const char *methods;
        float second[4];
        hf_finding_kind kind;
        double common, rho;
        int64_t features[2];
        const char *says;
    } cases[] = {
        {"max_abs_weight, permutation",
         {1, 9, 3, 2},
         HF_FINDING_METHODS_DISAGREE,
         0,
         -1,
         {1, 2},
         "max_abs_weight measures the size of weights. By permutation, which measures what "
         "predictions rest on, other features lead: sepal width (cm) (100.0%) and petal length "
         "(cm) (100.0%) (0 of 2 in common; rho -1.00)."},
        {"garson, integrated_gradients",
         {9, 3, 2, 1},
         HF_FINDING_METHODS_DISAGREE,
         1,
         0.2,
         {0, 1},
         "garson measures the size of weights. By integrated_gradients, which measures what "
         "predictions rest on, these lead: sepal length (cm) (100.0%) and sepal width (cm) "
         "(100.0%) (1 of 2 in common; rho 0.20)."},
        {"l2_norm, permutation",
         {9, 1, 2, 3},
         HF_FINDING_METHODS_AGREE,
         2,
         1,
         {0, 3},
         "l2_norm measures the size of weights. permutation, which measures what predictions rest "
         "on, agrees (2 of 2 in common; rho 1.00)."},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        look_at_two(&f, cases[c].methods, cases[c].second);
        const hf_finding *beside = the(&f, cases[c].kind);
        assert_int_equal(
            count_of(&f, HF_FINDING_METHODS_AGREE) + count_of(&f, HF_FINDING_METHODS_DISAGREE), 1);
        assert_int_equal(beside->method, 1);
        assert_features(beside, 2, cases[c].features);
        assert_value(beside, "common", cases[c].common);
        assert_value(beside, "top", 2);
        assert_value(beside, "rho", cases[c].rho);
        assert_sentence(&f, cases[c].kind, cases[c].says);
        assert_none(&f, HF_FINDING_INFLUENCE_NOT_MEASURED);
        forget(&f);
    }
}

/* Olden's products measure neither; a method of influence that leads needs none beside it. */
static void methods_that_do_not_measure_weights_stand_alone(void **state)
{
    (void)state;
    static const char *const silent[] = {"olden, permutation", "permutation, max_abs_weight",
                                         "integrated_gradients, garson"};
    const float opposite[4] = {1, 9, 3, 2};
    for (size_t c = 0; c < sizeof silent / sizeof *silent; c++) {
        found f;
        look_at_two(&f, silent[c], opposite);
        assert_none(&f, HF_FINDING_METHODS_AGREE);
        assert_none(&f, HF_FINDING_METHODS_DISAGREE);
        assert_none(&f, HF_FINDING_INFLUENCE_NOT_MEASURED);
        forget(&f);
    }
}

/* Two that measure the same thing are said where they disagree. */
static void methods_of_influence_that_disagree_are_named(void **state)
{
    (void)state;
    const float opposite[4] = {1, 9, 3, 2}, same[4] = {9, 1, 2, 3};
    found f;
    look_at_two(&f, "permutation, integrated_gradients", opposite);
    assert_sentence(&f, HF_FINDING_METHODS_DISAGREE,
                    "The methods disagree: by integrated_gradients other features lead: sepal "
                    "width (cm) (100.0%) and petal "
                    "length (cm) (100.0%) (0 of 2 in common; rho -1.00).");
    forget(&f);
    look_at_two(&f, "integrated_gradients, permutation", same);
    assert_none(&f, HF_FINDING_METHODS_DISAGREE);
    assert_none(&f, HF_FINDING_METHODS_AGREE);
    forget(&f);
}

/* They agree from a rho of 0.5 on with at least half of their first features in common. */
static void half_is_enough_to_agree(void **state)
{
    (void)state;
    static const struct {
        double rho;
        float second[4]; /* 2, 1 or none of the first two in common */
        bool agree;
    } cases[] = {{0.5, {9, 1, 2, 3}, true}, {0.5 - 1e-9, {9, 1, 2, 3}, false},
                 {0.5, {9, 3, 2, 1}, true}, {0.9, {1, 9, 3, 2}, false},
                 {NAN, {9, 1, 2, 3}, true}, {-1, {9, 1, 2, 3}, false}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        look_at_two(&f, "max_abs_weight, permutation", cases[c].second);
        f.evidence.across.agreement[1] = cases[c].rho;
        look_again(&f);
        assert_int_equal(count_of(&f, HF_FINDING_METHODS_AGREE), cases[c].agree);
        assert_int_equal(count_of(&f, HF_FINDING_METHODS_DISAGREE), !cases[c].agree);
        forget(&f);
    }
}

/* What hidden units have in common with features says nothing, however much it is. */
static void hidden_units_do_not_agree_with_features(void **state)
{
    (void)state;
    const float second[4] = {9, 1, 2, 3};
    found f;
    hf_results *results = filled_file("splits: {method: first_half}\nmodel: {hidden: [4]}\n"
                                      "replicas: {seeds: 10}\n"
                                      "significance: {top: 2, methods: [tutorial, permutation]}\n",
                                      HF_DONE, 1, always_first);
    for (int64_t i = 0; i < 10; i++)
        expect_ok(hf_results_write(results, HF_IMPORTANCE, 1, i, 1, second, &error));
    complete(results);
    look_at(&f, results, NULL, 0);
    let_predict(&f);
    assert_value(the(&f, HF_FINDING_METHODS_DISAGREE), "common", 2);
    assert_none(&f, HF_FINDING_METHODS_AGREE);
    forget(&f);
}

static void the_way_to_a_method_of_influence_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *setting, *ends;
        bool is_complete;
        double null_tests;
    } cases[] = {
        {"significance: {methods: [l2_norm, garson]}\n",
         "holdfast aggregate test_report.h5 --set "
         "'significance.methods=[l2_norm,garson,permutation]'",
         ", and holdfast aggregate adds them without training.", true, 0},
        {"significance: {methods: [l2_norm]}\n", "",
         ". Once the run is complete, holdfast aggregate adds one of them.", false, 0},
        {"significance: {methods: [l2_norm]}\nnull_test: {probes: 1}\n", "",
         ": name one of them in significance.methods and run again (null tests keep no weights to "
         "compute it from).",
         true, 1},
        {"significance: {methods: [max_abs_weight, l2_norm, garson, max_weight, olden]}\n",
         "holdfast aggregate test_report.h5 --set "
         "'significance.methods=[max_abs_weight,l2_norm,garson,max_weight,olden,permutation]'",
         ", and holdfast aggregate adds them without training.", true, 0},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        hf_text keys = {0}, setting = {0};
        hf_text_append(&keys, GRID "%s", cases[c].keys);
        hf_results *results = filled_file(keys.data, HF_DONE, 1, always_first);
        hf_text_free(&keys);
        if (cases[c].is_complete)
            complete(results);
        look_at(&f, results, NULL, 0);
        let_predict(&f);
        const hf_finding *missing = the(&f, HF_FINDING_INFLUENCE_NOT_MEASURED);
        assert_value(missing, "null_tests", cases[c].null_tests);
        assert_value(missing, "complete", cases[c].is_complete);
        hf_finding_command(&f.evidence, missing, &setting);
        assert_string_equal(setting.data ? setting.data : "", cases[c].setting);
        char *sentence = sentence_of(&f, missing);
        assert_says(sentence, cases[c].ends);
        free(sentence);
        hf_text_free(&setting);
        forget(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_predictions_rest_on_stands_beside_weights),
        cmocka_unit_test(methods_that_do_not_measure_weights_stand_alone),
        cmocka_unit_test(methods_of_influence_that_disagree_are_named),
        cmocka_unit_test(half_is_enough_to_agree),
        cmocka_unit_test(hidden_units_do_not_agree_with_features),
        cmocka_unit_test(the_way_to_a_method_of_influence_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
