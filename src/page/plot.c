/* Pieces of gnuplot scripts that figures share. */
#include "plot.h"

#include "base/utf8.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { COLUMN_PIXELS = 8, CELLS_NUMBERED = 600, LABEL_PIXELS = 14 };

const char *hf_plot_colour(int64_t index)
{
    static const char *const colours[] = {HF_BLUE,   HF_VERMILLION, HF_GREEN, HF_PURPLE,
                                          HF_ORANGE, HF_SKY,        HF_GREY,  HF_INK};
    return colours[index % (int64_t)(sizeof colours / sizeof *colours)];
}

int hf_plot_symbol(int64_t index)
{
    static const int symbols[] = {7, 9, 5, 13, 11, 6, 8, 4, 12, 10};
    return symbols[index % (int64_t)(sizeof symbols / sizeof *symbols)];
}

void hf_plot_begin(hf_figure *figure, int height)
{
    figure->width = HF_PLOT_WIDTH;
    figure->height = height;
    hf_text_append(&figure->script, "reset\n"
                                    "set border 3 linecolor rgb '" HF_INK "'\n"
                                    "set tics nomirror out scale 0.4 textcolor rgb '" HF_INK "'\n"
                                    "set key off textcolor rgb '" HF_INK "' samplen 2\n"
                                    "set label font ',14'\n"
                                    "set grid linetype 1 linewidth 1 linecolor rgb '" HF_LINE "'\n"
                                    "set errorbars 0\n"
                                    "set xtics offset 0,0.3\n"
                                    "unset label\n");
}

/* Single quotes keep gnuplot from looking into a text; a backquote is left out all the same. */
void hf_plot_text(hf_text *script, const char *text, int columns)
{
    hf_text cut = {0};
    hf_layout_name(&cut, text, columns);
    script->failed |= cut.failed;
    hf_text_append(script, "'");
    for (const char *c = cut.data ? cut.data : ""; *c && !cut.failed; c++)
        if (*c == '\'')
            hf_text_append(script, "''");
        else
            hf_text_append_bytes(script,
                                 *c == '`' ? "'"
                                             "'"
                                           : c,
                                 *c == '`' ? 2 : 1);
    hf_text_append(script, "'");
    hf_text_free(&cut);
}

void hf_plot_number(hf_text *script, double value)
{
    hf_text_append(script, "%s", isfinite(value) ? hf_number_float((float)value).text : "NaN");
}

void hf_plot_margins(hf_figure *figure, int left, int right, int top, int bottom)
{
    hf_text *s = &figure->script;
    const double width = figure->width, height = figure->height;
    hf_text_append(s, "set lmargin at screen %s\n", hf_number_fixed(left / width, 4).text);
    hf_text_append(s, "set rmargin at screen %s\n", hf_number_fixed(1 - right / width, 4).text);
    hf_text_append(s, "set tmargin at screen %s\n", hf_number_fixed(1 - top / height, 4).text);
    hf_text_append(s, "set bmargin at screen %s\n", hf_number_fixed(bottom / height, 4).text);
}

/* Of an axis or a scale of colours; gnuplot's own are moved by the width of the tics' labels, off
 * the figure or onto these. */
static void append_upright_label(hf_figure *figure, const char *label, int pixels)
{
    hf_text_append(&figure->script,
                   "set label '%s' at screen %s,graph 0.5 center rotate textcolor rgb '" HF_INK
                   "'\n",
                   label, hf_number_fixed((double)pixels / figure->width, 4).text);
}

void hf_plot_label(hf_figure *figure, const char *axis, const char *label)
{
    if (axis[0] == 'x')
        hf_text_append(&figure->script, "set xlabel '%s' offset 0,0.9 textcolor rgb '" HF_INK "'\n",
                       label);
    else
        append_upright_label(figure, label, LABEL_PIXELS);
}

static const char *name_at(const char *const *names, const int64_t *order, int64_t index)
{
    return names[order ? order[index] : index];
}

int hf_plot_names_width(const char *const *names, const int64_t *order, int64_t count)
{
    int longest = 1;
    for (int64_t i = 0; i < count; i++) {
        const int width = hf_layout_width(name_at(names, order, i));
        longest = width > longest ? width : longest;
    }
    return COLUMN_PIXELS * (longest < HF_NAME_COLUMNS ? longest : HF_NAME_COLUMNS) + 20;
}

void hf_plot_names(hf_figure *figure, const char *axis, const char *const *names,
                   const int64_t *order, int64_t count)
{
    hf_text_append(&figure->script, "set %stics (", axis);
    for (int64_t i = 0; i < count; i++) {
        hf_text_append(&figure->script, "%s", i > 0 ? ", " : "");
        hf_plot_text(&figure->script, name_at(names, order, i), HF_NAME_COLUMNS);
        hf_text_append(&figure->script, " %" PRId64, i);
    }
    hf_text_append(&figure->script, ")\n");
}

