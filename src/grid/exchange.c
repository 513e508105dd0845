/* Rows and groups that change places in null tests, and how many ways there are. */
#include "exchange.h"

#include "base/sort.h"
#include "holdfast/memory.h"
#include "numeric/kruskal_wallis.h"
#include "numeric/spearman.h"
#include <stdlib.h>
#include <string.h>

static int64_t size_of(const hf_exchange *e, int64_t unit)
{
    return e->begin[unit + 1] - e->begin[unit];
}

static hf_status find_units(const int32_t *group, int64_t samples, hf_exchange *e, hf_error *error)
{
    int32_t *unit;
    HF_TRY(hf_allocate(&unit, samples, sizeof *unit, error));
    for (int64_t i = 0; i < samples; i++) {
        unit[i] = group ? group[i] : (int32_t)i;
        e->units = unit[i] >= e->units ? unit[i] + 1 : e->units;
    }
    hf_status status = hf_allocate(&e->begin, e->units + 1, sizeof *e->begin, error);
    if (status == HF_OK)
        status = hf_allocate(&e->rows, samples, sizeof *e->rows, error);
    if (status == HF_OK)
        hf_sort_by_key(unit, samples, e->units, e->begin, e->rows);
    hf_free(&unit);
    return status;
}

/* ---- are sizes and labels of the groups correlated? ---- */

static bool same_label(const hf_dataset *data, int64_t one, int64_t other)
{
    return data->target ? data->target[one] == data->target[other] : data->y[one] == data->y[other];
}

static bool has_one_label(const hf_exchange *e, const hf_dataset *data)
{
    for (int64_t u = 0; u < e->units; u++)
        for (int64_t i = e->begin[u] + 1; i < e->begin[u + 1]; i++)
            if (!same_label(data, e->rows[i], e->rows[i - 1]))
                return false;
    return true;
}

static hf_status correlate_outcome(const hf_exchange *e, const hf_dataset *data, bool *correlated,
                                   hf_error *error)
{
    hf_memory memory = {0};
    hf_correlation correlation;
    double *size, *outcome;
    hf_status status;
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &size, e->units, sizeof *size, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &outcome, e->units, sizeof *outcome, error));
    for (int64_t u = 0; u < e->units; u++) {
        size[u] = (double)size_of(e, u);
        outcome[u] = data->target[e->rows[e->begin[u]]];
    }
    HF_TRY_CLEANUP(hf_spearman(size, outcome, e->units, &correlation, error));
    *correlated = correlation.p_value <= 0.05;
cleanup:
    hf_memory_free(&memory);
    return status;
}

/* by_size [unit] units, smallest first. */
static hf_status correlate(const hf_exchange *e, const hf_dataset *data, const int64_t *by_size,
                           bool *correlated, hf_error *error)
{
    int64_t *count = NULL, *rank_sum = NULL;
    hf_wide squares = 0;
    hf_status status;
    if (data->target)
        return correlate_outcome(e, data, correlated, error);
    HF_TRY_CLEANUP(hf_allocate(&count, data->classes, sizeof *count, error));
    HF_TRY_CLEANUP(hf_allocate(&rank_sum, data->classes, sizeof *rank_sum, error));
    for (int64_t first = 0, end; first < e->units; first = end) {
        for (end = first; end < e->units && size_of(e, by_size[end]) == size_of(e, by_size[first]);)
            end++;
        const int64_t rank = first + end - e->units; /* twice the mid-rank, about the mean */
        squares += (hf_wide)(end - first) * rank * rank;
        for (int64_t i = first; i < end; i++) {
            const int32_t label = data->y[e->rows[e->begin[by_size[i]]]];
            count[label]++;
            rank_sum[label] += rank;
        }
    }
    *correlated = hf_kruskal_wallis(data->classes, count, rank_sum, squares) <= 0.05;
cleanup:
    hf_free(&count);
    hf_free(&rank_sum);
    return status;
}

/* ---- sets ---- */

/* `members` are sorted by size; of the smallest size first. */
static void split_by_size(hf_exchange *e)
{
    e->sets = 0;
    for (int64_t i = 1; i <= e->units; i++)
        if (i == e->units || size_of(e, e->members[i]) != size_of(e, e->members[i - 1]))
            e->set_begin[++e->sets] = i;
}

static void join_all(hf_exchange *e)
{
    for (int64_t u = 0; u < e->units; u++)
        e->members[u] = u;
    e->sets = 1;
    e->set_begin[1] = e->units;
}

static hf_status sort_by_size(int64_t samples, hf_exchange *e, hf_error *error)
{
    int32_t *size = NULL;
    int64_t *begin = NULL;
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&size, e->units, sizeof *size, error));
    HF_TRY_CLEANUP(hf_allocate(&begin, samples + 2, sizeof *begin, error));
    for (int64_t u = 0; u < e->units; u++)
        size[u] = (int32_t)size_of(e, u);
    hf_sort_by_key(size, e->units, samples + 1, begin, e->members);
cleanup:
    hf_free(&size);
    hf_free(&begin);
    return status;
}

