/* What concerns several keys, without data and with it, and what makes another experiment. */
#include "config_test.h"
#include "holdfast/status_codes.h"

#include <stdio.h>
#include <string.h>

static void the_number_of_splits_follows_the_method(void **state)
{
    (void)state;
    const struct {
        const char *text;
        int64_t count;
    } cases[] = {{"", 32},
                 {"splits: {method: first_half}", 1},
                 {"splits: {method: first_half, count: 1}", 1},
                 {"splits: {method: stratified_kfold}", 5},
                 {"splits: {method: stratified_kfold, folds: 10}", 10},
                 {"splits: {method: stratified_kfold, folds: 10, count: 30}", 30},
                 {"splits: {method: complementary_pairs}", 32},
                 {"splits: {method: complementary_pairs, count: 2}", 2},
                 {"splits: {method: file, file: s.csv}", 0},
                 {"splits: {method: file, file: s.csv, count: 7}", 7}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hf_config c = good(cases[i].text);
        assert_int_equal(c.splits.count, cases[i].count);
        hf_config_free(&c);
    }
}

static void keys_that_contradict_each_other_are_refused(void **state)
{
    (void)state;
    assert_message("splits:\n  method: stratified_kfold\n  count: 7\n",
                   "a.yaml:3: splits.count: 7 is not a multiple of splits.folds, 5: write 10");
    assert_message_holds("splits:\n  count: 3\n  method: complementary_pairs\n",
                         "a.yaml:2: splits.count: 3 is odd");
    assert_message_holds(
        "splits: {method: complementary_pairs, count: 1}",
        "1 is odd; splits.method complementary_pairs makes two splits of each shuffle: write 2");
    assert_message_holds("splits:\n  method: first_half\n  count: 2\n",
                         "a.yaml:3: splits.count: splits.method first_half has one split, not 2");
    assert_message_holds("splits:\n  method: file\n",
                         "a.yaml:2: splits.method: file needs splits.file");
    assert_message_holds("splits:\n  file: s.csv\n",
                         "a.yaml:2: splits.file: is used only with splits.method: file");
    assert_message_holds("data:\n  groups: g\nsplits: {method: first_half}\n",
                         "a.yaml:2: data.groups: splits.method first_half cannot keep groups");
    assert_message_holds("replicas:\n  first_seed: 4294967290\n  seeds: 7\n",
                         "a.yaml:3: replicas.seeds: with first_seed 4294967290 the last seed would "
                         "be 4294967296; seeds are at most 4294967295");
}

static void assert_unresolvable(const char *text, int64_t features, int64_t splits,
                                const char *part)
{
    hf_config c = good(text);
    hf_error error;
    assert_int_equal(
        hf_config_resolve(&c, &(hf_data_counts){.features = features, .splits = splits}, &error),
        HF_BAD_CONFIG);
    assert_holds(error.message, part);
    hf_config_free(&c);
}

/* The results file counts replicas in 32 bits: up to 2^31 - 1. */
static void replicas_that_cannot_be_counted_are_refused(void **state)
{
    (void)state;
    assert_message("splits: {count: 1000000000}\nreplicas:\n  seeds: 3\n",
                   "a.yaml:3: replicas.seeds: 1000000000 splits x 1 hidden size x 3 seeds are more "
                   "than 2147483647 networks: lower splits.count, model.hidden or replicas.seeds");
    assert_message("splits: {count: 1000000000}\n",
                   "replicas.seeds: 1000000000 splits x 1 hidden size x 32 seeds are more than "
                   "2147483647 networks: lower splits.count, model.hidden or replicas.seeds");
    assert_message_holds("splits: {count: 1}\nreplicas: {seeds: 2147483648}\n",
                         "1 split x 1 hidden size x 2147483648 seeds");
    assert_message_holds("splits: {count: 1000000000}\nreplicas: {seeds: 4294967296}\n"
                         "model: {hidden: [1, 2, 3, 4, 5, 6, 7, 8, 9]}",
                         "x 9 hidden sizes x 4294967296 seeds");
    hf_config c = good("splits: {count: 1}\nreplicas: {seeds: 2147483647}");
    hf_config_free(&c);
    assert_unresolvable("splits: {method: file, file: s.csv}\nreplicas: {seeds: 1073741824}", 30, 2,
                        "a.yaml:2: replicas.seeds: 2 splits x 1 hidden size x 1073741824 seeds");
}

