/* Rules on the methods: is what the leading one says what predictions rest on? Methods that look at
 * the size of weights do not tell: columns of noise get large weights as well. */
#include "rules.h"

#include "holdfast/method.h"
#include <math.h>

/* The first method of the list that looks at predictions, was computed and does not lead; -1: none
 * was. */
static int64_t method_of_influence(const hf_evidence *e)
{
    for (int m = 0; m < HF_METHODS; m++) {
        const int64_t at = hf_evidence_find(e, (hf_method)m);
        if (hf_method_is((hf_method)m, HF_METHOD_INFLUENCE) && at >= 0 && at != e->lead)
            return at;
    }
    return -1;
}

/* Are the features whose whole interval lies above chance by the leading method the other's first
 * ones too? Then they disagree on what is left at most. False where there are none. */
static bool same_leaders(const hf_evidence *e, int64_t other)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    int64_t leaders = 0, same = 0;
    while (leaders < e->features->count &&
           f->frequency_low[e->order[e->lead][leaders]] > hf_evidence_chance(e))
        leaders++;
    for (int64_t i = 0; i < leaders; i++)
        same += e->place[other][e->order[e->lead][i]] < leaders;
    return leaders > 0 && same == leaders;
}

static void add_not_measured(const hf_evidence *e, hf_findings *findings)
{
    hf_finding *f = hf_finding_add(findings, HF_FINDING_INFLUENCE_NOT_MEASURED, e->lead);
    hf_finding_set(f, "null_tests",
                   hf_arm_draws(e->config, HF_ARM_LABELS) > 0 ||
                       hf_arm_draws(e->config, HF_ARM_PROBES) > 0);
    hf_finding_set(f, "complete", e->state == HF_STATE_COMPLETE);
}

void hf_rules_methods(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    const int64_t other = method_of_influence(e), top = e->config->significance.top;
    const hf_method lead = (hf_method)e->config->significance.methods.items[e->lead];
    const bool size = hf_method_is(lead, HF_METHOD_SIZE);
    if ((!size && !hf_method_is(lead, HF_METHOD_INFLUENCE)) || e->features->count < 2)
        return;
    if (other < 0) {
        if (size)
            add_not_measured(e, findings);
        return;
    }
    /* every network selects all: no feature leads by either method */
    if (hf_evidence_voters(e, other) == 0 || hf_evidence_selects_all(e))
        return;
    const double rho = e->across.agreement[e->lead * e->methods + other];
    const double common = (double)hf_evidence_in_common(e, other);
    /* tutorial ranks hidden units: what they have in common with features says nothing */
    const bool agree = hf_evidence_names_features(e, e->lead) && !(rho < hf_limits.rho_agrees) &&
                       common >= hf_limits.common_agrees * (double)top;
    if (!size && (agree || same_leaders(e, other))) /* both measure the same thing */
        return;
    hf_finding *f = hf_finding_add(
        findings, agree ? HF_FINDING_METHODS_AGREE : HF_FINDING_METHODS_DISAGREE, other);
    hf_finding_features(f, e->order[other], top);
    hf_finding_set(f, "common", common);
    hf_finding_set(f, "top", (double)top);
    hf_finding_set(f, "rho", rho);
    hf_finding_set(f, "size", size);
}
