/* exp and log by series of fixed order, fused where it says so. */
#include "elementary.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define LOG2_E 0x1.71547652b82fep+0
#define LN2_HIGH 0x1.62e42fefa39efp-1 /* ln 2 rounded, and the rest of it */
#define LN2_LOW 0x1.abc9e3b39803fp-56
#define SQRT_HALF 0x1.6a09e667f3bcdp-1

enum { EXP_LARGEST = 700, EXP_TERMS = 14, LOG_TERMS = 11, EXPONENT_BIAS = 1023 };

static double power_of_two(int exponent)
{
    const uint64_t bits = (uint64_t)(exponent + EXPONENT_BIAS) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* x = n ln 2 + r, |r| <= ln(2)/2; the Taylor series of exp(r) by Horner. */
double hf_exp(double x)
{
    if (isnan(x))
        return x;
    if (x < -EXP_LARGEST || x > EXP_LARGEST)
        return x < 0 ? 0 : INFINITY;
    const double n = floor(x * LOG2_E + 0.5);
    const double r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, x));
    double sum = 1;
    for (int k = EXP_TERMS; k > 0; k--)
        sum = fma(sum, r / k, 1);
    return sum * power_of_two((int)n / 2) * power_of_two((int)n - (int)n / 2);
}

/* x = 2^e m, sqrt(1/2) <= m < sqrt(2); with s = (m - 1) / (m + 1), |s| < 0.172: log m = 2 s (1 +
 * s^2/3 + s^4/5 + ...). */
double hf_log(double x)
{
    int exponent;
    if (isnan(x) || x < 0)
        return NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? -INFINITY : x;
    double mantissa = frexp(x, &exponent);
    if (mantissa < SQRT_HALF) {
        mantissa *= 2;
        exponent--;
    }
    const double s = (mantissa - 1) / (mantissa + 1), square = s * s;
    double series = 1. / (2 * LOG_TERMS + 1);
    for (int k = LOG_TERMS - 1; k > 0; k--)
        series = fma(series, square, 1. / (2 * k + 1));
    const double tail = fma(exponent, LN2_LOW, 2 * s * square * series);
    return fma(exponent, LN2_HIGH, 2 * s + tail);
}
