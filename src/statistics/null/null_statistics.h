/*
 * What null tests say (docs/statistics.md): /null_test, made by hf_aggregate, read here.
 *
 *   labels  T, the mean balanced test accuracy over the finished replicas of the part (a diverged
 *           one counts 0), with the data's own labels and with each permutation b: p = (1 + #{b:
 *           T_b >= T}) / (B + 1). Besides, for each method and feature the single-step maxT p-value
 *           of its frequency (Westfall & Young 1993): p = (1 + #{b: max over f' of frequency_b[f']
 *           >= frequency[f]}) / (B + 1), all finished replicas voting.
 *   probes  In each draw FDP+(t) = (1 + #{probes with frequency > t}) / max(1, #{features with
 *           frequency > t}), t = 0, 0.01 ... 0.99 (after Barber & Candes 2015); the threshold is
 *           the first t at which it is least, and the features above it are selected if it is at
 *           most null_test.fdr. A feature stands out if at least half of the draws select it.
 *
 * Frequencies are compared in integers. A permutation without a voter counts against the feature; a
 * draw without one selects nothing, its frequencies, threshold and FDP+ are NaN. The method
 * `tutorial` is no part of null tests. Memory: the tables of one method. Local (no MPI), one
 * thread.
 */
#ifndef HOLDFAST_STATISTICS_NULL_STATISTICS_H
#define HOLDFAST_STATISTICS_NULL_STATISTICS_H

#include "holdfast/statistics.h"

/* Everything below reads the results of a complete file. Of an unfinished one, or one without that
 * null test (or, of a method, `tutorial`), `permutations` or `draws` is 0 and every array NULL.
 * `method_index`: position in significance.methods. The members carry the names of the datasets. */

typedef struct hf_null_labels {
    int64_t permutations;
#define LABELS_NUMBER(id, name, type, text) HF_C_##type name;
#define LABELS_TABLE(id, name, type, a, text) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_null_labels;
hf_status hf_null_labels_read(const hf_results *results, hf_null_labels *labels, hf_error *error);
void hf_null_labels_free(hf_null_labels *labels);

/* Of one method; NaN where no replica votes. */
typedef struct hf_null_labels_method {
    int64_t permutations, features;
#define LABELS_METHOD_TABLE(id, name, type, a, b, text, flags) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_null_labels_method;
hf_status hf_null_labels_method_read(const hf_results *results, int64_t method_index,
                                     hf_null_labels_method *labels, hf_error *error);
void hf_null_labels_method_free(hf_null_labels_method *labels);

/* probe_group_frequency: NaN where the feature is in no correlated group. */
typedef struct hf_null_probes {
    int64_t draws, features;
#define PROBES_METHOD_TABLE(id, name, type, a, b, text, flags) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_null_probes;
hf_status hf_null_probes_read(const hf_results *results, int64_t method_index,
                              hf_null_probes *probes, hf_error *error);
void hf_null_probes_free(hf_null_probes *probes);

/* What has to be said beside these numbers, sentences without their full stop, one a line. */
void hf_null_labels_remarks(const hf_config *config, hf_text *lines);
/* What the probes say of a method. Fewer than 1/fdr features can never be selected, so that none
 * stands out does not speak against a few: CANNOT_TELL where fewer lie above all probes. */
typedef enum hf_probes_answer {
    HF_PROBES_STAND_OUT, /* of at least one feature */
    HF_PROBES_NONE,
    HF_PROBES_CANNOT_TELL
} hf_probes_answer;
hf_probes_answer hf_null_probes_answer(const hf_config *config, const hf_null_probes *probes);
const char *
hf_probes_answer_name(hf_probes_answer answer); /* "stands_out", "none", "cannot_tell" */
/* Features that in at least half of the draws are selected more often than each of its probes. */
int64_t hf_null_probes_above(const hf_null_probes *probes);

/* Fewer features than these cannot stand out: 1/fdr of them, at most all. */
int64_t hf_null_probes_needed(const hf_config *config, int64_t features);
void hf_null_probes_remarks(const hf_config *config, int64_t features, hf_text *lines);

#endif
