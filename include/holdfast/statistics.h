/*
 * The statistics of a results file: all that /significance holds (docs/statistics.md).
 *
 * hf_aggregate makes and writes all of it; hf_frequencies_read and hf_across_methods_read give it
 * back. Everything is counted in integers or summed in float64 in one order, with no function but
 * + - * / and sqrt: the same bits on any machine. Random draws are Philox streams keyed by
 * (significance.seed, draw). Memory does not grow with replicas x features. Local (no MPI), one
 * thread.
 */
#ifndef HOLDFAST_STATISTICS_H
#define HOLDFAST_STATISTICS_H

#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include "holdfast/results.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- ranks and votes ---- */

/* rank [feature], 1 = largest (signed) importance, ties to the lower index; `order` [feature] is
 * scratch and gets the features by rank. Returns false (no vote; both arrays in any state) where
 * all values are equal or one is not finite. */
bool hf_rank_features(const float *importance, int64_t features, int32_t *rank, int32_t *order);

/* The same, but values that are all equal are ranked too, by index. False: one is not finite. */
bool hf_rank_finite(const float *importance, int64_t features, int32_t *rank, int32_t *order);

/* Does a replica with this status and learned flag have a vote? (Whether its importances rank the
 * features is another matter.) */
bool hf_is_voter(hf_votes votes, uint8_t status, uint8_t learned);

/* ---- counts of one method ---- */

/* Replicas are added in any number of pieces, in order of their numbers. */
typedef struct hf_significance {
    int64_t features, hiddens, splits, ranks, top; /* ranks = min(features, HF_RANKS_KEPT) */
    hf_votes votes;
    /* counts so far */
    int64_t voters;
    int64_t *selected;           /* [feature] */
    int64_t *selected_by_hidden; /* [hidden, feature] */
    int64_t *selected_by_split;  /* [split, feature] */
    int64_t *voters_by_hidden, *voters_by_split;
    int32_t *rank_count;        /* [feature, rank] */
    int64_t *within_ranks;      /* [feature] voters that give it a rank of at most `ranks` */
    double *rank_sum;           /* [feature] */
    double *rank_sum_by_hidden; /* [hidden, feature] */
    double *importance_sum;     /* [feature] */
    int32_t *rank, *order;      /* scratch */
} hf_significance;

/* `config` is resolved; `memory` owns the arrays. */
hf_status hf_significance_make(const hf_config *config, int64_t features, hf_memory *memory,
                               hf_significance *significance, hf_error *error);
/* Adds replicas first ... first + count - 1: status [count], learned [count], importance [count,
 * feature]. Pending and diverged replicas never vote. */
void hf_significance_add(hf_significance *significance, const hf_grid *grid, int64_t first,
                         int64_t count, const uint8_t *status, const uint8_t *learned,
                         const float *importance);

/* ---- what /significance holds ---- */

/* The C types of the list of fields (holdfast/fields.def). */
#define HF_C_U8 uint8_t
#define HF_C_I32 int32_t
#define HF_C_F64 double

/* Of one method: each dataset is a member, a number or an array of the dataset's dimensions. What
 * is not defined is NaN, and hf_undefined_reason says why. */
