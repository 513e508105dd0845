/* Variables and data blocks for gnuplot, and words that captions share. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const char *shown(double value, hf_number *number)
{
    *number = hf_number_float((float)value);
    return isfinite(value) ? number->text : "NaN";
}

void hf_plot_set(hf_figure *figure, const char *name, double value)
{
    hf_number number;
    hf_text_append(&figure->data, "%s = %s\n", name, shown(value, &number));
}

void hf_plot_begin(hf_figure *figure, const char *name)
{
    hf_text_append(&figure->data, "$%s << EOD\n", name);
}

void hf_plot_row(hf_figure *figure, int count, const double *values)
{
    hf_number number;
    for (int i = 0; i < count; i++)
        hf_text_append(&figure->data, "%s%s", i > 0 ? " " : "", shown(values[i], &number));
    hf_text_append(&figure->data, "\n");
}

void hf_plot_end(hf_figure *figure)
{
    hf_text_append(&figure->data, "EOD\n");
}

void hf_plot_names(hf_figure *figure, const char *name, const hf_plot_list *list)
{
    int width = 1;
    hf_plot_begin(figure, name);
    for (int64_t i = 0; i < list->count; i++) {
        const char *item = list->names[list->order ? list->order[i] : i];
        const int columns = hf_layout_width(item);
        width = columns > width ? columns : width;
        hf_text_append(&figure->data, "=");
        hf_layout_name(&figure->data, item, list->columns);
        hf_text_append(&figure->data, "\n");
    }
    hf_plot_end(figure);
    hf_text_append(&figure->data, "%s = %" PRId64 "\n%s_width = %d\n", name, list->count, name,
                   width < list->columns ? width : list->columns);
}

void hf_plot_features(const hf_page *page, hf_figure *figure, const char *name)
{
    hf_plot_names(figure, name,
                  &(hf_plot_list){hf_names_of(page->summary.features), page->order,
                                  page->features_drawn, HF_NAME_COLUMNS});
}

void hf_plot_numbers(hf_figure *figure, const char *name, const int64_t *numbers, int64_t count)
{
    hf_plot_begin(figure, name);
    for (int64_t i = 0; i < count; i++)
        hf_text_append(&figure->data, "=%" PRId64 "\n", numbers[i]);
    hf_plot_end(figure);
    hf_plot_set(figure, name, (double)count);
}

void hf_plot_heat(const hf_page *page, hf_figure *figure, const hf_heat *maps, int count)
{
    hf_plot_begin(figure, "heat");
    for (const hf_heat *map = maps; map < maps + count; map++) {
        hf_text_append(&figure->data, map > maps ? "\n\n" : "");
        for (int64_t row = 0; row < map->rows; row++)
            for (int64_t column = 0; column < map->columns; column++)
                hf_plot_row(figure, 3,
                            (double[]){(double)column, (double)row,
                                       map->value(page, map->from, row, column)});
    }
    hf_plot_end(figure);
}

typedef struct ranked {
    double value;
    int64_t index;
} ranked;

static int larger_first(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (isnan(x->value) != isnan(y->value))
        return isnan(x->value) - isnan(y->value);
    if (x->value > y->value || x->value < y->value)
        return x->value > y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

hf_status hf_largest_first(const double *values, int64_t count, int64_t **order, hf_error *error)
{
    ranked *list = NULL;
    HF_TRY(hf_allocate(order, count, sizeof **order, error));
    HF_TRY(hf_allocate(&list, count, sizeof *list, error));
    for (int64_t i = 0; i < count; i++)
        list[i] = (ranked){values[i], i};
    qsort(list, (size_t)count, sizeof *list, larger_first);
    for (int64_t i = 0; i < count; i++)
        (*order)[i] = list[i].index;
    hf_free(&list);
    return HF_OK;
}

static int smaller_first(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void hf_ascending(const int64_t *order, int64_t count, int64_t *sorted)
{
    for (int64_t i = 0; i < count; i++)
        sorted[i] = order[i];
    qsort(sorted, (size_t)count, sizeof *sorted, smaller_first);
}

bool hf_plot_has_voters(const hf_page *page, hf_figure *figure)
{
    if (page->lead->voters == 0)
        hf_text_append(&figure->caption,
                       "By %s no network can be counted: there is nothing to "
                       "draw.",
                       hf_summary_method(&page->summary, page->summary.lead));
    return page->lead->voters > 0;
}

const char *hf_plot_voters(const hf_page *page)
{
    return page->summary.config->significance.votes == HF_VOTES_ALL ? "networks"
                                                                    : "networks that learned";
}

void hf_plot_append_leaders(const hf_page *page, hf_text *text)
{
    const hf_summary *s = &page->summary;
    const int64_t count = hf_smaller(s->features->count, 3);
    for (int64_t i = 0; i < count; i++)
        hf_text_append(text, "%s %s%%%s", s->features->items[page->order[i]],
                       hf_number_percent(page->lead->frequency[page->order[i]]).text,
                       hf_list_separator(i, count));
}

void hf_plot_append_cut(const hf_page *page, hf_text *text)
{
    if (page->features_drawn < page->summary.features->count)
        hf_text_append(text,
                       " The figure shows the %" PRId64 " most frequent features of %s; the table "
                       "has all.",
                       page->features_drawn, hf_number_grouped(page->summary.features->count).text);
}
