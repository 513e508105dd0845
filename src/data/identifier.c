/* Does a column look like an identifier? */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"
#include <math.h>

/* In fewer rows a measurement by which the table is sorted may do the same. */
enum { ROWS_GROWING = 20, ROWS_CONSECUTIVE = 8 };

static double value_of(const hf_dataset *d, int64_t sample, int64_t feature)
{
    return d->x[sample * d->features + feature];
}

/* `samples` whole numbers from `least` on, each once. */
static bool are_consecutive(const hf_dataset *d, int64_t feature, double least)
{
    bool each_once = true;
    uint8_t *seen;
    if (hf_allocate(&seen, d->samples, 1, NULL) != HF_OK)
        return false;
    for (int64_t i = 0; i < d->samples && each_once; i++) {
        uint8_t *there = &seen[(int64_t)(value_of(d, i, feature) - least)];
        each_once = *there == 0;
        *there = 1;
    }
    hf_free(&seen);
    return each_once;
}

bool hf_dataset_is_identifier(const hf_dataset *d, int64_t feature)
{
    double least = INFINITY, most = -INFINITY;
    bool growing = true;
    for (int64_t i = 0; i < d->samples; i++) {
        const double value = value_of(d, i, feature);
        if (value != floor(value) || fabs(value) > 0x1p53) /* NaN is not equal to itself */
            return false;
        growing = growing && (i == 0 || value > value_of(d, i - 1, feature));
        least = fmin(least, value);
        most = fmax(most, value);
    }
    if (growing && d->samples >= ROWS_GROWING)
        return true;
    return d->samples >= ROWS_CONSECUTIVE && most - least == (double)(d->samples - 1) &&
           are_consecutive(d, feature, least);
}
