/* Variance components of a seed x split table. */
#include "anova.h"

#include "base/nan.h"

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
