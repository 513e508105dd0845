/* Rank correlation of the data's columns. */
#ifndef HOLDFAST_GROUPS_RANKED_COLUMNS_H
#define HOLDFAST_GROUPS_RANKED_COLUMNS_H

#include "base/wide.h"
#include "holdfast/memory.h"
#include <stdint.h>

/* Doubled mid-ranks about their mean, which are integers. */
typedef struct hf_ranked_columns {
    int64_t samples, features;
    int16_t *narrow; /* [feature, sample]; NULL: too many samples for 16 bits ... */
    int32_t *wide;   /* ... and they are here */
    hf_wide *square; /* [feature] sum of squares, 0: a constant column */
} hf_ranked_columns;

/* x [sample, feature], NaN where missing: takes the mean rank. `columns` with samples
 * and features set. */
hf_status hf_ranked_columns_make(const double *x, hf_memory *memory, hf_ranked_columns *columns,
                                 hf_error *error);

/* Spearman's rho of two columns; of a constant one 0. */
double hf_ranked_columns_correlation(const hf_ranked_columns *columns, int64_t a, int64_t b);

#endif
