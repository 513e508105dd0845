/* The methods beside each other: a sensitivity analysis of what the leading one says. */
#include "sections.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { NAMES_LISTED = 8, FEATURES_LISTED = 20, VALUE = 5 };

/* For a terminal Phi and the agreement with the methods above; a page has the agreement as a
 * figure, and all of the stability. */
static void add_methods(const hf_evidence *e, hf_document *d)
{
    static const char *const heads[] = {
        "Phi-cross", "from", "to", "seeds differ", "splits differ", "sizes differ", "Kendall's W"};
    hf_table *t = hf_document_table(
        d, "methods-table",
        "%s leads; the others show how much depends on the definition of importance%s.",
        hf_evidence_method(e, e->lead), hf_all_sizes(e));
    hf_table_column_add(t, HF_COLUMN_TERMINAL, 0, NULL, "%s", "");
    hf_table_column_add(t, HF_COLUMN_NAME, 20, NULL, "method");
    hf_table_column_add(t, 0, 8, NULL, "networks");
    hf_table_column_add(t, 0, VALUE, NULL, "Phi");
    for (int64_t n = 1; n < e->methods; n++)
        hf_table_column_add(t, HF_COLUMN_TERMINAL | HF_COLUMN_OPTIONAL, VALUE,
                            "mean Spearman's rho with", "%" PRId64, n);
    for (int c = 0; c < 7; c++)
        hf_table_column_add(t, HF_COLUMN_PAGE, 0, NULL, "%s", heads[c]);
    for (int64_t i = 0; i < e->methods; i++) {
        const int64_t m = hf_evidence_method_at(e, i);
        const hf_frequencies *f = &e->frequencies[m];
        const double values[] = {
            f->stability_cross, f->stability_cross_low, f->stability_cross_high,
            f->stability_seed,  f->stability_split,     f->stability_hidden,
            f->kendall_w};
        hf_cell_number(t, i + 1);
        hf_cell_name(t, hf_evidence_method(e, m));
        hf_cell_number(t, f->voters);
        hf_cell_fixed(t, f->stability, 2);
        for (int64_t n = 0; n + 1 < e->methods; n++)
            if (n < i)
                hf_cell_fixed(t, e->across.agreement[m * e->methods + hf_evidence_method_at(e, n)],
                              2);
            else
                hf_cell_empty(t);
        for (int c = 0; c < 7; c++)
            hf_cell_fixed(t, values[c], 2);
    }
}

/* Two methods that no network ranks by both, and methods without a Phi. */
static void add_undefined(const hf_evidence *e, hf_document *d)
{
    hf_undefined undefined = {0};
    bool all_agree = true;
    for (int64_t i = 1; i < e->methods; i++) {
        const int64_t m = hf_evidence_method_at(e, i);
        hf_undefined_add(&undefined, e, m, HF_SIGNIFICANCE_STABILITY, 0, "%s",
                         hf_evidence_method(e, m));
    }
    hf_undefined_note(&undefined, d);
    for (int64_t i = 0; i < e->methods * e->methods; i++)
        all_agree &= !isnan(e->across.agreement[i]);
    if (!all_agree)
        hf_document_say(d, HF_BLOCK_NOTE,
                        "Not defined: the rho of two methods if no network is ranked by both.");
}

/* ---- the features that any method has among its k most frequent ones ---- */

static bool is_on_any_top(const hf_evidence *e, int64_t feature)
{
    for (int64_t m = 0; m < e->methods; m++)
        if (hf_evidence_voters(e, m) > 0 && hf_evidence_is_on_top(e, m, feature))
            return true;
    return false;
}

