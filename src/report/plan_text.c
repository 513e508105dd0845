/* The plan as text. */
#include "holdfast/clock.h"
#include "layout.h"
#include "number.h"
#include "plan.h"
#include <inttypes.h>
#include <math.h>

enum { NARROWEST = 80, NAME = 30, LABEL = 10 };

/* Widths are shown like frequencies: in points of percent. */
static hf_number points(double width)
{
    return hf_number_fixed(100 * width, 1);
}

static void append_paragraph(const char *start, hf_text *line, int columns, hf_text *text)
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
    append_paragraph("  grid      ", &line, columns, text);
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
                   hf_number_double(100 * v->config->significance.confidence).text, v->method);
    hf_text_append(text, "\n");
    append_paragraph("", &line, columns, text);
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
    append_paragraph("  ", &line, columns, text);
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

/* Which of the two helps, and which cannot. */
static void append_advice(const hf_plan_view *v, int columns, hf_text *text)
{
    const double now = v->formula.width, by_seeds = v->least_by_seeds,
                 by_splits = v->least_by_splits;
    const double hardly = 0.8; /* of the present width: that is not worth more replicas */
    hf_text line = {0};
    if (!(now > 0))
        hf_text_append(&line, "Nothing varies: a larger grid has nothing to narrow.");
    else if (by_seeds >= hardly * now && by_splits >= hardly * now)
        hf_text_append(&line, "Neither alone helps much: take more of both.");
    else if (by_seeds >= hardly * now)
        hf_text_append(&line,
                       "More seeds alone hardly help: however many, the width stays above %s "
                       "points, as it is the splits that make it. Take more splits.",
                       points(by_seeds).text);
    else if (by_splits >= hardly * now)
        hf_text_append(&line,
                       "More splits alone hardly help: however many, the width stays above %s "
                       "points, as it is the seeds that make it. Take more seeds.",
                       points(by_splits).text);
    else
        hf_text_append(&line, "%s narrow it more, replica for replica.",
                       v->more_seeds[1].width < v->more_splits[1].width ? "More seeds"
                                                                        : "More splits");
    if (!v->can_split)
        hf_text_append(&line, " But splits.method %s has no more splits to make.",
                       v->config->splits.method == HF_SPLITS_FILE ? "file" : "first_half");
    append_paragraph("  ", &line, columns, text);
}

static void append_larger(const hf_plan_view *v, int columns, hf_text *text)
{
    hf_text line = {0};
    hf_text_append(&line, "What a larger grid would bring: the width of the widest interval by the "
                          "formula, 2z (split/P + seed/S + both/(SP))^1/2, in points");
    hf_text_append(text, "\n");
    append_paragraph("", &line, columns, text);
    append_heads(text);
    for (int step = 0; step < HF_PLAN_STEPS; step++)
        append_step(v, step, text);
    hf_text_append(text, "  %-4s %10s %13s %7s    %11s %13s %7s\n", "", "no end", "",
                   points(v->least_by_seeds).text, "no end", "", points(v->least_by_splits).text);
    append_advice(v, columns, text);
}

/* ---- the grid for a width ---- */

static void append_time(const hf_plan_view *v, int64_t new_replicas, int columns, hf_text *text)
{
    char took[HF_TIMESTAMP_BYTES], each[HF_TIMESTAMP_BYTES];
    hf_text line = {0};
    if (isnan(v->seconds))
        return;
    hf_clock_duration(v->seconds * (double)new_replicas, took);
    hf_clock_duration(v->seconds, each);
    hf_text_append(&line, "about %s of one thread's time (%s a replica, as the present ones took)",
                   took, each);
    if (v->request->threads > 1) {
        hf_clock_duration(v->seconds * (double)new_replicas / (double)v->request->threads, took);
        hf_text_append(&line, ": %s with %" PRId64 " threads, as the last run had", took,
                       v->request->threads);
    }
    append_paragraph("  time      ", &line, columns, text);
}

static void append_cheapest(const hf_plan_view *v, int columns, hf_text *text)
{
    const int64_t replicas = hf_plan_replicas(v, &v->cheapest);
    hf_text line = {0};
    hf_text_append(text, "\nThe cheapest grid with no interval wider than %s points\n\n",
                   hf_number_double(100 * v->request->width).text);
    if (!v->reachable) {
        hf_text_append(&line, "There is none%s.",
                       v->can_split ? " that could be counted: the width is too small"
                                    : " with the splits there are");
        append_paragraph("  ", &line, columns, text);
        return;
    }
    hf_text_append(&line, "%s seeds x ", hf_number_grouped(v->cheapest.seeds).text);
    hf_text_append(&line, "%" PRId64 " hidden size%s x %s splits = ", v->config->model.hidden.count,
                   hf_plural(v->config->model.hidden.count),
                   hf_number_grouped(v->cheapest.splits).text);
    hf_text_append(&line, "%s replicas; width %s points", hf_number_grouped(replicas).text,
                   points(v->cheapest.width).text);
    append_paragraph("  grid      ", &line, columns, text);
    if (replicas == v->replicas) {
        hf_layout_paragraph(text, "  ", "That is the present one: nothing more is needed.",
                            columns);
        return;
    }
    hf_text_append(&line, "%s, %s times the present ones",
                   hf_number_grouped(replicas - v->replicas).text,
                   hf_number_fixed((double)(replicas - v->replicas) / (double)v->replicas, 1).text);
    append_paragraph("  new       ", &line, columns, text);
    append_time(v, replicas - v->replicas, columns, text);
    hf_text_append(text, "  run       %s\n", v->command.data ? v->command.data : "");
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
        append_paragraph("", &line, columns, text);
        return;
    }
    append_larger(v, columns, text);
    if (v->request->width > 0)
        append_cheapest(v, columns, text);
    hf_text_append(text, "\n");
    hf_text_append(&line,
                   "%sThe variances are estimates from the replicas at hand, all for these "
                   "samples and hidden sizes.",
                   rough ? "Few seeds or splits: the variances are rough. " : "");
    append_paragraph("", &line, columns, text);
}