/* Sums of more networks' logits than 2^23 would not fit into 64 bits. */
static void networks_that_the_conditional_test_cannot_add_up_are_refused(void **state)
{
    (void)state;
    const char *text = "splits: {count: 4096}\nreplicas: {seeds: 5000}\n"
                       "significance: {conditional_seeds: 2049}\n";
    assert_unresolvable(text, 30, 4096,
                        "a.yaml:3: significance.conditional_seeds: 2049 seeds would make 8392704 "
                        "networks of the conditional test, which takes 8388608 at most: lower it, "
                        "or set conditional_draws to 0");
    const char *fits[] = {"splits: {count: 4096}\nreplicas: {seeds: 5000}\n"
                          "significance: {conditional_seeds: 2048}\n",
                          "splits: {count: 4096}\nreplicas: {seeds: 5000}\n"
                          "significance: {conditional_seeds: 2049, conditional_draws: 0}\n"};
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        hf_config c = good(fits[i]);
        hf_error error;
        assert_int_equal(
            hf_config_resolve(&c, &(hf_data_counts){.features = 30, .splits = 4096}, &error),
            HF_OK);
        hf_config_free(&c);
    }
}

static void an_unknown_built_in_is_found_while_reading(void **state)
{
    (void)state;
    const char *const names[] = {"breast_cancer", "wine", "iris", "digits"};
    assert_int_equal(hf_config_builtin_count, 4);
    for (int i = 0; i < 4; i++)
        assert_string_equal(hf_config_builtins[i], names[i]);
    assert_message("nmae: x\ndata:\n  source: builtin:breast_cancr\n",
                   "a.yaml:1: nmae: unknown key; did you mean name?\n"
                   "  a.yaml:3: data.source: no built-in data set 'breast_cancr'; did you mean "
                   "builtin:breast_cancer?");
    assert_message("data: {source: 'builtin:mushrooms'}",
                   "a.yaml:1: data.source: no built-in data set 'mushrooms'; there are "
                   "builtin:breast_cancer, builtin:wine, builtin:iris, builtin:digits");
    assert_message_holds("data: {source: 'builtin:'}", "no built-in data set ''; there are");
    hf_config c = good("data: {source: built.csv}");
    assert_null(hf_config_builtin_name(c.data.source));
    assert_string_equal(hf_config_builtin_name("builtin:x"), "x");
    hf_config_free(&c);
}

static void nothing_is_concluded_from_a_bad_value(void **state)
{
    (void)state;
    assert_message("splits: {method: stratified_kfold, folds: 1, count: 7}",
                   "a.yaml:1: splits.folds: '1' is out of range (valid: an integer from 2 to "
                   "1000000000)");
    assert_message_holds("splits: {method: first_hal, count: 2}", "did you mean first_half?");
    assert_message(
        "splits: {method: file, file: [a]}",
        "a.yaml:1: splits.file: a list was given, but a single value is expected (valid: a "
        "path)");
}

static void assert_top(const char *text, int64_t features, int64_t top)
{
    hf_config c = good(text);
    hf_error error;
    for (int i = 0; i < 2; i++) { /* idempotent */
        assert_int_equal(
            hf_config_resolve(&c, &(hf_data_counts){.features = features, .splits = 32}, &error),
            HF_OK);
        assert_int_equal(c.significance.top, top);
        assert_int_equal(c.splits.count, 32);
    }
    hf_config_free(&c);
}

static void top_follows_from_the_number_of_features(void **state)
{
    (void)state;
    assert_top("", 30, 5);
    assert_top("", 15, 5);
    assert_top("", 14, 4);
    assert_top("", 6, 2);
    assert_top("", 5, 1);
    assert_top("", 1, 1);
    assert_top("significance: {top: 30}", 30, 30);
    assert_top("splits: {method: file, file: s.csv}", 30, 5);
}

static void assert_draws(const char *text, const hf_data_counts *counts, int64_t draws,
                         int64_t seeds)
{
    hf_config c = good(text);
    assert_int_equal(c.significance.conditional_draws, strstr(text, "draws") ? draws : -1);
    assert_int_equal(hf_config_resolve(&c, counts, NULL), HF_OK);
    assert_int_equal(c.significance.conditional_draws, draws);
    assert_int_equal(c.significance.conditional_seeds, seeds);
    hf_config_free(&c);
}

