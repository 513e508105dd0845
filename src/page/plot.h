/* What figures share: gnuplot's commands for axes, names, heat maps; colours. */
#ifndef HOLDFAST_PAGE_PLOT_H
#define HOLDFAST_PAGE_PLOT_H

#include "figure.h"

/* Text and lines have these two colours, which the page replaces by those of its theme. The others
 * are Okabe & Ito's (2008), told apart by colour-blind readers. */
#define HF_INK "#212529"
#define HF_LINE "#dee2e6"
#define HF_BLUE "#0072b2"
#define HF_VERMILLION "#d55e00"
#define HF_GREEN "#009e73"
#define HF_ORANGE "#e69f00"
#define HF_SKY "#56b4e9"
#define HF_PURPLE "#cc79a7"
#define HF_GREY "#8c8c8c"
/* Tol's (2021) red, which parts from blue for everyone; for what is called red. */
#define HF_RED "#cc3311"
/* A colour and a symbol (gnuplot's point type) for the index-th of several; they repeat. */
const char *hf_plot_colour(int64_t index);
int hf_plot_symbol(int64_t index);

enum { HF_PLOT_WIDTH = 680, HF_NAME_COLUMNS = 26 };

/* The height of so many rows of a heat map: beside few its legend has room all the same. */
static inline int hf_plot_rows(int64_t rows)
{
    const int row = 22, legend = 170;
    return rows * row < legend ? legend : (int)rows * row;
}

/* Begins the script: size, fonts, axes. */
void hf_plot_begin(hf_figure *figure, int height);
/* A quoted text, cut to so many columns. */
void hf_plot_text(hf_text *script, const char *text, int columns);
void hf_plot_number(hf_text *script, double value);
/* The label of an axis, "x" or "y"; plain text without quotes. */
void hf_plot_label(hf_figure *figure, const char *axis, const char *label);
/* Margins of the axes in pixels from the figure's edges. */
void hf_plot_margins(hf_figure *figure, int left, int right, int top, int bottom);
/* Pixels that the longest of the names takes, cut to HF_NAME_COLUMNS. names[order[i]] for i <
 * count; order NULL: names[i]. */
int hf_plot_names_width(const char *const *names, const int64_t *order, int64_t count);
/* The names as tics of an axis ("x", "y", ...) at 0 ... count - 1. */
void hf_plot_names(hf_figure *figure, const char *axis, const char *const *names,
                   const int64_t *order, int64_t count);
/* A line of tics at every so many-th of `count` places, labelled by labels(index). */
typedef struct hf_place_tics {
    const int64_t *labels; /* [count] */
    int64_t count;
    int room;   /* pixels a label takes along the axis */
    int pixels; /* of the axis */
} hf_place_tics;
void hf_plot_place_tics(hf_figure *figure, const char *axis, const hf_place_tics *tics);

/* A heat map of values [row, column], row 0 on top; NaN is left blank. */
typedef struct hf_heat {
    const double *values;
    int64_t rows, columns;
    double low, high;   /* what the ends of the palette stand for */
    bool percent;       /* values are shares, shown in percent */
    bool numbered;      /* the cells hold their numbers */
    int decimals;       /* of these */
    bool diverging;     /* around 0: blue, white, vermillion; else dark to light */
    const char *legend; /* of the colours */
} hf_heat;
void hf_plot_heat(hf_figure *figure, const char *block, const hf_heat *heat);

/* Names of the features, of a text list, as an array of const texts. */
static inline const char *const *hf_names_of(const hf_text_list *list)
{
    return (const char *const *)list->items;
}
/* Appends the first three features drawn and their frequencies: "a 97.1%, b ... and c ...". */
void hf_plot_append_leaders(const hf_page *page, hf_text *text);
/* Where not all features are drawn: says so. */
void hf_plot_append_cut(const hf_page *page, hf_text *text);

#endif
