/* The sentences of findings: each of every kind, with one and with several of what it counts. */
#include "found.h"

#include "holdfast/statistics.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All that the sentences of a kind depend on. */
typedef struct wording {
    hf_finding_kind kind;
    const char *numbers; /* names of its numbers */
    const char
        *conditions[8]; /* each: names of values that are 1 besides, in a sentence of its own */
} wording;

static const wording wordings[] = {
    {HF_FINDING_UNFINISHED, "trained replicas", {"", "pending"}},
    {HF_FINDING_LEARNED, "learned done balanced_accuracy chance", {""}},
    {HF_FINDING_PREDICTS,
     "score low high chance splits p permutations least needed",
     {"by_score interval", "by_score same_in_all_splits", "interval", "", "smallest",
      "by_score interval by_labels labels_can_tell", "by_score interval labels_can_tell",
      "by_score interval labels"}},
    {HF_FINDING_NOT_SHOWN_TO_PREDICT,
     "score low high chance splits p permutations least needed",
     {"interval", "same_in_all_splits", "", "interval labels_can_tell labels", "interval labels"}},
    {HF_FINDING_CANNOT_TELL_PREDICTION,
     "score chance splits p permutations least needed",
     {"", "labels"}},
    {HF_FINDING_NO_VOTERS,
     "done diverged learning_rate",
     {"all_diverged one", "all_diverged raw_inputs one", "none_done", "none_learned one",
      "one_feature", "none_ranked"}},
    {HF_FINDING_NETWORKS_MISS_IT, "found features", {""}},
    {HF_FINDING_GROUP_ADDS, "p q q_by members fdr", {"", "no_member"}},
    {HF_FINDING_FEATURE_ADDS, "p q q_by fdr", {"towards", "", "towards opposite", "towards lower"}},
    {HF_FINDING_NONE_ADDS, "least_q fdr features groups", {""}},
    {HF_FINDING_CANNOT_TELL_ADDS, "least_features least_groups draws draws_needed", {""}},
    {HF_FINDING_ASSOCIATED, "effect p q fdr", {""}},
    {HF_FINDING_EVERY_FEATURE_SELECTED, "top", {"", "can_be_smaller"}},
    {HF_FINDING_LEADS, "frequency low high chance", {"", "influence", "influence compared"}},
    {HF_FINDING_MOST_FREQUENT, "frequency low high chance", {""}},
    {HF_FINDING_NONE_LEADS, "chance", {""}},
    {HF_FINDING_HIDDEN_UNITS, "", {""}},
    {HF_FINDING_STANDS_OUT, "selected_share draws fdr", {""}},
    {HF_FINDING_NONE_STANDS_OUT, "least_features features draws", {""}},
    {HF_FINDING_CANNOT_TELL_PROBES,
     "least_features features draws above_all_probes",
     {"", "possible"}},
    {HF_FINDING_METHODS_AGREE, "common top rho", {""}},
    {HF_FINDING_STABILITY,
     "common top chance",
     {"", "one_most seed_most", "one_most split_most hidden_least",
      "one_most hidden_most seed_least", "one_most seed_most split_least"}},
    {HF_FINDING_DOUBTFUL_TEST, "misfit spread_ratio", {"", "does_not_fit"}},
    {HF_FINDING_OVERFITTING,
     "iteration highest_accuracy accuracy networks test_loss constant_loss",
     {"loss", "falls", "loss falls", "loss stops_early"}},
    {HF_FINDING_IDENTIFIER, "", {""}},
    {HF_FINDING_SIMILAR_LABELS, "class other_class", {""}},
    {HF_FINDING_FILL_CODE, "code", {""}},
    {HF_FINDING_PERFECT_SEPARATION, "effect class", {"", "two_classes"}},
    {HF_FINDING_DUPLICATE_ROWS, "repeated samples across", {""}},
    {HF_FINDING_METHODS_DISAGREE, "top rho", {"", "common", "size", "size common"}},
    {HF_FINDING_SIZES_DISAGREE, "lowest lowest_hidden highest highest_hidden", {""}},
    {HF_FINDING_IMBALANCE, "share class", {""}},
    {HF_FINDING_INFLUENCE_NOT_MEASURED, "", {"", "complete", "null_tests", "null_tests complete"}},
    {HF_FINDING_FEW_UNITS,
     "seeds splits voting_seeds voting_splits",
     {"one_seed one_split", "one_seed", "one_split", "", "uneven"}},
    {HF_FINDING_NOT_LEARNED, "not_learned learned done", {"", "counted", "predicts"}},
    {HF_FINDING_DIVERGED, "diverged ended", {""}},
    {HF_FINDING_NOT_RANKED, "not_ranked networks", {""}},
    {HF_FINDING_OUTLIER, "", {""}},
    {HF_FINDING_CONSTANT_FEATURE, "", {""}},
    {HF_FINDING_ODD_SEED, "learned_share balanced_accuracy median seed", {"", "few_learned"}},
    {HF_FINDING_ODD_SPLIT, "learned_share balanced_accuracy median split", {"", "few_learned"}},
    {HF_FINDING_FEATURE_NOT_TESTED, "reason", {""}},
    {HF_FINDING_GROUP_NOT_TESTED, "reason", {""}},
    {HF_FINDING_THIS_SAMPLE, "samples", {""}},
    {HF_FINDING_GROUPED_ROWS, "", {""}},
    {HF_FINDING_NOT_COMPARED,
     "reason",
     {"", "asked_for", "undefined", "tested_last", "untestable", "undefined untestable"}},
    {HF_FINDING_LABELS_NOT_DEFINED, "", {""}},
    {HF_FINDING_PROBES_NOT_DEFINED, "", {""}},
    {HF_FINDING_NOT_DEFINED, "", {""}},
};

