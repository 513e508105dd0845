/* Why a number is not defined: the one place that turns each case into a sentence. */
#include "statistics/counts/half_samples.h"
#include "tables.h"
#include <math.h>

typedef struct question {
    const hf_config *config;
    const hf_frequencies *f;
    int64_t method_index, row, k; /* row: of a table by hidden size or split; k: rank + 1 */
} question;

/* RULE(id, when it holds, sentence) */
#define RULES(RULE)                                                                                \
    RULE(NO_VOTERS, q->f->voters == 0, "no network is counted")                                    \
    RULE(ONE_VOTER, q->f->voters == 1, "only one network is counted")                              \
    RULE(NO_VOTERS_OF_SIZE, q->f->voters_by_hidden[q->row] == 0,                                   \
         "no network of this hidden size is counted")                                              \
    RULE(ONE_VOTER_OF_SIZE, q->f->voters_by_hidden[q->row] == 1,                                   \
         "only one network of this hidden size is counted")                                        \
    RULE(NO_VOTERS_OF_SPLIT, q->f->voters_by_split[q->row] == 0,                                   \
         "no network of this split is counted")                                                    \
    RULE(ALL_SELECTED, q->config->significance.top == q->f->features,                              \
         "significance.top is the number of features: every network selects all of them")          \
    RULE(ALL_SELECTED_AT_K, q->k == q->f->features,                                                \
         "this is the number of features: every network selects all of them")                      \
    RULE(ONE_SEED, q->config->replicas.seeds < 2, "there is only one seed")                        \
    RULE(ONE_SPLIT, q->f->splits < 2, "there is only one split")                                   \
    RULE(ONE_SIZE, q->f->hiddens < 2, "there is only one hidden size")                             \
    RULE(FEW_SEEDS_USED, q->f->variance_seeds_used[q->row] < 2,                                    \
         "fewer than two seeds of this hidden size have all their networks done")                  \
    RULE(DRAWS_WITHOUT_VOTERS,                                                                     \
         10 * (int64_t)q->f->draws_skipped > q->config->significance.bootstrap,                    \
         "more than a tenth of the bootstrap's draws contain no counted network")                  \
    RULE(DRAWS_WITHOUT_PAIRS,                                                                      \
         10 * (int64_t)q->f->stability_cross_draws_skipped > q->config->significance.bootstrap,    \
         "more than a tenth of the bootstrap's draws contain no two counted networks that differ " \
         "in seed and split")                                                                      \
    RULE(EARLY_STOPPING, q->config->training.validation_fraction > 0,                              \
         "early stopping sets training rows aside: the bounds do not apply")                       \
    RULE(NO_HALVES, !hf_half_samples_apply(q->config, q->method_index),                            \
         "the bounds apply to methods that use only the training rows, and to training sets of "   \
         "half of the samples")                                                                    \
    RULE(NO_REPLICAS, q->f->half_samples == 0, "no network is done")                               \
    RULE(NO_PAIRS_OF_HALVES, q->config->splits.method != HF_SPLITS_COMPLEMENTARY_PAIRS,            \
         "this bound applies only to splits.method complementary_pairs")                           \
    RULE(HALF_MISSING, q->f->half_samples < q->f->splits, "in a half-sample no network is done")   \
    RULE(NO_VARIATION, true, "the rank is the same in all networks of this hidden size")           \
    RULE(NO_PAIR, true, "no two counted networks differ in this and nothing else")                 \
    RULE(NO_GROUP, true, "the feature is in no correlated group")                                  \
    RULE(NO_BOUND, true,                                                                           \
         "at this threshold the theorem gives no bound: there are too many selected features or "  \
         "too few pairs")

#define RULE_ID(id, holds, sentence) id,
typedef enum rule { END, RULES(RULE_ID) } rule;
#undef RULE_ID

#define RULE_SENTENCE(id, holds, sentence) [id] = sentence,
static const char *const sentences[] = {RULES(RULE_SENTENCE)};
#undef RULE_SENTENCE

static bool holds(rule asked, const question *q)
{
#define RULE_HOLDS(id, holds, sentence)                                                            \
    case id:                                                                                       \
        return holds;
    switch (asked) {
        RULES(RULE_HOLDS)
    default:
        return false;
    }
#undef RULE_HOLDS
}

/* The rules of a field in the order in which they are asked; the last one's sentence is given if
 * none holds. */
