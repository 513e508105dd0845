/* Lanes of float64 as a plain array: the meaning of every operation, for any processor. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define TILE_OUTPUTS 3
#define TILE_DOUBLE_VECTORS 1

typedef struct {
    double at[HF_DOUBLE_LANES];
} double_lane;

#define EACH_LANE(expression)                                                                      \
    double_lane result;                                                                            \
    for (int i = 0; i < HF_DOUBLE_LANES; i++)                                                      \
        result.at[i] = (expression);                                                               \
    return result

INLINE double_lane double_load(const double *from)
{
    EACH_LANE(from[i]);
}
INLINE double_lane double_from_floats(const float *from)
{
    EACH_LANE((double)from[i]);
}
INLINE void double_store(double *to, double_lane a)
{
    memcpy(to, a.at, sizeof a.at);
}
INLINE double_lane double_set(double value)
{
    EACH_LANE(value);
}
INLINE double_lane double_add(double_lane a, double_lane b)
{
    EACH_LANE(a.at[i] + b.at[i]);
}
INLINE double_lane double_subtract(double_lane a, double_lane b)
{
    EACH_LANE(a.at[i] - b.at[i]);
}
INLINE double_lane double_multiply(double_lane a, double_lane b)
{
    EACH_LANE(a.at[i] * b.at[i]);
}
INLINE double_lane double_divide(double_lane a, double_lane b)
{
    EACH_LANE(a.at[i] / b.at[i]);
}
INLINE double_lane double_fma(double_lane a, double_lane b, double_lane c)
{
    EACH_LANE(fma(a.at[i], b.at[i], c.at[i]));
}
INLINE double_lane double_sqrt(double_lane a)
{
    EACH_LANE(sqrt(a.at[i]));
}
/* a > b ? yes : no, and a == b ? yes : no; `no` where one is NaN */
INLINE double_lane double_if_greater(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    EACH_LANE(a.at[i] > b.at[i] ? yes.at[i] : no.at[i]);
}
INLINE double_lane double_if_equal(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    EACH_LANE(a.at[i] == b.at[i] ? yes.at[i] : no.at[i]);
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE double_lane double_relu(double_lane a)
{
    EACH_LANE(0 > a.at[i] ? 0 : a.at[i]);
}
/* 2^n, n the low bits of `shifted` = 0x1.8p52 + n */
INLINE double_lane double_power_of_two(double_lane shifted)
{
    const double one = 1;
    uint64_t n[HF_DOUBLE_LANES], bias;
    memcpy(n, shifted.at, sizeof n);
    memcpy(&bias, &one, sizeof bias);
    for (int i = 0; i < HF_DOUBLE_LANES; i++)
        n[i] = (n[i] << 52) + bias;
    memcpy(shifted.at, n, sizeof n);
    return shifted;
}
/* a = 2^exponent mantissa, sqrt(1/2) <= mantissa < sqrt(2); for normal a >= 1 */
INLINE double_lane double_split(double_lane a, double_lane *exponent)
{
    uint64_t bits[HF_DOUBLE_LANES];
    memcpy(bits, a.at, sizeof bits);
    for (int i = 0; i < HF_DOUBLE_LANES; i++) {
        const uint64_t e = (bits[i] - HF_SQRT_HALF_BITS) >> 52;
        exponent->at[i] = (double)e;
        bits[i] -= e << 52;
    }
    memcpy(a.at, bits, sizeof bits);
    return a;
}
#undef EACH_LANE
