/* Lanes of float64 as two 256-bit registers. */
#include <immintrin.h>

#define TILE_OUTPUTS 2
#define TILE_DOUBLE_VECTORS 2

typedef struct {
    __m256d low, high;
} double_lane;

#define BOTH(function, ...)                                                                        \
    return (double_lane)                                                                           \
    {                                                                                              \
        function(__VA_ARGS__(low)), function(__VA_ARGS__(high))                                    \
    }
#define ONE(half) a.half
#define TWO(half) a.half, b.half
#define THREE(half) a.half, b.half, c.half

INLINE double_lane double_load(const double *from)
{
    return (double_lane){_mm256_loadu_pd(from), _mm256_loadu_pd(from + 4)};
}
INLINE double_lane double_from_floats(const float *from)
{
    return (double_lane){_mm256_cvtps_pd(_mm_loadu_ps(from)),
                         _mm256_cvtps_pd(_mm_loadu_ps(from + 4))};
}
INLINE void double_store(double *to, double_lane a)
{
    _mm256_storeu_pd(to, a.low);
    _mm256_storeu_pd(to + 4, a.high);
}
INLINE double_lane double_set(double value)
{
    const __m256d all = _mm256_set1_pd(value);
    return (double_lane){all, all};
}
INLINE double_lane double_add(double_lane a, double_lane b)
{
    BOTH(_mm256_add_pd, TWO);
}
INLINE double_lane double_subtract(double_lane a, double_lane b)
{
    BOTH(_mm256_sub_pd, TWO);
}
INLINE double_lane double_multiply(double_lane a, double_lane b)
{
    BOTH(_mm256_mul_pd, TWO);
}
INLINE double_lane double_divide(double_lane a, double_lane b)
{
    BOTH(_mm256_div_pd, TWO);
}
INLINE double_lane double_fma(double_lane a, double_lane b, double_lane c)
{
    BOTH(_mm256_fmadd_pd, THREE);
}
INLINE double_lane double_sqrt(double_lane a)
{
    BOTH(_mm256_sqrt_pd, ONE);
}
INLINE double_lane double_if_greater(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    return (double_lane){
        _mm256_blendv_pd(no.low, yes.low, _mm256_cmp_pd(a.low, b.low, _CMP_GT_OQ)),
        _mm256_blendv_pd(no.high, yes.high, _mm256_cmp_pd(a.high, b.high, _CMP_GT_OQ))};
}
INLINE double_lane double_if_equal(double_lane a, double_lane b, double_lane yes, double_lane no)
{
    return (double_lane){
        _mm256_blendv_pd(no.low, yes.low, _mm256_cmp_pd(a.low, b.low, _CMP_EQ_OQ)),
        _mm256_blendv_pd(no.high, yes.high, _mm256_cmp_pd(a.high, b.high, _CMP_EQ_OQ))};
}
/* 0 > a ? 0 : a: a NaN stays */
INLINE double_lane double_relu(double_lane a)
{
    const __m256d zero = _mm256_setzero_pd();
    return (double_lane){_mm256_max_pd(zero, a.low), _mm256_max_pd(zero, a.high)};
}

INLINE __m256d power_of_two(__m256d shifted)
{
    const __m256i one = _mm256_castpd_si256(_mm256_set1_pd(1));
    const __m256i n = _mm256_slli_epi64(_mm256_castpd_si256(shifted), 52);
    return _mm256_castsi256_pd(_mm256_add_epi64(n, one));
}
/* 2^n, n the low bits of `a` = 0x1.8p52 + n */
INLINE double_lane double_power_of_two(double_lane a)
{
    BOTH(power_of_two, ONE);
}

INLINE __m256d split_half(__m256d a, __m256d *exponent)
{
    const __m256d shift = _mm256_set1_pd(0x1.8p52);
    const __m256i bits = _mm256_castpd_si256(a), sqrt_half = _mm256_set1_epi64x(HF_SQRT_HALF_BITS);
    const __m256i e = _mm256_srli_epi64(_mm256_sub_epi64(bits, sqrt_half), 52);
    const __m256i shifted = _mm256_add_epi64(e, _mm256_castpd_si256(shift));
    *exponent = _mm256_sub_pd(_mm256_castsi256_pd(shifted), shift);
    return _mm256_castsi256_pd(_mm256_sub_epi64(bits, _mm256_slli_epi64(e, 52)));
}
/* a = 2^exponent mantissa, sqrt(1/2) <= mantissa < sqrt(2); for normal a >= 1 */
INLINE double_lane double_split(double_lane a, double_lane *exponent)
{
    return (double_lane){split_half(a.low, &exponent->low), split_half(a.high, &exponent->high)};
}
#undef BOTH
#undef ONE
#undef TWO
#undef THREE
