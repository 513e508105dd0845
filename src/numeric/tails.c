/* Tails by series and continued fractions whose terms are positive or whose sums lose nothing. */
#include "tails.h"

#include "elementary.h"
#include <math.h>

#define SQRT_PI 0x1.c5bf891b4ef6ap+0
#define SMALLEST 1e-300 /* stands for 0 in a continued fraction */
#define PRECISE 0x1p-53

enum { STEPS_MOST = 10000, SCALE = 400 };

/* ---- chi-square ---- */

/* 2 P(Z >= sqrt(2 y)), Z standard normal, for y <= 1: 1 - erf, the series 7.1.6 of erf. */
static double normal_near(double y)
{
    double term = 1, sum = 1;
    for (int n = 1; term > PRECISE * sum; n++) {
        term *= 2 * y / (2 * n + 1);
        sum += term;
    }
    return 1 - 2 / SQRT_PI * sqrt(y) * hf_exp(-y) * sum;
}

/* The same times exp(y), for y > 1: Gamma(1/2, y) by its continued fraction (6.5.31, contracted),
 * by Lentz's rule. */
static double normal_far(double y)
{
    double b = y + 0.5, c = 1 / SMALLEST, d = 1 / b, product = d;
    for (int n = 1; n < STEPS_MOST; n++) {
        const double a = -n * (n - 0.5);
        b += 2;
        d = 1 / fma(a, d, b);
        c = b + a / c;
        product *= c * d;
        if (fabs(c * d - 1) < PRECISE)
            break;
    }
    return sqrt(y) / SQRT_PI * product;
}

/* The value is sum times exp(-left): neither overflows on the way. */
typedef struct scaled {
    double term, sum, left;
} scaled;

static void reduce(scaled *s)
{
    const double factor = hf_exp(-SCALE);
    s->term *= factor;
    s->sum *= factor;
    s->left -= SCALE;
}

static double value(scaled s)
{
    while (s.left > SCALE && s.sum > 0)
        reduce(&s);
    return s.sum * hf_exp(-s.left);
}

/* With y = x / 2: exp(-y) (1 + y + y^2/2 + ...) of df/2 terms, and for odd df the normal tail and
 * exp(-y) (y^(1/2) / Gamma(3/2) + y^(3/2) / Gamma(5/2) + ...) of (df - 1)/2. */
double hf_chi_square_tail(double x, int64_t df)
{
    const double y = x / 2, half = df % 2 == 0 ? 0 : 0.5;
    if (isnan(x))
        return x;
    if (x <= 0)
        return 1;
    if (isinf(x))
        return 0;
    scaled s = {.term = half == 0 ? 1 : 2 / SQRT_PI * sqrt(y), .left = y};
    for (int64_t i = 0; i < df / 2; i++) {
        s.sum += s.term;
        s.term *= y / ((double)i + 1 + half);
        if (s.term > 1e150 && s.left > SCALE)
            reduce(&s);
    }
    double normal = 0;
    if (half > 0)
        normal = y <= 1 ? normal_near(y) : value((scaled){.sum = normal_far(y), .left = y});
    return fmin(1, value(s) + normal);
}

/* ---- Student's t ---- */

/* Gamma(a + 1/2) / Gamma(a): asymptotic from 64 on, below by r(a) = r(a + 1) a / (a + 1/2). */
static double gamma_ratio(double a)
{
    double below = 1;
    for (; a < 64; a++)
        below *= a / (a + 0.5);
    static const double series[] = {-399. / 262144, -21. / 32768, 5. / 1024, 1. / 128, -1. / 8, 1};
    double sum = 869. / 4194304;
    for (int i = 0; i < 6; i++)
        sum = fma(sum, 1 / a, series[i]);
    return below * sqrt(a) * sum;
}

/* I_x(a, 1/2) but for x^a y^(1/2) / B(a, 1/2), y = 1 - x, where x <= a / (a + 1/2): the continued
 * fraction of Didonato & Morris (1992, equation 9), in which nothing cancels, by Lentz's rule. */
static double beta_far(double a, double x, double y)
{
    const double shift = 1 + a * y - x / 2;
    double b = a / (a + 1) * shift, c = 1 / SMALLEST, d = 1 / b, product = d;
    for (int n = 1; n < STEPS_MOST; n++) {
        const double s = a + 2 * n - 1, w = n * (0.5 - n) * x;
        const double alpha = (a + n - 1) * (a + n - 0.5) / (s * s) * w * x;
        b = n + w / s + (a + n) / (s + 2) * (shift + n * (1 + y));
        d = 1 / fma(alpha, d, b);
        c = b + alpha / c;
        product *= c * d;
        if (fabs(c * d - 1) < PRECISE)
            break;
    }
    return product;
}

/* I_y(1/2, a) but for the same, where y < 1 / (1 + 2 a): a series of positive terms. */
static double beta_near(double a, double y)
{
    double term = 2, sum = 2;
    for (int n = 0; term > PRECISE * sum; n++) {
        term *= (a + 0.5 + n) / (1.5 + n) * y;
        sum += term;
    }
    return sum;
}

/* log(1 + y) without loss for small y: the error of 1 + y cancels (Kahan). */
static double log_of_one_plus(double y)
{
    const double u = 1 + y;
    return u == 1 ? y : hf_log(u) * (y / (u - 1));
}

/* I_x(df/2, 1/2) at x = df / (df + t^2), below |t| = 1 as 1 - I_y(1/2, df/2). */
double hf_student_tail(double t, int64_t df)
{
    const double n = (double)df, a = n / 2, square = t * t;
    if (isnan(t))
        return t;
    if (isinf(square))
        return 0;
    const double x = n / (n + square), y = square / (n + square);
    const double factor =
        hf_exp(-a * log_of_one_plus(square / n)) * sqrt(y) * gamma_ratio(a) / SQRT_PI;
    return square < 1 ? 1 - factor * beta_near(a, y) : factor * beta_far(a, x, y);
}

double hf_student_quantile(double tail, int64_t df)
{
    double low = 0, high = 1; /* the tail at `high` is at most `tail` */
    while (hf_student_tail(high, df) > tail) {
        low = high;
        high *= 2;
    }
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (middle == low || middle == high)
            return high;
        if (hf_student_tail(middle, df) > tail)
            low = middle;
        else
            high = middle;
    }
}
