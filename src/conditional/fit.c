/* Newton's steps: gradient and Hessian are sums over the rows in their order. */
#include "fit.h"

#include "matrix.h"
#include "numeric/elementary.h"
#include <string.h>

#define STEPS 8
#define DIAGONAL 1e-9
#define CHANGE_MOST 1.0

void hf_fit_shares(const double *u, const double *parameters, int64_t classes, double *share)
{
    const double slope = parameters[classes - 1];
    double most = slope * u[classes - 1], sum = 0;
    share[classes - 1] = most;
    for (int64_t c = 0; c < classes - 1; c++) {
        share[c] = parameters[c] + slope * u[c];
        most = share[c] > most ? share[c] : most;
    }
    for (int64_t c = 0; c < classes; c++) {
        share[c] = hf_exp(share[c] - most);
        sum += share[c];
    }
    for (int64_t c = 0; c < classes; c++)
        share[c] /= sum;
}

/* What one row adds. With D = diag(share) - share share^T: the Hessian is X^T D X, X's columns the
 * first classes - 1 unit vectors and u. */
static void add_row(const double *u, int32_t label, const double *share, int64_t classes,
                    double *gradient, double *hessian)
{
    const int64_t last = classes - 1;
    double mean = 0, square = 0;
    for (int64_t c = 0; c < classes; c++) {
        mean += share[c] * u[c];
        square += share[c] * u[c] * u[c];
        gradient[last] += ((c == label ? 1 : 0) - share[c]) * u[c];
    }
    for (int64_t c = 0; c < last; c++) {
        gradient[c] += (c == label ? 1 : 0) - share[c];
        for (int64_t k = c; k < last; k++)
            hessian[c * classes + k] += (c == k ? share[c] : 0) - share[c] * share[k];
        hessian[c * classes + last] += share[c] * (u[c] - mean);
    }
    hessian[last * classes + last] += square - mean * mean;
}

static void start(const int32_t *label, int64_t rows, int64_t classes, double *count,
                  double *parameters)
{
    memset(count, 0, (size_t)classes * sizeof *count);
    for (int64_t i = 0; i < rows; i++)
        count[label[i]]++;
    for (int64_t c = 0; c < classes - 1; c++)
        parameters[c] = hf_log((count[c] + 0.5) / (count[classes - 1] + 0.5));
    parameters[classes - 1] = 0;
}

void hf_fit_slope(const double *u, const int32_t *label, int64_t rows, int64_t classes,
                  double *scratch, double *parameters)
{
    double *hessian = scratch, *gradient = hessian + classes * classes, *share = gradient + classes;
    start(label, rows, classes, share, parameters);
    for (int step = 0; step < STEPS; step++) {
        memset(hessian, 0, (size_t)(classes * classes + classes) * sizeof *hessian);
        for (int64_t i = 0; i < rows; i++) {
            hf_fit_shares(u + i * classes, parameters, classes, share);
            add_row(u + i * classes, label[i], share, classes, gradient, hessian);
        }
        gradient[classes - 1] -= parameters[classes - 1];
        hessian[classes * classes - 1] += 1; /* the ridge */
        for (int64_t c = 0; c < classes; c++)
            hessian[c * classes + c] += DIAGONAL;
        if (!hf_matrix_factor(hessian, classes, 1))
            return; /* only rounding could do that: the parameters stay */
        hf_matrix_solve(hessian, classes, gradient, 1, 1);
        for (int64_t c = 0; c < classes; c++)
            parameters[c] += gradient[c] > CHANGE_MOST    ? CHANGE_MOST
                             : gradient[c] < -CHANGE_MOST ? -CHANGE_MOST
                                                          : gradient[c];
        if (parameters[classes - 1] < 0)
            parameters[classes - 1] = 0;
    }
}
