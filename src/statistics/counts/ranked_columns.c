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

static void read_column(const double *x, int64_t samples, int64_t features, int64_t feature,
                        measured *column)
{
    double sum = 0;
    int64_t present = 0;
    for (int64_t i = 0; i < samples; i++) {
        column[i] = (measured){x[i * features + feature], i};
        if (!isnan(column[i].value)) {
            sum += column[i].value;
            present++;
        }
    }
    for (int64_t i = 0; i < samples; i++)
        if (isnan(column[i].value))
            column[i].value = sum / (double)present;
}

static void set_rank(hf_ranked_columns *r, int64_t feature, int64_t sample, int64_t rank)
{
    if (r->narrow)
        r->narrow[feature * r->samples + sample] = (int16_t)rank;
    else
        r->wide[feature * r->samples + sample] = (int32_t)rank;
}

static void rank_column(measured *column, int64_t feature, hf_ranked_columns *r)
{
    const int64_t samples = r->samples;
    qsort(column, (size_t)samples, sizeof *column, compare);
    for (int64_t first = 0, end; first < samples; first = end) {
        end = first + 1;
        while (end < samples && column[end].value == column[first].value)
            end++;
        const int64_t middle = first + end - samples; /* of the ranks first + 1 ... end */
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
    for (int64_t f = 0; f < r->features; f++) {
        read_column(x, r->samples, r->features, f, column);
        rank_column(column, f, r);
    }
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

/* c / sqrt(a b) against 0.9: in integers, 100 c^2 > 81 a b, as far as they fit. */
bool hf_ranked_columns_correlated(const hf_ranked_columns *r, int64_t a, int64_t b)
{
    enum { EXACT_SAMPLES = 1000000 };
    const int64_t n = r->samples;
    const hf_wide product = r->narrow ? product_narrow(r->narrow + a * n, r->narrow + b * n, n)
                                      : product_wide(r->wide + a * n, r->wide + b * n, n);
    if (n <= EXACT_SAMPLES)
        return 100 * product * product > 81 * r->square[a] * r->square[b];
    const double c = (double)product;
    return 100 * c * c > 81 * (double)r->square[a] * (double)r->square[b];
}
