/* From the largest p-value down: each q is p m / rank, but no larger than the one before. */
#include "multiple.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include <math.h>
#include <stdlib.h>

typedef struct ranked {
    double p;
    int64_t at;
} ranked;

static int by_value(const void *a, const void *b)
{
    const ranked *one = a, *other = b;
    return (one->p > other->p) - (one->p < other->p);
}

static double at_most_one(double q)
{
    return q < 1 ? q : 1;
}

hf_status hf_multiple_q(const double *p, int64_t count, double *independent, double *any,
                        hf_error *error)
{
    ranked *tests;
    int64_t m = 0;
    double harmonic = 0, least = INFINITY;
    HF_TRY(hf_allocate(&tests, count, sizeof *tests, error));
    for (int64_t i = 0; i < count; i++) {
        if (!isnan(p[i]))
            tests[m++] = (ranked){p[i], i};
    }
    for (int64_t i = 0; i < count; i++) {
        independent[i] = hf_nan_f64();
        if (any)
            any[i] = hf_nan_f64();
    }
    for (int64_t i = 1; i <= m; i++)
        harmonic += 1 / (double)i;
    qsort(tests, (size_t)m, sizeof *tests, by_value);
    for (int64_t i = m - 1; i >= 0; i--) {
        const double q = tests[i].p * (double)m / (double)(i + 1);
        least = q < least ? q : least;
        independent[tests[i].at] = at_most_one(least);
        if (any)
            any[tests[i].at] = at_most_one(least * harmonic);
    }
    hf_free(&tests);
    return HF_OK;
}
