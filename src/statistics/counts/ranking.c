/* Ranks by a stable merge sort: no allocation, the two arrays of the caller take turns. */
#include "ranking.h"

#include "base/count.h"
#include <math.h>
#include <string.h>

enum { RUN = 16 }; /* sorted by insertion before merging starts */

static bool all_finite(const float *importance, int64_t features)
{
    for (int64_t f = 0; f < features; f++)
        if (!isfinite(importance[f]))
            return false;
    return true;
}

static void sort_run(const float *importance, int32_t *order, int64_t first, int64_t end)
{
    for (int64_t i = first; i < end; i++) {
        int64_t place = i;
        for (; place > first && importance[order[place - 1]] < importance[i]; place--)
            order[place] = order[place - 1];
        order[place] = (int32_t)i;
    }
}

/* from[first, middle) and from[middle, end) into to[first, end); on ties the left one leads. */
static void merge(const float *importance, const int32_t *from, int32_t *to, int64_t first,
                  int64_t middle, int64_t end)
{
    int64_t left = first, right = middle;
    for (int64_t i = first; i < end; i++) {
        bool take_left =
            right == end || (left < middle && importance[from[left]] >= importance[from[right]]);
        to[i] = take_left ? from[left++] : from[right++];
    }
}

bool hf_rank_finite(const float *importance, int64_t features, int32_t *rank, int32_t *order)
{
    int32_t *from = order, *to = rank;
    if (!all_finite(importance, features))
        return false;
    for (int64_t first = 0; first < features; first += RUN)
        sort_run(importance, order, first, hf_fewer(first + RUN, features));
    for (int64_t width = RUN; width < features; width *= 2) {
        for (int64_t first = 0; first < features; first += 2 * width)
            merge(importance, from, to, first, hf_fewer(first + width, features),
                  hf_fewer(first + 2 * width, features));
        int32_t *merged = to;
        to = from;
        from = merged;
    }
    if (from != order)
        memcpy(order, from, (size_t)features * sizeof *order);
    for (int64_t i = 0; i < features; i++)
        rank[order[i]] = (int32_t)(i + 1);
    return true;
}

bool hf_rank_features(const float *importance, int64_t features, int32_t *rank, int32_t *order)
{
    return hf_rank_finite(importance, features, rank, order) &&
           hf_ranking_differs(importance, order, features);
}

bool hf_ranking_differs(const float *importance, const int32_t *order, int64_t features)
{
    return importance[order[0]] != importance[order[features - 1]];
}

void hf_ranking_middle(const float *importance, const int32_t *order, int64_t features,
                       int32_t *middle)
{
    for (int64_t first = 0, end; first < features; first = end) {
        end = first + 1;
        while (end < features && importance[order[end]] == importance[order[first]])
            end++;
        for (int64_t i = first; i < end; i++) /* mean of the ranks first + 1 ... end, doubled */
            middle[order[i]] = (int32_t)(first + end - features);
    }
}
