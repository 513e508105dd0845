/* What is written is read back to the same values. */
#include "config_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_survives(const hf_config *config)
{
    hf_text text = {0}, again = {0};
    hf_config back, copy;
    hf_error error;
    hf_config_write(config, &text);
    if (hf_config_parse(text.data, "other.yaml", &back, &error) != HF_OK)
        fail_msg("%s\n%s", error.message, text.data);
    assert_same(config, &back);
    hf_config_write(&back, &again);
    assert_string_equal(text.data, again.data);
    assert_int_equal(hf_config_copy(config, &copy, NULL), HF_OK);
    assert_same(config, &copy);
    hf_text_free(&text);
    hf_text_free(&again);
    hf_config_free(&back);
    hf_config_free(&copy);
}

static void every_kind_of_value_survives(void **state)
{
    (void)state;
    const char *const texts[] = {
        "",
        "data: {features: [a, 'b, c', ' d'], exclude: ['null', ''], classes: [no, '1', 2]}",
        "data: {standardize: none, missing: drop, groups: g, target: t, inputs: /a/b}",
        "splits: {method: file, file: a b.csv}\nsignificance: {top: 7, votes: all}",
        "splits: {method: complementary_pairs, count: 64, seed: 4294967295, folds: 9}",
        "model: {hidden: [65536, 1, 30], init: pytorch}",
        "training: {loss: cross_entropy_of_softmax, optimizer: adamw, shuffle: false}",
        "replicas: {first_seed: 4294967295, seeds: 1}\noutput: {history_every: 0, dataset: false}",
        "significance: {methods: [tutorial, max_weight, olden], bootstrap: 1, seed: 3}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        hf_config config = good(texts[i]);
        assert_survives(&config);
        hf_config_free(&config);
    }
}

static void a_copy_is_its_own_and_knows_where_keys_were_set(void **state)
{
    (void)state;
    const char *const overrides[] = {"training.beta1=0.5"};
    hf_config config = good("model: {hidden: [3, 4]}\n\ndata: {exclude: [a]}"), copy;
    hf_text place = {0};
    assert_int_equal(hf_config_override(&config, overrides, 1, NULL), HF_OK);
    assert_int_equal(hf_config_copy(&config, &copy, NULL), HF_OK);
    hf_config_free(&config);
    assert_int_equal(copy.model.hidden.items[1], 4);
    assert_string_equal(copy.data.exclude.items[0], "a");
    hf_config_append_place(&copy, "data.exclude", &place);
    hf_config_append_place(&copy, "training.beta1", &place);
    assert_string_equal(place.data, "a.yaml:3: data.exclude: --set training.beta1=0.5: ");
    hf_text_free(&place);
    hf_config_free(&copy);
}

static void set_name(hf_config *config, const char *name)
{
    hf_text_list list = {0};
    free(config->name);
    assert_int_equal(hf_text_list_add(&list, name, NULL), HF_OK);
    config->name = list.items[0];
    free(list.items);
}

static void any_text_survives(void **state)
{
    (void)state;
    const char *const names[] = {"",
                                 " ",
                                 " leading",
                                 "trailing ",
                                 "a: b",
                                 "a:",
                                 ":a",
                                 "- x",
                                 "-",
                                 "? x",
                                 "# x",
                                 "a #b",
                                 "null",
                                 "Null",
                                 "~",
                                 "true",
                                 "YES",
                                 "off",
                                 "n",
                                 "1",
                                 "1e3",
                                 "0x1F",
                                 ".inf",
                                 ".nan",
                                 "12:30:45",
                                 "2024-01-01",
                                 "=",
                                 "<<",
                                 "*alias",
                                 "&anchor",
                                 "!tag",
                                 "|",
                                 ">",
                                 "%YAML",
                                 "@x",
                                 "`x",
                                 "'",
                                 "\"",
                                 "it's",
                                 "\"quoted\"",
                                 "back\\slash",
                                 "\\n",
                                 "a\nb",
                                 "\n",
                                 "a\n\n b\n",
                                 "tab\there",
                                 "\r\n",
                                 "\x01\x1F\x7F",
                                 "[a, b]",
                                 "{a: b}",
                                 "a, b",
                                 "---",
                                 "...",
                                 "--- a",
                                 "\xC3\xA9t\xC3\xA9",
                                 "\xE2\x82\xAC",
                                 "\xF0\x9F\x90\x88",
                                 "\xC2\x85",
                                 "\xC2\x80",
                                 "\xC2\xA0",
                                 "\xE2\x80\xA8",
                                 "\xE2\x80\xA9",
                                 "\xEF\xBB\xBF",
                                 "\xEF\xBF\xBE",
                                 "\xEF\xBF\xBF",
                                 "\xF4\x8F\xBF\xBF",
                                 "\xEE\x80\x80",
                                 "/a/b.c_d-e",
                                 "mean radius"};
    hf_config config = good("");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        set_name(&config, names[i]);
        if (*names[i]) { /* a list holds the same text beside another */
            hf_text_list_free(&config.data.exclude);
            assert_int_equal(hf_text_list_add(&config.data.exclude, names[i], NULL), HF_OK);
            assert_int_equal(hf_text_list_add(&config.data.exclude, "other", NULL), HF_OK);
        }
        assert_survives(&config);
    }
    hf_config_free(&config);
}

