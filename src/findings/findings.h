/*
 * Findings: what a results file lets one say, as records. Nothing is printed here; summary, report
 * and JSON show the same records in the same order, that of the verdict.
 *
 * Rules (rules_*.c) look at the evidence and add records; every threshold that they compare with is
 * in thresholds.h, with its reason; words.c makes the sentences.
 */
#ifndef HOLDFAST_FINDINGS_FINDINGS_H
#define HOLDFAST_FINDINGS_FINDINGS_H

#include "findings/evidence.h"

typedef enum hf_level { HF_LEVEL_ANSWER, HF_LEVEL_CAUTION, HF_LEVEL_LIMIT } hf_level;

/* The questions that a verdict answers, in its order. */
typedef enum hf_question {
    HF_ASK_LEARNED,
    HF_ASK_WHICH,
    HF_ASK_SURE,
    HF_ASK_LIMITS,
    HF_QUESTIONS
} hf_question;

/* kind, its name in JSON, level, question. */
#define HF_FINDING_LIST(X)                                                                         \
    X(UNFINISHED, "unfinished", CAUTION, LEARNED)                                                  \
    X(NO_VOTERS, "no_voters", CAUTION, LEARNED)                                                    \
    X(LEARNED, "learned", ANSWER, LEARNED)                                                         \
    X(PREDICTS, "predicts", ANSWER, LEARNED)                                                       \
    X(NOT_SHOWN_TO_PREDICT, "not_shown_to_predict", CAUTION, LEARNED)                              \
    X(CANNOT_TELL_LABELS, "cannot_tell", CAUTION, LEARNED)                                         \
    X(NOT_LEARNED, "not_learned", CAUTION, LEARNED)                                                \
    X(DIVERGED, "diverged", CAUTION, LEARNED)                                                      \
    X(NOT_RANKED, "not_ranked", CAUTION, LEARNED)                                                  \
    X(OVERFITTING, "overfitting", CAUTION, LEARNED)                                                \
    X(ODD_SEED, "odd_seed", CAUTION, LEARNED)                                                      \
    X(ODD_SPLIT, "odd_split", CAUTION, LEARNED)                                                    \
    X(EVERY_FEATURE_SELECTED, "every_feature_selected", CAUTION, WHICH)                            \
    X(LEADS, "leads", ANSWER, WHICH)                                                               \
    X(MOST_FREQUENT, "most_frequent", ANSWER, WHICH)                                               \
    X(NONE_LEADS, "none_leads", ANSWER, WHICH)                                                     \
    X(HIDDEN_UNITS, "hidden_units_read_as_features", CAUTION, WHICH)                               \
    X(STANDS_OUT, "stands_out", ANSWER, WHICH)                                                     \
    X(NONE_STANDS_OUT, "none_stands_out", ANSWER, WHICH)                                           \
    X(CANNOT_TELL_PROBES, "cannot_tell", CAUTION, WHICH)                                           \
    X(METHODS_AGREE, "methods_agree", ANSWER, WHICH)                                               \
    X(METHODS_DISAGREE, "methods_disagree", CAUTION, WHICH)                                        \
    X(INFLUENCE_NOT_MEASURED, "influence_not_measured", CAUTION, WHICH)                            \
    X(STABILITY, "stability", ANSWER, SURE)                                                        \
    X(SIZES_DISAGREE, "sizes_disagree", CAUTION, SURE)                                             \
    X(FEW_UNITS, "few_units", CAUTION, SURE)                                                       \
    X(THIS_SAMPLE, "this_sample", LIMIT, LIMITS)                                                   \
    X(NOT_COMPARED, "not_compared_with_noise", LIMIT, LIMITS)                                      \
    X(LABELS_NOT_DEFINED, "not_defined", LIMIT, LIMITS)                                            \
    X(PROBES_NOT_DEFINED, "not_defined", LIMIT, LIMITS)                                            \
    X(NOT_DEFINED, "not_defined", LIMIT, LIMITS)

#define HF_FINDING_ENUM(id, name, level, question) HF_FINDING_##id,
typedef enum hf_finding_kind { HF_FINDING_LIST(HF_FINDING_ENUM) HF_FINDING_KINDS } hf_finding_kind;
#undef HF_FINDING_ENUM

typedef struct hf_finding_value {
    const char *name;
    double value;
} hf_finding_value;

enum { HF_FINDING_VALUES = 16 };

typedef struct hf_finding {
    hf_finding_kind kind;
    int64_t method;          /* position in significance.methods, -1: of none */
    const int64_t *features; /* [feature_count]; not owned: part of the evidence's orders */
    int64_t feature_count;
    hf_finding_value values[HF_FINDING_VALUES];
    int value_count;
} hf_finding;

typedef struct hf_findings {
    hf_finding *items; /* [count] */
    int64_t count, capacity;
    bool failed;
    hf_finding nowhere; /* takes what is added when memory is short */
} hf_findings;

/* All findings. They point into the evidence, which must outlive them. */
hf_status hf_findings_make(const hf_evidence *evidence, hf_findings *findings, hf_error *error);
void hf_findings_free(hf_findings *findings);

const char *hf_finding_name(hf_finding_kind kind);
hf_level hf_finding_level(hf_finding_kind kind);
const char *hf_level_name(hf_level level);
hf_question hf_finding_question(hf_finding_kind kind);
/* NaN: it has no such value. */
double hf_finding_value_of(const hf_finding *finding, const char *name);

/* How many findings from `first` on one sentence says together: those of one kind and method, and
 * networks that several methods cannot rank, if they are as many. */
int64_t hf_findings_run(const hf_findings *findings, int64_t first);
/* Appends the sentence that says `count` such findings. */
void hf_finding_say(const hf_evidence *evidence, const hf_finding *findings, int64_t count,
                    hf_text *line);
/* Appends the key=value with which `holdfast aggregate` helps, if it does. */
void hf_finding_setting(const hf_evidence *evidence, const hf_finding *finding, hf_text *setting);

#endif
