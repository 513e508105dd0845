/* The main figure: each feature under its group, side by side what it is by itself, what
 * predictions rest on, and what it adds beyond the others. */
#include "plot.h"

#include "holdfast/memory.h"
#include "report/sections/sections.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum {
    ROWS = 2 * HF_FEATURES_DRAWN, /* features and groups */
    INDENT = 2,                   /* columns, of a group's features */
    CLASS_COLUMNS = 9,            /* of a class's name */
    LEADERS = 3
};

typedef struct row {
    int64_t feature; /* -1: the row is a group's */
    int64_t group;   /* -1: in none that has several features */
} row;

typedef struct choice {
    row rows[ROWS];
    int64_t count, features; /* rows; features among them */
    int64_t worth;           /* features that there is a reason to draw */
} choice;

/* ---- which features ---- */

static bool is_found(const hf_page *page, double q)
{
    return q <= page->evidence.config->significance.fdr; /* false: NaN */
}

/* Does it, or the group of which it is the most frequent one, add information? */
static bool adds(const hf_page *page, int64_t feature)
{
    const hf_evidence *e = &page->evidence;
    const int64_t group = hf_evidence_group(e, feature);
    return is_found(page, hf_evidence_adds_q(e, feature)) ||
           (group >= 0 && e->members[e->group_start[group]] == feature &&
            is_found(page, e->conditional.group_q_value[group]));
}

static bool is_worth_it(const hf_page *page, int64_t feature)
{
    return page->lead->frequency[feature] > 0 || adds(page, feature) ||
           is_found(page, page->evidence.univariate.q_value[feature]);
}

/* Marks the features to draw: those that add information first, then the most frequent ones. */
static void mark(const hf_page *page, bool *is_drawn, choice *c)
{
    const int64_t features = page->evidence.features->count;
    for (int pass = 0; pass < 2; pass++)
        for (int64_t i = 0; i < features && c->features < page->features_drawn; i++) {
            const int64_t f = page->order[i];
            if (is_drawn[f] || !(pass == 0 ? adds(page, f) : is_worth_it(page, f)))
                continue;
            is_drawn[f] = true;
            c->features++;
        }
    for (int64_t f = 0; f < features; f++)
        c->worth += is_worth_it(page, f);
}

static void add_group(const hf_page *page, int64_t group, const bool *is_drawn, choice *c)
{
    const hf_evidence *e = &page->evidence;
    const int64_t head = c->count;
    for (int64_t i = e->group_start[group]; i < e->group_start[group + 1]; i++) {
        if (!is_drawn[e->members[i]])
            continue;
        if (c->count == head)
            c->rows[c->count++] = (row){-1, group};
        c->rows[c->count++] = (row){e->members[i], group};
    }
}

/* In the order of the main table: a group stands where its most frequent feature would. */
static hf_status choose(const hf_page *page, choice *c, hf_error *error)
{
    const hf_evidence *e = &page->evidence;
    bool *is_drawn;
    HF_TRY(hf_allocate(&is_drawn, e->features->count, sizeof *is_drawn, error));
    mark(page, is_drawn, c);
    for (int64_t i = 0; i < e->features->count; i++) {
        const int64_t f = page->order[i], group = hf_evidence_group(e, f);
        if (group < 0 || hf_evidence_is_alone(e, f)) {
            if (is_drawn[f])
                c->rows[c->count++] = (row){f, -1};
        } else if (e->members[e->group_start[group]] == f)
            add_group(page, group, is_drawn, c);
    }
    hf_free(&is_drawn);
    return HF_OK;
}

/* ---- what is drawn ---- */

static void append_name(const hf_page *page, const row *r, hf_text *name)
{
    const hf_evidence *e = &page->evidence;
    hf_text size = {0};
    if (r->feature >= 0) {
        hf_layout_name(name, e->features->items[r->feature],
                       HF_NAME_COLUMNS - (r->group >= 0 ? INDENT : 0));
        return;
    }
    hf_text_append(&size, " group (%" PRId64 ")", hf_evidence_group_size(e, r->group));
    name->failed |= size.failed;
    if (!size.failed) {
        hf_layout_name(name, hf_evidence_group_name(e, r->group),
                       HF_NAME_COLUMNS - (int)size.length);
        hf_text_append(name, "%s", size.data);
    }
    hf_text_free(&size);
}

