/* Each mistake in a file is named with its file, line and key, all of them in one message. */
#include "config_test.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdio.h>
#include <string.h>

static void unknown_keys_get_the_nearest_valid_one(void **state)
{
    (void)state;
    assert_message("training:\n  learning_rat: 1\n",
                   "a.yaml:2: training.learning_rat: unknown key; did you mean "
                   "training.learning_rate?");
    assert_message("\n\ntraining:\n  hidden: [3]\n",
                   "a.yaml:4: training.hidden: unknown key; did you mean model.hidden?");
    assert_message("hidden: [3]\n", "a.yaml:1: hidden: unknown key; did you mean model.hidden?");
    assert_message("model: {seed: 3}\n", "a.yaml:1: model.seed: unknown key; did you mean "
                                         "splits.seed or significance.seed?");
    assert_message("nmae: x\n", "a.yaml:1: nmae: unknown key; did you mean name?");
    assert_message_holds("model: {zzzzzz: 3}\n", "there are model.hidden, model.init");
    assert_message_holds("zzzzzz: 3\n", "the sections are data, splits, model, training, "
                                        "replicas, significance, null_test, output");
    assert_message_holds("training:\n  <<: {loss: a}\n", "instead of merging");
}

static void a_misspelt_section_is_named_once_and_its_keys_are_checked(void **state)
{
    (void)state;
    assert_message("trainig:\n  loss: cross_entropy\n  iterations: 0\n",
                   "a.yaml:1: trainig: unknown section; did you mean training?\n"
                   "  a.yaml:3: training.iterations: '0' is out of range (valid: an integer from "
                   "1 to 1000000000)");
}

static void what_is_given_twice_is_refused(void **state)
{
    (void)state;
    assert_message("name: a\nname: b\n", "a.yaml:2: name: given twice, first on line 1");
    assert_message("data:\n  target: a\n\n  target: a\n",
                   "a.yaml:4: data.target: given twice, first on line 2");
    assert_message("model: {init: philox}\nname: x\nmodel:\n  hidden: [3]\n",
                   "a.yaml:3: model: section given twice, first on line 1: merge the two");
    assert_message_holds("model: {init: philox}\nmodel.init: philox\n",
                         "a.yaml:2: model.init: given twice, first on line 1");
    assert_message_holds("name: ~\nname: b\n", "a.yaml:2: name: given twice");
}

static void wrong_integers_are_refused(void **state)
{
    (void)state;
    const char *const not_integers[] = {"1e3", "1.5", "1.0", "abc",   "0x10", "1_000", "1 000",
                                        "yes", "--1", "+",   "1,000", ".inf", "1e"};
    const char *const out_of_range[] = {"0",
                                        "-1",
                                        "1000000001",
                                        "9223372036854775808",
                                        "99999999999999999999999999",
                                        "-9223372036854775809"};
    char text[200], part[200];
    for (size_t i = 0; i < sizeof not_integers / sizeof not_integers[0]; i++) {
        snprintf(text, sizeof text, "training:\n  iterations: %s\n", not_integers[i]);
        snprintf(part, sizeof part, "a.yaml:2: training.iterations: '%s' is not an integer",
                 not_integers[i]);
        assert_message_holds(text, part);
    }
    for (size_t i = 0; i < sizeof out_of_range / sizeof out_of_range[0]; i++) {
        snprintf(text, sizeof text, "training:\n  iterations: %s\n", out_of_range[i]);
        snprintf(part, sizeof part,
                 "a.yaml:2: training.iterations: '%s' is out of range (valid: an integer from 1 "
                 "to 1000000000)",
                 out_of_range[i]);
        assert_message_holds(text, part);
    }
    assert_message_holds("training: {iterations: 1e3}", "use digits only");
    assert_message_holds("training: {iterations: \"30\"}", "'30' is a text because of its quotes");
}

static void wrong_reals_are_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"nan", ".nan", "inf", ".inf",  "-.inf", "0x1p-3", "1e",
                               "abc", "0,01", ".",   "1e999", "0",     "-1",     "1e-999"};
    char text[200], part[200];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "training:\n  learning_rate: %s\n", bad[i]);
        snprintf(part, sizeof part, "a.yaml:2: training.learning_rate: '%s' is ", bad[i]);
        assert_message_holds(text, part);
    }
    assert_message_holds("training: {learning_rate: '0.1'}", "because of its quotes");
}

