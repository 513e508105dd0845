/* The pieces that reports are written with: numbers, CSV cells, names and paragraphs in columns. */
#include "text/csv.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"
#include "text/path.h"
#include "text/quote.h"
#include "text/terminal.h"
#include "unit_test.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void floats_have_few_digits(void **state)
{
    (void)state;
    assert_string_equal(hf_number_float(0.1f).text, "0.1");
    assert_string_equal(hf_number_float(1).text, "1");
    assert_string_equal(hf_number_float(-2.5e-8f).text, "-2.5e-08");
    assert_string_equal(hf_number_float(16777217.0f).text, "16777216");
    assert_string_equal(hf_number_double(0.1).text, "0.1");
    assert_string_equal(hf_number_double(0.1 + 0.2).text, "0.30000000000000004");
    assert_string_equal(hf_number_double(1. / 3).text, "0.3333333333333333");
}

static void floats_come_back_from_their_texts(void **state)
{
    (void)state;
    uint32_t bits = 1;
    for (int i = 0; i < 20000; i++) {
        float value;
        bits = bits * 1664525u + 1013904223u;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        assert_true(strtof(hf_number_float(value).text, NULL) == value);
        double wide = (double)value / 3;
        assert_true(strtod(hf_number_double(wide).text, NULL) == wide);
    }
    assert_true(strtof(hf_number_float(FLT_MAX).text, NULL) == FLT_MAX);
    assert_true(strtof(hf_number_float(FLT_TRUE_MIN).text, NULL) == FLT_TRUE_MIN);
    assert_true(strtod(hf_number_double(-DBL_MAX).text, NULL) == -DBL_MAX);
}

static void counts_are_grouped_by_thousands(void **state)
{
    (void)state;
    assert_string_equal(hf_number_grouped(0).text, "0");
    assert_string_equal(hf_number_grouped(999).text, "999");
    assert_string_equal(hf_number_grouped(1204).text, "1,204");
    assert_string_equal(hf_number_grouped(-123456).text, "-123,456");
    assert_string_equal(hf_number_grouped(1234567).text, "1,234,567");
    assert_string_equal(hf_number_grouped(INT64_MIN).text, "-9,223,372,036,854,775,808");
}

static void percentages_say_all_or_nothing_only_where_it_is_so(void **state)
{
    (void)state;
    assert_string_equal(hf_number_percent(1).text, "100.0");
    assert_string_equal(hf_number_percent(0.99999).text, ">99.9");
    assert_string_equal(hf_number_percent(0.9994).text, "99.9");
    assert_string_equal(hf_number_percent(0.00001).text, "<0.1");
    assert_string_equal(hf_number_percent(0).text, "0.0");
    assert_string_equal(hf_number_percent(NAN).text, "-");
    assert_string_equal(hf_number_fixed(2.25, 1).text, "2.2");
}

static void cells_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_csv csv = {.text = &text};
    hf_csv_text(&csv, "plain text");
    hf_csv_text(&csv, "a,b");
    hf_csv_text(&csv, "6\" pipe");
    hf_csv_text(&csv, "two\nlines");
    hf_csv_text(&csv, " spaced");
    hf_csv_text(&csv, "");
    hf_csv_end_row(&csv);
    hf_csv_double(&csv, NAN);
    hf_csv_float(&csv, NAN);
    hf_csv_integer(&csv, -7);
    hf_csv_float(&csv, 0.1f);
    hf_csv_double(&csv, 1. / 3);
    hf_csv_end_row(&csv);
    assert_string_equal(text.data, "plain text,\"a,b\",\"6\"\" pipe\",\"two\nlines\",\" spaced\",\n"
                                   ",,-7,0.1,0.3333333333333333\n");
    hf_text_free(&text);
}

static void assert_name(const char *name, int columns, const char *expected)
{
    hf_text text = {0};
    hf_layout_name(&text, name, columns);
    assert_string_equal(text.data, expected);
    hf_text_free(&text);
}

static void long_names_are_cut_in_the_middle(void **state)
{
    (void)state;
    assert_name("worst concave points", 20, "worst concave points");
    assert_name("worst concave points", 15, "worst ...points");
    assert_name("worst concave points", 10, "wors...nts");
    assert_name("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4\xc3\xb6", 6,
                "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4\xc3\xb6");
    assert_name("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4\xc3\xb6", 5, "\xc3\xa4...\xc3\xb6");
}

static void what_a_terminal_could_take_amiss_is_a_question_mark(void **state)
{
    (void)state;
    assert_name("red\x1b[31m", 20, "red?[31m");
    assert_name("tab\tbell\a", 20, "tab?bell?");
    assert_name("latin1 \xe9t\xe9", 20, "latin1 ?t?");
    assert_name("c1 \xc2\x9b"
                "2J",
                20, "c1 ?2J");
    assert_name("surrogate \xed\xa0\x80", 20, "surrogate ???");
    assert_name("overlong \xc0\xaf", 20, "overlong ??");
    assert_name("cut off \xe2\x82", 20, "cut off ??");
}

static void names_are_padded_by_columns_not_bytes(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_layout_padded_name(&text, "\xc2\xb5m", 5); /* 2 columns */
    hf_text_append(&text, "|");
    hf_layout_padded_name(&text, "e\xcc\x81", 5); /* 1: a combining accent */
    hf_text_append(&text, "|");
    hf_layout_padded_name(&text, "\xe6\xb8\xa9\xe5\xba\xa6", 5); /* 4: two wide characters */
    hf_text_append(&text, "|");
    assert_string_equal(text.data, "\xc2\xb5m   |e\xcc\x81    |\xe6\xb8\xa9\xe5\xba\xa6 |");
    hf_text_free(&text);
}

