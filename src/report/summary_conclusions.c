/* What may be concluded from the table, in words. */
#include "layout.h"
#include "number.h"
#include "summary.h"
#include <inttypes.h>
#include <math.h>

enum { NAMES_LISTED = 8 };

/* Appends and releases a line as one point of a list. */
static void append_point(hf_text *text, hf_text *line, int columns)
{
    text->failed |= line->failed;
    if (!text->failed)
        hf_layout_paragraph(text, "- ", line->data, columns);
    hf_text_free(line);
}

/* The features that at least half of the voters select lead the order. */
static int64_t count_of_majority(const hf_summary *s)
{
    int64_t count = 0;
    while (count < s->features->count && s->frequencies[0].frequency[s->order[0][count]] >= 0.5)
        count++;
    return count;
}

static void append_majority(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t count = count_of_majority(s);
    hf_text line = {0};
    if (count == 0)
        hf_text_append(&line,
                       "No feature is in the top %" PRId64 " of half of the voters by %s: "
                       "which ones come out depends on seed, hidden size and split.",
                       s->config->significance.top, hf_summary_method(s, 0));
    else
        hf_text_append(&line, "In the top %" PRId64 " of at least half of the voters by %s: ",
                       s->config->significance.top, hf_summary_method(s, 0));
    for (int64_t i = 0; i < count && i < NAMES_LISTED; i++)
        hf_text_append(&line, "%s%s (%s%%)", i > 0 ? ", " : "", s->features->items[s->order[0][i]],
                       hf_number_percent(s->frequencies[0].frequency[s->order[0][i]]).text);
    if (count > NAMES_LISTED)
        hf_text_append(&line, " and %" PRId64 " more", count - NAMES_LISTED);
    hf_text_append(&line, count > 0 ? "." : "");
    append_point(text, &line, columns);
}

static int64_t count_in_common(const hf_summary *s, int64_t method)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++)
        count += hf_summary_is_on_top(s, method, s->order[0][i]);
    return count;
}

static void append_shared_by_all(const hf_summary *s, hf_text *line)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++) {
        bool shared = true;
        for (int64_t m = 1; m < s->methods; m++)
            shared &= s->frequencies[m].voters > 0 && hf_summary_is_on_top(s, m, s->order[0][i]);
        if (shared && count++ < NAMES_LISTED)
            hf_text_append(line, "%s%s", count == 1 ? " Common to all methods: " : ", ",
                           s->features->items[s->order[0][i]]);
    }
    if (count > NAMES_LISTED)
        hf_text_append(line, " and %" PRId64 " more", count - NAMES_LISTED);
    hf_text_append(line, count > 0 ? "." : " None is common to all methods.");
}

static void append_agreement(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t top = s->config->significance.top, features = s->features->count;
    const double by_chance = (double)top * (double)top / (double)features;
    hf_text line = {0};
    if (s->methods < 2 || top == features)
        return;
    hf_text_append(&line,
                   "Of the %" PRId64 " most frequent features of %s, other methods have "
                   "among theirs:",
                   top, hf_summary_method(s, 0));
    for (int64_t m = 1; m < s->methods; m++) {
        hf_text_append(&line, "%s %s ", m > 1 ? "," : "", hf_summary_method(s, m));
        if (s->frequencies[m].voters > 0)
            hf_text_append(&line, "%" PRId64, count_in_common(s, m));
        else
            hf_text_append(&line, "- (no voters)");
    }
    hf_text_append(&line, " (by chance %s).", hf_number_fixed(by_chance, 1).text);
    append_shared_by_all(s, &line);
    append_point(text, &line, columns);
}

/* Largest difference of a feature's frequency between hidden sizes that have voters. */
static double spread_of(const hf_summary *s, int64_t feature)
{
    const hf_frequencies *f = &s->frequencies[0];
    double low = INFINITY, high = -INFINITY;
    for (int64_t h = 0; h < f->hiddens; h++) {
        const double value = f->frequency_by_hidden[h * f->features + feature];
        low = fmin(low, value); /* NaN: the other one */
        high = fmax(high, value);
    }
    return high - low;
}

static void append_hidden_sizes(const hf_summary *s, int columns, hf_text *text)
{
    const hf_frequencies *f = &s->frequencies[0];
    int64_t feature = s->order[0][0];
    hf_text line = {0};
    if (f->hiddens < 2)
        return;
    for (int64_t i = 1; i < s->config->significance.top; i++)
        if (spread_of(s, s->order[0][i]) > spread_of(s, feature))
            feature = s->order[0][i];
    hf_text_append(&line, "Among these %" PRId64 " the hidden size matters most for %s:",
                   s->config->significance.top, s->features->items[feature]);
    for (int64_t h = 0; h < f->hiddens; h++) {
        const double frequency = f->frequency_by_hidden[h * f->features + feature];
        hf_text_append(&line, "%s %s%s with %" PRId64, h > 0 ? "," : "",
                       isnan(frequency) ? "no voters" : hf_number_percent(frequency).text,
                       isnan(frequency) ? "" : "%", s->grid->hidden[h]);
    }
    hf_text_append(&line, ".");
    append_point(text, &line, columns);
}

static void append_without_vote(const hf_summary *s, int columns, hf_text *text)
{
    const bool all_vote = s->config->significance.votes == HF_VOTES_ALL;
    const int64_t eligible = all_vote ? s->health.done : s->health.learned;
    const int64_t not_learned = s->health.done - s->health.learned;
    if (not_learned > 0) {
        hf_text line = {0};
        hf_text_append(&line, "%s of %s replicas learned nothing and ",
                       hf_number_grouped(not_learned).text, hf_number_grouped(s->health.done).text);
        hf_text_append(&line, all_vote ? "vote all the same (significance.votes: all): their "
                                         "importances are those of their initial weights."
                                       : "have no vote.");
        append_point(text, &line, columns);
    }
    for (int64_t m = 0; m < s->methods; m++) {
        const int64_t without = eligible - s->frequencies[m].voters;
        hf_text line = {0};
        if (without <= 0)
            continue;
        hf_text_append(&line,
                       "By %s %s replica%s of %s cannot rank the features (importances all "
                       "equal or not finite): no vote.",
                       hf_summary_method(s, m), hf_number_grouped(without).text,
                       without == 1 ? "" : "s", hf_number_grouped(eligible).text);
        append_point(text, &line, columns);
    }
}

void hf_summary_conclusions(const hf_summary *summary, int columns, hf_text *text)
{
    hf_text_append(text, "\n");
    if (summary->frequencies[0].voters > 0) {
        append_majority(summary, columns, text);
        append_agreement(summary, columns, text);
        append_hidden_sizes(summary, columns, text);
    } else {
        hf_layout_paragraph(text, "- ", "No replica has a vote: nothing can be said yet.", columns);
    }
    append_without_vote(summary, columns, text);
}
