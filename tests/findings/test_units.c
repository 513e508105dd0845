/* Findings on single seeds and splits: those whose networks learned less than the others'. */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>

/* Seed 3 of 10 learned in none of its 10 replicas, the others in all; split 6 has a balanced
 * accuracy of 25 %, the others 90 %. */
static void a_seed_and_a_split_apart_from_the_others_are_named(void **state)
{
    (void)state;
    const uint8_t nothing = 0;
    const float poor = 0.25f, good = 0.9f;
    found f;
    hf_results *results = filled_file("replicas: {seeds: 10, first_seed: 40}\nsplits: {count: 10}\n"
                                      "significance: {top: 1, methods: [olden]}\n",
                                      HF_DONE, 1, always_first);
    for (int64_t i = 0; i < 100; i++) {
        const bool is_poor = i / 10 == 6;
        expect_ok(hf_results_write(results, HF_REPLICAS_BALANCED_ACCURACY, 0, i, 1,
                                   is_poor ? &poor : &good, &error));
        if (i % 10 == 3)
            expect_ok(hf_results_write(results, HF_REPLICAS_LEARNED, 0, i, 1, &nothing, &error));
    }
    look_at(&f, results, NULL, 0);
    const hf_finding *seed = the(&f, HF_FINDING_ODD_SEED), *split = the(&f, HF_FINDING_ODD_SPLIT);
    assert_value(seed, "seed", 43);
    assert_value(seed, "learned_share", 0);
    assert_value(seed, "few_learned", 1);
    assert_value(seed, "median", 1);
    assert_value(seed, "balanced_accuracy", NAN);
    assert_value(split, "split", 6);
    assert_value(split, "balanced_accuracy", 0.25);
    assert_value(split, "few_learned", 0);
    assert_value(split, "median", 0.9);
    assert_sentence(&f, HF_FINDING_ODD_SEED,
                    "Few networks learned with seed 43 (0.0%); the median is 100.0%.");
    assert_sentence(&f, HF_FINDING_ODD_SPLIT,
                    "Balanced accuracy is low with split 6 (25.0%); the median is 90.0%.");
    forget(&f);
}

/* ---- tallies written by hand ---- */

enum { SEEDS = 10 };

static void look_at_seeds(found *f, const hf_tally tallies[SEEDS])
{
    for (int i = 0; i < SEEDS; i++)
        f->evidence.by_seed[i] = tallies[i];
    look_again(f);
}

static hf_tally learned(int64_t learned, int64_t ended)
{
    return (hf_tally){.done = ended, .learned = learned, .balanced_accuracy = 0.5 * (double)ended};
}

/* The median share is m of n = 100 networks; a seed is odd from half of it down and 3 standard
 * errors of a share below it, sqrt(n m (1 - m)). */
static void few_that_learned_are_compared_with_the_median(void **state)
{
    (void)state;
    static const struct {
        int64_t others, odd, ended;
        bool is_odd;
    } cases[] = {
        {100, 51, 100, false},
        {100, 50, 100, true},
        {80, 41, 100, false},
        {80, 40, 100, true},
        /* 6 - 2 = 4 < 3 x 2.37 */
        {6, 2, 100, false},
        {40, 20, 100, true},
        {18, 9, 100, false},
        /* too few networks to say anything */
        {100, 0, 3, false},
        {100, 0, 4, true},
    };
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_tally tallies[SEEDS];
        for (int i = 0; i < SEEDS; i++)
            tallies[i] = learned(cases[c].others, 100);
        tallies[4] = learned(cases[c].odd, cases[c].ended);
        look_at_seeds(&f, tallies);
        if (count_of(&f, HF_FINDING_ODD_SEED) != cases[c].is_odd)
            fail_msg("case %zu", c);
        if (cases[c].is_odd)
            assert_value(the(&f, HF_FINDING_ODD_SEED), "learned_share",
                         (double)cases[c].odd / (double)cases[c].ended);
        assert_none(&f, HF_FINDING_ODD_SPLIT);
    }
    forget(&f);
}

