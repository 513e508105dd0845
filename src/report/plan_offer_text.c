/* The grids that a plan offers for a width, as text. */
#include "base/clock.h"
#include "plan.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* "15 points", "1 point", without the digits that conversions to percent leave behind */
static void append_points(double width, hf_text *line)
{
    const float percent = (float)(100 * width);
    hf_text_append(line, "%s point%s", hf_number_float(percent).text, percent == 1 ? "" : "s");
}

static hf_number width_points(double width)
{
    return hf_number_fixed(100 * width, 1);
}

static hf_number times(int64_t replicas, int64_t present)
{
    const double ratio = (double)replicas / (double)present;
    return ratio < 1000 ? hf_number_fixed(ratio, 1) : hf_number_grouped((int64_t)round(ratio));
}

static void append_grid(const hf_plan_view *v, const hf_plan_offer *offer, int columns,
                        hf_text *text)
{
    const hf_plan *plan = &offer->plan;
    hf_text line = {0};
    hf_text_append(&line, "%s seed%s x ", hf_number_grouped(plan->seeds).text,
                   hf_plural(plan->seeds));
    hf_text_append(&line,
                   "%" PRId64 " hidden size%s x %s split%s = ", v->config->model.hidden.count,
                   hf_plural(v->config->model.hidden.count), hf_number_grouped(plan->splits).text,
                   hf_plural(plan->splits));
    hf_text_append(&line, "%s replicas; width %s points", hf_number_grouped(offer->replicas).text,
                   width_points(plan->width).text);
    hf_plan_paragraph(text, "  grid      ", &line, columns);
}

static void append_limit(const hf_plan_view *v, bool lower, double then, hf_text *line)
{
    const double now = v->edges.limit_now;
    hf_text_append(line, "%s limit is %s now and would be %s", lower ? "lower" : "upper",
                   width_points(lower ? 1 - now : now).text,
                   width_points(lower ? 1 - then : then).text);
}

/* The features that the width is not about. */
static void append_edges(const hf_plan_view *v, const hf_plan_offer *offer, int columns,
                         hf_text *text)
{
    const hf_plan_edges *edges = &v->edges;
    const double then =
        hf_plan_limit(v->config->significance.confidence, offer->plan.seeds, offer->plan.splits);
    hf_text line = {0};
    hf_plan_append_edges(edges, &line);
    if (!line.data)
        return;
    hf_text_append(&line, ": the ");
    append_limit(v, edges->never == 0, then, &line);
    if (edges->never > 0 && edges->always > 0) {
        hf_text_append(&line, ", the ");
        append_limit(v, true, then, &line);
    }
    if (then > v->request->width && edges->units > 0) {
        hf_text_append(&line, " (");
        append_points(v->request->width, &line);
        hf_text_append(&line, ": from %s", hf_number_grouped(edges->units).text);
        hf_text_append(&line, " seeds and %s splits on)", hf_number_grouped(edges->units).text);
    }
    hf_plan_paragraph(text, "  others    ", &line, columns);
}

static void append_new(const hf_plan_view *v, const hf_plan_offer *offer, int columns,
                       hf_text *text)
{
    const int64_t more = offer->replicas - v->replicas;
    const int64_t pending = offer->to_train[HF_ARM_MAIN] - more;
    hf_text line = {0};
    hf_text_append(&line, "%s replica%s, %s times the present ones", hf_number_grouped(more).text,
                   hf_plural(more), times(more, v->replicas).text);
    if (pending > 0)
        hf_text_append(&line, "; and %s that %s pending", hf_number_grouped(pending).text,
                       pending == 1 ? "is" : "are");
    hf_plan_paragraph(text, "  new       ", &line, columns);
}

