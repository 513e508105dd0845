/* The plan as text. */
#include "plan.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { NARROWEST = 80, NAME = 30, LABEL = 10 };

/* Widths are shown like frequencies: in points of percent. */
static hf_number points(double width)
{
    return hf_number_fixed(100 * width, 1);
}

void hf_plan_paragraph(hf_text *text, const char *start, hf_text *line, int columns)
{
    text->failed |= line->failed;
    if (!text->failed && line->data)
        hf_layout_paragraph(text, start, line->data, columns);
    hf_text_free(line);
}

static void append_grid(const hf_plan_view *v, int columns, hf_text *text)
{
    const int64_t seeds = v->config->replicas.seeds, splits = v->config->splits.count;
    hf_text line = {0};
    hf_text_append(&line, "%s seed%s x ", hf_number_grouped(seeds).text, hf_plural(seeds));
    hf_text_append(&line,
                   "%" PRId64 " hidden size%s x %s split%s = ", v->config->model.hidden.count,
                   hf_plural(v->config->model.hidden.count), hf_number_grouped(splits).text,
                   hf_plural(splits));
    hf_text_append(&line, "%s replica%s", hf_number_grouped(v->replicas).text,
                   hf_plural(v->replicas));
    hf_plan_paragraph(text, "  grid      ", &line, columns);
    if (v->state != HF_STATE_COMPLETE)
        hf_layout_paragraph(text, "  state     ",
                            "UNFINISHED: what follows is from the replicas done so far", columns);
}

/* ---- the widths now ---- */

static void append_width_of(const hf_plan_view *v, int64_t feature, double bootstrap,
                            double formula, hf_text *text)
{
    hf_text_append(text, "  ");
    hf_layout_padded_name(text, hf_results_features(v->results)->items[feature], NAME);
    hf_text_append(text, " %10s %10s\n", points(bootstrap).text, points(formula).text);
}

static void append_now(const hf_plan_view *v, int columns, hf_text *text)
{
    const hf_frequencies *f = &v->frequencies;
    const int64_t a = v->bootstrap.feature, b = v->formula.feature;
    hf_text line = {0};
    hf_text_append(&line,
                   "The widest %s%% intervals of a feature's frequency by %s now, in points of "
                   "percent",
                   hf_number_float((float)(100 * v->config->significance.confidence)).text,
                   v->method);
    hf_text_append(text, "\n");
    hf_plan_paragraph(text, "", &line, columns);
    if (a >= 0 || b >= 0)
        hf_text_append(text, "\n  %-*s %10s %10s\n", NAME, "feature", "bootstrap", "formula");
    if (a >= 0)
        append_width_of(v, a, v->bootstrap.width, v->formula_of_widest, text);
    if (b >= 0 && b != a)
        append_width_of(v, b, f->frequency_high[b] - f->frequency_low[b], v->formula.width, text);
    if (a < 0)
        hf_text_append(
            &line, "No interval by the bootstrap: %s.",
            hf_undefined_reason(v->config, f, v->method_index, HF_SIGNIFICANCE_FREQUENCY_LOW, 0));
    else if (f->frequency[a] <= 0 || f->frequency[a] >= 1)
        hf_text_append(&line,
                       "%s has a frequency of exactly %s: its limit follows from the number of "
                       "seeds and splits alone, which the formula does not know.",
                       hf_results_features(v->results)->items[a], f->frequency[a] <= 0 ? "0" : "1");
    hf_plan_paragraph(text, "  ", &line, columns);
}

/* ---- the table of larger grids ---- */

static void append_heads(hf_text *text)
{
    hf_text_append(text, "\n  %-4s %10s %13s %7s    %10s %13s %7s\n", "", "more seeds", "replicas",
                   "width", "more splits", "replicas", "width");
}

static void append_step(const hf_plan_view *v, int step, hf_text *text)
{
    const hf_plan *seeds = &v->more_seeds[step], *splits = &v->more_splits[step];
    hf_text_append(text, "  x%-3d %10s %13s %7s", 1 << step, hf_number_grouped(seeds->seeds).text,
                   hf_number_grouped(hf_plan_replicas(v, seeds)).text, points(seeds->width).text);
    hf_text_append(text, "    %11s %13s %7s\n", hf_number_grouped(splits->splits).text,
                   hf_number_grouped(hf_plan_replicas(v, splits)).text, points(splits->width).text);
}

/* What neither can do alone. */
static void append_bounds(const hf_plan_view *v, hf_text *line)
{
    const int64_t seeds = v->config->replicas.seeds, splits = v->config->splits.count;
    hf_text_append(line, " However many seeds, %s splits leave %s points",
                   hf_number_grouped(splits).text, points(v->least_by_seeds).text);
    hf_text_append(line, "; however many splits, %s seeds leave %s.", hf_number_grouped(seeds).text,
                   points(v->least_by_splits).text);
}

