/* Findings on what adds information beyond all others, on features by themselves, and on the
 * samples. On iris, whose four features are called by their places here; petal length (2) and petal
 * width (3) are one group, 0 and 1 groups of their own (group_correlation 0.95). */
#include "found.h"

#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KEYS                                                                                       \
    GRID "significance: {top: 2, methods: [olden], group_correlation: 0.9, fdr: 0.1, "             \
         "conditional_draws: 99}\n"

/* Groups are numbered by their first members: 0 {0}, 1 {1}, 2 {2, 3}. Nothing is found yet. */
static void look_at_tests(found *f)
{
    look_at_filled(f, KEYS);
    hf_conditional *c = &f->evidence.conditional;
    assert_int_equal(f->evidence.across.groups, 3);
    assert_int_equal(hf_evidence_group(&f->evidence, 3), 2);
    for (int i = 0; i < 4; i++) {
        c->p_value[i] = c->q_value[i] = c->q_value_by[i] = 0.5;
        c->misfit[i] = c->spread_ratio[i] = 1;
        c->reason[i] = HF_TEST_DEFINED;
        f->evidence.univariate.q_value[i] = 0.5;
        f->evidence.univariate.effect[i] = 0.6;
        f->evidence.univariate.effect_class[i] = 0;
        for (int k = 0; k < 3; k++)
            f->evidence.across.direction[k * 4 + i] = 0.5;
    }
    for (int g = 0; g < 3; g++) {
        c->group_p_value[g] = c->group_q_value[g] = c->group_q_value_by[g] = 0.5;
        c->group_misfit[g] = c->group_spread_ratio[g] = 1;
        c->group_reason[g] = HF_TEST_DEFINED;
    }
    look_again(f);
}

/* A feature that is a group of its own has the group's q, and is said once. */
static void groups_and_features_add_information(void **state)
{
    (void)state;
    found f;
    look_at_tests(&f);
    hf_conditional *c = &f.evidence.conditional;
    c->group_q_value[2] = 0.1;
    c->group_p_value[2] = 0.01;
    c->q_value[0] = 0.01; /* its own, which does not count */
    look_again(&f);
    const hf_finding *group = the(&f, HF_FINDING_GROUP_ADDS);
    assert_features(group, 2, (const int64_t[]){3, 2}); /* most frequent first */
    assert_int_equal(group->group, 2);
    assert_value(group, "q", 0.1);
    assert_value(group, "p", 0.01);
    assert_value(group, "members", 2);
    assert_none(&f, HF_FINDING_FEATURE_ADDS);
    assert_none(&f, HF_FINDING_NONE_ADDS);
    assert_none(&f, HF_FINDING_NOT_COMPARED);
    assert_sentence(
        &f, HF_FINDING_GROUP_ADDS,
        "Beyond all other features, information comes from the group of petal length (cm) (petal "
        "width (cm), petal length (cm); q = 0.100). No single feature is shown to add any.");
    c->group_q_value[0] = 0.02;
    c->q_value[3] = 0.0001;
    look_again(&f);
    assert_int_equal(count_of(&f, HF_FINDING_FEATURE_ADDS), 2);
    assert_features(nth_of(&f, HF_FINDING_FEATURE_ADDS, 0), 1, (const int64_t[]){0});
    assert_value(nth_of(&f, HF_FINDING_FEATURE_ADDS, 0), "q", 0.02);
    assert_int_equal(nth_of(&f, HF_FINDING_FEATURE_ADDS, 0)->group, -1);
    assert_int_equal(nth_of(&f, HF_FINDING_FEATURE_ADDS, 1)->group, 2);
    assert_sentence(&f, HF_FINDING_FEATURE_ADDS,
                    "Beyond all other features, information comes from sepal length (cm) (q = "
                    "0.020), petal width (cm) (q < 0.001).");
    c->group_q_value[2] = 0.1001;
    look_again(&f);
    assert_none(&f, HF_FINDING_GROUP_ADDS);
    forget(&f);
}

