/* Documents as text for a terminal: headings, facts, points, notes, commands. Tables: test_table.c.
 */
#include "rendered.h"

#include <stdlib.h>
#include <string.h>

static void blocks_stand_one_below_the_other(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_TITLE, "Title");
    hf_text_append(hf_document_fact(&d, "data"), "four words in it");
    hf_text_append(hf_document_fact(&d, "a grid"), "x");
    hf_document_say(&d, HF_BLOCK_HEADING, "Heading");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "one two %s", "three");
    hf_document_say(&d, HF_BLOCK_POINT, "a point that is long");
    hf_document_say(&d, HF_BLOCK_CAUTION, "careful");
    hf_document_say(&d, HF_BLOCK_COMMAND, "holdfast summary a-long-name.h5");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "%s", "");
    hf_document_say(&d, HF_BLOCK_FIGURE, "frequency");
    assert_terminal(&d, 22,
                    "Title\n"
                    "  data    four words\n"
                    "          in it\n"
                    "  a grid  x\n"
                    "\n"
                    "Heading\n"
                    "-------\n"
                    "one two three\n"
                    "- a point that is long\n"
                    "! careful\n"
                    "    holdfast summary a-long-name.h5\n");
}

static void lines_go_on_below_their_beginning(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_POINT, "one two three four");
    hf_document_say(&d, HF_BLOCK_CAUTION, "one two three four");
    hf_document_say(&d, HF_BLOCK_NOTE, "one two three four");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "one two three four");
    hf_document_say(&d, HF_BLOCK_HEADING, "one two three four");
    assert_terminal(&d, 14,
                    "- one two\n"
                    "  three four\n"
                    "! one two\n"
                    "  three four\n"
                    "  one two\n"
                    "  three four\n"
                    "\n"
                    "one two three\n"
                    "four\n"
                    "\n"
                    "one two three\n"
                    "four\n"
                    "--------------\n");
}

/* Paragraphs, headings and tables have an empty line before them, but below a heading. */
static void what_begins_something_new_stands_apart(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "first");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "second");
    hf_document_say(&d, HF_BLOCK_SUBHEADING, "Which?");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "below it");
    hf_text_append(hf_document_fact(&d, "fact"), "is one");
    hf_document_say(&d, HF_BLOCK_NOTE, "after facts");
    hf_document_say(&d, HF_BLOCK_HEADING, "One");
    hf_document_say(&d, HF_BLOCK_HEADING, "Two");
    hf_table *t = hf_document_table(&d, "id", "a table");
    hf_table_column_add(t, 0, 0, NULL, "n");
    hf_cell_number(t, 1);
    hf_document_say(&d, HF_BLOCK_NOTE, "a note");
    t = hf_document_table(&d, "id2", "another");
    hf_table_column_add(t, 0, 0, NULL, "n");
    hf_cell_number(t, 2);
    assert_terminal(&d, 80,
                    "first\n\n"
                    "second\n"
                    "Which?\n"
                    "below it\n"
                    "  fact  is one\n"
                    "\n"
                    "  after facts\n"
                    "\n"
                    "One\n---\n"
                    "\n"
                    "Two\n---\n"
                    "a table\n\n"
                    "  n\n"
                    "  1\n"
                    "  a note\n"
                    "\n"
                    "another\n\n"
                    "  n\n"
                    "  2\n");
}

static void facts_that_follow_each_other_are_aligned(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_text_append(hf_document_fact(&d, "a"), "1");
    hf_text_append(hf_document_fact(&d, "abc"), "2");
    hf_document_say(&d, HF_BLOCK_NOTE, "between");
    hf_text_append(hf_document_fact(&d, "b"), "3");
    assert_terminal(&d, 80, "  a    1\n  abc  2\n\n  between\n  b  3\n");
}

static void what_has_no_text_is_not_shown(void **state)
{
    (void)state;
    hf_document d = {0};
    for (hf_block_kind kind = HF_BLOCK_TITLE; kind < HF_BLOCKS; kind++)
        if (kind != HF_BLOCK_VERBATIM && kind != HF_BLOCK_TABLE && kind != HF_BLOCK_FACT)
            hf_document_add(&d, kind);
    hf_document_fact(&d, "a label");
    hf_document_say(&d, HF_BLOCK_FIGURE, "a figure");
    hf_document_verbatim(&d, "label", "id", "text");
    hf_document_table(&d, "id", "caption");
    hf_table *t = hf_document_table(&d, "id", "caption");
    hf_table_column_add(t, 0, 0, NULL, "no rows");
    t = hf_document_table(&d, "id", "caption");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "on a page only");
    hf_cell_number(t, 1);
    assert_terminal(&d, 80, "");
}

