/* Figures of what changes the answer: hidden sizes, splits, k; and the share of each. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { ROW_PIXELS = 22, AXIS_PIXELS = 60, HEAT_RIGHT = 110, SPLITS_DRAWN = 60 };

static int64_t fewer(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static bool has_voters(const hf_page *page, hf_figure *figure)
{
    if (page->lead->voters == 0)
        hf_text_append(&figure->caption, "No replica has a vote: there is nothing to draw.");
    return page->lead->voters > 0;
}

/* A heat map of frequencies, the features drawn as rows. `source` [group, feature]. */
typedef struct groups {
    const double *source;
    const int64_t *chosen; /* [columns] groups */
    const int64_t *labels; /* [columns] what stands at the axis */
    int64_t columns;
    int label_pixels;
    const char *axis;
    bool numbered;
} groups;

static hf_status draw_groups(const hf_page *page, const groups *g, hf_figure *figure,
                             hf_error *error)
{
    const hf_text_list *names = page->evidence.features;
    const int64_t rows = page->features_drawn, features = names->count;
    const int width = hf_plot_names_width(hf_names_of(names), page->order, rows);
    double *values;
    HF_TRY(hf_allocate(&values, rows * g->columns, sizeof *values, error));
    for (int64_t row = 0; row < rows; row++)
        for (int64_t c = 0; c < g->columns; c++)
            values[row * g->columns + c] = g->source[g->chosen[c] * features + page->order[row]];
    hf_plot_begin(figure, AXIS_PIXELS + 16 + hf_plot_rows(rows));
    hf_plot_margins(figure, width, HEAT_RIGHT, 16, AXIS_PIXELS);
    hf_plot_names(figure, "y", hf_names_of(names), page->order, rows);
    hf_plot_place_tics(figure, "x",
                       &(hf_place_tics){g->labels, g->columns, g->label_pixels,
                                        figure->width - width - HEAT_RIGHT});
    hf_plot_label(figure, "x", g->axis);
    hf_plot_heat(figure, "groups",
                 &(hf_heat){.values = values,
                            .rows = rows,
                            .columns = g->columns,
                            .high = 1,
                            .percent = true,
                            .numbered = g->numbered,
                            .legend = "frequency (%)"});
    hf_free(&values);
    return HF_OK;
}

hf_status hf_figure_by_hidden(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_grid *grid = page->evidence.grid;
    const int64_t columns = fewer(grid->hiddens, SPLITS_DRAWN);
    int64_t chosen[SPLITS_DRAWN];
    if (!has_voters(page, figure))
        return HF_OK;
    if (grid->hiddens == 1) {
        hf_text_append(&figure->caption,
                       "All replicas have %" PRId64 " hidden units (model.hidden).",
                       grid->hidden[0]);
        return HF_OK;
    }
    for (int64_t h = 0; h < columns; h++)
        chosen[h] = h;
    hf_text_append(&figure->alternative,
                   "Heat map of frequency in percent, features against %" PRId64 " hidden sizes.",
                   columns);
    hf_text_append(&figure->caption,
                   "Frequency in %% among the voters of each hidden size. A row of "
                   "one colour: the size makes no difference. Blank: no voters.");
    hf_plot_append_cut(page, &figure->caption);
    return draw_groups(page,
                       &(groups){.source = page->lead->frequency_by_hidden,
                                 .chosen = chosen,
                                 .labels = grid->hidden,
                                 .columns = columns,
                                 .label_pixels = 40,
                                 .axis = "hidden size",
                                 .numbered = columns <= 12},
                       figure, error);
}

typedef struct deviation {
    double value;
    int64_t split;
} deviation;

static int greater_first(const void *a, const void *b)
{
    const deviation *x = a, *y = b;
    if (isnan(x->value) || isnan(y->value))
        return isnan(x->value) - isnan(y->value);
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->split < y->split ? -1 : 1;
}

