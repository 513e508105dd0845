/* Findings on the features: which lead, which stand out from permuted copies. On iris, whose four
 * features are called by their places here. */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TWO_ON_TOP GRID "significance: {top: 2, methods: [olden]}\n"

/* 1 - 0.025^(1/10) = 0.3085 is the interval's width of a frequency of exactly 1 or 0 of 10 seeds
 * and 10 splits. */
static void features_whose_interval_is_above_chance_lead(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, TWO_ON_TOP);
    assert_int_equal(count_of(&f, HF_FINDING_LEADS), 2);
    assert_none(&f, HF_FINDING_NONE_LEADS);
    assert_features(nth_of(&f, HF_FINDING_LEADS, 0), 1, (const int64_t[]){0});
    assert_features(nth_of(&f, HF_FINDING_LEADS, 1), 1, (const int64_t[]){3});
    for (int i = 0; i < 2; i++) {
        const hf_finding *leads = nth_of(&f, HF_FINDING_LEADS, i);
        assert_int_equal(leads->method, 0);
        assert_value(leads, "frequency", 1);
        assert_value(leads, "low", 1 - 0.30849710781876083);
        assert_value(leads, "high", 1);
        assert_value(leads, "chance", 0.5);
    }
    assert_sentence(&f, HF_FINDING_LEADS,
                    "By olden, the 95% intervals of these lie above chance (50.0%): sepal length "
                    "(cm) (100.0%), petal width (cm) (100.0%); not compared with noise.");
    forget(&f);
}

static void a_limit_at_chance_is_not_above_it(void **state)
{
    (void)state;
    static const struct {
        double low;
        int leads, none_leads;
    } cases[] = {{0.25, 0, 1}, {0.25 + 1e-9, 1, 0}, {0.25 - 1e-9, 0, 1}, {NAN, 0, 0}};
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        f.evidence.frequencies[0].frequency_low[0] = cases[c].low;
        look_again(&f);
        assert_int_equal(count_of(&f, HF_FINDING_LEADS), cases[c].leads);
        assert_int_equal(count_of(&f, HF_FINDING_NONE_LEADS), cases[c].none_leads);
        if (cases[c].none_leads)
            assert_value(the(&f, HF_FINDING_NONE_LEADS), "chance", 0.25);
    }
    forget(&f);
}

/* Features 0, 1 and 3 take turns, one of them a seed. */
static void features_that_take_turns_do_not_lead(void **state)
{
    (void)state;
    static const float turns[3][4] = {{9, 1, 2, 3}, {1, 9, 2, 3}, {1, 2, 3, 9}};
    found f;
    hf_results *results = filled_file("replicas: {seeds: 3}\nsplits: {count: 2}\n"
                                      "significance: {top: 1, methods: [olden]}\n",
                                      HF_DONE, 1, always_first);
    for (int64_t i = 0; i < 6; i++)
        expect_ok(hf_results_write(results, HF_IMPORTANCE, 0, i, 1, turns[i % 3], &error));
    complete(results);
    look_at(&f, results, NULL, 0);
    let_predict(&f);
    assert_none(&f, HF_FINDING_LEADS);
    assert_value(the(&f, HF_FINDING_NONE_LEADS), "chance", 0.25);
    forget(&f);
}

/* One split: the lower limit of 10 seeds that all select it is 1 - 0.975. */
static void with_one_split_a_feature_hardly_leads(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, "replicas: {seeds: 10}\nsplits: {count: 1}\n"
                       "significance: {top: 1, methods: [olden]}\n");
    assert_none(&f, HF_FINDING_LEADS);
    the(&f, HF_FINDING_NONE_LEADS);
    forget(&f);
    look_at_filled(&f, "replicas: {seeds: 1}\nsplits: {count: 1}\n"
                       "significance: {top: 1, methods: [olden]}\n");
    assert_none(&f, HF_FINDING_LEADS);
    the(&f, HF_FINDING_NONE_LEADS);
    forget(&f);
}