/* Which of the two helps, and which cannot. */
static void append_advice(const hf_plan_view *v, int columns, hf_text *text)
{
    const double now = v->formula.width, by_seeds = v->least_by_seeds,
                 by_splits = v->least_by_splits;
    const double hardly = 0.8; /* of the present width: that is not worth more replicas */
    hf_text line = {0};
    if (!(now > 0))
        hf_text_append(&line, "Nothing varies: a larger grid has nothing to narrow.");
    else if (by_seeds >= hardly * now && by_splits >= hardly * now) {
        hf_text_append(&line, "Neither alone helps much: take more of both.");
        append_bounds(v, &line);
    } else if (by_seeds >= hardly * now)
        hf_text_append(&line,
                       "More seeds alone hardly help: however many, the width stays above %s "
                       "points, as it is the splits that make it. Take more splits.",
                       points(by_seeds).text);
    else if (by_splits >= hardly * now)
        hf_text_append(&line,
                       "More splits alone hardly help: however many, the width stays above %s "
                       "points, as it is the seeds that make it. Take more seeds.",
                       points(by_splits).text);
    else {
        hf_text_append(&line, "%s narrow it more, replica for replica.",
                       v->more_seeds[1].width < v->more_splits[1].width ? "More seeds"
                                                                        : "More splits");
        append_bounds(v, &line);
    }
    if (!v->can_split)
        hf_text_append(&line, " But splits.method %s has no more splits to make.",
                       v->config->splits.method == HF_SPLITS_FILE ? "file" : "first_half");
    hf_plan_paragraph(text, "  ", &line, columns);
}

void hf_plan_append_edges(const hf_plan_edges *edges, hf_text *line)
{
    const int64_t never = edges->never, always = edges->always, first = never ? never : always;
    if (first == 0)
        return;
    hf_text_append(line, "%s feature%s %s selected", hf_number_grouped(first).text,
                   first == 1 ? " was" : "s were", never ? "never" : "always");
    if (never > 0 && always > 0)
        hf_text_append(line, " and %s always", hf_number_grouped(always).text);
}

/* What the table does not speak of. */
static void append_edges(const hf_plan_view *v, int columns, hf_text *text)
{
    const bool one = v->edges.never + v->edges.always == 1;
    hf_text line = {0};
    hf_plan_append_edges(&v->edges, &line);
    if (!line.data)
        return;
    hf_text_append(&line,
                   ". The formula does not know %s: %s %s points wide now, 1 - (alpha/2)^(1/n), n "
                   "the smaller number of seeds and of splits.",
                   one ? "its interval" : "their intervals", one ? "it is" : "they are",
                   points(v->edges.limit_now).text);
    hf_plan_paragraph(text, "  ", &line, columns);
}

static void append_larger(const hf_plan_view *v, int columns, hf_text *text)
{
    hf_text line = {0};
    hf_text_append(&line, "What a larger grid would bring: the width of the widest interval by the "
                          "formula, 2z (split/P + seed/S + both/(SP))^1/2, in points");
    hf_text_append(text, "\n");
    hf_plan_paragraph(text, "", &line, columns);
    append_heads(text);
    for (int step = 0; step < HF_PLAN_STEPS; step++)
        append_step(v, step, text);
    hf_text_append(text, "  %-4s %10s %13s %7s    %11s %13s %7s\n", "", "no end", "",
                   points(v->least_by_seeds).text, "no end", "", points(v->least_by_splits).text);
    append_advice(v, columns, text);
    append_edges(v, columns, text);
}

void hf_plan_text(const hf_plan_view *view, int columns, hf_text *text)
{
    const hf_plan_view *v = view;
    const bool rough = v->across.seed_resampling != HF_RESAMPLING_ENOUGH ||
                       v->across.split_resampling != HF_RESAMPLING_ENOUGH;
    hf_text line = {0};
    columns = columns < NARROWEST ? NARROWEST : columns;
    hf_layout_paragraph(text, "", v->config->name ? v->config->name : "experiment", columns);
    append_grid(v, columns, text);
    append_now(v, columns, text);
    if (v->undefined) {
        hf_text_append(text, "\n");
        hf_text_append(&line, "How much a larger grid would bring cannot be told: %s.",
                       v->undefined);
        hf_plan_paragraph(text, "", &line, columns);
        return;
    }
    append_larger(v, columns, text);
    if (v->request->width > 0)
        hf_plan_offers_text(v, columns, text);
    hf_text_append(text, "\n");
    hf_text_append(&line,
                   "%sThe variances are estimates from the replicas at hand, all for these "
                   "samples and hidden sizes.",
                   rough ? "Few seeds or splits: the variances are rough. " : "");
    hf_plan_paragraph(text, "", &line, columns);
}
