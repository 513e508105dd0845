/* Variables and data blocks for gnuplot, and words that captions share. */
#include "plot.h"

#include "base/count.h"
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
                  &(hf_plot_list){hf_names_of(page->evidence.features), page->order,
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

double hf_plot_heat(hf_figure *figure, const hf_heat *heat, int maps)
{
    double largest = 0;
    hf_plot_set(figure, "maps", maps);
    hf_plot_begin(figure, "heat");
    for (int64_t row = 0; row < maps * heat->rows; row++) {
        hf_text_append(&figure->data, row > 0 && row % heat->rows == 0 ? "\n\n" : "");
        for (int64_t column = 0; column < heat->columns; column++) {
            const double value = heat->value(heat, row, column);
            hf_plot_row(figure, 3, (double[]){(double)column, (double)(row % heat->rows), value});
            largest = fmax(largest, fabs(value));
        }
    }
    hf_plot_end(figure);
    return largest;
}

static int smaller_first(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int64_t hf_plot_largest(const double *values, int64_t count, int64_t most, int64_t *chosen)
{
    int64_t found = 0;
    for (int64_t i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        int64_t place = found < most ? found++ : most; /* of the largest first; most: none */
        for (; place > 0 && values[chosen[place - 1]] < values[i]; place--)
            if (place < most)
                chosen[place] = chosen[place - 1];
        if (place < most)
            chosen[place] = i;
    }
    qsort(chosen, (size_t)found, sizeof *chosen, smaller_first);
    return found;
}

hf_status hf_plot_nothing(hf_figure *figure, const char *why)
{
    figure->data.length = 0;
    hf_text_append(&figure->caption, "%s", why);
    return HF_OK;
}

const char *hf_plot_voters(const hf_page *page)
{
    return page->evidence.config->significance.votes == HF_VOTES_ALL ? "networks"
                                                                     : "networks that learned";
}

void hf_plot_append_leaders(const hf_page *page, hf_text *text)
{
    const hf_evidence *s = &page->evidence;
    const int64_t count = hf_fewer(s->features->count, 3);
    for (int64_t i = 0; i < count; i++)
        hf_text_append(text, "%s %s%%%s", s->features->items[page->order[i]],
                       hf_number_percent(page->lead->frequency[page->order[i]]).text,
                       hf_list_separator(i, count));
}

void hf_plot_append_cut(const hf_page *page, hf_text *text)
{
    if (page->features_drawn < page->evidence.features->count)
        hf_text_append(text,
                       " The figure shows the %" PRId64 " most frequent features of %s; the table "
                       "has all.",
                       page->features_drawn,
                       hf_number_grouped(page->evidence.features->count).text);
}
