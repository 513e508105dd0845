/*
 * A multinomial logistic model with one slope, fitted as step 7 says.
 */
#ifndef HOLDFAST_CONDITIONAL_FIT_H
#define HOLDFAST_CONDITIONAL_FIT_H

#include "holdfast/status.h"
#include <stdint.h>

/* P(y = c) = softmax_c(a_c + t u[i,c]), the last a 0, ridge t^2 / 2, by 8 Newton steps from the
 * classes' shares and t = 0; t stays at least 0. u [rows, classes], label [rows], parameters
 * [classes]: a_1 ... a_(C-1), t. `scratch` [classes * (classes + 2)]. */
void hf_fit_slope(const double *u, const int32_t *label, int64_t rows, int64_t classes,
                  double *scratch, double *parameters);

/* share [classes] = the model's probabilities of one row. */
void hf_fit_shares(const double *u, const double *parameters, int64_t classes, double *share);

#endif
