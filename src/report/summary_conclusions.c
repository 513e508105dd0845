/* What may be concluded, in words. */
#include "summary.h"
#include "summary_scope.h"
#include "text/layout.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum {
    NAMES_LISTED = 8,
    /* Of each hidden size, before sizes are compared: at 30 voters a share's standard error is
     * still up to 9 points (0.5 / sqrt(30)). */
    VOTERS_TO_COMPARE = 30
};
static const double spread_that_matters = 0.05;

/* The features that at least half of the voters select lead the order. */
static int64_t count_of_majority(const hf_summary *s)
{
    int64_t count = 0;
    while (count < s->features->count &&
           hf_summary_frequency(s, s->lead, s->order[s->lead][count]) >= 0.5)
        count++;
    return count;
}

/* What the replicas differ in: "seed, hidden size and split", as far as the grid varies them. */
static void append_varied(const hf_summary *s, hf_text *line)
{
    const struct {
        const char *name;
        int64_t count;
    } factors[] = {{"seed", s->grid->seeds},
                   {"hidden size", s->hidden_index < 0 ? s->grid->hiddens : 1},
                   {"split", s->grid->splits}};
    int64_t count = 0, index = 0;
    for (int i = 0; i < 3; i++)
        count += factors[i].count > 1;
    for (int i = 0; i < 3; i++)
        if (factors[i].count > 1)
            hf_text_append(line, "%s%s", factors[i].name, hf_list_separator(index++, count));
    if (count == 0)
        hf_text_append(line, "the one seed and split");
}

/* Where the frequencies say nothing. */
static void append_all_selected(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t features = s->features->count;
    const bool has_way = features > 1 && s->state == HF_STATE_COMPLETE;
    hf_text line = {0};
    hf_text_append(&line,
                   "Every feature is selected by definition (significance.top is the number of "
                   "features, %" PRId64 "): nothing can be learnt from the frequencies.",
                   features);
    hf_text_append(&line, has_way ? " Those of a smaller top say more:" : "");
    hf_summary_paragraph(text, "- ", &line, columns);
    if (has_way) {
        char setting[48];
        snprintf(setting, sizeof setting, "significance.top=%" PRId64,
                 features / 2 < 5 ? features / 2 : 5);
        hf_summary_aggregate_line(s, setting, columns, text);
    }
}

static void append_majority(const hf_summary *s, int columns, hf_text *text)
{
    const int64_t count = count_of_majority(s), top = s->config->significance.top;
    hf_text line = {0};
    if (count == 0) {
        hf_text_append(&line,
                       "No feature is in the top %" PRId64 " of half of the voters by %s: which "
                       "ones come out depends on ",
                       top, hf_summary_method(s, s->lead));
        append_varied(s, &line);
    } else {
        hf_text_append(&line, "In the top %" PRId64 " of at least half of the voters by %s", top,
                       hf_summary_method(s, s->lead));
        hf_summary_append_size(s, &line);
        hf_text_append(&line, ": ");
    }
    for (int64_t i = 0; i < count && i < NAMES_LISTED; i++) {
        const int64_t feature = s->order[s->lead][i];
        hf_text_append(&line, "%s%s (%s%%)", i > 0 ? ", " : "", s->features->items[feature],
                       hf_number_percent(hf_summary_frequency(s, s->lead, feature)).text);
    }
    if (count > NAMES_LISTED)
        hf_text_append(&line, " and %" PRId64 " more", count - NAMES_LISTED);
    hf_text_append(&line, ".");
    if (!hf_summary_names_features(s, s->lead))
        hf_text_append(&line, " These are hidden units read as features, see below.");
    hf_summary_paragraph(text, "- ", &line, columns);
}

/* Has every hidden size enough voters? */
static bool can_compare_sizes(const hf_summary *s)
{
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        if (hf_summary_lead(s)->voters_by_hidden[h] < VOTERS_TO_COMPARE)
            return false;
    return s->grid->hiddens > 1;
}

