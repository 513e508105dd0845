/* What may be concluded from the table, in words. */
#include "layout.h"
#include "number.h"
#include "summary.h"
#include <inttypes.h>
#include <math.h>

enum {
    NAMES_LISTED = 8,
    FEW = 10, /* seeds, splits: fewer say little of what others would give */
    /* Of each hidden size, before sizes are compared: at 30 voters a share's standard error is
     * still up to 9 points (0.5 / sqrt(30)). */
    VOTERS_TO_COMPARE = 30
};

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

/* What the replicas differ in: "seed, hidden size and split", as far as the grid varies them. */
static void append_varied(const hf_summary *s, hf_text *line)
{
    const struct {
        const char *name;
        int64_t count;
    } factors[] = {
        {"seed", s->grid->seeds}, {"hidden size", s->grid->hiddens}, {"split", s->grid->splits}};
    int left = 0;
    for (int i = 0; i < 3; i++)
        left += factors[i].count > 1;
    for (int i = 0; i < 3; i++)
        if (factors[i].count > 1)
            hf_text_append(line, "%s%s", factors[i].name,
                           --left > 1  ? ", "
                           : left == 1 ? " and "
                                       : "");
}

static void append_majority(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t count = count_of_majority(s), top = s->config->significance.top;
    hf_text line = {0};
    if (count == 0) {
        hf_text_append(&line,
                       "No feature is in the top %" PRId64 " of half of the voters by %s: which "
                       "ones come out depends on ",
                       top, hf_summary_method(s, 0));
        append_varied(s, &line);
    } else {
        hf_text_append(&line, "In the top %" PRId64 " of at least half of the voters by %s: ", top,
                       hf_summary_method(s, 0));
    }
    for (int64_t i = 0; i < count && i < NAMES_LISTED; i++)
        hf_text_append(&line, "%s%s (%s%%)", i > 0 ? ", " : "", s->features->items[s->order[0][i]],
                       hf_number_percent(s->frequencies[0].frequency[s->order[0][i]]).text);
    if (count > NAMES_LISTED)
        hf_text_append(&line, " and %" PRId64 " more", count - NAMES_LISTED);
    hf_text_append(&line, ".");
    if (!hf_summary_names_features(s, 0))
        hf_text_append(&line, " These are hidden units read as features, see below.");
    append_point(text, &line, columns);
}

/* Frequencies from few seeds or splits look as exact as others. */
static void append_caution(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t seeds = s->grid->seeds, splits = s->grid->splits;
    hf_text line = {0};
    if (seeds >= FEW && splits >= FEW)
        return;
    if (seeds < FEW)
        hf_text_append(&line, "Few seeds (%" PRId64 ")", seeds);
    if (splits < FEW)
        hf_text_append(&line, "%s splits (%" PRId64 ")", seeds < FEW ? " and few" : "Few", splits);
    hf_text_append(&line, ": read the frequencies as rough.");
    append_point(text, &line, columns);
}

static int64_t count_in_common(const hf_summary *s, int64_t method)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++)
        count += hf_summary_is_on_top(s, method, s->order[0][i]);
    return count;
}

static void append_shared_by_all(const hf_summary *s, bool all_compared, hf_text *line)
{
    const char *all = all_compared ? "all methods" : "all methods but tutorial";
    int64_t count = 0;
    for (int64_t i = 0; i < s->config->significance.top; i++) {
        bool shared = true;
        for (int64_t m = 1; m < s->methods; m++)
            if (hf_summary_names_features(s, m))
                shared &=
                    s->frequencies[m].voters > 0 && hf_summary_is_on_top(s, m, s->order[0][i]);
        if (shared && count++ == 0)
            hf_text_append(line, " Common to %s: ", all);
        if (shared && count <= NAMES_LISTED)
            hf_text_append(line, "%s%s", count == 1 ? "" : ", ",
                           s->features->items[s->order[0][i]]);
    }
    if (count > NAMES_LISTED)
        hf_text_append(line, " and %" PRId64 " more", count - NAMES_LISTED);
    if (count == 0)
        hf_text_append(line, " None is common to %s", all);
    hf_text_append(line, ".");
}

static void append_agreement(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t top = s->config->significance.top, features = s->features->count;
    const double by_chance = (double)top * (double)top / (double)features;
    hf_text line = {0};
    int64_t compared = 0;
    for (int64_t m = 1; m < s->methods; m++)
        compared += hf_summary_names_features(s, m);
    if (compared == 0 || top == features || !hf_summary_names_features(s, 0))
        return;
    hf_text_append(&line,
                   "Of the %" PRId64 " most frequent features of %s, other methods have "
                   "among theirs:",
                   top, hf_summary_method(s, 0));
    const char *separator = "";
    for (int64_t m = 1; m < s->methods; m++) {
        if (!hf_summary_names_features(s, m))
            continue;
        hf_text_append(&line, "%s %s ", separator, hf_summary_method(s, m));
        separator = ",";
        if (s->frequencies[m].voters > 0)
            hf_text_append(&line, "%" PRId64, count_in_common(s, m));
        else
            hf_text_append(&line, "- (no voters)");
    }
    hf_text_append(&line, " (by chance %s).", hf_number_fixed(by_chance, 1).text);
    append_shared_by_all(s, compared == s->methods - 1, &line);
    append_point(text, &line, columns);
}

