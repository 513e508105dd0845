/* Findings on stability, hidden sizes, few seeds and splits, and on what cannot be said. */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>

/* Of the small case, top 2 of 4: two networks have 2 x 2/4 = 1 in common by chance; a Phi-cross of
 * 0.5 is half of the way from there to 2. */
static void what_two_networks_have_in_common_is_counted(void **state)
{
    (void)state;
    found f;
    look_at_small(&f);
    hf_frequencies *s = &f.evidence.frequencies[0];
    s->stability_cross = 0.5;
    s->stability_cross_low = 0.25;
    s->stability_cross_high = 0.75;
    s->stability_seed = 0.5;
    s->stability_split = 0.6;
    s->stability_hidden = 0.7;
    look_again(&f);
    const hf_finding *stability = the(&f, HF_FINDING_STABILITY);
    assert_int_equal(stability->method, 0);
    assert_value(stability, "common", 1.5);
    assert_value(stability, "top", 2);
    assert_value(stability, "chance", 1);
    assert_value(stability, "phi_cross", 0.5);
    assert_value(stability, "low", 0.25);
    assert_value(stability, "high", 0.75);
    assert_value(stability, "phi_seed", 0.5);
    assert_value(stability, "phi_split", 0.6);
    assert_value(stability, "phi_hidden", 0.7);
    assert_sentence(&f, HF_FINDING_STABILITY,
                    "Two networks that differ in seed and split share 1.5 of 2 features (chance "
                    "1.0). The seed changes the answer most, the hidden size least.");
    s->stability_cross = NAN;
    look_again(&f);
    assert_none(&f, HF_FINDING_STABILITY);
    forget(&f);
}

/* The lowest overlap changes most; where all are within 0.02 none does, and the highest is named
 * only where it is apart from the one in between. */
static void the_choice_that_changes_most_is_named(void **state)
{
    (void)state;
    static const struct {
        double seed, split, hidden;
        const char *most, *least; /* NULL: none */
    } cases[] = {
        {0.5, 0.6, 0.7, "seed_most", "hidden_least"},
        {0.7, 0.5, 0.6, "split_most", "seed_least"},
        {0.7, 0.8, 0.5, "hidden_most", "split_least"},
        {0.5, 0.7, 0.69, "seed_most", NULL},
        {0.5, 0.7, 0.679, "seed_most", "split_least"},
        {0.5, 0.519, 0.51, NULL, NULL},
        {0.5, 0.521, 0.51, "seed_most", NULL},
        {0.5, 0.6, NAN, "seed_most", "split_least"},
        {NAN, 0.6, 0.5, "hidden_most", "split_least"},
        {0.5, NAN, NAN, NULL, NULL},
        {NAN, NAN, NAN, NULL, NULL},
    };
    static const char *const names[] = {"seed_most",  "split_most",  "hidden_most",
                                        "seed_least", "split_least", "hidden_least"};
    found f;
    look_at_small(&f);
    f.evidence.frequencies[0].stability_cross = 0.5;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        f.evidence.frequencies[0].stability_seed = cases[c].seed;
        f.evidence.frequencies[0].stability_split = cases[c].split;
        f.evidence.frequencies[0].stability_hidden = cases[c].hidden;
        look_again(&f);
        const hf_finding *stability = the(&f, HF_FINDING_STABILITY);
        assert_value(stability, "one_most", cases[c].most ? 1 : NAN);
        for (int i = 0; i < 6; i++) {
            const bool named = names[i] == cases[c].most || names[i] == cases[c].least;
            assert_value(stability, names[i], named ? 1 : NAN);
        }
    }
    forget(&f);
}

