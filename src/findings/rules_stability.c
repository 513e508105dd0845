/* Rules on stability: what do two networks have in common, and which choice changes the answer? */
#include "rules.h"

#include <inttypes.h>
#include <math.h>

/* Which choice leaves least in common; the one that leaves most is named where it parts from the
 * one in between. */
static void add_choices(const hf_frequencies *s, hf_finding *f)
{
    const struct {
        const char *most, *least;
        double overlap;
    } choices[] = {{"seed_most", "seed_least", s->stability_seed},
                   {"split_most", "split_least", s->stability_split},
                   {"hidden_most", "hidden_least", s->stability_hidden}};
    int low = -1, high = -1;
    bool parts = true;
    for (int i = 0; i < 3; i++) {
        if (isnan(choices[i].overlap))
            continue;
        low = low < 0 || choices[i].overlap < choices[low].overlap ? i : low;
        high = high < 0 || choices[i].overlap > choices[high].overlap ? i : high;
    }
    if (low == high || choices[high].overlap - choices[low].overlap < hf_limits.choice_matters)
        return;
    hf_finding_set(f, "one_most", 1);
    hf_finding_set(f, choices[low].most, 1);
    for (int i = 0; i < 3; i++)
        parts &=
            i == high || !(choices[high].overlap - choices[i].overlap < hf_limits.choice_matters);
    if (parts)
        hf_finding_set(f, choices[high].least, 1);
}

static void add_stability(const hf_evidence *e, hf_findings *findings)
{
    const hf_frequencies *s = hf_evidence_lead(e);
    const double top = (double)e->config->significance.top;
    const double by_chance = top * hf_evidence_chance(e);
    if (isnan(s->stability_cross))
        return;
    hf_finding *f = hf_finding_add(findings, HF_FINDING_STABILITY, e->lead);
    hf_finding_set(f, "common", by_chance + s->stability_cross * (top - by_chance));
    hf_finding_set(f, "top", top);
    hf_finding_set(f, "chance", by_chance);
    hf_finding_set(f, "phi_cross", s->stability_cross);
    hf_finding_set(f, "low", s->stability_cross_low);
    hf_finding_set(f, "high", s->stability_cross_high);
    hf_finding_set(f, "phi_seed", s->stability_seed);
    hf_finding_set(f, "phi_split", s->stability_split);
    hf_finding_set(f, "phi_hidden", s->stability_hidden);
    add_choices(s, f);
}

/* Has every hidden size enough voters to be compared? */
static bool can_compare_sizes(const hf_evidence *e)
{
    for (int64_t h = 0; h < e->grid->hiddens; h++)
        if (hf_evidence_lead(e)->voters_by_hidden[h] < hf_limits.voters_by_hidden)
            return false;
    return e->grid->hiddens > 1;
}

/* The hidden sizes with the lowest and the highest frequency of a feature. */
static void find_spread(const hf_evidence *e, int64_t feature, int64_t ends[2], double *spread)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const double *at = f->frequency_by_hidden + feature;
    ends[0] = ends[1] = 0;
    for (int64_t h = 1; h < f->hiddens; h++) {
        if (at[h * f->features] < at[ends[0] * f->features])
            ends[0] = h;
        if (at[h * f->features] > at[ends[1] * f->features])
            ends[1] = h;
    }
    *spread = at[ends[1] * f->features] - at[ends[0] * f->features];
}

/* The feature among the most frequent ones that differs most. */
static void find_sizes(const hf_evidence *e, hf_findings *findings)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const int64_t *order = e->order[e->lead];
    int64_t at = 0, ends[2], of_largest[2] = {0, 0};
    double largest = -1, spread;
    if (!can_compare_sizes(e))
        return;
    for (int64_t i = 0; i < e->config->significance.top; i++) {
        find_spread(e, order[i], ends, &spread);
        if (spread > largest) {
            largest = spread;
            at = i;
            of_largest[0] = ends[0];
            of_largest[1] = ends[1];
        }
    }
    if (largest < hf_limits.spread_by_hidden)
        return;
    hf_finding *d = hf_finding_add(findings, HF_FINDING_SIZES_DISAGREE, e->lead);
    hf_finding_features(d, &order[at], 1);
    hf_finding_set(d, "lowest", f->frequency_by_hidden[of_largest[0] * f->features + order[at]]);
    hf_finding_set(d, "lowest_hidden", (double)e->grid->hidden[of_largest[0]]);
    hf_finding_set(d, "highest", f->frequency_by_hidden[of_largest[1] * f->features + order[at]]);
    hf_finding_set(d, "highest_hidden", (double)e->grid->hidden[of_largest[1]]);
}

/* Seeds and splits of the grid, and how many of them the voters are worth. */
void hf_rules_few_units(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    const hf_across_methods *a = &e->across;
    const hf_frequencies *lead = hf_evidence_lead(e);
    if (hf_evidence_resampling(e) == HF_RESAMPLING_ENOUGH)
        return;
    hf_finding *f = hf_finding_add(findings, HF_FINDING_FEW_UNITS, e->lead);
    hf_finding_set(f, "seeds", a->seed_units);
    hf_finding_set(f, "splits", a->split_units);
    hf_finding_set(f, "voting_seeds", lead->voting_seeds);
    hf_finding_set(f, "voting_splits", lead->voting_splits);
    hf_finding_set(f, "one_seed", a->seed_resampling == HF_RESAMPLING_FIXED);
    hf_finding_set(f, "one_split", a->split_resampling == HF_RESAMPLING_FIXED);
    hf_finding_set(f, "uneven",
                   a->seed_units >= hf_limits.few_units && a->split_units >= hf_limits.few_units);
}

void hf_rules_stability(const hf_evidence *evidence, hf_findings *findings)
{
    if (!hf_evidence_selects_all(evidence)) {
        add_stability(evidence, findings);
        find_sizes(evidence, findings);
    }
}