void hf_plot_place_tics(hf_figure *figure, const char *axis, const hf_place_tics *tics)
{
    int64_t step = 1;
    const int64_t steps[] = {1, 2, 5};
    for (int64_t i = 0; tics->count * tics->room > tics->pixels * step; i++) {
        step = steps[i % 3];
        for (int64_t decade = 0; decade < i / 3; decade++)
            step *= 10;
    }
    hf_text_append(&figure->script, "set %stics (", axis);
    const char *separator = "";
    for (int64_t i = 0; i < tics->count; i++) {
        if ((tics->labels[0] + i) % step != 0) /* of consecutive labels the round ones */
            continue;
        hf_text_append(&figure->script, "%s'%" PRId64 "' %" PRId64, separator, tics->labels[i], i);
        separator = ", ";
    }
    hf_text_append(&figure->script, ")\n");
}

static double shown(const hf_heat *heat, double value)
{
    return heat->percent ? 100 * value : value;
}

static void append_values(hf_text *s, const char *block, const hf_heat *heat)
{
    hf_text_append(s, "$%s << EOD\n", block);
    for (int64_t i = 0; i < heat->rows; i++)
        for (int64_t j = 0; j < heat->columns; j++) {
            const double value = shown(heat, heat->values[i * heat->columns + j]);
            if (isnan(value))
                continue;
            hf_text_append(s, "%" PRId64 " %" PRId64 " ", j, i);
            hf_plot_number(s, value);
            hf_text_append(s, " %s\n", hf_number_fixed(value, heat->decimals).text);
        }
    hf_text_append(s, "EOD\n");
}

void hf_plot_heat(hf_figure *figure, const char *block, const hf_heat *heat)
{
    hf_text *s = &figure->script;
    const char *palette = heat->diverging
                              ? "0 '#0072b2', 0.5 '#f7f7f7', 1 '#d55e00'"
                              : "0 '#00224e', 0.25 '#434e6c', 0.5 '#7d7c78', 0.75 '#bcaf6f', 1 "
                                "'#fee838'";
    const double low = shown(heat, heat->low), high = shown(heat, heat->high);
    append_values(s, block, heat);
    hf_text_append(s, "set palette maxcolors 64 defined (%s)\n", palette);
    hf_text_append(s, "set cbrange [%s:", hf_number_float((float)low).text);
    hf_text_append(s, "%s]\n", hf_number_float((float)high).text);
    hf_text_append(s, "set style line 9 linecolor rgb '" HF_INK "'\nset colorbox border 9\n");
    if (heat->diverging) { /* what fits beside a map of two rows */
        hf_text_append(s, "set cbtics ('%s' ", hf_number_fixed(low, 2).text);
        hf_text_append(s, "%s, '0' 0, ", hf_number_float((float)low).text);
        hf_text_append(s, "'%s' ", hf_number_fixed(high, 2).text);
        hf_text_append(s, "%s)\n", hf_number_float((float)high).text);
    }
    append_upright_label(figure, heat->legend, figure->width - LABEL_PIXELS);
    hf_text_append(s, "set xrange [-0.5:%" PRId64 ".5]\n", heat->columns - 1);
    hf_text_append(s, "set yrange [%" PRId64 ".5:-0.5]\n", heat->rows - 1);
    hf_text_append(s, "unset grid\n");
    hf_text_append(s,
                   "plot $%s using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):3 with boxxyerror "
                   "fillstyle solid noborder linecolor palette notitle",
                   block);
    /* dark cells get light numbers */
    const double middle = low + 0.45 * (high - low);
    if (heat->numbered && heat->rows * heat->columns <= CELLS_NUMBERED) {
        hf_text_append(s, ", $%s using 1:2:($3 > %s ? stringcolumn(4) : '')", block,
                       hf_number_float((float)middle).text);
        hf_text_append(s, " with labels font ',12' textcolor rgb '#000000' notitle");
        hf_text_append(s, ", $%s using 1:2:($3 > %s ? '' : stringcolumn(4))", block,
                       hf_number_float((float)middle).text);
        hf_text_append(s, " with labels font ',12' textcolor rgb '#ffffff' notitle");
    }
    hf_text_append(s, "\n");
}

void hf_plot_append_leaders(const hf_page *page, hf_text *text)
{
    const hf_evidence *s = &page->evidence;
    const int64_t count = s->features->count < 3 ? s->features->count : 3;
    for (int64_t i = 0; i < count; i++)
        hf_text_append(text, "%s %s%%%s", s->features->items[page->order[i]],
                       hf_number_percent(page->lead->frequency[page->order[i]]).text,
                       hf_list_separator(i, count));
}

void hf_plot_append_cut(const hf_page *page, hf_text *text)
{
    if (page->features_drawn < page->evidence.features->count)
        hf_text_append(text,
                       " Drawn are the %" PRId64 " most frequent features of %s; the table "
                       "has all.",
                       page->features_drawn,
                       hf_number_grouped(page->evidence.features->count).text);
}
