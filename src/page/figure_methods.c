/* Figures of the methods: frequency by method, and how far their importances agree. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { AXIS_PIXELS = 130, HEAT_RIGHT = 110 };

static bool has_methods(const hf_page *page, hf_figure *figure)
{
    if (page->evidence.methods < 2)
        hf_text_append(&figure->caption, "There is one method alone (significance.methods).");
    else if (page->lead->voters == 0)
        hf_text_append(&figure->caption, "No replica has a vote: there is nothing to compare.");
    return page->evidence.methods > 1 && page->lead->voters > 0;
}

/* Names of the methods in the order in which they are shown. */
static void name_methods(const hf_page *page, const char *axis, hf_figure *figure)
{
    const char *names[HF_METHODS];
    for (int64_t i = 0; i < page->evidence.methods; i++)
        names[i] = hf_evidence_method(&page->evidence, hf_evidence_method_at(&page->evidence, i));
    hf_plot_names(figure, axis, names, NULL, page->evidence.methods);
    if (axis[0] == 'x')
        hf_text_append(&figure->script, "set xtics rotate by -45 offset 0,0\n");
}

hf_status hf_figure_methods(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_evidence *s = &page->evidence;
    const int64_t rows = page->features_drawn;
    const int width = hf_plot_names_width(hf_names_of(s->features), page->order, rows);
    double *values;
    if (!has_methods(page, figure))
        return HF_OK;
    HF_TRY(hf_allocate(&values, rows * s->methods, sizeof *values, error));
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < s->methods; i++)
            values[row * s->methods + i] =
                s->frequencies[hf_evidence_method_at(s, i)].frequency[page->order[row]];
    hf_plot_begin(figure, AXIS_PIXELS + 16 + hf_plot_rows(rows));
    hf_plot_margins(figure, width, HEAT_RIGHT, 16, AXIS_PIXELS);
    hf_plot_names(figure, "y", hf_names_of(s->features), page->order, rows);
    name_methods(page, "x", figure);
    hf_plot_heat(figure, "methods",
                 &(hf_heat){.values = values,
                            .rows = rows,
                            .columns = s->methods,
                            .high = 1,
                            .percent = true,
                            .numbered = true,
                            .legend = "frequency (%)"});
    hf_free(&values);
    hf_text_append(&figure->alternative,
                   "Heat map of frequency in percent, features against %" PRId64
                   " methods. By %s: ",
                   s->methods, hf_evidence_method(s, s->lead));
    hf_plot_append_leaders(page, &figure->alternative);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "Frequency in %% by each definition of importance; %s leads and carries the "
                   "verdict, the others show how much hangs on the definition.",
                   hf_evidence_method(s, s->lead));
    hf_plot_append_cut(page, &figure->caption);
    return HF_OK;
}

hf_status hf_figure_agreement(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_evidence *s = &page->evidence;
    const int64_t count = s->methods;
    double values[HF_METHODS * HF_METHODS], low = 0;
    (void)error;
    if (!has_methods(page, figure))
        return HF_OK;
    for (int64_t i = 0; i < count; i++)
        for (int64_t j = 0; j < count; j++) {
            const int64_t a = hf_evidence_method_at(s, i), b = hf_evidence_method_at(s, j);
            values[i * count + j] = s->across.agreement[a * count + b];
            low = values[i * count + j] < low ? values[i * count + j] : low;
        }
    hf_plot_begin(figure, AXIS_PIXELS + 16 + 40 * (int)count);
    hf_plot_margins(figure, 190, HEAT_RIGHT, 16, AXIS_PIXELS);
    name_methods(page, "y", figure);
    name_methods(page, "x", figure);
    hf_plot_heat(figure, "agreement",
                 &(hf_heat){.values = values,
                            .rows = count,
                            .columns = count,
                            .low = low,
                            .high = 1,
                            .numbered = true,
                            .decimals = 2,
                            .legend = "correlation"});
    hf_text_append(&figure->alternative,
                   "Heat map of the mean rank correlation between %" PRId64 " methods.", count);
    for (int64_t j = 1; j < count; j++)
        hf_text_append(&figure->alternative, "%s %s %s", j > 1 ? "," : " With the first one:",
                       hf_evidence_method(s, hf_evidence_method_at(s, j)),
                       hf_number_fixed(values[j], 2).text);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "Spearman's correlation of two methods' importances of the same replica, mean "
                   "over the voters: 1, the same order; 0, unrelated.");
    return HF_OK;
}

