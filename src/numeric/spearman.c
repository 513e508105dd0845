/* Spearman's rho, from mid-ranks as integers. */
#include "spearman.h"

#include "base/nan.h"
#include "base/wide.h"
#include "holdfast/memory.h"
#include "tails.h"
#include <math.h>
#include <stdlib.h>

typedef struct placed {
    double value;
    int64_t place;
} placed;

static int compare(const void *a, const void *b)
{
    const double x = ((const placed *)a)->value, y = ((const placed *)b)->value;
    return (x > y) - (x < y);
}

/* rank [n]: mid-ranks of the values, doubled and about their mean. */
static void find_ranks(const double *values, int64_t n, placed *order, int64_t *rank)
{
    for (int64_t i = 0; i < n; i++)
        order[i] = (placed){values[i], i};
    qsort(order, (size_t)n, sizeof *order, compare);
    for (int64_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && order[end].value == order[first].value;)
            end++;
        for (int64_t i = first; i < end; i++)
            rank[order[i].place] = first + end - n;
    }
}

static double p_of(double rho, int64_t n)
{
    if (isnan(rho) || n < 3)
        return hf_nan_f64();
    const double rest = (1 - rho) * (1 + rho);
    return rest > 0 ? hf_student_tail(rho * sqrt((double)(n - 2) / rest), n - 2) : 0;
}

hf_correlation hf_spearman_of_sums(hf_wide products, hf_wide squares_a, hf_wide squares_b,
                                   int64_t n)
{
    hf_correlation found = {hf_nan_f64(), hf_nan_f64()};
    if (squares_a == 0 || squares_b == 0)
        return found;
    const double rho = (double)products / sqrt((double)squares_a * (double)squares_b);
    found.rho = fmax(-1, fmin(1, rho));
    found.p_value = p_of(found.rho, n);
    return found;
}

static hf_correlation correlate(const int64_t *a, const int64_t *b, int64_t n)
{
    hf_wide ab = 0, aa = 0, bb = 0;
    for (int64_t i = 0; i < n; i++) {
        ab += (hf_wide)a[i] * b[i];
        aa += (hf_wide)a[i] * a[i];
        bb += (hf_wide)b[i] * b[i];
    }
    return hf_spearman_of_sums(ab, aa, bb, n);
}

hf_status hf_spearman(const double *a, const double *b, int64_t n, hf_correlation *correlation,
                      hf_error *error)
{
    hf_memory memory = {0};
    placed *order;
    int64_t *rank;
    hf_status status;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &order, n, sizeof *order, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &rank, n, 2 * sizeof *rank, error));
    find_ranks(a, n, order, rank);
    find_ranks(b, n, order, rank + n);
    *correlation = correlate(rank, rank + n, n);
cleanup:
    hf_memory_free(&memory);
    return status;
}
