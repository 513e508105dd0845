/* Lanes as one 512-bit register. */
#include <immintrin.h>

#define TILE_UNITS 8
#define TILE_ROW_VECTORS 3
#define TILE_GRADIENT_UNITS 12
#define TILE_FEATURE_VECTORS 2
#define TILE_DRAWS 8
#define TILE_CHANNELS 4

typedef __m512 lane;
typedef __m512i integer_lane;

INLINE lane lane_load(const float *from)
{
    return _mm512_loadu_ps(from);
}
INLINE void lane_store(float *to, lane a)
{
    _mm512_storeu_ps(to, a);
}
INLINE lane lane_set(float value)
{
    return _mm512_set1_ps(value);
}
INLINE lane lane_add(lane a, lane b)
{
    return _mm512_add_ps(a, b);
}
INLINE lane lane_subtract(lane a, lane b)
{
    return _mm512_sub_ps(a, b);
}
INLINE lane lane_multiply(lane a, lane b)
{
    return _mm512_mul_ps(a, b);
}
INLINE lane lane_divide(lane a, lane b)
{
    return _mm512_div_ps(a, b);
}
INLINE lane lane_fma(lane a, lane b, lane c)
{
    return _mm512_fmadd_ps(a, b, c);
}
INLINE lane lane_sqrt(lane a)
{
    return _mm512_sqrt_ps(a);
}
INLINE lane lane_if_greater(lane a, lane b, lane yes, lane no)
{
    return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ), no, yes);
}
INLINE lane lane_if_equal(lane a, lane b, lane yes, lane no)
{
    return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ), no, yes);
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE lane lane_relu(lane a)
{
    return _mm512_max_ps(_mm512_setzero_ps(), a);
}
INLINE float lane_sum(lane a)
{
    __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(a), 1));
    __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(a), high);
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

INLINE integer_lane lane_bits(lane a)
{
    return _mm512_castps_si512(a);
}
INLINE lane lane_from_bits(integer_lane a)
{
    return _mm512_castsi512_ps(a);
}
INLINE integer_lane integer_set(int value)
{
    return _mm512_set1_epi32(value);
}
INLINE integer_lane integer_add(integer_lane a, integer_lane b)
{
    return _mm512_add_epi32(a, b);
}
INLINE integer_lane integer_subtract(integer_lane a, integer_lane b)
{
    return _mm512_sub_epi32(a, b);
}
INLINE integer_lane integer_xor(integer_lane a, integer_lane b)
{
    return _mm512_xor_si512(a, b);
}
INLINE integer_lane integer_load(const uint32_t *from)
{
    return _mm512_loadu_si512(from);
}
INLINE void integer_store(uint32_t *to, integer_lane a)
{
    _mm512_storeu_si512(to, a);
}
/* The low halves of the 64-bit products of unsigned numbers; *high gets the others. */
INLINE integer_lane integer_multiply(integer_lane a, integer_lane b, integer_lane *high)
{
    const __m512i even = _mm512_mul_epu32(a, b);
    const __m512i odd = _mm512_mul_epu32(_mm512_srli_epi64(a, 32), _mm512_srli_epi64(b, 32));
    *high = _mm512_mask_mov_epi32(_mm512_srli_epi64(even, 32), 0xaaaa, odd);
    return _mm512_mask_mov_epi32(even, 0xaaaa, _mm512_slli_epi64(odd, 32));
}
INLINE integer_lane integer_shift_left_23(integer_lane a)
{
    return _mm512_slli_epi32(a, 23);
}
INLINE integer_lane integer_shift_right_23(integer_lane a)
{
    return _mm512_srai_epi32(a, 23);
}
INLINE lane lane_from_integer(integer_lane a)
{
    return _mm512_cvtepi32_ps(a);
}

INLINE void lane_add_to_doubles(double *sum, lane a)
{
    __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(a), 1));
    __m512d low_sum =
        _mm512_add_pd(_mm512_loadu_pd(sum), _mm512_cvtps_pd(_mm512_castps512_ps256(a)));
    _mm512_storeu_pd(sum, low_sum);
    _mm512_storeu_pd(sum + 8, _mm512_add_pd(_mm512_loadu_pd(sum + 8), _mm512_cvtps_pd(high)));
}

/* sum [16] += a times HF_FIXED_SCALE, nearest even: the low bits of a number near 1.5 * 2^52 */
INLINE void lane_add_to_integers(int64_t *sum, lane a)
{
    const __m512d shift = _mm512_set1_pd(0x1.8p52), scale = _mm512_set1_pd(HF_FIXED_SCALE);
    const __m256 half[2] = {
        _mm512_castps512_ps256(a),
        _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(a), 1)),
    };
    UNROLL for (int i = 0; i < 2; i++)
    {
        const __m512d shifted = _mm512_fmadd_pd(_mm512_cvtps_pd(half[i]), scale, shift);
        const __m512i number =
            _mm512_sub_epi64(_mm512_castpd_si512(shifted), _mm512_castpd_si512(shift));
        _mm512_storeu_si512(sum + 8 * i, _mm512_add_epi64(_mm512_loadu_si512(sum + 8 * i), number));
    }
}
