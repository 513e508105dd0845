/* Figures of what changes the answer: hidden sizes, splits, k; and the share of each. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { COLUMNS = HF_COLUMNS_DRAWN };

/* Frequencies by group: of the groups `chosen`, whose names are `labels`. */
typedef struct groups {
    const double *source; /* [group, feature] */
    int64_t chosen[COLUMNS], labels[COLUMNS];
    int64_t count;
} groups;

static double frequency_of_group(const hf_page *page, const void *from, int64_t row, int64_t column)
{
    const groups *g = from;
    return g->source[g->chosen[column] * page->summary.features->count + page->order[row]];
}

static void draw_groups(const hf_page *page, const groups *g, hf_figure *figure)
{
    hf_plot_features(page, figure, "rows");
    hf_plot_numbers(figure, "columns", g->labels, g->count);
    hf_plot_heat(page, figure, &(hf_heat){page->features_drawn, g->count, frequency_of_group, g},
                 1);
    hf_plot_append_cut(page, &figure->caption);
}

hf_status hf_figure_by_hidden(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_grid *grid = page->summary.grid;
    groups g = {.source = page->lead->frequency_by_hidden,
                .count = hf_smaller(grid->hiddens, COLUMNS)};
    (void)error;
    if (!hf_plot_has_voters(page, figure))
        return HF_OK;
    if (grid->hiddens == 1) {
        hf_text_append(&figure->caption,
                       "All networks have %" PRId64 " hidden units (model.hidden).",
                       grid->hidden[0]);
        return HF_OK;
    }
    for (int64_t h = 0; h < g.count; h++) {
        g.chosen[h] = h;
        g.labels[h] = grid->hidden[h];
    }
    hf_text_append(&figure->alternative,
                   "Heat map of frequency in percent, features against %" PRId64 " hidden sizes.",
                   g.count);
    hf_text_append(&figure->caption,
                   "Of the %s, the percentage that select the feature, by hidden size. A row of "
                   "one colour: the hidden size makes no difference. Blank: no such networks.",
                   hf_plot_voters(page));
    draw_groups(page, &g, figure);
    return HF_OK;
}

static void describe_splits(const hf_page *page, const int64_t *order, int64_t defined,
                            int64_t shown, hf_figure *figure)
{
    const int64_t splits = page->summary.grid->splits;
    const double *deviation = page->split_deviation;
    hf_text *caption = &figure->caption;
    hf_text_append(&figure->alternative,
                   "Heat map of frequency, features against %" PRId64 " splits. Split %" PRId64
                   " differs most from all splits together.",
                   shown, order[0]);
    hf_text_append(caption,
                   "Of the %s, the percentage that select the feature, by split. A column that "
                   "stands out is an odd split. Split %" PRId64 " differs most, by %s points per "
                   "feature on average",
                   hf_plot_voters(page), order[0],
                   hf_number_fixed(100 * deviation[order[0]], 1).text);
    hf_text_append(caption, " (the median split by %s).",
                   hf_number_fixed(100 * deviation[order[defined / 2]], 1).text);
    if (shown < splits)
        hf_text_append(caption, " The figure shows the %" PRId64 " of %s splits that differ most.",
                       shown, hf_number_grouped(splits).text);
}

hf_status hf_figure_by_split(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const int64_t splits = page->summary.grid->splits;
    groups g = {.source = page->lead->frequency_by_split};
    int64_t *order, defined = 0;
    if (!hf_plot_has_voters(page, figure))
        return HF_OK;
    if (splits == 1) {
        hf_text_append(&figure->caption, "There is only one split to compare.");
        return HF_OK;
    }
    HF_TRY(hf_largest_first(page->split_deviation, splits, &order, error));
    while (defined < splits && !isnan(page->split_deviation[order[defined]]))
        defined++;
    g.count = hf_smaller(defined, COLUMNS);
    hf_ascending(order, g.count, g.chosen);
    hf_ascending(order, g.count, g.labels);
    describe_splits(page, order, defined, g.count, figure);
    draw_groups(page, &g, figure);
    hf_free(&order);
    return HF_OK;
}

