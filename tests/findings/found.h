/* Findings of files that are filled in by hand, for tests. */
#ifndef FOUND_H
#define FOUND_H

#include "../report/report_file.h"
#include "findings/findings.h"

/* 10 seeds and 10 splits are not few. */
#define GRID "replicas: {seeds: 10}\nsplits: {count: 10}\n"
#define ONE_ON_TOP GRID "significance: {top: 1, methods: [olden]}\n"

/* A test may change the evidence and look again. */
typedef struct found {
    hf_results *results;
    hf_evidence evidence;
    hf_findings findings;
} found;

/* The findings of a file; `forget` closes and removes it. `method` NULL: the first; `hidden` 0: all
 * sizes. */
void look_at(found *f, hf_results *results, const char *method, int64_t hidden);
void look_again(found *f);
/* Makes the evidence show that the networks predict, whatever the file holds, and looks again. */
void let_predict(found *f);
void forget(found *f);

/* Findings of a file of which every replica is done and has learned, and selects its features as
 * report_file.h says of always_first; aggregated and complete. The networks predict. */
void look_at_filled(found *f, const char *configuration);
/* The small case, complete; its networks are made to predict. */
void look_at_small(found *f);

/* ---- what there is among them ---- */

/* `position`: 0 is the first one of its kind; fails where there are not so many. */
const hf_finding *nth_of(const found *f, hf_finding_kind kind, int64_t position);
const hf_finding *the(const found *f, hf_finding_kind kind); /* fails unless it is the only one */
int64_t count_of(const found *f, hf_finding_kind kind);
void assert_none(const found *f, hf_finding_kind kind);

/* Fails unless the finding has this value, but for rounding; NaN: that it has none. */
void assert_value(const hf_finding *finding, const char *name, double value);
/* Fails unless these are the finding's only features. */
void assert_features(const hf_finding *finding, int64_t count, const int64_t *features);

/* The sentence of a finding, allocated. */
char *sentence_of(const found *f, const hf_finding *finding);
void assert_sentence(const found *f, hf_finding_kind kind, const char *expected);

#endif
