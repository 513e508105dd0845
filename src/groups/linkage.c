/* Average linkage: each group remembers its nearest one behind it, so that a step costs about one
 * row of the matrix. */
#include "linkage.h"

#include "holdfast/memory.h"
#include <math.h>

/* A group stands where its first member does. */
typedef struct linkage {
    int64_t columns;
    double *sum;   /* sum of |rho| over the pairs of groups a < b, at offset(a, b) */
    int32_t *size; /* [column] members of the group that begins there, 0: it is part of another */
    int32_t *nearest; /* [column] the group behind it with the largest mean, -1: none */
    double *largest;  /* [column] that mean */
} linkage;

static size_t offset(const linkage *l, int64_t a, int64_t b)
{
    return (size_t)(a * (2 * l->columns - a - 1) / 2 + b - a - 1);
}

static double *sum_of(const linkage *l, int64_t a, int64_t b)
{
    return &l->sum[a < b ? offset(l, a, b) : offset(l, b, a)];
}

static double mean_of(const linkage *l, int64_t a, int64_t b)
{
    return *sum_of(l, a, b) / ((double)l->size[a] * (double)l->size[b]);
}

static void find_nearest(linkage *l, int64_t a)
{
    l->nearest[a] = -1;
    l->largest[a] = -1;
    for (int64_t b = a + 1; b < l->columns; b++)
        if (l->size[b] > 0 && mean_of(l, a, b) > l->largest[a]) {
            l->largest[a] = mean_of(l, a, b);
            l->nearest[a] = (int32_t)b;
        }
}

/* The group whose nearest one is nearest of all; -1: there is only one group. */
static int64_t find_pair(const linkage *l)
{
    int64_t best = -1;
    for (int64_t a = 0; a < l->columns; a++)
        if (l->size[a] > 0 && l->nearest[a] >= 0 && (best < 0 || l->largest[a] > l->largest[best]))
            best = a;
    return best;
}

/* b becomes part of a, which is in front of it. */
static void join(linkage *l, int64_t a, int64_t b, int32_t *first)
{
    for (int64_t c = 0; c < l->columns; c++)
        if (l->size[c] > 0 && c != a && c != b)
            *sum_of(l, a, c) += *sum_of(l, b, c);
    l->size[a] += l->size[b];
    l->size[b] = 0;
    for (int64_t c = b; c < l->columns; c++)
        if (first[c] == b)
            first[c] = (int32_t)a;
    find_nearest(l, a);
    for (int64_t c = 0; c < b; c++) {
        if (l->size[c] == 0 || c == a)
            continue;
        if (l->nearest[c] == a || l->nearest[c] == b)
            find_nearest(l, c);
        else if (c < a && (mean_of(l, c, a) > l->largest[c] ||
                           (mean_of(l, c, a) == l->largest[c] && a < l->nearest[c]))) {
            l->largest[c] = mean_of(l, c, a);
            l->nearest[c] = (int32_t)a;
        }
    }
}

static hf_status make(const hf_ranked_columns *columns, hf_memory *memory, linkage *l,
                      hf_error *error)
{
    const int64_t d = columns->features;
    l->columns = d;
    HF_TRY(hf_memory_allocate(memory, &l->sum, d * (d - 1) / 2, sizeof *l->sum, error));
    HF_TRY(hf_memory_allocate(memory, &l->size, d, sizeof *l->size, error));
    HF_TRY(hf_memory_allocate(memory, &l->nearest, d, sizeof *l->nearest, error));
    HF_TRY(hf_memory_allocate(memory, &l->largest, d, sizeof *l->largest, error));
    for (int64_t a = 0; a < d; a++) {
        l->size[a] = 1;
        for (int64_t b = a + 1; b < d; b++)
            *sum_of(l, a, b) = fabs(hf_ranked_columns_correlation(columns, a, b));
    }
    for (int64_t a = 0; a < d; a++)
        find_nearest(l, a);
    return HF_OK;
}

hf_status hf_linkage(const hf_ranked_columns *columns, double threshold, int32_t *first,
                     hf_error *error)
{
    linkage l = {0};
    hf_memory memory = {0};
    const hf_status status = make(columns, &memory, &l, error);
    for (int64_t c = 0; c < columns->features; c++)
        first[c] = (int32_t)c;
    while (status == HF_OK) {
        const int64_t a = find_pair(&l);
        if (a < 0 || l.largest[a] <= threshold)
            break;
        join(&l, a, l.nearest[a], first);
    }
    hf_memory_free(&memory);
    return status;
}