static const rule NEVER[] = {END};
static const rule VOTERS[] = {NO_VOTERS, END};
static const rule LIMIT[] = {NO_VOTERS, DRAWS_WITHOUT_VOTERS, END};
static const rule VOTERS_OF_SIZE[] = {NO_VOTERS_OF_SIZE, END};
static const rule VOTERS_OF_SPLIT[] = {NO_VOTERS_OF_SPLIT, END};
static const rule SHARES[] = {ONE_SEED, ONE_SPLIT, FEW_SEEDS_USED, NO_VARIATION, END};
static const rule PLAN[] = {NO_VOTERS, ONE_SEED, ONE_SPLIT, END};
static const rule AGREEMENT[] = {NO_VOTERS, ONE_VOTER, ALL_SELECTED, END};
static const rule AGREEMENT_OF_SIZE[] = {NO_VOTERS_OF_SIZE, ONE_VOTER_OF_SIZE, ALL_SELECTED, END};
static const rule AGREEMENT_AT_K[] = {NO_VOTERS, ONE_VOTER, ALL_SELECTED_AT_K, END};
static const rule CROSS[] = {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SEED, ONE_SPLIT, NO_PAIR, END};
static const rule CROSS_LIMIT[] = {NO_VOTERS, ONE_VOTER,           ALL_SELECTED, ONE_SEED,
                                   ONE_SPLIT, DRAWS_WITHOUT_PAIRS, END};
static const rule CROSS_OF_SIZE[] = {NO_VOTERS_OF_SIZE, ONE_VOTER_OF_SIZE, ALL_SELECTED, ONE_SEED,
                                     ONE_SPLIT,         NO_PAIR,           END};
static const rule SEED_PAIRS[] = {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SEED, NO_PAIR, END};
static const rule SPLIT_PAIRS[] = {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SPLIT, NO_PAIR, END};
static const rule HIDDEN_PAIRS[] = {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SIZE, NO_PAIR, END};
static const rule RANKINGS[] = {NO_VOTERS, ONE_VOTER, END};
static const rule RANKINGS_OF_SIZE[] = {NO_VOTERS_OF_SIZE, ONE_VOTER_OF_SIZE, END};
static const rule HALVES[] = {EARLY_STOPPING, NO_HALVES, NO_REPLICAS, END};
static const rule UNIMODAL[] = {EARLY_STOPPING, NO_HALVES, NO_REPLICAS, NO_PAIRS_OF_HALVES,
                                HALF_MISSING,   NO_BOUND,  END};
static const rule GROUP[] = {NO_VOTERS, NO_GROUP, END};

static const char older[] = "the file is older than this number";

static const rule *const rules_of[HF_FIELDS] = {
#define METHOD_TABLE(id, name, type, a, b, undefined, text) [HF_SIGNIFICANCE_##id] = undefined,
#include "holdfast/fields.def"
};

const char *hf_undefined_reason(const hf_config *config, const hf_frequencies *frequencies,
                                int64_t method_index, hf_field field, int64_t index)
{
    const hf_field_row *row = &hf_field_table[field];
    const double *values =
        row->type == HF_TYPE_F64 ? hf_frequencies_values(frequencies, field) : NULL;
    const int64_t columns = row->axes[1] == HF_AXIS_FEATURE ? frequencies->features : 1;
    const char *sentence = NULL;
    if (!values || !isnan(values[index]))
        return NULL;
    if (!hf_config_has(config, row->since))
        return older;
    const question q = {config, frequencies, method_index, index / columns, index + 1};
    for (const rule *asked = rules_of[field]; *asked != END; asked++) {
        sentence = sentences[*asked];
        if (holds(*asked, &q))
            break;
    }
    return sentence;
}

const char *hf_univariate_undefined(const hf_config *config, const hf_univariate *univariate,
                                    hf_field field, int64_t feature)
{
    const double *values = field == HF_UNIVARIATE_EFFECT    ? univariate->effect
                           : field == HF_UNIVARIATE_P_VALUE ? univariate->p_value
                           : field == HF_UNIVARIATE_Q_VALUE ? univariate->q_value
                                                            : NULL;
    if (!values || !isnan(values[feature]))
        return NULL;
    if (!hf_config_has(config, hf_field_table[field].since))
        return older;
    return isnan(univariate->effect[feature])
               ? "the feature has one value only, or values in one class only"
               : "the samples are grouped (data.groups), so they are not independent";
}

const char *hf_score_undefined(const hf_config *config, const hf_across_methods *across,
                               hf_field field)
{
    const double value = field == HF_SIGNIFICANCE_SCORE       ? across->score
                         : field == HF_SIGNIFICANCE_SCORE_LOW ? across->score_low
                                                              : across->score_high;
    if (!isnan(value))
        return NULL;
    if (!hf_config_has(config, hf_field_table[field].since))
        return older;
    return isnan(across->score)       ? "no network is done"
           : config->splits.count < 2 ? "there is only one split"
                                      : "all splits have the same mean accuracy";
}
