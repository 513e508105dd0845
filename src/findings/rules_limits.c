/* Rules on what cannot be said. */
#include "rules.h"

void hf_rules_limits(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_config *config = evidence->config;
    hf_finding *sample = hf_finding_add(findings, HF_FINDING_THIS_SAMPLE, -1);
    hf_finding_set(sample, "samples", (double)hf_results_samples(evidence->results));
    hf_finding_set(sample, "seeds", evidence->across.seed_units > 1);
    hf_finding_set(sample, "splits", evidence->across.split_units > 1);
    if (hf_evidence_undefined(evidence, evidence->lead, HF_SIGNIFICANCE_FREQUENCY_LOW, 0))
        hf_finding_add(findings, HF_FINDING_NOT_DEFINED, evidence->lead);
    const bool no_labels = *hf_arm_undefined(config, HF_ARM_LABELS);
    const bool no_probes = *hf_arm_undefined(config, HF_ARM_PROBES);
    if (!hf_evidence_has_null(evidence)) {
        const bool comes =
            hf_arm_draws(config, HF_ARM_LABELS) > 0 || hf_arm_draws(config, HF_ARM_PROBES) > 0;
        hf_finding *noise = hf_finding_add(findings, HF_FINDING_NOT_COMPARED, -1);
        hf_finding_set(noise, "asked_for", comes);
        hf_finding_set(noise, "undefined", !comes && (no_labels || no_probes));
    }
    if (no_labels)
        hf_finding_add(findings, HF_FINDING_LABELS_NOT_DEFINED, -1);
    if (no_probes)
        hf_finding_add(findings, HF_FINDING_PROBES_NOT_DEFINED, -1);
}
