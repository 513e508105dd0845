/* Figures of the features: their frequencies, and the ranks they take. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { ROW_PIXELS = 22, RANKS_DRAWN = 50, AXIS_PIXELS = 60, HEAT_RIGHT = 110 };

/* Nobody votes: why there is nothing to draw. */
static bool nothing_to_draw(const hf_page *page, hf_figure *figure)
{
    if (page->lead->voters > 0)
        return false;
    hf_text_append(&figure->caption, "No replica has a vote by %s: there is nothing to draw.",
                   hf_evidence_method(&page->evidence, page->evidence.lead));
    return true;
}

static bool stands_out(const hf_page *page, int64_t feature)
{
    return page->probes && page->probes->stands_out[feature];
}

static void append_frequencies(const hf_page *page, hf_text *s)
{
    const hf_frequencies *f = page->lead;
    hf_text_append(s, "$frequency << EOD\n");
    for (int64_t row = 0; row < page->features_drawn; row++) {
        const int64_t feature = page->order[row];
        const double values[] = {f->frequency[feature], f->frequency_low[feature],
                                 f->frequency_high[feature]};
        for (int i = 0; i < 3; i++) {
            hf_plot_number(s, 100 * values[i]);
            hf_text_append(s, " ");
        }
        hf_text_append(s, "%" PRId64 " %d\n", row, stands_out(page, feature));
    }
    hf_text_append(s, "EOD\n");
}

/* How an interval is drawn says how far it can be trusted. */
static const char *interval_style(const hf_page *page)
{
    static const char *const styles[] = {
        [HF_RESAMPLING_FIXED] =
            "linetype 1 linewidth 1.2 dashtype (2,4) linecolor rgb '" HF_GREY "'",
        [HF_RESAMPLING_FEW] = "linetype 1 linewidth 2 dashtype (8,4) linecolor rgb '" HF_BLUE "'",
        [HF_RESAMPLING_ENOUGH] = "linetype 1 linewidth 2.5 linecolor rgb '" HF_BLUE "'"};
    return styles[hf_evidence_resampling(&page->evidence)];
}

static void append_interval_words(const hf_page *page, hf_text *text)
{
    static const char *const words[] = {
        [HF_RESAMPLING_FIXED] = ": dotted, as the one seed or split was held fixed",
        [HF_RESAMPLING_FEW] = ": dashed, as they rest on fewer than 10 seeds or splits",
        [HF_RESAMPLING_ENOUGH] = ""};
    hf_text_append(text, "%s%% intervals (pigeonhole bootstrap over seeds and splits)%s",
                   hf_number_double(100 * page->evidence.config->significance.confidence).text,
                   words[hf_evidence_resampling(&page->evidence)]);
}

static void describe_frequency(const hf_page *page, hf_figure *figure)
{
    const hf_evidence *s = &page->evidence;
    const double chance = hf_evidence_chance(s);
    hf_text *alternative = &figure->alternative, *caption = &figure->caption;
    hf_text_append(alternative,
                   "Bar chart of %" PRId64 " features, most frequent first. Most frequent: ",
                   page->features_drawn);
    hf_plot_append_leaders(page, alternative);
    hf_text_append(alternative,
                   ". The chance level is %s%%. The table of features has all numbers.",
                   hf_number_percent(chance).text);
    hf_text_append(caption, "Bars: share of the %s voter%s in whose top %" PRId64 " of %s ",
                   hf_number_grouped(page->lead->voters).text, hf_plural(page->lead->voters),
                   s->config->significance.top, hf_evidence_method(s, s->lead));
    hf_text_append(caption, "the feature is. Lines: ");
    append_interval_words(page, caption);
    hf_text_append(caption, ". Broken line: the chance level k/d = %s%%.",
                   hf_number_percent(chance).text);
    if (page->probes)
        hf_text_append(caption, " Filled points: features that stand out against permuted probes; "
                                "open points: those that do not.");
    hf_plot_append_cut(page, caption);
}

hf_status hf_figure_frequency(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *names = page->evidence.features;
    const int64_t rows = page->features_drawn;
    const hf_number chance = hf_number_float((float)(100 * hf_evidence_chance(&page->evidence)));
    const int width = hf_plot_names_width(hf_names_of(names), page->order, rows);
    hf_text *s = &figure->script;
    (void)error;
    if (nothing_to_draw(page, figure))
        return HF_OK;
    hf_plot_begin(figure, AXIS_PIXELS + 30 + ROW_PIXELS * (int)rows);
    hf_plot_margins(figure, width, 24, 30, AXIS_PIXELS);
    append_frequencies(page, s);
    hf_plot_names(figure, "y", hf_names_of(names), page->order, rows);
    hf_text_append(s, "set yrange [%" PRId64 ".5:-0.5]\nset xrange [0:100]\n", rows - 1);
    hf_text_append(s, "set grid noytics\nset xtics 0,20,100 format '%%.0f%%%%'\n");
    hf_plot_label(figure, "x", "share of the voters that select the feature");
    hf_text_append(s,
                   "set arrow from %s,graph 0 to %s,graph 1 nohead front linewidth 1.5 dashtype "
                   "(6,4) linecolor rgb '" HF_INK "'\n",
                   chance.text, chance.text);
    hf_text_append(
        s, "set label 'chance' at %s,graph 1 center offset 0,0.7 textcolor rgb '" HF_INK "'\n",
        chance.text);
    hf_text_append(s, "plot $frequency using ($1/2):4:(0):1:($4-0.36):($4+0.36) with boxxyerror "
                      "fillstyle transparent solid 0.35 noborder linecolor rgb '" HF_SKY "'");
    hf_text_append(s, ", '' using 1:4:2:3 with xerrorbars pointtype 7 pointsize 0 %s",
                   interval_style(page));
    const bool probes = page->probes != NULL;
    hf_text_append(s,
                   ", '' using 1:4 with points pointtype %d pointsize 0.75 linewidth 1.5 "
                   "linecolor rgb '" HF_BLUE "'",
                   probes ? 6 : 7);
    if (probes)
        hf_text_append(s, ", '' using ($5 > 0 ? $1 : NaN):4 with points pointtype 7 pointsize 0.75 "
                          "linecolor rgb '" HF_BLUE "'");
    hf_text_append(s, "\n");
    describe_frequency(page, figure);
    return HF_OK;
}

