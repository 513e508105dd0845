/* Small things about counts. */
#ifndef HOLDFAST_BASE_COUNT_H
#define HOLDFAST_BASE_COUNT_H

#include <stdint.h>

/* The smaller one. */
static inline int64_t hf_fewer(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

#endif
