/* Standardisation by the rows of a split that train, and what fills missing cells. */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

/* Per input, over the training rows that have a value, summed in their order. */
typedef struct moments {
    int64_t *train; /* [sample] */
    int64_t train_rows;
    int64_t *present;                /* [input] */
    double *low, *high, *sum, *room; /* [input], one array */
} moments;

static hf_status moments_make(const hf_dataset *d, const hf_splits *splits, int64_t split,
                              moments *m, hf_error *error)
{
    HF_TRY(hf_allocate(&m->train, d->samples, sizeof *m->train, error));
    HF_TRY(hf_allocate(&m->present, d->inputs, sizeof *m->present, error));
    HF_TRY(hf_allocate(&m->low, d->inputs, 4 * sizeof *m->low, error));
    m->high = m->low + d->inputs;
    m->sum = m->high + d->inputs;
    m->room = m->sum + d->inputs;
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
    for (int64_t i = 0; i < d->inputs; i++) {
        m->low[i] = INFINITY;
        m->high[i] = -INFINITY;
    }
    for (int64_t row = 0; row < m->train_rows; row++) {
        const double *x = hf_dataset_inputs(d, m->train[row], m->room);
        for (int64_t i = 0; i < d->inputs; i++) {
            m->present[i] += !isnan(x[i]);
            m->low[i] = x[i] < m->low[i] ? x[i] : m->low[i];
            m->high[i] = x[i] > m->high[i] ? x[i] : m->high[i];
        }
    }
}

/* sum [input] = sum of (x - from)^power over the training rows, power 1 or 2. */
static void add_up(const hf_dataset *d, moments *m, const double *from, int power)
{
    for (int64_t i = 0; i < d->inputs; i++)
        m->sum[i] = 0;
    for (int64_t row = 0; row < m->train_rows; row++) {
        const double *x = hf_dataset_inputs(d, m->train[row], m->room);
        for (int64_t i = 0; i < d->inputs; i++) {
            double distance = x[i] - from[i];
            if (!isnan(distance))
                m->sum[i] += power == 2 ? distance * distance : distance;
        }
    }
}

/* In two passes: the second takes what rounding left. */
static void find_mean(const hf_dataset *d, moments *m, double *mean)
{
    for (int64_t i = 0; i < d->inputs; i++)
        mean[i] = 0;
    for (int pass = 0; pass < 2; pass++) {
        add_up(d, m, mean, 1);
        for (int64_t i = 0; i < d->inputs; i++)
            mean[i] += m->sum[i] / (double)m->present[i];
    }
    for (int64_t i = 0; i < d->inputs; i++)
        if (m->low[i] == m->high[i])
            mean[i] = m->low[i]; /* exactly */
}

static void find_deviation(const hf_dataset *d, moments *m, const double *mean, double *deviation)
{
    add_up(d, m, mean, 2); /* what is missing stands at the mean and adds 0 */
    for (int64_t i = 0; i < d->inputs; i++) {
        deviation[i] = sqrt(m->sum[i] / (double)m->train_rows);
        if (m->low[i] == m->high[i] || deviation[i] == 0)
            deviation[i] = 1;
    }
}

static bool fits_float(double value)
{
    return fabs(value) <= FLT_MAX;
}

static const char *feature_name(const hf_dataset *d, int64_t input)
{
    return d->feature_names.items[hf_dataset_feature_of(d, input)];
}

static hf_status check(const hf_dataset *d, int64_t split, const double *center,
                       const double *scale, double *room, hf_error *error)
{
    for (int64_t i = 0; i < d->inputs; i++)
        if (!isfinite(center[i]) || !isfinite(scale[i]))
            return hf_fail(error, HF_BAD_DATA,
                           "feature '%.200s', split %lld (from 0): its values are too large to be "
                           "standardised: rescale it",
                           feature_name(d, i), (long long)split);
    for (int64_t sample = 0; sample < d->samples; sample++) {
        const double *x = hf_dataset_inputs(d, sample, room);
        for (int64_t i = 0; i < d->inputs; i++)
            if (!isnan(x[i]) && !fits_float((x[i] - center[i]) / scale[i]))
                return hf_fail(
                    error, HF_BAD_DATA,
                    "feature '%.200s', row %lld of the data: %g is not finite as float32 "
                    "once standardised by split %lld (from 0): rescale or exclude it",
                    feature_name(d, i), (long long)(d->row ? d->row[sample] : sample) + 1, x[i],
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
    for (int64_t i = 0; i < dataset->inputs; i++)
        if (m.present[i] == 0) {
            status = hf_fail(error, HF_BAD_DATA,
                             "feature '%.200s' has no value in the training rows of split %lld "
                             "(from 0): put it into data.exclude",
                             feature_name(dataset, i), (long long)split);
            goto cleanup;
        }
    find_mean(dataset, &m, fill);
    if (config->data.standardize == HF_STANDARDIZE_ZSCORE)
        find_deviation(dataset, &m, fill, scale);
    for (int64_t i = 0; i < dataset->inputs; i++) {
        bool none = config->data.standardize == HF_STANDARDIZE_NONE;
        center[i] = none ? 0 : fill[i];
        scale[i] = none ? 1 : scale[i];
    }
    status = check(dataset, split, center, scale, m.room, error);
cleanup:
    moments_free(&m);
    return status;
}

void hf_scaling_apply(const hf_dataset *dataset, const int64_t *rows, int64_t row_count,
                      const double *center, const double *scale, const double *fill, float *inputs)
{
    const int64_t *first = dataset->first_input;
    for (int64_t row = 0; row < row_count; row++) {
        const double *x = dataset->x + rows[row] * dataset->features;
        float *input = inputs + row * dataset->inputs;
        for (int64_t f = 0; f < dataset->features; f++)
            for (int64_t i = first[f]; i < first[f + 1]; i++) {
                const double level = (double)(i - first[f]);
                const double cell = first[f + 1] - first[f] == 1 ? x[f] : x[f] == level;
                const double value = isnan(x[f]) ? fill[i] : cell;
                input[i] = (float)((value - center[i]) / scale[i]);
            }
    }
}
