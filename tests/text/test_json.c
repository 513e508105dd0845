/* The JSON writer: layout, escapes, numbers. Leaves hostile.json to check_json.py. */
#include "text/json.h"
#include "unit_test.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void append_example(hf_json *json)
{
    const double numbers[3] = {0.5, NAN, 1e300};
    const int64_t integers[2] = {10, -30};
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "name", "iris");
    hf_json_text(json, "digest", NULL);
    hf_json_boolean(json, "complete", true);
    hf_json_integer(json, "largest", INT64_MAX);
    hf_json_begin_object(json, "nothing");
    hf_json_end_object(json);
    hf_json_begin_array(json, "none");
    hf_json_end_array(json);
    hf_json_numbers(json, "numbers", numbers, 3);
    hf_json_begin_array(json, "rows");
    hf_json_integers(json, NULL, integers, 2);
    hf_json_begin_object(json, NULL);
    hf_json_number(json, "third", 1. / 3);
    hf_json_end_object(json);
    hf_json_end_array(json);
    hf_json_end_object(json);
}

static void members_stand_on_lines_of_their_own(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_json json = {.text = &text};
    append_example(&json);
    assert_string_equal(text.data, "{\n"
                                   "  \"name\": \"iris\",\n"
                                   "  \"digest\": null,\n"
                                   "  \"complete\": true,\n"
                                   "  \"largest\": 9223372036854775807,\n"
                                   "  \"nothing\": {},\n"
                                   "  \"none\": [],\n"
                                   "  \"numbers\": [0.5, null, 1e+300],\n"
                                   "  \"rows\": [\n"
                                   "    [10, -30],\n"
                                   "    {\n"
                                   "      \"third\": 0.3333333333333333\n"
                                   "    }\n"
                                   "  ]\n"
                                   "}");
    hf_text_free(&text);
}

static void one_line_has_no_line_breaks(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_json json = {.text = &text, .one_line = true};
    append_example(&json);
    assert_string_equal(text.data,
                        "{\"name\": \"iris\", \"digest\": null, \"complete\": true, "
                        "\"largest\": 9223372036854775807, \"nothing\": {}, \"none\": [], "
                        "\"numbers\": [0.5, null, 1e+300], "
                        "\"rows\": [[10, -30], {\"third\": 0.3333333333333333}]}");
    hf_text_free(&text);
}

static void texts_are_escaped(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_json_text(&json, NULL, "a\"b\\c/\n\x01\x7f \xc2\xb5 \xff \xed\xa0\x80");
    assert_string_equal(text.data, "\"a\\\"b\\\\c/\\u000a\\u0001\\u007f \xc2\xb5 \\ufffd "
                                   "\\ufffd\\ufffd\\ufffd\"");
    hf_text_free(&text);
}

static void infinities_are_null(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_json_numbers(&json, NULL, (const double[]){INFINITY, -INFINITY, -0.0}, 3);
    assert_string_equal(text.data, "[null, null, -0]");
    hf_text_free(&text);
}

/* An array with a text of each single byte but NUL, as value and as key. */
static void every_byte_is_left_to_another_reader(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_json json = {.text = &text};
    hf_json_begin_array(&json, NULL);
    for (int byte = 1; byte < 256; byte++) {
        const char value[2] = {(char)byte, 0};
        hf_json_begin_object(&json, NULL);
        hf_json_text(&json, value, value);
        hf_json_end_object(&json);
    }
    hf_json_end_array(&json);
    FILE *file = fopen("hostile.json", "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
    hf_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_stand_on_lines_of_their_own),
        cmocka_unit_test(one_line_has_no_line_breaks),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(infinities_are_null),
        cmocka_unit_test(every_byte_is_left_to_another_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
