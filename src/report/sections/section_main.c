/* The main table: each feature under its group, side by side what it is by itself, what predictions
 * rest on, and what it adds beyond the others. */
#include "sections.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { CLASS_WIDTH = 9 };

/* How an interval is written and drawn: by how far it can be trusted. */
typedef struct interval_mark {
    const char *between; /* its limits */
    char in_bar;
    const char *meaning;
} interval_mark;

static const interval_mark *mark_of(const hf_evidence *evidence)
{
    static const interval_mark marks[] = {
        [HF_RESAMPLING_FIXED] = {"..", '.', "of one seed or one split only"},
        [HF_RESAMPLING_FEW] = {"~", '~', "rough, of few seeds or splits"},
        [HF_RESAMPLING_ENOUGH] = {"-", '=', NULL},
    };
    return &marks[hf_evidence_resampling(evidence)];
}

bool hf_probes_cannot_tell(const hf_evidence *evidence)
{
    const hf_null_probes *probes = hf_evidence_probes(evidence);
    return hf_evidence_prediction(evidence) != HF_PREDICTS ||
           hf_null_probes_answer(evidence->config, probes) == HF_PROBES_CANNOT_TELL;
}

const char *hf_stands_out_word(const hf_evidence *evidence, int64_t feature)
{
    return hf_probes_cannot_tell(evidence)                     ? "-"
           : hf_evidence_probes(evidence)->stands_out[feature] ? "yes"
                                                               : "no";
}

/* What there is to show. */
typedef struct shape {
    const hf_evidence *e;
    bool by_itself, beyond, probes, of_all;
} shape;

static shape shape_of(const hf_evidence *e)
{
    shape s = {.e = e,
               .beyond = hf_evidence_has_conditional(e),
               .probes = hf_evidence_probes(e) != NULL,
               .of_all = e->hidden_index < 0};
    for (int64_t f = 0; f < e->features->count; f++)
        s.by_itself |= !isnan(e->univariate.effect[f]);
    return s;
}

static void add_columns(const shape *s, hf_table *t)
{
    const char *span = s->of_all ? "predictions" : "all sizes";
    hf_table_column_add(t, HF_COLUMN_TERMINAL, 0, NULL, "%s", "");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    if (s->by_itself) {
        hf_table_column_add(t, 0, s->e->measured ? 9 : 4, "by itself",
                            s->e->measured ? "rho" : "AUC");
        if (!s->e->measured)
            hf_table_column_add(t, HF_COLUMN_NAME, 6, "by itself", "%s",
                                s->e->classes->count == 2 ? "higher in" : "class");
    }
    if (!s->of_all)
        hf_table_column_add(t, 0, 5, NULL, "this\nsize");
    hf_table_column_add(t, 0, 5, span, "%%");
    hf_table_column_add(t, 0, 8, span, "%s%%\ninterval",
                        hf_number_double(100 * s->e->config->significance.confidence).text);
    if (s->beyond)
        hf_table_column_add(t, 0, 5, NULL, "beyond\nq");
    if (s->probes)
        hf_table_column_add(t, 0, 6, s->of_all ? NULL : span, "stands\nout");
    hf_table_column_add(t, HF_COLUMN_BAR | HF_COLUMN_TERMINAL, 0, NULL, "%s", "");
}

static void add_q(double q, hf_table *t)
{
    const double least = 0.0005;
    if (q < least)
        hf_cell_text(t, "<0.001");
    else
        hf_cell_fixed(t, q, 3);
}

static void add_by_itself(const shape *s, int64_t feature, hf_table *t)
{
    const hf_direction direction = hf_evidence_direction_by_itself(s->e, feature);
    hf_text name = {0};
    hf_cell_fixed(t, hf_evidence_effect_shown(s->e, feature), 2);
    if (s->e->measured)
        return; /* its sign says which way */
    if (direction.towards >= 0)
        hf_layout_name(&name, s->e->classes->items[direction.towards], CLASS_WIDTH);
    t->failed |= name.failed;
    if (name.data && !name.failed)
        hf_cell_marked(t, hf_class_colour(s->e, direction.towards), direction.lower, name.data);
    else
        hf_cell_text(t, hf_evidence_effect(s->e, feature) == HF_EFFECT_CRAMERS_V ? "(V)" : "-");
    hf_text_free(&name);
}

static void add_interval(const shape *s, int64_t feature, hf_table *t)
{
    const hf_frequencies *f = hf_evidence_lead(s->e);
    if (isnan(f->frequency_low[feature]))
        hf_cell_text(t, "-");
    else
        hf_cell_text(t, "%s%s%s", hf_number_percent(f->frequency_low[feature]).text,
                     mark_of(s->e)->between, hf_number_percent(f->frequency_high[feature]).text);
}