static void draw_names(const hf_page *page, const choice *c, hf_figure *figure)
{
    int width = 1;
    hf_plot_begin(figure, "rows");
    for (int64_t i = 0; i < c->count; i++) {
        hf_text name = {0};
        append_name(page, &c->rows[i], &name);
        figure->data.failed |= name.failed;
        if (!name.failed) {
            const int columns = hf_layout_width(name.data) + (c->rows[i].group >= 0 ? INDENT : 0);
            width = columns > width ? columns : width;
            hf_text_append(&figure->data, "=%s\n", name.data);
        }
        hf_text_free(&name);
    }
    hf_plot_end(figure);
    hf_plot_set(figure, "rows", (double)c->count);
    hf_plot_set(figure, "rows_width", width);
}

/* gnuplot tells no NaN from what is not there. */
static double tested(double q)
{
    return isnan(q) ? -1 : q;
}

/* Kind of row (0: a feature, 1: a group, 2: one of its features); AUC, its class's colour, whether
 * it is found; frequency, its interval, its chance; q, whether it is found. */
static void draw_row(const hf_page *page, const row *r, hf_figure *figure)
{
    const hf_evidence *e = &page->evidence;
    const bool predicts = hf_evidence_prediction(e) == HF_PREDICTS;
    const int64_t f = r->feature >= 0 ? r->feature : e->members[e->group_start[r->group]];
    const double q =
        r->feature >= 0 ? hf_evidence_adds_q(e, f) : e->conditional.group_q_value[r->group];
    if (r->feature < 0) {
        hf_plot_row(figure, 10,
                    (double[]){1, NAN, NAN, 0, page->lead->group_frequency[f], NAN, NAN,
                               e->across.group_chance[f], tested(q),
                               predicts && is_found(page, q)});
        return;
    }
    const hf_effect kind = hf_evidence_effect(e, f);
    const double own = e->univariate.effect[f];
    const double effect = kind == HF_EFFECT_AUC   ? own
                          : kind == HF_EFFECT_RHO ? (own + 1) / 2 /* on the scale of the AUC */
                                                  : NAN;
    const hf_direction direction = hf_evidence_direction_by_itself(e, f);
    hf_plot_row(
        figure, 10,
        (double[]){r->group >= 0 ? 2 : 0, effect,
                   direction.towards < 0 ? NAN : (double)hf_class_colour(e, direction.towards),
                   is_found(page, e->univariate.q_value[f]), page->lead->frequency[f],
                   page->lead->frequency_low[f], page->lead->frequency_high[f],
                   hf_evidence_chance(e), tested(q), predicts && is_found(page, q)});
}

/* Of more than two classes, the one that a feature tells best, beside its bar. */
static void draw_classes(const hf_page *page, const choice *c, hf_figure *figure)
{
    const hf_evidence *e = &page->evidence;
    hf_plot_names(figure, "classes",
                  &(hf_plot_list){hf_names_of(e->classes), NULL, e->classes->count, CLASS_COLUMNS});
    hf_plot_begin(figure, "towards");
    for (int64_t i = 0; i < c->count; i++) {
        const int64_t f = c->rows[i].feature;
        const int64_t class = f < 0 ? -1 : hf_evidence_direction_by_itself(e, f).towards;
        hf_text_append(&figure->data, "=");
        if (class >= 0 && e->classes->count > 2)
            hf_layout_name(&figure->data, e->classes->items[class], CLASS_COLUMNS);
        hf_text_append(&figure->data, "\n");
    }
    hf_plot_end(figure);
    for (int64_t k = 0; k < 2 && k < e->classes->count; k++)
        hf_plot_set(figure, k == 0 ? "first_colour" : "second_colour",
                    (double)hf_class_colour(e, k));
}

static bool has_effects(const hf_page *page)
{
    const hf_univariate *u = &page->evidence.univariate;
    int64_t f = 0;
    while (f < u->features && isnan(u->effect[f]))
        f++;
    return f < u->features;
}

static void draw(const hf_page *page, const choice *c, hf_figure *figure)
{
    const hf_evidence *e = &page->evidence;
    draw_names(page, c, figure);
    draw_classes(page, c, figure);
    hf_plot_set(figure, "measured", e->measured);
    hf_plot_set(figure, "by_itself", has_effects(page));
    hf_plot_set(figure, "beyond", hf_evidence_has_conditional(e));
    hf_plot_set(figure, "chance", hf_evidence_chance(e));
    hf_plot_set(figure, "fdr", e->config->significance.fdr);
    hf_plot_set(figure, "resampling", hf_evidence_resampling(e));
    hf_plot_begin(figure, "values");
    for (int64_t i = 0; i < c->count; i++)
        draw_row(page, &c->rows[i], figure);
    hf_plot_end(figure);
}