enum { SHARES = 3 }; /* seed, split, the rest */

/* Means over the hidden sizes in which the shares are defined. */
static void mean_shares(const hf_page *page, int64_t feature, double share[SHARES])
{
    const hf_frequencies *f = page->lead;
    const double *const source[] = {f->variance_seed, f->variance_split, f->variance_interaction};
    for (int i = 0; i < SHARES; i++) {
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
    return hf_undefined_reason(page->summary.config, f, page->summary.lead,
                               HF_SIGNIFICANCE_VARIANCE_SEED, 0);
}

static void describe_variance(const hf_page *page, const double sum[SHARES], int64_t defined,
                              hf_figure *figure)
{
    static const char *const names[SHARES] = {"seed", "split", "interaction and residual"};
    hf_text_append(&figure->alternative,
                   "Stacked bars: shares of the rank's variance due to seed, split and the rest. "
                   "Mean over the features shown:");
    for (int i = 0; i < SHARES; i++)
        hf_text_append(&figure->alternative, "%s %s %s%%", i > 0 ? "," : "", names[i],
                       hf_number_percent(sum[i] / (double)(defined > 0 ? defined : 1)).text);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "How much of the variance of a feature's rank comes from the seed, from the "
                   "split, and from neither by itself (the rest); by %s, over all networks that "
                   "were trained.%s",
                   hf_summary_method(&page->summary, page->summary.lead),
                   page->summary.grid->hiddens > 1 ? " Mean of the hidden sizes." : "");
    hf_plot_append_cut(page, &figure->caption);
}

hf_status hf_figure_variance(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const char *reason = no_variance(page);
    double sum[SHARES] = {0};
    int64_t defined = 0;
    (void)error;
    if (reason) {
        hf_text_append(&figure->caption, "Not defined: %s.", reason);
        return HF_OK;
    }
    hf_plot_features(page, figure, "features");
    hf_plot_begin(figure, "shares");
    for (int64_t row = 0; row < page->features_drawn; row++) {
        double share[SHARES];
        mean_shares(page, page->order[row], share);
        hf_plot_row(figure, SHARES, share);
        defined += !isnan(share[0]);
        for (int i = 0; i < SHARES; i++)
            sum[i] += isnan(share[0]) ? 0 : share[i];
    }
    hf_plot_end(figure);
    describe_variance(page, sum, defined, figure);
    return HF_OK;
}

hf_status hf_figure_stability(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    const int64_t top = page->summary.config->significance.top;
    const int64_t ranks = f->features > f->ranks ? f->ranks - 1 : f->ranks;
    (void)error;
    if (isnan(f->stability)) {
        const char *reason = hf_undefined_reason(page->summary.config, f, page->summary.lead,
                                                 HF_SIGNIFICANCE_STABILITY, 0);
        hf_text_append(&figure->caption, "Not defined: %s.", reason ? reason : "no stability");
        return HF_OK;
    }
    hf_plot_set(figure, "k", (double)top);
    hf_plot_set(figure, "ranks", (double)ranks);
    hf_plot_begin(figure, "stability");
    for (int64_t k = 0; k < ranks; k++)
        hf_plot_row(figure, 2, (double[]){(double)(k + 1), f->stability_by_k[k]});
    hf_plot_end(figure);
    hf_text_append(&figure->alternative,
                   "Line chart of stability against the number k of features that count as "
                   "significant; at k = %" PRId64 " it is %s.",
                   top, hf_number_fixed(f->stability, 2).text);
    hf_text_append(&figure->caption,
                   "Stability (Nogueira, Sechidis & Brown) of the k features that each of the %s "
                   "ranks first: 1, all select the same features; 0, they agree no more than by "
                   "chance. The broken line is the k in use (significance.top).",
                   hf_plot_voters(page));
    return HF_OK;
}
