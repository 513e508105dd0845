/* The features by the method that leads: frequency, interval, mean rank; what they are by
 * themselves and beyond the others. */
#include "findings/thresholds.h"
#include "sections.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { NAMES_LISTED = 8 };

/* ---- a page: every column, to be sorted ---- */

static void add_columns(const hf_evidence *e, hf_table *t)
{
    const char *const tests[] = {e->measured ? "by itself: rho" : "by itself: AUC",
                                 "higher values in", "by itself: q", "by the networks",
                                 "beyond the others: q"};
    const char *span = e->hidden_index < 0 ? NULL : "all sizes";
    hf_table_column_add(t, HF_COLUMN_NAME | HF_COLUMN_PAGE, 0, NULL, "feature");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "place");
    if (span)
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "this\nsize");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, span, "%%");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "from %%");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "to %%");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, span, "mean\nrank");
    if (hf_evidence_probes(e)) {
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, span, "stands\nout");
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "draws that select it %%");
    }
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "mean importance");
    for (int64_t i = 1; i < e->methods; i++)
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "%s",
                            hf_evidence_method(e, hf_evidence_method_at(e, i)));
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "correlated group");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "group's frequency %%");
    for (int i = 0; i < 5; i++)
        hf_table_column_add(t, HF_COLUMN_PAGE | (i == 1 || i == 3 ? HF_COLUMN_NAME : 0), 0, NULL,
                            "%s", tests[i]);
}

static void add_direction(const hf_evidence *e, hf_direction direction, hf_table *t)
{
    if (direction.towards < 0)
        hf_cell_empty(t);
    else
        hf_cell_marked(t, hf_class_colour(e, direction.towards), direction.lower,
                       e->classes->items[direction.towards]);
}

static void add_tests(const hf_evidence *e, int64_t i, hf_table *t)
{
    hf_cell_fixed(t, hf_evidence_effect_shown(e, i), 3);
    add_direction(e, hf_evidence_direction_by_itself(e, i), t);
    hf_cell_significant(t, e->univariate.q_value[i], 3);
    add_direction(e, hf_evidence_direction(e, i), t);
    hf_cell_fixed(t, hf_evidence_adds_q(e, i), 4);
}

static void add_row(const hf_evidence *e, int64_t place, hf_table *t)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const hf_null_probes *probes = hf_evidence_probes(e);
    const int64_t i = e->order[e->lead][place];
    hf_cell_name(t, e->features->items[i]);
    hf_cell_number(t, place + 1);
    if (e->hidden_index >= 0)
        hf_cell_percent(t, hf_evidence_frequency(e, e->lead, i));
    hf_cell_percent(t, f->frequency[i]);
    hf_cell_percent(t, f->frequency_low[i]);
    hf_cell_percent(t, f->frequency_high[i]);
    hf_cell_fixed(t, f->mean_rank[i], 1);
    if (probes) {
        hf_cell_name(t, hf_stands_out_word(e, i));
        hf_cell_percent(t, probes->selected_share[i]);
    }
    hf_cell_significant(t, f->mean_importance[i], 4);
    for (int64_t m = 1; m < e->methods; m++)
        hf_cell_percent(t, e->frequencies[hf_evidence_method_at(e, m)].frequency[i]);
    hf_cell_fixed(t, e->across.group[i] < 0 ? NAN : e->across.group[i] + 1.0, 0);
    hf_cell_percent(t, f->group_frequency[i]);
    add_tests(e, i, t);
}

static void add_page_table(const hf_evidence *e, hf_document *d)
{
    hf_table *t = hf_document_table(d, "features-table",
                                    "All numbers of each feature, by every method; to be sorted");
    t->is_folded = true;
    add_columns(e, t);
    for (int64_t place = 0; place < e->features->count; place++)
        add_row(e, place, t);
}

/* ---- what both tables need said ---- */

/* "0.0 0.0-20.6" and "100.0 79.4-100.0" look like mistakes. */
static void add_edge(const hf_evidence *e, int64_t rows, bool always, hf_document *d)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    for (int64_t row = 0; row < rows; row++) {
        const int64_t i = e->order[e->lead][row];
        const double low = f->frequency_low[i], high = f->frequency_high[i];
        if (f->frequency[i] != (always ? 1 : 0) || !(high > low))
            continue;
        hf_document_say(d, HF_BLOCK_NOTE,
                        "%s: %s selected; frequencies %s %s%% cannot be ruled out.",
                        always ? "100.0" : "0.0", always ? "always" : "never",
                        always ? "down to" : "up to", hf_number_percent(always ? low : high).text);
        return;
    }
}

