/* Mid-ranks feature by feature: the AUC and Kruskal and Wallis's H come from sums of ranks alone.
 */
#include "univariate.h"

#include "holdfast/memory.h"
#include "numeric/kruskal_wallis.h"
#include "numeric/multiple.h"
#include "statistics/formulas.h"
#include <stdlib.h>

/* Columns that are gathered from the rows together: a cache line of them. */
enum { BLOCK = 8 };

typedef struct measured {
    double value;
    int32_t class_;
} measured;

/* One feature; ranks are doubled and about their mean, so that they are integers. */
typedef struct ranked {
    int64_t samples;   /* that have the feature */
    int64_t *count;    /* [class] of these */
    int64_t *rank_sum; /* [class] */
    hf_wide squares;   /* of all ranks; 0: the values are all equal */
} ranked;

static int compare(const void *a, const void *b)
{
    const double x = ((const measured *)a)->value, y = ((const measured *)b)->value;
    return (x > y) - (x < y);
}

/* columns [width, samples]: the values that are there; counts how many each has. */
static void gather(const hf_labelled *data, int64_t first, int64_t width, measured *columns,
                   int64_t counts[BLOCK])
{
    for (int64_t f = 0; f < width; f++)
        counts[f] = 0;
    for (int64_t i = 0; i < data->samples; i++)
        for (int64_t f = 0; f < width; f++) {
            const double value = data->x[i * data->features + first + f];
            if (value == value)
                columns[f * data->samples + counts[f]++] = (measured){value, data->y[i]};
        }
}

static void rank_column(measured *column, int64_t classes, ranked *r)
{
    const int64_t n = r->samples;
    qsort(column, (size_t)n, sizeof *column, compare);
    r->squares = 0;
    for (int64_t c = 0; c < classes; c++)
        r->count[c] = r->rank_sum[c] = 0;
    for (int64_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && column[end].value == column[first].value;)
            end++;
        const int64_t middle = first + end - n; /* of the ranks first + 1 ... end */
        for (int64_t i = first; i < end; i++) {
            r->count[column[i].class_]++;
            r->rank_sum[column[i].class_] += middle;
        }
        r->squares += (hf_wide)(end - first) * middle * middle;
    }
}

/* 1/2 + rank_sum / (2 n m), n samples of the class and m others. */
static double auc(const ranked *r, int64_t class)
{
    const int64_t n = r->count[class], m = r->samples - n;
    return (double)(n * m + r->rank_sum[class]) / (double)(2 * n * m);
}

/* Is |AUC - 1/2| of class a larger than that of b? */
static bool is_farther(const ranked *r, int64_t a, int64_t b)
{
    const hf_wide of_a = llabs(r->rank_sum[a]), of_b = llabs(r->rank_sum[b]);
    return of_a * (r->count[b] * (r->samples - r->count[b])) >
           of_b * (r->count[a] * (r->samples - r->count[a]));
}

static int64_t farthest_class(const ranked *r, int64_t classes)
{
    int64_t farthest = -1;
    for (int64_t c = 0; c < classes; c++)
        if (r->count[c] > 0 && (farthest < 0 || is_farther(r, c, farthest)))
            farthest = c;
    return farthest;
}

static int64_t classes_there(const ranked *r, int64_t classes)
{
    int64_t there = 0;
    for (int64_t c = 0; c < classes; c++)
        there += r->count[c] > 0;
    return there;
}

static void set_feature(const hf_labelled *data, const ranked *r, int64_t feature,
                        hf_univariate *out)
{
    out->effect[feature] = out->p_value[feature] = hf_nan_f64();
    out->effect_class[feature] = -1;
    if (r->squares == 0 || classes_there(r, data->classes) < 2)
        return;
    const int64_t class = data->classes == 2 ? 1 : farthest_class(r, data->classes);
    out->effect[feature] = auc(r, class);
    if (data->classes > 2)
        out->effect_class[feature] = (int32_t) class;
    if (!data->grouped)
        out->p_value[feature] = hf_kruskal_wallis(data->classes, r->count, r->rank_sum, r->squares);
}

static hf_status test_all(const hf_labelled *data, hf_memory *memory, hf_univariate *out,
                          hf_error *error)
{
    ranked r;
    measured *columns;
    int64_t counts[BLOCK];
    HF_TRY(hf_memory_allocate(memory, &columns, data->samples, BLOCK * sizeof *columns, error));
    HF_TRY(hf_memory_allocate(memory, &r.count, data->classes, sizeof *r.count, error));
    HF_TRY(hf_memory_allocate(memory, &r.rank_sum, data->classes, sizeof *r.rank_sum, error));
    for (int64_t first = 0; first < data->features; first += BLOCK) {
        const int64_t left = data->features - first, width = left < BLOCK ? left : BLOCK;
        gather(data, first, width, columns, counts);
        for (int64_t f = 0; f < width; f++) {
            r.samples = counts[f];
            rank_column(columns + f * data->samples, data->classes, &r);
            set_feature(data, &r, first + f, out);
        }
    }
    return hf_multiple_q(out->p_value, data->features, out->q_value, NULL, error);
}

hf_status hf_univariate_test(const hf_labelled *data, hf_univariate *out, hf_error *error)
{
    hf_memory memory = {0};
    const hf_status status = test_all(data, &memory, out, error);
    hf_memory_free(&memory);
    return status;
}

/* ---- from and into a file ---- */

static hf_status make_empty(const hf_results *results, hf_univariate *u, hf_error *error)
{
    *u = (hf_univariate){.features = hf_results_features(results)->count};
    HF_TRY(hf_members_make(results, &hf_members_of_univariate, 0, u, error));
    for (int64_t f = 0; f < u->features; f++)
        u->effect_class[f] = -1;
    return HF_OK;
}

hf_status hf_univariate_read(const hf_results *results, hf_univariate *univariate, hf_error *error)
{
    bool complete;
    HF_TRY(hf_is_complete(results, &complete, error));
    if (!complete || !hf_results_has(results, HF_UNIVARIATE_EFFECT, 0))
        return make_empty(results, univariate, error);
    *univariate = (hf_univariate){.features = hf_results_features(results)->count};
    return hf_members_read(results, &hf_members_of_univariate, 0, univariate, error);
}

void hf_univariate_free(hf_univariate *univariate)
{
    hf_members_free(&hf_members_of_univariate, univariate);
    *univariate = (hf_univariate){0};
}

static hf_status test_dataset(const hf_sink *sink, const hf_dataset *d, hf_error *error)
{
    const hf_labelled data = {d->samples, d->features, d->classes, d->x, d->y, d->group != NULL};
    hf_univariate u;
    HF_TRY(make_empty(sink->results, &u, error));
    hf_status status = hf_univariate_test(&data, &u, error);
    if (status == HF_OK)
        status = hf_members_put(sink, &hf_members_of_univariate, 0, &u, error);
    hf_univariate_free(&u);
    return status;
}

hf_status hf_univariate_aggregate(const hf_sink *sink, hf_error *error)
{
    hf_experiment experiment;
    if (!hf_results_has(sink->results, HF_UNIVARIATE_EFFECT, 0))
        return HF_OK;
    if (sink->dataset)
        return test_dataset(sink, sink->dataset, error);
    HF_TRY(hf_results_experiment(sink->results, &experiment, error));
    const hf_status status = test_dataset(sink, &experiment.dataset, error);
    hf_experiment_free(&experiment);
    return status;
}
