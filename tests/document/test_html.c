/* Documents as parts of a page of HTML. */
#include "rendered.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void blocks_have_their_elements(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_TITLE, "Title");
    hf_document_say(&d, HF_BLOCK_HEADING, "What makes ranks vary");
    hf_document_say(&d, HF_BLOCK_SUBHEADING, "Which?");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "a paragraph");
    hf_document_say(&d, HF_BLOCK_NOTE, "a note");
    hf_document_say(&d, HF_BLOCK_COMMAND, "holdfast run a.yaml \\\n  --set b=c");
    hf_document_say(&d, HF_BLOCK_FIGURE, "frequency");
    hf_document_verbatim(&d, "The file", "given", "a: 1\nb: <2>\n");
    assert_html(&d, "<h1>Title</h1>\n"
                    "<h2 id=\"what-makes-ranks-vary\">What makes ranks vary</h2>\n"
                    "<h3>Which?</h3>\n"
                    "<p>a paragraph</p>\n"
                    "<p class=\"note\">a note</p>\n"
                    "<pre>holdfast run a.yaml \\\n  --set b=c</pre>\n"
                    "[figure frequency of it]\n"
                    "<details><summary>The file</summary>\n"
                    "<pre tabindex=\"0\" id=\"given\">a: 1\nb: &#60;2&#62;\n</pre></details>\n");
}

static void lists_are_opened_and_closed(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_text_append(hf_document_fact(&d, "data"), "150");
    hf_text_append(hf_document_fact(&d, "grid"), "x");
    hf_document_say(&d, HF_BLOCK_POINT, "one");
    hf_document_say(&d, HF_BLOCK_CAUTION, "two");
    hf_document_say(&d, HF_BLOCK_POINT, "%s", ""); /* not shown: does not end the list */
    hf_document_say(&d, HF_BLOCK_POINT, "three");
    hf_document_say(&d, HF_BLOCK_COMMAND, "command");
    hf_document_say(&d, HF_BLOCK_POINT, "four");
    assert_html(&d, "<dl class=\"facts\">\n"
                    "<div><dt>data</dt><dd>150</dd></div>\n"
                    "<div><dt>grid</dt><dd>x</dd></div>\n"
                    "</dl>\n<ul>\n"
                    "<li>one</li>\n"
                    "<li class=\"caution\">two</li>\n"
                    "<li>three</li>\n"
                    "</ul>\n"
                    "<pre>command</pre>\n"
                    "<ul>\n<li>four</li>\n</ul>\n");
}

static void what_has_no_text_is_not_shown(void **state)
{
    (void)state;
    hf_document d = {0};
    for (hf_block_kind kind = HF_BLOCK_TITLE; kind < HF_BLOCK_VERBATIM; kind++)
        if (kind != HF_BLOCK_TABLE)
            hf_document_add(&d, kind);
    hf_document_fact(&d, "a label");
    hf_table *t = hf_document_table(&d, "id", "caption");
    hf_table_column_add(t, 0, 0, NULL, "no rows");
    assert_html(&d, "");
}

/* A document without figures needs none to draw them. */
static void figures_are_left_out_where_nothing_draws_them(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_text html = {0};
    hf_document_say(&d, HF_BLOCK_FIGURE, "frequency");
    hf_document_say(&d, HF_BLOCK_NOTE, "below");
    hf_document_html(&d, NULL, NULL, &html);
    assert_string_equal(html.data, "<p class=\"note\">below</p>\n");
    hf_text_free(&html);
    hf_document_free(&d);
}