/* Instead of a line on each: whether or not the networks predict. */
static void that_nothing_can_be_tested_is_said_once(void **state)
{
    (void)state;
    found f;
    look_at_tests(&f);
    hf_conditional *c = &f.evidence.conditional;
    for (int64_t i = 0; i < c->features; i++) {
        c->q_value[i] = NAN;
        c->reason[i] = i == 0 ? HF_TEST_CONSTANT : HF_TEST_OWN_VARIATION;
    }
    for (int64_t g = 0; g < c->groups; g++)
        c->group_q_value[g] = NAN;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_NOT_COMPARED,
                    "No feature was compared with noise: none has a q, most of them because less "
                    "than 1% of its variation is its own.");
    assert_none(&f, HF_FINDING_FEATURE_NOT_TESTED);
    c->q_value[0] = 0.5;
    look_again(&f);
    assert_none(&f, HF_FINDING_NOT_COMPARED);
    forget(&f);
}

/* From 90 % of the networks on; the class on which most agree. */
static void directions_are_said_in_words(void **state)
{
    (void)state;
    static const struct {
        double shares[3];
        double effect;
        int effect_class;
        double q_by_itself;
        const char *says;
    } cases[] = {
        {{0.5, 0.5, 0.5}, 0.9, 0, 0.01, ""},
        {{0.89, 0.2, 0.5}, 0.9, 0, 0.01, ""},
        {{0.9, 0.2, 0.5}, 0.9, 0, 0.01, ", higher in setosa"},
        {{0.9, 0.05, 0.5}, 0.9, 0, 0.01, ", lower in versicolor"},
        {{0.9, 0.05, 0.99}, 0.9, 0, 0.01, ", higher in virginica"},
        {{1, 0.5, 0.5}, 0.1, 0, 0.01, ", higher in setosa, opposite to by itself"},
        {{0, 0.5, 0.5}, 0.9, 0, 0.01, ", lower in setosa, opposite to by itself"},
        {{1, 0.5, 0.5}, 0.1, 0, 0.2, ", higher in setosa"},  /* not found by itself */
        {{1, 0.5, 0.5}, 0.1, 2, 0.01, ", higher in setosa"}, /* of another class */
        {{1, 0.5, 0.05}, 0.9, 2, 0.01, ", lower in virginica, opposite to by itself"},
        {{1, 0.5, 0.95}, 0.9, 2, 0.01, ", higher in setosa"},
        {{NAN, NAN, NAN}, 0.9, 0, 0.01, ""},
    };
    found f;
    look_at_tests(&f);
    f.evidence.conditional.group_q_value[0] = 0.01;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_text expected = {0};
        for (int k = 0; k < 3; k++)
            f.evidence.across.direction[k * 4] = cases[c].shares[k];
        f.evidence.univariate.effect[0] = cases[c].effect;
        f.evidence.univariate.effect_class[0] = cases[c].effect_class;
        f.evidence.univariate.q_value[0] = cases[c].q_by_itself;
        look_again(&f);
        hf_text_append(&expected,
                       "Beyond all other features, information comes from sepal length (cm) (q = "
                       "0.010%s).",
                       cases[c].says);
        assert_sentence(&f, HF_FINDING_FEATURE_ADDS, expected.data);
        hf_text_free(&expected);
    }
    forget(&f);
}

/* 4 features and 3 groups at 0.1: with 99 copies p is at least 0.01, so that one is found from a p
 * of 0.025 on; with 19 copies (0.05) no fewer than 2 of either. */
static void that_none_is_found_says_little_with_few_copies(void **state)
{
    (void)state;
    found f;
    look_at_tests(&f);
    the(&f, HF_FINDING_NONE_ADDS);
    assert_none(&f, HF_FINDING_CANNOT_TELL_ADDS);
    assert_value(the(&f, HF_FINDING_NONE_ADDS), "least_q", 0.5);
    hf_config config = *f.evidence.config;
    config.significance.conditional_draws = 19;
    f.evidence.config = &config;
    look_again(&f);
    const hf_finding *cannot = the(&f, HF_FINDING_CANNOT_TELL_ADDS);
    assert_value(cannot, "least_features", 2);
    assert_value(cannot, "least_groups", 2);
    assert_value(cannot, "draws_needed", 39);
    hf_text line = {0};
    hf_finding_command(&f.evidence, cannot, &line);
    assert_string_equal(line.data, "holdfast aggregate test_report.h5 --set "
                                   "significance.conditional_draws=39");
    hf_text_free(&line);
    f.evidence.conditional.group_q_value[1] = 0.05;
    look_again(&f);
    assert_none(&f, HF_FINDING_CANNOT_TELL_ADDS);
    assert_none(&f, HF_FINDING_NONE_ADDS);
    forget(&f);
}

