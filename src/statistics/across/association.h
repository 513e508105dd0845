/* How one feature goes with the label or the measured outcome by itself. */
#ifndef HOLDFAST_STATISTICS_ACROSS_ASSOCIATION_H
#define HOLDFAST_STATISTICS_ACROSS_ASSOCIATION_H

#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

/* A sample's cell (of a category its level's number), and its class's number or its outcome. */
typedef struct hf_pair {
    double value, other;
} hf_pair;

/* One feature. Arrays are the caller's; those without values on entry are room to work in. */
typedef struct hf_feature_column {
    int64_t samples;   /* that have the feature */
    hf_pair *pair;     /* [samples] in the data's order; afterwards in any */
    int64_t levels;    /* of a category of 3 or more, else 0 */
    int64_t classes;   /* 0: `other` is a measured outcome */
    bool effect_only;  /* samples are not independent: no p-value */
    uint32_t seed;     /* significance.seed */
    uint32_t feature;  /* its number */
    int64_t *count;    /* [classes or levels, the larger] */
    int64_t *rank_sum; /* likewise */
    int64_t *table;    /* [levels, classes] */
    int64_t *label;    /* [samples, 2] */
} hf_feature_column;

typedef struct hf_association {
    double effect, p_value; /* NaN: not defined */
    int32_t class_;         /* that the effect is of, -1: none */
    bool stopped;           /* by a request to stop (stop.h), which permutations hear: no p-value */
} hf_association;

enum { HF_TABLE_PERMUTATIONS = 9999 };

/* With classes, of a number: the area under the ROC curve and Kruskal & Wallis's test, of a
 * category: Cramer's V and Pearson's chi-square test, where an expected count is below 5 by
 * permutations: p = (1 + those that reach the data's chi-square) / 10,000, one less by at most its
 * 1e-10th reaches it as well. Permutation b = 1 ... 9999 is hf_stream_shuffle of the classes of the
 * samples that have the feature, in the data's order, stream (HF_PURPOSE_TABLE, seed; feature, b,
 * 0).
 * With an outcome, of a number: Spearman's rho and Student's t of it, of a category: epsilon
 * squared, the share of the variance of the outcome's ranks that lies between the levels, H /
 * (samples - 1), and Kruskal & Wallis's H.
 * More: univariate.h. */
hf_association hf_associate(const hf_feature_column *column);

#endif
