/*
 * Copies of a test's inputs (steps 4 and 5): other values that the model of the inputs could as
 * well have given, from the residuals of other rows.
 */
#ifndef HOLDFAST_CONDITIONAL_COPIES_H
#define HOLDFAST_CONDITIONAL_COPIES_H

#include "engine.h"

/* One test's residuals, ready for draws. */
typedef struct hf_copies {
    hf_memory memory;
    const hf_conditional_model *model;
    const int64_t *input; /* [count] */
    int64_t count;
    int64_t *width;      /* [count] inputs of the feature that begins there, 0: none begins */
    double *residual;    /* [n, count] */
    double *expected;    /* [n, count] score - residual */
    uint8_t *incomplete; /* [n] a cell of the test's inputs is missing: the row keeps them */
} hf_copies;

hf_status hf_copies_make(const hf_conditional_engine *c, int64_t test, hf_copies *copies,
                         hf_error *error);
void hf_copies_free(hf_copies *copies);

/* order [n] = the permutation of draw b >= 1 (step 4). */
void hf_copies_permutation(int64_t seed, int64_t draw, int64_t n, int64_t *order);

/* value [count, end - first] = what the cells of samples first ... end - 1 become, NaN: they stay.
 * `order` NULL: the data, all stay. */
void hf_copies_draw(const hf_copies *copies, const int64_t *order, int64_t first, int64_t end,
                    double *value);

#endif
