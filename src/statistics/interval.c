/* Percentile intervals, and the limits of frequencies 0 and 1. */
#include "interval.h"

#include "base/nan.h"
#include <math.h>
#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* As NumPy computes it: from the nearer end. */
static double percentile(const double *sorted, int64_t count, double share)
{
    const double place = share * (double)(count - 1);
    const int64_t below = (int64_t)floor(place);
    const double part = place - (double)below;
    if (below + 1 >= count)
        return sorted[count - 1];
    const double a = sorted[below], b = sorted[below + 1];
    return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
}

hf_interval hf_percentiles(double *values, int64_t count, int64_t skipped, double confidence)
{
    const double alpha = 1 - confidence;
    if (count == 0 || 10 * skipped > count + skipped)
        return (hf_interval){hf_nan_f64(), hf_nan_f64()};
    qsort(values, (size_t)count, sizeof *values, compare);
    return (hf_interval){percentile(values, count, alpha / 2),
                         percentile(values, count, 1 - alpha / 2)};
}

static double power(double base, int64_t exponent)
{
    double result = 1;
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 == 1)
            result *= base;
        base *= base;
    }
    return result;
}

double hf_limit_of_zero(double confidence, int64_t units)
{
    const double share = (1 - confidence) / 2;
    double low = 0, high = 1; /* low^units <= share <= high^units */
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (middle == low || middle == high)
            return 1 - high;
        if (power(middle, units) < share)
            low = middle;
        else
            high = middle;
    }
}