static void bounds_are_where_they_should_be(void **state)
{
    (void)state;
    const char *const outside[] = {"training: {beta1: 1}",
                                   "training: {beta2: -0.1}",
                                   "training: {momentum: -0.1}",
                                   "training: {learning_rate: 0}",
                                   "training: {epsilon: -1e-9}",
                                   "training: {weight_decay: -1}",
                                   "training: {batch_size: -1}",
                                   "splits: {train_fraction: 0}",
                                   "splits: {train_fraction: 1}",
                                   "splits: {folds: 1}",
                                   "splits: {count: 0}",
                                   "splits: {seed: 4294967296}",
                                   "splits: {seed: -1}",
                                   "replicas: {first_seed: -1}",
                                   "replicas: {seeds: 0}",
                                   "significance: {confidence: 0}",
                                   "significance: {confidence: 1}",
                                   "significance: {top: 0}",
                                   "significance: {bootstrap: 0}",
                                   "significance: {seed: -1}",
                                   "significance: {permutation_repeats: 0}",
                                   "output: {history_every: -1}",
                                   "model: {hidden: [0]}",
                                   "model: {hidden: [1000001]}",
                                   "replicas: {first_seed: 4294967296}"};
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++)
        assert_message_holds(outside[i], "is out of range");
    hf_config c = good("training: {beta1: 0, beta2: 0, momentum: 0, epsilon: 0}\n"
                       "replicas: {first_seed: 4294967295, seeds: 1}\nsplits: {folds: 2}\n");
    assert_int_equal(c.replicas.first_seed, 4294967295);
    hf_config_free(&c);
    c = good("model: {hidden: [1000000]}");
    assert_int_equal(c.model.hidden.items[0], 1000000);
    hf_config_free(&c);
}

/* Training computes in float32: 3.4028234663852886e+38 is its largest number. */
static void step_sizes_and_the_like_are_any_number_of_float32(void **state)
{
    (void)state;
    const char *const keys[] = {"learning_rate", "epsilon", "momentum", "weight_decay"};
    char text[200], part[300];
    hf_config c;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        snprintf(text, sizeof text, "training: {%s: 3.4028234663852886e+38}", keys[i]);
        c = good(text);
        hf_config_free(&c);
        snprintf(text, sizeof text, "training: {%s: 3.4028234663852889e+38}", keys[i]);
        snprintf(part, sizeof part,
                 "training.%s: '3.4028234663852889e+38' is out of range (valid: a number %s "
                 "3.4028234663852886e+38)",
                 keys[i], i ? "from 0 to" : "above 0, at most");
        assert_message_holds(text, part);
    }
    c = good("training: {learning_rate: 1e7, epsilon: 2e6, momentum: 1.5, weight_decay: 1e30}");
    assert_true(c.training.learning_rate == 1e7 && c.training.epsilon == 2e6);
    assert_true(c.training.momentum == 1.5 && c.training.weight_decay == 1e30);
    hf_config_free(&c);
}

static void booleans_are_true_or_false(void **state)
{
    (void)state;
    const char *const bad[] = {"yes", "no", "maybe", "on", "1", "tRUE", "\"true\""};
    char text[100];
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, "training:\n  shuffle: %s\n", bad[i]);
        assert_message_holds(text, "a.yaml:2: training.shuffle: '");
        assert_message_holds(text, "(valid: true or false)");
    }
}

static void choices_get_the_nearest_one(void **state)
{
    (void)state;
    assert_message(
        "training: {optimizer: adm}",
        "a.yaml:1: training.optimizer: 'adm' is not one of the choices; did you mean adam? "
        "(valid: one of adam, adamw, sgd)");
    assert_message_holds(
        "significance:\n  methods:\n    - olden\n    - gerson\n",
        "a.yaml:4: significance.methods: 'gerson' is not one of the choices; did you "
        "mean garson?");
    assert_message_holds("significance: {methods: [shapley]}", "is not one of the choices (valid");
}

static void a_wrong_shape_is_refused(void **state)
{
    (void)state;
    assert_message("model: {hidden: 30}", "a.yaml:1: model.hidden: a list is expected: write [30]");
    assert_message("data: {exclude: 'a, b'}",
                   "a.yaml:1: data.exclude: a list is expected: write [a, b]");
    assert_message_holds("model: {hidden: {a: 1}}",
                         "model.hidden: a mapping was given, but a list");
    assert_message_holds("model: {hidden: [[1]]}", "model.hidden: a list was given, but a single");
    assert_message_holds("name: [a]", "name: a list was given, but a single value is expected");
    assert_message_holds("data: {source: {a: b}}", "data.source: a mapping was given");
    assert_message_holds("training: 5", "a.yaml:1: training: is a section");
    assert_message_holds("training: [loss]", "a.yaml:1: training: is a section");
    assert_message_holds("- a", "a.yaml:1: a configuration consists of sections");
    assert_message_holds("\nhello", "a.yaml:2: a configuration consists of sections");
    assert_message_holds("? [a]\n: b\n", "a.yaml:1: a key must be a plain text");
}

