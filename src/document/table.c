/* Composing a table: its columns and cells. */
#include "document/table.h"

#include "base/array.h"
#include "text/number.h"
#include <stdarg.h>
#include <stdio.h>

void hf_table_column_add(hf_table *table, unsigned traits, int width, const char *span,
                         const char *head, ...)
{
    va_list arguments;
    if (table->column_count == HF_TABLE_COLUMNS) {
        table->failed = true;
        return;
    }
    hf_table_column *column = &table->columns[table->column_count++];
    *column = (hf_table_column){.traits = traits, .width = width};
    snprintf(column->span, sizeof column->span, "%s", span ? span : "");
    va_start(arguments, head);
    vsnprintf(column->head, sizeof column->head, head, arguments);
    va_end(arguments);
}

static void add_cell(hf_table *table, hf_cell cell)
{
    table->failed |= !hf_grow(&table->cells, table->cell_count, &table->capacity, sizeof cell);
    if (!table->failed)
        table->cells[table->cell_count++] = cell;
}

void hf_cell_name(hf_table *table, const char *name)
{
    add_cell(table, (hf_cell){.kind = HF_CELL_NAME, .name = name});
}

void hf_cell_text(hf_table *table, const char *format, ...)
{
    va_list arguments;
    const size_t offset = table->texts.length;
    va_start(arguments, format);
    hf_text_append_list(&table->texts, format, arguments);
    va_end(arguments);
    hf_text_append_bytes(&table->texts, "", 1); /* ends it within the others */
    add_cell(table, (hf_cell){.kind = HF_CELL_TEXT, .offset = offset});
}

void hf_cell_marked(hf_table *table, int64_t colour, bool down, const char *text)
{
    const int mark = 1 + (int)(colour % HF_MARK_COLOURS);
    hf_cell_text(table, "%s", text);
    if (!table->failed) {
        hf_cell *cell = &table->cells[table->cell_count - 1];
        cell->kind = HF_CELL_MARKED;
        cell->digits = down ? -mark : mark;
    }
}

void hf_cell_number(hf_table *table, int64_t number)
{
    add_cell(table, (hf_cell){.kind = HF_CELL_NUMBER, .integer = number});
}

void hf_cell_percent(hf_table *table, double share)
{
    add_cell(table, (hf_cell){.kind = HF_CELL_PERCENT, .value = share});
}

void hf_cell_fixed(hf_table *table, double value, int decimals)
{
    add_cell(table, (hf_cell){.kind = HF_CELL_FIXED, .digits = decimals, .value = value});
}

void hf_cell_significant(hf_table *table, double value, int digits)
{
    add_cell(table, (hf_cell){.kind = HF_CELL_SIGNIFICANT, .digits = digits, .value = value});
}

static void add_limits(hf_table *table, double low, double high)
{
    const hf_cell_limits limits = {low, high};
    table->failed |= !hf_grow(&table->limits, table->bars, &table->bar_capacity, sizeof limits);
    if (!table->failed)
        table->limits[table->bars++] = limits;
}

void hf_cell_no_bar(hf_table *table)
{
    add_limits(table, 0, 0); /* limits are counted by row */
    hf_cell_empty(table);
}

void hf_cell_bar(hf_table *table, double value, double low, double high)
{
    add_limits(table, low, high);
    add_cell(table, (hf_cell){.kind = HF_CELL_BAR, .value = value});
}

void hf_cell_empty(hf_table *table)
{
    add_cell(table, (hf_cell){.kind = HF_CELL_EMPTY});
}

int64_t hf_table_rows(const hf_table *table)
{
    return table->column_count > 0 ? table->cell_count / table->column_count : 0;
}

bool hf_table_is_shown(const hf_table *table, unsigned left_out)
{
    bool any = false;
    for (int c = 0; c < table->column_count; c++)
        any |= (table->columns[c].traits & left_out) == 0;
    return any && hf_table_rows(table) > 0;
}

const hf_cell *hf_table_cell(const hf_table *table, int64_t row, int column)
{
    return &table->cells[row * table->column_count + column];
}

void hf_cell_show(const hf_table *table, const hf_cell *cell, hf_text *text)
{
    hf_number number = {""};
    switch (cell->kind) {
    case HF_CELL_TEXT:
    case HF_CELL_MARKED:
        hf_text_append(text, "%s", table->texts.data + cell->offset);
        return;
    case HF_CELL_NAME:
        hf_text_append(text, "%s", cell->name);
        return;
    case HF_CELL_NUMBER:
        number = hf_number_grouped(cell->integer);
        break;
    case HF_CELL_PERCENT:
        number = hf_number_percent(cell->value);
        break;
    case HF_CELL_FIXED:
        number = hf_number_fixed(cell->value, cell->digits);
        break;
    case HF_CELL_SIGNIFICANT:
        number = hf_number_significant(cell->value, cell->digits);
        break;
    case HF_CELL_EMPTY:
    case HF_CELL_BAR:
        break;
    }
    hf_text_append(text, "%s", number.text);
}

bool hf_cell_value(const hf_cell *cell, double *value)
{
    switch (cell->kind) {
    case HF_CELL_NUMBER:
        *value = (double)cell->integer;
        return true;
    case HF_CELL_PERCENT:
    case HF_CELL_FIXED:
    case HF_CELL_SIGNIFICANT:
        *value = cell->value;
        return true;
    default:
        return false;
    }
}

void hf_table_free(hf_table *table)
{
    hf_text_free(&table->caption);
    hf_text_free(&table->bar_words);
    hf_text_free(&table->page_words);
    hf_text_free(&table->texts);
    free(table->cells);
    free(table->limits);
    *table = (hf_table){0};
}