static void conditional_draws_follow_from_counts(void **state)
{
    (void)state;
    hf_data_counts counts = {.samples = 100,
                             .features = 30,
                             .inputs = 30,
                             .classes = 2,
                             .groups = 20,
                             .splits = 32,
                             .train_rows = 1600};
    assert_draws("", &counts, 999, 8);
    assert_draws("significance: {conditional_draws: 0}", &counts, 0, 8);
    assert_draws("replicas: {seeds: 3}", &counts, 999, 3);
    assert_draws("significance: {fdr: 0.02}", &counts, 2999, 8); /* 2 x 30 / 0.02 - 1 */
    /* training: 2 x 10 x 32 x 30 x 32 x (3 x 1600 + 1600) operations = 3.9e9;
     * 2999 draws x 30 features x 8 seeds x 30 units x 1600 test rows = 3.5e10: too many */
    assert_draws("significance: {fdr: 0.02}\ntraining: {iterations: 10}", &counts, 999, 8);
    counts.inputs = 300; /* of categories: then training takes 3.7e10 */
    assert_draws("significance: {fdr: 0.02}\ntraining: {iterations: 10}", &counts, 2999, 8);
    counts.inputs = counts.features = 1000;
    assert_draws("", &counts, 9999, 8);
    assert_unresolvable("significance: {conditional_seeds: 33}", 30, 32,
                        "conditional_seeds: 33 is more than replicas.seeds, 32");
}

static void what_does_not_fit_the_data_is_refused(void **state)
{
    (void)state;
    assert_unresolvable("significance: {top: 31}", 30, 0,
                        "a.yaml:1: significance.top: 31 is more than the 30 features of the data");
    assert_unresolvable("significance: {top: 2}", 1, 0, "2 is more than the 1 feature of the data");
    assert_unresolvable("significance: {methods: [olden, tutorial]}\nmodel: {hidden: [30, 8]}", 30,
                        0,
                        "every hidden size must be the number of features, 30, but model.hidden "
                        "has 8");
    assert_unresolvable("splits: {method: file, file: s.csv, count: 7}", 30, 6,
                        "a.yaml:1: splits.count: 7 splits, but s.csv has 6 rows: write 6, or leave "
                        "splits.count out");
    assert_unresolvable("splits: {method: file, file: s.csv, count: 2}", 30, 1,
                        "2 splits, but s.csv has 1 row: write 1");
    hf_config c = good("significance: {methods: [tutorial]}\nmodel: {hidden: [30]}");
    assert_int_equal(hf_config_resolve(&c, &(hf_data_counts){.features = 30, .splits = 0}, NULL),
                     HF_OK);
    hf_config_free(&c);
}

static void all_that_the_data_refuse_comes_at_once(void **state)
{
    (void)state;
    hf_config c = good("significance:\n  top: 31\n  methods: [tutorial]\nmodel: {hidden: [30, 8]}\n"
                       "splits: {method: file, file: s.csv, count: 7}\n");
    hf_error error;
    assert_int_equal(hf_config_resolve(&c, &(hf_data_counts){.features = 30, .splits = 6}, &error),
                     HF_BAD_CONFIG);
    assert_string_equal(
        error.message,
        "a.yaml:5: splits.count: 7 splits, but s.csv has 6 rows: write 6, or leave splits.count "
        "out\n"
        "  a.yaml:2: significance.top: 31 is more than the 30 features of the data\n"
        "  a.yaml:3: significance.methods: tutorial reads hidden unit f as feature f, so every "
        "hidden size must be the number of features, 30, but model.hidden has 8: set "
        "model.hidden=[30], or leave tutorial out");
    hf_config_free(&c);
}

/* Compares the configuration of `text` with the default one. */
static void assert_differs(const char *text, const char *key, const char *significance_key,
                           const char *expected_values)
{
    hf_config a = good(""), b = good(text);
    hf_text values = {0};
    const char *found = hf_config_difference(&a, &b, &values);
    const char *evaluation = hf_config_significance_difference(&a, &b, key ? NULL : &values);
    assert_int_equal(!found, !key);
    assert_int_equal(!evaluation, !significance_key);
    if (key)
        assert_string_equal(found, key);
    if (significance_key)
        assert_string_equal(evaluation, significance_key);
    if (expected_values)
        assert_string_equal(values.data, expected_values);
    else
        assert_null(values.data);
    hf_text_free(&values);
    hf_config_free(&a);
    hf_config_free(&b);
}