static void markup_is_escaped_everywhere(void **state)
{
    (void)state;
    static const char bad[] = "<b a=\"1\" c='2'>&amp;</b>";
    static const char good[] = "&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;amp;&#60;/b&#62;";
    hf_document d = {0};
    for (hf_block_kind kind = HF_BLOCK_TITLE; kind <= HF_BLOCK_NOTE; kind++)
        hf_document_say(&d, kind, "%s", bad);
    hf_text_append(hf_document_fact(&d, bad), "%s", bad);
    hf_document_say(&d, HF_BLOCK_COMMAND, "%s", bad);
    hf_document_verbatim(&d, bad, "id", bad);
    for (int rows = 1; rows <= 101; rows += 100) {
        hf_table *t = hf_document_table(&d, "id", "%s", bad);
        hf_table_column_add(t, HF_COLUMN_NAME, 0, bad, "%s", bad);
        for (int row = 0; row < rows; row++)
            if (row % 2)
                hf_cell_name(t, bad);
            else
                hf_cell_text(t, "%s", bad);
    }
    char *html = html_of(&d);
    assert_null(strstr(html, "<b"));
    assert_null(strstr(html, "c='"));
    int64_t count = 0;
    for (const char *at = strstr(html, good); at; at = strstr(at + 1, good))
        count++;
    /* 7 kinds, 2 of a fact, 1 command, 2 verbatim; of the two tables captions (twice where it is
     * folded), heads with spans, and cells */
    assert_int_equal(count, 7 + 2 + 1 + 2 + 3 + 4 + 102);
    free(html);
    hf_document_free(&d);
}

static void what_is_no_text_becomes_a_mark(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html;
    } cases[] = {
        {"a\tb\nc", "a\tb\nc"},
        {"\xc2\xb5m \xe6\xb8\xa9", "\xc2\xb5m \xe6\xb8\xa9"},
        {"\x01\x1b\x7f", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xff\xc3", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xe2\x80\xae"
         "a\xe2\x81\xa6",
         "\xEF\xBF\xBD"
         "a\xEF\xBF\xBD"},                /* U+202E, U+2066 */
        {"\xef\xbf\xbe", "\xEF\xBF\xBD"}, /* U+FFFE */
        {"", ""},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_text html = {0};
        hf_html_text(&html, cases[c].text);
        assert_string_equal(html.data ? html.data : "", cases[c].html);
        hf_text_free(&html);
    }
}

static void identifiers_are_of_letters_digits_and_dashes(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *identifier;
    } cases[] = {{"Features", "features"},
                 {"The tutorial's rule", "the-tutorial-s-rule"},
                 {"Which features?", "which-features"},
                 {"Top 5 & more", "top-5---more"}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        hf_text html = {0};
        hf_html_identifier(&html, cases[c].heading);
        assert_string_equal(html.data, cases[c].identifier);
        hf_text_free(&html);
    }
}

/* ---- tables ---- */

static void numbers_keep_their_values(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "some-table", "A caption of %d words", 5);
    hf_table_column_add(t, HF_COLUMN_TERMINAL, 0, NULL, "terminal");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, 0, 0, "span", "two\nlines");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "max_weight");
    hf_table_column_add(t, 0, 0, NULL, "fixed");
    hf_table_column_add(t, HF_COLUMN_BAR, 0, NULL, "bar");
    hf_table_column_add(t, HF_COLUMN_OPTIONAL, 0, NULL, "%%");
    hf_cell_number(t, 1);
    hf_cell_name(t, "a<b");
    hf_cell_number(t, 3072);
    hf_cell_significant(t, 1.0 / 3, 4);
    hf_cell_fixed(t, 0.125, 1);
    hf_cell_bar(t, 0.5, NAN, NAN);
    hf_cell_percent(t, 0.00001);
    hf_cell_number(t, 2);
    hf_cell_text(t, "%s", "text");
    hf_cell_empty(t);
    hf_cell_significant(t, NAN, 4);
    hf_cell_fixed(t, NAN, 1);
    hf_cell_bar(t, 0.5, NAN, NAN);
    hf_cell_percent(t, NAN);
    t->listed = 1; /* a terminal's */
    assert_html(&d, "<p class=\"caption\" id=\"some-table-caption\">A caption of 5 words</p>\n"
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                    "aria-labelledby=\"some-table-caption\"><table id=\"some-table\" "
                    "class=\"sortable\" aria-labelledby=\"some-table-caption\">\n"
                    "<thead><tr><th scope=\"col\" class=\"text\">feature</th><th "
                    "scope=\"col\">span: two lines</th>"
                    "<th scope=\"col\">max_<wbr>weight</th><th scope=\"col\">fixed</th>"
                    "<th scope=\"col\">%</th></tr></thead>\n<tbody>\n"
                    "<tr><td class=\"text\">a&#60;b</td>"
                    "<td class=\"number\" data-value=\"3072\">3,072</td>"
                    "<td class=\"number\" data-value=\"0.3333333333333333\">0.3333</td>"
                    "<td class=\"number\" data-value=\"0.125\">0.1</td>"
                    "<td class=\"number\" data-value=\"1e-05\">&#60;0.1</td></tr>\n"
                    "<tr><td class=\"text\">text</td><td></td>"
                    "<td class=\"number\" data-value=\"\">&ndash;</td>"
                    "<td class=\"number\" data-value=\"\">&ndash;</td>"
                    "<td class=\"number\" data-value=\"\">&ndash;</td></tr>\n"
                    "</tbody></table></div>\n");
}