/* Features 0, 1 and 3 take turns with the seed: it alone varies the answer. */
static void only_what_varies_is_blamed(void **state)
{
    (void)state;
    static const struct {
        const char *grid, *most;
        int64_t replicas, per_turn;
    } cases[] = {
        {"replicas: {seeds: 3}\nsplits: {count: 2}\n", "seed_most", 6, 1},
        {"replicas: {seeds: 2}\nsplits: {count: 3}\n", "split_most", 6, 2},
        {"replicas: {seeds: 3}\nsplits: {count: 2}\nmodel: {hidden: [3, 5]}\n", "seed_most", 12, 1},
        {"replicas: {seeds: 3}\nsplits: {count: 3}\nmodel: {hidden: [3, 5]}\n", "hidden_most", 18,
         3},
    };
    static const float turns[3][4] = {{9, 1, 2, 3}, {1, 9, 2, 3}, {1, 2, 3, 9}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        hf_text keys = {0};
        hf_text_append(&keys, "%ssignificance: {top: 1, methods: [olden]}\n", cases[c].grid);
        hf_results *results = filled_file(keys.data, HF_DONE, 1, always_first);
        hf_text_free(&keys);
        for (int64_t i = 0; i < cases[c].replicas; i++) {
            const int64_t turn = c == 3 ? i / 3 % 2 : i / cases[c].per_turn % 3;
            expect_ok(hf_results_write(results, HF_IMPORTANCE, 0, i, 1, turns[turn], &error));
        }
        complete(results);
        look_at(&f, results, NULL, 0);
        let_predict(&f);
        assert_value(the(&f, HF_FINDING_STABILITY), cases[c].most, 1);
        forget(&f);
    }
}

static void a_single_choice_is_not_blamed(void **state)
{
    (void)state;
    static const char *const grids[] = {"replicas: {seeds: 3}\nsplits: {count: 1}\n",
                                        "replicas: {seeds: 1}\nsplits: {count: 3}\n"};
    for (int c = 0; c < 2; c++) {
        found f;
        hf_text keys = {0};
        hf_text_append(&keys, "%ssignificance: {top: 1, methods: [olden]}\n", grids[c]);
        look_at_filled(&f, keys.data);
        hf_text_free(&keys);
        assert_none(&f, HF_FINDING_STABILITY);
        forget(&f);
    }
}

/* ---- hidden sizes ---- */

static float first_in_even_blocks_of_30(int64_t replica)
{
    return replica / 30 % 2 == 0 ? 9 : 0;
}

static void hidden_sizes_are_compared_from_30_networks_each_on(void **state)
{
    (void)state;
    found f;
    hf_results *results = filled_file("model: {hidden: [3, 5]}\nreplicas: {seeds: 30}\n"
                                      "splits: {count: 1}\nsignificance: {top: 1, methods: "
                                      "[olden]}\n",
                                      HF_DONE, 1, first_in_even_blocks_of_30);
    complete(results);
    look_at(&f, results, NULL, 0);
    let_predict(&f);
    const hf_finding *sizes = the(&f, HF_FINDING_SIZES_DISAGREE);
    assert_features(sizes, 1, (const int64_t[]){3});
    assert_value(sizes, "lowest", 0);
    assert_value(sizes, "lowest_hidden", 3);
    assert_value(sizes, "highest", 1);
    assert_value(sizes, "highest_hidden", 5);
    assert_sentence(&f, HF_FINDING_SIZES_DISAGREE,
                    "The hidden size matters: petal width (cm) has 0.0% with 3 hidden units and "
                    "100.0% with 5.");
    f.evidence.frequencies[0].voters_by_hidden[1] = 29;
    look_again(&f);
    assert_none(&f, HF_FINDING_SIZES_DISAGREE);
    forget(&f);
}

/* Of the first features that which differs most; from 5 points on. */
static void sizes_differ_from_5_points_on(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, "model: {hidden: [3, 5]}\nreplicas: {seeds: 30}\nsplits: {count: 1}\n"
                       "significance: {top: 2, methods: [olden]}\n");
    assert_none(&f, HF_FINDING_SIZES_DISAGREE);
    double *by_hidden = f.evidence.frequencies[0].frequency_by_hidden;
    by_hidden[4 + 3] = 0.951; /* feature 3, 5 hidden units */
    by_hidden[4 + 1] = 0.5;   /* feature 1 is none of the first */
    look_again(&f);
    assert_none(&f, HF_FINDING_SIZES_DISAGREE);
    by_hidden[4 + 3] = 0.949;
    look_again(&f);
    assert_features(the(&f, HF_FINDING_SIZES_DISAGREE), 1, (const int64_t[]){3});
    assert_value(the(&f, HF_FINDING_SIZES_DISAGREE), "lowest", 0.949);
    assert_value(the(&f, HF_FINDING_SIZES_DISAGREE), "lowest_hidden", 5);
    by_hidden[0] = 0.94;
    look_again(&f);
    assert_features(the(&f, HF_FINDING_SIZES_DISAGREE), 1, (const int64_t[]){0});
    forget(&f);
}

