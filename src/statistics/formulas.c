/* The formulas of statistics. */
#include "formulas.h"

#include "base/array.h"
#include "numeric/elementary.h"
#include <math.h>
#include <stdlib.h>

static double at_least_zero(double value)
{
    return value > 0 ? value : 0;
}

static hf_components undefined(void)
{
    return (hf_components){hf_nan_f64(), hf_nan_f64(), hf_nan_f64()};
}

hf_components hf_anova(const hf_square_sums *sums, int64_t seeds, int64_t splits)
{
    const double s = (double)seeds, p = (double)splits;
    if (seeds < 2 || splits < 2)
        return undefined();
    /* the sums of squares, each times s p: integers until the very end */
    const hf_wide square = sums->total * sums->total;
    const double of_splits = (double)(splits * sums->splits - square);
    const double of_seeds = (double)(seeds * sums->seeds - square);
    const double of_rest = (double)((hf_wide)seeds * splits * sums->cells - seeds * sums->seeds -
                                    splits * sums->splits + square);
    const double ms_split = of_splits / (s * p) / (p - 1);
    const double ms_seed = of_seeds / (s * p) / (s - 1);
    const double ms_rest = of_rest / (s * p) / ((s - 1) * (p - 1));
    return (hf_components){.split = at_least_zero((ms_split - ms_rest) / s),
                           .seed = at_least_zero((ms_seed - ms_rest) / p),
                           .interaction = ms_rest};
}

hf_components hf_components_shares(hf_components components)
{
    const double sum = components.seed + components.split + components.interaction;
    if (!(sum > 0))
        return undefined();
    return (hf_components){components.seed / sum, components.split / sum,
                           components.interaction / sum};
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
    qsort(values, (size_t)count, sizeof *values, hf_compare_doubles);
    return (hf_interval){percentile(values, count, alpha / 2),
                         percentile(values, count, 1 - alpha / 2)};
}

/* base^exponent, its whole part by multiplications. */
static double power(double base, double exponent)
{
    const double whole = floor(exponent);
    double result = exponent > whole ? hf_exp((exponent - whole) * hf_log(base)) : 1;
    for (int64_t left = (int64_t)whole; left > 0; left /= 2) {
        if (left % 2 == 1)
            result *= base;
        base *= base;
    }
    return result;
}

double hf_limit_of_zero(double confidence, double units)
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

double hf_voting_units(const int64_t *voters, int64_t lines, int64_t width)
{
    hf_wide sum = 0, squares = 0;
    for (int64_t first = 0; first < lines; first += width) {
        int64_t of_unit = 0;
        for (int64_t i = first; i < first + width && i < lines; i++)
            of_unit += voters[i];
        sum += of_unit;
        squares += (hf_wide)of_unit * of_unit;
    }
    if (squares == 0)
        return hf_nan_f64();
    return (double)(sum * sum / squares) + (double)(sum * sum % squares) / (double)squares;
}

double hf_stability(const int64_t *selected, int64_t features, int64_t top, int64_t voters)
{
    const double d = (double)features, k = (double)top, m = (double)voters;
    double spread = 0; /* sum of m^2 p (1 - p) */
    if (voters < 2 || top >= features)
        return hf_nan_f64();
    for (int64_t f = 0; f < features; f++)
        spread += (double)selected[f] * (double)(voters - selected[f]);
    return 1 - spread / (m * (m - 1)) / (k * (1 - k / d));
}

double hf_overlap_stability(double overlap, double pairs, int64_t features, int64_t top)
{
    const double d = (double)features, k = (double)top, chance = k * k / d;
    if (!(pairs > 0) || top >= features)
        return hf_nan_f64();
    return (overlap / pairs - chance) / (k - chance);
}

double hf_kendall_w(const double *rank_sum, int64_t features, int64_t voters)
{
    const double d = (double)features, m = (double)voters, mean = m * (d + 1) / 2;
    double squares = 0;
    if (voters < 2)
        return hf_nan_f64();
    for (int64_t f = 0; f < features; f++)
        squares += (rank_sum[f] - mean) * (rank_sum[f] - mean);
    return 12 * squares / (m * m * (d * d * d - d));
}
