/* Figures of the methods: frequency by method, how far they agree; and the permuted labels. */
#include "plot.h"

#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* Why there is nothing to compare; NULL: there is. */
static const char *no_methods(const hf_page *page)
{
    if (page->evidence.methods < 2)
        return "There is only one method (significance.methods).";
    return page->lead->voters == 0 ? HF_NO_VOTERS : NULL;
}

/* Names of the methods in the order in which they are shown. */
static void name_methods(const hf_page *page, hf_figure *figure, const char *block)
{
    const hf_evidence *s = &page->evidence;
    const char *names[HF_METHODS];
    for (int64_t i = 0; i < s->methods; i++)
        names[i] = hf_evidence_method(s, hf_evidence_method_at(s, i));
    hf_plot_names(figure, block, &(hf_plot_list){names, NULL, s->methods, HF_NAME_COLUMNS});
}

static double frequency_by(const hf_heat *heat, int64_t row, int64_t column)
{
    const hf_evidence *s = &heat->page->evidence;
    return s->frequencies[hf_evidence_method_at(s, column)].frequency[heat->page->order[row]];
}

hf_status hf_figure_methods(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_evidence *s = &page->evidence;
    (void)error;
    if (no_methods(page))
        return hf_plot_nothing(figure, no_methods(page));
    hf_plot_features(page, figure, "rows");
    name_methods(page, figure, "columns");
    hf_plot_heat(figure, &(hf_heat){page, NULL, page->features_drawn, s->methods, frequency_by}, 1);
    hf_text_append(&figure->alternative,
                   "Heat map of frequency in percent, features against %" PRId64
                   " methods. By %s: ",
                   s->methods, hf_evidence_method(s, s->lead));
    hf_plot_append_leaders(page, &figure->alternative);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "Frequency in %% by each definition of importance. The conclusions rest on %s; "
                   "the others show how much depends on the definition.",
                   hf_evidence_method(s, s->lead));
    hf_plot_append_cut(page, &figure->caption);
    return HF_OK;
}

static double agreement_of(const hf_heat *heat, int64_t row, int64_t column)
{
    const hf_evidence *s = &heat->page->evidence;
    const int64_t a = hf_evidence_method_at(s, row), b = hf_evidence_method_at(s, column);
    return s->across.agreement[a * s->methods + b];
}

hf_status hf_figure_agreement(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_evidence *s = &page->evidence;
    const hf_heat heat = {page, NULL, s->methods, s->methods, agreement_of};
    (void)error;
    if (no_methods(page))
        return hf_plot_nothing(figure, no_methods(page));
    name_methods(page, figure, "rows");
    name_methods(page, figure, "columns");
    hf_plot_heat(figure, &heat, 1);
    hf_text_append(&figure->alternative,
                   "Heat map of the mean rank correlation between %" PRId64
                   " methods. With the first one:",
                   s->methods);
    for (int64_t j = 1; j < s->methods; j++)
        hf_text_append(&figure->alternative, "%s %s %s", j > 1 ? "," : "",
                       hf_evidence_method(s, hf_evidence_method_at(s, j)),
                       hf_number_fixed(agreement_of(&heat, 0, j), 2).text);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "Spearman's correlation between two methods' importances in the same network, "
                   "mean over the %s: 1, the same order; 0, unrelated.",
                   hf_plot_voters(page));
    return HF_OK;
}

hf_status hf_figure_null_labels(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_config *config = page->evidence.config;
    const hf_null_labels *labels = &page->evidence.labels;
    const hf_number p = hf_number_fixed(labels->p_value, 4);
    int64_t defined = 0;
    (void)error;
    if (labels->permutations == 0)
        return hf_plot_nothing(figure, *hf_arm_undefined(config, HF_ARM_LABELS)
                                           ? "The test is not defined for these data."
                                       : config->null_test.labels > 0
                                           ? "It comes when the run is finished."
                                           : "No labels were permuted (null_test.labels is 0).");
    const bool measured = page->evidence.measured;
    hf_plot_set(figure, "measured", measured);
    hf_plot_set(figure, "observed", labels->observed);
    hf_plot_begin(figure, "permuted");
    for (int64_t b = 0; b < labels->permutations; b++)
        if (!isnan(labels->accuracy[b])) {
            hf_plot_row(figure, 1, &labels->accuracy[b]);
            defined++;
        }
    hf_plot_end(figure);
    if (isnan(labels->observed) || defined == 0)
        return hf_plot_nothing(figure, "Not defined: no network is trained.");
    hf_text_append(&figure->alternative,
                   "Histogram of the mean %s under %s permutations of the labels, and that with "
                   "the data's own labels, %s%s; p = %s.",
                   measured ? "test R2" : "balanced test accuracy",
                   hf_number_grouped(labels->permutations).text,
                   measured ? hf_number_fixed(labels->observed, 2).text
                            : hf_number_percent(labels->observed).text,
                   measured ? "" : "%", p.text);
    hf_text_append(&figure->caption,
                   "Bars: the same networks trained on permuted labels. Line: trained on the "
                   "data's own labels. Global p = %s.",
                   p.text);
    return HF_OK;
}
