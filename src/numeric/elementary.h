/*
 * exp and log of float64, the same bits on every processor: libm's are not.
 */
#ifndef HOLDFAST_NUMERIC_ELEMENTARY_H
#define HOLDFAST_NUMERIC_ELEMENTARY_H

/* Relative error below 3e-16. Below -700 it is 0, above 700 infinity; NaN stays NaN. */
double hf_exp(double x);
/* Natural logarithm, error below 5e-16 of it. 0: -infinity;
 * negative: NaN. */
double hf_log(double x);

#endif
