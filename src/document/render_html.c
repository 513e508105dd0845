/* A document as parts of a page of HTML. */
#include "document/document.h"

#include "base/utf8.h"
#include "text/number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLDED = 100, WIDE = 10 }; /* longer tables fold away; those of more columns may be wide */

static bool is_unsafe(uint32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
           (code & 0xFFFE) == 0xFFFE;
}

void hf_html_text(hf_text *html, const char *text)
{
    while (*text) {
        uint32_t code;
        const size_t length = hf_utf8_decode(text, &code);
        if (length == 0 || is_unsafe(code))
            hf_text_append(html, "\xEF\xBF\xBD");
        else if (code == '<' || code == '>' || code == '&' || code == '"' || code == '\'')
            hf_text_append(html, "&#%d;", (int)code);
        else
            hf_text_append_bytes(html, text, length);
        text += length > 0 ? length : 1;
    }
}

void hf_html_element(hf_text *html, const char *before, const char *text, const char *after)
{
    hf_text_append(html, "%s", before);
    hf_html_text(html, text ? text : "");
    hf_text_append(html, "%s", after);
}

void hf_html_identifier(hf_text *html, const char *heading)
{
    for (const char *c = heading; *c; c++) {
        const char lower = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
        const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (plain || c[1])
            hf_text_append_bytes(html, plain ? &lower : "-", 1);
    }
}

/* ---- tables ---- */

/* A head may be broken after each underscore. */
static void append_head(const hf_table_column *column, hf_text *html)
{
    char head[sizeof column->head + sizeof column->span + 3];
    snprintf(head, sizeof head, "%s%s%s", column->span, *column->span ? ": " : "", column->head);
    for (char *part = head, *end; *part; part = end) {
        const size_t length = strcspn(part, "_\n");
        end = part + length + (part[length] != '\0');
        char shown[sizeof head];
        snprintf(shown, sizeof shown, "%.*s%s", (int)length, part,
                 part[length] == '_' ? "_"
                 : part[length]      ? " "
                                     : "");
        hf_html_text(html, shown);
        hf_text_append(html, "%s", part[length] == '_' && *end ? "<wbr>" : "");
    }
}

static bool is_on_page(const hf_table *table, int c)
{
    return !(table->columns[c].traits & (HF_COLUMN_TERMINAL | HF_COLUMN_BAR));
}

/* Cells of texts are aligned to the left, whatever the others are. */
static const char *class_of(const hf_table *table, int c)
{
    const bool is_text = table->columns[c].traits & (HF_COLUMN_NAME | HF_COLUMN_WRAPPED);
    return is_text ? " class=\"text\"" : "";
}

/* Up or down in a class's colour; in words for those who see neither. */
static void append_mark(int mark, hf_text *html)
{
    hf_text_append(html,
                   "<span class=\"mark mark-%d\" role=\"img\" aria-label=\"%s in\">%s</span>&nbsp;",
                   abs(mark) - 1, mark < 0 ? "lower" : "higher", mark < 0 ? "&#9660;" : "&#9650;");
}

/* Spaces before a text indent it, as in a terminal. */
static void append_indented(const char *text, hf_text *html)
{
    for (; text && *text == ' '; text++)
        hf_text_append(html, "&nbsp;&nbsp;");
    hf_html_element(html, "", text, "");
}

static void append_cell(const hf_table *table, int64_t row, int c, hf_text *html)
{
    const hf_cell *cell = hf_table_cell(table, row, c);
    double value;
    hf_text shown = {0};
    const bool is_number = hf_cell_value(cell, &value);
    if (is_number && isnan(value)) {
        hf_text_append(html, "<td class=\"number\" data-value=\"\">&ndash;</td>");
        return;
    }
    if (is_number)
        hf_text_append(html, "<td class=\"number\" data-value=\"%s\">",
                       hf_number_double(value).text);
    else
        hf_text_append(html, "<td%s>", class_of(table, c));
    if (cell->kind == HF_CELL_MARKED)
        append_mark(cell->digits, html);
    hf_cell_show(table, cell, &shown);
    html->failed |= shown.failed;
    append_indented(shown.data, html);
    hf_text_append(html, "</td>");
    hf_text_free(&shown);
}

static bool is_folded(const hf_table *table)
{
    return table->is_folded || hf_table_rows(table) > FOLDED;
}

static void append_table_begin(const hf_table *table, int64_t rows, int columns, hf_text *html)
{
    const char *caption = table->caption.data;
    if (is_folded(table)) {
        hf_html_element(html, "<details><summary>", caption, " (");
        hf_text_append(html, "%s rows)</summary>\n", hf_number_grouped(rows).text);
    }
    hf_text_append(html, "<p class=\"caption\" id=\"%s-caption\">", table->id);
    hf_html_element(html, "", caption, "</p>\n");
    hf_text_append(html,
                   "<div class=\"scroll%s\" tabindex=\"0\" role=\"region\" "
                   "aria-labelledby=\"%s-caption\"><table id=\"%s\" class=\"%s\" "
                   "aria-labelledby=\"%s-caption\">\n<thead><tr>",
                   columns > WIDE ? " wide" : "", table->id, table->id,
                   table->in_order ? "in-order" : "sortable", table->id);
}