/* Largest difference of a feature's frequency between hidden sizes. */
static double spread_of(const hf_summary *s, int64_t feature)
{
    const hf_frequencies *f = hf_summary_lead(s);
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
    const hf_frequencies *f = hf_summary_lead(s);
    const int64_t *order = s->order[s->lead];
    int64_t feature = order[0];
    hf_text line = {0};
    if (!can_compare_sizes(s))
        return;
    for (int64_t i = 1; i < s->config->significance.top; i++)
        if (spread_of(s, order[i]) > spread_of(s, feature))
            feature = order[i];
    if (spread_of(s, feature) < spread_that_matters)
        return;
    hf_text_append(&line,
                   "Of the %" PRId64 " most frequent features %s differs most by hidden size (a "
                   "difference without an interval):",
                   s->config->significance.top, s->features->items[feature]);
    for (int64_t h = 0; h < f->hiddens; h++)
        hf_text_append(&line, "%s %s%% with %" PRId64, h > 0 ? "," : "",
                       hf_number_percent(f->frequency_by_hidden[h * f->features + feature]).text,
                       s->grid->hidden[h]);
    hf_text_append(&line, ".");
    hf_summary_paragraph(text, "- ", &line, columns);
}

static void append_without_vote(const hf_summary *s, int columns, hf_text *text)
{
    const bool all_vote = s->config->significance.votes == HF_VOTES_ALL;
    const hf_health *health = hf_summary_health(s);
    const int64_t eligible = hf_summary_eligible(s, health);
    const int64_t not_learned = health->done - health->learned;
    if (not_learned > 0) {
        hf_text line = {0};
        hf_text_append(&line, "%s of %s replicas", hf_number_grouped(not_learned).text,
                       hf_number_grouped(health->done).text);
        hf_summary_append_size(s, &line);
        hf_text_append(&line, " learned nothing and ");
        hf_text_append(&line, all_vote ? "vote all the same (significance.votes: all): their "
                                         "importances are close to those of their initial weights."
                                       : "have no vote.");
        hf_summary_paragraph(text, "- ", &line, columns);
    }
    for (int64_t m = 0; m < s->methods; m++) {
        const int64_t without = eligible - hf_summary_voters(s, m);
        hf_text line = {0};
        if (without <= 0)
            continue;
        hf_text_append(&line,
                       "By %s %s replica%s of %s cannot rank the features (importances all "
                       "equal or not finite): no vote.",
                       hf_summary_method(s, m), hf_number_grouped(without).text, hf_plural(without),
                       hf_number_grouped(eligible).text);
        hf_summary_paragraph(text, "- ", &line, columns);
    }
}

static void append_all_diverged(const hf_summary *s, hf_text *line)
{
    const hf_health *health = hf_summary_health(s);
    hf_text_append(line, "All %s replica%s%s diverged (a loss that is not finite): lower ",
                   hf_number_grouped(health->diverged).text, hf_plural(health->diverged),
                   health->pending > 0 ? " so far" : "");
    hf_text_append(line, "training.learning_rate (now %s)",
                   hf_number_double(s->config->training.learning_rate).text);
    hf_text_append(line, s->config->data.standardize == HF_STANDARDIZE_NONE
                             ? " or standardize the inputs (data.standardize: zscore)."
                             : ".");
}

/* Why nobody has a vote by the method that leads. */
static void append_no_voters(const hf_summary *s, int columns, hf_text *text)
{
    const hf_health *health = hf_summary_health(s);
    hf_text line = {0};
    if (health->done == 0 && health->diverged > 0)
        append_all_diverged(s, &line);
    else if (health->done == 0)
        hf_text_append(&line, "No replica is done: nothing can be said yet.");
    else if (hf_summary_eligible(s, health) == 0)
        hf_text_append(&line, "No replica has a vote: none learned anything%s.",
                       health->pending > 0 ? " so far" : "");
    else
        hf_text_append(&line,
                       "No replica has a vote by %s: in each all importances are equal or one is "
                       "not finite.",
                       hf_summary_method(s, s->lead));
    hf_summary_paragraph(text, "- ", &line, columns);
}

void hf_summary_conclusions(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    const bool has_voters = hf_summary_voters(s, s->lead) > 0;
    if (!has_voters) {
        hf_text_append(text, "\n");
        append_no_voters(s, columns, text);
        append_without_vote(s, columns, text);
        return;
    }
    hf_text_append(text, "\nWhat may be concluded\n\n");
    if (hf_summary_selects_all(s))
        append_all_selected(s, columns, text);
    else
        append_majority(s, columns, text);
    hf_summary_null_verdict(s, columns, text);
    hf_summary_lots(s, columns, text);
    hf_summary_influence(s, columns, text);
    append_hidden_sizes(s, columns, text);
    append_without_vote(s, columns, text);
    hf_text_append(text, "\nWhat may not\n\n");
    hf_summary_scope(s, columns, text);
}
