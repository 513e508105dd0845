/*
 * Step 1: normal scores of the columns.
 */
#ifndef HOLDFAST_CONDITIONAL_SCORES_H
#define HOLDFAST_CONDITIONAL_SCORES_H

#include "model.h"

/* Fills `observed` and `sorted` of the model, which has room for them. */
void hf_conditional_sort(const double *x, int64_t threads, hf_conditional_model *model);
/* Then `z`, `mean` and `deviation`. */
void hf_conditional_scores(const double *x, int64_t threads, hf_conditional_model *model);

#endif
