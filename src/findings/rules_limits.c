/* Rules on what cannot be said. */
#include "rules.h"

/* Would `aggregate` add the conditional test, which needs no training? */
static bool can_be_tested(const hf_evidence *e)
{
    return e->state == HF_STATE_COMPLETE && hf_config_has(e->config, 2) &&
           !e->config->data.groups && e->config->significance.conditional_draws == 0;
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
        hf_finding_set(noise, "undefined", !comes && (no_labels || no_probes));
        hf_finding_set(noise, "can_be_tested", can_be_tested(evidence));
    }
    if (no_labels)
        hf_finding_add(findings, HF_FINDING_LABELS_NOT_DEFINED, -1);
    if (no_probes)
        hf_finding_add(findings, HF_FINDING_PROBES_NOT_DEFINED, -1);
    if (hf_evidence_prediction(evidence) == HF_PREDICTS) /* else nothing is said of the test */
        add_untested(evidence, findings);
}
