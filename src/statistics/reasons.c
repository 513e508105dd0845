/* Why a number is not defined: the one place that turns each case into a sentence. */
#include "half_samples.h"
#include "tables.h"
#include <math.h>

typedef struct question {
    const hf_config *config;
    const hf_frequencies *f;
    int64_t method_index, row, k; /* row: of a table by hidden size or split; k: rank + 1 */
} question;

static bool no_voters(const question *q)
{
    return q->f->voters == 0;
}

static bool one_voter(const question *q)
{
    return q->f->voters == 1;
}

static bool no_voters_of_size(const question *q)
{
    return q->f->voters_by_hidden[q->row] == 0;
}

static bool one_voter_of_size(const question *q)
{
    return q->f->voters_by_hidden[q->row] == 1;
}

static bool no_voters_of_split(const question *q)
{
    return q->f->voters_by_split[q->row] == 0;
}

static bool all_selected(const question *q)
{
    return q->config->significance.top == q->f->features;
}

static bool all_selected_at_k(const question *q)
{
    return q->k == q->f->features;
}

static bool one_seed(const question *q)
{
    return q->config->replicas.seeds < 2;
}

static bool one_split(const question *q)
{
    return q->f->splits < 2;
}

static bool one_size(const question *q)
{
    return q->f->hiddens < 2;
}

static bool few_seeds_used(const question *q)
{
    return q->f->variance_seeds_used[q->row] < 2;
}

static bool draws_without_voters(const question *q)
{
    return 10 * (int64_t)q->f->draws_skipped > q->config->significance.bootstrap;
}

static bool draws_without_pairs(const question *q)
{
    return 10 * (int64_t)q->f->stability_cross_draws_skipped > q->config->significance.bootstrap;
}

static bool no_halves(const question *q)
{
    return !hf_half_samples_apply(q->config, q->method_index);
}

static bool no_replicas(const question *q)
{
    return q->f->half_samples == 0;
}

static bool no_pairs_of_halves(const question *q)
{
    return q->config->splits.method != HF_SPLITS_COMPLEMENTARY_PAIRS;
}

static bool half_missing(const question *q)
{
    return q->f->half_samples < q->f->splits;
}

static bool always(const question *q)
{
    (void)q;
    return true;
}

typedef enum rule {
    END,
    NO_VOTERS,
    ONE_VOTER,
    NO_VOTERS_OF_SIZE,
    ONE_VOTER_OF_SIZE,
    NO_VOTERS_OF_SPLIT,
    ALL_SELECTED,
    ALL_SELECTED_AT_K,
    ONE_SEED,
    ONE_SPLIT,
    ONE_SIZE,
    FEW_SEEDS_USED,
    DRAWS_WITHOUT_VOTERS,
    DRAWS_WITHOUT_PAIRS,
    NO_HALVES,
    NO_REPLICAS,
    NO_PAIRS_OF_HALVES,
    HALF_MISSING,
    NO_VARIATION,
    NO_PAIR,
    NO_GROUP,
    NO_BOUND
} rule;

static const struct {
    bool (*holds)(const question *q);
    const char *sentence;
} rules[] = {
    [NO_VOTERS] = {no_voters, "no replica has a vote"},
    [ONE_VOTER] = {one_voter, "a single replica has a vote"},
    [NO_VOTERS_OF_SIZE] = {no_voters_of_size, "no replica of this hidden size has a vote"},
    [ONE_VOTER_OF_SIZE] = {one_voter_of_size, "a single replica of this hidden size has a vote"},
    [NO_VOTERS_OF_SPLIT] = {no_voters_of_split, "no replica of this split has a vote"},
    [ALL_SELECTED] = {all_selected, "significance.top is the number of features: every replica "
                                    "selects all of them"},
    [ALL_SELECTED_AT_K] = {all_selected_at_k, "so many features are all there are"},
    [ONE_SEED] = {one_seed, "there is a single seed"},
    [ONE_SPLIT] = {one_split, "there is a single split"},
    [ONE_SIZE] = {one_size, "there is a single hidden size"},
    [FEW_SEEDS_USED] = {few_seeds_used, "fewer than two seeds of this hidden size are without a "
                                        "replica that diverged or is not done"},
    [DRAWS_WITHOUT_VOTERS] = {draws_without_voters,
                              "more than a tenth of the bootstrap's draws have no voters"},
    [DRAWS_WITHOUT_PAIRS] = {draws_without_pairs, "more than a tenth of the bootstrap's draws have "
                                                  "no two voters that differ in seed and split"},
    [NO_HALVES] = {no_halves,
                   "the bounds are for methods that use the training rows alone, and for "
                   "training sets that are half of the samples"},
    [NO_REPLICAS] = {no_replicas, "no replica is done"},
    [NO_PAIRS_OF_HALVES] = {no_pairs_of_halves,
                            "this bound is for splits.method complementary_pairs"},
    [HALF_MISSING] = {half_missing, "a half-sample has no replica that is done"},
    [NO_VARIATION] = {always, "the rank is the same in all replicas of this hidden size"},
    [NO_PAIR] = {always, "no two voters differ in this and nothing else"},
    [NO_GROUP] = {always, "the feature is in no correlated group"},
    [NO_BOUND] = {always, "at this threshold the theorem says nothing for so large a share of "
                          "selected features or so few pairs"},
};

/* The rules of a field in the order in which they are asked; the last one's sentence is given if
 * none holds. */