/* Has every hidden size enough voters? Those without a vote by the first method are counted over
 * all sizes: at worst they all are of one. */
static bool can_compare_sizes(const hf_summary *s)
{
    const int64_t without = hf_summary_eligible(s, &s->health) - s->frequencies[0].voters;
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        if (hf_summary_eligible(s, &s->health_by_hidden[h]) - without < VOTERS_TO_COMPARE)
            return false;
    return s->grid->hiddens > 1;
}

/* Largest difference of a feature's frequency between hidden sizes. */
static double spread_of(const hf_summary *s, int64_t feature)
{
    const hf_frequencies *f = &s->frequencies[0];
    double low = INFINITY, high = -INFINITY;
    for (int64_t h = 0; h < f->hiddens; h++) {
        const double value = f->frequency_by_hidden[h * f->features + feature];
        low = fmin(low, value);
        high = fmax(high, value);
    }
    return high - low;
}

static void append_hidden_sizes(const hf_summary *s, int columns, hf_text *text)
{
    const hf_frequencies *f = &s->frequencies[0];
    int64_t feature = s->order[0][0];
    hf_text line = {0};
    if (!can_compare_sizes(s))
        return;
    for (int64_t i = 1; i < s->config->significance.top; i++)
        if (spread_of(s, s->order[0][i]) > spread_of(s, feature))
            feature = s->order[0][i];
    hf_text_append(&line, "Among these %" PRId64 " the hidden size matters most for %s:",
                   s->config->significance.top, s->features->items[feature]);
    for (int64_t h = 0; h < f->hiddens; h++)
        hf_text_append(&line, "%s %s%% with %" PRId64, h > 0 ? "," : "",
                       hf_number_percent(f->frequency_by_hidden[h * f->features + feature]).text,
                       s->grid->hidden[h]);
    hf_text_append(&line, ".");
    append_point(text, &line, columns);
}

static void append_without_vote(const hf_summary *s, int columns, hf_text *text)
{
    const bool all_vote = s->config->significance.votes == HF_VOTES_ALL;
    const int64_t eligible = hf_summary_eligible(s, &s->health);
    const int64_t not_learned = s->health.done - s->health.learned;
    if (not_learned > 0) {
        hf_text line = {0};
        hf_text_append(&line, "%s of %s replicas learned nothing and ",
                       hf_number_grouped(not_learned).text, hf_number_grouped(s->health.done).text);
        hf_text_append(&line, all_vote ? "vote all the same (significance.votes: all): their "
                                         "importances are close to those of their initial weights."
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
                       hf_summary_method(s, m), hf_number_grouped(without).text, hf_plural(without),
                       hf_number_grouped(eligible).text);
        append_point(text, &line, columns);
    }
}

static void append_all_diverged(const hf_summary *s, hf_text *line)
{
    const int64_t diverged = s->health.diverged;
    hf_text_append(line, "All %s replica%s%s diverged (a loss that is not finite): lower ",
                   hf_number_grouped(diverged).text, hf_plural(diverged),
                   s->health.pending > 0 ? " so far" : "");
    hf_text_append(line, "training.learning_rate (now %s)",
                   hf_number_double(s->config->training.learning_rate).text);
    hf_text_append(line, s->config->data.standardize == HF_STANDARDIZE_NONE
                             ? " or standardize the inputs (data.standardize: zscore)."
                             : ".");
}

/* Why nobody has a vote by the first method. */
static void append_no_voters(const hf_summary *s, int columns, hf_text *text)
{
    hf_text line = {0};
    if (s->health.done == 0 && s->health.diverged > 0)
        append_all_diverged(s, &line);
    else if (s->health.done == 0)
        hf_text_append(&line, "No replica is done: nothing can be said yet.");
    else if (hf_summary_eligible(s, &s->health) == 0)
        hf_text_append(&line, "No replica has a vote: none learned anything%s.",
                       s->health.pending > 0 ? " so far" : "");
    else
        hf_text_append(&line,
                       "No replica has a vote by %s: in each all importances are equal or one is "
                       "not finite.",
                       hf_summary_method(s, 0));
    append_point(text, &line, columns);
}

void hf_summary_conclusions(const hf_summary *summary, int columns, hf_text *text)
{
    hf_text_append(text, "\n");
    if (summary->frequencies[0].voters > 0) {
        append_majority(summary, columns, text);
        append_agreement(summary, columns, text);
        append_hidden_sizes(summary, columns, text);
        append_caution(summary, columns, text);
    } else {
        append_no_voters(summary, columns, text);
    }
    append_without_vote(summary, columns, text);
}
