/*
 * Tails of the chi-square and of Student's t distribution, by + - * / sqrt and the own exp and log:
 * the same bits on every processor. Relative error below 2e-13 where the tail is above 1e-300; a
 * smaller one may be 0.
 */
#ifndef HOLDFAST_NUMERIC_TAILS_H
#define HOLDFAST_NUMERIC_TAILS_H

#include <stdint.h>

/* P(X >= x) of chi-square with df >= 1 degrees of freedom; 1 for x <= 0, NaN for NaN. A sum of df/2
 * terms (Abramowitz & Stegun 1964, 26.4.4 and 26.4.5). */
double hf_chi_square_tail(double x, int64_t df);

/* P(|T| >= |t|) of Student's t with df >= 1 degrees of freedom; NaN for NaN. By the incomplete
 * beta function (26.5.27 there). |t| < 1e150. */
double hf_student_tail(double t, int64_t df);

/* The t >= 0 whose hf_student_tail is `tail`, 0 < tail <= 1: by bisection, to the last bit of that
 * function. */
double hf_student_quantile(double tail, int64_t df);

#endif
