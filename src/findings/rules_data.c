/* Rules on the samples: what makes an answer about them doubtful. */
#include "rules.h"

#include "text/alike.h"

static void add_each(const hf_evidence *e, const hf_feature_list *list, hf_finding_kind kind,
                     hf_findings *findings)
{
    for (int64_t i = 0; i < list->count; i++) {
        hf_finding *f = hf_finding_add(findings, kind, -1);
        hf_finding_features(f, &list->items[i], 1);
        hf_finding_set(f, "samples", (double)hf_results_samples(e->results));
    }
}

static void add_rows(const hf_evidence *e, hf_findings *findings)
{
    const hf_data_facts *d = &e->data;
    const double samples = (double)hf_results_samples(e->results);
    if ((double)d->repeated_rows > hf_limits.repeated_rows * samples) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_DUPLICATE_ROWS, -1);
        hf_finding_set(f, "repeated", (double)d->repeated_rows);
        hf_finding_set(f, "samples", samples);
        hf_finding_set(f, "across", d->repeated_across);
    }
    if (hf_class_is_rare(e->config, d->smallest_share, e->classes->count)) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_IMBALANCE, -1);
        hf_finding_set(f, "share", d->smallest_share);
        hf_finding_set(f, "class", (double)d->smallest_class);
    }
}

static void add_fill_codes(const hf_evidence *e, hf_findings *findings)
{
    for (int64_t i = 0; i < e->data.fills.count; i++) {
        hf_finding *f = hf_finding_add(findings, HF_FINDING_FILL_CODE, -1);
        hf_finding_features(f, &e->data.fills.items[i], 1);
        hf_finding_set(f, "code", e->data.fill_codes[i]);
    }
}

/* Each label and the first one before it that is written much the same. */
static void add_similar_labels(const hf_evidence *e, hf_findings *findings)
{
    enum { CLASSES_MOST = 500 }; /* more are no classes, and each is compared with each */
    const hf_text_list *classes = e->classes;
    for (int64_t c = 1; c < classes->count && classes->count <= CLASSES_MOST; c++)
        for (int64_t other = 0; other < c; other++) {
            if (!hf_text_alike(classes->items[other], classes->items[c]))
                continue;
            hf_finding *f = hf_finding_add(findings, HF_FINDING_SIMILAR_LABELS, -1);
            hf_finding_set(f, "class", (double)c);
            hf_finding_set(f, "other_class", (double)other);
            break;
        }
}

/* An AUC of 0 or 1: of two classes both are told apart, of more one from the others. A Cramer's V
 * of 1: each level has one class, if there are enough of them. A rho of 1
 * or -1: the feature has the outcome's order, or its reverse. */
static bool separates(const hf_evidence *e, int64_t feature)
{
    const double effect = e->univariate.effect[feature]; /* NaN is neither */
    if (hf_evidence_effect(e, feature) == HF_EFFECT_AUC)
        return effect == 0 || effect == 1;
    if (hf_evidence_effect(e, feature) == HF_EFFECT_RHO)
        return effect == -1 || effect == 1;
    return hf_evidence_effect(e, feature) == HF_EFFECT_CRAMERS_V && effect > 1 - 1e-9 &&
           hf_results_columns(e->results)->levels[feature].count >= e->classes->count;
}

static void add_separations(const hf_evidence *e, hf_findings *findings)
{
    for (int64_t i = 0; i < e->features->count; i++) {
        const int64_t *feature = &e->by_itself[i];
        if (!separates(e, *feature))
            continue;
        const bool all_classes =
            e->classes->count == 2 || hf_evidence_effect(e, *feature) == HF_EFFECT_CRAMERS_V;
        hf_finding *f = hf_finding_add(findings, HF_FINDING_PERFECT_SEPARATION, -1);
        hf_finding_features(f, feature, 1);
        hf_finding_set(f, "effect", e->univariate.effect[*feature]);
        hf_finding_set(f, "class", (double)hf_evidence_direction_by_itself(e, *feature).towards);
        hf_finding_set(f, "measured", e->measured);
        hf_finding_set(f, "two_classes", all_classes);
    }
}

void hf_rules_data(const hf_evidence *evidence, hf_findings *findings)
{
    if (!hf_evidence_is_shard(evidence))
        add_separations(evidence, findings);
    add_similar_labels(evidence, findings);
    if (!evidence->data.known)
        return;
    add_fill_codes(evidence, findings);
    add_each(evidence, &evidence->data.identifiers, HF_FINDING_IDENTIFIER, findings);
    add_each(evidence, &evidence->data.outliers, HF_FINDING_OUTLIER, findings);
    add_each(evidence, &evidence->data.constants, HF_FINDING_CONSTANT_FEATURE, findings);
    add_rows(evidence, findings);
}
