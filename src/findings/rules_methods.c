/* Rules on the methods: is what the leading one says what predictions rest on? Methods that look at
 * the size of weights do not tell: columns of noise get large weights as well. */
#include "rules.h"

#include "holdfast/method.h"
#include <math.h>

/* Olden's products of weights along paths measure neither. */
static bool measures_size(const hf_evidence *e, int64_t method)
{
    switch (e->config->significance.methods.items[method]) {
    case HF_MAX_WEIGHT:
    case HF_TUTORIAL:
    case HF_MAX_ABS_WEIGHT:
    case HF_L2_NORM:
    case HF_GARSON:
        return true;
    default:
        return false;
    }
}

/* The method among those computed that looks at predictions; -1: none does. */
static int64_t method_of_influence(const hf_evidence *e)
{
    const int64_t permutation = hf_evidence_find(e, HF_PERMUTATION);
    return permutation >= 0 ? permutation : hf_evidence_find(e, HF_INTEGRATED_GRADIENTS);
}

void hf_rules_methods(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    const int64_t other = method_of_influence(e), top = e->config->significance.top;
    if (!measures_size(e, e->lead) || e->features->count < 2)
        return;
    if (other < 0) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_INFLUENCE_NOT_MEASURED, e->lead);
        hf_finding_set(f, "null_tests",
                       e->config->null_test.labels > 0 || e->config->null_test.probes > 0);
        hf_finding_set(f, "complete", e->state == HF_STATE_COMPLETE);
        return;
    }
    if (hf_evidence_voters(e, other) == 0)
        return;
    const double rho = e->across.agreement[e->lead * e->methods + other];
    const double common = (double)hf_evidence_in_common(e, other);
    /* tutorial ranks hidden units: what they have in common with features says nothing */
    const bool agree = hf_evidence_names_features(e, e->lead) && !(rho < hf_limits.rho_agrees) &&
                       common >= hf_limits.common_agrees * (double)top;
    hf_finding *f = hf_finding_add(
        findings, agree ? HF_FINDING_METHODS_AGREE : HF_FINDING_METHODS_DISAGREE, other);
    hf_finding_features(f, e->order[other], top);
    hf_finding_set(f, "common", common);
    hf_finding_set(f, "top", (double)top);
    hf_finding_set(f, "rho", rho);
}