/* ---- few seeds and splits, and what cannot be said ---- */

static void fewer_than_10_seeds_or_splits_are_few(void **state)
{
    (void)state;
    static const struct {
        const char *grid;
        double seeds, splits; /* 0: not few */
        int one_seed, one_split;
        const char *says;
    } cases[] = {
        {"replicas: {seeds: 10}\nsplits: {count: 10}\n", 0, 0, 0, 0, NULL},
        {"replicas: {seeds: 9}\nsplits: {count: 10}\n", 9, 10, 0, 0,
         "With fewer than 10 seeds or splits the intervals are rough and mostly too narrow: there "
         "are 9 seeds and 10 splits."},
        {"replicas: {seeds: 10}\nsplits: {count: 9}\n", 10, 9, 0, 0,
         "With fewer than 10 seeds or splits the intervals are rough and mostly too narrow: there "
         "are 10 seeds and 9 splits."},
        {"replicas: {seeds: 10}\nsplits: {count: 1}\n", 10, 1, 0, 1,
         "There is only 1 split, so nothing is known of other splits; the intervals are about "
         "other "
         "seeds (10 seeds)."},
        {"replicas: {seeds: 1}\nsplits: {count: 10}\n", 1, 10, 1, 0,
         "There is only 1 seed, so nothing is known of other seeds; the intervals are about other "
         "splits (10 splits)."},
        {"replicas: {seeds: 1}\nsplits: {count: 1}\n", 1, 1, 1, 1,
         "There is only 1 seed and 1 split, so nothing is known of other seeds and splits."},
        {"replicas: {seeds: 10}\nsplits: {method: stratified_kfold, folds: 5, count: 5}\n", 10, 1,
         0, 1,
         "There is only 1 repeat of 5 folds, so nothing is known of other splits; the intervals "
         "are "
         "about other seeds (10 seeds)."},
        {"replicas: {seeds: 10}\nsplits: {method: complementary_pairs, count: 4}\n", 10, 2, 0, 0,
         "With fewer than 10 seeds or splits the intervals are rough and mostly too narrow: there "
         "are 10 seeds and 2 pairs of splits."},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        found f;
        hf_text keys = {0};
        hf_text_append(&keys, "%ssignificance: {top: 1, methods: [olden]}\n", cases[c].grid);
        look_at_filled(&f, keys.data);
        hf_text_free(&keys);
        assert_int_equal(count_of(&f, HF_FINDING_FEW_UNITS), cases[c].says != NULL);
        if (cases[c].says) {
            const hf_finding *few = the(&f, HF_FINDING_FEW_UNITS);
            assert_value(few, "seeds", cases[c].seeds);
            assert_value(few, "splits", cases[c].splits);
            assert_value(few, "one_seed", cases[c].one_seed);
            assert_value(few, "one_split", cases[c].one_split);
            assert_sentence(&f, HF_FINDING_FEW_UNITS, cases[c].says);
        }
        const hf_finding *sample = the(&f, HF_FINDING_THIS_SAMPLE);
        assert_value(sample, "samples", 150);
        assert_value(sample, "seeds", !cases[c].one_seed);
        assert_value(sample, "splits", !cases[c].one_split);
        forget(&f);
    }
}

/* 12 seeds x 10 splits of which only seeds 1, 4 and 8 have networks that learned: 7, 6 and 6 of
 * them. */
