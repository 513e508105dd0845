/* What makes a feature's rank vary: shares of seed, split, and both together. */
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum { SHARES = 3, NAME = 30, FEATURES_LISTED = 10 };

typedef struct shares {
    double sum[SHARES];
    int64_t count; /* of hidden sizes and features in which they are defined */
} shares;

static void add_shares(const hf_summary *s, int64_t h, int64_t feature, shares *into)
{
    const hf_frequencies *f = hf_summary_lead(s);
    const int64_t i = h * f->features + feature;
    if (isnan(f->variance_seed[i]))
        return;
    into->sum[0] += f->variance_seed[i];
    into->sum[1] += f->variance_split[i];
    into->sum[2] += f->variance_interaction[i];
    into->count++;
}

/* Of the first so many features in the table's order. */
static shares mean_of(const hf_summary *s, int64_t h, int64_t features)
{
    shares mean = {0};
    for (int64_t i = 0; i < features; i++)
        add_shares(s, h, s->order[s->lead][i], &mean);
    return mean;
}

static shares of_feature(const hf_summary *s, int64_t feature)
{
    shares mean = {0};
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        if (s->hidden_index < 0 || h == s->hidden_index)
            add_shares(s, h, feature, &mean);
    return mean;
}

static void append_shares(const shares *of, hf_text *text)
{
    for (int i = 0; i < SHARES; i++)
        hf_text_append(text, " %6s",
                       of->count > 0 ? hf_number_percent(of->sum[i] / (double)of->count).text
                                     : "-");
}

static void append_sizes(const hf_summary *s, int64_t top, hf_undefined *undefined, hf_text *text)
{
    char head[40];
    snprintf(head, sizeof head, "the top %" PRId64, top);
    hf_text_append(text, "\n  %-12s %20s   %20s\n", "hidden", "all features", head);
    hf_text_append(text, "  %-12s %6s %6s %6s   %6s %6s %6s\n", "size", "seed", "split", "both",
                   "seed", "split", "both");
    for (int64_t h = 0; h < s->grid->hiddens; h++) {
        const shares all = mean_of(s, h, s->features->count), of_top = mean_of(s, h, top);
        if (s->hidden_index >= 0 && h != s->hidden_index)
            continue;
        hf_text_append(text, "  %-12" PRId64, s->grid->hidden[h]);
        append_shares(&all, text);
        hf_text_append(text, "  ");
        append_shares(&of_top, text);
        hf_text_append(text, "\n");
        if (all.count == 0) {
            snprintf(head, sizeof head, "hidden size %" PRId64, s->grid->hidden[h]);
            hf_undefined_add(undefined, s, s->lead, HF_SIGNIFICANCE_VARIANCE_SEED,
                             h * s->features->count, head);
        }
    }
}

static void append_features(const hf_summary *s, int64_t top, hf_text *text)
{
    hf_text_append(text, "\n  %-*s %6s %6s %6s\n", NAME, "feature", "seed", "split", "both");
    for (int64_t i = 0; i < top && i < FEATURES_LISTED; i++) {
        const int64_t feature = s->order[s->lead][i];
        const shares mean = of_feature(s, feature);
        hf_text_append(text, "  ");
        hf_layout_padded_name(text, s->features->items[feature], NAME);
        append_shares(&mean, text);
        hf_text_append(text, "\n");
    }
}

/* Features whose rank never changes have no variance to share out. */
static void append_left_out(const hf_summary *s, int columns, hf_text *text)
{
    int64_t without = 0, asked = 0;
    hf_text line = {0};
    for (int64_t h = 0; h < s->grid->hiddens; h++) {
        const int64_t defined = mean_of(s, h, s->features->count).count;
        if (defined == 0 || (s->hidden_index >= 0 && h != s->hidden_index))
            continue;
        asked += s->features->count;
        without += s->features->count - defined;
    }
    if (without == 0)
        return;
    hf_text_append(&line, "Left out: %s of %s pairs of hidden size and feature in which the rank ",
                   hf_number_grouped(without).text, hf_number_grouped(asked).text);
    hf_text_append(&line, "is the same in all replicas.");
    hf_summary_paragraph(text, "  ", &line, columns);
}

void hf_summary_variance(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    const int64_t top = s->config->significance.top;
    hf_undefined undefined = {0};
    hf_text line = {0};
    hf_text table = {0};
    int64_t defined = 0;
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        if (s->hidden_index < 0 || h == s->hidden_index)
            defined += mean_of(s, h, s->features->count).count;
    hf_text_append(&line, "What makes a feature's rank by %s vary: shares of its variance in %%",
                   hf_summary_method(s, s->lead));
    hf_text_append(&line, " (both: what seed and split do together only, and the rest)");
    hf_text_append(text, "\n");
    hf_summary_paragraph(text, "", &line, columns);
    append_sizes(s, top, &undefined, &table);
    if (defined > 0) {
        append_features(s, top, &table);
        text->failed |= table.failed;
        if (!table.failed)
            hf_text_append_bytes(text, table.data, table.length);
        append_left_out(s, columns, text);
    }
    hf_undefined_append(&undefined, columns, text);
    hf_text_free(&table);
}
