/* Do two networks select the same features, and which choice changes that most? */
#include "sections.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { DECIMALS = 2 };

static const char *const trust[] = {[HF_RESAMPLING_FIXED] = " (one seed or split)",
                                    [HF_RESAMPLING_FEW] = " (rough)",
                                    [HF_RESAMPLING_ENOUGH] = ""};

static void add_overlaps(const hf_evidence *e, hf_undefined *undefined, hf_document *d)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const struct {
        const char *label, *note;
        double value;
        hf_field field;
    } rows[] = {
        {"Phi of all networks", "1: always the same features; 0: chance", f->stability,
         HF_SIGNIFICANCE_STABILITY},
        {"Phi-cross: seed and split differ", NULL, f->stability_cross,
         HF_SIGNIFICANCE_STABILITY_CROSS},
        {"only the seed differs", "", f->stability_seed, HF_SIGNIFICANCE_STABILITY_SEED},
        {"only the split differs", "", f->stability_split, HF_SIGNIFICANCE_STABILITY_SPLIT},
        {"only the hidden size differs", "", f->stability_hidden, HF_SIGNIFICANCE_STABILITY_HIDDEN},
        {"Kendall's W of all ranks", "1: all rank alike; 0: no agreement", f->kendall_w,
         HF_SIGNIFICANCE_KENDALL_W},
    };
    hf_table *t = hf_document_table(
        d, "stability-table",
        "How far two networks agree on the top %" PRId64 " by %s%s: the overlap of pairs, with its "
        "%s%% interval.",
        e->config->significance.top, hf_evidence_method(e, e->lead), hf_all_sizes(e),
        hf_number_double(100 * e->config->significance.confidence).text);
    hf_table_column_add(t, HF_COLUMN_NAME, 32, NULL, "%s", "");
    hf_table_column_add(t, 0, 5, NULL, "%s", "");
    hf_table_column_add(t, HF_COLUMN_WRAPPED, 0, NULL, "%s", "");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hf_cell_name(t, rows[i].label);
        hf_cell_fixed(t, rows[i].value, DECIMALS);
        if (rows[i].note)
            hf_cell_name(t, isnan(rows[i].value) ? "" : rows[i].note);
        else if (isnan(f->stability_cross_low))
            hf_cell_empty(t);
        else
            hf_cell_text(t, "%s to %s%s", hf_number_fixed(f->stability_cross_low, DECIMALS).text,
                         hf_number_fixed(f->stability_cross_high, DECIMALS).text,
                         trust[hf_evidence_resampling(e)]);
        hf_undefined_add(undefined, e, e->lead, rows[i].field, 0, "%s", rows[i].label);
    }
    if (!isnan(f->stability_cross))
        hf_undefined_add(undefined, e, e->lead, HF_SIGNIFICANCE_STABILITY_CROSS_LOW, 0,
                         "the interval of Phi-cross");
}

/* Phi if another number of features were significant: 1, 2, 5, 10, 20 ... */
static void add_by_k(const hf_evidence *e, hf_document *d)
{
    static const int64_t steps[] = {1, 2, 5};
    const hf_frequencies *f = hf_evidence_lead(e);
    hf_text line = {0};
    hf_list list = {.text = &line, .most = 20};
    for (int64_t scale = 1; scale <= f->ranks; scale *= 10)
        for (int i = 0; i < 3; i++) {
            const int64_t k = scale * steps[i];
            const bool is_rest = k == HF_RANKS_KEPT && f->features > HF_RANKS_KEPT;
            if (k > f->ranks || isnan(f->stability_by_k[k - 1]) || is_rest || !hf_list_next(&list))
                continue;
            hf_text_append(&line, "%s (k = %" PRId64 ")",
                           hf_number_fixed(f->stability_by_k[k - 1], DECIMALS).text, k);
        }
    d->failed |= line.failed;
    if (list.count > 1 && !line.failed)
        hf_document_say(d, HF_BLOCK_NOTE, "Phi for other k: %s.", line.data);
    hf_text_free(&line);
}

static void add_by_hidden(const hf_evidence *e, hf_undefined *undefined, hf_document *d)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const struct {
        const char *name;
        hf_field field;
        const double *values;
    } columns[] = {
        {"Phi", HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, f->stability_by_hidden},
        {"Phi-cross", HF_SIGNIFICANCE_STABILITY_CROSS_BY_HIDDEN, f->stability_cross_by_hidden},
        {"Kendall's W", HF_SIGNIFICANCE_KENDALL_W_BY_HIDDEN, f->kendall_w_by_hidden}};
    if (f->hiddens < 2)
        return;
    hf_table *t = hf_document_table(d, "stability-by-hidden-table", "By hidden size:");
    hf_table_column_add(t, HF_COLUMN_NAME, 12, NULL, "hidden size");
    hf_table_column_add(t, 0, 8, NULL, "networks");
    for (int c = 0; c < 3; c++)
        hf_table_column_add(t, 0, 9, NULL, "%s", columns[c].name);
    for (int64_t h = 0; h < f->hiddens; h++) {
        if (e->hidden_index >= 0 && h != e->hidden_index)
            continue;
        hf_cell_text(t, "%" PRId64, e->grid->hidden[h]);
        hf_cell_number(t, f->voters_by_hidden[h]);
        for (int c = 0; c < 3; c++) {
            hf_cell_fixed(t, columns[c].values[h], DECIMALS);
            hf_undefined_add(undefined, e, e->lead, columns[c].field, h, "%s with %" PRId64,
                             columns[c].name, e->grid->hidden[h]);
        }
    }
}

/* On a page: how far the frequencies of each split are from those of all. */
static void add_splits(const hf_evidence *e, hf_document *d)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    hf_table *t = hf_document_table(
        d, "splits-table",
        "The splits: how far the frequencies of a split are from those of all (mean over the "
        "features), and how its networks fared.");
    const char *const heads[] = {
        "split",     "networks", "difference from all, points",
        "learned %", "diverged", e->measured ? "test R2" : "balanced accuracy %"};
    for (int c = 0; c < 6; c++)
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "%s", heads[c]);
    for (int64_t p = 0; p < f->splits; p++) {
        const hf_tally *tally = &e->by_split[p];
        const double done = tally->done > 0 ? (double)tally->done : NAN;
        hf_cell_number(t, p);
        hf_cell_number(t, f->voters_by_split[p]);
        hf_cell_fixed(t, 100 * e->split_deviation[p], 1);
        hf_cell_percent(t, (double)tally->learned / done);
        hf_cell_number(t, tally->diverged);
        if (e->measured)
            hf_cell_fixed(t, tally->balanced_accuracy / done, 2);
        else
            hf_cell_percent(t, tally->balanced_accuracy / done);
    }
}

void hf_section_stability(const hf_evidence *evidence, hf_document *document)
{
    hf_undefined undefined = {0};
    hf_document_say(document, HF_BLOCK_HEADING, "Stability");
    add_overlaps(evidence, &undefined, document);
    add_by_k(evidence, document);
    hf_undefined_note(&undefined, document);
    add_by_hidden(evidence, &undefined, document);
    hf_undefined_note(&undefined, document);
    hf_document_say(document, HF_BLOCK_FIGURE, "by-hidden");
    hf_document_say(document, HF_BLOCK_FIGURE, "by-split");
    add_splits(evidence, document);
    hf_document_say(document, HF_BLOCK_FIGURE, "stability");
}