static void doubts_are_said_of_what_is_named(void **state)
{
    (void)state;
    found f;
    look_at_tests(&f);
    f.evidence.conditional.group_misfit[0] = 5;
    look_again(&f);
    assert_none(&f, HF_FINDING_DOUBTFUL_TEST);
    f.evidence.conditional.group_q_value[0] = 0.01;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_DOUBTFUL_TEST,
                    "Doubtful q, because the model of the features does not fit (misfit above 4): "
                    "sepal length (cm) (5.0).");
    f.evidence.conditional.group_misfit[0] = 4;
    f.evidence.conditional.group_spread_ratio[0] = 1.26;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_DOUBTFUL_TEST,
                    "Doubtful q, because outputs vary more or less for the data than for copies "
                    "(0.80 to 1.25 times is usual): sepal length (cm) (1.26).");
    forget(&f);
}

static void what_cannot_be_tested_is_a_limit(void **state)
{
    (void)state;
    found f;
    look_at_tests(&f);
    f.evidence.conditional.reason[0] = HF_TEST_OWN_VARIATION;
    f.evidence.conditional.q_value[0] = NAN;
    look_again(&f);
    assert_sentence(
        &f, HF_FINDING_FEATURE_NOT_TESTED,
        "There is no q for sepal length (cm): less than 1% of its variation is its own.");
    f.evidence.across.score_low = 0.1; /* nothing is said of the test at all */
    look_again(&f);
    assert_none(&f, HF_FINDING_FEATURE_NOT_TESTED);
    assert_none(&f, HF_FINDING_NONE_ADDS);
    forget(&f);
}

/* ---- by itself ---- */

static void the_strongest_association_is_named(void **state)
{
    (void)state;
    found f;
    look_at_filled(&f, KEYS);
    const hf_finding *all = the(&f, HF_FINDING_ASSOCIATED); /* iris: all four */
    assert_value(all, "found", 4);
    assert_features(all, 4, f.evidence.by_itself);
    for (int i = 0; i < 4; i++)
        f.evidence.univariate.q_value[i] = 0.2;
    look_again(&f);
    assert_none(&f, HF_FINDING_ASSOCIATED);
    for (int i = 0; i < 4; i++)
        f.evidence.by_itself[i] = (i + 1) % 4;
    f.evidence.univariate.q_value[1] = 0.1;
    f.evidence.univariate.effect[1] = 0.25;
    f.evidence.univariate.effect_class[1] = 2;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_ASSOCIATED,
                    "By itself, sepal width (cm) is associated most (AUC 0.75, lower in virginica, "
                    "q = 0.100).");
    assert_value(the(&f, HF_FINDING_ASSOCIATED), "class", 2);
    f.evidence.univariate.effect[1] = 0;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_PERFECT_SEPARATION,
                    "Without error, virginica is told apart from the other classes by sepal width "
                    "(cm) alone.");
    char *sentence = sentence_of(&f, nth_of(&f, HF_FINDING_PERFECT_SEPARATION, 1));
    assert_string_equal(sentence, "Without error, setosa is told apart from the other classes by "
                                  "petal length (cm), petal width (cm) alone.");
    free(sentence);
    forget(&f);
}

/* The file's sepal width as a category of so many levels, as if it had been read so. */
static void set_levels(const found *f, hf_text_list lists[4], int count)
{
    hf_dataset *columns = (hf_dataset *)(uintptr_t)hf_results_columns(f->results);
    columns->levels = count > 0 ? lists : NULL;
    for (int l = 0; l < count; l++)
        expect_ok(hf_text_list_add(&lists[1], "level", &error));
}

/* Of a category the effect is Cramer's V, which goes with no class; 1 of enough levels tells all
 * classes apart. */