static void long_texts_and_lists_survive(void **state)
{
    (void)state;
    char name[4001];
    hf_config config = good("");
    memset(name, 'x', sizeof name - 1);
    name[2000] = ' ';
    name[sizeof name - 1] = '\0';
    set_name(&config, name);
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "feature %d: a", i);
        assert_int_equal(hf_text_list_add(&config.data.features, name, NULL), HF_OK);
    }
    assert_survives(&config);
    hf_config_free(&config);
}

static void a_path_that_is_not_utf8_still_gives_valid_yaml(void **state)
{
    (void)state;
    const char *const names[] = {"\xFF", "a\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF8\x88\x80\x80"};
    for (int i = 0; i < 5; i++) {
        hf_config config = good(""), back;
        hf_text text = {0};
        set_name(&config, names[i]);
        hf_config_write(&config, &text);
        assert_int_equal(hf_config_parse(text.data, "x", &back, NULL), HF_OK);
        assert_holds(back.name, "\xEF\xBF\xBD");
        hf_text_free(&text);
        hf_config_free(&config);
        hf_config_free(&back);
    }
}

static void reals_have_the_fewest_digits_that_keep_them(void **state)
{
    (void)state;
    /* Python's repr, but for the point that YAML 1.1 wants before an exponent. */
    const char *const cases[][2] = {{"0.1", "0.1"},
                                    {"0.30000000000000004", "0.30000000000000004"},
                                    {"1e-8", "1.0e-08"},
                                    {"0.001", "0.001"},
                                    {"1000000", "1000000"},
                                    {"0.3333333333333333", "0.3333333333333333"},
                                    {"5e-324", "4.94065645841247e-324"},
                                    {"2.2250738585072014e-308", "2.2250738585072014e-308"},
                                    {"2.5E-3", "0.0025"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100], part[100];
        snprintf(text, sizeof text, "training: {learning_rate: %s}", cases[i][0]);
        snprintf(part, sizeof part, "  learning_rate: %s\n", cases[i][1]);
        hf_config config = good(text);
        hf_text written = {0};
        hf_config_write(&config, &written);
        assert_holds(written.data, part);
        hf_text_free(&written);
        assert_survives(&config);
        hf_config_free(&config);
    }
}

/* Bit patterns of a linear congruential generator: numbers of all sizes. */
static void random_reals_survive(void **state)
{
    (void)state;
    uint64_t random = 1;
    hf_config config = good("");
    for (int i = 0; i < 2000; i++) {
        double value;
        random = random * 6364136223846793005u + 1442695040888963407u;
        uint64_t bits = random >> 2; /* positive, below 2 */
        memcpy(&value, &bits, sizeof value);
        config.training.learning_rate = value > 0 ? value : 1;
        assert_survives(&config);
    }
    hf_config_free(&config);
}

static void the_defaults_read_back_are_the_defaults(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_config_write_defaults(&text);
    hf_config from_text = good(text.data), defaults = good("");
    assert_same(&from_text, &defaults);
    hf_config_free(&from_text);
    hf_config_free(&defaults);
    hf_text_free(&text);
}

static void the_defaults_show_every_key_with_help_in_100_columns(void **state)
{
    (void)state;
    hf_text text = {0}, written = {0};
    hf_config defaults = good("");
    hf_config_write_defaults(&text);
    hf_config_write(&defaults, &written);
    for (char *line = strtok(written.data, "\n"); line; line = strtok(NULL, "\n")) {
        char key[100];
        snprintf(key, sizeof key, "%.*s", (int)(strchr(line, ':') - line + 1), line);
        assert_holds(text.data, key);
    }
    for (char *line = strtok(text.data, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(strlen(line) <= 100);
        assert_true(line[strlen(line) - 1] != ' ');
    }
    hf_text_free(&text);
    hf_text_free(&written);
    hf_config_free(&defaults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value_survives),
        cmocka_unit_test(a_copy_is_its_own_and_knows_where_keys_were_set),
        cmocka_unit_test(any_text_survives),
        cmocka_unit_test(long_texts_and_lists_survive),
        cmocka_unit_test(a_path_that_is_not_utf8_still_gives_valid_yaml),
        cmocka_unit_test(reals_have_the_fewest_digits_that_keep_them),
        cmocka_unit_test(random_reals_survive),
        cmocka_unit_test(the_defaults_read_back_are_the_defaults),
        cmocka_unit_test(the_defaults_show_every_key_with_help_in_100_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
