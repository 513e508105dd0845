/* Dialects of text tables, from their first lines. */
#include "data/table/dialect.h"
#include "data_test.h"
#include "holdfast/choices.h"
#include "holdfast/status_codes.h"
#include <string.h>

typedef struct dialect_case {
    const char *text;
    int delimiter, decimal;
    bool row_names, trailing, trailing_rows;
    int64_t comments, header_line;
} dialect_case;

enum {
    COMMA = HF_DELIMITER_COMMA,
    SEMICOLON = HF_DELIMITER_SEMICOLON,
    TAB = HF_DELIMITER_TAB,
    SPACE = HF_DELIMITER_SPACE,
    POINTS = HF_DECIMAL_IS_POINT,
    COMMAS = HF_DECIMAL_IS_COMMA
};

static const dialect_case cases[] = {
    {"k,a\nx,1\n", COMMA, POINTS, false, false, false, 0, 1},
    {"k;a\nx;1.5\n", SEMICOLON, POINTS, false, false, false, 0, 1},
    {"k\ta\nx\t1,5\n", TAB, COMMAS, false, false, false, 0, 1},
    {"k a\nx  1.5\ny   2\n", SPACE, POINTS, false, false, false, 0, 1},
    /* the header has no comma: by commas it would be one cell, the rows two */
    {"k;a\nx;1,5\ny;2,25\n", SEMICOLON, COMMAS, false, false, false, 0, 1},
    {"\"a\" \"b\"\n\"1\" 2 3\n\"2\" 4 5\n", SPACE, POINTS, true, false, false, 0, 1},
    {"a\n1;2\n2;3\n", SEMICOLON, POINTS, true, false, false, 0, 1},
    {"k;a;\nx;1;\ny;2;\n", SEMICOLON, POINTS, false, true, false, 0, 1},
    {"k;a\nx;1;\ny;2;\n", SEMICOLON, POINTS, false, false, true, 0, 1},
    {"k;a;\nx;1;\ny;2;5\n", SEMICOLON, POINTS, false, false, false, 0, 1},
    {"# one\n#two\n\nk,a\nx,1\n", COMMA, POINTS, false, false, false, 2, 4},
    /* separators within quotes are none */
    {"k,\"a;b;c\"\nx,\"1;2;3\"\n", COMMA, POINTS, false, false, false, 0, 1},
    /* a ragged line: what most lines are in, so that it can be named */
    {"k;a\nx;1\ny;2;3\nx;4\n", SEMICOLON, POINTS, false, false, false, 0, 1},
    {"first name\nx\n", COMMA, POINTS, false, false, false, 0, 1},
    {"k\nx\n", COMMA, POINTS, false, false, false, 0, 1},
    /* one number with a point and the comma is no decimal sign */
    {"k;a;b\nx;1,5;2.5\n", SEMICOLON, POINTS, false, false, false, 0, 1},
    /* dates and versions are no numbers */
    {"k;a;b\nx;1,5;1.5.2020\n", SEMICOLON, COMMAS, false, false, false, 0, 1},
    {"k;a;b\nx;1,234;12,5\n", SEMICOLON, COMMAS, false, false, false, 0, 1},
};

static void the_first_lines_tell_the_dialect(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const dialect_case *c = &cases[i];
        hf_error error;
        hf_dialect d = {.delimiter = HF_DELIMITER_AUTO, .decimal = HF_DECIMAL_AUTO};
        const hf_status status =
            hf_dialect_find("t", (const unsigned char *)c->text, strlen(c->text), true, &d, &error);
        if (status != HF_OK)
            fail_msg("%s: %s", c->text, error.message);
        if (d.delimiter != c->delimiter || d.decimal != c->decimal)
            fail_msg("%s: delimiter %d, decimal %d", c->text, d.delimiter, d.decimal);
        if (d.row_names != c->row_names || d.trailing != c->trailing ||
            d.trailing_rows != c->trailing_rows)
            fail_msg("%s: names %d, trailing %d %d", c->text, d.row_names, d.trailing,
                     d.trailing_rows);
        assert_int_equal(d.comments, c->comments);
        assert_int_equal(d.header_line, c->header_line);
    }
}

static void what_is_not_unique_is_an_error(void **state)
{
    (void)state;
    static const struct {
        const char *text, *parts[4];
    } refused[] = {
        {"k;a,b\nx;1,2\n", {"line 1", "semicolon and comma", "data.delimiter: comma"}},
        {"k;a\nx;1,234\ny;2,500\n", {"line 2", "cell 2, '1,234'", "data.decimal: comma"}},
        {"#k,a\nx,1\ny,2\n", {"line 1", "begins with #", "names the columns"}},
        {"k|a\nx|1\n", {"'|'"}},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const char *text = refused[i].text;
        hf_error error;
        hf_dialect d = {.delimiter = HF_DELIMITER_AUTO, .decimal = HF_DECIMAL_AUTO};
        const hf_status status =
            hf_dialect_find("t", (const unsigned char *)text, strlen(text), true, &d, &error);
        data_test_check(text, status, &error, HF_BAD_DATA, refused[i].parts);
    }
}

static void what_is_asked_for_is_taken(void **state)
{
    (void)state;
    static const char text[] = "k;a,b\nx;1,234\n";
    hf_error error;
    hf_dialect d = {.delimiter = HF_DELIMITER_COMMA, .decimal = HF_DECIMAL_IS_COMMA};
    assert_int_equal(
        hf_dialect_find("t", (const unsigned char *)text, strlen(text), true, &d, &error), HF_OK);
    assert_int_equal(d.delimiter, HF_DELIMITER_COMMA);
    assert_int_equal(d.decimal, HF_DECIMAL_IS_COMMA);
    assert_int_equal(hf_dialect_separator(&d), ',');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_lines_tell_the_dialect),
        cmocka_unit_test(what_is_not_unique_is_an_error),
        cmocka_unit_test(what_is_asked_for_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
