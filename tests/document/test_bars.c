/* Bars in tables on a terminal: a value with its interval, the chance level, the scale over them.
 */
#include "rendered.h"

#include "../../src/document/bars.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A table of one row with a bar. */
static hf_table *add_bar(hf_document *d, double value, double low, double high)
{
    hf_table *t = hf_document_table(d, "id", "%s", "bars");
    t->bar_chance = 0.25;
    t->bar_mark = '=';
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, 0, 5, NULL, "%%");
    hf_table_column_add(t, HF_COLUMN_BAR, 0, NULL, "%s", "");
    hf_cell_name(t, "a");
    hf_cell_percent(t, value);
    hf_cell_bar(t, value, low, high);
    return t;
}

/* 2 + 7 + 1 + 5 + 2 columns before the bar leave 21: steps of 5 %. */
static void a_bar_shows_value_interval_and_chance(void **state)
{
    (void)state;
    static const struct {
        double value, low, high;
        const char *bar;
    } cases[] = {
        {0.5, 0.4, 0.6, "  50.0  #####|##==o=="}, {0.5, NAN, NAN, "  50.0  #####|####o"},
        {0, 0, 0.3, "   0.0  o====|="},           {1, 0.9, 1, " 100.0  #####|############==o"},
        {0.25, 0.2, 0.3, "  25.0  ####=o="},      {0.1, 0.05, 0.15, "  10.0  #=o= |"},
        {NAN, NAN, NAN, "     -       |"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_document d = {0};
        hf_text expected = {0};
        add_bar(&d, cases[c].value, cases[c].low, cases[c].high);
        hf_text_append(&expected,
                       "bars\n\n"
                       "                    chance\n"
                       "  feature     %%  0    |            100\n"
                       "  a      %s\n",
                       cases[c].bar);
        assert_terminal(&d, 38, expected.data);
        hf_text_free(&expected);
    }
}

/* What a damaged file may hold stays within the bar. */
static void no_value_leaves_the_bar(void **state)
{
    (void)state;
    static const double values[] = {-1e300, -1, 2, 1e300, INFINITY, -INFINITY, NAN};
    for (int v = 0; v < 7; v++)
        for (int width = 10; width <= HF_LONGEST_BAR; width++) {
            hf_document d = {0};
            hf_text bar = {0};
            const hf_table *t = add_bar(&d, 0.5, values[v], values[6 - v]);
            hf_bar_append(t, 0, values[v], width, &bar);
            assert_int_equal(bar.length, width);
            hf_text_free(&bar);
            hf_document_free(&d);
        }
}

/* Names get 24 columns before a bar has 12, and more only behind that; a bar of fewer than 10 is
 * left out. */
static void a_bar_takes_the_room_that_names_leave(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "room");
    t->bar_mark = '=';
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, HF_COLUMN_BAR, 0, NULL, "%s", "");
    hf_cell_name(t, "a name of 30 columns, as it is");
    hf_cell_bar(t, 1, NAN, NAN);
    static const struct {
        int columns;
        const char *row;
    } cases[] = {
        {37, "\n  a name of 30 columns, as it is\n"},
        {38, "\n  a name of 3..., as it is  |########o\n"},
        {40, "\n  a name of 3..., as it is  |##########o\n"},
        {44, "\n  a name of 30 ...ns, as it is  |##########o\n"},
        {100, "\n  a name of 30 columns, as it is  "
              "|#################################################o\n"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *text = terminal_of(&d, cases[c].columns);
        assert_non_null(strstr(text, cases[c].row));
        free(text);
    }
    assert_fits_every_width(&d);
    hf_document_free(&d);
}

static void a_bar_needs_no_name_beside_it(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "bar");
    t->bar_mark = '=';
    hf_text_append(&t->bar_words, "Bars: o value.");
    hf_table_column_add(t, 0, 0, NULL, "n");
    hf_table_column_add(t, HF_COLUMN_BAR, 0, NULL, "%s", "");
    hf_cell_number(t, 7);
    hf_cell_bar(t, 1, 0.5, 1);
    char *text = terminal_of(&d, 16);
    assert_string_equal(text, "bar\n\n"
                              "     0       100\n"
                              "  n  | chance\n"
                              "  7  |####=====o\n"
                              "  Bars: o value.\n");
    free(text);
    text = terminal_of(&d, 14);
    assert_string_equal(text, "bar\n\n  n\n  7\n");
    free(text);
    assert_fits_every_width(&d);
    hf_document_free(&d);
}

/* ---- the scale ---- */

static int64_t count_of(const char *text, const char *part)
{
    int64_t count = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        count++;
    return count;
}

static void check_scale(double chance, int width)
{
    const hf_table table = {.bar_chance = chance};
    hf_text lines[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++) {
        hf_bar_scale(&table, i, width, &lines[i]);
        assert_int_equal(lines[i].length, width);
    }
    const char *upper = lines[0].data, *lower = lines[1].data;
    const double place = chance * (width - 1);
    const char *mark = strchr(lower, '|'), *numbers = strstr(upper, "100") ? upper : lower;
    assert_int_equal(count_of(upper, "chance") + count_of(lower, "chance"), 1);
    assert_int_equal(count_of(upper, "100") + count_of(lower, "100"), 1);
    assert_int_equal(count_of(upper, "|"), 0);
    assert_int_equal(count_of(lower, "|"), 1);
    assert_true((double)(mark - lower) > place - 0.51 && (double)(mark - lower) < place + 0.51);
    assert_int_equal(numbers[0], '0');
    assert_string_equal(numbers + width - 3, "100");
    hf_text_free(&lines[0]);
    hf_text_free(&lines[1]);
}

static void the_scale_is_right_for_every_chance_level(void **state)
{
    (void)state;
    enum { FEATURES = 200 };
    for (int top = 1; top <= FEATURES; top++)
        for (int width = 10; width <= HF_LONGEST_BAR; width++)
            check_scale((double)top / FEATURES, width);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_shows_value_interval_and_chance),
        cmocka_unit_test(no_value_leaves_the_bar),
        cmocka_unit_test(a_bar_takes_the_room_that_names_leave),
        cmocka_unit_test(a_bar_needs_no_name_beside_it),
        cmocka_unit_test(the_scale_is_right_for_every_chance_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
