/* Lanes of float64 as four 128-bit registers (AArch64). */
#include <arm_neon.h>

#define TILE_OUTPUTS 3
#define TILE_DOUBLE_VECTORS 1

typedef struct {
    float64x2_t at[4];
} double_lane;

#define EACH_QUARTER(expression)                                                                   \
    double_lane result;                                                                            \
    for (int i = 0; i < 4; i++)                                                                    \
        result.at[i] = (expression);                                                               \
    return result

INLINE double_lane double_load(const double *from)
{
    EACH_QUARTER(vld1q_f64(from + 2 * i));
}
INLINE double_lane double_from_floats(const float *from)
{
    EACH_QUARTER(vcvt_f64_f32(vld1_f32(from + 2 * i)));
}
INLINE void double_store(double *to, double_lane a)
{
    for (int i = 0; i < 4; i++)
        vst1q_f64(to + 2 * i, a.at[i]);
}
INLINE double_lane double_set(double value)
{
    EACH_QUARTER(vdupq_n_f64(value));
}
INLINE double_lane double_add(double_lane a, double_lane b)
{
    EACH_QUARTER(vaddq_f64(a.at[i], b.at[i]));
}
INLINE double_lane double_subtract(double_lane a, double_lane b)
{
    EACH_QUARTER(vsubq_f64(a.at[i], b.at[i]));
}
INLINE double_lane double_multiply(double_lane a, double_lane b)
{
    EACH_QUARTER(vmulq_f64(a.at[i], b.at[i]));
}
INLINE double_lane double_divide(double_lane a, double_lane b)
{
    EACH_QUARTER(vdivq_f64(a.at[i], b.at[i]));
}
INLINE double_lane double_fma(double_lane a, double_lane b, double_lane c)
{
    EACH_QUARTER(vfmaq_f64(c.at[i], a.at[i], b.at[i]));
}
INLINE double_lane double_sqrt(double_lane a)
{
    EACH_QUARTER(vsqrtq_f64(a.at[i]));
}
INLINE double_lane double_if_greater(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    EACH_QUARTER(vbslq_f64(vcgtq_f64(a.at[i], b.at[i]), yes.at[i], no.at[i]));
}
INLINE double_lane double_if_equal(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    EACH_QUARTER(vbslq_f64(vceqq_f64(a.at[i], b.at[i]), yes.at[i], no.at[i]));
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE double_lane double_relu(double_lane a)
{
    const float64x2_t zero = vdupq_n_f64(0);
    EACH_QUARTER(vbslq_f64(vcgtq_f64(zero, a.at[i]), zero, a.at[i]));
}
/* 2^n, n the low bits of `shifted` = 0x1.8p52 + n */
INLINE double_lane double_power_of_two(double_lane shifted)
{
    const uint64x2_t one = vreinterpretq_u64_f64(vdupq_n_f64(1));
    EACH_QUARTER(vreinterpretq_f64_u64(
        vaddq_u64(vshlq_n_u64(vreinterpretq_u64_f64(shifted.at[i]), 52), one)));
}
/* a = 2^exponent mantissa, sqrt(1/2) <= mantissa < sqrt(2); for normal a >= 1 */
INLINE double_lane double_split(double_lane a, double_lane *exponent)
{
    const float64x2_t shift = vdupq_n_f64(0x1.8p52);
    const uint64x2_t sqrt_half = vdupq_n_u64(HF_SQRT_HALF_BITS);
    double_lane mantissa;
    for (int i = 0; i < 4; i++) {
        const uint64x2_t bits = vreinterpretq_u64_f64(a.at[i]);
        const uint64x2_t e = vshrq_n_u64(vsubq_u64(bits, sqrt_half), 52);
        const uint64x2_t shifted = vaddq_u64(e, vreinterpretq_u64_f64(shift));
        exponent->at[i] = vsubq_f64(vreinterpretq_f64_u64(shifted), shift);
        mantissa.at[i] = vreinterpretq_f64_u64(vsubq_u64(bits, vshlq_n_u64(e, 52)));
    }
    return mantissa;
}
#undef EACH_QUARTER
