/* Standardisation by the rows of a split that train, and what fills missing cells. */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

/* Per feature, over the training rows that have a value, summed in their order. */
typedef struct moments {
    int64_t *train; /* [sample] */
    int64_t train_rows;
    int64_t *present;         /* [feature] */
    double *low, *high, *sum; /* [feature], one array */
} moments;

static hf_status moments_make(const hf_dataset *d, const hf_splits *splits, int64_t split,
                              moments *m, hf_error *error)
{
    HF_TRY(hf_allocate(&m->train, d->samples, sizeof *m->train, error));
    HF_TRY(hf_allocate(&m->present, d->features, sizeof *m->present, error));
    HF_TRY(hf_allocate(&m->low, 3 * d->features, sizeof *m->low, error));
    m->high = m->low + d->features;
    m->sum = m->high + d->features;
    m->train_rows = hf_splits_rows(splits, split, m->train, NULL, NULL).train;
    return HF_OK;
}

static void moments_free(moments *m)
{
    hf_free(&m->train);
    hf_free(&m->present);
    hf_free(&m->low);
}

static void find_range(const hf_dataset *d, moments *m)
{
    for (int64_t f = 0; f < d->features; f++) {
        m->low[f] = INFINITY;
        m->high[f] = -INFINITY;
    }
    for (int64_t i = 0; i < m->train_rows; i++) {
        const double *x = d->x + m->train[i] * d->features;
        for (int64_t f = 0; f < d->features; f++) {
            m->present[f] += !isnan(x[f]);
            m->low[f] = x[f] < m->low[f] ? x[f] : m->low[f];
            m->high[f] = x[f] > m->high[f] ? x[f] : m->high[f];
        }
    }
}

/* sum [feature] = sum of (x - from)^power over the training rows, power 1 or 2. */
static void add_up(const hf_dataset *d, moments *m, const double *from, int power)
{
    for (int64_t f = 0; f < d->features; f++)
        m->sum[f] = 0;
    for (int64_t i = 0; i < m->train_rows; i++) {
        const double *x = d->x + m->train[i] * d->features;
        for (int64_t f = 0; f < d->features; f++) {
            double distance = x[f] - from[f];
            if (!isnan(distance))
                m->sum[f] += power == 2 ? distance * distance : distance;
        }
    }
}

/* In two passes: the second takes what rounding left. */
static void find_mean(const hf_dataset *d, moments *m, double *mean)
{
    for (int64_t f = 0; f < d->features; f++)
        mean[f] = 0;
    for (int pass = 0; pass < 2; pass++) {
        add_up(d, m, mean, 1);
        for (int64_t f = 0; f < d->features; f++)
            mean[f] += m->sum[f] / (double)m->present[f];
    }
    for (int64_t f = 0; f < d->features; f++)
        if (m->low[f] == m->high[f])
            mean[f] = m->low[f]; /* exactly */
}

static void find_deviation(const hf_dataset *d, moments *m, const double *mean, double *deviation)
{
    add_up(d, m, mean, 2); /* what is missing stands at the mean and adds 0 */
    for (int64_t f = 0; f < d->features; f++) {
        deviation[f] = sqrt(m->sum[f] / (double)m->train_rows);
        if (m->low[f] == m->high[f] || deviation[f] == 0)
            deviation[f] = 1;
    }
}

static bool fits_float(double value)
{
    return fabs(value) <= FLT_MAX;
}

static hf_status check(const hf_dataset *d, int64_t split, const double *center,
                       const double *scale, hf_error *error)
{
    for (int64_t f = 0; f < d->features; f++)
        if (!isfinite(center[f]) || !isfinite(scale[f]))
            return hf_fail(error, HF_BAD_DATA,
                           "feature '%.200s', split %lld (from 0): its values are too large to be "
                           "standardised: rescale it",
                           d->feature_names.items[f], (long long)split);
    for (int64_t i = 0; i < d->samples; i++) {
        const double *x = d->x + i * d->features;
        for (int64_t f = 0; f < d->features; f++)
            if (!isnan(x[f]) && !fits_float((x[f] - center[f]) / scale[f]))
                return hf_fail(
                    error, HF_BAD_DATA,
                    "feature '%.200s', row %lld of the data: %g is not finite as float32 "
                    "once standardised by split %lld (from 0): rescale or exclude it",
                    d->feature_names.items[f], (long long)(d->row ? d->row[i] : i) + 1, x[f],
                    (long long)split);
    }
    return HF_OK;
}

hf_status hf_scaling_compute(const hf_config *config, const hf_dataset *dataset,
                             const hf_splits *splits, int64_t split, double *center, double *scale,
                             double *fill, hf_error *error)
{
    hf_status status;
    moments m = {0};
    HF_TRY_CLEANUP(moments_make(dataset, splits, split, &m, error));
    find_range(dataset, &m);
    for (int64_t f = 0; f < dataset->features; f++)
        if (m.present[f] == 0) {
            status = hf_fail(error, HF_BAD_DATA,
                             "feature '%.200s' has no value in the training rows of split %lld "
                             "(from 0): put it into data.exclude",
                             dataset->feature_names.items[f], (long long)split);
            goto cleanup;
        }
    find_mean(dataset, &m, fill);
    if (config->data.standardize == HF_STANDARDIZE_ZSCORE)
        find_deviation(dataset, &m, fill, scale);
    for (int64_t f = 0; f < dataset->features; f++) {
        bool none = config->data.standardize == HF_STANDARDIZE_NONE;
        center[f] = none ? 0 : fill[f];
        scale[f] = none ? 1 : scale[f];
    }
    status = check(dataset, split, center, scale, error);
cleanup:
    moments_free(&m);
    return status;
}

void hf_scaling_apply(const hf_dataset *dataset, const int64_t *rows, int64_t row_count,
                      const double *center, const double *scale, const double *fill, float *inputs)
{
    int64_t features = dataset->features;
    for (int64_t i = 0; i < row_count; i++) {
        const double *x = dataset->x + rows[i] * features;
        for (int64_t f = 0; f < features; f++) {
            double value = isnan(x[f]) ? fill[f] : x[f];
            inputs[i * features + f] = (float)((value - center[f]) / scale[f]);
        }
    }
}