static void commands_are_broken_at_their_own_line_breaks_alone(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_NOTE, "Type:");
    hf_document_say(&d, HF_BLOCK_COMMAND, "%s",
                    "holdfast aggregate a-file-with-a-long-name.h5 \\\n  --set 'significance.top=5'"
                    "\n\nnext \x1b[31m");
    assert_terminal(&d, 20,
                    "  Type:\n"
                    "    holdfast aggregate a-file-with-a-long-name.h5 \\\n"
                    "      --set 'significance.top=5'\n"
                    "\n"
                    "    next ?[31m\n");
}

static void what_a_terminal_takes_amiss_is_replaced(void **state)
{
    (void)state;
    const char *const bad = "a\x1b[2J\nb\xe2\x80\xae\xff"
                            "c\td";
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_TITLE, "%s", bad);
    hf_text_append(hf_document_fact(&d, bad), "%s", bad);
    hf_document_say(&d, HF_BLOCK_POINT, "%s", bad);
    hf_table *t = hf_document_table(&d, "id", "%s", bad);
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "%s", bad);
    hf_table_column_add(t, 0, 0, NULL, "right");
    hf_table_column_add(t, HF_COLUMN_WRAPPED, 0, NULL, "%s", "");
    hf_cell_name(t, bad);
    hf_cell_name(t, bad);
    hf_cell_text(t, "%s", bad);
    assert_fits_every_width(&d);
    hf_document_free(&d);
}

/* Names of two columns a character are cut and filled up by columns, not by bytes. */
static void wide_names_are_measured_in_columns(void **state)
{
    (void)state;
    static const char wide[] = "\xe6\xb8\xa9\xe5\xba\xa6"; /* 4 columns, 6 bytes */
    hf_document d = {0};
    hf_text_append(hf_document_fact(&d, wide), "%s", wide);
    hf_text_append(hf_document_fact(&d, "abcdef"), "x");
    hf_document_say(&d, HF_BLOCK_HEADING, "%s", wide);
    hf_table *t = hf_document_table(&d, "id", "%s", wide);
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "n");
    hf_table_column_add(t, 0, 0, NULL, "%s", wide);
    hf_cell_name(t, wide);
    hf_cell_number(t, 5);
    hf_cell_name(t, "ab");
    hf_cell_name(t, wide);
    assert_terminal(&d, 80,
                    "  \xe6\xb8\xa9\xe5\xba\xa6    \xe6\xb8\xa9\xe5\xba\xa6\n"
                    "  abcdef  x\n"
                    "\n"
                    "\xe6\xb8\xa9\xe5\xba\xa6\n"
                    "----\n"
                    "\xe6\xb8\xa9\xe5\xba\xa6\n"
                    "\n"
                    "  n    \xe6\xb8\xa9\xe5\xba\xa6\n"
                    "  \xe6\xb8\xa9\xe5\xba\xa6    5\n"
                    "  ab   \xe6\xb8\xa9\xe5\xba\xa6\n");
}

static void no_word_makes_a_line_too_wide(void **state)
{
    (void)state;
    char word[301] = {0}, wide[301] = {0};
    hf_document d = {0};
    memset(word, 'x', 300);
    for (int i = 0; i < 300; i += 3)
        memcpy(wide + i, "\xe6\xb8\xa9", 3);
    for (hf_block_kind kind = HF_BLOCK_TITLE; kind <= HF_BLOCK_NOTE; kind++) {
        hf_document_say(&d, kind, "one two three four five six %s seven %s", word, wide);
        hf_document_say(&d, kind, "%s %s ", wide, word);
    }
    hf_text_append(hf_document_fact(&d, "label"), "%s %s", word, wide);
    assert_fits_every_width(&d);
    hf_document_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_stand_one_below_the_other),
        cmocka_unit_test(lines_go_on_below_their_beginning),
        cmocka_unit_test(what_begins_something_new_stands_apart),
        cmocka_unit_test(facts_that_follow_each_other_are_aligned),
        cmocka_unit_test(what_has_no_text_is_not_shown),
        cmocka_unit_test(commands_are_broken_at_their_own_line_breaks_alone),
        cmocka_unit_test(what_a_terminal_takes_amiss_is_replaced),
        cmocka_unit_test(wide_names_are_measured_in_columns),
        cmocka_unit_test(no_word_makes_a_line_too_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
