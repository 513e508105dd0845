/* How far voters agree: Phi, its parts, Kendall's W. */
#include "stability.h"

#include "base/nan.h"

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