typedef struct hf_frequencies {
    int64_t features, hiddens, splits, ranks;
#define METHOD_NUMBER(id, name, type, undefined, text) HF_C_##type name;
#define METHOD_TABLE(id, name, type, a, b, undefined, text) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_frequencies;

/* Of a complete file: read from it. Of another one: made from the replicas done so far, but for
 * the groups of a file of format 1, which come at the end. */
hf_status hf_frequencies_read(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error);
void hf_frequencies_free(hf_frequencies *frequencies);

/* Beside the methods; likewise. */
typedef struct hf_across_methods {
    int64_t methods, features, groups; /* groups: numbered 0 ... groups - 1 */
#define ACROSS_NUMBER(id, name, type, text, flags) HF_C_##type name;
#define ACROSS_TABLE(id, name, type, a, b, text, flags) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_across_methods;

/* As hf_frequencies_read. */
hf_status hf_across_methods_read(const hf_results *results, hf_across_methods *across,
                                 hf_error *error);
void hf_across_methods_free(hf_across_methods *across);

/* How far the bootstrap of a method can be trusted, HF_RESAMPLING_..., the worse of seeds and
 * splits: fixed where the grid has one, few where voting_seeds or voting_splits is below 10 (in a
 * file of format 1 the grid's own numbers, as seed_resampling and split_resampling have it). */
int hf_resampling_of(const hf_across_methods *across, const hf_frequencies *frequencies);

/* By themselves, without networks. */
typedef struct hf_univariate {
    int64_t features;
#define UNIVARIATE_TABLE(id, name, dataset, type, text) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_univariate;

/* Of an unfinished file nothing is defined yet. */
hf_status hf_univariate_read(const hf_results *results, hf_univariate *univariate, hf_error *error);
void hf_univariate_free(hf_univariate *univariate);

/* The conditional test. */
typedef struct hf_conditional {
    int64_t features, groups;
#define CONDITIONAL_NUMBER(id, name, type, text) HF_C_##type name;
#define CONDITIONAL_TABLE(id, name, type, a, text, flags) HF_C_##type *name;
#include "holdfast/fields.def"
} hf_conditional;
/* What the file has so far; NaN and 0 where a test is not done, or the file is of format 1. */
hf_status hf_conditional_statistics_read(const hf_results *results, hf_conditional *conditional,
                                         hf_error *error);
void hf_conditional_statistics_free(hf_conditional *conditional);

/* The whole aggregation: makes all of /significance from the replicas in the file and writes it,
 * but for the conditional test's p-values and the direction, which need networks. The state is left
 * to the caller. `dataset`: the file's; NULL: it is read, which can fail as hf_results_experiment
 * does. HF_BAD_DATA: a shard. */
hf_status hf_aggregate(hf_results *results, const hf_dataset *dataset, hf_error *error);
/* Makes the same, writes nothing and compares it with what the file holds: *difference becomes the
 * path of the first dataset that differs, where it is NULL so far. */
hf_status hf_aggregate_compare(const hf_results *results, const hf_dataset *dataset,
                               const char **difference, hf_error *error);

/* Why entry `index` (counted over the whole dataset) of a field of /significance/<method> is NaN:
 * a sentence without its full stop, which does not need the method's name. NULL where it is
 * defined. `config` is the file's, `method_index` the method's place in it. */
const char *hf_undefined_reason(const hf_config *config, const hf_frequencies *frequencies,
                                int64_t method_index, hf_field field, int64_t index);

/* Likewise of feature `feature` of a field of /significance/univariate, and of score, score_low or
 * score_high. */
const char *hf_univariate_undefined(const hf_config *config, const hf_univariate *univariate,
                                    hf_field field, int64_t feature);
const char *hf_score_undefined(const hf_config *config, const hf_across_methods *across,
                               hf_field field);

/* ---- how much a larger grid would narrow the intervals ---- */

/* Two-sided: P(|Z| <= z) = confidence for a standard normal Z. */
double hf_plan_z(double confidence);
/* 2 z sqrt(split / splits + seed / seeds + interaction / (seeds splits)) of one feature; NaN where
 * its variances are not defined. */
double hf_plan_width(const hf_frequencies *frequencies, int64_t feature, double z, int64_t seeds,
                     int64_t splits);
/* The widest feature (the first of them) and its width; -1 and NaN where none is defined. */
int64_t hf_plan_widest(const hf_frequencies *frequencies, double z, int64_t seeds, int64_t splits,
                       double *width);

/* The width of the interval of a frequency of exactly 0 or 1, which the above does not know: 1 -
 * (alpha / 2)^(1 / n), n the smaller of voting_seeds and voting_splits as they would be in a grid
 * of so many seeds and splits whose voters are spread as they are now. */
double hf_plan_limit(const hf_config *config, const hf_frequencies *frequencies, int64_t seeds,
                     int64_t splits);
/* How many of both that takes to be at most `width`. False: more than HF_REPLICAS_MOST. */
bool hf_plan_limit_grid(const hf_config *config, const hf_frequencies *frequencies, double width,
                        int64_t *seeds, int64_t *splits);

/* A number of splits that splits.method can make grows by this: folds, 2, or 1. */
int64_t hf_plan_split_step(const hf_config *config);
typedef struct hf_plan {
    int64_t seeds, splits;
    double width; /* of the widest feature then */
} hf_plan;
/* The grid of the fewest replicas with at least the present seeds and splits in which no feature is
 * wider than `width` > 0 (of several the one with the fewest splits). False: variances are not
 * defined, or no grid of HF_REPLICAS_MOST replicas is enough. */
bool hf_plan_cheapest(const hf_config *config, const hf_frequencies *frequencies, double width,
                      hf_plan *plan);

/* ---- for the summary ---- */

/* In how many of the replicas done do two methods (positions in significance.methods) give rank 1
 * to the same feature? `compared`: those in which both rank the features. */
typedef struct hf_first_agreement {
    int64_t compared, same;
} hf_first_agreement;
hf_status hf_first_agreement_count(const hf_results *results, int64_t a, int64_t b,
                                   hf_first_agreement *agreement, hf_error *error);

/* How the replicas fared, for the summary. */
typedef struct hf_health {
    int64_t replicas, done, diverged, pending, learned;
    double mean_test_accuracy, mean_balanced_accuracy; /* over done replicas, NaN if none, and of a
                                                          measured outcome, which has: */
    double mean_test_r2, mean_test_rmse;
    double dead_unit_share; /* dead units / hidden units of done replicas, NaN if none */
} hf_health;
/* hidden_index -1: all of them. */
hf_status hf_health_read(const hf_results *results, int64_t hidden_index, hf_health *health,
                         hf_error *error);

#ifdef __cplusplus
}
#endif

#endif