/* For a terminal: a page has them in the table of features. */
static void add_features(const hf_evidence *e, hf_document *d)
{
    hf_table *t = hf_document_table(
        d, "frequencies-table",
        "Frequencies in %% by method: the features that any of them has among its first %" PRId64,
        e->config->significance.top);
    if (e->hidden_index >= 0)
        hf_text_append(&t->caption, ", with hidden size %" PRId64,
                       e->grid->hidden[e->hidden_index]);
    hf_text_append(&t->caption, ".");
    t->listed = FEATURES_LISTED;
    hf_table_column_add(t, HF_COLUMN_NAME | HF_COLUMN_TERMINAL, 22, NULL, "feature");
    for (int64_t i = 0; i < e->methods; i++)
        hf_table_column_add(t, HF_COLUMN_OPTIONAL | HF_COLUMN_TERMINAL, VALUE, NULL, "%" PRId64,
                            i + 1);
    for (int64_t row = 0; row < e->features->count; row++) {
        const int64_t feature = e->order[e->lead][row];
        if (!is_on_any_top(e, feature))
            continue;
        hf_cell_name(t, e->features->items[feature]);
        for (int64_t i = 0; i < e->methods; i++)
            hf_cell_percent(t, hf_evidence_frequency(e, hf_evidence_method_at(e, i), feature));
    }
}

/* ---- in words ---- */

static bool is_shared_by_all(const hf_evidence *e, int64_t feature)
{
    for (int64_t m = 0; m < e->methods; m++)
        if (hf_evidence_names_features(e, m) &&
            (hf_evidence_voters(e, m) == 0 || !hf_evidence_is_on_top(e, m, feature)))
            return false;
    return true;
}

static void append_shared_by_all(const hf_evidence *e, bool all_compared, hf_text *line)
{
    const char *all = all_compared ? "all methods" : "all methods but tutorial";
    hf_list list = {.text = line, .most = NAMES_LISTED};
    for (int64_t i = 0; i < e->config->significance.top; i++) {
        const int64_t feature = e->order[e->lead][i];
        if (!is_shared_by_all(e, feature))
            continue;
        if (list.count == 0)
            hf_text_append(line, " Common to %s: ", all);
        if (hf_list_next(&list))
            hf_text_append(line, "%s", e->features->items[feature]);
    }
    hf_list_end(&list);
    if (list.count == 0)
        hf_text_append(line, " None is common to %s", all);
    hf_text_append(line, ".");
}

static void add_in_common(const hf_evidence *e, hf_document *d)
{
    const double top = (double)e->config->significance.top;
    int64_t compared = 0;
    for (int64_t m = 0; m < e->methods; m++)
        compared += m != e->lead && hf_evidence_names_features(e, m);
    if (compared == 0 || hf_evidence_selects_all(e) || !hf_evidence_names_features(e, e->lead))
        return;
    hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
    hf_list list = {.text = line, .most = HF_METHODS};
    if (top > 1)
        hf_text_append(line,
                       "Of the %.0f most frequent features of %s, other methods have among "
                       "theirs: ",
                       top, hf_evidence_method(e, e->lead));
    else
        hf_text_append(line,
                       "The most frequent feature of %s is first by other methods (1) or not "
                       "(0): ",
                       hf_evidence_method(e, e->lead));
    for (int64_t m = 0; m < e->methods; m++) {
        if (m == e->lead || !hf_evidence_names_features(e, m) || !hf_list_next(&list))
            continue;
        hf_text_append(line, "%s ", hf_evidence_method(e, m));
        if (hf_evidence_voters(e, m) > 0)
            hf_text_append(line, "%" PRId64, hf_evidence_in_common(e, m));
        else
            hf_text_append(line, "- (no network is counted)");
    }
    hf_text_append(line, " (by chance %s).", hf_number_fixed(top * hf_evidence_chance(e), 1).text);
    append_shared_by_all(e, compared == e->methods - 1, line);
}

void hf_section_methods(const hf_evidence *evidence, hf_document *document)
{
    const hf_evidence *e = evidence;
    if (e->methods < 2)
        return;
    hf_document_say(document, HF_BLOCK_HEADING, "Methods");
    hf_document_say(document, HF_BLOCK_FIGURE, "methods");
    hf_document_say(document, HF_BLOCK_FIGURE, "agreement");
    add_methods(e, document);
    add_undefined(e, document);
    add_features(e, document);
    add_in_common(e, document);
    hf_document_say(document, HF_BLOCK_NOTE,
                    "%s. Choosing a method after seeing the results biases them.",
                    e->lead == 0 ? "The first of significance.methods leads"
                                 : "This method leads because --method asked for it");
}
