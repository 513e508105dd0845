/*
 * The figures: what they are made from, and the list of them. A function of each writes the data
 * that gnuplot draws, the text alternative and the caption; or only why there is no figure. How it
 * looks is in figures/NAME.gp.
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
    const hf_frequencies *lead;   /* of the method that leads; these two point into evidence */
    const int64_t *order;         /* [feature] most frequent first */
    int64_t features_drawn;       /* min(features, HF_FEATURES_DRAWN) */
    bool is_median;               /* the replica was not asked for */
    int64_t replica;              /* whose weights are shown; -1: none is done */
    int64_t *accuracy_count;      /* [hidden, HF_ACCURACY_BINS] replicas done */
    const hf_null_probes *probes; /* of the lead, in evidence; NULL: none, or they cannot tell */
} hf_page;

hf_status hf_page_read(const hf_results *results, int64_t replica, hf_page *page, hf_error *error);
void hf_page_free(hf_page *page);

/* Every figure: name (of its files NAME.svg and figures/NAME.gp, and in the document), function
 * hf_figure_..., title. */
#define HF_FIGURE_LIST(X)                                                                          \
    X("side-by-side", side_by_side, "By itself, in predictions, beyond the others")                \
    X("frequency", frequency, "How often each feature is significant")                             \
    X("ranks", ranks, "Which ranks each feature takes")                                            \
    X("null-labels", null_labels, "Is it more than chance? With permuted labels")                  \
    X("by-hidden", by_hidden, "Does the hidden size matter?")                                      \
    X("by-split", by_split, "Is one split odd?")                                                   \
    X("stability", stability, "Would another number of significant features be more stable?")      \
    X("variance", variance, "What makes a feature's rank vary")                                    \
    X("methods", methods, "Frequency by method")                                                   \
    X("agreement", agreement, "Agreement between methods")                                         \
    X("loss", loss, "Training and test loss")                                                      \
    X("accuracy", accuracy, "Test accuracy")                                                       \
    X("accuracies", accuracies, "Test accuracy of all networks")                                   \
    X("input-weights", input_weights, "Input weights before and after training")                   \
    X("output-weights", output_weights, "Output weights before and after training")                \
    X("values", values, "Values of the features by class")                                         \
    X("levels", levels, "Levels of the categories by class")

typedef struct hf_figure {
    const char *name, *title;
    const char *script;  /* figures/NAME.gp: how gnuplot draws the data */
    hf_text data;        /* what it draws (plot.h); empty: no figure */
    hf_text alternative; /* for those who do not see it: plain text */
    hf_text caption;     /* plain text; where there is no figure: why */
    hf_text svg;         /* as gnuplot has written it */
} hf_figure;

typedef hf_status (*hf_figure_compose)(const hf_page *page, hf_figure *figure, hf_error *error);

typedef struct hf_figure_row {
    const char *name, *title;
    hf_figure_compose compose;
} hf_figure_row;
extern const hf_figure_row hf_figure_table[];
extern const int hf_figure_count;

/* All of the table; [hf_figure_count]. */
hf_status hf_figures_compose(const hf_page *page, hf_figure *figures, hf_error *error);
void hf_figures_free(hf_figure *figures);

#define HF_DECLARE(name, function, title)                                                          \
    hf_status hf_figure_##function(const hf_page *page, hf_figure *figure, hf_error *error);
HF_FIGURE_LIST(HF_DECLARE)
#undef HF_DECLARE

#endif