static void seeds_without_networks_that_learned_do_not_count(void **state)
{
    (void)state;
    hf_results *results = filled_file("replicas: {seeds: 12}\nsplits: {count: 10}\n"
                                      "significance: {top: 1, methods: [olden]}\n",
                                      HF_DONE, 1, always_first);
    for (int64_t i = 0; i < 120; i++) {
        const int64_t seed = i % 12, split = i / 12;
        const uint8_t learned = seed == 1   ? split < 7
                                : seed == 4 ? split < 6
                                            : seed == 8 && split >= 4;
        assert_int_equal(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &learned, &error),
                         HF_OK);
    }
    complete(results);
    found f;
    look_at(&f, results, NULL, 0);
    const hf_frequencies *lead = hf_evidence_lead(&f.evidence);
    assert_int_equal(lead->voters, 19);
    assert_true(fabs(lead->voting_seeds - 361. / 121) < 1e-14);
    /* splits have 2 2 2 2 3 3 2 1 1 1 voters */
    assert_true(fabs(lead->voting_splits - 361. / 41) < 1e-14);
    assert_true(fabs(lead->frequency_high[1] - (1 - pow(0.025, 121. / 361))) < 1e-14);
    const hf_finding *few = the(&f, HF_FINDING_FEW_UNITS);
    assert_value(few, "seeds", 12);
    assert_value(few, "voting_seeds", 361. / 121);
    assert_sentence(
        &f, HF_FINDING_FEW_UNITS,
        "The networks that are counted come unevenly from seeds and splits, worth 3.0 seeds and "
        "8.8 splits: with fewer than 10 of either the intervals are rough and mostly too narrow.");
    forget(&f);
}

/* n_test / n_train, for Nadeau & Bengio's factor: 75 / 75 on iris in halves, 30 / 120 in fifths. */
static void the_ratio_of_tested_rows_is_known(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    assert_true(f.evidence.test_per_train == 1);
    forget(&f);
    look_at_filled(&f, "replicas: {seeds: 3}\n"
                       "splits: {method: stratified_kfold, folds: 5, count: 10}\n"
                       "significance: {top: 1, methods: [olden]}\n");
    assert_true(f.evidence.test_per_train == 0.25);
    forget(&f);
}

static void it_is_said_that_nothing_was_compared_with_noise(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    assert_value(the(&f, HF_FINDING_NOT_COMPARED), "asked_for", 0);
    forget(&f);
    look_at(&f, filled_file(ONE_ON_TOP "null_test: {labels: 1}\n", HF_DONE, 1, always_first), NULL,
            0); /* unfinished */
    assert_value(the(&f, HF_FINDING_NOT_COMPARED), "asked_for", 1);
    forget(&f);
    look_at(&f, filled_file(ONE_ON_TOP, HF_DONE, 1, always_first), NULL, 0);
    assert_sentence(&f, HF_FINDING_NOT_COMPARED,
                    "What each feature adds beyond the others is tested at the end, when all "
                    "networks are trained.");
    forget(&f);
    look_at_filled(&f, ONE_ON_TOP "null_test: {labels: 1}\n");
    assert_none(&f, HF_FINDING_NOT_COMPARED);
    forget(&f);
    look_at_filled(&f, ONE_ON_TOP "null_test: {probes: 1}\n");
    assert_none(&f, HF_FINDING_NOT_COMPARED);
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_two_networks_have_in_common_is_counted),
        cmocka_unit_test(the_choice_that_changes_most_is_named),
        cmocka_unit_test(only_what_varies_is_blamed),
        cmocka_unit_test(a_single_choice_is_not_blamed),
        cmocka_unit_test(hidden_sizes_are_compared_from_30_networks_each_on),
        cmocka_unit_test(sizes_differ_from_5_points_on),
        cmocka_unit_test(fewer_than_10_seeds_or_splits_are_few),
        cmocka_unit_test(seeds_without_networks_that_learned_do_not_count),
        cmocka_unit_test(the_ratio_of_tested_rows_is_known),
        cmocka_unit_test(it_is_said_that_nothing_was_compared_with_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
