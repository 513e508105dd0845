/* Lanes as four 128-bit registers (AArch64). */
#include <arm_neon.h>

#define TILE_UNITS 6
#define TILE_ROW_VECTORS 1
#define TILE_GRADIENT_UNITS 6
#define TILE_FEATURE_VECTORS 1
#define TILE_DRAWS 2
#define TILE_CHANNELS 2

typedef struct {
    float32x4_t at[4];
} lane;
typedef struct {
    int32x4_t at[4];
} integer_lane;

#define EACH_QUARTER(type, expression)                                                             \
    type result;                                                                                   \
    for (int i = 0; i < 4; i++)                                                                    \
        result.at[i] = (expression);                                                               \
    return result

INLINE lane lane_load(const float *from)
{
    EACH_QUARTER(lane, vld1q_f32(from + 4 * i));
}
INLINE void lane_store(float *to, lane a)
{
    for (int i = 0; i < 4; i++)
        vst1q_f32(to + 4 * i, a.at[i]);
}
INLINE lane lane_set(float value)
{
    EACH_QUARTER(lane, vdupq_n_f32(value));
}
INLINE lane lane_add(lane a, lane b)
{
    EACH_QUARTER(lane, vaddq_f32(a.at[i], b.at[i]));
}
INLINE lane lane_subtract(lane a, lane b)
{
    EACH_QUARTER(lane, vsubq_f32(a.at[i], b.at[i]));
}
INLINE lane lane_multiply(lane a, lane b)
{
    EACH_QUARTER(lane, vmulq_f32(a.at[i], b.at[i]));
}
INLINE lane lane_divide(lane a, lane b)
{
    EACH_QUARTER(lane, vdivq_f32(a.at[i], b.at[i]));
}
INLINE lane lane_fma(lane a, lane b, lane c)
{
    EACH_QUARTER(lane, vfmaq_f32(c.at[i], a.at[i], b.at[i]));
}
INLINE lane lane_sqrt(lane a)
{
    EACH_QUARTER(lane, vsqrtq_f32(a.at[i]));
}
INLINE lane lane_if_greater(lane a, lane b, lane yes, lane no)
{
    EACH_QUARTER(lane, vbslq_f32(vcgtq_f32(a.at[i], b.at[i]), yes.at[i], no.at[i]));
}
INLINE lane lane_if_equal(lane a, lane b, lane yes, lane no)
{
    EACH_QUARTER(lane, vbslq_f32(vceqq_f32(a.at[i], b.at[i]), yes.at[i], no.at[i]));
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE lane lane_relu(lane a)
{
    const float32x4_t zero = vdupq_n_f32(0);
    EACH_QUARTER(lane, vbslq_f32(vcgtq_f32(zero, a.at[i]), zero, a.at[i]));
}
INLINE float lane_sum(lane a)
{
    float32x4_t four = vaddq_f32(vaddq_f32(a.at[0], a.at[2]), vaddq_f32(a.at[1], a.at[3]));
    float32x2_t two = vadd_f32(vget_low_f32(four), vget_high_f32(four));
    return vget_lane_f32(two, 0) + vget_lane_f32(two, 1);
}

INLINE integer_lane lane_bits(lane a)
{
    EACH_QUARTER(integer_lane, vreinterpretq_s32_f32(a.at[i]));
}
INLINE lane lane_from_bits(integer_lane a)
{
    EACH_QUARTER(lane, vreinterpretq_f32_s32(a.at[i]));
}
INLINE integer_lane integer_set(int32_t value)
{
    EACH_QUARTER(integer_lane, vdupq_n_s32(value));
}
INLINE integer_lane integer_add(integer_lane a, integer_lane b)
{
    EACH_QUARTER(integer_lane, vaddq_s32(a.at[i], b.at[i]));
}
INLINE integer_lane integer_subtract(integer_lane a, integer_lane b)
{
    EACH_QUARTER(integer_lane, vsubq_s32(a.at[i], b.at[i]));
}
INLINE integer_lane integer_xor(integer_lane a, integer_lane b)
{
    EACH_QUARTER(integer_lane, veorq_s32(a.at[i], b.at[i]));
}
INLINE integer_lane integer_load(const uint32_t *from)
{
    EACH_QUARTER(integer_lane, vreinterpretq_s32_u32(vld1q_u32(from + 4 * i)));
}
INLINE void integer_store(uint32_t *to, integer_lane a)
{
    for (int i = 0; i < 4; i++)
        vst1q_u32(to + 4 * i, vreinterpretq_u32_s32(a.at[i]));
}
/* The low halves of the 64-bit products of unsigned numbers; *high gets the others. */
INLINE integer_lane integer_multiply(integer_lane a, integer_lane b, integer_lane *high)
{
    integer_lane low;
    for (int i = 0; i < 4; i++) {
        const uint32x4_t x = vreinterpretq_u32_s32(a.at[i]), y = vreinterpretq_u32_s32(b.at[i]);
        const uint32x4_t first = vreinterpretq_u32_u64(vmull_u32(vget_low_u32(x), vget_low_u32(y)));
        const uint32x4_t second = vreinterpretq_u32_u64(vmull_high_u32(x, y));
        low.at[i] = vreinterpretq_s32_u32(vuzp1q_u32(first, second));
        high->at[i] = vreinterpretq_s32_u32(vuzp2q_u32(first, second));
    }
    return low;
}
INLINE integer_lane integer_shift_left_23(integer_lane a)
{
    EACH_QUARTER(integer_lane, vshlq_n_s32(a.at[i], 23));
}
INLINE integer_lane integer_shift_right_23(integer_lane a)
{
    EACH_QUARTER(integer_lane, vshrq_n_s32(a.at[i], 23));
}
INLINE lane lane_from_integer(integer_lane a)
{
    EACH_QUARTER(lane, vcvtq_f32_s32(a.at[i]));
}
#undef EACH_QUARTER

INLINE void lane_add_to_doubles(double *sum, lane a)
{
    for (int i = 0; i < 4; i++) {
        float64x2_t low = vcvt_f64_f32(vget_low_f32(a.at[i]));
        float64x2_t high = vcvt_high_f64_f32(a.at[i]);
        vst1q_f64(sum + 4 * i, vaddq_f64(vld1q_f64(sum + 4 * i), low));
        vst1q_f64(sum + 4 * i + 2, vaddq_f64(vld1q_f64(sum + 4 * i + 2), high));
    }
}

INLINE void add_pair_to_integers(int64_t *sum, float64x2_t a)
{
    const float64x2_t shift = vdupq_n_f64(0x1.8p52);
    const float64x2_t shifted = vfmaq_f64(shift, a, vdupq_n_f64(HF_FIXED_SCALE));
    const int64x2_t number =
        vsubq_s64(vreinterpretq_s64_f64(shifted), vreinterpretq_s64_f64(shift));
    vst1q_s64(sum, vaddq_s64(vld1q_s64(sum), number));
}
/* sum [16] += a times HF_FIXED_SCALE, nearest even: the low bits of a number near 1.5 * 2^52 */
INLINE void lane_add_to_integers(int64_t *sum, lane a)
{
    for (int i = 0; i < 4; i++) {
        add_pair_to_integers(sum + 4 * i, vcvt_f64_f32(vget_low_f32(a.at[i])));
        add_pair_to_integers(sum + 4 * i + 2, vcvt_high_f64_f32(a.at[i]));
    }
}