static void append_null_tests(const hf_plan_view *v, const hf_plan_offer *offer, int columns,
                              hf_text *text)
{
    const int64_t done = v->done[HF_ARM_LABELS] + v->done[HF_ARM_PROBES];
    const int64_t pending = offer->to_train[HF_ARM_LABELS] + offer->to_train[HF_ARM_PROBES];
    const hf_grid part = hf_arm_grid(v->config, HF_ARM_LABELS);
    const int64_t splits = hf_arm_splits(v->config, HF_ARM_LABELS);
    hf_text line = {0};
    if (done + pending == 0)
        return;
    hf_text_append(&line, "stays on %s seed%s x ", hf_number_grouped(part.seeds).text,
                   hf_plural(part.seeds));
    hf_text_append(&line, "%s split%s: ", hf_number_grouped(splits).text, hf_plural(splits));
    hf_text_append(&line, "%s of its %s replicas %s",
                   pending > 0 ? hf_number_grouped(pending).text : "none",
                   hf_number_grouped(done + pending).text,
                   pending > 1    ? "are trained"
                   : pending == 1 ? "is trained"
                                  : "is trained again");
    if (offer->null_in_full > 0)
        hf_text_append(&line, " (%s would be if it took all of that grid)",
                       hf_number_grouped(offer->null_in_full).text);
    hf_plan_paragraph(text, "  null test ", &line, columns);
}

static void append_time(const hf_plan_view *v, const hf_plan_offer *offer, int columns,
                        hf_text *text)
{
    char took[HF_TIMESTAMP_BYTES];
    hf_text line = {0};
    if (isnan(offer->seconds))
        return;
    hf_clock_duration(offer->seconds, took);
    hf_text_append(&line,
                   "about %s of one thread's time (%s ms a replica, as the present ones took)",
                   took, hf_number_fixed(1e3 * v->seconds, v->seconds < 0.01 ? 2 : 0).text);
    if (v->request->threads > 1) {
        hf_clock_duration(offer->seconds / (double)v->request->threads, took);
        hf_text_append(&line, ": %s with %" PRId64 " threads, as the last run had", took,
                       v->request->threads);
    }
    hf_plan_paragraph(text, "  time      ", &line, columns);
}

static void append_file(const hf_plan_offer *offer, hf_text *text)
{
    if (offer->file_bytes < 0) {
        hf_text_append(text, "  file      larger than any file can be\n");
        return;
    }
    hf_text_append(text, "  file      about %s\n", hf_number_bytes((double)offer->file_bytes).text);
}

static void append_offer(const hf_plan_view *v, const hf_plan_offer *offer, int columns,
                         hf_text *text)
{
    append_grid(v, offer, columns, text);
    append_edges(v, offer, columns, text);
    if (!offer->command.data) {
        hf_layout_paragraph(text, "  ", "That is the present one: nothing more is needed.",
                            columns);
        return;
    }
    append_new(v, offer, columns, text);
    append_null_tests(v, offer, columns, text);
    append_time(v, offer, columns, text);
    append_file(offer, text);
}

/* The command of what is out of reach is left to JSON. */
static void append_instead(const hf_plan_view *v, int columns, hf_text *text)
{
    const hf_plan_offer *offer = &v->instead;
    hf_text line = {0};
    hf_text_append(text, "\n");
    if (v->reachable)
        hf_text_append(&line, "That is out of reach in practice. ");
    if (!offer->command.data) {
        hf_text_append(&line, "Nor would %d times the present replicas help.",
                       HF_PLAN_INSTEAD_TIMES);
        hf_plan_paragraph(text, "", &line, columns);
        return;
    }
    hf_text_append(
        &line, "What %d times the present replicas would bring instead:", HF_PLAN_INSTEAD_TIMES);
    hf_plan_paragraph(text, "", &line, columns);
    hf_text_append(text, "\n");
    append_offer(v, offer, columns, text);
    hf_text_append(text, "  run       %s\n", offer->command.data);
}

void hf_plan_offers_text(const hf_plan_view *view, int columns, hf_text *text)
{
    const hf_plan_view *v = view;
    hf_text line = {0};
    hf_text_append(text, "\n");
    hf_text_append(&line, "The cheapest grid with no interval wider than ");
    append_points(v->request->width, &line);
    if (v->edges.never + v->edges.always > 0)
        hf_text_append(&line, ", of the features that some voters select and others do not");
    hf_plan_paragraph(text, "", &line, columns);
    hf_text_append(text, "\n");
    if (v->reachable)
        append_offer(v, &v->cheapest, columns, text);
    else
        hf_layout_paragraph(text, "  ",
                            v->can_split
                                ? "There is none that could be counted: the width is too small."
                                : "There is none with the splits there are.",
                            columns);
    if (v->out_of_reach)
        append_instead(v, columns, text);
    if (!v->out_of_reach && v->cheapest.command.data)
        hf_text_append(text, "  run       %s\n", v->cheapest.command.data);
}
