/* Standardisation of a measured outcome, as that of a feature (scaling.c). */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <float.h>
#include <math.h>

/* Sums run over the rows in their order; the mean takes two passes. */
static void find_moments(const double *target, const int64_t *rows, int64_t count, double *mean,
                         double *deviation)
{
    double low = INFINITY, high = -INFINITY, squares = 0;
    *mean = 0;
    for (int pass = 0; pass < 2; pass++) {
        double sum = 0;
        for (int64_t i = 0; i < count; i++)
            sum += target[rows[i]] - *mean;
        *mean += sum / (double)count;
    }
    for (int64_t i = 0; i < count; i++) {
        low = fmin(low, target[rows[i]]);
        high = fmax(high, target[rows[i]]);
    }
    if (low == high)
        *mean = low; /* exactly */
    for (int64_t i = 0; i < count; i++)
        squares += (target[rows[i]] - *mean) * (target[rows[i]] - *mean);
    *deviation = sqrt(squares / (double)count);
    if (low == high || *deviation == 0)
        *deviation = 1;
}

hf_status hf_target_scaling(const hf_dataset *dataset, const hf_splits *splits, int64_t split,
                            double *center, double *scale, hf_error *error)
{
    int64_t *rows;
    HF_TRY(hf_allocate(&rows, dataset->samples, sizeof *rows, error));
    const hf_split_rows count = hf_splits_rows(splits, split, rows, NULL, NULL);
    find_moments(dataset->target, rows, count.train, center, scale);
    hf_free(&rows);
    for (int64_t i = 0; i < dataset->samples; i++)
        if (!(fabs((dataset->target[i] - *center) / *scale) <= (double)FLT_MAX))
            return hf_fail(error, HF_BAD_DATA,
                           "the measured outcome, row %lld of the data: %g is not finite as "
                           "float32 once standardised by split %lld (from 0): rescale it",
                           (long long)(dataset->row ? dataset->row[i] : i) + 1, dataset->target[i],
                           (long long)split);
    return HF_OK;
}
