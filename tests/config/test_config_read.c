/* What a good configuration turns into. The expected values are copied from docs/configuration.md
 * by hand. */
#include "config_test.h"

#include <locale.h>
#include <stdio.h>

static void assert_defaults(const hf_config *c)
{
    assert_string_equal(c->data.source, "builtin:breast_cancer");
    assert_null(c->data.target);
    assert_string_equal(c->data.inputs, "/x");
    assert_null(c->data.feature_names);
    assert_null(c->data.groups);
    assert_int_equal(c->data.features.count + c->data.exclude.count + c->data.classes.count, 0);
    assert_int_equal(c->data.standardize, HF_STANDARDIZE_ZSCORE);
    assert_int_equal(c->data.missing, HF_MISSING_ERROR);
    assert_int_equal(c->splits.method, HF_SPLITS_STRATIFIED_SHUFFLE);
    assert_int_equal(c->splits.count, 32);
    assert_true(c->splits.train_fraction == 0.5);
    assert_int_equal(c->splits.folds, 5);
    assert_int_equal(c->splits.seed, 0);
    assert_null(c->splits.file);
    assert_integers(&c->model.hidden, 1, (const int64_t[]){30});
    assert_int_equal(c->model.init, HF_INIT_PHILOX);
    assert_int_equal(c->replicas.first_seed, 0);
    assert_int_equal(c->replicas.seeds, 32);
    assert_int_equal(c->output.history_every, 1);
    assert_true(c->output.initial_weights && c->output.dataset);
}

static void assert_default_training(const hf_config *c)
{
    assert_int_equal(c->training.loss, HF_LOSS_CROSS_ENTROPY);
    assert_int_equal(c->training.optimizer, HF_OPTIMIZER_ADAM);
    assert_true(c->training.learning_rate == 0.001);
    assert_true(c->training.beta1 == 0.9 && c->training.beta2 == 0.999);
    assert_true(c->training.epsilon == 1e-8);
    assert_true(c->training.momentum == 0 && c->training.weight_decay == 0);
    assert_int_equal(c->training.iterations, 1000);
    assert_int_equal(c->training.batch_size, 0);
    assert_true(c->training.shuffle);
}

static void assert_default_significance(const hf_config *c)
{
    const int64_t methods[] = {HF_PERMUTATION, HF_INTEGRATED_GRADIENTS, HF_OLDEN, HF_GARSON,
                               HF_L2_NORM,     HF_MAX_ABS_WEIGHT};
    assert_integers(&c->significance.methods, 6, methods);
    assert_int_equal(c->significance.top, 0);
    assert_int_equal(c->significance.votes, HF_VOTES_LEARNED);
    assert_true(c->significance.confidence == 0.95);
    assert_int_equal(c->significance.bootstrap, 2000);
    assert_int_equal(c->significance.permutation_repeats, 5);
    assert_int_equal(c->significance.seed, 0);
    assert_int_equal(c->significance.conditional_draws, -1);
    assert_int_equal(c->significance.conditional_seeds, 0);
    assert_true(c->significance.fdr == 0.1);
    assert_true(c->significance.group_correlation == 0.7);
}

static void every_key_has_its_default(void **state)
{
    (void)state;
    const char *const texts[] = {"",
                                 "# nothing\n",
                                 "---\n",
                                 "\xEF\xBB\xBF",
                                 "{}",
                                 "null",
                                 "training:\ndata: {}\nmodel: ~\n",
                                 "--- \n...\n",
                                 "name:\n",
                                 "training:\n  iterations: null\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        hf_config config = good(texts[i]);
        assert_string_equal(config.name, "a");
        assert_defaults(&config);
        assert_default_training(&config);
        assert_default_significance(&config);
        hf_config_free(&config);
        assert_null(config.name);
    }
}

