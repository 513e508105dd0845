/*
 * What follows from the inputs alone (steps 1 to 3): normal scores, the model of each input given
 * all others, and the columns' quantiles, by which a copy becomes a value again.
 */
#ifndef HOLDFAST_CONDITIONAL_MODEL_H
#define HOLDFAST_CONDITIONAL_MODEL_H

#include "conditional.h"

/* Phi^-1(k / count), k = 1 ... count - 1, in buckets of equal width. */
typedef struct hf_quantiles {
    int64_t count;
    double *threshold;           /* [count - 1] ascending */
    double low, buckets_per_one; /* bucket of z: (z - low) * buckets_per_one */
    int32_t buckets;
    int32_t *start; /* [buckets] thresholds that lie in lower buckets */
} hf_quantiles;

typedef struct hf_conditional_model {
    hf_memory memory;
    int64_t n, d;
    double shrinkage;
    double *z;                /* [n, d] scores, columns of mean 0 and mean square 1 */
    double *product;          /* [n, d] Z P */
    double *mean, *deviation; /* [d] of the scores before they were standardised */
    int64_t *observed;        /* [d] cells that are not missing */
    double *sorted;           /* [d, n] the column's values ascending, `observed` of them */
    int32_t *quantiles_of;    /* [d] its number in `quantiles` */
    hf_quantiles *quantiles;  /* one for each different `observed` */
    int64_t quantiles_count;
} hf_conditional_model;

/* From x [n, d]. HF_INTERNAL: no memory. */
hf_status hf_conditional_model_make(const double *x, int64_t n, int64_t d, int64_t threads,
                                    hf_conditional_model *model, hf_error *error);
void hf_conditional_model_free(hf_conditional_model *model);

/* Makes `quantiles` of a count; its arrays are the memory's. */
hf_status hf_quantiles_make(int64_t count, hf_memory *memory, hf_quantiles *quantiles,
                            hf_error *error);
/* The number of thresholds that are at most z. */
int64_t hf_quantiles_below(const hf_quantiles *quantiles, double z);

/* Ledoit & Wolf's (2004) intensity for z [n, d] with known mean 0, as scikit-learn computes it,
 * from the sum of squares of Z^T Z's (or Z Z^T's) entries: 0 ... 1. */
double hf_ledoit_wolf(const double *z, int64_t n, int64_t d, double gram_squares);

/* residual [n, count] of a test's inputs: P[g,g]^-1 (P z[i])[g]. `scratch` [count, count + n]. */
void hf_conditional_residuals(const hf_conditional_model *model, const int64_t *input,
                              int64_t count, double *scratch, double *residual);

/* The rest of step 3 for one test. `scratch` [4 n + d]. */
hf_conditional_state hf_conditional_assess(const hf_conditional_model *model, const int64_t *input,
                                           int64_t count, const double *residual, double *scratch);

#endif
