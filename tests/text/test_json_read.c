/* Values are found by key and read back as they were written. */
#include "text/json.h"
#include "text/json_read.h"
#include "unit_test.h"
#include <string.h>

static const char object[] =
    "{\"line\": \"a \\\"words\\\": [\\\"x\\\"] b\", \"inner\": {\"words\": [\"no\"], \"n\": 1}, "
    "\"none\": null, \"list\": [1, [2, \"]\"]], \"words\": [\"run\", \"it's \\\"x\\\\y\\\"\", "
    "\"\", \"a\\u0009b\"], \"n\": -12, \"real\": 1.5}";

static void a_member_is_found_by_its_key(void **state)
{
    int64_t n = 0;
    (void)state;
    assert_true(hf_json_read_integer(hf_json_find(object, "n"), &n));
    assert_int_equal(n, -12);
    assert_false(hf_json_read_integer(hf_json_find(object, "real"), &n));
    assert_false(hf_json_read_integer(hf_json_find(object, "none"), &n));
    assert_null(hf_json_find(object, "wor"));
    assert_null(hf_json_find(object, "wordsx"));
    assert_null(hf_json_find("[1]", "n"));
    assert_null(hf_json_find("", "n"));
}

static void lists_of_texts_are_read_back(void **state)
{
    static const char *const expected[] = {"run", "it's \"x\\y\"", "", "a\tb"};
    hf_text_list words;
    (void)state;
    assert_true(hf_json_read_texts(hf_json_find(object, "words"), &words));
    assert_int_equal(words.count, 4);
    for (int i = 0; i < 4; i++)
        assert_string_equal(words.items[i], expected[i]);
    hf_text_list_free(&words);
    assert_false(hf_json_read_texts(hf_json_find(object, "list"), &words));
    assert_false(hf_json_read_texts(hf_json_find(object, "line"), &words));
    assert_true(hf_json_read_texts("[]", &words));
    assert_int_equal(words.count, 0);
}

/* Whatever is cut off is noticed, and nothing beyond the end is read. */
static void what_is_cut_off_gives_nothing(void **state)
{
    char part[sizeof object];
    (void)state;
    for (size_t length = 0; length < sizeof object - 1; length++) {
        hf_text_list words = {0};
        memcpy(part, object, length);
        part[length] = '\0';
        const char *value = hf_json_find(part, "words");
        if (value && hf_json_read_texts(value, &words))
            assert_true(length >= (size_t)(strstr(object, "], \"n\": -12") - object) + 1);
        hf_text_list_free(&words);
    }
}

static void a_text_is_read_back(void **state)
{
    static const char quoted[] = "{\"version\": \"0.1 \\\"x\\\"\", \"n\": 3, \"cut\": \"0.";
    hf_text text = {0};
    (void)state;
    assert_true(hf_json_read_text(hf_json_find(quoted, "version"), &text));
    assert_string_equal(text.data, "0.1 \"x\"");
    assert_true(hf_json_read_text("\"\"", &text)); /* replaces what was there */
    assert_string_equal(text.data, "");
    assert_false(hf_json_read_text(hf_json_find(quoted, "n"), &text));
    assert_false(hf_json_read_text(hf_json_find(quoted, "cut"), &text));
    hf_text_free(&text);
}

static void what_the_writer_writes_comes_back(void **state)
{
    char *items[] = {"\x01 \x7F \t\n", "\"\\", "\xC3\xA4", "a b"};
    hf_text_list words = {items, 4}, read;
    hf_text text = {0};
    hf_json json = {.text = &text, .one_line = true};
    (void)state;
    hf_json_begin_object(&json, NULL);
    hf_json_texts(&json, "words", &words);
    hf_json_end_object(&json);
    assert_true(hf_json_read_texts(hf_json_find(text.data, "words"), &read));
    assert_int_equal(read.count, 4);
    for (int i = 0; i < 4; i++)
        assert_string_equal(read.items[i], items[i]);
    hf_text_list_free(&read);
    hf_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_member_is_found_by_its_key),
                                       cmocka_unit_test(lists_of_texts_are_read_back),
                                       cmocka_unit_test(what_is_cut_off_gives_nothing),
                                       cmocka_unit_test(a_text_is_read_back),
                                       cmocka_unit_test(what_the_writer_writes_comes_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
