/*
 * The normal distribution's quantiles, the same bits on every processor.
 */
#ifndef HOLDFAST_NUMERIC_NORMAL_H
#define HOLDFAST_NUMERIC_NORMAL_H

/* Phi^-1(p), 0 < p < 1, relative error about 1e-15: PPND16 of Wichura (1988), algorithm AS 241,
 * Applied Statistics 37, 477-484. 0: -infinity; 1: infinity; beyond, and NaN: NaN. */
double hf_normal_quantile(double p);

#endif