/* Sets each name in `words` (names) to a value; names live in `names`. */
static void set_all(hf_finding *finding, const char *words, double value,
                    char names[HF_FINDING_VALUES][32])
{
    while (*words) {
        const size_t length = strcspn(words, " ");
        hf_finding_value *v = &finding->values[finding->value_count];
        snprintf(names[finding->value_count], sizeof names[0], "%.*s", (int)length, words);
        *v = (hf_finding_value){names[finding->value_count++], value};
        words += length + (words[length] == ' ');
    }
}

static char *say(const found *f, const wording *w, const char *conditions, double number)
{
    char names[HF_FINDING_VALUES][32];
    hf_text line = {0};
    hf_finding finding = {.kind = w->kind, .features = f->evidence.order[0], .feature_count = 1};
    finding.group = hf_evidence_group(&f->evidence, finding.features[0]);
    set_all(&finding, w->numbers, number, names);
    set_all(&finding, conditions, 1, names);
    hf_finding_say(&f->evidence, &finding, 1, &line);
    assert_non_null(line.data);
    return line.data;
}

static bool begins_with_a_method(const found *f, const char *sentence)
{
    for (int64_t m = 0; m < f->evidence.methods; m++) {
        const char *method = hf_evidence_method(&f->evidence, m);
        if (strncmp(sentence, method, strlen(method)) == 0)
            return true;
    }
    return false;
}

static void check_sentence(const found *f, const char *s)
{
    const char last = s[strlen(s) - 1];
    const bool begins = isupper((unsigned char)*s) || isdigit((unsigned char)*s) ||
                        begins_with_a_method(f, s) || strncmp(s, "permutation or", 14) == 0;
    if (!begins || (last != '.' && last != '?') || strpbrk(s, "{}\n") || strstr(s, "nan") ||
        strstr(s, "  ") || strstr(s, " ,") || strstr(s, " .") || strstr(s, ".."))
        fail_msg("no sentence: \"%s\"", s);
}

/* What "1" stands before is one. */
static void check_singular(const char *s)
{
    static const char *const several[] = {"networks", "permutations", "iterations",  "features ",
                                          "seeds",    "splits",       "units",       "samples",
                                          "repeats",  "pairs",        "are trained", "are not"};
    for (const char *one = strstr(s, "1 "); one; one = strstr(one + 1, "1 ")) {
        if (one > s && (isdigit((unsigned char)one[-1]) || one[-1] == '.'))
            continue;
        for (size_t i = 0; i < sizeof several / sizeof *several; i++)
            if (strncmp(one + 2, several[i], strlen(several[i])) == 0)
                fail_msg("1 is not several: \"%s\"", s);
    }
}

static void every_kind_has_its_sentences(void **state)
{
    (void)state;
    static const double numbers[] = {1, 2, 3072};
    found f;
    look_at_small(&f);
    for (hf_finding_kind kind = 0; kind < HF_FINDING_KINDS; kind++) {
        const wording *w = &wordings[kind];
        if ((size_t)kind >= sizeof wordings / sizeof *wordings || w->kind != kind)
            fail_msg("no wordings of %s, or not in the place of its kind", hf_finding_name(kind));
        for (int c = 0; c < 8 && w->conditions[c]; c++)
            for (int n = 0; n < 3; n++) {
                char *sentence = say(&f, w, w->conditions[c], numbers[n]);
                check_sentence(&f, sentence);
                if (n == 0 && kind != HF_FINDING_THIS_SAMPLE && kind != HF_FINDING_FEW_UNITS)
                    check_singular(sentence);
                free(sentence);
            }
    }
    forget(&f);
}

