/* Step 3: whether a test is defined, and how well the model of the inputs fits. */
#include "model.h"

#include <math.h>
#include <stdbool.h>

#define LEAST_OWN_VARIATION 0.01
#define MOST_DEPENDENCE 4.0

static double mean_of(const double *values, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += values[i];
    return sum / (double)n;
}

/* Pearson's; 0 where one is constant. */
static double correlation(const double *a, const double *b, int64_t n)
{
    const double a_mean = mean_of(a, n), b_mean = mean_of(b, n);
    double product = 0, a_square = 0, b_square = 0;
    for (int64_t i = 0; i < n; i++) {
        product += (a[i] - a_mean) * (b[i] - b_mean);
        a_square += (a[i] - a_mean) * (a[i] - a_mean);
        b_square += (b[i] - b_mean) * (b[i] - b_mean);
    }
    return a_square > 0 && b_square > 0 ? product / (sqrt(a_square) * sqrt(b_square)) : 0;
}

static bool is_constant(const hf_conditional_model *model, const int64_t *input, int64_t count)
{
    for (int64_t a = 0; a < count; a++)
        if (model->deviation[input[a]] > 0)
            return false;
    return true;
}

static bool is_member(const int64_t *input, int64_t count, int64_t k)
{
    for (int64_t a = 0; a < count; a++)
        if (input[a] == k)
            return true;
    return false;
}

/* The outside input with which residual r [n] goes most; *most is its sqrt(n) |correlation|, and
 * only a larger one than there replaces it. `product` [d]. */
static void find_dependence(const hf_conditional_model *model, const int64_t *input, int64_t count,
                            const double *r, double *product, double *most, int64_t *with)
{
    const int64_t n = model->n, d = model->d;
    const double mean = mean_of(r, n);
    double squares = 0;
    for (int64_t k = 0; k < d; k++)
        product[k] = 0;
    for (int64_t i = 0; i < n; i++) {
        const double *z = model->z + i * d, centred = r[i] - mean;
        squares += centred * centred;
        for (int64_t k = 0; k < d; k++)
            product[k] += centred * z[k];
    }
    for (int64_t k = 0; k < d && squares > 0; k++) {
        /* the scores' squares over all rows add up to the observed cells */
        const double z_squares = (double)model->observed[k];
        const double size = sqrt((double)n) * fabs(product[k]) / sqrt(squares * z_squares);
        if (model->deviation[k] > 0 && size > *most && !is_member(input, count, k)) {
            *most = size;
            *with = k;
        }
    }
}

/* sqrt(n) max(|corr(r^2, fit)|, |corr(r, fit^2)|, |corr(r^2, fit^2)|); squares [2, n] */
static double misfit_of(const double *r, const double *fit, int64_t n, double *squares)
{
    double *r2 = squares, *fit2 = squares + n;
    for (int64_t i = 0; i < n; i++) {
        r2[i] = r[i] * r[i];
        fit2[i] = fit[i] * fit[i];
    }
    const double first = fabs(correlation(r2, fit, n)), second = fabs(correlation(r, fit2, n));
    const double third = fabs(correlation(r2, fit2, n));
    return sqrt((double)n) * fmax(first, fmax(second, third));
}

hf_conditional_state hf_conditional_assess(const hf_conditional_model *model, const int64_t *input,
                                           int64_t count, const double *residual, double *scratch)
{
    const int64_t n = model->n, d = model->d;
    double *r = scratch, *fit = r + n, *squares = fit + n, *product = squares + 2 * n;
    double sum = 0, most = MOST_DEPENDENCE;
    hf_conditional_state state = {.reason = HF_TEST_DEFINED, .dependence = -1};
    for (int64_t a = 0; a < count; a++) {
        for (int64_t i = 0; i < n; i++) {
            r[i] = residual[i * count + a];
            fit[i] = model->z[i * d + input[a]] - r[i];
            sum += r[i] * r[i];
        }
        find_dependence(model, input, count, r, product, &most, &state.dependence);
        state.misfit = fmax(state.misfit, misfit_of(r, fit, n, squares));
    }
    state.own_variation = sum / ((double)n * (double)count);
    if (is_constant(model, input, count))
        state.reason = HF_TEST_CONSTANT;
    else if (state.own_variation < LEAST_OWN_VARIATION)
        state.reason = HF_TEST_OWN_VARIATION;
    else if (state.dependence >= 0)
        state.reason = HF_TEST_DEPENDENCE;
    return state;
}
