/* Step-up q-values, from the largest p-value down. */
#include "multiple.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include <stdlib.h>

typedef struct test {
    double p;
    int64_t place;
} test;

static int compare(const void *a, const void *b)
{
    const double x = ((const test *)a)->p, y = ((const test *)b)->p;
    return (x > y) - (x < y);
}

/* m times the factor by which the second method is stricter. */
static double family(int64_t m, int for_any_dependence)
{
    double harmonic = 1;
    for (int64_t i = 2; for_any_dependence && i <= m; i++)
        harmonic += 1 / (double)i;
    return (double)m * harmonic;
}

static hf_status q_values(const double *p, int64_t count, int for_any_dependence, double *q,
                          hf_error *error)
{
    test *tests;
    int64_t m = 0;
    HF_TRY(hf_allocate(&tests, count, sizeof *tests, error));
    for (int64_t i = 0; i < count; i++)
        if (p[i] == p[i])
            tests[m++] = (test){p[i], i};
    qsort(tests, (size_t)m, sizeof *tests, compare);
    hf_fill_nan_f64(q, count);
    const double size = family(m, for_any_dependence);
    double least = 1;
    for (int64_t i = m - 1; i >= 0; i--) {
        const double here = size * tests[i].p / (double)(i + 1);
        least = here < least ? here : least;
        q[tests[i].place] = least;
    }
    hf_free(&tests);
    return HF_OK;
}

hf_status hf_q_values_bh(const double *p, int64_t count, double *q, hf_error *error)
{
    return q_values(p, count, 0, q, error);
}

hf_status hf_q_values_by(const double *p, int64_t count, double *q, hf_error *error)
{
    return q_values(p, count, 1, q, error);
}