/* A diverged network has not learned; with two seeds there is no median worth the name. */
static void diverged_networks_have_not_learned(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    hf_tally tallies[SEEDS];
    for (int i = 0; i < SEEDS; i++)
        tallies[i] = learned(10, 10);
    tallies[9] = (hf_tally){.done = 4, .learned = 4, .diverged = 6, .balanced_accuracy = 2};
    look_at_seeds(&f, tallies);
    assert_value(the(&f, HF_FINDING_ODD_SEED), "seed", 9);
    assert_value(the(&f, HF_FINDING_ODD_SEED), "learned_share", 0.4);
    for (int i = 0; i < 7; i++)
        tallies[i] = (hf_tally){0}; /* pending: they have no share */
    look_at_seeds(&f, tallies);
    assert_int_equal(count_of(&f, HF_FINDING_ODD_SEED), 1);
    tallies[7] = (hf_tally){0};
    look_at_seeds(&f, tallies);
    assert_none(&f, HF_FINDING_ODD_SEED);
    forget(&f);
}

/* Quartiles of 0.80, 0.81 ... 0.88 and the odd one: of 10 values in order those at places 2 and 7,
 * 0.81 and 0.86: the fence is at 0.81 - 3 x 0.05 = 0.66. */
static void low_accuracies_are_compared_with_the_quartiles(void **state)
{
    (void)state;
    static const struct {
        double odd, step;
        bool is_odd;
    } cases[] = {{0.655, 0.01, true},
                 {0.665, 0.01, false},
                 /* all others equal: 2 points below the median */
                 {0.785, 0, false},
                 {0.775, 0, true}};
    found f;
    look_at_filled(&f, ONE_ON_TOP);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_tally tallies[SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            tallies[i] = learned(100, 100);
            tallies[i].balanced_accuracy = 100 * (0.79 + cases[c].step * i);
        }
        tallies[0].balanced_accuracy = 100 * cases[c].odd;
        if (cases[c].step == 0)
            for (int i = 1; i < SEEDS; i++)
                tallies[i].balanced_accuracy = 80;
        look_at_seeds(&f, tallies);
        if (count_of(&f, HF_FINDING_ODD_SEED) != cases[c].is_odd)
            fail_msg("case %zu", c);
        if (cases[c].is_odd)
            assert_value(the(&f, HF_FINDING_ODD_SEED), "balanced_accuracy", cases[c].odd);
        tallies[9] = (hf_tally){0}; /* 9 of them have no quartiles */
        look_at_seeds(&f, tallies);
        assert_none(&f, HF_FINDING_ODD_SEED);
    }
    forget(&f);
}

/* Several are said in one sentence, the first five of them by name; what is odd in another way in
 * one of its own. */
static void several_are_said_together(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, "replicas: {seeds: 30}\nsplits: {count: 10}\n"
                       "significance: {top: 1, methods: [olden]}\n");
    for (int i = 0; i < 30; i++)
        f.evidence.by_seed[i] = learned(i % 4 == 0 ? 10 : 100, 100);
    f.evidence.by_seed[29].balanced_accuracy = 10;
    look_again(&f);
    assert_int_equal(count_of(&f, HF_FINDING_ODD_SEED), 9);
    assert_sentence(&f, HF_FINDING_ODD_SEED,
                    "Few networks learned with seeds 0 (10.0%), 4 (10.0%), 8 (10.0%), 12 (10.0%), "
                    "16 (10.0%) and 3 more; the median is 100.0%.");
    char *sentence = sentence_of(&f, nth_of(&f, HF_FINDING_ODD_SEED, 8));
    assert_string_equal(sentence,
                        "Balanced accuracy is low with seed 29 (10.0%); the median is 50.0%.");
    free(sentence);
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_and_a_split_apart_from_the_others_are_named),
        cmocka_unit_test(few_that_learned_are_compared_with_the_median),
        cmocka_unit_test(diverged_networks_have_not_learned),
        cmocka_unit_test(low_accuracies_are_compared_with_the_quartiles),
        cmocka_unit_test(several_are_said_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
