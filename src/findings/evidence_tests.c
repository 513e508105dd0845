/* Evidence beside the frequencies: do the networks predict; features by themselves and beyond all
 * others; groups. */
#include "evidence_read.h"

#include "base/nan.h"
#include "findings/thresholds.h"
#include "holdfast/feature_groups.h"
#include "statistics/tables.h"
#include <math.h>
#include <stdlib.h>

/* ---- reading ---- */

/* Of an unfinished file what is there so far: q-values come with the last of the tests. */
static hf_status read_conditional(hf_evidence *e, hf_error *error)
{
    e->conditional = (hf_conditional){.features = e->features->count, .groups = e->across.groups};
    return hf_members_read(e->results, &hf_members_of_conditional, 0, &e->conditional, error);
}

/* From sizes, each one place further, to where groups begin. */
static void begin_groups(hf_evidence *e)
{
    int64_t placed = 0;
    for (int64_t g = 0; g < e->across.groups; g++) {
        e->group_start[g] = placed;
        placed += e->group_start[g + 1]; /* its size, counted below */
    }
    e->group_start[e->across.groups] = placed;
}

/* By a counting sort: features come most frequent first, and go behind those of their group. */
static hf_status sort_members(hf_evidence *e, hf_error *error)
{
    const int64_t features = e->features->count, groups = e->across.groups;
    int64_t *next;
    HF_TRY(hf_memory_allocate(&e->memory, &e->members, features, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(&e->memory, &e->group_start, groups + 1, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(&e->memory, &next, groups + 1, sizeof(int64_t), error));
    for (int64_t f = 0; f < features; f++)
        if (e->across.group[f] >= 0)
            e->group_start[e->across.group[f] + 1]++;
    begin_groups(e);
    for (int64_t g = 0; g < groups; g++)
        next[g] = e->group_start[g];
    for (int64_t i = 0; i < features; i++) {
        const int64_t f = e->order[e->lead][i], g = e->across.group[f];
        if (g >= 0)
            e->members[next[g]++] = f;
    }
    return HF_OK;
}

typedef struct entry {
    double first, second; /* smaller ones come first, NaN last */
    int64_t feature;
} entry;

static int compare_one(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a > b) - (a < b);
}

static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    const int first = compare_one(x->first, y->first), second = compare_one(x->second, y->second);
    return first ? first : second ? second : (x->feature > y->feature) - (x->feature < y->feature);
}

static void sort_features(entry *entries, int64_t count, int64_t *order)
{
    qsort(entries, (size_t)count, sizeof *entries, compare);
    for (int64_t i = 0; i < count; i++)
        order[i] = entries[i].feature;
}

/* From 0, none, to 1. */
static double strength(const hf_evidence *e, int64_t feature)
{
    const double effect = e->univariate.effect[feature];
    return hf_evidence_effect(e, feature) == HF_EFFECT_AUC ? 2 * fabs(effect - 0.5) : fabs(effect);
}

