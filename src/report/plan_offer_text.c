/* The grids that a plan offers for a width, as parts of its document. */
#include "base/clock.h"
#include "plan.h"
#include "report/sections/sections.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

hf_number hf_plan_points(double width)
{
    return hf_number_fixed(100 * width, 1);
}

void hf_plan_append_grid(const hf_plan_view *view, int64_t seeds, int64_t splits, hf_text *line)
{
    hf_grid grid = *hf_results_grid(view->results);
    grid.seeds = seeds;
    grid.splits = splits;
    hf_append_grid(&grid, 0, line);
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

/* "15 points", "1 point", without the digits that conversions to percent leave behind */
static void append_points(double width, hf_text *line)
{
    const float percent = (float)(100 * width);
    hf_text_append(line, "%s point%s", hf_number_float(percent).text, percent == 1 ? "" : "s");
}

static hf_number times(int64_t replicas, int64_t present)
{
    const double ratio = (double)replicas / (double)present;
    return ratio < 1000 ? hf_number_fixed(ratio, 1) : hf_number_grouped((int64_t)round(ratio));
}

static void append_limit(const hf_plan_view *v, bool lower, double then, hf_text *line)
{
    const double now = v->edges.limit_now;
    hf_text_append(line, "%s limit is %s now and would be %s", lower ? "lower" : "upper",
                   hf_plan_points(lower ? 1 - now : now).text,
                   hf_plan_points(lower ? 1 - then : then).text);
}

/* The features that the width is not about. */
static void add_edges(const hf_plan_view *v, const hf_plan_offer *offer, hf_document *d)
{
    const hf_plan_edges *edges = &v->edges;
    const double then =
        hf_plan_limit(v->config, &v->frequencies, offer->plan.seeds, offer->plan.splits);
    if (edges->never + edges->always == 0)
        return;
    hf_text *line = hf_document_fact(d, "others");
    hf_plan_append_edges(edges, line);
    hf_text_append(line, ": the ");
    append_limit(v, edges->never == 0, then, line);
    if (edges->never > 0 && edges->always > 0) {
        hf_text_append(line, ", the ");
        append_limit(v, true, then, line);
    }
    if (then > v->request->width && edges->seeds > 0) {
        hf_text_append(line, " (");
        append_points(v->request->width, line);
        hf_text_append(line, " take %s seeds and %s splits)", hf_number_grouped(edges->seeds).text,
                       hf_number_grouped(edges->splits).text);
    }
}

static void add_new(const hf_plan_view *v, const hf_plan_offer *offer, hf_document *d)
{
    const int64_t more = offer->replicas - v->replicas;
    const int64_t pending = offer->to_train[HF_ARM_MAIN] - more;
    hf_text *line = hf_document_fact(d, "new");
    hf_text_append(line, "%s, %s times the present ones", hf_count(more, "network").text,
                   times(more, v->replicas).text);
    if (pending > 0)
        hf_text_append(line, "; and %s that %s pending", hf_number_grouped(pending).text,
                       pending == 1 ? "is" : "are");
}

static void add_null_tests(const hf_plan_view *v, const hf_plan_offer *offer, hf_document *d)
{
    const int64_t done = v->done[HF_ARM_LABELS] + v->done[HF_ARM_PROBES];
    const int64_t pending = offer->to_train[HF_ARM_LABELS] + offer->to_train[HF_ARM_PROBES];
    const hf_grid part = hf_arm_grid(v->config, HF_ARM_LABELS);
    const int64_t splits = hf_arm_splits(v->config, HF_ARM_LABELS);
    if (done + pending == 0)
        return;
    hf_text *line = hf_document_fact(d, "null test");
    hf_text_append(line, "stays on %s x %s: %s of its %s networks %s",
                   hf_count(part.seeds, "seed").text, hf_count(splits, "split").text,
                   pending > 0 ? hf_number_grouped(pending).text : "none",
                   hf_number_grouped(done + pending).text,
                   pending > 1    ? "are trained"
                   : pending == 1 ? "is trained"
                                  : "is trained again");
    if (offer->null_in_full > 0)
        hf_text_append(line, " (%s would be if it took all of that grid)",
                       hf_number_grouped(offer->null_in_full).text);
}

static void add_time(const hf_plan_view *v, const hf_plan_offer *offer, hf_document *d)
{
    char took[HF_TIMESTAMP_BYTES];
    if (isnan(offer->seconds))
        return;
    hf_text *line = hf_document_fact(d, "time");
    hf_clock_duration(offer->seconds, took);
    hf_text_append(line,
                   "about %s of one thread's time (%s ms a network, as the present ones took)",
                   took, hf_number_fixed(1e3 * v->seconds, v->seconds < 0.01 ? 2 : 0).text);
    if (v->request->threads > 1) {
        hf_clock_duration(offer->seconds / (double)v->request->threads, took);
        hf_text_append(line, ": %s with %" PRId64 " threads, as the last run had", took,
                       v->request->threads);
    }
}

static void add_offer(const hf_plan_view *v, const hf_plan_offer *offer, hf_document *d)
{
    hf_text *line = hf_document_fact(d, "grid");
    hf_plan_append_grid(v, offer->plan.seeds, offer->plan.splits, line);
    hf_text_append(line, "; width %s points", hf_plan_points(offer->plan.width).text);
    add_edges(v, offer, d);
    if (!offer->command.data) {
        hf_document_say(d, HF_BLOCK_NOTE, "That is the present grid: nothing more is needed.");
        return;
    }
    add_new(v, offer, d);
    add_null_tests(v, offer, d);
    add_time(v, offer, d);
    hf_text_append(hf_document_fact(d, "file"), "%s%s",
                   offer->file_bytes < 0 ? "larger than any file can be" : "about ",
                   offer->file_bytes < 0 ? "" : hf_number_bytes((double)offer->file_bytes).text);
}

static void add_command(const hf_plan_offer *offer, hf_document *d)
{
    hf_document_say(d, HF_BLOCK_NOTE, "The line that trains it:");
    hf_document_say(d, HF_BLOCK_COMMAND, "%s", offer->command.data);
}

/* The command of what is out of reach is left to JSON. */
static void add_instead(const hf_plan_view *v, hf_document *d)
{
    const hf_plan_offer *offer = &v->instead;
    const char *verdict = v->reachable ? "That is out of reach in practice. " : "";
    if (!offer->command.data) {
        hf_document_say(d, HF_BLOCK_PARAGRAPH, "%s%d times the present networks would not help.",
                        verdict, HF_PLAN_INSTEAD_TIMES);
        return;
    }
    hf_document_say(d, HF_BLOCK_PARAGRAPH,
                    "%sWhat %d times the present networks would bring:", verdict,
                    HF_PLAN_INSTEAD_TIMES);
    add_offer(v, offer, d);
    add_command(offer, d);
}

void hf_plan_offers(const hf_plan_view *view, hf_document *document)
{
    const hf_plan_view *v = view;
    hf_text *line = hf_document_add(document, HF_BLOCK_PARAGRAPH);
    hf_text_append(line, "The cheapest grid with no interval wider than ");
    append_points(v->request->width, line);
    if (v->edges.never + v->edges.always > 0)
        hf_text_append(line, ", of the features that some networks select and others do not");
    if (v->reachable)
        add_offer(v, &v->cheapest, document);
    else
        hf_document_say(document, HF_BLOCK_NOTE,
                        v->can_split ? "There is none: the width is too small."
                                     : "There is none with the splits there are.");
    if (v->out_of_reach)
        add_instead(v, document);
    else if (v->cheapest.command.data)
        add_command(&v->cheapest, document);
}
