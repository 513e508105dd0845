"""Prints reference.h, which test_tails.c and test_multiple.c compare with: tails by mpmath with 40
digits (SciPy's agree to 3e-13, its quantiles to 1e-8), q-values by plain loops.

    /usr/bin/python3 reference.py > reference.h"""

import math

import mpmath as mp

mp.mp.dps = 40
NAN = math.nan


def row(*numbers):
    print("    {" + ", ".join("NAN" if x != x else repr(x) for x in numbers) + "},")


def chi_square(x, df):
    return mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, regularized=True)


def student(t, df):
    return mp.betainc(mp.mpf(df) / 2, 0.5, 0, df / (df + mp.mpf(t) ** 2), regularized=True)


def quantile(tail, df):
    low, high = mp.mpf(0), mp.mpf(10) ** 8
    for _ in range(120):
        middle = (low + high) / 2
        low, high = (middle, high) if student(middle, df) > mp.mpf(tail) else (low, middle)
    return high


def adjusted(p, factor):
    tests = sorted(x for x in p if x == x)
    m = len(tests)
    return [min([1] + [m * factor(m) * tests[j] / (j + 1) for j in range(m) if tests[j] >= x])
            if x == x else NAN for x in p]


def harmonic(m):
    return sum(1 / i for i in range(1, m + 1))


print("""/* Tails, quantiles and q-values: printed by reference.py. */
#include <math.h>

/* clang-format off */

/* x, degrees of freedom, P(X >= x) */
static const double chi_square[][3] = {""")
for df in (1, 2, 3, 4, 5, 9, 50, 99, 1000, 1001):
    for x in (1e-6, 0.1, 0.7, 1.9, 2.1, 3.84, 10., 40., 99.5, 700., 1100., 1500.):
        if chi_square(x, df) > 1e-290:
            row(x, df, float(chi_square(x, df)))
print("};\n\n/* t, degrees of freedom, P(|T| >= t) */\nstatic const double student[][3] = {")
for df in (1, 2, 3, 7, 31, 64, 127, 128, 500, 20001):
    for t in (1e-8, 0.01, 0.6, 1.2, 1.7, 1.96, 2.6, 5., 12., 30., 400.):
        if student(t, df) > 1e-290:
            row(t, df, float(student(t, df)))
print("};\n\n/* P(|T| >= t), degrees of freedom, t */\nstatic const double quantiles[][3] = {")
for df in (1, 2, 4, 7, 15, 31, 99, 1000):
    for tail in (0.5, 0.1, 0.05, 0.01, 1e-6):
        row(tail, df, float(quantile(tail, df)))
print("};\n\n/* Families one after the other, an infinite p between them: p, by BH, by BY */\n"
      "static const double q_values[][3] = {")
for p in ([0.01, 0.02, 0.03, 0.04, 0.05], [0.5, NAN, 0.001, 0.04, 0.04, 0.9, NAN, 0.012],
          [0.3], [NAN], [1, 0.2, 0, 1]):
    for values in zip(p, adjusted(p, lambda m: 1), adjusted(p, harmonic)):
        row(*values)
    print("    {INFINITY},")
print("};")