static hf_status order_features(hf_evidence *e, hf_error *error)
{
    const int64_t features = e->features->count;
    const hf_univariate *u = &e->univariate;
    entry *entries;
    HF_TRY(hf_memory_allocate(&e->memory, &e->by_itself, features, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(&e->memory, &e->untested, features, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&entries, features, sizeof *entries, error));
    for (int64_t f = 0; f < features; f++)
        entries[f] = (entry){u->q_value[f], -strength(e, f), f};
    sort_features(entries, features, e->by_itself);
    for (int64_t f = 0; f < features; f++)
        entries[f] = (entry){e->conditional.reason[f], (double)e->place[e->lead][f], f};
    sort_features(entries, features, e->untested);
    hf_free(&entries);
    return HF_OK;
}

hf_status hf_tests_read(hf_evidence *evidence, hf_error *error)
{
    HF_TRY(hf_univariate_read(evidence->results, &evidence->univariate, error));
    HF_TRY(read_conditional(evidence, error));
    HF_TRY(sort_members(evidence, error));
    return order_features(evidence, error);
}

void hf_tests_free(hf_evidence *evidence)
{
    hf_univariate_free(&evidence->univariate);
    hf_members_free(&hf_members_of_conditional, &evidence->conditional);
}

/* ---- do the networks predict? ---- */

double hf_evidence_chance_score(const hf_evidence *evidence)
{
    return evidence->measured ? 0 : 1 / (double)evidence->classes->count;
}

bool hf_evidence_score_predicts(const hf_evidence *evidence)
{
    const hf_across_methods *a = &evidence->across;
    return (double)evidence->splits_done >= hf_limits.score_splits &&
           (isnan(a->score_low) ? a->score : a->score_low) > hf_evidence_chance_score(evidence);
}

bool hf_evidence_labels_can_tell(const hf_evidence *evidence)
{
    const int64_t permutations = evidence->labels.permutations;
    return permutations > 0 &&
           1 / (double)(permutations + 1) <= hf_limits.labels_p + hf_limits.rounding;
}

bool hf_evidence_labels_predict(const hf_evidence *evidence)
{
    return evidence->labels.permutations > 0 &&
           evidence->labels.p_value <= hf_limits.labels_p + hf_limits.rounding;
}

hf_prediction hf_evidence_prediction(const hf_evidence *evidence)
{
    if (isnan(evidence->across.score))
        return HF_PREDICTION_NONE;
    if (hf_evidence_score_predicts(evidence) || hf_evidence_labels_predict(evidence))
        return HF_PREDICTS;
    return (double)evidence->splits_done >= hf_limits.score_splits ||
                   hf_evidence_labels_can_tell(evidence)
               ? HF_NOT_SHOWN_TO_PREDICT
               : HF_CANNOT_TELL_PREDICTION;
}

/* ---- features and groups ---- */

int64_t hf_evidence_group(const hf_evidence *evidence, int64_t feature)
{
    return evidence->across.group[feature];
}

int64_t hf_evidence_group_size(const hf_evidence *evidence, int64_t group)
{
    return evidence->group_start[group + 1] - evidence->group_start[group];
}

const char *hf_evidence_group_name(const hf_evidence *evidence, int64_t group)
{
    int64_t first = evidence->members[evidence->group_start[group]];
    for (int64_t i = evidence->group_start[group]; i < evidence->group_start[group + 1]; i++)
        if (evidence->members[i] < first)
            first = evidence->members[i];
    return hf_feature_groups_name(evidence->config, evidence->features, first);
}

bool hf_evidence_is_alone(const hf_evidence *evidence, int64_t feature)
{
    const int64_t group = hf_evidence_group(evidence, feature);
    return group >= 0 && hf_evidence_group_size(evidence, group) == 1;
}

bool hf_evidence_has_conditional(const hf_evidence *evidence)
{
    const hf_conditional *c = &evidence->conditional;
    for (int64_t f = 0; f < c->features; f++)
        if (!isnan(c->q_value[f]))
            return true;
    for (int64_t g = 0; g < c->groups; g++)
        if (!isnan(c->group_q_value[g]))
            return true;
    return false;
}

double hf_evidence_adds_p(const hf_evidence *evidence, int64_t feature)
{
    return hf_evidence_is_alone(evidence, feature)
               ? evidence->conditional.group_p_value[hf_evidence_group(evidence, feature)]
               : evidence->conditional.p_value[feature];
}

double hf_evidence_adds_q(const hf_evidence *evidence, int64_t feature)
{
    return hf_evidence_is_alone(evidence, feature)
               ? evidence->conditional.group_q_value[hf_evidence_group(evidence, feature)]
               : evidence->conditional.q_value[feature];
}

const char *hf_evidence_test_reason(double reason)
{
    static const char *const reasons[] = {
        [HF_TEST_NOT_DONE] = "there is no conditional test",
        [HF_TEST_DEFINED] = "no copy differs from the data",
        [HF_TEST_GROUPED_ROWS] = "rows come in groups",
        [HF_TEST_CONSTANT] = "all values are the same",
        [HF_TEST_OWN_VARIATION] = "less than 1% of its variation is its own",
        [HF_TEST_DEPENDENCE] = "the model of the features leaves a dependence on another one",
        [HF_TEST_NO_NETWORKS] = "no network took part",
    };
    return reason >= 0 && reason <= HF_TEST_NO_NETWORKS ? reasons[(int)reason]
                                                        : "the reason is not known";
}

const char *hf_evidence_not_tested(const hf_evidence *evidence, hf_field field, int64_t index)
{
    const hf_conditional *c = &evidence->conditional;
    hf_named_table tables[HF_NAMED_TABLES];
    const int64_t count =
        hf_members_list(evidence->results, &hf_members_of_conditional, 0, c, tables);
    for (int64_t i = 0; i < count; i++) {
        if (tables[i].field != field || !isnan(hf_named_value(&tables[i], index)))
            continue;
        const bool of_group = tables[i].axes[0] == HF_AXIS_FEATURE_GROUP;
        return hf_evidence_test_reason(of_group ? c->group_reason[index] : c->reason[index]);
    }
    return NULL;
}

static double share_of(const hf_evidence *e, int64_t feature, int64_t class)
{
    return e->across.direction[class * e->features->count + feature];
}

hf_direction hf_evidence_direction_in(const hf_evidence *evidence, int64_t feature, int64_t class)
{
    const double share = share_of(evidence, feature, class);
    return fmax(share, 1 - share) >= hf_limits.direction /* false if NaN */
               ? (hf_direction){class, share < 0.5}
               : (hf_direction){-1, false};
}

/* Of two classes the second one's share says all; of more the class that most networks agree on. */
hf_direction hf_evidence_direction(const hf_evidence *evidence, int64_t feature)
{
    const int64_t classes = evidence->classes->count;
    hf_direction clearest = {-1, false};
    double agreed = 0;
    for (int64_t c = classes == 2 ? 1 : 0; c < classes; c++) {
        const hf_direction in_class = hf_evidence_direction_in(evidence, feature, c);
        const double agree = fabs(share_of(evidence, feature, c) - 0.5);
        if (in_class.towards >= 0 && agree > agreed) {
            clearest = in_class;
            agreed = agree;
        }
    }
    if (classes == 2 && clearest.lower)
        return (hf_direction){0, false};
    return clearest;
}

hf_effect hf_evidence_effect(const hf_evidence *evidence, int64_t feature)
{
    const hf_text_list *levels = hf_results_columns(evidence->results)->levels;
    const bool is_category = levels && levels[feature].count > 2;
    if (evidence->measured)
        return is_category ? HF_EFFECT_EPSILON : HF_EFFECT_RHO;
    return is_category ? HF_EFFECT_CRAMERS_V : HF_EFFECT_AUC;
}

int64_t hf_evidence_categories(const hf_evidence *evidence)
{
    int64_t categories = 0;
    for (int64_t f = 0; f < evidence->features->count; f++) {
        const hf_effect effect = hf_evidence_effect(evidence, f);
        categories += effect == HF_EFFECT_CRAMERS_V || effect == HF_EFFECT_EPSILON;
    }
    return categories;
}

const char *hf_evidence_effect_name(const hf_evidence *evidence, int64_t feature)
{
    static const char *const names[] = {"AUC", "Cramér's V", "Spearman's ρ", "ε²"};
    return names[hf_evidence_effect(evidence, feature)];
}

double hf_evidence_effect_shown(const hf_evidence *evidence, int64_t feature)
{
    return hf_evidence_effect(evidence, feature) == HF_EFFECT_AUC
               ? hf_evidence_auc_by_itself(evidence, feature)
               : evidence->univariate.effect[feature];
}

hf_direction hf_evidence_direction_by_itself(const hf_evidence *evidence, int64_t feature)
{
    const double effect = evidence->univariate.effect[feature];
    const int64_t class = evidence->univariate.effect_class[feature];
    const hf_effect kind = hf_evidence_effect(evidence, feature);
    if (kind == HF_EFFECT_RHO && effect != 0 && !isnan(effect))
        return (hf_direction){0, effect < 0};
    if (kind != HF_EFFECT_AUC || isnan(effect) || effect == 0.5)
        return (hf_direction){-1, false};
    if (class >= 0)
        return (hf_direction){class, effect < 0.5};
    return (hf_direction){effect > 0.5 ? 1 : 0, false};
}

double hf_evidence_auc_by_itself(const hf_evidence *evidence, int64_t feature)
{
    const double effect = evidence->univariate.effect[feature];
    if (hf_evidence_effect(evidence, feature) != HF_EFFECT_AUC)
        return hf_nan_f64();
    return effect < 0.5 ? 1 - effect : effect;
}
