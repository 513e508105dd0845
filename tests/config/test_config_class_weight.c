/* training.class_weight: a word, a list or a mapping, and the order of the data's classes. */
#include "config_test.h"

#include "holdfast/status_codes.h"
#include <stdio.h>
#include <string.h>

#define IN(value) "training:\n  class_weight: " value "\n"

static char *const names[] = {"ill", "well", "unknown", NULL};
static const hf_text_list classes = {(char **)(uintptr_t)names, 3};

static hf_data_counts counts_of(const hf_text_list *of)
{
    return (hf_data_counts){
        .samples = 90, .features = 4, .classes = of->count, .splits = 32, .class_names = of};
}

static void assert_value(const hf_config *config, const char *expected)
{
    hf_text value = {0};
    hf_config_append_value(config, "training.class_weight", &value);
    assert_string_equal(value.data, expected);
    hf_text_free(&value);
}

static void resolves_to(const char *text, const char *expected)
{
    hf_config config = good(text);
    hf_error error;
    const hf_data_counts counts = counts_of(&classes);
    for (int again = 0; again < 2; again++) {
        if (hf_config_resolve(&config, &counts, &error) != HF_OK)
            fail_msg("%s", error.message);
        assert_value(&config, expected);
    }
    hf_config_free(&config);
}

static void a_mapping_becomes_a_list_in_the_classes_order(void **state)
{
    (void)state;
    resolves_to("", "none");
    resolves_to(IN("none"), "none");
    resolves_to(IN("balanced"), "balanced");
    resolves_to(IN("[1, 2.5, 1e-3]"), "[1, 2.5, 0.001]");
    resolves_to(IN("{unknown: 0.001, ill: 1, well: 2.5}"), "[1, 2.5, 0.001]");
    resolves_to("training:\n  class_weight:\n    well: 2\n    unknown: 3\n    ill: 1\n",
                "[1, 2, 3]");
}

/* As a file of results has it, before and after the data are known. */
static void values_survive_writing_copying_and_overrides(void **state)
{
    (void)state;
    const char *const texts[] = {IN("balanced"), IN("[3, 1]"), IN("{'0': 1, 'a b': 0.1, no: 7}")};
    const char *const balanced = "training.class_weight=balanced";
    const char *const null = "training.class_weight=null";
    for (int i = 0; i < 3; i++) {
        hf_config config = good(texts[i]), copy, back;
        hf_text written = {0};
        assert_int_equal(hf_config_copy(&config, &copy, NULL), HF_OK);
        assert_same(&config, &copy);
        hf_config_write(&config, &written);
        back = good(written.data);
        assert_same(&config, &back);
        assert_null(hf_config_difference(&config, &back, NULL));
        assert_int_equal(hf_config_override(&copy, &balanced, 1, NULL), HF_OK);
        assert_value(&copy, "balanced");
        assert_int_equal(hf_config_override(&copy, &null, 1, NULL), HF_OK);
        assert_value(&copy, "none");
        assert_string_equal(hf_config_difference(&config, &copy, NULL), "training.class_weight");
        hf_text_free(&written);
        hf_config_free(&config), hf_config_free(&copy), hf_config_free(&back);
    }
}

/* Older files of the same format have no such key. */
static void the_default_is_no_part_of_the_experiment_in_a_digest(void **state)
{
    (void)state;
    hf_text without = {0}, with = {0};
    hf_config config = good(""), weighs = good(IN("[1, 2]"));
    hf_config_write_experiment(&config, &without);
    hf_config_write_experiment(&weighs, &with);
    assert_null(strstr(without.data, "class_weight"));
    assert_holds(with.data, "training.class_weight: [1, 2]\n");
    hf_text_free(&with);
    weighs.format = 1;
    hf_config_write_experiment(&weighs, &with);
    assert_null(strstr(with.data, "class_weight"));
    hf_text_free(&with), hf_text_free(&without);
    hf_config_free(&config), hf_config_free(&weighs);
}

static void wrong_values_are_named_with_their_line(void **state)
{
    (void)state;
    const char *const bad[] = {"0", "-1", ".inf", ".nan", "x", "1e10", "'1'", "[1]"};
    char text[200];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(text, sizeof text, "training:\n  class_weight:\n    - 1\n    - %s\n", bad[i]);
        assert_message_holds(text, "a.yaml:4: training.class_weight: ");
        snprintf(text, sizeof text, "training:\n  class_weight:\n    a: %s\n    b: 1\n", bad[i]);
        assert_message_holds(text, "a.yaml:3: training.class_weight: ");
    }
    assert_message(IN("[0, 1]"),
                   "a.yaml:2: training.class_weight: '0' is out of range (valid: none, balanced, "
                   "or numbers from 1e-09 to 1e+09, one for each class: [1, 3] or {label: 1, "
                   "other: 3})");
    assert_message_holds(IN("balancd"), "did you mean balanced?");
    assert_message_holds(IN("2"), "'2' is not one of the choices");
    assert_message_holds(IN("[]"), "there is no weight in it");
    assert_message_holds(IN("{}"), "there is no weight in it");
    assert_message_holds(IN("{a: 1, b: 2, a: 3}"), "'a' is given twice");
    assert_message_holds(IN("{[a]: 1}"), "a list was given");
}

static void does_not_resolve(const char *text, const hf_text_list *of, const char *message)
{
    hf_config config = good(text);
    hf_error error;
    const hf_data_counts counts = counts_of(of);
    assert_int_equal(hf_config_resolve(&config, &counts, &error), HF_BAD_CONFIG);
    assert_string_equal(error.message, message);
    hf_config_free(&config);
}

#define PLACE "a.yaml:2: training.class_weight: "

static void weights_are_those_of_the_classes(void **state)
{
    (void)state;
    static char *const outcome_name[] = {"price", NULL};
    const hf_text_list outcome = {(char **)(uintptr_t)outcome_name, 1};
    does_not_resolve(IN("[1, 2]"), &classes,
                     PLACE "2 weights for 3 classes: write one for each, in this order: 'ill', "
                           "'well', 'unknown'");
    does_not_resolve(IN("{ill: 1, well: 2, unknwon: 3}"), &classes,
                     PLACE "no class is called 'unknwon'; did you mean unknown?");
    does_not_resolve(IN("{ill: 1, well: 2, healthy: 3}"), &classes,
                     PLACE "no class is called 'healthy'; the classes are 'ill', 'well', "
                           "'unknown'");
    does_not_resolve(IN("{ill: 1, unknown: 3}"), &classes,
                     PLACE "class 'well' has no weight: write one for each class");
    does_not_resolve(IN("balanced"), &outcome,
                     PLACE "weights are of classes, and the outcome price is a number: leave it "
                           "out");
    does_not_resolve(IN("[1]"), &outcome,
                     PLACE "weights are of classes, and the outcome price is a number: leave it "
                           "out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mapping_becomes_a_list_in_the_classes_order),
        cmocka_unit_test(values_survive_writing_copying_and_overrides),
        cmocka_unit_test(the_default_is_no_part_of_the_experiment_in_a_digest),
        cmocka_unit_test(wrong_values_are_named_with_their_line),
        cmocka_unit_test(weights_are_those_of_the_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
