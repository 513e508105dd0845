/* Figures of what changes the answer: hidden sizes, splits, k; and the share of each. */
#include "plot.h"

#include "base/count.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* Frequencies of the features in groups of networks; which of the groups are drawn. */
typedef struct groups {
    const double *frequency; /* [group, feature] */
    int64_t chosen[HF_COLUMNS_DRAWN], count;
} groups;

static double frequency_of(const hf_heat *heat, int64_t row, int64_t column)
{
    const groups *g = heat->from;
    const hf_page *page = heat->page;
    return g->frequency[g->chosen[column] * page->lead->features + page->order[row]];
}

static void draw_groups(const hf_page *page, const groups *g, const int64_t *labels,
                        hf_figure *figure)
{
    hf_plot_features(page, figure, "rows");
    hf_plot_numbers(figure, "columns", labels, g->count);
    hf_plot_heat(figure, &(hf_heat){page, g, page->features_drawn, g->count, frequency_of}, 1);
    hf_plot_append_cut(page, &figure->caption);
}

hf_status hf_figure_by_hidden(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_grid *grid = page->evidence.grid;
    groups g = {.frequency = page->lead->frequency_by_hidden,
                .count = hf_fewer(grid->hiddens, HF_COLUMNS_DRAWN)};
    (void)error;
    if (page->lead->voters == 0)
        return hf_plot_nothing(figure, HF_NO_VOTERS);
    if (grid->hiddens == 1)
        return hf_plot_nothing(figure, "There is only one hidden size (model.hidden).");
    for (int64_t h = 0; h < g.count; h++)
        g.chosen[h] = h;
    hf_text_append(&figure->alternative,
                   "Heat map of frequency in percent, features against %" PRId64 " hidden sizes.",
                   g.count);
    hf_text_append(&figure->caption,
                   "Of the %s, the percentage that select the feature, by hidden size. A row of "
                   "one colour: the hidden size makes no difference. Blank: no such networks.",
                   hf_plot_voters(page));
    draw_groups(page, &g, grid->hidden, figure);
    return HF_OK;
}

static void describe_splits(const hf_page *page, const groups *g, hf_figure *figure)
{
    const int64_t splits = page->evidence.grid->splits;
    const double *deviation = page->evidence.split_deviation;
    int64_t odd = g->chosen[0], defined = 0;
    double sum = 0;
    for (int64_t p = 0; p < splits; p++) {
        odd = deviation[p] > deviation[odd] ? p : odd;
        sum += isnan(deviation[p]) ? 0 : deviation[p];
        defined += !isnan(deviation[p]);
    }
    hf_text_append(&figure->alternative,
                   "Heat map of frequency, features against %" PRId64 " splits. Split %" PRId64
                   " differs most from all splits together.",
                   g->count, odd);
    hf_text_append(&figure->caption,
                   "Of the %s, the percentage that select the feature, by split. A column that "
                   "stands out is an odd split. Split %" PRId64 " differs most, by %s points per "
                   "feature on average (mean of the splits: %s).",
                   hf_plot_voters(page), odd, hf_number_fixed(100 * deviation[odd], 1).text,
                   hf_number_fixed(100 * sum / (double)defined, 1).text);
    if (g->count < splits)
        hf_text_append(&figure->caption,
                       " The figure shows the %" PRId64 " of %s splits that differ most.", g->count,
                       hf_number_grouped(splits).text);
}

hf_status hf_figure_by_split(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const int64_t splits = page->evidence.grid->splits;
    groups g = {.frequency = page->lead->frequency_by_split};
    (void)error;
    if (page->lead->voters == 0)
        return hf_plot_nothing(figure, HF_NO_VOTERS);
    if (splits == 1)
        return hf_plot_nothing(figure, "There is only one split to compare.");
    g.count = hf_plot_largest(page->evidence.split_deviation, splits, HF_COLUMNS_DRAWN, g.chosen);
    describe_splits(page, &g, figure);
    draw_groups(page, &g, g.chosen, figure);
    return HF_OK;
}

/* Mean over the hidden sizes in which a feature's share is defined. */
static double mean_share(const hf_frequencies *f, const double *shares, int64_t feature)
{
    double sum = 0;
    int64_t count = 0;
    for (int64_t i = feature; i < f->hiddens * f->features; i += f->features)
        if (!isnan(shares[i])) {
            sum += shares[i];
            count++;
        }
    return count > 0 ? sum / (double)count : NAN;
}

static void describe_variance(const hf_page *page, const double mean[3], hf_figure *figure)
{
    hf_text_append(&figure->alternative,
                   "Stacked bars: shares of the rank's variance due to seed, split and the rest. "
                   "Mean over the features shown: seed %s%%, split %s%%, interaction and residual "
                   "%s%%.",
                   hf_number_percent(mean[0]).text, hf_number_percent(mean[1]).text,
                   hf_number_percent(mean[2]).text);
    hf_text_append(&figure->caption,
                   "How much of the variance of a feature's rank comes from the seed, from the "
                   "split, and from neither by itself (the rest); by %s, over all networks that "
                   "were trained.%s",
                   hf_evidence_method(&page->evidence, page->evidence.lead),
                   page->evidence.grid->hiddens > 1 ? " Mean of the hidden sizes." : "");
    hf_plot_append_cut(page, &figure->caption);
}

/* Nothing to draw: why a field of the leading method is not defined. */
static hf_status not_defined(const hf_page *page, hf_field field, hf_figure *figure)
{
    const char *reason =
        hf_undefined_reason(page->evidence.config, page->lead, page->evidence.lead, field, 0);
    hf_text_append(&figure->caption, "Not defined: ");
    hf_plot_nothing(figure, reason ? reason : "no values");
    return hf_plot_nothing(figure, ".");
}

hf_status hf_figure_variance(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    const double *const shares[] = {f->variance_seed, f->variance_split, f->variance_interaction};
    double mean[3] = {0};
    int64_t defined = 0;
    (void)error;
    hf_plot_features(page, figure, "features");
    hf_plot_begin(figure, "shares");
    for (int64_t row = 0; row < page->features_drawn; row++) {
        double share[3];
        for (int i = 0; i < 3; i++)
            share[i] = mean_share(f, shares[i], page->order[row]);
        hf_plot_row(figure, 3, share);
        if (isnan(share[0]))
            continue;
        defined++;
        for (int i = 0; i < 3; i++)
            mean[i] += (share[i] - mean[i]) / (double)defined;
    }
    hf_plot_end(figure);
    if (defined == 0)
        return not_defined(page, HF_SIGNIFICANCE_VARIANCE_SEED, figure);
    describe_variance(page, mean, figure);
    return HF_OK;
}

hf_status hf_figure_stability(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    const int64_t top = page->evidence.config->significance.top;
    const int64_t ranks = f->features > f->ranks ? f->ranks - 1 : f->ranks;
    (void)error;
    if (isnan(f->stability))
        return not_defined(page, HF_SIGNIFICANCE_STABILITY, figure);
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
