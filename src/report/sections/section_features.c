/* The features by the method that leads: frequency, interval, mean rank and a bar with all of it.
 */
#include "sections.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* How an interval is written and drawn: by how far it can be trusted. */
static const struct {
    const char *between; /* its limits */
    char in_bar;
    const char *meaning;
} marks[] = {
    [HF_RESAMPLING_FIXED] = {"..", '.', "of one seed or one split only"},
    [HF_RESAMPLING_FEW] = {"~", '~', "rough, of few seeds or splits"},
    [HF_RESAMPLING_ENOUGH] = {"-", '=', NULL},
};

static void add_columns(const hf_evidence *e, hf_table *t)
{
    const char *span = e->hidden_index < 0 ? NULL : "all sizes";
    hf_table_column_add(t, HF_COLUMN_TERMINAL, 0, NULL, "%s", "");
    hf_table_column_add(t, HF_COLUMN_NAME, 0, NULL, "feature");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "place");
    if (span)
        hf_table_column_add(t, 0, 5, NULL, "this\nsize");
    hf_table_column_add(t, 0, 5, span, "%%");
    hf_table_column_add(t, HF_COLUMN_TERMINAL, 8, span, "%s%%\ninterval",
                        hf_number_double(100 * e->config->significance.confidence).text);
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "from %%");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "to %%");
    hf_table_column_add(t, 0, 4, span, "mean\nrank");
    if (hf_evidence_probes(e)) {
        hf_table_column_add(t, 0, 6, span, "stands\nout");
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "draws that select it %%");
    }
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "mean importance");
    for (int64_t i = 1; i < e->methods; i++)
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "%s",
                            hf_evidence_method(e, hf_evidence_method_at(e, i)));
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "correlated group");
    hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "group's frequency %%");
    hf_table_column_add(t, HF_COLUMN_BAR, 0, NULL, "%s", "");
}

static void add_interval(const hf_evidence *e, int64_t feature, hf_table *t)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    if (isnan(f->frequency_low[feature]))
        hf_cell_text(t, "-");
    else
        hf_cell_text(t, "%s%s%s", hf_number_percent(f->frequency_low[feature]).text,
                     marks[hf_evidence_resampling(e)].between,
                     hf_number_percent(f->frequency_high[feature]).text);
}

static bool probes_cannot_tell(const hf_evidence *e)
{
    const hf_null_probes *probes = hf_evidence_probes(e);
    return probes && hf_null_probes_answer(e->config, probes) == HF_PROBES_CANNOT_TELL;
}

static void add_row(const hf_evidence *e, int64_t place, hf_table *t)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const hf_null_probes *probes = hf_evidence_probes(e);
    const int64_t i = e->order[e->lead][place];
    const double shown = hf_evidence_frequency(e, e->lead, i);
    const bool of_all = e->hidden_index < 0;
    const bool cannot_tell = probes_cannot_tell(e);
    hf_cell_number(t, place + 1);
    hf_cell_name(t, e->features->items[i]);
    hf_cell_number(t, place + 1);
    if (!of_all)
        hf_cell_percent(t, shown);
    hf_cell_percent(t, f->frequency[i]);
    add_interval(e, i, t);
    hf_cell_percent(t, f->frequency_low[i]);
    hf_cell_percent(t, f->frequency_high[i]);
    hf_cell_fixed(t, f->mean_rank[i], 1);
    if (probes) {
        hf_cell_name(t, probes->stands_out[i] ? "yes" : cannot_tell ? "-" : "no");
        hf_cell_percent(t, probes->selected_share[i]);
    }
    hf_cell_significant(t, f->mean_importance[i], 4);
    for (int64_t m = 1; m < e->methods; m++)
        hf_cell_percent(t, e->frequencies[hf_evidence_method_at(e, m)].frequency[i]);
    hf_cell_fixed(t, e->across.group[i] < 0 ? NAN : e->across.group[i] + 1.0, 0);
    hf_cell_percent(t, f->group_frequency[i]);
    hf_cell_bar(t, shown, of_all ? f->frequency_low[i] : NAN, of_all ? f->frequency_high[i] : NAN);
}

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
    hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
    hf_text_append(line, "Mean rank: 1 is the most important.");
    if (hf_evidence_probes(e))
        hf_text_append(line,
                       " Stands out: at least half of the draws with permuted copies of the "
                       "features select it%s.",
                       probes_cannot_tell(e) ? "; -, the comparison cannot tell" : "");
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

static void add_bar_words(const hf_evidence *e, hf_table *t)
{
    const int trust = hf_evidence_resampling(e);
    const char *meaning = marks[trust].meaning;
    hf_text_append(&t->bar_words, "Bars: o frequency");
    if (e->hidden_index < 0)
        hf_text_append(&t->bar_words, ", %c interval%s%s%s", marks[trust].in_bar,
                       meaning ? " (" : "", meaning ? meaning : "", meaning ? ")" : "");
    hf_text_append(&t->bar_words, ", | chance.");
    t->bar_chance = hf_evidence_chance(e);
    t->bar_mark = marks[trust].in_bar;
}

void hf_section_features(const hf_evidence *evidence, int64_t listed, hf_document *document)
{
    const hf_evidence *e = evidence;
    const int64_t features = e->features->count, top = e->config->significance.top;
    hf_text counted = {0};
    hf_append_counted(e, e->lead, &counted);
    hf_document_say(document, HF_BLOCK_HEADING, "Features");
    hf_document_say(document, HF_BLOCK_FIGURE, "frequency");
    hf_table *t =
        hf_document_table(document, "features-table",
                          "How often each feature is among a network's top %" PRId64
                          " of %s, in %% of %s, ordered by %s",
                          top, hf_number_grouped(features).text, counted.data ? counted.data : "",
                          hf_evidence_method(e, e->lead));
    if (e->hidden_index >= 0)
        hf_text_append(&t->caption,
                       ". The first column and the bars are of hidden size %" PRId64
                       ", the columns below \"all sizes\" of all of them together",
                       e->grid->hidden[e->hidden_index]);
    hf_text_append(&t->caption, ". Chance is %" PRId64 "/%" PRId64 " = %s%%.", top, features,
                   hf_number_percent(hf_evidence_chance(e)).text);
    t->failed |= counted.failed;
    hf_text_free(&counted);
    t->listed = listed;
    t->more = "--top 0 lists all";
    add_bar_words(e, t);
    add_columns(e, t);
    for (int64_t place = 0; place < features; place++)
        add_row(e, place, t);
    add_notes(e, listed > 0 && listed < features ? listed : features, document);
    hf_document_say(document, HF_BLOCK_FIGURE, "ranks");
}
