/* Rules on what cannot be said. */
#include "rules.h"

/* Would `aggregate` add the conditional test, which needs no training? */
static bool can_be_tested(const hf_evidence *e)
{
    return e->state == HF_STATE_COMPLETE && hf_config_has(e->config, 2) &&
           !e->config->data.groups && e->config->significance.conditional_draws == 0;
}

/* Why most features have no q where none has: the reason, a value of hf_test_reason; -1: the test
 * is not asked for, not done yet, or some have one. */
static int untestable(const hf_evidence *e)
{
    const hf_conditional *c = &e->conditional;
    int64_t counts[HF_TEST_REASONS] = {0};
    int most = -1;
    if (e->state != HF_STATE_COMPLETE || e->config->data.groups || hf_evidence_has_conditional(e))
        return -1;
    for (int64_t f = 0; f < c->features; f++)
        if (c->reason[f] > HF_TEST_DEFINED && c->reason[f] < HF_TEST_REASONS)
            counts[c->reason[f]]++;
    for (int reason = HF_TEST_DEFINED + 1; reason < HF_TEST_REASONS; reason++)
        if (counts[reason] > (most < 0 ? 0 : counts[most]))
            most = reason;
    return most;
}

/* The conditional test comes when all networks are trained. */
static bool test_comes(const hf_evidence *e)
{
    return e->state != HF_STATE_COMPLETE && !e->config->data.groups &&
           hf_config_has(e->config, 2) && e->config->significance.conditional_draws != 0;
}

/* The words' reason is the value (template.c). */
static void add_untested(const hf_evidence *e, hf_findings *findings)
{
    const hf_conditional *c = &e->conditional;
    for (int64_t i = 0; i < c->features; i++) {
        const int64_t *feature = &e->untested[i];
        if (c->reason[*feature] <= HF_TEST_DEFINED || e->config->data.groups)
            continue;
        hf_finding *f = hf_finding_add(findings, HF_FINDING_FEATURE_NOT_TESTED, -1);
        hf_finding_features(f, feature, 1);
        hf_finding_set(f, "reason", c->reason[*feature]);
    }
    for (int64_t g = 0; g < c->groups; g++) {
        if (c->group_reason[g] <= HF_TEST_DEFINED || e->config->data.groups ||
            hf_evidence_group_size(e, g) < 2)
            continue;
        hf_finding *f = hf_finding_add(findings, HF_FINDING_GROUP_NOT_TESTED, -1);
        hf_finding_features(f, e->members + e->group_start[g], hf_evidence_group_size(e, g));
        f->group = g;
        hf_finding_set(f, "reason", c->group_reason[g]);
    }
}

void hf_rules_limits(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_config *config = evidence->config;
    if (evidence->health.done == 0)
        return;
    hf_finding *sample = hf_finding_add(findings, HF_FINDING_THIS_SAMPLE, -1);
    hf_finding_set(sample, "samples", (double)hf_results_samples(evidence->results));
    hf_finding_set(sample, "seeds", evidence->across.seed_units > 1);
    hf_finding_set(sample, "splits", evidence->across.split_units > 1);
    if (config->data.groups)
        hf_finding_add(findings, HF_FINDING_GROUPED_ROWS, -1);
    if (hf_evidence_voters(evidence, evidence->lead) > 0 &&
        hf_evidence_undefined(evidence, evidence->lead, HF_SIGNIFICANCE_FREQUENCY_LOW, 0))
        hf_finding_add(findings, HF_FINDING_NOT_DEFINED, evidence->lead);
    const bool no_labels = *hf_arm_undefined(config, HF_ARM_LABELS);
    const bool no_probes = *hf_arm_undefined(config, HF_ARM_PROBES);
    if (!hf_evidence_has_null(evidence) && !hf_evidence_has_conditional(evidence)) {
        const bool comes =
            hf_arm_draws(config, HF_ARM_LABELS) > 0 || hf_arm_draws(config, HF_ARM_PROBES) > 0;
        hf_finding *noise = hf_finding_add(findings, HF_FINDING_NOT_COMPARED, -1);
        hf_finding_set(noise, "asked_for", comes);
        const int reason = untestable(evidence);
        hf_finding_set(noise, "undefined", !comes && (no_labels || no_probes));
        hf_finding_set(noise, "tested_last", !comes && test_comes(evidence));
        hf_finding_set(noise, "untestable", !comes && reason >= 0);
        if (reason >= 0)
            hf_finding_set(noise, "reason", reason);
        hf_finding_set(noise, "can_be_tested", can_be_tested(evidence));
    }
    if (no_labels)
        hf_finding_add(findings, HF_FINDING_LABELS_NOT_DEFINED, -1);
    if (no_probes)
        hf_finding_add(findings, HF_FINDING_PROBES_NOT_DEFINED, -1);
    /* else nothing is said of the test, or all of it has been said */
    if (hf_evidence_prediction(evidence) == HF_PREDICTS && untestable(evidence) < 0)
        add_untested(evidence, findings);
}
