/* A table as lines for a terminal: columns as wide as they must be, names and bars share the rest.
 */
#include "bars.h"

#include "text/layout.h"
#include "text/number.h"
#include <stdio.h>
#include <string.h>

enum {
    INDENT = 2,
    BEFORE_BAR = 2,
    LONGEST_NAME = 40,
    NAME_BEFORE_BAR = 24, /* names get more once the bar is wide enough */
    SHORTEST_NAME = 10,
    SHORTEST_BAR = 10,
    GOOD_BAR = 12
};

/* How the table is laid out; width 0: the column is not shown. */
typedef struct shape {
    const hf_table *table;
    int columns; /* of the terminal */
    int width[HF_TABLE_COLUMNS];
    int64_t rows;
    int left_out; /* columns that do not fit */
    bool failed;  /* memory was too short to measure */
} shape;

static bool has(const shape *s, int c, unsigned trait)
{
    return (s->table->columns[c].traits & trait) != 0;
}

/* One of the two lines of a column's head; a head of one line has the second. */
static hf_number head_line(const hf_table_column *column, int line)
{
    hf_number part = {""};
    const char *second = strchr(column->head, '\n');
    if (line == 1)
        snprintf(part.text, sizeof part.text, "%s", second ? second + 1 : column->head);
    else if (second)
        snprintf(part.text, sizeof part.text, "%.*s", (int)(second - column->head), column->head);
    return part;
}

/* A "-" says what a page's downward mark does. */
static void show(const hf_table *table, const hf_cell *cell, hf_text *shown)
{
    shown->length = 0;
    hf_text_append(shown, "%s", cell->kind == HF_CELL_MARKED && cell->digits < 0 ? "-" : "");
    hf_cell_show(table, cell, shown);
}

static int measure(shape *s, int c)
{
    const hf_table_column *column = &s->table->columns[c];
    int width = hf_larger(column->width, hf_larger(hf_layout_width(head_line(column, 0).text),
                                                   hf_layout_width(head_line(column, 1).text)));
    hf_text shown = {0};
    for (int64_t row = 0; row < s->rows; row++) {
        show(s->table, hf_table_cell(s->table, row, c), &shown);
        width = hf_larger(width, shown.failed ? 0 : hf_layout_width(shown.data));
    }
    s->failed |= shown.failed;
    hf_text_free(&shown);
    return width;
}

/* Columns before the first one have the indent, others a space. */
static int taken(const shape *s)
{
    int sum = INDENT;
    for (int c = 0; c < s->table->column_count; c++)
        if (s->width[c] > 0 && !has(s, c, HF_COLUMN_BAR))
            sum += s->width[c] + 1;
    return sum - 1;
}

/* 0: a bar in so little room would say nothing. */
static int bar_within(int room)
{
    const int width = room - BEFORE_BAR;
    return width < SHORTEST_BAR ? 0 : hf_smaller(width, HF_LONGEST_BAR);
}

static void share_room(shape *s)
{
    int name = -1, bar = -1, last = s->table->column_count;
    for (int c = 0; c < s->table->column_count; c++) {
        if (s->width[c] > 0 && has(s, c, HF_COLUMN_NAME) && name < 0)
            name = c;
        if (s->width[c] > 0 && has(s, c, HF_COLUMN_BAR))
            bar = c;
    }
    const int longest = name < 0 ? 0 : hf_smaller(s->width[name], LONGEST_NAME);
    if (name >= 0)
        s->width[name] = hf_smaller(longest, bar < 0 ? SHORTEST_NAME : longest);
    while (taken(s) > s->columns && --last >= 0)
        if (s->width[last] > 0 && has(s, last, HF_COLUMN_OPTIONAL)) {
            s->width[last] = 0;
            s->left_out++;
        }
    const int room = s->columns - taken(s) + (name < 0 ? 0 : s->width[name]);
    int named = longest;
    if (bar >= 0) {
        named = hf_larger(hf_smaller(longest, NAME_BEFORE_BAR),
                          hf_smaller(longest, room - BEFORE_BAR - GOOD_BAR));
        s->width[bar] = bar_within(room - named);
        named = s->width[bar] > 0 ? named : longest;
    }
    if (name >= 0)
        s->width[name] = hf_larger(1, hf_smaller(named, room));
}

static shape shape_of(const hf_table *table, int columns)
{
    shape s = {.table = table, .columns = columns, .rows = hf_table_rows(table)};
    if (table->listed > 0 && table->listed < s.rows)
        s.rows = table->listed;
    for (int c = 0; c < table->column_count; c++)
        if (!has(&s, c, HF_COLUMN_PAGE))
            s.width[c] = has(&s, c, HF_COLUMN_BAR)       ? 1
                         : has(&s, c, HF_COLUMN_WRAPPED) ? SHORTEST_NAME
                                                         : measure(&s, c);
    share_room(&s);
    return s;
}

/* ---- lines ---- */

static void append_gap(const shape *s, int c, bool is_first, hf_text *line)
{
    hf_text_append(line, "%*s", is_first ? INDENT : has(s, c, HF_COLUMN_BAR) ? BEFORE_BAR : 1, "");
}

static void append_aligned(const shape *s, int c, const char *shown, hf_text *line)
{
    if (has(s, c, HF_COLUMN_NAME)) {
        hf_layout_padded_name(line, shown, s->width[c]);
    } else if (has(s, c, HF_COLUMN_WRAPPED)) {
        hf_text_append(line, "%s", shown);
    } else {
        hf_text_append(line, "%*s", hf_larger(0, s->width[c] - hf_layout_width(shown)), "");
        hf_layout_name(line, shown, s->width[c]);
    }
}

