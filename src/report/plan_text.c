/* The plan as a document: the widths now, and what a larger grid would bring. */
#include "plan.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { NAME = 30 };

/* ---- the widths now ---- */

static void add_width_of(const hf_plan_view *v, int64_t feature, double bootstrap, double formula,
                         hf_table *t)
{
    hf_cell_name(t, hf_results_features(v->results)->items[feature]);
    hf_cell_fixed(t, 100 * bootstrap, 1);
    hf_cell_fixed(t, 100 * formula, 1);
}

static void add_now(const hf_plan_view *v, hf_document *d)
{
    const hf_frequencies *f = &v->frequencies;
    const int64_t a = v->bootstrap.feature, b = v->formula.feature;
    hf_table *t = hf_document_table(
        d, "width-table",
        "The widest %s%% intervals of a feature's frequency by %s now, in percentage points",
        hf_number_float((float)(100 * v->config->significance.confidence)).text, v->method);
    hf_table_column_add(t, HF_COLUMN_NAME, NAME, NULL, "feature");
    hf_table_column_add(t, 0, 10, NULL, "bootstrap");
    hf_table_column_add(t, 0, 10, NULL, "formula");
    if (a >= 0)
        add_width_of(v, a, v->bootstrap.width, v->formula_of_widest, t);
    if (b >= 0 && b != a)
        add_width_of(v, b, f->frequency_high[b] - f->frequency_low[b], v->formula.width, t);
    if (a < 0)
        hf_document_say(
            d, HF_BLOCK_NOTE, "The bootstrap gives no interval: %s.",
            hf_undefined_reason(v->config, f, v->method_index, HF_SIGNIFICANCE_FREQUENCY_LOW, 0));
    else if (f->frequency[a] <= 0 || f->frequency[a] >= 1)
        hf_document_say(d, HF_BLOCK_NOTE,
                        "%s has a frequency of exactly %s: its limit follows from the numbers of "
                        "seeds and splits, which the formula does not use.",
                        hf_results_features(v->results)->items[a],
                        f->frequency[a] <= 0 ? "0" : "1");
}

/* ---- the table of larger grids ---- */

static void add_step(const hf_plan_view *v, int step, hf_table *t)
{
    const hf_plan *plans[] = {&v->more_seeds[step], &v->more_splits[step]};
    hf_cell_text(t, "x%d", 1 << step);
    for (int i = 0; i < 2; i++) {
        hf_cell_number(t, i == 0 ? plans[i]->seeds : plans[i]->splits);
        hf_cell_number(t, hf_plan_replicas(v, plans[i]));
        hf_cell_fixed(t, 100 * plans[i]->width, 1);
    }
}

/* However many, these widths stay. */
static void add_endless(const hf_plan_view *v, hf_table *t)
{
    const double least[] = {v->least_by_seeds, v->least_by_splits};
    hf_cell_text(t, "any");
    for (int i = 0; i < 2; i++) {
        hf_cell_text(t, "no limit");
        hf_cell_text(t, "%s", "");
        hf_cell_fixed(t, 100 * least[i], 1);
    }
}

static void append_bounds(const hf_plan_view *v, hf_text *line)
{
    hf_text_append(line, " With any number of seeds, %s splits leave %s points",
                   hf_number_grouped(v->config->splits.count).text,
                   hf_plan_points(v->least_by_seeds).text);
    hf_text_append(line, "; with any number of splits, %s seeds leave %s.",
                   hf_number_grouped(v->config->replicas.seeds).text,
                   hf_plan_points(v->least_by_splits).text);
}

/* Which of the two helps, and which cannot. */
static void add_advice(const hf_plan_view *v, hf_document *d)
{
    const double hardly = 0.8; /* of the present width: that is not worth more networks */
    const double now = v->formula.width;
    const bool seeds_help = v->least_by_seeds < hardly * now;
    const bool splits_help = v->least_by_splits < hardly * now;
    hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
    if (!(now > 0)) {
        hf_text_append(line, "Nothing varies, so a larger grid has nothing to narrow.");
    } else if (seeds_help == splits_help) {
        hf_text_append(
            line, seeds_help ? v->more_seeds[1].width < v->more_splits[1].width
                                   ? "For the same number of networks, more seeds narrow it more."
                                   : "For the same number of networks, more splits narrow it "
                                     "more."
                             : "Neither helps much by itself: take more of both.");
        append_bounds(v, line);
    } else {
        const char *useless = seeds_help ? "splits" : "seeds",
                   *useful = seeds_help ? "seeds" : "splits";
        hf_text_append(line,
                       "More %s hardly help: with any number of them the width stays above %s "
                       "points, because it comes from the %s. Take more %s.",
                       useless,
                       hf_plan_points(seeds_help ? v->least_by_splits : v->least_by_seeds).text,
                       useful, useful);
    }
    if (!v->can_split)
        hf_text_append(line, " But splits.method %s cannot make more splits.",
                       v->config->splits.method == HF_SPLITS_FILE ? "file" : "first_half");
}

static void add_larger(const hf_plan_view *v, hf_document *d)
{
    static const char *const heads[] = {"more seeds", "networks", "width"};
    hf_table *t = hf_document_table(
        d, "plan-table",
        "What a larger grid would bring: the width of the widest interval by the formula, 2z "
        "(split/P + seed/S + both/(SP))^1/2, in percentage points");
    hf_table_column_add(t, HF_COLUMN_NAME, 4, NULL, "%s", "");
    for (int i = 0; i < 6; i++)
        hf_table_column_add(t, 0, i % 3 == 2 ? 7 : 12, NULL, "%s",
                            i == 3 ? "more splits" : heads[i % 3]);
    for (int step = 0; step < HF_PLAN_STEPS; step++)
        add_step(v, step, t);
    add_endless(v, t);
    add_advice(v, d);
    hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
    hf_plan_append_edges(&v->edges, line);
    if (line->length > 0)
        hf_text_append(line,
                       ". The formula does not apply to them: the interval is %s points wide now, "
                       "1 - (alpha/2)^(1/n), n the smaller of the numbers of seeds and of splits "
                       "(or pairs, or repeats of the folds) with counted networks.",
                       hf_plan_points(v->edges.limit_now).text);
}

void hf_plan_document(const hf_plan_view *view, hf_document *document)
{
    const hf_plan_view *v = view;
    const bool rough = hf_resampling_of(&v->across, &v->frequencies) != HF_RESAMPLING_ENOUGH;
    hf_document_say(document, HF_BLOCK_TITLE, "%s",
                    v->config->name ? v->config->name : "experiment");
    hf_plan_append_grid(v, v->config->replicas.seeds, v->config->splits.count,
                        hf_document_fact(document, "grid"));
    if (v->state != HF_STATE_COMPLETE)
        hf_text_append(hf_document_fact(document, "state"),
                       "UNFINISHED: what follows is about the networks trained so far");
    add_now(v, document);
    if (v->undefined) {
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "How much a larger grid would bring cannot be told: %s.", v->undefined);
        return;
    }
    add_larger(v, document);
    if (v->request->width > 0)
        hf_plan_offers(v, document);
    hf_document_say(document, HF_BLOCK_PARAGRAPH,
                    "%sThe variances are estimated from the networks at hand, for these samples "
                    "and hidden sizes.",
                    rough ? "There are few seeds or splits, so the variances are rough. " : "");
}