static void lists_hold_enough_and_nothing_twice(void **state)
{
    (void)state;
    assert_message("model:\n  hidden:\n  - 30\n  - 8\n  - 030\n",
                   "a.yaml:5: model.hidden: '030' is in the list twice");
    assert_message_holds("significance: {methods: [olden, olden]}", "'olden' is in the list");
    assert_message_holds("data: {features: [a, b, a]}", "data.features: 'a' is in the list");
    assert_message_holds("data: {exclude: [a, a]}", "data.exclude: 'a' is in the list twice");
    assert_message_holds("data: {classes: [a, a]}", "data.classes: 'a' is in the list twice");
    assert_message_holds("data: {classes: [a]}", "needs at least 2 items, not 1");
    assert_message_holds("model: {hidden: []}", "needs at least 1 item, not 0");
    assert_message_holds("significance: {methods: []}", "needs at least 1 item, not 0");
    assert_message_holds("data: {features: [a, ~]}", "an item is empty or null");
}

static void bad_yaml_is_named_with_its_line(void **state)
{
    (void)state;
    assert_message_holds("a: b\nc: [\nd: e\n", "a.yaml:");
    assert_message_holds("name: x\ntraining:\n\tloss: a\n", "a.yaml:3: not YAML: ");
    assert_message_holds("name: x\ntraining:\n\tloss: a\n", "indent with spaces, not tabs");
    assert_message_holds("name: a\n b: c\n", "a.yaml:2: not YAML: ");
    assert_message_holds("name: *nothing\n", "a.yaml:1: not YAML: found undefined alias");
    assert_message_holds("name: x\nmodel: \xFF\n", "a.yaml:2: not YAML: invalid");
    assert_message_holds("name: x\nmodel: \x01\n", "a.yaml:2: not YAML: control characters");
    assert_message_holds("name: \"a\\0b\"\n", "a.yaml:1: name: 'a' contains a NUL");
    assert_message_holds("name: !text a\n", "a.yaml:1: name: 'a' has a tag");
    assert_message("name: a\n---\nname: b\n",
                   "a.yaml:2: a second YAML document starts here; a configuration has only one");
}

static void a_colon_without_a_space_is_named_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"data:\n  source: x\n  target:outcome\n  groups: g\n", "a.yaml:3: not YAML: "},
        {"data:\n  source: x\n  target:outcome\nmodel:\n  init: philox\n", "a.yaml:3: not YAML: "},
        {"data:\n  target:outcome\n  source: x\n", "a.yaml:2: not YAML: "},
        {"data:\n  target:outcome\n", "a.yaml:2: data: "},
        {"data: {target:outcome}\n", "a.yaml:1: data.target:outcome: unknown key; "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hf_text message = {0};
        hf_text_append(&message, "%sput a space after the colon: write \"target: outcome\"",
                       cases[i].message);
        assert_message(cases[i].text, message.data);
        hf_text_free(&message);
    }
    assert_message("model:\n  hidden:[3, 4]\n",
                   "a.yaml:2: model: put a space after the colon: write \"hidden: [3,\"");
    hf_config c = good("data:\n  source: builtin:wine\n  target: name:x\n");
    assert_string_equal(c.data.target, "name:x");
    hf_config_free(&c);
}

static void wrong_indentation_is_told(void **state)
{
    (void)state;
    const char *const texts[] = {"data:\n  source: x\n   target: o\n",
                                 "data:\n    source: x\n  target: o\n",
                                 "data:\n  source: x\n\n    target: o\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_message_holds(texts[i], i < 2 ? "a.yaml:3: not YAML: " : "a.yaml:4: not YAML: ");
        assert_message_holds(texts[i], "; keys of one section start in the same column");
    }
    assert_message_holds("name: a: b\n", "a.yaml:1: not YAML: ");
    assert_message_holds("name: a: b\n", "; a text that contains \": \" needs quotes");
    assert_message_holds("replicas:\n  seeds: 3\nname: \"abc\nmodel:\n  hidden: [3]\n",
                         "a.yaml:3: not YAML: while scanning a quoted scalar");
}

