/* Rules on the features: which lead, and which stand out from noise? */
#include "rules.h"

#include "holdfast/method.h"
#include <math.h>

static void add_frequency(const hf_evidence *e, hf_finding_kind kind, int64_t place,
                          hf_findings *findings)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const int64_t *feature = &e->order[e->lead][place];
    hf_finding *leads = hf_finding_add(findings, kind, e->lead);
    hf_finding_features(leads, feature, 1);
    hf_finding_set(leads, "frequency", f->frequency[*feature]);
    hf_finding_set(leads, "low", f->frequency_low[*feature]);
    hf_finding_set(leads, "high", f->frequency_high[*feature]);
    hf_finding_set(leads, "chance", hf_evidence_chance(e));
    hf_finding_set(leads, "influence",
                   hf_method_is((hf_method)e->config->significance.methods.items[e->lead],
                                HF_METHOD_INFLUENCE));
    hf_finding_set(leads, "compared", hf_evidence_probes(e) || hf_evidence_has_conditional(e));
}

/* Features whose whole interval lies above chance; without intervals the first k. */
static void find_leaders(const hf_evidence *e, hf_findings *findings)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    const int64_t before = findings->count;
    const bool has_intervals = !isnan(f->frequency_low[0]);
    if (!hf_evidence_names_features(e, e->lead))
        return;
    for (int64_t i = 0; !has_intervals && i < e->config->significance.top; i++)
        add_frequency(e, HF_FINDING_MOST_FREQUENT, i, findings);
    for (int64_t i = 0; has_intervals && i < f->features; i++)
        if (f->frequency_low[e->order[e->lead][i]] > hf_evidence_chance(e))
            add_frequency(e, HF_FINDING_LEADS, i, findings);
    if (findings->count == before) {
        hf_finding *none = hf_finding_add(findings, HF_FINDING_NONE_LEADS, e->lead);
        hf_finding_set(none, "chance", hf_evidence_chance(e));
    }
}

static void add_standing_out(const hf_evidence *e, const hf_null_probes *probes,
                             hf_findings *findings)
{
    for (int64_t i = 0; i < probes->features; i++) {
        const int64_t *feature = &e->order[e->lead][i];
        if (!probes->stands_out[*feature])
            continue;
        hf_finding *f = hf_finding_add(findings, HF_FINDING_STANDS_OUT, e->lead);
        hf_finding_features(f, feature, 1);
        hf_finding_set(f, "selected_share", probes->selected_share[*feature]);
        hf_finding_set(f, "draws", (double)probes->draws);
        hf_finding_set(f, "fdr", e->config->null_test.fdr);
    }
}

/* Against probes. */
static void find_standing_out(const hf_evidence *e, hf_findings *findings)
{
    const hf_null_probes *probes = hf_evidence_probes(e);
    if (!probes)
        return;
    const hf_probes_answer answer = hf_null_probes_answer(e->config, probes);
    if (answer == HF_PROBES_STAND_OUT) {
        add_standing_out(e, probes, findings);
        return;
    }
    hf_finding *f = hf_finding_add(findings,
                                   answer == HF_PROBES_NONE ? HF_FINDING_NONE_STANDS_OUT
                                                            : HF_FINDING_CANNOT_TELL_PROBES,
                                   e->lead);
    hf_finding_set(f, "least_features",
                   (double)hf_null_probes_needed(e->config, e->features->count));
    hf_finding_set(f, "possible", 1 / (double)e->features->count <= e->config->null_test.fdr);
    hf_finding_set(f, "features", (double)e->features->count);
    hf_finding_set(f, "above_all_probes", (double)hf_null_probes_above(probes));
    hf_finding_set(f, "draws", (double)probes->draws);
}

void hf_rules_features(const hf_evidence *evidence, hf_findings *findings)
{
    if (!hf_evidence_selects_all(evidence))
        find_leaders(evidence, findings);
    find_standing_out(evidence, findings);
}

void hf_rules_selection(const hf_evidence *evidence, hf_findings *findings)
{
    const hf_evidence *e = evidence;
    if (hf_evidence_selects_all(e)) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_EVERY_FEATURE_SELECTED, -1);
        hf_finding_set(f, "top", (double)e->config->significance.top);
        hf_finding_set(f, "can_be_smaller",
                       e->features->count > 1 && e->state == HF_STATE_COMPLETE);
    }
    if (!hf_evidence_names_features(e, e->lead))
        hf_finding_add(findings, HF_FINDING_HIDDEN_UNITS, e->lead);
    hf_rules_few_units(e, findings);
}
