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
    HF_ASK_PREDICT,
    HF_ASK_ADDS,
    HF_ASK_RESTS,
    HF_ASK_CAUTIONS,
    HF_ASK_LIMITS,
    HF_QUESTIONS
} hf_question;

/* kind, its name in JSON, level, question; in the order in which the verdict says them. */
#define HF_FINDING_LIST(X)                                                                         \
    X(UNFINISHED, "unfinished", CAUTION, PREDICT)                                                  \
    X(LEARNED, "learned", ANSWER, PREDICT)                                                         \
    X(PREDICTS, "predicts", ANSWER, PREDICT)                                                       \
    X(NOT_SHOWN_TO_PREDICT, "not_shown_to_predict", CAUTION, PREDICT)                              \
    X(CANNOT_TELL_PREDICTION, "cannot_tell", CAUTION, PREDICT)                                     \
    X(NO_VOTERS, "no_voters", CAUTION, PREDICT)                                                    \
    X(NETWORKS_MISS_IT, "networks_miss_it", CAUTION, PREDICT)                                      \
    X(GROUP_ADDS, "group_adds_information", ANSWER, ADDS)                                          \
    X(FEATURE_ADDS, "feature_adds_information", ANSWER, ADDS)                                      \
    X(NONE_ADDS, "none_adds_information", CAUTION, ADDS)                                           \
    X(CANNOT_TELL_ADDS, "cannot_tell", CAUTION, ADDS)                                              \
    X(ASSOCIATED, "associated_by_itself", ANSWER, ADDS)                                            \
    X(EVERY_FEATURE_SELECTED, "every_feature_selected", CAUTION, RESTS)                            \
    X(LEADS, "leads", ANSWER, RESTS)                                                               \
    X(MOST_FREQUENT, "most_frequent", ANSWER, RESTS)                                               \
    X(NONE_LEADS, "none_leads", ANSWER, RESTS)                                                     \
    X(HIDDEN_UNITS, "hidden_units_read_as_features", CAUTION, RESTS)                               \
    X(STANDS_OUT, "stands_out", ANSWER, RESTS)                                                     \
    X(NONE_STANDS_OUT, "none_stands_out", ANSWER, RESTS)                                           \
    X(CANNOT_TELL_PROBES, "cannot_tell", CAUTION, RESTS)                                           \
    X(METHODS_AGREE, "methods_agree", ANSWER, RESTS)                                               \
    X(STABILITY, "stability", ANSWER, RESTS)                                                       \
    X(DOUBTFUL_TEST, "doubtful_test", CAUTION, CAUTIONS)                                           \
    X(OVERFITTING, "overfitting", CAUTION, CAUTIONS)                                               \
    X(IDENTIFIER, "identifier", CAUTION, CAUTIONS)                                                 \
    X(SIMILAR_LABELS, "similar_labels", CAUTION, CAUTIONS)                                         \
    X(FILL_CODE, "fill_code", CAUTION, CAUTIONS)                                                   \
    X(PERFECT_SEPARATION, "perfect_separation", CAUTION, CAUTIONS)                                 \
    X(DUPLICATE_ROWS, "duplicate_rows", CAUTION, CAUTIONS)                                         \
    X(METHODS_DISAGREE, "methods_disagree", CAUTION, CAUTIONS)                                     \
    X(SIZES_DISAGREE, "sizes_disagree", CAUTION, CAUTIONS)                                         \
    X(IMBALANCE, "imbalance", CAUTION, CAUTIONS)                                                   \
    X(INFLUENCE_NOT_MEASURED, "influence_not_measured", CAUTION, CAUTIONS)                         \
    X(FEW_UNITS, "few_units", CAUTION, CAUTIONS)                                                   \
    X(NOT_LEARNED, "not_learned", CAUTION, CAUTIONS)                                               \
    X(DIVERGED, "diverged", CAUTION, CAUTIONS)                                                     \
    X(NOT_RANKED, "not_ranked", CAUTION, CAUTIONS)                                                 \
    X(OUTLIER, "outlier", CAUTION, CAUTIONS)                                                       \
    X(CONSTANT_FEATURE, "constant_feature", CAUTION, CAUTIONS)                                     \
    X(ODD_SEED, "odd_seed", CAUTION, CAUTIONS)                                                     \
    X(ODD_SPLIT, "odd_split", CAUTION, CAUTIONS)                                                   \
    X(FEATURE_NOT_TESTED, "not_defined", LIMIT, CAUTIONS)                                          \
    X(GROUP_NOT_TESTED, "not_defined", LIMIT, CAUTIONS)                                            \
    X(THIS_SAMPLE, "this_sample", LIMIT, LIMITS)                                                   \
    X(GROUPED_ROWS, "grouped_rows", LIMIT, LIMITS)                                                 \
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

enum { HF_FINDING_VALUES = 24 };

typedef struct hf_finding {
    hf_finding_kind kind;
    int64_t method;          /* position in significance.methods, -1: of none */
    const int64_t *features; /* [feature_count]; not owned: part of the evidence's lists */
    int64_t feature_count;
    int64_t group; /* number of the group, -1: of none */
    hf_finding_value values[HF_FINDING_VALUES];
    int value_count;
    bool overfull; /* more values than there is room for: an error of the rule */
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
/* Appends the line to type that helps, if there is one. */
void hf_finding_command(const hf_evidence *evidence, const hf_finding *finding, hf_text *line);

#endif
