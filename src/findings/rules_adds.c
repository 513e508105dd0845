/* Rules on features by themselves, and on what adds information beyond all the others. */
#include "rules.h"

#include <math.h>

/* ---- by itself ---- */

/* Features are ordered by q, so that those which are found come first. */
static int64_t count_associated(const hf_evidence *e)
{
    int64_t count = 0;
    while (count < e->features->count &&
           e->univariate.q_value[e->by_itself[count]] <= e->config->significance.fdr)
        count++;
    return count;
}

void hf_rules_by_itself(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    const int64_t found = count_associated(e), strongest = e->by_itself[0];
    if (found == 0)
        return;
    if (hf_evidence_prediction(e) == HF_NOT_SHOWN_TO_PREDICT) {
        hf_finding *misses = hf_finding_add(findings, HF_FINDING_NETWORKS_MISS_IT, -1);
        hf_finding_features(misses, e->by_itself, found);
        hf_finding_set(misses, "found", (double)found);
        hf_finding_set(misses, "features", (double)e->features->count);
        hf_finding_set(misses, "measured", e->measured);
        hf_finding_set(misses, "fdr", e->config->significance.fdr);
    }
    hf_finding *f = hf_finding_add(findings, HF_FINDING_ASSOCIATED, -1);
    hf_finding_features(f, e->by_itself, found);
    hf_finding_set(f, "effect", e->univariate.effect[strongest]);
    hf_finding_set(f, "p", e->univariate.p_value[strongest]);
    hf_finding_set(f, "q", e->univariate.q_value[strongest]);
    hf_finding_set(f, "class", (double)hf_evidence_direction_by_itself(e, strongest).towards);
    hf_finding_set(f, "found", (double)found);
    hf_finding_set(f, "features", (double)e->features->count);
    hf_finding_set(f, "fdr", e->config->significance.fdr);
    hf_finding_set(f, "several", found > 1);
}

/* ---- beyond all others ---- */

/* A group has none: its members may differ. The shares by class: summary_json.c. With more than two
 * classes the class of the effect by itself is named where the direction is opposite in it. */
static void set_directions(const hf_evidence *e, int64_t feature, hf_finding *f)
{
    const hf_direction by_itself = hf_evidence_direction_by_itself(e, feature);
    hf_direction beyond = hf_evidence_direction(e, feature);
    const int64_t classes = e->classes->count;
    const bool compare = beyond.towards >= 0 && by_itself.towards >= 0 &&
                         e->univariate.q_value[feature] <= e->config->significance.fdr;
    bool opposite = beyond.towards != by_itself.towards; /* of two classes */
    if (compare && classes != 2) {
        const hf_direction there = hf_evidence_direction_in(e, feature, by_itself.towards);
        opposite = there.towards >= 0 && there.lower != by_itself.lower;
        beyond = opposite ? there : beyond;
    }
    hf_finding_set(f, "towards", (double)beyond.towards);
    hf_finding_set(f, "lower", beyond.lower);
    hf_finding_set(f, "opposite", compare && opposite);
}

static void add_doubts(hf_finding *named, double misfit, double spread, hf_findings *findings)
{
    const bool fits = !(misfit > hf_limits.misfit);
    const bool alike = !(spread < hf_limits.spread_least || spread > hf_limits.spread_most);
    if (fits && alike)
        return;
    hf_finding_set(named, "doubtful", 1);
    const hf_finding copy = *named; /* adding may move it */
    hf_finding *f = hf_finding_add(findings, HF_FINDING_DOUBTFUL_TEST, -1);
    hf_finding_features(f, copy.features, copy.feature_count);
    f->group = copy.group;
    hf_finding_set(f, "misfit", misfit);
    hf_finding_set(f, "spread_ratio", spread);
    hf_finding_set(f, "does_not_fit", !fits);
}

/* Is any of the group's features tested by itself? */
static bool has_tested_member(const hf_evidence *e, int64_t group)
{
    for (int64_t i = e->group_start[group]; i < e->group_start[group + 1]; i++)
        if (!isnan(e->conditional.p_value[e->members[i]]))
            return true;
    return false;
}

static void add_group(const hf_evidence *e, int64_t group, bool no_member, hf_findings *findings)
{
    const hf_conditional *c = &e->conditional;
    const int64_t size = hf_evidence_group_size(e, group);
    hf_finding *f = hf_finding_add(findings, HF_FINDING_GROUP_ADDS, -1);
    hf_finding_features(f, e->members + e->group_start[group], size);
    f->group = group;
    hf_finding_set(f, "p", c->group_p_value[group]);
    hf_finding_set(f, "q", c->group_q_value[group]);
    hf_finding_set(f, "q_by", c->group_q_value_by[group]);
    hf_finding_set(f, "members", (double)size);
    hf_finding_set(f, "fdr", e->config->significance.fdr);
    const bool tested = has_tested_member(e, group);
    hf_finding_set(f, "no_member", no_member && tested);
    hf_finding_set(f, "untested", no_member && !tested);
    add_doubts(f, c->group_misfit[group], c->group_spread_ratio[group], findings);
}