enum { RULES_MOST = 6 };
typedef struct cases {
    hf_field field;
    rule rules[RULES_MOST];
} cases;

#define SHARES                                                                                     \
    {                                                                                              \
        ONE_SEED, ONE_SPLIT, FEW_SEEDS_USED, NO_VARIATION                                          \
    }
#define PLAN                                                                                       \
    {                                                                                              \
        NO_VOTERS, ONE_SEED, ONE_SPLIT                                                             \
    }
#define CROSS_LIMIT                                                                                \
    {                                                                                              \
        NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SEED, ONE_SPLIT, DRAWS_WITHOUT_PAIRS               \
    }
static const cases field_cases[] = {
    {HF_SIGNIFICANCE_FREQUENCY, {NO_VOTERS}},
    {HF_SIGNIFICANCE_FREQUENCY_LOW, {NO_VOTERS, DRAWS_WITHOUT_VOTERS}},
    {HF_SIGNIFICANCE_FREQUENCY_HIGH, {NO_VOTERS, DRAWS_WITHOUT_VOTERS}},
    {HF_SIGNIFICANCE_MEAN_RANK, {NO_VOTERS}},
    {HF_SIGNIFICANCE_MEAN_IMPORTANCE, {NO_VOTERS}},
    {HF_SIGNIFICANCE_FREQUENCY_BY_HIDDEN, {NO_VOTERS_OF_SIZE}},
    {HF_SIGNIFICANCE_FREQUENCY_BY_SPLIT, {NO_VOTERS_OF_SPLIT}},
    {HF_SIGNIFICANCE_VARIANCE_SEED, SHARES},
    {HF_SIGNIFICANCE_VARIANCE_SPLIT, SHARES},
    {HF_SIGNIFICANCE_VARIANCE_INTERACTION, SHARES},
    {HF_SIGNIFICANCE_PLAN_VARIANCE_SEED, PLAN},
    {HF_SIGNIFICANCE_PLAN_VARIANCE_SPLIT, PLAN},
    {HF_SIGNIFICANCE_PLAN_VARIANCE_INTERACTION, PLAN},
    {HF_SIGNIFICANCE_STABILITY, {NO_VOTERS, ONE_VOTER, ALL_SELECTED}},
    {HF_SIGNIFICANCE_STABILITY_BY_HIDDEN, {NO_VOTERS_OF_SIZE, ONE_VOTER_OF_SIZE, ALL_SELECTED}},
    {HF_SIGNIFICANCE_STABILITY_BY_K, {NO_VOTERS, ONE_VOTER, ALL_SELECTED_AT_K}},
    {HF_SIGNIFICANCE_STABILITY_CROSS,
     {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SEED, ONE_SPLIT, NO_PAIR}},
    {HF_SIGNIFICANCE_STABILITY_CROSS_LOW, CROSS_LIMIT},
    {HF_SIGNIFICANCE_STABILITY_CROSS_HIGH, CROSS_LIMIT},
    {HF_SIGNIFICANCE_STABILITY_CROSS_BY_HIDDEN,
     {NO_VOTERS_OF_SIZE, ONE_VOTER_OF_SIZE, ALL_SELECTED, ONE_SEED, ONE_SPLIT, NO_PAIR}},
    {HF_SIGNIFICANCE_STABILITY_SEED, {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SEED, NO_PAIR}},
    {HF_SIGNIFICANCE_STABILITY_SPLIT, {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SPLIT, NO_PAIR}},
    {HF_SIGNIFICANCE_STABILITY_HIDDEN, {NO_VOTERS, ONE_VOTER, ALL_SELECTED, ONE_SIZE, NO_PAIR}},
    {HF_SIGNIFICANCE_KENDALL_W, {NO_VOTERS, ONE_VOTER}},
    {HF_SIGNIFICANCE_KENDALL_W_BY_HIDDEN, {NO_VOTERS_OF_SIZE, ONE_VOTER_OF_SIZE}},
    {HF_SIGNIFICANCE_HALF_SAMPLE_FREQUENCY, {NO_HALVES, NO_REPLICAS}},
    {HF_SIGNIFICANCE_ERROR_BOUND, {NO_HALVES, NO_REPLICAS}},
    {HF_SIGNIFICANCE_ERROR_BOUND_UNIMODAL,
     {NO_HALVES, NO_REPLICAS, NO_PAIRS_OF_HALVES, HALF_MISSING, NO_BOUND}},
    {HF_SIGNIFICANCE_GROUP_FREQUENCY, {NO_VOTERS, NO_GROUP}},
};
#undef SHARES
#undef PLAN
#undef CROSS_LIMIT

static const char *sentence_of(const cases *c, const question *q)
{
    const char *sentence = NULL;
    for (int i = 0; i < RULES_MOST && c->rules[i] != END; i++) {
        sentence = rules[c->rules[i]].sentence;
        if (rules[c->rules[i]].holds(q))
            break;
    }
    return sentence;
}

const char *hf_undefined_reason(const hf_config *config, const hf_frequencies *frequencies,
                                int64_t method_index, hf_field field, int64_t index)
{
    hf_named_table table;
    if (!hf_find_table(frequencies, field, &table) || !table.reals || !isnan(table.reals[index]))
        return NULL;
    const question q = {config, frequencies, method_index, index / table.columns, index + 1};
    for (size_t i = 0; i < sizeof field_cases / sizeof *field_cases; i++)
        if (field_cases[i].field == field)
            return sentence_of(&field_cases[i], &q);
    return NULL;
}
