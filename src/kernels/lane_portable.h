/* Lanes as a plain array: the meaning of every operation, for any processor. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define TILE_UNITS 2 /* forward: hidden units x row vectors held in registers */
#define TILE_ROW_VECTORS 1
#define TILE_GRADIENT_UNITS 2 /* weight gradient: hidden units x feature vectors */
#define TILE_FEATURE_VECTORS 1
#define TILE_DRAWS 1 /* changed inputs: draws (half of them for several channels) x channels */
#define TILE_CHANNELS 4

typedef struct {
    float at[HF_LANES];
} lane;
typedef struct {
    int32_t at[HF_LANES];
} integer_lane;

#define EACH_LANE(expression)                                                                      \
    lane result;                                                                                   \
    for (int i = 0; i < HF_LANES; i++)                                                             \
        result.at[i] = (expression);                                                               \
    return result

INLINE lane lane_load(const float *from)
{
    EACH_LANE(from[i]);
}
INLINE void lane_store(float *to, lane a)
{
    memcpy(to, a.at, sizeof a.at);
}
INLINE lane lane_set(float value)
{
    EACH_LANE(value);
}
INLINE lane lane_add(lane a, lane b)
{
    EACH_LANE(a.at[i] + b.at[i]);
}
INLINE lane lane_subtract(lane a, lane b)
{
    EACH_LANE(a.at[i] - b.at[i]);
}
INLINE lane lane_multiply(lane a, lane b)
{
    EACH_LANE(a.at[i] * b.at[i]);
}
INLINE lane lane_divide(lane a, lane b)
{
    EACH_LANE(a.at[i] / b.at[i]);
}
INLINE lane lane_fma(lane a, lane b, lane c)
{
    EACH_LANE(fmaf(a.at[i], b.at[i], c.at[i]));
}
INLINE lane lane_sqrt(lane a)
{
    EACH_LANE(sqrtf(a.at[i]));
}
/* a > b ? yes : no, and a == b ? yes : no; `no` where one is NaN */
INLINE lane lane_if_greater(lane a, lane b, lane yes, lane no)
{
    EACH_LANE(a.at[i] > b.at[i] ? yes.at[i] : no.at[i]);
}
INLINE lane lane_if_equal(lane a, lane b, lane yes, lane no)
{
    EACH_LANE(a.at[i] == b.at[i] ? yes.at[i] : no.at[i]);
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE lane lane_relu(lane a)
{
    EACH_LANE(0 > a.at[i] ? 0 : a.at[i]);
}
INLINE float lane_sum(lane a)
{
    for (int half = HF_LANES / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            a.at[i] += a.at[i + half];
    return a.at[0];
}

INLINE integer_lane lane_bits(lane a)
{
    integer_lane result;
    memcpy(&result, &a, sizeof result);
    return result;
}
INLINE lane lane_from_bits(integer_lane a)
{
    lane result;
    memcpy(&result, &a, sizeof result);
    return result;
}
INLINE integer_lane integer_set(int32_t value)
{
    integer_lane result;
    for (int i = 0; i < HF_LANES; i++)
        result.at[i] = value;
    return result;
}
INLINE integer_lane integer_add(integer_lane a, integer_lane b)
{
    for (int i = 0; i < HF_LANES; i++)
        a.at[i] = (int32_t)((uint32_t)a.at[i] + (uint32_t)b.at[i]);
    return a;
}
INLINE integer_lane integer_subtract(integer_lane a, integer_lane b)
{
    for (int i = 0; i < HF_LANES; i++)
        a.at[i] = (int32_t)((uint32_t)a.at[i] - (uint32_t)b.at[i]);
    return a;
}
INLINE integer_lane integer_xor(integer_lane a, integer_lane b)
{
    for (int i = 0; i < HF_LANES; i++)
        a.at[i] ^= b.at[i];
    return a;
}
INLINE integer_lane integer_load(const uint32_t *from)
{
    integer_lane result;
    memcpy(&result, from, sizeof result);
    return result;
}
INLINE void integer_store(uint32_t *to, integer_lane a)
{
    memcpy(to, a.at, sizeof a.at);
}
/* The low halves of the 64-bit products of unsigned numbers; *high gets the others. */
INLINE integer_lane integer_multiply(integer_lane a, integer_lane b, integer_lane *high)
{
    for (int i = 0; i < HF_LANES; i++) {
        const uint64_t product = (uint64_t)(uint32_t)a.at[i] * (uint32_t)b.at[i];
        a.at[i] = (int32_t)(uint32_t)product;
        high->at[i] = (int32_t)(uint32_t)(product >> 32);
    }
    return a;
}
INLINE integer_lane integer_shift_left_23(integer_lane a)
{
    for (int i = 0; i < HF_LANES; i++)
        a.at[i] = (int32_t)((uint32_t)a.at[i] << 23);
    return a;
}
/* arithmetic: the sign moves in */
INLINE integer_lane integer_shift_right_23(integer_lane a)
{
    for (int i = 0; i < HF_LANES; i++)
        a.at[i] = a.at[i] >> 23;
    return a;
}
INLINE lane lane_from_integer(integer_lane a)
{
    EACH_LANE((float)a.at[i]);
}
#undef EACH_LANE

INLINE void lane_add_to_doubles(double *sum, lane a)
{
    for (int i = 0; i < HF_LANES; i++)
        sum[i] += (double)a.at[i];
}

/* sum [16] += a times HF_FIXED_SCALE, nearest even: the low bits of a number near 1.5 * 2^52 */
INLINE void lane_add_to_integers(int64_t *sum, lane a)
{
    const double shift = 0x1.8p52;
    int64_t zero, number;
    memcpy(&zero, &shift, sizeof zero);
    for (int i = 0; i < HF_LANES; i++) {
        const double shifted = (double)a.at[i] * HF_FIXED_SCALE + shift;
        memcpy(&number, &shifted, sizeof number);
        sum[i] += number - zero;
    }
}