static void all_features_are_selected_by_definition(void **state)
{
    (void)state;
    const char *keys = GRID "significance: {top: 4, methods: [olden]}\n";
    found f;
    hf_text setting = {0};
    look_at_filled(&f, keys);
    const hf_finding *every = the(&f, HF_FINDING_EVERY_FEATURE_SELECTED);
    assert_value(every, "top", 4);
    assert_value(every, "can_be_smaller", 1);
    hf_finding_command(&f.evidence, every, &setting);
    assert_string_equal(setting.data, "holdfast aggregate test_report.h5 --set significance.top=2");
    hf_text_free(&setting);
    assert_none(&f, HF_FINDING_LEADS);
    assert_none(&f, HF_FINDING_NONE_LEADS);
    assert_none(&f, HF_FINDING_STABILITY);
    assert_none(&f, HF_FINDING_SIZES_DISAGREE);
    forget(&f);
    look_at(&f, filled_file(keys, HF_DONE, 1, always_first), NULL, 0); /* not complete */
    every = the(&f, HF_FINDING_EVERY_FEATURE_SELECTED);
    assert_value(every, "can_be_smaller", 0);
    hf_finding_command(&f.evidence, every, &setting);
    assert_int_equal(setting.length, 0);
    hf_text_free(&setting);
    forget(&f);
    look_at_filled(&f, GRID "significance: {top: 4, methods: [garson, permutation]}\n");
    assert_none(&f, HF_FINDING_METHODS_AGREE); /* nor does any lead by another method */
    assert_none(&f, HF_FINDING_METHODS_DISAGREE);
    forget(&f);
    look_at_filled(&f, GRID "significance: {top: 3, methods: [olden]}\n");
    assert_none(&f, HF_FINDING_EVERY_FEATURE_SELECTED);
    forget(&f);
}

static void hidden_units_are_no_features(void **state)
{
    (void)state;
    found f;
    const char *keys = "splits: {method: first_half}\nmodel: {hidden: [4]}\nreplicas: {seeds: 10}\n"
                       "significance: {top: 1, methods: [tutorial, max_weight]}\n";
    look_at_filled(&f, keys);
    assert_int_equal(the(&f, HF_FINDING_HIDDEN_UNITS)->method, 0);
    assert_none(&f, HF_FINDING_LEADS);
    assert_none(&f, HF_FINDING_NONE_LEADS);
    forget(&f);
    hf_results *results = filled_file(keys, HF_DONE, 1, always_first);
    complete(results);
    look_at(&f, results, "max_weight", 0);
    assert_none(&f, HF_FINDING_HIDDEN_UNITS);
    forget(&f);
}

/* ---- probes ---- */

static void look_at_probes(found *f, const uint8_t stands_out[4])
{
    static const double shares[4] = {0.9, 0.5, 0.8, 0.4};
    expect_ok(hf_results_write(f->results, HF_NULL_TEST_PROBES_METHOD_STANDS_OUT, 0, 0, 4,
                               stands_out, &error));
    expect_ok(hf_results_write(f->results, HF_NULL_TEST_PROBES_METHOD_SELECTED_SHARE, 0, 0, 4,
                               shares, &error));
    hf_results *results = f->results;
    hf_findings_free(&f->findings);
    hf_evidence_free(&f->evidence);
    look_at(f, results, NULL, 0);
}

/* In the order of the table: 0, 3, 2, 1. A false discovery rate of 0.25 takes four features. */
static void features_stand_out_from_probes(void **state)
{
    (void)state;
    static const struct {
        uint8_t stands_out[4];
        int64_t count, features[4];
    } cases[] = {{{0, 0, 0, 0}, 0, {0}},
                 {{1, 0, 0, 0}, 1, {0}},
                 {{0, 1, 1, 0}, 2, {2, 1}},
                 {{1, 1, 0, 1}, 3, {0, 3, 1}}};
    static const double shares[4] = {0.9, 0.5, 0.8, 0.4};
    found f;
    look_at_filled(&f, TWO_ON_TOP "null_test: {probes: 3}\n");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        look_at_probes(&f, cases[c].stands_out);
        assert_int_equal(count_of(&f, HF_FINDING_STANDS_OUT), cases[c].count);
        for (int64_t i = 0; i < cases[c].count; i++) {
            const hf_finding *stands_out = nth_of(&f, HF_FINDING_STANDS_OUT, i);
            assert_features(stands_out, 1, &cases[c].features[i]);
            assert_value(stands_out, "selected_share", shares[cases[c].features[i]]);
            assert_value(stands_out, "draws", 3);
            assert_value(stands_out, "fdr", 0.25);
        }
        if (cases[c].count > 0) {
            assert_none(&f, HF_FINDING_CANNOT_TELL_PROBES);
        } else {
            assert_value(the(&f, HF_FINDING_CANNOT_TELL_PROBES), "least_features", 4);
            assert_value(the(&f, HF_FINDING_CANNOT_TELL_PROBES), "draws", 3);
        }
        assert_int_equal(count_of(&f, HF_FINDING_LEADS), 2); /* another comparison */
        assert_none(&f, HF_FINDING_NOT_COMPARED);
    }
    forget(&f);
}

