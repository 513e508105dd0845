/* A sum over a count. */
#ifndef HOLDFAST_STATISTICS_RATIO_H
#define HOLDFAST_STATISTICS_RATIO_H

#include "base/nan.h"

/* NaN (the one of nan.h) where there is nothing to divide by. */
static inline double hf_ratio(double sum, int64_t count)
{
    return count > 0 ? sum / (double)count : hf_nan_f64();
}

#endif