static void paragraphs_are_broken_between_words(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_layout_paragraph(&text, "- ", "one two  three four", 10);
    assert_string_equal(text.data, "- one two\n  three\n  four\n");
    hf_text_free(&text);
    hf_layout_paragraph(&text, "", "a donaudampfschiff b", 10);
    assert_string_equal(text.data, "a\ndona...iff\nb\n");
    hf_text_free(&text);
    hf_layout_paragraph(&text, "  ", "", 10);
    assert_string_equal(text.data, "\n");
    hf_text_free(&text);
}

static void assert_character(const char *text, size_t bytes, int columns, bool is_printable)
{
    const hf_terminal_character character = hf_terminal_next(text);
    assert_int_equal(character.bytes, bytes);
    assert_int_equal(character.columns, columns);
    assert_int_equal(character.is_printable, is_printable);
}

static void characters_are_told_from_bytes_that_are_none(void **state)
{
    (void)state;
    assert_character("A", 1, 1, true);
    assert_character("\xe2\x82\xac", 3, 1, true);      /* the euro sign */
    assert_character("\xf0\x9f\x98\x80", 4, 2, true);  /* U+1F600 */
    assert_character("\xcc\x81", 2, 0, true);          /* a combining accent */
    assert_character("\xf4\x90\x80\x80", 1, 1, false); /* above U+10FFFF */
    assert_character("\x80", 1, 1, false);
    assert_character("\n", 1, 1, false);
}

static void texts_are_made_safe_for_a_terminal(void **state)
{
    (void)state;
    hf_text text = {0};
    hf_text_append(&text, "from ");
    hf_terminal_text(&text, "a\nb\r\x1b[2J\x7f");
    hf_terminal_text(&text, "\xe2\x80\xae"
                            "gpj.\xe2\x80\xac\xe2\x81\xa6\xe2\x81\xa9"); /* bidi */
    hf_terminal_text(&text, "\xe2\x80\xa8\xe2\x80\xa9\xc2\x85"); /* line breaks of Unicode */
    hf_terminal_text(&text, " Gr\xc3\xb6\xc3\x9f"
                            "e \xd7\xa9 \xff");
    hf_terminal_text(&text, "");
    assert_string_equal(text.data, "from a?b??[2J??gpj.?????? Gr\xc3\xb6\xc3\x9f"
                                   "e \xd7\xa9 ?");
    hf_text_free(&text);
}

static void paths_have_a_base_and_a_stem(void **state)
{
    static const struct {
        const char *path, *base, *stem;
    } cases[] = {{"r.h5", "r.h5", "r"},
                 {"results/r.h5", "r.h5", "results/r"},
                 {"a.b/r", "r", "a.b/r"},
                 {"a.b/.hidden", ".hidden", "a.b/.hidden"},
                 {".hidden", ".hidden", ".hidden"},
                 {"r.shard-1-of-2.h5", "r.shard-1-of-2.h5", "r.shard-1-of-2"},
                 {"folder/", "", "folder/"},
                 {"", "", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = cases[i].path;
        assert_string_equal(hf_path_base(path), cases[i].base);
        assert_int_equal(hf_path_stem(path), strlen(cases[i].stem));
    }
}

static void a_shell_reads_words_as_they_are(void **state)
{
    static const char *const cases[][2] = {{"results/r-2.h5", "results/r-2.h5"},
                                           {"", "''"},
                                           {"a b", "'a b'"},
                                           {"it's", "'it'\\''s'"},
                                           {"$HOME", "'$HOME'"},
                                           {"k=[a,b]", "'k=[a,b]'"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hf_text line = {0};
        hf_quote_shell(&line, cases[i][0]);
        assert_string_equal(line.data, cases[i][1]);
        hf_text_free(&line);
    }
}

static void lists_end_with_and(void **state)
{
    (void)state;
    assert_string_equal(hf_list_separator(0, 3), ", ");
    assert_string_equal(hf_list_separator(1, 3), " and ");
    assert_string_equal(hf_list_separator(2, 3), "");
    assert_string_equal(hf_list_separator(0, 1), "");
}

static void one_is_singular(void **state)
{
    (void)state;
    assert_string_equal(hf_plural(0), "s");
    assert_string_equal(hf_plural(1), "");
    assert_string_equal(hf_plural(2), "s");
    assert_string_equal(hf_count(1, "network").text, "1 network");
    assert_string_equal(hf_count(3072, "network").text, "3,072 networks");
    assert_string_equal(hf_count(1, "class").text, "1 class");
    assert_string_equal(hf_count(0, "class").text, "0 classes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floats_have_few_digits),
        cmocka_unit_test(floats_come_back_from_their_texts),
        cmocka_unit_test(counts_are_grouped_by_thousands),
        cmocka_unit_test(percentages_say_all_or_nothing_only_where_it_is_so),
        cmocka_unit_test(cells_are_quoted_where_they_must_be),
        cmocka_unit_test(long_names_are_cut_in_the_middle),
        cmocka_unit_test(what_a_terminal_could_take_amiss_is_a_question_mark),
        cmocka_unit_test(names_are_padded_by_columns_not_bytes),
        cmocka_unit_test(paragraphs_are_broken_between_words),
        cmocka_unit_test(characters_are_told_from_bytes_that_are_none),
        cmocka_unit_test(texts_are_made_safe_for_a_terminal),
        cmocka_unit_test(one_is_singular),
        cmocka_unit_test(paths_have_a_base_and_a_stem),
        cmocka_unit_test(a_shell_reads_words_as_they_are),
        cmocka_unit_test(lists_end_with_and),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