static void another_experiment_is_told_by_its_first_key(void **state)
{
    (void)state;
    assert_differs("", NULL, NULL, NULL);
    assert_differs("name: x", NULL, NULL, NULL);
    assert_differs("data: {source: builtin:wine, feature_names: /n}", NULL, NULL, NULL);
    assert_differs("training: {learning_rate: 0.01}\nmodel: {hidden: [8, 30]}", "model.hidden",
                   NULL, "was [30], is [8, 30]");
    assert_differs("data: {target: 'a b'}", "data.target", NULL, "was null, is \"a b\"");
    assert_differs("training: {shuffle: false}", "training.shuffle", NULL, "was true, is false");
    assert_differs("output: {dataset: false}", "output.dataset", NULL, "was true, is false");
    assert_differs("replicas: {seeds: 33}", "replicas.seeds", NULL, "was 32, is 33");
    assert_differs("training: {beta1: 0.30000000000000004}", "training.beta1", NULL,
                   "was 0.9, is 0.30000000000000004");
    assert_differs("significance: {votes: all}", NULL, "significance.votes", "was learned, is all");
    assert_differs("significance: {seed: 1}\nsplits: {seed: 1}", "splits.seed", "significance.seed",
                   "was 0, is 1");
    assert_differs("splits: {method: file, file: s.csv, count: 32}", "splits.method", NULL,
                   "was stratified_shuffle, is file");
}

static void the_experiment_is_written_without_names_and_paths(void **state)
{
    (void)state;
    hf_config c = good("name: secret\ndata: {source: secret, feature_names: secret}\n"
                       "splits: {method: file, file: secret, count: 4}\n"
                       "significance: {top: 3}\nmodel: {hidden: [8]}");
    hf_text text = {0};
    hf_config_write_experiment(&c, &text);
    assert_null(strstr(text.data, "secret"));
    assert_int_equal(strncmp(text.data, "data.target: null\n", 18), 0);
    assert_holds(text.data, "\nsplits.method: file\nsplits.count: 4\n");
    assert_holds(text.data, "\nmodel.hidden: [8]\n");
    assert_holds(text.data, "\nsignificance.methods: [permutation, ");
    assert_holds(text.data, "\nsignificance.top: 3\n");
    assert_true(strstr(text.data, "output.dataset") < strstr(text.data, "significance.methods"));
    hf_text_free(&text);
    hf_config_free(&c);
}

/* A key more would change the digest of every file of that format: a new one is of a new format
 * (`since`, options.h). */
static void a_format_keeps_its_keys(void **state)
{
    (void)state;
    static const int64_t keys[] = {[1] = 43, [2] = 50};
    assert_true(hf_config_has(&(hf_config){.format = 1}, 1));
    assert_false(hf_config_has(&(hf_config){.format = 1}, 2));
    assert_true(hf_config_has(&(hf_config){.format = 0}, 2));
    for (int format = 1; format < (int)(sizeof keys / sizeof *keys); format++) {
        hf_config c = good("name: any");
        hf_text text = {0};
        int64_t lines = 0;
        c.format = format;
        c.data.task = HF_TASK_CLASSIFICATION; /* resolved: adds no line */
        hf_config_write_experiment(&c, &text);
        for (const char *line = text.data; *line; line = strchr(line, '\n') + 1)
            lines++;
        if (lines != keys[format])
            fail_msg("format %d has %d keys, not %d", format, (int)lines, (int)keys[format]);
        hf_text_free(&text);
        hf_config_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_of_splits_follows_the_method),
        cmocka_unit_test(keys_that_contradict_each_other_are_refused),
        cmocka_unit_test(replicas_that_cannot_be_counted_are_refused),
        cmocka_unit_test(networks_that_the_conditional_test_cannot_add_up_are_refused),
        cmocka_unit_test(an_unknown_built_in_is_found_while_reading),
        cmocka_unit_test(nothing_is_concluded_from_a_bad_value),
        cmocka_unit_test(top_follows_from_the_number_of_features),
        cmocka_unit_test(conditional_draws_follow_from_counts),
        cmocka_unit_test(what_does_not_fit_the_data_is_refused),
        cmocka_unit_test(all_that_the_data_refuse_comes_at_once),
        cmocka_unit_test(another_experiment_is_told_by_its_first_key),
        cmocka_unit_test(the_experiment_is_written_without_names_and_paths),
        cmocka_unit_test(a_format_keeps_its_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