static void long_tables_are_folded_and_wide_ones_are_marked(void **state)
{
    (void)state;
    for (int rows = 100; rows <= 101; rows++)
        for (int columns = 10; columns <= 11; columns++) {
            hf_document d = {0};
            hf_table *t = hf_document_table(&d, "id", "caption");
            for (int c = 0; c < columns; c++)
                hf_table_column_add(t, 0, 0, NULL, "%d", c);
            for (int i = 0; i < rows * columns; i++)
                hf_cell_number(t, i);
            char *html = html_of(&d);
            const bool folded = rows > 100, wide = columns > 10;
            assert_int_equal(strstr(html, "<summary>caption (101 rows)</summary>") != NULL, folded);
            assert_int_equal(strstr(html, "</details>") != NULL, folded);
            assert_int_equal(strstr(html, "class=\"scroll wide\"") != NULL, wide);
            free(html);
            hf_document_free(&d);
        }
}

/* Rows that belong together are indented, classes marked by colour and by sign. */
static void marks_have_words_and_rows_may_keep_their_order(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_table *t = hf_document_table(&d, "id", "caption");
    t->in_order = t->is_folded = true;
    hf_text_append(&t->page_words, "below & after");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "name");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "class");
    hf_cell_text(t, "  member");
    hf_cell_marked(t, 1, false, "a<b");
    hf_cell_text(t, "alone");
    hf_cell_marked(t, HF_MARK_COLOURS + 2, true, "c");
    assert_html(&d, "<details><summary>caption (2 rows)</summary>\n"
                    "<p class=\"caption\" id=\"id-caption\">caption</p>\n"
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                    "aria-labelledby=\"id-caption\"><table id=\"id\" "
                    "class=\"in-order\" aria-labelledby=\"id-caption\">\n"
                    "<thead><tr><th scope=\"col\" class=\"text\">name</th>"
                    "<th scope=\"col\" class=\"text\">class</th></tr></thead>\n<tbody>\n"
                    "<tr><td class=\"text\">&nbsp;&nbsp;&nbsp;&nbsp;member</td>"
                    "<td class=\"text\"><span class=\"mark mark-1\" role=\"img\" "
                    "aria-label=\"higher in\">&#9650;</span>&nbsp;a&#60;b</td></tr>\n"
                    "<tr><td class=\"text\">alone</td>"
                    "<td class=\"text\"><span class=\"mark mark-2\" role=\"img\" "
                    "aria-label=\"lower in\">&#9660;</span>&nbsp;c</td></tr>\n"
                    "</tbody></table></div>\n"
                    "<p class=\"note\">below &#38; after</p>\n</details>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_have_their_elements),
        cmocka_unit_test(lists_are_opened_and_closed),
        cmocka_unit_test(what_has_no_text_is_not_shown),
        cmocka_unit_test(figures_are_left_out_where_nothing_draws_them),
        cmocka_unit_test(markup_is_escaped_everywhere),
        cmocka_unit_test(what_is_no_text_becomes_a_mark),
        cmocka_unit_test(identifiers_are_of_letters_digits_and_dashes),
        cmocka_unit_test(numbers_keep_their_values),
        cmocka_unit_test(long_tables_are_folded_and_wide_ones_are_marked),
        cmocka_unit_test(marks_have_words_and_rows_may_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
