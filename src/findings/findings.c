/* All findings: the rules are asked, and the records put in the order of the verdict. */
#include "rules.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdlib.h>

/* By kind, whose order is the verdict's; of one kind as the rules have added them. */
static void order_by_kind(hf_findings *findings, hf_finding *ordered)
{
    int64_t count = 0;
    for (hf_finding_kind kind = 0; kind < HF_FINDING_KINDS; kind++)
        for (int64_t i = 0; i < findings->count; i++)
            if (findings->items[i].kind == kind)
                ordered[count++] = findings->items[i];
}

static hf_status check(const hf_findings *findings, hf_error *error)
{
    for (int64_t i = 0; i < findings->count; i++)
        if (findings->items[i].overfull)
            return hf_fail(error, HF_INTERNAL, "the finding %s has more than %d values",
                           hf_finding_name(findings->items[i].kind), HF_FINDING_VALUES);
    return findings->failed ? hf_fail(error, HF_INTERNAL, "out of memory for the findings") : HF_OK;
}

/* What rests on the networks: names of features by them, methods, stability. No answer where they
 * are not shown to predict. */
static void ask_of_networks(const hf_evidence *e, hf_findings *findings)
{
    if (hf_evidence_prediction(e) == HF_PREDICTS) {
        hf_rules_adds(e, findings);
        hf_rules_features(e, findings);
        hf_rules_methods(e, findings);
        hf_rules_stability(e, findings);
    }
    hf_rules_selection(e, findings);
}

hf_status hf_findings_make(const hf_evidence *evidence, hf_findings *findings, hf_error *error)
{
    hf_finding *ordered;
    *findings = (hf_findings){0};
    hf_rules_networks(evidence, findings);
    hf_rules_units(evidence, findings);
    hf_rules_data(evidence, findings);
    if (!hf_evidence_is_shard(evidence)) {
        hf_rules_by_itself(evidence, findings);
        if (hf_evidence_voters(evidence, evidence->lead) > 0)
            ask_of_networks(evidence, findings);
        hf_rules_limits(evidence, findings);
    }
    hf_status status = check(findings, error);
    if (status == HF_OK)
        status = hf_allocate(&ordered, findings->count, sizeof *ordered, error);
    if (status != HF_OK) {
        hf_findings_free(findings);
        return status;
    }
    order_by_kind(findings, ordered);
    free(findings->items);
    findings->items = ordered;
    return HF_OK;
}

void hf_findings_free(hf_findings *findings)
{
    free(findings->items);
    *findings = (hf_findings){0};
}
