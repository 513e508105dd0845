/* Rank correlation of all pairs of columns, exactly. */
#include "ranked_columns.h"

#include "holdfast/memory.h"
#include <math.h>
#include <stdlib.h>

/* Up to so many samples a rank takes 16 bits and PART products of two of them add up in 32, which
 * processors do 8 at a time; where there are 5,000 columns samples are few. */
enum { NARROW_SAMPLES = 5792, PART = 64 };

typedef struct measured {
    double value;
    int64_t sample;
} measured;

static int compare(const void *a, const void *b)
{
    const double x = ((const measured *)a)->value, y = ((const measured *)b)->value;
    return (x > y) - (x < y);
}

/* Returns how many are present; they come first. */
static int64_t read_column(const double *x, int64_t samples, int64_t features, int64_t feature,
                           measured *column)
{
    int64_t present = 0;
    for (int64_t i = 0; i < samples; i++)
        if (!isnan(x[i * features + feature]))
            column[present++] = (measured){x[i * features + feature], i};
    return present;
}

static void set_rank(hf_ranked_columns *r, int64_t feature, int64_t sample, int64_t rank)
{
    if (r->narrow)
        r->narrow[feature * r->samples + sample] = (int16_t)rank;
    else
        r->wide[feature * r->samples + sample] = (int32_t)rank;
}

/* What is missing keeps the mean rank, 0. */
static void rank_column(measured *column, int64_t present, int64_t feature, hf_ranked_columns *r)
{
    qsort(column, (size_t)present, sizeof *column, compare);
    for (int64_t first = 0, end; first < present; first = end) {
        end = first + 1;
        while (end < present && column[end].value == column[first].value)
            end++;
        const int64_t middle = first + end - present; /* of the ranks first + 1 ... end */
        for (int64_t i = first; i < end; i++)
            set_rank(r, feature, column[i].sample, middle);
        r->square[feature] += (hf_wide)(end - first) * middle * middle;
    }
}

hf_status hf_ranked_columns_make(const double *x, hf_memory *memory, hf_ranked_columns *r,
                                 hf_error *error)
{
    const bool is_narrow = r->samples <= NARROW_SAMPLES;
    const size_t size = (size_t)r->samples * (is_narrow ? sizeof *r->narrow : sizeof *r->wide);
    measured *column;
    HF_TRY(hf_memory_allocate(memory, &column, r->samples, sizeof *column, error));
    HF_TRY(hf_memory_allocate(memory, is_narrow ? (void *)&r->narrow : (void *)&r->wide,
                              r->features, size, error));
    HF_TRY(hf_memory_allocate(memory, &r->square, r->features, sizeof *r->square, error));
    for (int64_t f = 0; f < r->features; f++)
        rank_column(column, read_column(x, r->samples, r->features, f, column), f, r);
    return HF_OK;
}

/* Exact: |rank| < samples, so a part is below 64 x 5,792^2 < 2^31. */
static int64_t product_narrow(const int16_t *x, const int16_t *y, int64_t count)
{
    int64_t sum = 0;
    for (int64_t first = 0; first < count; first += PART) {
        const int64_t end = count - first < PART ? count : first + PART;
        int32_t part = 0;
        for (int64_t i = first; i < end; i++)
            part += x[i] * y[i];
        sum += part;
    }
    return sum;
}

static hf_wide product_wide(const int32_t *x, const int32_t *y, int64_t count)
{
    hf_wide sum = 0;
    for (int64_t first = 0; first < count; first += PART) {
        const int64_t end = count - first < PART ? count : first + PART;
        int64_t part = 0;
        for (int64_t i = first; i < end; i++)
            part += (int64_t)x[i] * y[i];
        sum += part;
    }
    return sum;
}

double hf_ranked_columns_correlation(const hf_ranked_columns *r, int64_t a, int64_t b)
{
    const int64_t n = r->samples;
    const hf_wide product = r->narrow ? product_narrow(r->narrow + a * n, r->narrow + b * n, n)
                                      : product_wide(r->wide + a * n, r->wide + b * n, n);
    if (r->square[a] == 0 || r->square[b] == 0)
        return 0;
    return (double)product / sqrt((double)r->square[a] * (double)r->square[b]);
}
