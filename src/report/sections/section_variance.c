/* What makes a feature's rank vary: shares of seed, split, and both together. */
#include "sections.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

enum { SHARES = 3, FEATURES_LISTED = 10 };
static const char *const names[SHARES] = {"seed", "split", "both"};

typedef struct shares {
    double sum[SHARES];
    int64_t count; /* of hidden sizes and features in which they are defined */
} shares;

static void add_shares(const hf_evidence *e, int64_t h, int64_t feature, shares *into)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const int64_t i = h * f->features + feature;
    if (isnan(f->variance_seed[i]))
        return;
    into->sum[0] += f->variance_seed[i];
    into->sum[1] += f->variance_split[i];
    into->sum[2] += f->variance_interaction[i];
    into->count++;
}

/* Of the first so many features in the table's order. */
static shares mean_of(const hf_evidence *e, int64_t h, int64_t features)
{
    shares mean = {0};
    for (int64_t i = 0; i < features; i++)
        add_shares(e, h, e->order[e->lead][i], &mean);
    return mean;
}

static bool is_asked(const hf_evidence *e, int64_t h)
{
    return e->hidden_index < 0 || h == e->hidden_index;
}

static void add_cells(const shares *of, hf_table *t)
{
    for (int i = 0; i < SHARES; i++)
        hf_cell_percent(t, of->count > 0 ? of->sum[i] / (double)of->count : NAN);
}

static void add_columns(hf_table *t, const char *first, int width, const char *span)
{
    if (first)
        hf_table_column_add(t, HF_COLUMN_NAME, width, NULL, "%s", first);
    for (int i = 0; i < SHARES; i++)
        hf_table_column_add(t, 0, 7, span, "%s", names[i]);
}

static void add_sizes(const hf_evidence *e, int64_t top, hf_undefined *undefined, hf_document *d)
{
    char span[40];
    hf_table *t = hf_document_table(
        d, "variance-table",
        "What makes a feature's rank by %s vary: shares of its variance in %% (both: what "
        "only seed and split together do, and the rest).",
        hf_evidence_method(e, e->lead));
    snprintf(span, sizeof span, "the top %" PRId64, top);
    add_columns(t, "hidden size", 12, "all features");
    add_columns(t, NULL, 0, span);
    for (int64_t h = 0; h < e->grid->hiddens; h++) {
        const shares all = mean_of(e, h, e->features->count), of_top = mean_of(e, h, top);
        if (!is_asked(e, h))
            continue;
        if (all.count == 0) {
            hf_undefined_add(undefined, e, e->lead, HF_SIGNIFICANCE_VARIANCE_SEED,
                             h * e->features->count, "hidden size %" PRId64, e->grid->hidden[h]);
            continue;
        }
        hf_cell_text(t, "%" PRId64, e->grid->hidden[h]);
        add_cells(&all, t);
        add_cells(&of_top, t);
    }
}

static void add_features(const hf_evidence *e, int64_t top, hf_document *d)
{
    hf_table *t =
        hf_document_table(d, "variance-features-table", "The same for the most frequent features:");
    add_columns(t, "feature", 30, NULL);
    for (int64_t i = 0; i < top && i < FEATURES_LISTED; i++) {
        const int64_t feature = e->order[e->lead][i];
        shares mean = {0};
        for (int64_t h = 0; h < e->grid->hiddens; h++)
            if (is_asked(e, h))
                add_shares(e, h, feature, &mean);
        hf_cell_name(t, e->features->items[feature]);
        add_cells(&mean, t);
    }
}

/* Features whose rank never changes have no variance to share out. Returns how many shares are
 * defined. */
static int64_t add_left_out(const hf_evidence *e, hf_document *d)
{
    int64_t defined = 0, asked = 0;
    for (int64_t h = 0; h < e->grid->hiddens; h++) {
        const int64_t of_size = mean_of(e, h, e->features->count).count;
        if (of_size == 0 || !is_asked(e, h))
            continue;
        asked += e->features->count;
        defined += of_size;
    }
    if (defined < asked) {
        hf_text *line = hf_document_add(d, HF_BLOCK_NOTE);
        hf_text_append(line,
                       "Left out: %s of %s pairs of hidden size and feature in which the rank ",
                       hf_number_grouped(asked - defined).text, hf_number_grouped(asked).text);
        hf_text_append(line, "is the same in all networks.");
    }
    return defined;
}

void hf_section_variance(const hf_evidence *evidence, hf_document *document)
{
    const int64_t top = evidence->config->significance.top;
    hf_undefined undefined = {0};
    hf_document_say(document, HF_BLOCK_HEADING, "What makes ranks vary");
    add_sizes(evidence, top, &undefined, document);
    if (add_left_out(evidence, document) > 0)
        add_features(evidence, top, document);
    hf_undefined_note(&undefined, document);
    hf_document_say(document, HF_BLOCK_FIGURE, "variance");
}
