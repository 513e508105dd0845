/*
 * The figures: one function each, listed in the table of figures.c. A function says what gnuplot is
 * to draw and what is to be read instead of and below the figure; or only why there is none.
 */
#ifndef HOLDFAST_PAGE_FIGURE_H
#define HOLDFAST_PAGE_FIGURE_H

#include "findings/evidence.h"
#include "holdfast/results.h"
#include <stdbool.h>
#include <stdint.h>

/* What is drawn at most; the tables hold everything. */
enum {
    HF_FEATURES_DRAWN = 40,
    HF_COLUMNS_DRAWN = 60,  /* of a heat map */
    HF_SIZES_DRAWN = 8,     /* hidden sizes with a curve each */
    HF_ACCURACY_BINS = 4096 /* in which test accuracies are counted */
};

/* What figures and tables are made from. */
typedef struct hf_page {
    const hf_results *results; /* not owned */
    hf_evidence evidence;
    const hf_frequencies *lead; /* of the method that leads; these two point into evidence */
    const int64_t *order;       /* [feature] most frequent first */
    int64_t features_drawn;     /* min(features, HF_FEATURES_DRAWN) */
    bool is_median;             /* the replica was not asked for */
    int64_t replica;            /* whose weights are shown; -1: none is done */
    int64_t *accuracy_count;    /* [hidden, HF_ACCURACY_BINS] replicas done */
    double *split_deviation; /* [split] mean over features of |frequency of the split - frequency|;
                                NaN: no voters */
    const hf_null_probes *probes; /* of the lead, in evidence; NULL: none */
} hf_page;

hf_status hf_page_read(const hf_results *results, int64_t replica, hf_page *page, hf_error *error);
void hf_page_free(hf_page *page);

typedef struct hf_figure {
    const char *name; /* of its file, without .svg; of its place in the page */
    const char *title;
    int width, height;   /* pixels */
    hf_text script;      /* commands of gnuplot after terminal and output; empty: no figure */
    hf_text alternative; /* for those who do not see it: plain text */
    hf_text caption;     /* plain text; where there is no figure: why */
    hf_text svg;         /* as gnuplot has written it */
} hf_figure;

typedef hf_status (*hf_figure_compose)(const hf_page *page, hf_figure *figure, hf_error *error);

/* One row a figure, in the page's order. */
typedef struct hf_figure_row {
    const char *name, *title;
    const char *section; /* heading that begins here, NULL: goes on */
    hf_figure_compose compose;
} hf_figure_row;
extern const hf_figure_row hf_figure_table[];
extern const int hf_figure_count;

/* All of the table; [hf_figure_count]. */
hf_status hf_figures_compose(const hf_page *page, hf_figure *figures, hf_error *error);
void hf_figures_free(hf_figure *figures);

hf_status hf_figure_frequency(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_ranks(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_by_hidden(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_by_split(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_null_labels(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_variance(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_stability(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_methods(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_agreement(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_loss(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_accuracy(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_accuracies(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_input_weights(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_output_weights(const hf_page *page, hf_figure *figure, hf_error *error);
hf_status hf_figure_values(const hf_page *page, hf_figure *figure, hf_error *error);

#endif
