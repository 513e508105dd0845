/* What the rules add records with, and the rules. */
#ifndef HOLDFAST_FINDINGS_RULES_H
#define HOLDFAST_FINDINGS_RULES_H

#include "findings/findings.h"
#include "thresholds.h"

/* Adds a record; valid until the next one is added. `method` -1: of none. */
hf_finding *hf_finding_add(hf_findings *findings, hf_finding_kind kind, int64_t method);
void hf_finding_set(hf_finding *finding, const char *name, double value);
/* The features are the first `count` of those at `features`. */
void hf_finding_features(hf_finding *finding, const int64_t *features, int64_t count);

/* Each adds what it finds; of a shard only the first three are asked. */
void hf_rules_networks(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_units(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_data(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_by_itself(const hf_evidence *evidence, hf_findings *findings);
/* Only where the networks predict: what rests on them. */
void hf_rules_adds(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_features(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_methods(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_stability(const hf_evidence *evidence, hf_findings *findings);
/* How features are selected, whatever comes of it. */
void hf_rules_selection(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_few_units(const hf_evidence *evidence, hf_findings *findings);
void hf_rules_limits(const hf_evidence *evidence, hf_findings *findings);

#endif
