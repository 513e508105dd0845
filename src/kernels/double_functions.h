/* exp and log on lanes of float64; part of body.h. Both are Taylor series, whose remainders are
 * below 1e-17 of the result. */

#define LOG2_E_DOUBLE 0x1.71547652b82fep+0
#define LN2_HIGH_DOUBLE 0x1.62e42fefa39efp-1 /* ln 2 rounded, and the rest of it */
#define LN2_LOW_DOUBLE 0x1.abc9e3b39803fp-56
/* Below this exp gives 0: its results stay normal numbers. */
#define SMALLEST_EXPONENT_DOUBLE (-700.0)

/* exp for x <= 0 (and NaN): x = n ln 2 + r, |r| <= ln(2)/2. */
INLINE double_lane double_exp(double_lane x)
{
    static const double inverse_factorial[] = {1. / 6227020800,
                                               1. / 479001600,
                                               1. / 39916800,
                                               1. / 3628800,
                                               1. / 362880,
                                               1. / 40320,
                                               1. / 5040,
                                               1. / 720,
                                               1. / 120,
                                               1. / 24,
                                               1. / 6,
                                               1. / 2,
                                               1,
                                               1};
    enum { TERMS = sizeof inverse_factorial / sizeof *inverse_factorial };
    const double_lane round_to_integer = double_set(0x1.8p52);
    double_lane shifted = double_fma(x, double_set(LOG2_E_DOUBLE), round_to_integer);
    double_lane n = double_subtract(shifted, round_to_integer);
    double_lane r = double_fma(n, double_set(-LN2_HIGH_DOUBLE), x);
    r = double_fma(n, double_set(-LN2_LOW_DOUBLE), r);
    double_lane sum = double_set(inverse_factorial[0]);
    UNROLL for (int i = 1; i < TERMS; i++) sum =
        double_fma(sum, r, double_set(inverse_factorial[i]));
    double_lane result = double_multiply(sum, double_power_of_two(shifted));
    return double_if_greater(double_set(SMALLEST_EXPONENT_DOUBLE), x, double_set(0), result);
}

/* log for normal x >= 1 (and NaN): x = 2^e m; with s = (m - 1) / (m + 1), |s| < 0.172, log m =
 * 2 s (1 + s^2/3 + s^4/5 + ...). */
INLINE double_lane double_log(double_lane x)
{
    enum { TERMS = 10 };
    const double_lane one = double_set(1);
    double_lane exponent, mantissa = double_split(x, &exponent);
    double_lane s = double_divide(double_subtract(mantissa, one), double_add(mantissa, one));
    double_lane square = double_multiply(s, s), series = double_set(1. / (2 * TERMS + 1));
    UNROLL for (int k = TERMS - 1; k > 0; k--) series =
        double_fma(series, square, double_set(1. / (2 * k + 1)));
    s = double_add(s, s);
    double_lane tail = double_fma(exponent, double_set(LN2_LOW_DOUBLE),
                                  double_multiply(double_multiply(s, square), series));
    double_lane result = double_fma(exponent, double_set(LN2_HIGH_DOUBLE), double_add(s, tail));
    return double_if_equal(x, x, result, x); /* a NaN's bits make a number like any other */
}