static void add_notes(const hf_evidence *e, int64_t rows, hf_document *d)
{
    const int64_t top = e->config->significance.top;
    hf_undefined undefined = {0};
    if (hf_evidence_probes(e))
        hf_document_say(d, HF_BLOCK_NOTE,
                        "Stands out: at least half of the draws with permuted copies of the "
                        "features select it%s.",
                        hf_probes_cannot_tell(e) ? "; -, the comparison cannot tell" : "");
    if (!hf_evidence_selects_all(e)) {
        add_edge(e, rows, true, d);
        add_edge(e, rows, false, d);
        if (top > 1)
            hf_document_say(d, HF_BLOCK_NOTE,
                            "Every network must name %" PRId64 " features, so irrelevant ones look "
                            "frequent if fewer than %" PRId64 " matter.",
                            top, top);
    }
    hf_undefined_add(&undefined, e, e->lead, HF_SIGNIFICANCE_FREQUENCY_LOW, 0, "the intervals");
    hf_undefined_note(&undefined, d);
}

/* Of the conditional test: features about which it says little. */
static void add_doubts(const hf_evidence *e, hf_document *d)
{
    hf_text names = {0};
    hf_list list = {.text = &names, .most = NAMES_LISTED};
    for (int64_t i = 0; i < e->features->count; i++) {
        const int64_t f = e->order[e->lead][i];
        if (!hf_evidence_is_alone(e, f) && !isnan(e->conditional.q_value[f]) &&
            e->conditional.own_variation[f] < hf_limits.own_variation && hf_list_next(&list))
            hf_text_append(&names, "%s", e->features->items[f]);
    }
    hf_list_end(&list);
    d->failed |= names.failed;
    if (list.count > 0 && !names.failed)
        hf_document_say(d, HF_BLOCK_NOTE, "Cannot be told from others, see their group: %s.",
                        names.data);
    hf_text_free(&names);
}

static void add_meanings(const hf_evidence *e, hf_document *d)
{
    hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
    bool any = false;
    for (int64_t f = 0; f < e->features->count; f++)
        any |= !isnan(e->univariate.effect[f]);
    if (any && e->measured)
        hf_text_append(line, "rho: Spearman's correlation of the feature and %s.",
                       e->classes->items[0]);
    else if (any && e->classes->count == 2)
        hf_text_append(line, "AUC: of the feature by itself, for the class in which it is higher.");
    else if (any)
        hf_text_append(line, "AUC: of the feature by itself, for the class that it tells best from "
                             "the others; -: values are lower in it.");
    if (any && hf_evidence_categories(e) > 0)
        hf_text_append(line, e->measured ? " Of a category: epsilon squared, from 0 to 1."
                                         : " (V): Cramér's V of a category, from 0 to 1.");
    if (hf_evidence_has_conditional(e))
        hf_text_append(line, "%sq: what it adds beyond all others; at most %s counts as found%s.",
                       any ? " " : "", hf_number_double(e->config->significance.fdr).text,
                       hf_evidence_prediction(e) == HF_PREDICTS
                           ? ""
                           : ", if the networks are shown to predict");
    const bool of_seeds = e->across.seed_resampling != HF_RESAMPLING_FIXED;
    const bool of_splits = e->across.split_resampling != HF_RESAMPLING_FIXED;
    if (of_seeds || of_splits)
        hf_document_say(d, HF_BLOCK_NOTE,
                        "Intervals of frequencies are about other %s%s%s, not about other samples.",
                        of_seeds ? "seeds" : "", of_seeds && of_splits ? " and " : "",
                        of_splits ? "splits" : "");
}

static void append_caption(const hf_evidence *e, hf_text *caption)
{
    const int64_t features = e->features->count, top = e->config->significance.top;
    hf_text_append(caption,
                   "How often each feature is among a network's top %" PRId64 " of %s, in %% of ",
                   top, hf_number_grouped(features).text);
    hf_append_counted(e, e->lead, caption);
    hf_text_append(caption, ", ordered by %s", hf_evidence_method(e, e->lead));
    if (e->hidden_index >= 0)
        hf_text_append(caption,
                       ". The first column and the bars are of hidden size %" PRId64
                       ", the columns below \"all sizes\" of all of them together",
                       e->grid->hidden[e->hidden_index]);
    hf_text_append(caption, ". Chance is %" PRId64 "/%" PRId64 " = %s%%.", top, features,
                   hf_number_percent(hf_evidence_chance(e)).text);
}

void hf_section_features(const hf_evidence *evidence, int64_t listed, hf_document *document)
{
    const int64_t features = evidence->features->count;
    hf_text caption = {0};
    append_caption(evidence, &caption);
    document->failed |= caption.failed;
    if (!document->failed) {
        hf_document_say(document, HF_BLOCK_HEADING, "Features");
        hf_table_main(evidence, listed, caption.data, document);
        add_notes(evidence, listed > 0 && listed < features ? listed : features, document);
        add_meanings(evidence, document);
        hf_section_levels(evidence, listed > 0 && listed < features ? listed : features, document);
        add_doubts(evidence, document);
        hf_document_say(document, HF_BLOCK_FIGURE, "side-by-side");
        add_page_table(evidence, document);
        hf_document_say(document, HF_BLOCK_FIGURE, "frequency");
        hf_document_say(document, HF_BLOCK_FIGURE, "ranks");
    }
    hf_text_free(&caption);
}
