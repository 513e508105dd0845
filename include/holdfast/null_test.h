/*
 * Null tests: what would the networks say if there were nothing to find? The first so many seeds
 * and splits of the grid, the part, are trained again on data in which that is known to be so:
 *
 *   labels  null_test.labels times the class labels (or the measured outcomes) are permuted over
 * all samples, and the splits made anew from them (method file: its rows stay), with validation
 * rows of their own; probes  null_test.probes times the rows of the feature matrix are permuted,
 * all columns together, and joined as as many probes: features d ... 2d - 1.
 *
 * With data.groups whole groups of rows change places, as far as they are alike
 * (src/grid/exchange.h). Where less than half of the rows can, or there are fewer than 20 distinct
 * arrangements (p = 0.05 needs as many), the test is not defined: it has no draws.
 *
 * A draw's permutation is keyed by (significance.seed, draw): streams HF_PURPOSE_NULL_LABELS with
 * (draw, attempt) and HF_PURPOSE_NULL_PROBES with (draw, 0), shuffling the numbers of samples, or
 * of groups. A permutation of the labels that leaves no row of a class to train, or a test set
 * empty, is drawn again.
 *
 * All draws of an arm are one grid: its split number is draw * splits of the part + split, so
 * that the replicas of a draw follow each other in the order of any grid.
 */
#ifndef HOLDFAST_NULL_TEST_H
#define HOLDFAST_NULL_TEST_H

#include "holdfast/grid.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Study arms: the experiment's own replicas, and those of each null test. */
typedef enum hf_arm { HF_ARM_MAIN, HF_ARM_LABELS, HF_ARM_PROBES, HF_ARMS } hf_arm;

/* What stands behind "replica N" in a message: "" or " of null_test.labels", " of
 * null_test.probes".
 */
const char *hf_arm_text(hf_arm arm);
/* Draws of a null test, 0 where it is not defined; 1 of the experiment's own grid. */
int64_t hf_arm_draws(const hf_config *config, hf_arm arm);
/* Why a null test that was asked for is not defined for the data, a sentence without its full
 * stop; "": it is. */
const char *hf_arm_undefined(const hf_config *config, hf_arm arm);
/* Finds that out, for hf_experiment_make: sets config->undefined. */
hf_status hf_arms_define(const hf_dataset *dataset, hf_config *config, hf_error *error);
/* All draws' replicas; without seeds where there are no draws. */
hf_grid hf_arm_grid(const hf_config *config, hf_arm arm);
/* Those of them that a shard holds ({0, 0}: all), and that an experiment holds. */
hf_grid hf_shard_grid(const hf_config *config, hf_shard shard, hf_arm arm);
hf_grid hf_experiment_grid(const hf_experiment *experiment, hf_arm arm);
/* Splits of a draw, and replicas. */
int64_t hf_arm_splits(const hf_config *config, hf_arm arm);
int64_t hf_arm_part(const hf_config *config, hf_arm arm);
/* Of the arm's networks, where the data have so many features, or inputs: twice with probes. */
int64_t hf_arm_features(int64_t features, hf_arm arm);

/* What one draw is trained on. Start with {0}. */
typedef struct hf_draw {
    hf_dataset dataset;   /* owns what the experiment's does not have, without names and hash */
    hf_splits splits;     /* of the part; of the experiment's own grid: borrowed */
    double *x;            /* owned, or NULL */
    int64_t *first_input; /* likewise */
    hf_text_list *levels; /* likewise, the lists borrowed */
    int32_t *y;
    double *target;
    uint8_t *train, *validation;
    int32_t *class_order;
} hf_draw;

/* HF_BAD_DATA: so many permutations in a row could not be split that there may be none. The draw
 * borrows from the experiment, which must outlive it. On failure there is nothing to free. */
hf_status hf_draw_make(const hf_experiment *experiment, hf_arm arm, int64_t number, hf_draw *draw,
                       hf_error *error);
void hf_draw_free(hf_draw *draw);

#ifdef __cplusplus
}
#endif

#endif