/* ---- null test of the labels ---- */

enum { BINS = 30 };

hf_status hf_figure_null_labels(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_null_labels *labels = &page->evidence.labels;
    int64_t count[BINS] = {0}, highest = 0;
    const double observed = 100 * labels->observed; /* all in percent */
    double low = observed, high = observed;
    hf_text *s = &figure->script;
    (void)error;
    if (labels->permutations == 0) {
        const bool asked = page->evidence.config->null_test.labels > 0;
        hf_text_append(&figure->caption,
                       asked ? "Comes when the run is finished."
                             : "Not compared: no labels were permuted (null_test.labels is 0).");
        return HF_OK;
    }
    for (int64_t b = 0; b < labels->permutations; b++) {
        low = fmin(low, 100 * labels->accuracy[b]);
        high = fmax(high, 100 * labels->accuracy[b]);
    }
    const double step = high > low ? (high - low) / BINS : 1;
    for (int64_t b = 0; b < labels->permutations; b++) {
        const int64_t bin = (int64_t)((100 * labels->accuracy[b] - low) / step);
        const int64_t height = ++count[bin < BINS ? bin : BINS - 1];
        highest = height > highest ? height : highest;
    }
    hf_plot_begin(figure, 300);
    hf_plot_margins(figure, 70, 40, 30, 60);
    hf_text_append(s, "$null << EOD\n");
    for (int64_t i = 0; i < BINS; i++) {
        hf_plot_number(s, low + ((double)i + 0.5) * step);
        hf_text_append(s, " %" PRId64 "\n", count[i]);
    }
    hf_text_append(s, "EOD\nset boxwidth %s\n", hf_number_float((float)step).text);
    hf_plot_label(figure, "x", "mean balanced test accuracy (%)");
    hf_plot_label(figure, "y", "permutations");
    hf_text_append(s, "set ytics %" PRId64 "\n", highest / 6 + 1);
    hf_text_append(s, "set yrange [0:*]\n"
                      "set offsets graph 0.02, graph 0.02, graph 0.05, 0\n");
    const hf_number own = hf_number_float((float)observed);
    hf_text_append(s,
                   "set arrow from %s,graph 0 to %s,graph 1 nohead linewidth 2.5 linecolor rgb "
                   "'" HF_VERMILLION "'\n",
                   own.text, own.text);
    hf_text_append(
        s, "set label 'own labels' at %s,graph 1 %s offset 0,0.7 textcolor rgb '" HF_INK "'\n",
        own.text, observed > (low + high) / 2 ? "right" : "left");
    hf_text_append(s, "plot $null using 1:2 with boxes fillstyle solid 0.6 noborder linecolor rgb "
                      "'" HF_SKY "'\n");
    hf_text_append(&figure->alternative,
                   "Histogram of the mean balanced test accuracy under %s permutations of the "
                   "labels, ",
                   hf_number_grouped(labels->permutations).text);
    hf_text_append(&figure->alternative, "and that with the data's own labels, %s%%; p = %s.",
                   hf_number_percent(labels->observed).text,
                   hf_number_fixed(labels->p_value, 4).text);
    hf_text_append(&figure->caption,
                   "The same networks trained on permuted labels: bars. With the data's own "
                   "labels: line. Global p = %s.",
                   hf_number_fixed(labels->p_value, 4).text);
    return HF_OK;
}
