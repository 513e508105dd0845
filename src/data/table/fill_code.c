/* Numbers that mean "missing", written where a measurement should stand. */
#include "holdfast/dataset.h"

#include <math.h>

/* -99, 999, -9999 ..., and what netCDF fills with. */
static bool is_code(double value)
{
    const double size = fabs(value);
    for (double nines = 99; nines < 1e9; nines = 10 * nines + 9)
        if (size == nines)
            return true;
    return size >= 0x1p+122; /* 9.969e36 as float32 */
}

typedef struct range {
    double least, most;
} range;

/* Of all values but one; *times: how often that one comes. */
static range range_without(const hf_dataset *d, int64_t feature, double left_out, int64_t *times)
{
    range r = {INFINITY, -INFINITY};
    *times = 0;
    for (int64_t i = 0; i < d->samples; i++) {
        const double x = d->x[i * d->features + feature];
        *times += x == left_out;
        if (x == left_out)
            continue;
        r.least = fmin(r.least, x); /* what is missing is passed over */
        r.most = fmax(r.most, x);
    }
    return r;
}

double hf_dataset_fill_code(const hf_dataset *dataset, int64_t feature)
{
    int64_t times;
    const range all = range_without(dataset, feature, INFINITY, &times);
    const double ends[] = {all.least, all.most};
    if (hf_dataset_levels(dataset, feature) > 0)
        return 0;
    for (int k = 0; k < 2; k++) {
        if (!is_code(ends[k]))
            continue;
        const range others = range_without(dataset, feature, ends[k], &times);
        const double gap = k == 0 ? others.least - ends[k] : ends[k] - others.most;
        if (times >= 2 && others.least <= others.most && gap > others.most - others.least)
            return ends[k];
    }
    return 0;
}
