/*
 * The one NaN of the results file: 0x7FC00000, 0x7FF8000000000000. Sign and payload of a NaN that
 * arithmetic makes differ by processor, the compiler's NAN need not have these bits either, and the
 * digest is over bytes. Thread-safe.
 */
#ifndef HOLDFAST_BASE_NAN_H
#define HOLDFAST_BASE_NAN_H

#include <stdint.h>
#include <string.h>

static inline float hf_nan_f32(void)
{
    const uint32_t bits = 0x7FC00000;
    float nan;
    memcpy(&nan, &bits, sizeof nan);
    return nan;
}

static inline double hf_nan_f64(void)
{
    const uint64_t bits = 0x7FF8000000000000;
    double nan;
    memcpy(&nan, &bits, sizeof nan);
    return nan;
}

static inline void hf_fill_nan_f32(float *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        values[i] = hf_nan_f32();
}

static inline void hf_fill_nan_f64(double *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        values[i] = hf_nan_f64();
}

/* Every NaN among the values becomes that one; the others stay. */
static inline void hf_unify_nan_f32(float *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (values[i] != values[i])
            values[i] = hf_nan_f32();
}

static inline void hf_unify_nan_f64(double *values, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (values[i] != values[i])
            values[i] = hf_nan_f64();
}

#endif