/* The share of voters that give each feature drawn each rank drawn. */
static hf_status rank_shares(const hf_page *page, int64_t columns, double **shares, hf_error *error)
{
    const hf_frequencies *f = page->lead;
    HF_TRY(hf_allocate(shares, page->features_drawn * columns, sizeof **shares, error));
    for (int64_t row = 0; row < page->features_drawn; row++)
        for (int64_t r = 0; r < columns; r++) {
            const int32_t count = f->rank_count[page->order[row] * f->ranks + r];
            (*shares)[row * columns + r] = count / (double)f->voters;
        }
    return HF_OK;
}

static double greatest(const double *values, int64_t count)
{
    double most = 0;
    for (int64_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

static void describe_ranks(const hf_page *page, int64_t columns, hf_figure *figure)
{
    const int64_t top = page->evidence.config->significance.top;
    hf_text_append(
        &figure->alternative,
        "Heat map of the %" PRId64 " features drawn against ranks 1 to %" PRId64
        ": the share of voters that give the feature the rank. Mean ranks of the first: ",
        page->features_drawn, columns);
    for (int64_t i = 0; i < 3 && i < page->features_drawn; i++)
        hf_text_append(&figure->alternative, "%s%s %s", i > 0 ? ", " : "",
                       page->evidence.features->items[page->order[i]],
                       hf_number_fixed(page->lead->mean_rank[page->order[i]], 1).text);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(
        &figure->caption,
        "Each row is a feature's distribution of ranks over the voters. Left of the line: "
        "ranks 1 to %" PRId64 ", which count as significant. A feature on which replicas "
        "agree has one bright spot.",
        top);
    if (columns < page->evidence.features->count)
        hf_text_append(&figure->caption, " Ranks beyond %" PRId64 " are not drawn.", columns);
    hf_plot_append_cut(page, &figure->caption);
}

hf_status hf_figure_ranks(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *names = page->evidence.features;
    const int64_t rows = page->features_drawn, top = page->evidence.config->significance.top;
    const bool is_cut = page->lead->features > page->lead->ranks; /* the last one: or worse */
    int64_t columns = page->lead->ranks - is_cut, labels[HF_RANKS_KEPT];
    const int width = hf_plot_names_width(hf_names_of(names), page->order, rows);
    double *shares;
    if (nothing_to_draw(page, figure))
        return HF_OK;
    columns = columns < RANKS_DRAWN ? columns : RANKS_DRAWN;
    HF_TRY(rank_shares(page, columns, &shares, error));
    hf_plot_begin(figure, AXIS_PIXELS + 16 + hf_plot_rows(rows));
    hf_plot_margins(figure, width, HEAT_RIGHT, 16, AXIS_PIXELS);
    hf_plot_names(figure, "y", hf_names_of(names), page->order, rows);
    for (int64_t r = 0; r < columns; r++)
        labels[r] = r + 1;
    hf_plot_place_tics(figure, "x",
                       &(hf_place_tics){labels, columns, 26, figure->width - width - HEAT_RIGHT});
    hf_plot_label(figure, "x", "rank");
    for (int i = 0; i < 2 && top < columns; i++) /* white on black: seen on all colours */
        hf_text_append(&figure->script,
                       "set arrow from %" PRId64 ".5,graph 0 to %" PRId64 ".5,graph 1 nohead "
                       "front linewidth %s linecolor rgb '%s'\n",
                       top - 1, top - 1, i == 0 ? "3" : "1.5 dashtype (6,4)",
                       i == 0 ? "#000000" : "#ffffff");
    hf_text_append(&figure->script, "set cbtics format '%%h'\n");
    hf_plot_heat(figure, "ranks",
                 &(hf_heat){.values = shares,
                            .rows = rows,
                            .columns = columns,
                            .high = greatest(shares, rows * columns),
                            .percent = true,
                            .legend = "share of the voters (%)"});
    hf_free(&shares);
    describe_ranks(page, columns, figure);
    return HF_OK;
}