static void add_feature(const shape *s, int64_t feature, bool is_member, hf_table *t)
{
    const hf_evidence *e = s->e;
    const hf_frequencies *f = hf_evidence_lead(e);
    hf_cell_number(t, e->place[e->lead][feature] + 1);
    hf_cell_text(t, "%s%s", is_member ? "  " : "", e->features->items[feature]);
    if (s->by_itself)
        add_by_itself(s, feature, t);
    if (!s->of_all)
        hf_cell_percent(t, hf_evidence_frequency(e, e->lead, feature));
    hf_cell_percent(t, f->frequency[feature]);
    add_interval(s, feature, t);
    if (s->beyond)
        add_q(hf_evidence_adds_q(e, feature), t);
    if (s->probes)
        hf_cell_name(t, hf_stands_out_word(e, feature));
    hf_cell_bar(t, hf_evidence_frequency(e, e->lead, feature),
                s->of_all ? f->frequency_low[feature] : NAN,
                s->of_all ? f->frequency_high[feature] : NAN);
}

/* How often any member is selected, and in brackets by chance. */
static void add_group(const shape *s, int64_t group, hf_table *t)
{
    const hf_evidence *e = s->e;
    const int64_t first = e->members[e->group_start[group]];
    hf_cell_empty(t);
    hf_cell_text(t, "%s group (%" PRId64 ")", hf_evidence_group_name(e, group),
                 hf_evidence_group_size(e, group));
    for (int column = 0; s->by_itself && column < (e->measured ? 1 : 2); column++)
        hf_cell_empty(t);
    if (!s->of_all)
        hf_cell_empty(t);
    hf_cell_percent(t, hf_evidence_lead(e)->group_frequency[first]);
    hf_cell_text(t, "(%s)", hf_number_percent(e->across.group_chance[first]).text);
    if (s->beyond)
        add_q(e->conditional.group_q_value[group], t);
    if (s->probes)
        hf_cell_empty(t);
    hf_cell_no_bar(t);
}

/* The `rows` most frequent features; those of a group stand below it, where its most frequent one
 * would. Returns whether there is a group of several. */
static bool add_rows(const shape *s, int64_t rows, hf_table *t)
{
    const hf_evidence *e = s->e;
    const int64_t *order = e->order[e->lead];
    bool any = false;
    for (int64_t i = 0; i < rows; i++) {
        const int64_t group = hf_evidence_group(e, order[i]);
        const bool is_member = group >= 0 && !hf_evidence_is_alone(e, order[i]);
        if (!is_member)
            add_feature(s, order[i], false, t);
        if (!is_member || order[i] != e->members[e->group_start[group]])
            continue;
        any = true;
        add_group(s, group, t);
        for (int64_t k = e->group_start[group]; k < e->group_start[group + 1]; k++)
            if (e->place[e->lead][e->members[k]] < rows)
                add_feature(s, e->members[k], true, t);
    }
    return any;
}

static void add_bar_words(const shape *s, hf_table *t)
{
    const interval_mark *mark = mark_of(s->e);
    hf_text_append(&t->bar_words, "Bars: o frequency");
    if (s->of_all)
        hf_text_append(&t->bar_words, ", %c interval%s%s%s", mark->in_bar,
                       mark->meaning ? " (" : "", mark->meaning ? mark->meaning : "",
                       mark->meaning ? ")" : "");
    hf_text_append(&t->bar_words, ", | chance.");
    t->bar_chance = hf_evidence_chance(s->e);
    t->bar_mark = mark->in_bar;
}

/* A page has no bars. */
static void add_page_words(const shape *s, bool any_group, hf_table *t)
{
    const interval_mark *mark = mark_of(s->e);
    hf_text *words = &t->page_words;
    if (any_group)
        hf_text_append(words, "Of a group: how often any of its features is selected, and in "
                              "brackets by chance. ");
    if (mark->meaning)
        hf_text_append(words, "The intervals (%s) are %s. ", mark->between, mark->meaning);
    if (s->by_itself && s->e->classes->count > 2)
        hf_text_append(words, "\u25B2: values are higher in the class; \u25BC: they are lower.");
}

void hf_table_main(const hf_evidence *evidence, int64_t listed, const char *caption,
                   hf_document *document)
{
    const int64_t features = evidence->features->count;
    const int64_t rows = listed > 0 && listed < features ? listed : features;
    const shape s = shape_of(evidence);
    hf_table *t = hf_document_table(document, "main-table", "%s", caption);
    t->in_order = true;
    add_bar_words(&s, t);
    add_columns(&s, t);
    const bool any = add_rows(&s, rows, t);
    add_page_words(&s, any, t);
    t->unlisted = features - rows;
    t->more = "--top 0 lists all";
    if (any)
        hf_text_append(&t->bar_words, " Of a group: how often any of its features is selected, and "
                                      "by chance.");
}
