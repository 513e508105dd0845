/* Sorting of small whole numbers by counting them. */
#ifndef HOLDFAST_BASE_SORT_H
#define HOLDFAST_BASE_SORT_H

#include <stdint.h>

/* items [count] = 0 ... count - 1 sorted by key [count], 0 <= key < keys, those of one key in their
 * order. begin [keys + 1], zeros before: where each key's items begin, behind the last one count.
 */
void hf_sort_by_key(const int32_t *key, int64_t count, int64_t keys, int64_t *begin,
                    int64_t *items);

#endif