static void add_feature(const hf_evidence *e, const int64_t *feature, hf_findings *findings)
{
    const hf_conditional *c = &e->conditional;
    const bool alone = hf_evidence_is_alone(e, *feature);
    const int64_t group = hf_evidence_group(e, *feature);
    hf_finding *f = hf_finding_add(findings, HF_FINDING_FEATURE_ADDS, -1);
    hf_finding_features(f, feature, 1);
    f->group = alone ? -1 : group;
    hf_finding_set(f, "p", hf_evidence_adds_p(e, *feature));
    hf_finding_set(f, "q", hf_evidence_adds_q(e, *feature));
    hf_finding_set(f, "q_by", alone ? c->group_q_value_by[group] : c->q_value_by[*feature]);
    hf_finding_set(f, "fdr", e->config->significance.fdr);
    set_directions(e, *feature, f);
    add_doubts(f, alone ? c->group_misfit[group] : c->misfit[*feature],
               alone ? c->group_spread_ratio[group] : c->spread_ratio[*feature], findings);
}

typedef struct family {
    int64_t tests, found;
    double least_q;
} family;

static void count(double q, double fdr, family *into)
{
    if (isnan(q))
        return;
    into->tests++;
    into->found += q <= fdr;
    into->least_q = fmin(into->least_q, q);
}

/* By Benjamini & Hochberg p must be at most found fdr / tests, and it is at least 1/(draws + 1). */
static double least_found(const family *of, double fdr, int64_t draws)
{
    return ceil((double)of->tests / (fdr * (double)(draws + 1)) - hf_limits.rounding);
}

static void add_none(const hf_evidence *e, const family *features, const family *groups,
                     hf_findings *findings)
{
    const double fdr = e->config->significance.fdr;
    const int64_t draws = e->config->significance.conditional_draws;
    const double of_features = least_found(features, fdr, draws);
    const double of_groups = least_found(groups, fdr, draws);
    hf_finding *f = hf_finding_add(findings, HF_FINDING_NONE_ADDS, -1);
    hf_finding_set(f, "least_q", fmin(features->least_q, groups->least_q));
    hf_finding_set(f, "fdr", fdr);
    hf_finding_set(f, "features", (double)features->tests);
    hf_finding_set(f, "groups", (double)groups->tests);
    if (of_features <= 1 && of_groups <= 1)
        return;
    f = hf_finding_add(findings, HF_FINDING_CANNOT_TELL_ADDS, -1);
    hf_finding_set(f, "possible",
                   of_features <= (double)features->tests || of_groups <= (double)groups->tests);
    hf_finding_set(f, "least_features", of_features);
    hf_finding_set(f, "least_groups", of_groups);
    hf_finding_set(f, "draws", (double)draws);
    hf_finding_set(
        f, "draws_needed",
        ceil(fmax((double)features->tests, (double)groups->tests) / fdr - hf_limits.rounding) - 1);
}

/* Is a feature of a group of several found by itself? */
static bool has_member(const hf_evidence *e)
{
    for (int64_t f = 0; f < e->features->count; f++)
        if (!hf_evidence_is_alone(e, f) && hf_evidence_adds_q(e, f) <= e->config->significance.fdr)
            return true;
    return false;
}

void hf_rules_adds(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    const hf_conditional *c = &e->conditional;
    const double fdr = e->config->significance.fdr;
    family features = {.least_q = INFINITY}, groups = {.least_q = INFINITY};
    if (!hf_evidence_has_conditional(e))
        return;
    const bool no_member = !has_member(e);
    for (int64_t g = 0; g < c->groups; g++)
        count(c->group_q_value[g], fdr, &groups);
    for (int64_t i = 0; i < c->features; i++) { /* groups by their most frequent features */
        const int64_t g = hf_evidence_group(e, e->order[e->lead][i]);
        if (g >= 0 && e->members[e->group_start[g]] == e->order[e->lead][i] &&
            c->group_q_value[g] <= fdr && hf_evidence_group_size(e, g) > 1)
            add_group(e, g, no_member, findings);
    }
    const int64_t before = findings->count;
    for (int64_t i = 0; i < c->features; i++) {
        const int64_t *feature = &e->order[e->lead][i];
        count(c->q_value[*feature], fdr, &features);
        if (hf_evidence_adds_q(e, *feature) <= fdr)
            add_feature(e, feature, findings);
    }
    if (groups.found == 0 && findings->count == before)
        add_none(e, &features, &groups, findings);
}
