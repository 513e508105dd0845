/* Lanes as two 256-bit registers. */
#include <immintrin.h>

#define TILE_UNITS 6
#define TILE_ROW_VECTORS 1
#define TILE_GRADIENT_UNITS 6
#define TILE_FEATURE_VECTORS 1
#define TILE_DRAWS 2
#define TILE_CHANNELS 2

typedef struct {
    __m256 low, high;
} lane;
typedef struct {
    __m256i low, high;
} integer_lane;

#define BOTH(type, function, ...)                                                                  \
    return (type)                                                                                  \
    {                                                                                              \
        function(__VA_ARGS__(low)), function(__VA_ARGS__(high))                                    \
    }
#define ONE(half) a.half
#define TWO(half) a.half, b.half
#define THREE(half) a.half, b.half, c.half

INLINE lane lane_load(const float *from)
{
    return (lane){_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)};
}
INLINE void lane_store(float *to, lane a)
{
    _mm256_storeu_ps(to, a.low);
    _mm256_storeu_ps(to + 8, a.high);
}
INLINE lane lane_set(float value)
{
    __m256 all = _mm256_set1_ps(value);
    return (lane){all, all};
}
INLINE lane lane_add(lane a, lane b)
{
    BOTH(lane, _mm256_add_ps, TWO);
}
INLINE lane lane_subtract(lane a, lane b)
{
    BOTH(lane, _mm256_sub_ps, TWO);
}
INLINE lane lane_multiply(lane a, lane b)
{
    BOTH(lane, _mm256_mul_ps, TWO);
}
INLINE lane lane_divide(lane a, lane b)
{
    BOTH(lane, _mm256_div_ps, TWO);
}
INLINE lane lane_fma(lane a, lane b, lane c)
{
    BOTH(lane, _mm256_fmadd_ps, THREE);
}
INLINE lane lane_sqrt(lane a)
{
    BOTH(lane, _mm256_sqrt_ps, ONE);
}
INLINE lane lane_if_greater(lane a, lane b, lane yes, lane no)
{
    return (lane){_mm256_blendv_ps(no.low, yes.low, _mm256_cmp_ps(a.low, b.low, _CMP_GT_OQ)),
                  _mm256_blendv_ps(no.high, yes.high, _mm256_cmp_ps(a.high, b.high, _CMP_GT_OQ))};
}
INLINE lane lane_if_equal(lane a, lane b, lane yes, lane no)
{
    return (lane){_mm256_blendv_ps(no.low, yes.low, _mm256_cmp_ps(a.low, b.low, _CMP_EQ_OQ)),
                  _mm256_blendv_ps(no.high, yes.high, _mm256_cmp_ps(a.high, b.high, _CMP_EQ_OQ))};
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE lane lane_relu(lane a)
{
    const __m256 zero = _mm256_setzero_ps();
    return (lane){_mm256_max_ps(zero, a.low), _mm256_max_ps(zero, a.high)};
}
INLINE float lane_sum(lane a)
{
    __m256 eight = _mm256_add_ps(a.low, a.high);
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

INLINE integer_lane lane_bits(lane a)
{
    BOTH(integer_lane, _mm256_castps_si256, ONE);
}
INLINE lane lane_from_bits(integer_lane a)
{
    BOTH(lane, _mm256_castsi256_ps, ONE);
}
INLINE integer_lane integer_set(int value)
{
    __m256i all = _mm256_set1_epi32(value);
    return (integer_lane){all, all};
}
INLINE integer_lane integer_add(integer_lane a, integer_lane b)
{
    BOTH(integer_lane, _mm256_add_epi32, TWO);
}
INLINE integer_lane integer_subtract(integer_lane a, integer_lane b)
{
    BOTH(integer_lane, _mm256_sub_epi32, TWO);
}
INLINE integer_lane integer_xor(integer_lane a, integer_lane b)
{
    BOTH(integer_lane, _mm256_xor_si256, TWO);
}
INLINE integer_lane integer_load(const uint32_t *from)
{
    return (integer_lane){_mm256_loadu_si256((const __m256i *)from),
                          _mm256_loadu_si256((const __m256i *)(from + 8))};
}
INLINE void integer_store(uint32_t *to, integer_lane a)
{
    _mm256_storeu_si256((__m256i *)to, a.low);
    _mm256_storeu_si256((__m256i *)(to + 8), a.high);
}
INLINE __m256i multiply_half(__m256i a, __m256i b, __m256i *high)
{
    const __m256i even = _mm256_mul_epu32(a, b);
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), _mm256_srli_epi64(b, 32));
    *high = _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xaa);
    return _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xaa);
}
/* The low halves of the 64-bit products of unsigned numbers; *high gets the others. */
INLINE integer_lane integer_multiply(integer_lane a, integer_lane b, integer_lane *high)
{
    return (integer_lane){multiply_half(a.low, b.low, &high->low),
                          multiply_half(a.high, b.high, &high->high)};
}
INLINE integer_lane integer_shift_left_23(integer_lane a)
{
    return (integer_lane){_mm256_slli_epi32(a.low, 23), _mm256_slli_epi32(a.high, 23)};
}
INLINE integer_lane integer_shift_right_23(integer_lane a)
{
    return (integer_lane){_mm256_srai_epi32(a.low, 23), _mm256_srai_epi32(a.high, 23)};
}
INLINE lane lane_from_integer(integer_lane a)
{
    BOTH(lane, _mm256_cvtepi32_ps, ONE);
}
#undef BOTH
#undef ONE
#undef TWO
#undef THREE

INLINE void lane_add_to_doubles(double *sum, lane a)
{
    const __m128 quarter[4] = {_mm256_castps256_ps128(a.low), _mm256_extractf128_ps(a.low, 1),
                               _mm256_castps256_ps128(a.high), _mm256_extractf128_ps(a.high, 1)};
    for (int i = 0; i < 4; i++)
        _mm256_storeu_pd(sum + 4 * i,
                         _mm256_add_pd(_mm256_loadu_pd(sum + 4 * i), _mm256_cvtps_pd(quarter[i])));
}

/* sum [16] += a times HF_FIXED_SCALE, nearest even: the low bits of a number near 1.5 * 2^52 */
INLINE void lane_add_to_integers(int64_t *sum, lane a)
{
    const __m256d shift = _mm256_set1_pd(0x1.8p52), scale = _mm256_set1_pd(HF_FIXED_SCALE);
    const __m128 quarter[4] = {_mm256_castps256_ps128(a.low), _mm256_extractf128_ps(a.low, 1),
                               _mm256_castps256_ps128(a.high), _mm256_extractf128_ps(a.high, 1)};
    UNROLL for (int i = 0; i < 4; i++)
    {
        __m256i *at = (__m256i *)(sum + 4 * i);
        const __m256d shifted = _mm256_fmadd_pd(_mm256_cvtps_pd(quarter[i]), scale, shift);
        const __m256i number =
            _mm256_sub_epi64(_mm256_castpd_si256(shifted), _mm256_castpd_si256(shift));
        _mm256_storeu_si256(at, _mm256_add_epi64(_mm256_loadu_si256(at), number));
    }
}
