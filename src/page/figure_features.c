/* Figures of the features: their frequencies, and the ranks they take. */
#include "plot.h"

#include "base/count.h"
#include "text/number.h"
#include <inttypes.h>

enum { RANKS_DRAWN = 50 };

static void describe_frequency(const hf_page *page, hf_figure *figure)
{
    static const char *const drawn[] = {
        [HF_RESAMPLING_FIXED] = ", dotted because one seed or split was held fixed",
        [HF_RESAMPLING_FEW] = ", dashed because they rest on fewer than 10 seeds or splits",
        [HF_RESAMPLING_ENOUGH] = ""};
    const hf_evidence *s = &page->evidence;
    const hf_number chance = hf_number_percent(hf_evidence_chance(s));
    hf_text_append(&figure->alternative,
                   "Bar chart of %" PRId64 " features, most frequent first. Most frequent: ",
                   page->features_drawn);
    hf_plot_append_leaders(page, &figure->alternative);
    hf_text_append(&figure->alternative, ". Chance: %s%%. The table has all numbers.", chance.text);
    hf_text_append(&figure->caption,
                   "Bars: share of the %s %s that have the feature among their %" PRId64
                   " most important (by %s). Lines: %s%% intervals (pigeonhole bootstrap over "
                   "seeds and splits)%s. Upright broken line: chance (%s%%).",
                   hf_number_grouped(page->lead->voters).text, hf_plot_voters(page),
                   s->config->significance.top, hf_evidence_method(s, s->lead),
                   hf_number_double(100 * s->config->significance.confidence).text,
                   drawn[hf_evidence_resampling(s)], chance.text);
    if (page->probes)
        hf_text_append(&figure->caption, " Filled points: features that stand out against "
                                         "permuted ones; open points: those that do not.");
    hf_plot_append_cut(page, &figure->caption);
}

hf_status hf_figure_frequency(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    (void)error;
    if (page->lead->voters == 0)
        return hf_plot_nothing(figure, HF_NO_VOTERS);
    hf_plot_features(page, figure, "features");
    hf_plot_set(figure, "chance", hf_evidence_chance(&page->evidence));
    hf_plot_set(figure, "resampling", hf_evidence_resampling(&page->evidence));
    hf_plot_begin(figure, "frequency");
    for (int64_t i = 0; i < page->features_drawn; i++) {
        const int64_t feature = page->order[i];
        const bool is_filled = !page->probes || page->probes->stands_out[feature];
        hf_plot_row(figure, 4,
                    (double[]){f->frequency[feature], f->frequency_low[feature],
                               f->frequency_high[feature], is_filled});
    }
    hf_plot_end(figure);
    describe_frequency(page, figure);
    return HF_OK;
}

static void describe_ranks(const hf_page *page, int64_t columns, hf_figure *figure)
{
    hf_text_append(&figure->alternative,
                   "Heat map of the %" PRId64 " features shown against ranks 1 to %" PRId64
                   ": the share of the %s that give the feature the rank. Mean ranks of the "
                   "first:",
                   page->features_drawn, columns, hf_plot_voters(page));
    for (int64_t i = 0; i < hf_fewer(3, page->features_drawn); i++)
        hf_text_append(&figure->alternative, "%s %s %s", i > 0 ? "," : "",
                       page->evidence.features->items[page->order[i]],
                       hf_number_fixed(page->lead->mean_rank[page->order[i]], 1).text);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "Each row shows which ranks the %s give the feature. Ranks 1 to %" PRId64
                   ", left of the line, count as significant. One bright spot means that the "
                   "networks agree on the feature.",
                   hf_plot_voters(page), page->evidence.config->significance.top);
    if (columns < page->evidence.features->count)
        hf_text_append(&figure->caption, " Ranks beyond %" PRId64 " are not shown.", columns);
    hf_plot_append_cut(page, &figure->caption);
}

static double share_of_rank(const hf_heat *heat, int64_t row, int64_t column)
{
    const hf_frequencies *f = heat->page->lead;
    return f->rank_count[heat->page->order[row] * f->ranks + column] / (double)f->voters;
}

hf_status hf_figure_ranks(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    const bool is_cut = f->features > f->ranks; /* the last one: or worse */
    const int64_t columns = hf_fewer(f->ranks - is_cut, RANKS_DRAWN);
    (void)error;
    if (page->lead->voters == 0)
        return hf_plot_nothing(figure, HF_NO_VOTERS);
    hf_plot_features(page, figure, "rows");
    hf_plot_set(figure, "columns", (double)columns);
    hf_plot_set(figure, "k", (double)page->evidence.config->significance.top);
    hf_plot_set(figure, "largest",
                hf_plot_heat(figure,
                             &(hf_heat){page, NULL, page->features_drawn, columns, share_of_rank},
                             1));
    describe_ranks(page, columns, figure);
    return HF_OK;
}