static void kinds_have_names_and_questions_in_order(void **state)
{
    (void)state;
    hf_question last = HF_ASK_PREDICT;
    for (hf_finding_kind kind = 0; kind < HF_FINDING_KINDS; kind++) {
        const char *name = hf_finding_name(kind);
        assert_int_equal(name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")], '\0');
        assert_true(hf_finding_question(kind) >= last);
        last = hf_finding_question(kind);
        assert_non_null(hf_level_name(hf_finding_level(kind)));
    }
    assert_string_equal(hf_level_name(HF_LEVEL_ANSWER), "answer");
    assert_string_equal(hf_level_name(HF_LEVEL_CAUTION), "caution");
    assert_string_equal(hf_level_name(HF_LEVEL_LIMIT), "limit");
}

static void findings_stand_in_the_order_of_the_questions(void **state)
{
    (void)state;
    found f;
    look_at_small(&f);
    for (int64_t i = 1; i < f.findings.count; i++)
        assert_true(hf_finding_question(f.findings.items[i].kind) >=
                    hf_finding_question(f.findings.items[i - 1].kind));
    assert_int_equal(hf_finding_question(f.findings.items[0].kind), HF_ASK_PREDICT);
    assert_int_equal(hf_finding_question(f.findings.items[f.findings.count - 1].kind),
                     HF_ASK_LIMITS);
    forget(&f);
}

/* ---- single words ---- */

static void sentences_count_in_singular_and_plural(void **state)
{
    (void)state;
    static const struct {
        hf_finding_kind kind;
        const char *conditions;
        double number;
        const char *says;
    } cases[] = {
        {HF_FINDING_DIVERGED, "", 1,
         "1 of 1 network diverged (the loss is not finite) and is not counted."},
        {HF_FINDING_DIVERGED, "", 2,
         "2 of 2 networks diverged (the loss is not finite) and are not counted."},
        {HF_FINDING_NOT_LEARNED, "predicts", 1,
         "1 of 1 network did not beat chance and is not counted."},
        {HF_FINDING_PREDICTS, "smallest", 1,
         "The networks predict better than networks with permuted labels (p = 1.000, the smallest "
         "that 1 permutation can give): mean balanced accuracy 100.0%, chance 100.0%."},
        {HF_FINDING_NO_VOTERS, "all_diverged one", 1,
         "The only network diverged: the loss is not finite. Lower training.learning_rate (now "
         "1)."},
        {HF_FINDING_NO_VOTERS, "none_learned one", 1,
         "The only network that is done did not beat chance, so there are no frequencies."},
        {HF_FINDING_NO_VOTERS, "all_diverged raw_inputs", 2,
         "All 2 networks diverged: the loss is not finite. Lower training.learning_rate (now 2) or "
         "standardize the inputs (data.standardize: zscore)."},
        {HF_FINDING_LEARNED, "", 1,
         "1 of 1 network beat chance (100.0%): mean balanced accuracy 100.0%."},
        {HF_FINDING_LEARNED, "", 3072,
         "3,072 of 3,072 networks beat chance (307200.0%): mean balanced accuracy 307200.0%."},
    };
    found f;
    look_at_small(&f);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *sentence = say(&f, &wordings[cases[c].kind], cases[c].conditions, cases[c].number);
        assert_string_equal(sentence, cases[c].says);
        free(sentence);
    }
    forget(&f);
}

static void the_hidden_size_that_was_asked_for_is_named(void **state)
{
    (void)state;
    found f;
    look_at(&f, complete_small_file(), NULL, 5);
    let_predict(&f);
    assert_sentence(&f, HF_FINDING_NONE_LEADS,
                    "By olden (all hidden sizes), no feature's 95% interval lies entirely above "
                    "chance (50.0%).");
    assert_sentence(&f, HF_FINDING_DIVERGED,
                    "1 of 4 networks with hidden size 5 diverged (the loss is not finite) and is "
                    "not counted.");
    forget(&f);
}

/* Confidence as it was given, and many names cut short. */
static void many_features_are_named_in_part(void **state)
{
    (void)state;
    found f;
    hf_finding six[6];
    hf_text line = {0};
    look_at_filled(&f, GRID "significance: {top: 2, confidence: 0.995, methods: [olden]}\n");
    for (int i = 0; i < 6; i++)
        six[i] = *nth_of(&f, HF_FINDING_LEADS, i % 2);
    hf_finding_say(&f.evidence, six, 6, &line);
    assert_string_equal(line.data,
                        "By olden, the 99.5% intervals of these lie above chance (50.0%): sepal "
                        "length (cm) (100.0%), petal width (cm) (100.0%), sepal length (cm) "
                        "(100.0%) and 3 more; not compared with noise.");
    hf_text_free(&line);
    forget(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_sentences),
        cmocka_unit_test(kinds_have_names_and_questions_in_order),
        cmocka_unit_test(findings_stand_in_the_order_of_the_questions),
        cmocka_unit_test(sentences_count_in_singular_and_plural),
        cmocka_unit_test(the_hidden_size_that_was_asked_for_is_named),
        cmocka_unit_test(many_features_are_named_in_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