void hf_table_html(const hf_table *table, hf_text *html)
{
    const int64_t rows = hf_table_rows(table);
    int columns = 0;
    for (int c = 0; c < table->column_count; c++)
        columns += is_on_page(table, c);
    append_table_begin(table, rows, columns, html);
    for (int c = 0; c < table->column_count; c++) {
        if (!is_on_page(table, c))
            continue;
        hf_text_append(html, "<th scope=\"col\"%s>", class_of(table, c));
        append_head(&table->columns[c], html);
        hf_text_append(html, "</th>");
    }
    hf_text_append(html, "</tr></thead>\n<tbody>\n");
    for (int64_t row = 0; row < rows && !html->failed; row++) {
        hf_text_append(html, "<tr>");
        for (int c = 0; c < table->column_count; c++)
            if (is_on_page(table, c))
                append_cell(table, row, c, html);
        hf_text_append(html, "</tr>\n");
    }
    hf_text_append(html, "</tbody></table></div>\n");
    if (table->page_words.length > 0)
        hf_html_element(html, "<p class=\"note\">", table->page_words.data, "</p>\n");
    hf_text_append(html, "%s", is_folded(table) ? "</details>\n" : "");
}

/* ---- blocks ---- */

typedef struct tags {
    const char *before, *after;
} tags;
static const tags tags_of[HF_BLOCKS] = {
    [HF_BLOCK_TITLE] = {"<h1>", "</h1>\n"},
    [HF_BLOCK_SUBHEADING] = {"<h3>", "</h3>\n"},
    [HF_BLOCK_PARAGRAPH] = {"<p>", "</p>\n"},
    [HF_BLOCK_POINT] = {"<li>", "</li>\n"},
    [HF_BLOCK_CAUTION] = {"<li class=\"caution\">", "</li>\n"},
    [HF_BLOCK_NOTE] = {"<p class=\"note\">", "</p>\n"},
    [HF_BLOCK_COMMAND] = {"<pre>", "</pre>\n"},
};

/* The element that holds blocks of a kind that follow each other. */
static const char *list_of(hf_block_kind kind)
{
    return kind == HF_BLOCK_POINT || kind == HF_BLOCK_CAUTION ? "ul"
           : kind == HF_BLOCK_FACT                            ? "dl"
                                                              : "";
}

static void append_block(const hf_document_block *b, hf_figure_renderer figure, const void *context,
                         hf_text *html)
{
    const char *text = b->text.data ? b->text.data : "", *label = b->label.data;
    switch (b->kind) {
    case HF_BLOCK_TABLE:
        hf_table_html(&b->table, html);
        break;
    case HF_BLOCK_FIGURE:
        if (figure)
            figure(text, context, html);
        break;
    case HF_BLOCK_HEADING:
        hf_text_append(html, "<h2 id=\"");
        hf_html_identifier(html, text);
        hf_html_element(html, "\">", text, "</h2>\n");
        break;
    case HF_BLOCK_FACT:
        hf_html_element(html, "<div><dt>", label, "</dt>");
        hf_html_element(html, "<dd>", text, "</dd></div>\n");
        break;
    case HF_BLOCK_VERBATIM:
        hf_html_element(html, "<details><summary>", label, "</summary>\n");
        hf_text_append(html, "<pre tabindex=\"0\" id=\"%s\">", b->table.id);
        hf_html_element(html, "", text, "</pre></details>\n");
        break;
    default:
        hf_html_element(html, tags_of[b->kind].before, text, tags_of[b->kind].after);
    }
}

static bool is_empty(const hf_document_block *b)
{
    return b->kind == HF_BLOCK_TABLE
               ? !hf_table_is_shown(&b->table, HF_COLUMN_TERMINAL | HF_COLUMN_BAR)
               : b->text.length == 0 && b->kind != HF_BLOCK_VERBATIM;
}

void hf_document_html(const hf_document *document, hf_figure_renderer figure, const void *context,
                      hf_text *html)
{
    const char *list = "";
    for (int64_t i = 0; i < document->count; i++) {
        const hf_document_block *b = document->blocks[i];
        if (is_empty(b))
            continue;
        const char *needed = list_of(b->kind);
        if (strcmp(needed, list) != 0) {
            if (*list)
                hf_text_append(html, "</%s>\n", list);
            if (*needed)
                hf_text_append(html, "<%s%s>\n", needed,
                               strcmp(needed, "dl") == 0 ? " class=\"facts\"" : "");
        }
        list = needed;
        append_block(b, figure, context, html);
    }
    if (*list)
        hf_text_append(html, "</%s>\n", list);
}