/* ---- in words ---- */

static void describe_row(const hf_page *page, int64_t f, hf_text *text)
{
    const hf_evidence *e = &page->evidence;
    const hf_direction direction = hf_evidence_direction_by_itself(e, f);
    const double q = hf_evidence_adds_q(e, f);
    hf_text_append(text, " %s: ", e->features->items[f]);
    if (!isnan(e->univariate.effect[f]))
        hf_text_append(text, "%s %s", hf_evidence_effect_name(e, f),
                       hf_number_fixed(hf_evidence_effect_shown(e, f), 2).text);
    if (direction.towards >= 0 && !e->measured)
        hf_text_append(text, " (%s in %s)", direction.lower ? "lower" : "higher",
                       e->classes->items[direction.towards]);
    hf_text_append(text, "%sselected by %s%%", isnan(e->univariate.effect[f]) ? "" : ", ",
                   hf_number_percent(page->lead->frequency[f]).text);
    if (hf_evidence_has_conditional(e))
        hf_text_append(text, ", %s%s", isnan(q) ? "beyond the others not tested" : "q ",
                       isnan(q) ? "" : hf_number_fixed(q, 3).text);
    hf_text_append(text, ".");
}

static void describe_panels(const hf_page *page, const choice *c, hf_text *caption)
{
    const hf_evidence *e = &page->evidence;
    const bool beyond = hf_evidence_has_conditional(e), by_itself = has_effects(page);
    const hf_number fdr = hf_number_double(e->config->significance.fdr);
    if (by_itself && e->measured)
        hf_text_append(caption,
                       "By itself: Spearman's rho of the feature and the outcome, from the middle "
                       "(0) to the right where both rise together; pale where q is above %s. ",
                       fdr.text);
    else if (by_itself)
        hf_text_append(caption,
                       "By itself: AUC of the feature alone, from the middle (0.5, it tells "
                       "nothing) %s; pale where q is above %s. ",
                       e->classes->count == 2
                           ? "towards the class in which values are higher"
                           : "to the right where values are higher in the class named beside it, "
                             "to the left where they are lower",
                       fdr.text);
    hf_text_append(caption,
                   "Predictions: share of the networks that select the feature, with its interval; "
                   "broken line: chance (%s%%). Of a group: how often any of its features is "
                   "selected, and by chance (upright stroke).",
                   hf_number_percent(hf_evidence_chance(e)).text);
    if (beyond)
        hf_text_append(caption,
                       " Beyond the others: q of the conditional test; the longer the bar, the "
                       "smaller q. Beyond the broken line (q = %s) the feature or group adds "
                       "information that the others do not hold.",
                       fdr.text);
    else if (e->conditional.networks > 0)
        hf_text_append(caption, " Beyond the others: nothing could be tested.");
    if (hf_evidence_prediction(e) != HF_PREDICTS)
        hf_text_append(caption,
                       " The networks are not shown to predict: what is in predictions%s is "
                       "no answer.",
                       beyond ? " and beyond the others" : "");
    if (c->worth < e->features->count)
        hf_text_append(caption,
                       " Left out: %s that no network selects and that nothing else finds; the "
                       "table has %s.",
                       hf_count(e->features->count - c->worth, "feature").text,
                       e->features->count - c->worth == 1 ? "it" : "them");
    if (c->features < c->worth)
        hf_text_append(caption, " The figure shows %" PRId64 " of the other %s; the table has all.",
                       c->features, hf_count(c->worth, "feature").text);
}

static void describe(const hf_page *page, const choice *c, hf_figure *figure)
{
    int64_t said = 0;
    hf_text_append(&figure->alternative,
                   "Three bar charts side by side of %s: by itself, in predictions, beyond the "
                   "others.",
                   hf_count(c->features, "feature").text);
    for (int64_t i = 0; i < c->count && said < LEADERS; i++)
        if (c->rows[i].feature >= 0) {
            describe_row(page, c->rows[i].feature, &figure->alternative);
            said++;
        }
    describe_panels(page, c, &figure->caption);
}

hf_status hf_figure_side_by_side(const hf_page *page, hf_figure *figure, hf_error *error)
{
    choice c = {0};
    if (page->lead->voters == 0)
        return hf_plot_nothing(figure, HF_NO_VOTERS);
    HF_TRY(choose(page, &c, error));
    draw(page, &c, figure);
    describe(page, &c, figure);
    return HF_OK;
}
