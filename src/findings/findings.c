/* All findings: the rules are asked, and the records put in the order of the verdict. */
#include "rules.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdlib.h>

/* By question; within one as the rules have added them. */
static void order_by_question(hf_findings *findings, hf_finding *ordered)
{
    int64_t count = 0;
    for (hf_question question = 0; question < HF_QUESTIONS; question++)
        for (int64_t i = 0; i < findings->count; i++)
            if (hf_finding_question(findings->items[i].kind) == question)
                ordered[count++] = findings->items[i];
}

hf_status hf_findings_make(const hf_evidence *evidence, hf_findings *findings, hf_error *error)
{
    hf_finding *ordered;
    *findings = (hf_findings){0};
    hf_rules_networks(evidence, findings);
    hf_rules_units(evidence, findings);
    if (!hf_evidence_is_shard(evidence) && hf_evidence_voters(evidence, evidence->lead) > 0) {
        hf_rules_features(evidence, findings);
        hf_rules_methods(evidence, findings);
        hf_rules_stability(evidence, findings);
        hf_rules_limits(evidence, findings);
    }
    hf_status status = findings->failed
                           ? hf_fail(error, HF_INTERNAL, "out of memory for the findings")
                           : hf_allocate(&ordered, findings->count, sizeof *ordered, error);
    if (status != HF_OK) {
        hf_findings_free(findings);
        return status;
    }
    order_by_question(findings, ordered);
    free(findings->items);
    findings->items = ordered;
    return HF_OK;
}

void hf_findings_free(hf_findings *findings)
{
    free(findings->items);
    *findings = (hf_findings){0};
}
