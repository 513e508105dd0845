/*
 * From the sums of all networks to a p-value (steps 7 and 8), for one test. Sums come in blocks of
 * consecutive draws, twice: for the mean over draws, then, after the fit, for the scores. Every sum
 * over draws is in their order, over rows in theirs, so that blocks change no bit.
 */
#ifndef HOLDFAST_CONDITIONAL_SCORE_H
#define HOLDFAST_CONDITIONAL_SCORE_H

#include "engine.h"
#include <stdbool.h>

typedef struct hf_score {
    hf_memory memory;
    const hf_conditional_engine *c;
    int64_t draws;  /* B */
    double *mean;   /* [row, channel] sum over draws, from the fit on the mean m */
    double *u;      /* [row, class] */
    double *error;  /* [row, channel] e; two classes: that of the first less that of the second */
    double *score;  /* [B + 1] S_b */
    double *spread; /* [B + 1] root mean square of L[.,b] about m */
    double slope;   /* t, after the fit */
    bool flat;      /* m is the same in all rows: every p is 1 */
} hf_score;

hf_status hf_score_make(const hf_conditional_engine *c, int64_t draws, hf_score *score,
                        hf_error *error);
void hf_score_free(hf_score *score);

/* sums [draws, row, channel] of the draws that come next. */
void hf_score_add_mean(hf_score *score, const int64_t *sums, int64_t draws);
/* When all have come. */
hf_status hf_score_fit(hf_score *score, hf_error *error);
/* Fills score and spread of one draw from its sums [row, channel]; for several threads at once. */
void hf_score_draw(const hf_score *score, const int64_t *sums, int64_t draw);
hf_conditional_result hf_score_result(const hf_score *score);

#endif