static int smaller_split_first(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void describe_splits(const hf_page *page, const deviation *sorted, int64_t defined,
                            int64_t columns, hf_figure *figure)
{
    const int64_t splits = page->evidence.grid->splits;
    const double median = sorted[defined / 2].value;
    hf_text *caption = &figure->caption;
    hf_text_append(&figure->alternative,
                   "Heat map of frequency, features against %" PRId64 " splits. Split %" PRId64
                   " differs most from all splits together.",
                   columns, sorted[0].split);
    hf_text_append(caption,
                   "Frequency among the voters of each split. A column that stands out is an odd "
                   "split: split %" PRId64 " differs most, by %s points per feature on average",
                   sorted[0].split, hf_number_fixed(100 * sorted[0].value, 1).text);
    hf_text_append(caption, " (a middling split by %s).", hf_number_fixed(100 * median, 1).text);
    if (columns < splits)
        hf_text_append(caption, " Drawn are the %" PRId64 " of %s splits that differ most.",
                       columns, hf_number_grouped(splits).text);
    hf_plot_append_cut(page, caption);
}

static hf_status draw_splits(const hf_page *page, deviation *sorted, hf_figure *figure,
                             hf_error *error)
{
    const int64_t splits = page->evidence.grid->splits;
    int64_t chosen[SPLITS_DRAWN], columns = 0, defined = 0;
    for (int64_t p = 0; p < splits; p++) {
        sorted[p] = (deviation){page->split_deviation[p], p};
        defined += !isnan(sorted[p].value);
    }
    qsort(sorted, (size_t)splits, sizeof *sorted, greater_first);
    while (columns < fewer(defined, SPLITS_DRAWN)) {
        chosen[columns] = sorted[columns].split;
        columns++;
    }
    qsort(chosen, (size_t)columns, sizeof *chosen, smaller_split_first);
    describe_splits(page, sorted, defined, columns, figure);
    return draw_groups(page,
                       &(groups){.source = page->lead->frequency_by_split,
                                 .chosen = chosen,
                                 .labels = chosen,
                                 .columns = columns,
                                 .label_pixels = 30,
                                 .axis = "split",
                                 .numbered = columns <= 12},
                       figure, error);
}

hf_status hf_figure_by_split(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const int64_t splits = page->evidence.grid->splits;
    deviation *sorted;
    if (!has_voters(page, figure))
        return HF_OK;
    if (splits == 1) {
        hf_text_append(&figure->caption, "There is one split alone: nothing is known of others.");
        return HF_OK;
    }
    HF_TRY(hf_allocate(&sorted, splits, sizeof *sorted, error));
    hf_status status = draw_splits(page, sorted, figure, error);
    hf_free(&sorted);
    return status;
}

/* Mean over the hidden sizes in which the shares are defined. */
static void mean_shares(const hf_page *page, int64_t feature, double share[3])
{
    const hf_frequencies *f = page->lead;
    const double *const source[] = {f->variance_seed, f->variance_split, f->variance_interaction};
    for (int i = 0; i < 3; i++) {
        double sum = 0;
        int64_t count = 0;
        for (int64_t h = 0; h < f->hiddens; h++) {
            const double value = source[i][h * f->features + feature];
            sum += isnan(value) ? 0 : value;
            count += !isnan(value);
        }
        share[i] = count > 0 ? sum / (double)count : NAN;
    }
}

/* Why the shares of the first feature are not defined, if that is so for all. */
static const char *no_variance(const hf_page *page)
{
    const hf_frequencies *f = page->lead;
    for (int64_t i = 0; i < f->hiddens * f->features; i++)
        if (!isnan(f->variance_seed[i]))
            return NULL;
    return hf_undefined_reason(page->evidence.config, f, page->evidence.lead,
                               HF_SIGNIFICANCE_VARIANCE_SEED, 0);
}

static void append_shares(const hf_page *page, int64_t rows, double mean[3], hf_text *s)
{
    int64_t defined = 0;
    hf_text_append(s, "$shares << EOD\n");
    for (int64_t row = 0; row < rows; row++) {
        double share[3];
        mean_shares(page, page->order[row], share);
        if (isnan(share[0]))
            continue;
        hf_text_append(s, "%" PRId64, row);
        for (int i = 0; i < 3; i++) {
            hf_text_append(s, " ");
            hf_plot_number(s, 100 * share[i]);
            mean[i] += share[i];
        }
        hf_text_append(s, "\n");
        defined++;
    }
    hf_text_append(s, "EOD\n");
    for (int i = 0; i < 3; i++)
        mean[i] /= (double)(defined > 0 ? defined : 1);
}

static void describe_variance(const hf_page *page, const double mean[3], hf_figure *figure)
{
    hf_text_append(&figure->alternative,
                   "Stacked bars: shares of the rank's variance due to seed, split and the rest. "
                   "Mean over the features drawn: seed %s%%, ",
                   hf_number_percent(mean[0]).text);
    hf_text_append(&figure->alternative, "split %s%%, ", hf_number_percent(mean[1]).text);
    hf_text_append(&figure->alternative, "interaction and residual %s%%.",
                   hf_number_percent(mean[2]).text);
    hf_text_append(&figure->caption,
                   "Shares of the variance of a feature's rank between seeds, between splits, and "
                   "what only both together (or neither) explain; %s of all replicas.%s",
                   hf_evidence_method(&page->evidence, page->evidence.lead),
                   page->evidence.grid->hiddens > 1 ? " Mean of the hidden sizes." : "");
    hf_plot_append_cut(page, &figure->caption);
}

hf_status hf_figure_variance(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *names = page->evidence.features;
    const int64_t rows = page->features_drawn;
    const char *reason = no_variance(page);
    double mean[3] = {0};
    hf_text *s = &figure->script;
    (void)error;
    if (reason) {
        hf_text_append(&figure->caption, "Not defined: %s.", reason);
        return HF_OK;
    }
    hf_plot_begin(figure, AXIS_PIXELS + 44 + ROW_PIXELS * (int)rows);
    hf_plot_margins(figure, hf_plot_names_width(hf_names_of(names), page->order, rows), 24, 44,
                    AXIS_PIXELS);
    hf_plot_names(figure, "y", hf_names_of(names), page->order, rows);
    append_shares(page, rows, mean, s);
    hf_text_append(s, "set yrange [%" PRId64 ".5:-0.5]\nset xrange [0:100]\n", rows - 1);
    hf_text_append(s, "set grid noytics\nset xtics 0,20,100 format '%%.0f%%%%'\n");
    hf_plot_label(figure, "x", "share of the variance of the rank");
    hf_text_append(s, "set key on at graph 0,screen 0.995 left top horizontal reverse Left "
                      "maxrows 1\n");
    hf_text_append(s, "set style fill solid 1 noborder\n");
    hf_text_append(s, "plot $shares using ($2/2):1:(0):2:($1-0.36):($1+0.36) with boxxyerror "
                      "linecolor rgb '" HF_BLUE "' title 'seed'");
    hf_text_append(s, ", '' using ($2+$3/2):1:2:($2+$3):($1-0.36):($1+0.36) with boxxyerror "
                      "linecolor rgb '" HF_ORANGE "' title 'split'");
    hf_text_append(s, ", '' using ($2+$3+$4/2):1:($2+$3):($2+$3+$4):($1-0.36):($1+0.36) with "
                      "boxxyerror linecolor rgb '#bdbdbd' title 'the rest'\n");
    describe_variance(page, mean, figure);
    return HF_OK;
}

hf_status hf_figure_stability(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    const int64_t top = page->evidence.config->significance.top;
    const int64_t ranks = f->features > f->ranks ? f->ranks - 1 : f->ranks;
    hf_text *s = &figure->script;
    (void)error;
    if (isnan(f->stability)) {
        const char *reason = hf_undefined_reason(page->evidence.config, f, page->evidence.lead,
                                                 HF_SIGNIFICANCE_STABILITY, 0);
        hf_text_append(&figure->caption, "Not defined: %s.", reason ? reason : "no stability");
        return HF_OK;
    }
    hf_plot_begin(figure, 320);
    hf_plot_margins(figure, 70, 24, 30, AXIS_PIXELS);
    hf_text_append(s, "$stability << EOD\n");
    for (int64_t k = 0; k < ranks; k++)
        if (!isnan(f->stability_by_k[k]))
            hf_text_append(s, "%" PRId64 " %s\n", k + 1,
                           hf_number_float((float)f->stability_by_k[k]).text);
    hf_text_append(s, "EOD\nset xrange [0.5:%" PRId64 ".5]\nset yrange [*<0:1]\n", ranks);
    hf_plot_label(figure, "x", "number k of significant features");
    hf_plot_label(figure, "y", "stability");
    if (top <= ranks)
        hf_text_append(s,
                       "set arrow from %" PRId64 ",graph 0 to %" PRId64 ",graph 1 nohead linewidth "
                       "1.5 dashtype (6,4) linecolor rgb '" HF_INK "'\nset label 'k = %" PRId64
                       "' at %" PRId64 ",graph 1 center offset 0,0.7 textcolor rgb '" HF_INK "'\n",
                       top, top, top, top);
    hf_text_append(s, "plot $stability using 1:2 with linespoints pointtype 7 pointsize 0.6 "
                      "linewidth 2 linecolor rgb '" HF_BLUE "'\n");
    hf_text_append(&figure->alternative,
                   "Line chart of stability against the number k of features that count as "
                   "significant; at k = %" PRId64 " it is %s.",
                   top, hf_number_fixed(f->stability, 2).text);
    hf_text_append(&figure->caption,
                   "Nogueira, Sechidis & Brown's stability of the voters' top k, from the stored "
                   "ranks: 1, all select the same features; 0, no more in common than by lot. The "
                   "broken line is the k in use (significance.top).");
    return HF_OK;
}
