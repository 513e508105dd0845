/* How well the networks predict, with an interval that knows that splits share samples. */
#ifndef HOLDFAST_STATISTICS_ACROSS_SCORE_H
#define HOLDFAST_STATISTICS_ACROSS_SCORE_H

#include "holdfast/results.h"

typedef struct hf_score {
    double mean, low, high;
} hf_score;

/* What it is made from, over the splits that have a network that is done. */
typedef struct hf_score_sums {
    int64_t splits;
    double *split_mean;            /* [splits] of the scores of a split's networks */
    double mean;                   /* of the scores of all networks */
    int64_t test_rows, train_rows; /* summed over the splits; rows that train, those set aside for
                                      early stopping left out */
} hf_score_sums;

/* mean -+ t sqrt((1/P + n_test/n_train) s^2), s^2 the variance of the P split means, t of P - 1
 * degrees of freedom (Nadeau & Bengio 2003, equation 9, and their corrected resampled t-test).
 * Below two splits, or where s^2 = 0, the limits are NaN. */
hf_score hf_score_of(const hf_score_sums *sums, double confidence);

/* Balanced accuracy of all networks that are done, so far. NaN where there is none. */
hf_status hf_score_read(const hf_results *results, hf_score *score, hf_error *error);

#endif