static const char everything[] =
    "\xEF\xBB\xBFname: 2024\r\n"
    "data:\n"
    "  source: sub/a b.csv\n  target: 5\n  inputs: /in\n  feature_names: /names\n"
    "  features: [b, \"null\", true, 7]\n  exclude:\n    - c d\n    - \"\"\n"
    "  classes: [\"no\", yes]\n  groups: patient\n  standardize: none\n  missing: mean\n"
    "splits: {method: stratified_kfold, count: 20, train_fraction: .25, folds: 10, seed: "
    "4294967295}\n"
    "model: {hidden: [100, 8, 65536], init: pytorch}\n"
    "training:\n"
    "  loss: cross_entropy_of_softmax\n  optimizer: 'sgd'\n  learning_rate: 1e-3\n  beta1: 0\n"
    "  beta2: 0.5\n  epsilon: +1.5E-7\n  momentum: 9.e-1\n  weight_decay: 1\n"
    "  iterations: +007\n  batch_size: 64\n  shuffle: FALSE\n"
    "replicas: {first_seed: 4294967290, seeds: 6}\n"
    "significance:\n"
    "  methods: [tutorial, olden]\n  top: 3\n  votes: all\n  confidence: 0.9\n"
    "  bootstrap: 100\n  permutation_repeats: 2\n  seed: 9\n"
    "output: {history_every: 0, initial_weights: False, dataset: false}\n";

static void every_key_is_read(void **state)
{
    (void)state;
    hf_config c = good(everything);
    assert_string_equal(c.name, "2024");
    assert_string_equal(c.data.source, "sub/a b.csv");
    assert_string_equal(c.data.target, "5");
    assert_string_equal(c.data.inputs, "/in");
    assert_string_equal(c.data.feature_names, "/names");
    assert_string_equal(c.data.groups, "patient");
    assert_int_equal(c.data.features.count, 4);
    assert_string_equal(c.data.features.items[0], "b");
    assert_string_equal(c.data.features.items[1], "null");
    assert_string_equal(c.data.features.items[2], "true");
    assert_string_equal(c.data.features.items[3], "7");
    assert_int_equal(c.data.exclude.count, 2);
    assert_string_equal(c.data.exclude.items[0], "c d");
    assert_string_equal(c.data.exclude.items[1], "");
    assert_int_equal(c.data.classes.count, 2);
    assert_string_equal(c.data.classes.items[1], "yes");
    assert_int_equal(c.data.standardize, HF_STANDARDIZE_NONE);
    assert_int_equal(c.data.missing, HF_MISSING_MEAN);
    assert_int_equal(c.splits.method, HF_SPLITS_STRATIFIED_KFOLD);
    assert_int_equal(c.splits.count, 20);
    assert_true(c.splits.train_fraction == 0.25);
    assert_int_equal(c.splits.folds, 10);
    assert_int_equal(c.splits.seed, 4294967295);
    assert_integers(&c.model.hidden, 3, (const int64_t[]){100, 8, 65536});
    assert_int_equal(c.model.init, HF_INIT_PYTORCH);
    hf_config_free(&c);
}

static void every_key_of_training_and_after_is_read(void **state)
{
    (void)state;
    hf_config c = good(everything);
    assert_int_equal(c.training.loss, HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX);
    assert_int_equal(c.training.optimizer, HF_OPTIMIZER_SGD);
    assert_true(c.training.learning_rate == 0.001 && c.training.beta1 == 0);
    assert_true(c.training.beta2 == 0.5 && c.training.epsilon == 1.5e-7);
    assert_true(c.training.momentum == 0.9 && c.training.weight_decay == 1);
    assert_int_equal(c.training.iterations, 7);
    assert_int_equal(c.training.batch_size, 64);
    assert_false(c.training.shuffle);
    assert_int_equal(c.replicas.first_seed, 4294967290);
    assert_int_equal(c.replicas.seeds, 6);
    assert_integers(&c.significance.methods, 2, (const int64_t[]){HF_TUTORIAL, HF_OLDEN});
    assert_int_equal(c.significance.top, 3);
    assert_int_equal(c.significance.votes, HF_VOTES_ALL);
    assert_true(c.significance.confidence == 0.9);
    assert_int_equal(c.significance.bootstrap, 100);
    assert_int_equal(c.significance.permutation_repeats, 2);
    assert_int_equal(c.significance.seed, 9);
    assert_int_equal(c.output.history_every, 0);
    assert_false(c.output.initial_weights || c.output.dataset);
    hf_config_free(&c);
}

