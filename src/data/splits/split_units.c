/* What splits shuffle and deal: samples, or whole groups of them. */
#include "splits.h"

#include "base/sort.h"
#include "holdfast/memory.h"
#include <math.h>
#include <stdlib.h>

enum { TENTHS = 10 };

int64_t hf_split_share(double fraction, int64_t count)
{
    return (int64_t)rint(fraction * (double)count);
}

static int32_t most_frequent(const int32_t *y, const int64_t *samples, int64_t count,
                             int64_t *tally)
{
    int32_t best = y[samples[0]];
    for (int64_t i = 0; i < count; i++)
        tally[y[samples[i]]]++;
    for (int64_t i = 0; i < count; i++) {
        int32_t c = y[samples[i]];
        if (tally[c] > tally[best] || (tally[c] == tally[best] && c < best))
            best = c;
    }
    for (int64_t i = 0; i < count; i++)
        tally[y[samples[i]]] = 0;
    return best;
}

static hf_status class_of_groups(const hf_dataset *d, const int32_t *class, int64_t classes,
                                 int64_t groups, int32_t *class_of, hf_error *error)
{
    hf_status status;
    int64_t *begin = NULL, *members = NULL, *tally = NULL;
    HF_TRY_CLEANUP(hf_allocate(&begin, groups + 1, sizeof *begin, error));
    HF_TRY_CLEANUP(hf_allocate(&members, d->samples, sizeof *members, error));
    HF_TRY_CLEANUP(hf_allocate(&tally, classes, sizeof *tally, error));
    hf_sort_by_key(d->group, d->samples, groups, begin, members);
    for (int64_t g = 0; g < groups; g++)
        class_of[g] = most_frequent(class, members + begin[g], begin[g + 1] - begin[g], tally);
cleanup:
    hf_free(&begin);
    hf_free(&members);
    hf_free(&tally);
    return status;
}

typedef struct placed {
    double value;
    int64_t row;
} placed;

static int compare(const void *one, const void *other)
{
    const placed *a = one, *b = other;
    return a->value != b->value ? (a->value < b->value ? -1 : 1) : a->row < b->row ? -1 : 1;
}

/* tenth [sample] of the target's ranks. */
static hf_status find_tenths(const hf_dataset *d, int32_t *tenth, hf_error *error)
{
    placed *order;
    HF_TRY(hf_allocate(&order, d->samples, sizeof *order, error));
    for (int64_t i = 0; i < d->samples; i++)
        order[i] = (placed){d->target[i], i};
    qsort(order, (size_t)d->samples, sizeof *order, compare);
    for (int64_t rank = 0; rank < d->samples; rank++)
        tenth[order[rank].row] = (int32_t)(rank * TENTHS / d->samples);
    hf_free(&order);
    return HF_OK;
}

static int64_t count_groups(const hf_dataset *dataset)
{
    int64_t groups = 0;
    for (int64_t i = 0; i < dataset->samples; i++)
        if (dataset->group[i] >= groups)
            groups = dataset->group[i] + 1;
    return groups;
}

hf_status hf_split_units_make(const hf_dataset *dataset, bool tenths, hf_split_units *units,
                              hf_error *error)
{
    hf_status status = HF_OK;
    int32_t *class_of = NULL, *tenth = NULL;
    tenths = tenths && dataset->target;
    *units = (hf_split_units){.classes = tenths ? TENTHS : dataset->classes,
                              .of_sample = dataset->group};
    units->count = dataset->group ? count_groups(dataset) : dataset->samples;
    HF_TRY_CLEANUP(hf_allocate(&units->begin, units->classes + 1, sizeof *units->begin, error));
    HF_TRY_CLEANUP(hf_allocate(&units->items, units->count, sizeof *units->items, error));
    if (tenths) {
        HF_TRY_CLEANUP(hf_allocate(&tenth, dataset->samples, sizeof *tenth, error));
        HF_TRY_CLEANUP(find_tenths(dataset, tenth, error));
    }
    const int32_t *class = tenths ? tenth : dataset->y;
    if (dataset->group) {
        HF_TRY_CLEANUP(hf_allocate(&class_of, units->count, sizeof *class_of, error));
        HF_TRY_CLEANUP(
            class_of_groups(dataset, class, units->classes, units->count, class_of, error));
    }
    hf_sort_by_key(class_of ? class_of : class, units->count, units->classes, units->begin,
                   units->items);
cleanup:
    hf_free(&class_of);
    hf_free(&tenth);
    if (status != HF_OK)
        hf_split_units_free(units);
    return status;
}

void hf_split_units_free(hf_split_units *units)
{
    hf_free(&units->begin);
    hf_free(&units->items);
    *units = (hf_split_units){0};
}
