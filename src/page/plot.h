/*
 * What figures write for their .gp files: variables and data blocks; and words that captions share.
 *
 * A name (of a feature, a class, a method) is a line of a data block behind one letter, and its
 * .gp file takes it from there as it is, $features[i][2:*]: no quote, percent sign or backslash in
 * it means anything to gnuplot, and it cannot end the block.
 */
#ifndef HOLDFAST_PAGE_PLOT_H
#define HOLDFAST_PAGE_PLOT_H

#include "figure.h"

/* NAME = value. */
void hf_plot_set(hf_figure *figure, const char *name, double value);

/* A data block $NAME, and its rows of numbers; NaN where one is not defined. */
void hf_plot_begin(hf_figure *figure, const char *name);
void hf_plot_row(hf_figure *figure, int count, const double *values);
void hf_plot_end(hf_figure *figure);

/* Names as the data block $NAME, NAME = how many there are, and NAME_width = the columns that the
 * longest of them takes. They are cut to `columns`. names[order[i]] for i < count; order NULL:
 * names[i]. */
enum { HF_NAME_COLUMNS = 26 };
typedef struct hf_plot_list {
    const char *const *names;
    const int64_t *order;
    int64_t count;
    int columns;
} hf_plot_list;
void hf_plot_names(hf_figure *figure, const char *name, const hf_plot_list *list);
/* The same of the features drawn; of whole numbers. */
void hf_plot_features(const hf_page *page, hf_figure *figure, const char *name);
void hf_plot_numbers(hf_figure *figure, const char *name, const int64_t *numbers, int64_t count);

/* The data block $heat for figures/heat.gp, column, row and value of every cell, and the variable
 * `maps`: so many heat maps, of which the second one's first row is number `rows` for value().
 * Returns the largest absolute value. */
typedef struct hf_heat {
    const hf_page *page;
    const void *from;
    int64_t rows, columns;
    double (*value)(const struct hf_heat *heat, int64_t row, int64_t column);
} hf_heat;
double hf_plot_heat(hf_figure *figure, const hf_heat *heat, int maps);

/* Names of the features, of a text list, as an array of const texts. */
static inline const char *const *hf_names_of(const hf_text_list *list)
{
    return (const char *const *)list->items;
}
/* The indices of the largest values, at most `most` of those that are not NaN, in ascending order;
 * returns how many. */
int64_t hf_plot_largest(const double *values, int64_t count, int64_t most, int64_t *chosen);

/* The variables and the data block that the figure of the loss has besides its curves: $ends, of
 * each hidden size drawn the mean test loss, its 5 %, its 95 %, the median iteration that was kept.
 */
hf_status hf_plot_losses(const hf_page *page, const int64_t *chosen, int64_t count,
                         hf_figure *figure, hf_error *error);

/* Of a measured outcome: the test rows of the network that is shown, for figures/predicted.gp. */
hf_status hf_plot_predicted(const hf_page *page, hf_figure *figure, hf_error *error);

/* There is no figure: says why instead. Always HF_OK. */
hf_status hf_plot_nothing(hf_figure *figure, const char *why);

/* Where the networks whose choices of features are counted (page->lead->voters) are none. */
#define HF_NO_VOTERS "No network is counted, so there is nothing to draw."
/* Who they are: "networks that learned", or "networks" where all are asked. */
const char *hf_plot_voters(const hf_page *page);
/* Appends the first three features drawn and their frequencies: "a 97.1%, b ... and c ...". */
void hf_plot_append_leaders(const hf_page *page, hf_text *text);
/* Where not all features are drawn: says so. */
void hf_plot_append_cut(const hf_page *page, hf_text *text);

#endif