/* "-- all sizes --" over the columns that share a span, whatever is not shown between them. */
static void append_spans(const shape *s, hf_text *text)
{
    static const char rule[] = "--------------------------------------------------------------";
    const hf_table *t = s->table;
    hf_text line = {0};
    int at = INDENT;
    for (int c = 0, width; c < t->column_count; at += width) {
        const char *span = t->columns[c].span;
        for (width = 0;
             c < t->column_count && (s->width[c] == 0 || strcmp(t->columns[c].span, span) == 0);
             c++)
            width += s->width[c] > 0 ? s->width[c] + 1 + has(s, c, HF_COLUMN_BAR) : 0;
        if (!*span || width == 0)
            continue;
        const int dashes = hf_smaller(hf_larger(0, width - 1 - hf_layout_width(span) - 2), 60);
        hf_text_append(&line, "%*s", hf_larger(0, at - (int)line.length), "");
        hf_text_append(&line, "%.*s%s", dashes / 2, rule, dashes > 1 ? " " : "");
        hf_layout_name(&line, span, hf_larger(0, s->columns - at));
        hf_text_append(&line, "%s%.*s", dashes > 1 ? " " : "", dashes - dashes / 2, rule);
    }
    text->failed |= line.failed;
    if (line.length > 0 && !line.failed) {
        hf_text_append(text, "%s", line.data);
        hf_layout_end_line(text);
    }
    hf_text_free(&line);
}

static void append_heads(const shape *s, hf_text *text)
{
    const hf_table *t = s->table;
    bool two = false;
    for (int c = 0; c < t->column_count; c++)
        two |= s->width[c] > 0 && (strchr(t->columns[c].head, '\n') || has(s, c, HF_COLUMN_BAR));
    append_spans(s, text);
    for (int line = two ? 0 : 1; line < 2; line++) {
        bool is_first = true;
        for (int c = 0; c < t->column_count; c++) {
            if (s->width[c] == 0)
                continue;
            append_gap(s, c, is_first, text);
            if (has(s, c, HF_COLUMN_BAR))
                hf_bar_scale(t, line, s->width[c], text);
            else
                append_aligned(s, c, head_line(&t->columns[c], line).text, text);
            is_first = false;
        }
        hf_layout_end_line(text);
    }
}

static void append_row(const shape *s, int64_t row, hf_text *text)
{
    const hf_table *t = s->table;
    hf_text line = {0}, shown = {0};
    bool is_first = true, is_wrapped = false;
    for (int c = 0; c < t->column_count; c++) {
        const hf_cell *cell = hf_table_cell(t, row, c);
        if (s->width[c] == 0)
            continue;
        append_gap(s, c, is_first, &line);
        is_first = false;
        show(t, cell, &shown);
        is_wrapped = has(s, c, HF_COLUMN_WRAPPED);
        if (has(s, c, HF_COLUMN_BAR) && cell->kind == HF_CELL_BAR)
            hf_bar_append(t, row, cell->value, s->width[c], &line);
        else if (!has(s, c, HF_COLUMN_BAR) && !is_wrapped && !shown.failed)
            append_aligned(s, c, shown.data, &line);
    }
    text->failed |= line.failed || shown.failed;
    if (!text->failed && is_wrapped) { /* it goes on below its own beginning */
        hf_layout_paragraph(text, line.data, shown.data, s->columns);
    } else if (!text->failed) {
        hf_text_append(text, "%s", line.data);
        hf_layout_end_line(text);
    }
    hf_text_free(&line);
    hf_text_free(&shown);
}

/* What is not shown, and what the bars mean. */
static void append_remarks(const shape *s, int64_t more, hf_text *text)
{
    const hf_table *t = s->table;
    hf_text lines[3] = {{0}, {0}, {0}};
    if (more > 0)
        hf_text_append(&lines[0], "and %s more%s%s%s", hf_number_grouped(more).text,
                       t->more ? " (" : "", t->more ? t->more : "", t->more ? ")" : "");
    if (s->left_out > 0)
        hf_text_append(&lines[1], "%d column%s left out for want of room: --format csv has all",
                       s->left_out, s->left_out == 1 ? " is" : "s are");
    for (int c = 0; c < t->column_count && t->bar_words.data; c++)
        if (s->width[c] > 0 && has(s, c, HF_COLUMN_BAR))
            hf_text_append(&lines[2], "%s", t->bar_words.data);
    for (int i = 0; i < 3; i++) {
        text->failed |= lines[i].failed;
        if (lines[i].length > 0)
            hf_layout_paragraph(text, "  ", lines[i].data, s->columns);
        hf_text_free(&lines[i]);
    }
}

void hf_table_terminal(const hf_table *table, int columns, hf_text *text)
{
    const shape s = shape_of(table, columns);
    const int64_t more = hf_table_rows(table) - s.rows + table->unlisted;
    bool has_heads = false;
    text->failed |= s.failed;
    for (int c = 0; c < table->column_count; c++)
        has_heads |= s.width[c] > 0 && table->columns[c].head[0];
    if (has_heads)
        append_heads(&s, text);
    for (int64_t row = 0; row < s.rows; row++)
        append_row(&s, row, text);
    append_remarks(&s, more, text);
}
