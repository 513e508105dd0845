/* Lanes of float64 as one 512-bit register. */
#include <immintrin.h>

#define TILE_OUTPUTS 4
#define TILE_DOUBLE_VECTORS 4

typedef __m512d double_lane;

INLINE double_lane double_load(const double *from)
{
    return _mm512_loadu_pd(from);
}
INLINE double_lane double_from_floats(const float *from)
{
    return _mm512_cvtps_pd(_mm256_loadu_ps(from));
}
INLINE void double_store(double *to, double_lane a)
{
    _mm512_storeu_pd(to, a);
}
INLINE double_lane double_set(double value)
{
    return _mm512_set1_pd(value);
}
INLINE double_lane double_add(double_lane a, double_lane b)
{
    return _mm512_add_pd(a, b);
}
INLINE double_lane double_subtract(double_lane a, double_lane b)
{
    return _mm512_sub_pd(a, b);
}
INLINE double_lane double_multiply(double_lane a, double_lane b)
{
    return _mm512_mul_pd(a, b);
}
INLINE double_lane double_divide(double_lane a, double_lane b)
{
    return _mm512_div_pd(a, b);
}
INLINE double_lane double_fma(double_lane a, double_lane b, double_lane c)
{
    return _mm512_fmadd_pd(a, b, c);
}
INLINE double_lane double_sqrt(double_lane a)
{
    return _mm512_sqrt_pd(a);
}
INLINE double_lane double_if_greater(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    return _mm512_mask_blend_pd(_mm512_cmp_pd_mask(a, b, _CMP_GT_OQ), no, yes);
}
INLINE double_lane double_if_equal(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    return _mm512_mask_blend_pd(_mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ), no, yes);
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE double_lane double_relu(double_lane a)
{
    return _mm512_max_pd(_mm512_setzero_pd(), a);
}
/* 2^n, n the low bits of `shifted` = 0x1.8p52 + n */
INLINE double_lane double_power_of_two(double_lane shifted)
{
    const __m512i one = _mm512_castpd_si512(_mm512_set1_pd(1));
    const __m512i n = _mm512_slli_epi64(_mm512_castpd_si512(shifted), 52);
    return _mm512_castsi512_pd(_mm512_add_epi64(n, one));
}
/* a = 2^exponent mantissa, sqrt(1/2) <= mantissa < sqrt(2); for normal a >= 1 */
INLINE double_lane double_split(double_lane a, double_lane *exponent)
{
    const double_lane shift = _mm512_set1_pd(0x1.8p52);
    const __m512i bits = _mm512_castpd_si512(a), sqrt_half = _mm512_set1_epi64(HF_SQRT_HALF_BITS);
    const __m512i e = _mm512_srli_epi64(_mm512_sub_epi64(bits, sqrt_half), 52);
    const __m512i shifted = _mm512_add_epi64(e, _mm512_castpd_si512(shift));
    *exponent = _mm512_sub_pd(_mm512_castsi512_pd(shifted), shift);
    return _mm512_castsi512_pd(_mm512_sub_epi64(bits, _mm512_slli_epi64(e, 52)));
}
