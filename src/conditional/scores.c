/* Mid-ranks from the sorted column; their normal scores, standardised. */
#include "scores.h"

#include "numeric/normal.h"
#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    const double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

void hf_conditional_sort(const double *x, int64_t threads, hf_conditional_model *model)
{
    const int64_t n = model->n, d = model->d;
#pragma omp parallel for schedule(dynamic) num_threads((int)threads)
    for (int64_t j = 0; j < d; j++) {
        double *sorted = model->sorted + j * n;
        int64_t count = 0;
        for (int64_t i = 0; i < n; i++)
            if (!isnan(x[i * d + j]))
                sorted[count++] = x[i * d + j];
        qsort(sorted, (size_t)count, sizeof *sorted, by_value);
        model->observed[j] = count;
    }
}

/* How many of the sorted values are below `value`, or (`or_equal`) not above it. */
static int64_t count_below(const double *sorted, int64_t count, double value, int or_equal)
{
    int64_t low = 0, high = count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (or_equal && sorted[middle] == value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Phi^-1((r - 1/2) / n), r the mid-rank */
static double score(const double *sorted, int64_t count, double value)
{
    const int64_t below = count_below(sorted, count, value, 0);
    const int64_t up_to = count_below(sorted, count, value, 1);
    const double mid_rank = (double)(below + 1 + up_to) / 2;
    return hf_normal_quantile((mid_rank - 0.5) / (double)count);
}

/* z [n, d], column j: from raw scores (NaN: missing) to standardised ones. */
static void standardise(hf_conditional_model *model, int64_t j)
{
    const int64_t n = model->n, d = model->d;
    const double count = (double)model->observed[j];
    double *z = model->z + j, sum = 0, squares = 0;
    for (int64_t i = 0; i < n; i++)
        sum += isnan(z[i * d]) ? 0 : z[i * d];
    const double mean = count > 0 ? sum / count : 0;
    for (int64_t i = 0; i < n; i++)
        squares += isnan(z[i * d]) ? 0 : (z[i * d] - mean) * (z[i * d] - mean);
    const double deviation = count > 0 ? sqrt(squares / count) : 0;
    const double *sorted = model->sorted + j * n;
    const int constant = count == 0 || sorted[0] == sorted[model->observed[j] - 1];
    for (int64_t i = 0; i < n; i++)
        z[i * d] = constant || isnan(z[i * d]) ? 0 : (z[i * d] - mean) / deviation;
    model->mean[j] = mean;
    model->deviation[j] = constant ? 0 : deviation;
}

void hf_conditional_scores(const double *x, int64_t threads, hf_conditional_model *model)
{
    const int64_t n = model->n, d = model->d;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t j = 0; j < d; j++) {
        const double *sorted = model->sorted + j * n;
        for (int64_t i = 0; i < n; i++) {
            const double value = x[i * d + j];
            model->z[i * d + j] = isnan(value) ? NAN : score(sorted, model->observed[j], value);
        }
        standardise(model, j);
    }
}
