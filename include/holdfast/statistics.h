/*
 * Frequencies: how often each feature is among a replica's top k.
 *
 * One hf_significance holds the counts of one method; replicas are added in any number of pieces,
 * in order of their numbers, so that memory does not grow with their number. Everything is counted
 * in integers or summed in float64 in replica order. Owned by the caller; hf_significance_free.
 */
#ifndef HOLDFAST_STATISTICS_H
#define HOLDFAST_STATISTICS_H

#include "holdfast/grid.h"
#include "holdfast/results.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

/* rank [feature], 1 = largest (signed) importance, ties to the lower index; `order` [feature] is
 * scratch and gets the features by rank. Returns false (no vote; both arrays in any state) where
 * all values are equal or one is not finite. */
bool hf_rank_features(const float *importance, int64_t features, int32_t *rank, int32_t *order);

/* Does a replica with this status and learned flag have a vote? (Whether its importances rank the
 * features is another matter.) */
bool hf_is_voter(hf_votes votes, uint8_t status, uint8_t learned);

typedef struct hf_significance {
    int64_t features, hiddens, splits, ranks, top; /* ranks = min(features, HF_RANKS_KEPT) */
    hf_votes votes;
    /* counts so far */
    int64_t voters;
    int64_t *selected;           /* [feature] */
    int64_t *selected_by_hidden; /* [hidden, feature] */
    int64_t *selected_by_split;  /* [split, feature] */
    int64_t *voters_by_hidden, *voters_by_split;
    int32_t *rank_count;    /* [feature, rank] */
    double *rank_sum;       /* [feature] */
    double *importance_sum; /* [feature] */
    int32_t *rank, *order;  /* scratch */
} hf_significance;

/* `config` is resolved. */
hf_status hf_significance_make(const hf_config *config, int64_t features,
                               hf_significance *significance, hf_error *error);
/* Adds replicas first ... first + count - 1: status [count], learned [count], importance [count,
 * feature]. Pending and diverged replicas never vote. */
void hf_significance_add(hf_significance *significance, const hf_grid *grid, int64_t first,
                         int64_t count, const uint8_t *status, const uint8_t *learned,
                         const float *importance);
void hf_significance_free(hf_significance *significance);

/* Adds all replicas of the file, `method_index` a position in significance.methods. Memory: one
 * block of replicas. */
hf_status hf_significance_add_file(hf_significance *significance, const hf_results *results,
                                   int64_t method_index, hf_error *error);

/* What /significance/<method> holds. Means and frequencies are NaN where nobody voted. */
typedef struct hf_frequencies {
    int64_t features, hiddens, splits, ranks;
    int32_t voters;
    double *frequency, *mean_rank, *mean_importance; /* [feature] */
    double *frequency_by_hidden;                     /* [hidden, feature] */
    double *frequency_by_split;                      /* [split, feature] */
    int32_t *rank_count;                             /* [feature, rank] */
} hf_frequencies;

/* Of a complete file: read from it. Of another one: counted from the replicas done so far. */
hf_status hf_frequencies_read(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error);
void hf_frequencies_free(hf_frequencies *frequencies);

/* The whole aggregation: streams the file's replicas through one method after the other and writes
 * all of /significance (frequency = selected / voters; NaN where there are no voters). Memory: one
 * block of replicas and the counts of one method. The state is left to the caller. */
hf_status hf_aggregate(hf_results *results, hf_error *error);

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
    double mean_test_accuracy, mean_balanced_accuracy; /* over done replicas, NaN if none */
    double dead_unit_share; /* dead units / hidden units of done replicas, NaN if none */
} hf_health;
/* hidden_index -1: all of them. */
hf_status hf_health_read(const hf_results *results, int64_t hidden_index, hf_health *health,
                         hf_error *error);

#endif
