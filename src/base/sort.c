/* A counting sort. */
#include "sort.h"

void hf_sort_by_key(const int32_t *key, int64_t count, int64_t keys, int64_t *begin, int64_t *items)
{
    for (int64_t i = 0; i < count; i++)
        begin[key[i] + 1]++;
    for (int64_t k = 0; k < keys; k++)
        begin[k + 1] += begin[k];
    for (int64_t i = 0; i < count; i++)
        items[begin[key[i]]++] = i;
    for (int64_t k = keys; k > 0; k--) /* each has run on to where the next one begins */
        begin[k] = begin[k - 1];
    begin[0] = 0;
}
