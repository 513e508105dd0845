/* Is a feature associated with the label or the outcome by itself, without a network? */
#ifndef HOLDFAST_STATISTICS_ACROSS_UNIVARIATE_H
#define HOLDFAST_STATISTICS_ACROSS_UNIVARIATE_H

#include "holdfast/statistics.h"
#include "holdfast/text.h"
#include "statistics/tables.h"

/* What is tested; not owned. */
typedef struct hf_labelled {
    int64_t samples, features, classes;
    const double *x;      /* [sample, feature], NaN where missing: the sample is left out there */
    const int32_t *y;     /* [sample] 0 ... classes - 1 */
    bool grouped;         /* samples of one group are not independent */
    const double *target; /* [sample] the measured outcome; NULL: the classes count */
    const hf_text_list *levels; /* [feature] as in hf_dataset, may be NULL */
    int64_t seed;               /* significance.seed */
} hf_labelled;

/* effect: of two classes the AUC, the share of pairs of samples of both in which that of the second
 * class is the higher one, an equal one counting half (Mann & Whitney 1947): above 1/2 higher
 * values go with the second class. Of more classes that of one class against the rest that is
 * farthest from 1/2, of several the lowest class's, which effect_class is (of two classes -1).
 * p_value: Kruskal & Wallis (1952), mid-ranks, corrected for ties, chi-square with the number of
 * classes that have values less 1. q_value: Benjamini & Hochberg over the features that have a p.
 * Of categories of 3 or more levels, and with a measured outcome: association.h; effect_class -1.
 *
 * A feature whose values are all equal, or of one class alone, has no effect and no p: NaN, -1; so
 * does a number of fewer than 3 samples with a measured outcome. Of grouped samples p and q are
 * NaN. Sums are of integers. `out` has arrays of data->features. HF_STOPPED: by a request to stop
 * (stop.h), which only permutations hear. */
hf_status hf_univariate_test(const hf_labelled *data, hf_univariate *out, hf_error *error);

/* Of the file's data; where the file does not hold them, they are read from their source again. */
hf_status hf_univariate_aggregate(const hf_sink *sink, hf_error *error);

#endif