static void an_effect_is_named_as_what_it_is(void **state)
{
    (void)state;
    found f;
    hf_text_list lists[4] = {0};
    look_at_filled(&f, KEYS);
    set_levels(&f, lists, 3);
    for (int i = 0; i < 4; i++) {
        f.evidence.univariate.q_value[i] = 0.2;
        f.evidence.univariate.effect[i] = 0.6;
        f.evidence.by_itself[i] = (i + 1) % 4;
    }
    f.evidence.univariate.q_value[1] = 0.1;
    f.evidence.univariate.effect[1] = 0.25;
    f.evidence.univariate.effect_class[1] = -1;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_ASSOCIATED,
                    "By itself, sepal width (cm) is associated most (Cramér's V 0.25, q = 0.100).");
    assert_value(the(&f, HF_FINDING_ASSOCIATED), "class", -1);
    assert_true(isnan(hf_evidence_auc_by_itself(&f.evidence, 1)));
    assert_none(&f, HF_FINDING_PERFECT_SEPARATION);
    f.evidence.univariate.effect[1] = 0; /* an AUC of 0 would tell classes apart */
    look_again(&f);
    assert_none(&f, HF_FINDING_PERFECT_SEPARATION);
    f.evidence.univariate.effect[1] = 1;
    look_again(&f);
    assert_sentence(&f, HF_FINDING_PERFECT_SEPARATION,
                    "The classes are told apart without error by sepal width (cm) alone: is it a "
                    "copy of the label?");
    set_levels(&f, lists, 0);
    forget(&f);
    hf_text_list_free(&lists[1]);
}

/* ---- the samples ---- */

/* 40 samples, two classes of 37 and 3: a number of the row, a constant, one value far out, one that
 * varies; the last two rows repeat the first two. */
static void what_is_odd_about_samples_is_said(void **state)
{
    (void)state;
    found f;
    hf_text table = {0};
    hf_text_append(&table, "y,id,same,far,x\n");
    for (int i = 0; i < 40; i++)
        hf_text_append(&table, "%s,%d,7,%g,%d\n", i % 13 == 12 ? "b" : "a", i + 1,
                       i == 5 ? 1000.0 : i % 3 * 0.5, i * 7 % 11);
    FILE *file = fopen("odd.csv", "w");
    fputs(table.data, file);
    assert_int_equal(fclose(file), 0);
    hf_text_free(&table);
    look_at(&f,
            results_file_create("test_report.h5", "data: {source: odd.csv, target: y}\n"
                                                  "splits: {count: 6}\nreplicas: {seeds: 2}\n"),
            NULL, 0);
    assert_features(the(&f, HF_FINDING_IDENTIFIER), 1, (const int64_t[]){0});
    assert_features(the(&f, HF_FINDING_CONSTANT_FEATURE), 1, (const int64_t[]){1});
    assert_features(the(&f, HF_FINDING_OUTLIER), 1, (const int64_t[]){2});
    assert_value(the(&f, HF_FINDING_IMBALANCE), "share", 3.0 / 40);
    assert_none(&f, HF_FINDING_DUPLICATE_ROWS); /* the number of the row differs */
    assert_sentence(
        &f, HF_FINDING_IMBALANCE,
        "Only 7.5% of the samples are of class b: look at balanced accuracy, not at accuracy. "
        "With training.class_weight: balanced all classes count the same in training.");
    forget(&f);
    look_at(&f,
            results_file_create("test_report.h5", "data: {source: odd.csv, target: y}\n"
                                                  "training: {class_weight: {b: 5, a: 1}}\n"
                                                  "splits: {count: 6}\nreplicas: {seeds: 2}\n"),
            NULL, 0);
    assert_none(&f, HF_FINDING_IMBALANCE); /* there are weights */
    forget(&f);
    look_at(&f,
            results_file_create("test_report.h5",
                                "data: {source: odd.csv, target: y, features: [same]}\n"
                                "splits: {count: 6}\nreplicas: {seeds: 2}\n"),
            NULL, 0);
    const hf_finding *repeated = the(&f, HF_FINDING_DUPLICATE_ROWS);
    assert_value(repeated, "repeated", 39);
    assert_value(repeated, "across",
                 20); /* every test row: round-half-even of 37/2 and 3/2 train */
    forget(&f);
    assert_int_equal(remove("odd.csv"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_and_features_add_information),
        cmocka_unit_test(directions_are_said_in_words),
        cmocka_unit_test(that_nothing_can_be_tested_is_said_once),
        cmocka_unit_test(that_none_is_found_says_little_with_few_copies),
        cmocka_unit_test(doubts_are_said_of_what_is_named),
        cmocka_unit_test(what_cannot_be_tested_is_a_limit),
        cmocka_unit_test(the_strongest_association_is_named),
        cmocka_unit_test(an_effect_is_named_as_what_it_is),
        cmocka_unit_test(what_is_odd_about_samples_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
