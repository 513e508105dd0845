#include "groups.h"

#include "anova.h"
#include "holdfast/memory.h"
#include "holdfast/nan.h"
#include "holdfast/statistics.h"
#include <math.h>
#include <stdlib.h>

/* Doubled mid-ranks about their mean, which are integers. */
typedef struct ranked {
    int64_t samples, features;
    int32_t *rank;   /* [feature, sample] */
    hf_wide *square; /* [feature] sum of squares, 0: a constant column */
} ranked;

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

static void rank_column(measured *column, int64_t samples, int32_t *rank, hf_wide *square)
{
    qsort(column, (size_t)samples, sizeof *column, compare);
    *square = 0;
    for (int64_t first = 0, end; first < samples; first = end) {
        end = first + 1;
        while (end < samples && column[end].value == column[first].value)
            end++;
        const int64_t middle = first + end - samples; /* of the ranks first + 1 ... end */
        for (int64_t i = first; i < end; i++)
            rank[column[i].sample] = (int32_t)middle;
        *square += (hf_wide)(end - first) * middle * middle;
    }
}

static hf_status rank_columns(const double *x, ranked *r, hf_error *error)
{
    measured *column = NULL;
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&column, r->samples, sizeof *column, error));
    HF_TRY_CLEANUP(hf_allocate(&r->rank, r->features, (size_t)r->samples * sizeof *r->rank, error));
    HF_TRY_CLEANUP(hf_allocate(&r->square, r->features, sizeof *r->square, error));
    for (int64_t f = 0; f < r->features; f++) {
        read_column(x, r->samples, r->features, f, column);
        rank_column(column, r->samples, r->rank + f * r->samples, &r->square[f]);
    }
cleanup:
    hf_free(&column);
    return status;
}

/* Exact; the parts are small enough for 64 bits. */
static hf_wide product_of(const int32_t *x, const int32_t *y, int64_t count)
{
    enum { PART = 1 << 10 };
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
static bool correlated(const ranked *r, int64_t a, int64_t b)
{
    enum { EXACT_SAMPLES = 1000000 };
    const hf_wide product =
        product_of(r->rank + a * r->samples, r->rank + b * r->samples, r->samples);
    if (r->samples <= EXACT_SAMPLES)
        return 100 * product * product > 81 * r->square[a] * r->square[b];
    const double c = (double)product;
    return 100 * c * c > 81 * (double)r->square[a] * (double)r->square[b];
}

/* The lowest feature linked to f so far; shortens the way there. */
static int32_t root_of(int32_t *parent, int32_t f)
{
    while (parent[f] != f) {
        parent[f] = parent[parent[f]];
        f = parent[f];
    }
    return f;
}

static void link_features(const ranked *r, int32_t *parent)
{
    for (int32_t f = 0; f < r->features; f++)
        parent[f] = f;
    for (int32_t a = 0; a < r->features; a++)
        for (int32_t b = a + 1; b < r->features; b++) {
            const int32_t root_a = root_of(parent, a), root_b = root_of(parent, b);
            if (root_a == root_b || !correlated(r, a, b))
                continue;
            parent[root_a > root_b ? root_a : root_b] = root_a < root_b ? root_a : root_b;
        }
}

/* A root is the lowest feature of its group, so its number is given out before it is asked for. */
static hf_status number_groups(int32_t *parent, int64_t top, hf_groups *groups, hf_error *error)
{
    const int64_t features = groups->features;
    int64_t *size;
    HF_TRY(hf_allocate(&size, features, sizeof *size, error));
    for (int32_t f = 0; f < features; f++)
        size[root_of(parent, f)]++;
    for (int32_t f = 0; f < features; f++) {
        const int32_t root = root_of(parent, f);
        if (size[root] < 2)
            continue;
        groups->group[f] = f == root ? (int32_t)groups->count++ : groups->group[root];
        groups->chance[f] = hf_group_chance(features, size[root], top);
    }
    hf_free(&size);
    return HF_OK;
}

double hf_group_chance(int64_t features, int64_t size, int64_t top)
{
    double missed = 1;
    for (int64_t i = 0; i < top; i++)
        missed *=
            (double)(features - size - i > 0 ? features - size - i : 0) / (double)(features - i);
    return 1 - missed;
}

hf_status hf_groups_none(int64_t features, hf_groups *groups, hf_error *error)
{
    hf_status status;
    *groups = (hf_groups){.features = features};
    HF_TRY_CLEANUP(hf_allocate(&groups->group, features, sizeof *groups->group, error));
    HF_TRY_CLEANUP(hf_allocate(&groups->chance, features, sizeof *groups->chance, error));
    for (int64_t f = 0; f < features; f++)
        groups->group[f] = -1;
    hf_fill_nan_f64(groups->chance, features);
cleanup:
    if (status != HF_OK)
        hf_groups_free(groups);
    return status;
}

hf_status hf_groups_find(const double *x, int64_t samples, int64_t features, int64_t top,
                         hf_groups *groups, hf_error *error)
{
    ranked r = {.samples = samples, .features = features};
    int32_t *parent = NULL;
    hf_status status;
    HF_TRY(hf_groups_none(features, groups, error));
    if (features > HF_GROUP_FEATURES_MOST)
        return HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&parent, features, sizeof *parent, error));
    HF_TRY_CLEANUP(rank_columns(x, &r, error));
    link_features(&r, parent);
    HF_TRY_CLEANUP(number_groups(parent, top, groups, error));
cleanup:
    hf_free(&parent);
    hf_free(&r.rank);
    hf_free(&r.square);
    if (status != HF_OK)
        hf_groups_free(groups);
    return status;
}

/* Where the file does not hold its data they are read from their source again. */
static hf_status find_in_source(const hf_results *results, int64_t top, hf_groups *groups,
                                hf_error *error)
{
    hf_experiment experiment;
    HF_TRY(hf_results_experiment(results, &experiment, error));
    const hf_dataset *dataset = &experiment.dataset;
    const hf_status status =
        hf_groups_find(dataset->x, dataset->samples, dataset->features, top, groups, error);
    hf_experiment_free(&experiment);
    return status;
}

hf_status hf_groups_of_file(const hf_results *results, hf_groups *groups, hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    const int64_t samples = hf_results_samples(results);
    const int64_t top = hf_results_config(results)->significance.top;
    double *x = NULL;
    if (features > HF_GROUP_FEATURES_MOST)
        return hf_groups_none(features, groups, error);
    if (!hf_results_has(results, HF_DATASET_X, 0))
        return find_in_source(results, top, groups, error);
    HF_TRY(hf_allocate(&x, samples, (size_t)features * sizeof *x, error));
    hf_status status = hf_results_read(results, HF_DATASET_X, 0, 0, samples, x, error);
    if (status == HF_OK)
        status = hf_groups_find(x, samples, features, top, groups, error);
    hf_free(&x);
    return status;
}

void hf_groups_free(hf_groups *groups)
{
    hf_free(&groups->group);
    hf_free(&groups->chance);
    *groups = (hf_groups){0};
}