static void every_choice_has_its_number(void **state)
{
    (void)state;
    const char *const methods[] = {
        "max_weight", "tutorial", "max_abs_weight", "l2_norm",
        "garson",     "olden",    "permutation",    "integrated_gradients"};
    const char *const splits[] = {"stratified_shuffle", "first_half", "stratified_kfold",
                                  "complementary_pairs"};
    for (int i = 0; i < 8; i++) {
        char text[100];
        snprintf(text, sizeof text, "significance: {methods: [%s]}", methods[i]);
        hf_config c = good(text);
        assert_int_equal(c.significance.methods.items[0], i);
        hf_config_free(&c);
    }
    for (int i = 0; i < 4; i++) {
        char text[100];
        snprintf(text, sizeof text, "splits: {method: %s}", splits[i]);
        hf_config c = good(text);
        assert_int_equal(c.splits.method, i);
        hf_config_free(&c);
    }
}

static void aliases_are_resolved(void **state)
{
    (void)state;
    hf_config c = good("splits: {seed: &seed 17}\nsignificance: {seed: *seed}\n"
                       "data: {features: &list [a, b], exclude: *list}\n");
    assert_int_equal(c.splits.seed, 17);
    assert_int_equal(c.significance.seed, 17);
    assert_string_equal(c.data.exclude.items[1], "b");
    hf_config_free(&c);
}

static void a_key_may_be_written_with_its_dot(void **state)
{
    (void)state;
    hf_config c = good("training.iterations: 5\n");
    assert_int_equal(c.training.iterations, 5);
    hf_config_free(&c);
}

static void a_decimal_comma_in_the_locale_changes_nothing(void **state)
{
    (void)state;
    const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8"};
    bool found = false;
    for (int i = 0; i < 4 && !found; i++)
        found = setlocale(LC_NUMERIC, locales[i]);
    if (!found)
        skip_test("no locale with decimal commas is installed");
    hf_config c = good("training: {learning_rate: 0.25, momentum: 1.5e-1}\n");
    hf_text text = {0};
    hf_config_write(&c, &text);
    assert_true(c.training.learning_rate == 0.25 && c.training.momentum == 0.15);
    assert_holds(text.data, "learning_rate: 0.25\n");
    setlocale(LC_NUMERIC, "C");
    hf_text_free(&text);
    hf_config_free(&c);
}

static void the_name_is_the_stem_of_the_file(void **state)
{
    (void)state;
    const char *const origins[][2] = {{"configs/wine.yaml", "wine"},
                                      {"a.b.yml", "a.b"},
                                      {"/x.y/plain", "plain"},
                                      {".yaml", ".yaml"}};
    for (int i = 0; i < 4; i++) {
        hf_config c;
        assert_int_equal(hf_config_parse("", origins[i][0], &c, NULL), HF_OK);
        assert_string_equal(c.name, origins[i][1]);
        hf_config_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_has_its_default),
        cmocka_unit_test(every_key_is_read),
        cmocka_unit_test(every_key_of_training_and_after_is_read),
        cmocka_unit_test(every_choice_has_its_number),
        cmocka_unit_test(aliases_are_resolved),
        cmocka_unit_test(a_key_may_be_written_with_its_dot),
        cmocka_unit_test(a_decimal_comma_in_the_locale_changes_nothing),
        cmocka_unit_test(the_name_is_the_stem_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
