/* Tables on a terminal: columns, heads, spans, rows, and what is left out for want of room. */
#include "rendered.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void columns_are_as_wide_as_they_must_be(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "What %d rows show", 2);
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, 0, 0, NULL, "a");
    hf_table_column_add(t, 0, 8, NULL, "b");
    hf_table_column_add(t, 0, 0, NULL, "long head");
    hf_cell_name(t, "sepal length");
    hf_cell_number(t, 3072);
    hf_cell_percent(t, 0.5);
    hf_cell_fixed(t, -0.125, 2);
    hf_cell_name(t, "x");
    hf_cell_number(t, -1);
    hf_cell_percent(t, NAN);
    hf_cell_significant(t, 0.00123456, 3);
    assert_terminal(&d, 80,
                    "What 2 rows show\n"
                    "\n"
                    "  feature          a        b long head\n"
                    "  sepal length 3,072     50.0     -0.12\n"
                    "  x               -1        -   0.00123\n");
}

static void shares_that_are_nearly_0_or_1_are_told_from_these(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "shares");
    static const double shares[] = {0, 1e-5, 0.0005, 0.9994, 0.9999, 1};
    for (int i = 0; i < 6; i++)
        hf_table_column_add(t, 0, 0, NULL, "%d", i);
    for (int i = 0; i < 6; i++)
        hf_cell_percent(t, shares[i]);
    assert_terminal(&d, 80,
                    "shares\n\n"
                    "    0    1   2    3     4     5\n"
                    "  0.0 <0.1 0.1 99.9 >99.9 100.0\n");
}

static void heads_have_one_line_or_two(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "heads");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "hidden\nsize");
    hf_table_column_add(t, 0, 0, NULL, "done");
    hf_table_column_add(t, 0, 0, NULL, "balanced\naccuracy");
    hf_cell_text(t, "%d", 3);
    hf_cell_number(t, 2);
    hf_cell_empty(t);
    hf_cell_text(t, "all");
    hf_cell_number(t, 4);
    hf_cell_percent(t, 1);
    assert_terminal(&d, 80,
                    "heads\n\n"
                    "  hidden      balanced\n"
                    "  size   done accuracy\n"
                    "  3         2\n"
                    "  all       4    100.0\n");
}

/* Without any head there is no line for heads. */
static void a_table_needs_no_heads(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "none");
    hf_table_column_add(t, HF_COLUMN_NAME, 6, NULL, "%s", "");
    hf_table_column_add(t, 0, 5, NULL, "%s", "");
    hf_cell_name(t, "a");
    hf_cell_fixed(t, 1, 2);
    assert_terminal(&d, 80, "none\n\n  a       1.00\n");
}

static void spans_are_as_wide_as_what_they_head(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "spans");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "size");
    hf_table_column_add(t, 0, 7, "all features", "seed");
    hf_table_column_add(t, 0, 7, "all features", "split");
    hf_table_column_add(t, HF_COLUMN_PAGE, 7, NULL, "page");
    hf_table_column_add(t, 0, 7, "all features", "both");
    hf_table_column_add(t, 0, 6, "top", "seed");
    hf_table_column_add(t, 0, 6, "top", "split");
    hf_table_column_add(t, 0, 3, NULL, "end");
    for (int i = 0; i < 8; i++)
        hf_cell_number(t, i);
    assert_terminal(&d, 80,
                    "spans\n\n"
                    "       ---- all features ----- ---- top ----\n"
                    "  size    seed   split    both   seed  split end\n"
                    "  0          1       2       4      5      6   7\n");
}

/* A span over one narrow column goes on to the right, as far as the terminal has room. */
static void a_span_wider_than_its_column_fits(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "span");
    hf_table_column_add(t, HF_COLUMN_NAME, 47, NULL, "method");
    hf_table_column_add(t, 0, 5, "mean Spearman's rho with", "1");
    hf_cell_name(t, "a method of so long a name that it takes most of it");
    hf_cell_fixed(t, 0.5, 2);
    assert_fits_every_width(&d);
    hf_document_free(&d);
}

static void names_are_cut_in_the_middle_where_there_is_no_room(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "cut");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, 0, 10, NULL, "n");
    hf_cell_name(t, "abcdefghijklmnopqrstuvwxyz");
    hf_cell_number(t, 1);
    char *text = terminal_of(&d, 40);
    assert_string_equal(text, "cut\n\n"
                              "  feature                             n\n"
                              "  abcdefghijklmnopqrstuvwxyz          1\n");
    free(text);
    assert_terminal(&d, 30,
                    "cut\n\n"
                    "  feature                    n\n"
                    "  abcdefg...tuvwxyz          1\n");
}

/* No more than 40 columns of a name are shown, however wide the terminal. */
static void names_have_at_most_40_columns(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "cut");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, 0, 0, NULL, "n");
    hf_cell_name(t, "0123456789012345678901234567890123456789+");
    hf_cell_number(t, 1);
    assert_terminal(&d, 200,
                    "cut\n\n"
                    "  feature                                  n\n"
                    "  0123456789012345678...34567890123456789+ 1\n");
}

