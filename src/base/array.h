/* Small helpers of arrays: room for one more item, the order of numbers. */
#ifndef HOLDFAST_BASE_ARRAY_H
#define HOLDFAST_BASE_ARRAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Makes room in *items, a pointer to an array of `bytes` each, for item number `count`; the room
 * doubles. The array is released with free. False: memory is short, and all is as before. */
static inline bool hf_grow(void *items, int64_t count, int64_t *capacity, size_t bytes)
{
    void *array;
    if (count < *capacity)
        return true;
    const int64_t wanted = *capacity > 0 ? 2 * *capacity : 32;
    memcpy(&array, items, sizeof array);
    array = realloc(array, (size_t)wanted * bytes);
    if (!array)
        return false;
    memcpy(items, &array, sizeof array);
    *capacity = wanted;
    return true;
}

/* For qsort: doubles in ascending order (none is NaN). */
static inline int hf_compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

#endif