static hf_status find_sets(const hf_dataset *data, hf_arm arm, hf_exchange *e, hf_error *error)
{
    bool by_size = true;
    HF_TRY(hf_allocate(&e->members, e->units, sizeof *e->members, error));
    HF_TRY(hf_allocate(&e->set_begin, e->units + 1, sizeof *e->set_begin, error));
    HF_TRY(sort_by_size(data->samples, e, error));
    if (arm == HF_ARM_LABELS && has_one_label(e, data))
        HF_TRY(correlate(e, data, e->members, &by_size, error));
    if (by_size)
        split_by_size(e);
    else
        join_all(e);
    return HF_OK;
}

hf_status hf_exchange_make(const hf_dataset *dataset, hf_arm arm, bool grouped,
                           hf_exchange *exchange, hf_error *error)
{
    *exchange = (hf_exchange){0};
    hf_status status =
        find_units(grouped ? dataset->group : NULL, dataset->samples, exchange, error);
    if (status == HF_OK)
        status = find_sets(dataset, arm, exchange, error);
    if (status != HF_OK)
        hf_exchange_free(exchange);
    return status;
}

void hf_exchange_free(hf_exchange *exchange)
{
    hf_free(&exchange->begin);
    hf_free(&exchange->rows);
    hf_free(&exchange->set_begin);
    hf_free(&exchange->members);
    *exchange = (hf_exchange){0};
}

/* Groups of another size exchange one label: any row of the other has it. */
static void take(const hf_exchange *e, int64_t unit, int64_t from, int64_t *order)
{
    const int64_t last = size_of(e, from) - 1;
    for (int64_t i = 0; i < size_of(e, unit); i++)
        order[e->rows[e->begin[unit] + i]] = e->rows[e->begin[from] + (i < last ? i : last)];
}

hf_status hf_exchange_draw(const hf_exchange *exchange, hf_stream *stream, int64_t *order,
                           hf_error *error)
{
    const hf_exchange *e = exchange;
    int64_t *from;
    HF_TRY(hf_allocate(&from, e->units, sizeof *from, error));
    memcpy(from, e->members, (size_t)e->units * sizeof *from);
    for (int64_t s = 0; s < e->sets; s++)
        hf_stream_shuffle(stream, from + e->set_begin[s], e->set_begin[s + 1] - e->set_begin[s]);
    for (int64_t i = 0; i < e->units; i++)
        take(e, e->members[i], from[i], order);
    hf_free(&from);
    return HF_OK;
}

/* ---- how many arrangements? ---- */

/* a * C(n, k), at most HF_ARRANGEMENTS_MOST. After i steps the product is C(n - k + i, i), which
 * only grows. */
static int64_t times_choices(int64_t a, int64_t n, int64_t k)
{
    int64_t choices = 1;
    k = k < n - k ? k : n - k;
    for (int64_t i = 1; i <= k && choices < HF_ARRANGEMENTS_MOST; i++)
        choices = choices * (n - k + i) / i;
    const int64_t least = choices < HF_ARRANGEMENTS_MOST ? choices : HF_ARRANGEMENTS_MOST;
    return a * least < HF_ARRANGEMENTS_MOST ? a * least : HF_ARRANGEMENTS_MOST;
}

/* The labels of a unit, one after another; a measured outcome's are numbers as well. */
typedef struct labels {
    const double *y;
    int64_t count;
} labels;

static int compare_labels(const void *one, const void *other)
{
    const labels *a = one, *b = other;
    for (int64_t i = 0; i < a->count && i < b->count; i++)
        if (a->y[i] != b->y[i])
            return a->y[i] < b->y[i] ? -1 : 1;
    return 0;
}

/* `of` [unit]: the labels of a set's units; NULL: all are different. */
static void add_set(const hf_exchange *e, int64_t set, labels *of, hf_freedom *freedom)
{
    const int64_t units = e->set_begin[set + 1] - e->set_begin[set];
    int64_t kinds = 0;
    if (of)
        qsort(of, (size_t)units, sizeof *of, compare_labels);
    for (int64_t first = 0, end; first < units; first = end) {
        for (end = first + 1; of && end < units && compare_labels(&of[first], &of[end]) == 0;)
            end++;
        freedom->arrangements = times_choices(freedom->arrangements, end, end - first);
        kinds++;
    }
    for (int64_t i = e->set_begin[set]; kinds > 1 && i < e->set_begin[set + 1]; i++)
        freedom->movable += size_of(e, e->members[i]);
}

hf_status hf_exchange_freedom(const hf_dataset *dataset, const hf_exchange *exchange, hf_arm arm,
                              hf_freedom *freedom, hf_error *error)
{
    const hf_exchange *e = exchange;
    double *y = NULL;
    labels *of = NULL;
    hf_status status;
    *freedom = (hf_freedom){.arrangements = 1};
    HF_TRY_CLEANUP(hf_allocate(&y, dataset->samples, sizeof *y, error));
    HF_TRY_CLEANUP(hf_allocate(&of, e->units, sizeof *of, error));
    for (int64_t i = 0; i < dataset->samples; i++)
        y[i] = dataset->target ? dataset->target[e->rows[i]] : (double)dataset->y[e->rows[i]];
    for (int64_t i = 0; i < e->units; i++)
        of[i] = (labels){y + e->begin[e->members[i]], size_of(e, e->members[i])};
    for (int64_t s = 0; s < e->sets; s++)
        add_set(e, s, arm == HF_ARM_LABELS ? of + e->set_begin[s] : NULL, freedom);
cleanup:
    hf_free(&y);
    hf_free(&of);
    return status;
}