static void optional_columns_are_left_out_from_the_right(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "optional");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "name");
    for (int i = 1; i <= 3; i++)
        hf_table_column_add(t, HF_COLUMN_OPTIONAL, 5, NULL, "%d", i);
    hf_table_column_add(t, 0, 4, NULL, "last");
    hf_cell_name(t, "a");
    for (int i = 1; i <= 4; i++)
        hf_cell_number(t, i);
    char *text = terminal_of(&d, 29);
    assert_string_equal(text, "optional\n\n"
                              "  name     1     2     3 last\n"
                              "  a        1     2     3    4\n");
    free(text);
    text = terminal_of(&d, 28);
    assert_string_equal(text, "optional\n\n"
                              "  name     1     2 last\n"
                              "  a        1     2    4\n"
                              "  1 column is left out for\n"
                              "  want of room: --format csv\n"
                              "  has all\n");
    free(text);
    assert_terminal(&d, 20,
                    "optional\n\n"
                    "  name     1 last\n"
                    "  a        1    4\n"
                    "  2 columns are left\n"
                    "  out for want of\n"
                    "  room: --format csv\n"
                    "  has all\n");
}

/* Before a column is left out the names are cut, down to 10 columns. */
static void names_are_cut_before_columns_are_left_out(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "both");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "name");
    hf_table_column_add(t, HF_COLUMN_OPTIONAL, 12, NULL, "n");
    hf_cell_name(t, "a name of 20 columns");
    hf_cell_number(t, 1);
    char *text = terminal_of(&d, 25);
    assert_string_equal(text, "both\n\n"
                              "  name                  n\n"
                              "  a na...mns            1\n");
    free(text);
    assert_terminal(&d, 24,
                    "both\n\n"
                    "  name\n"
                    "  a name of 20 columns\n"
                    "  1 column is left out\n"
                    "  for want of room:\n"
                    "  --format csv has all\n");
}

static void wrapped_texts_go_on_below_themselves(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "%s", "wrapped");
    hf_table_column_add(t, 0, 6, NULL, "any");
    hf_table_column_add(t, HF_COLUMN_WRAPPED, 0, NULL, "features");
    hf_cell_percent(t, 0.5);
    hf_cell_text(t, "one, two, three, four");
    hf_cell_percent(t, 1);
    hf_cell_empty(t);
    assert_terminal(&d, 22,
                    "wrapped\n\n"
                    "     any features\n"
                    "    50.0 one, two,\n"
                    "         three, four\n"
                    "   100.0\n");
}

static void so_many_rows_are_listed_and_the_others_counted(void **state)
{
    (void)state;
    static const char all[] = "rows\n\n      n\n      0\n  1,000\n";
    static const struct {
        int64_t listed;
        const char *more, *says;
    } cases[] = {
        {0, "not said", all},
        {3, "not said", all},
        {2, "not said", all},
        {1, "--top 0 lists all", "rows\n\n  n\n  0\n  and 1 more (--top 0 lists all)\n"},
        {1, NULL, "rows\n\n  n\n  0\n  and 1 more\n"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_document d = {0};
        hf_table *t = hf_document_table(&d, "id", "%s", "rows");
        hf_table_column_add(t, 0, 0, NULL, "n");
        t->listed = cases[c].listed;
        t->more = cases[c].more;
        for (int i = 0; i < 2; i++)
            hf_cell_number(t, 1000 * i);
        assert_terminal(&d, 80, cases[c].says);
    }
}

static void at_most_48_columns_are_taken(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_error error;
    hf_table *t = hf_document_table(&d, "id", "%s", "many");
    for (int i = 0; i < HF_TABLE_COLUMNS; i++)
        hf_table_column_add(t, 0, 0, NULL, "%d", i);
    assert_int_equal(hf_document_check(&d, &error), HF_OK);
    hf_table_column_add(t, 0, 0, NULL, "one too many");
    assert_int_not_equal(hf_document_check(&d, &error), HF_OK);
    hf_document_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_wide_as_they_must_be),
        cmocka_unit_test(shares_that_are_nearly_0_or_1_are_told_from_these),
        cmocka_unit_test(heads_have_one_line_or_two),
        cmocka_unit_test(a_table_needs_no_heads),
        cmocka_unit_test(spans_are_as_wide_as_what_they_head),
        cmocka_unit_test(a_span_wider_than_its_column_fits),
        cmocka_unit_test(names_are_cut_in_the_middle_where_there_is_no_room),
        cmocka_unit_test(names_have_at_most_40_columns),
        cmocka_unit_test(optional_columns_are_left_out_from_the_right),
        cmocka_unit_test(names_are_cut_before_columns_are_left_out),
        cmocka_unit_test(wrapped_texts_go_on_below_themselves),
        cmocka_unit_test(so_many_rows_are_listed_and_the_others_counted),
        cmocka_unit_test(at_most_48_columns_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
