/* exp and log on lanes; part of body.h. libm has its own for every processor, these are the same on
 * all. */

#define LOG2_E 0x1.715476p+0f
#define LN2_HIGH                                                                                   \
    0x1.62e4p-1f /* ln 2 in two parts; the first has zeros at its end: n * LN2_HIGH is exact */
#define LN2_LOW 0x1.7f7d1cp-20f
/* Below this exp gives 0. Probabilities under 1e-28 move no weight, but their products would be
 * subnormal numbers, which most processors handle a hundred times slower. */
#define SMALLEST_EXPONENT (-64.0f)

/* exp for x <= 0 (and NaN): x = n ln 2 + r, |r| <= ln(2)/2; exp(r) = 1 + r + r^2 q(r), q minimax,
 * relative error 3e-9 before rounding. */
INLINE lane lane_exp(lane x)
{
    const lane round_to_integer = lane_set(0x1.8p23f);
    lane shifted = lane_fma(x, lane_set(LOG2_E), round_to_integer);
    lane n = lane_subtract(shifted, round_to_integer);
    lane r = lane_fma(n, lane_set(-LN2_HIGH), x);
    r = lane_fma(n, lane_set(-LN2_LOW), r);
    lane q = lane_set(0x1.6a5228p-10f);
    q = lane_fma(q, r, lane_set(0x1.12396cp-7f));
    q = lane_fma(q, r, lane_set(0x1.5558aap-5f));
    q = lane_fma(q, r, lane_set(0x1.555492p-3f));
    q = lane_fma(q, r, lane_set(0x1.fffffcp-2f));
    lane one_plus = lane_fma(lane_multiply(r, r), q, lane_add(r, lane_set(1)));
    /* the low bits of `shifted` are n: moved to the exponent they make 2^n */
    integer_lane power =
        integer_add(integer_shift_left_23(lane_bits(shifted)), lane_bits(lane_set(1)));
    lane result = lane_multiply(one_plus, lane_from_bits(power));
    return lane_if_greater(lane_set(SMALLEST_EXPONENT), x, lane_set(0), result);
}

/* log for normal x >= 1 (and NaN): x = 2^e (1 + f), sqrt(1/2) <= 1 + f < sqrt(2); log(1 + f) = f -
 * f^2/2 + f^3 p(f), p minimax, relative error 6e-9 before rounding. */
INLINE lane lane_log(lane x)
{
    const integer_lane sqrt_half = integer_set(0x3f3504f3);
    integer_lane e = integer_shift_right_23(integer_subtract(lane_bits(x), sqrt_half));
    lane mantissa = lane_from_bits(integer_subtract(lane_bits(x), integer_shift_left_23(e)));
    lane exponent = lane_from_integer(e);
    lane f = lane_subtract(mantissa, lane_set(1));
    lane p = lane_set(-0x1.38c9dep-4f);
    p = lane_fma(p, f, lane_set(0x1.055ec6p-3f));
    p = lane_fma(p, f, lane_set(-0x1.0d8242p-3f));
    p = lane_fma(p, f, lane_set(0x1.22d92ep-3f));
    p = lane_fma(p, f, lane_set(-0x1.54728ap-3f));
    p = lane_fma(p, f, lane_set(0x1.99a01cp-3f));
    p = lane_fma(p, f, lane_set(-0x1.000226p-2f));
    p = lane_fma(p, f, lane_set(0x1.555554p-2f));
    lane square = lane_multiply(f, f);
    lane tail = lane_fma(lane_multiply(square, f), p, lane_multiply(exponent, lane_set(LN2_LOW)));
    tail = lane_fma(square, lane_set(-0.5f), tail);
    lane result = lane_fma(exponent, lane_set(LN2_HIGH), lane_add(f, tail));
    return lane_if_equal(x, x, result, x); /* a NaN's bits make a number like any other */
}

/* 1 / x for normal x up to 2^125 (larger: that of 2^125; NaN stays): an estimate from the exponent,
 * then three Newton steps, each of which squares the relative error 0.12. Divisions keep most
 * processors' divider busy for longer than these multiplications take. */
INLINE lane lane_reciprocal(lane x)
{
    const lane most = lane_set(0x1p125f), one = lane_set(1);
    x = lane_if_greater(x, most, most, x);
    lane r = lane_from_bits(integer_subtract(integer_set(0x7ef311c7), lane_bits(x)));
    UNROLL for (int step = 0; step < 3; step++)
    {
        lane error = lane_fma(lane_subtract(lane_set(0), x), r, one);
        r = lane_fma(r, error, r);
    }
    return r;
}