static void all_errors_come_at_once_in_the_order_of_the_file(void **state)
{
    (void)state;
    assert_message(
        "nmae: x\nmodel:\n  hidden: [0, x]\n  init: pytroch\n",
        "a.yaml:1: nmae: unknown key; did you mean name?\n"
        "  a.yaml:3: model.hidden: '0' is out of range (valid: a list of different "
        "integers from 1 to 1000000 such as [10, 30])\n"
        "  a.yaml:3: model.hidden: 'x' is not an integer (valid: a list of different "
        "integers from 1 to 1000000 such as [10, 30])\n"
        "  a.yaml:4: model.init: 'pytroch' is not one of the choices; did you mean pytorch? "
        "(valid: one of philox, pytorch)");
}

static void more_errors_than_fit_are_counted(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_error error;
    hf_config config;
    long long left_out;
    int shown = 1;
    for (int i = 0; i < 1000; i++)
        hf_text_append(&text, "key_%d: 1\n", i);
    assert_int_equal(hf_config_parse(text.data, "a.yaml", &config, &error), HF_BAD_CONFIG);
    for (const char *c = error.message; (c = strstr(c, "\n  a.yaml:")); c++)
        shown++;
    assert_holds(error.message, "a.yaml:1: key_0: unknown key");
    assert_int_equal(sscanf(strstr(error.message, "\n  and "), "\n  and %lld more", &left_out), 1);
    assert_int_equal(shown + left_out, 1000);
    hf_text_free(&text);
}

static void hostile_texts_end_soon(void **state)
{
    (void)state;
    enum { BYTES = 1 << 20 };
    char *text;
    assert_int_equal(hf_allocate(&text, BYTES + 1, 1, NULL), HF_OK);
    memset(text, '[', BYTES);
    assert_message_holds(text, "a.yaml:1: nested too deeply");
    for (int i = 0; i < BYTES; i++)
        text[i] = "- "[i % 2];
    assert_message_holds(text, "a.yaml:1: nested too deeply");
    memset(text, 'x', BYTES);
    assert_message_holds(text, "a.yaml:1: a configuration consists of");
    memcpy(text + BYTES - 4, ": 1\n", 4);
    assert_message_holds(text, "a.yaml:1: not YAML");
    hf_free(&text);
    assert_message_holds("model: &a {hidden: *a}", "a mapping was given, but a list is expected");
    assert_message_holds("model: {hidden: &a [*a]}", "a list was given, but a single value");
}

static void a_long_value_is_cut_between_characters(void **state)
{
    (void)state;
    hf_text text = {0}, part = {0};
    hf_text_append(&text, "model: {init: ");
    for (int i = 0; i < 500; i++)
        hf_text_append(&text, "\xE2\x82\xAC"); /* three bytes each */
    hf_text_append(&text, "}");
    for (int i = 0; i < 40; i++)
        hf_text_append(&part, "\xE2\x82\xAC");
    hf_text_append(&part, "...' is not one");
    assert_message_holds(text.data, part.data);
    assert_message_holds("model: {init: \"a\\nb\"}", "'a?b' is not one");
    hf_text_free(&text);
    hf_text_free(&part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_keys_get_the_nearest_valid_one),
        cmocka_unit_test(a_misspelt_section_is_named_once_and_its_keys_are_checked),
        cmocka_unit_test(what_is_given_twice_is_refused),
        cmocka_unit_test(wrong_integers_are_refused),
        cmocka_unit_test(wrong_reals_are_refused),
        cmocka_unit_test(bounds_are_where_they_should_be),
        cmocka_unit_test(step_sizes_and_the_like_are_any_number_of_float32),
        cmocka_unit_test(booleans_are_true_or_false),
        cmocka_unit_test(choices_get_the_nearest_one),
        cmocka_unit_test(a_wrong_shape_is_refused),
        cmocka_unit_test(lists_hold_enough_and_nothing_twice),
        cmocka_unit_test(bad_yaml_is_named_with_its_line),
        cmocka_unit_test(a_colon_without_a_space_is_named_with_its_line),
        cmocka_unit_test(wrong_indentation_is_told),
        cmocka_unit_test(all_errors_come_at_once_in_the_order_of_the_file),
        cmocka_unit_test(more_errors_than_fit_are_counted),
        cmocka_unit_test(hostile_texts_end_soon),
        cmocka_unit_test(a_long_value_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