/* So many features have to stand out for a false discovery rate; 4 are not enough for 0.1. */
static void few_features_cannot_stand_out(void **state)
{
    (void)state;
    static const struct {
        const char *fdr, *says;
        double least;
    } cases[] = {{"0.99", "finds at least 2 features, or none.", 2},
                 {"0.5", "finds at least 2 features, or none.", 2},
                 {"0.49", "finds at least 3 features, or none.", 3},
                 {"0.25", "finds at least 4 features, or none.", 4},
                 {"0.24", "finds none among 4 features.", 4}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        hf_text keys = {0};
        hf_text_append(&keys, TWO_ON_TOP "null_test: {probes: 1, fdr: %s}\n", cases[c].fdr);
        look_at_filled(&f, keys.data);
        hf_text_free(&keys);
        look_at_probes(&f, (const uint8_t[4]){0});
        const hf_finding *cannot = the(&f, HF_FINDING_CANNOT_TELL_PROBES);
        assert_value(cannot, "least_features", cases[c].least);
        assert_value(cannot, "features", 4);
        char *sentence = sentence_of(&f, cannot);
        assert_says(sentence, cases[c].says);
        free(sentence);
        forget(&f);
    }
}

/* Feature 0 lies above all probes in half of the draws, the others below. */
static void one_feature_above_all_probes_is_not_enough(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, TWO_ON_TOP "null_test: {probes: 2}\n");
    look_at_probes(&f, (const uint8_t[4]){0});
    double *frequency = f.evidence.null_methods[0].probes.frequency;
    for (int c = 0; c < 16; c++)
        frequency[c] = c == 0 ? 1 : c % 8 < 4 ? 0.1 : 0.2;
    look_again(&f);
    assert_none(&f, HF_FINDING_NONE_STANDS_OUT);
    assert_value(the(&f, HF_FINDING_CANNOT_TELL_PROBES), "above_all_probes", 1);
    assert_sentence(
        &f, HF_FINDING_CANNOT_TELL_PROBES,
        "By olden, the comparison with permuted copies of the features cannot tell: it finds at "
        "least 4 features, or none. More frequent than every copy: 1 feature.");
    for (int c = 0; c < 4; c++)
        frequency[c] = 1;
    look_again(&f);
    assert_none(&f, HF_FINDING_CANNOT_TELL_PROBES);
    assert_sentence(&f, HF_FINDING_NONE_STANDS_OUT,
                    "By olden, no feature stands out from permuted copies of the features.");
    forget(&f);
}

/* The interval of the score lies above chance, or the labels' p is at most 0.05. */
static void where_networks_are_not_shown_to_predict_nothing_stands_out(void **state)
{
    (void)state;
    static const struct {
        double low, p;
        int permutations, stands_out;
    } cases[] = {{0.3, 1, 19, 0}, {0.3, 0.1, 19, 0}, {0.3, 0.05, 19, 1}, {0.3, 1, 18, 0},
                 {0.3, 1, 0, 0},  {0.34, 1, 19, 1},  {0.34, 1, 0, 1}};
    found f;
    look_at_filled(&f, TWO_ON_TOP "null_test: {probes: 2}\n");
    look_at_probes(&f, (const uint8_t[4]){1, 0, 0, 1});
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        f.evidence.across.score_low = cases[c].low;
        f.evidence.labels.permutations = cases[c].permutations;
        f.evidence.labels.p_value = cases[c].p;
        look_again(&f);
        assert_int_equal(count_of(&f, HF_FINDING_STANDS_OUT), 2 * cases[c].stands_out);
        assert_none(&f, HF_FINDING_CANNOT_TELL_PROBES);
        assert_none(&f, HF_FINDING_NONE_STANDS_OUT);
    }
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_whose_interval_is_above_chance_lead),
        cmocka_unit_test(a_limit_at_chance_is_not_above_it),
        cmocka_unit_test(features_that_take_turns_do_not_lead),
        cmocka_unit_test(with_one_split_a_feature_hardly_leads),
        cmocka_unit_test(all_features_are_selected_by_definition),
        cmocka_unit_test(hidden_units_are_no_features),
        cmocka_unit_test(features_stand_out_from_probes),
        cmocka_unit_test(few_features_cannot_stand_out),
        cmocka_unit_test(one_feature_above_all_probes_is_not_enough),
        cmocka_unit_test(where_networks_are_not_shown_to_predict_nothing_stands_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
