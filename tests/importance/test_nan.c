/* The one NaN of the results file, by its bits. */
#include "base/nan.h"
#include "unit_test.h"

static uint32_t bits_f32(const float *value)
{
    uint32_t bits;
    memcpy(&bits, value, sizeof bits);
    return bits;
}

static uint64_t bits_f64(const double *value)
{
    uint64_t bits;
    memcpy(&bits, value, sizeof bits);
    return bits;
}

static void nan_has_its_bits(void **state)
{
    (void)state;
    const float narrow = hf_nan_f32();
    const double wide = hf_nan_f64();
    assert_int_equal(bits_f32(&narrow), 0x7FC00000);
    assert_true(bits_f64(&wide) == 0x7FF8000000000000);
}

static void filling_stays_within_the_count(void **state)
{
    (void)state;
    float narrow[3] = {1, 2, 3};
    double wide[3] = {1, 2, 3};
    hf_fill_nan_f32(narrow, 2);
    hf_fill_nan_f64(wide, 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bits_f32(&narrow[i]), 0x7FC00000);
        assert_true(bits_f64(&wide[i]) == 0x7FF8000000000000);
    }
    assert_true(narrow[2] == 3 && wide[2] == 3);
}

static void any_nan_becomes_that_one_and_nothing_else_changes(void **state)
{
    (void)state;
    const uint32_t before[] = {0xFFC00000, 0x7F800001, 0x7FC12345,
                               0x7F800000, 0x80000000, 0x3F800000};
    const uint32_t after[] = {0x7FC00000, 0x7FC00000, 0x7FC00000,
                              0x7F800000, 0x80000000, 0x3F800000};
    const uint64_t wide_before[] = {0xFFF8000000000000, 0x7FF0000000000001, 0xFFF0000000000000};
    const uint64_t wide_after[] = {0x7FF8000000000000, 0x7FF8000000000000, 0xFFF0000000000000};
    float narrow[6];
    double wide[3];
    memcpy(narrow, before, sizeof narrow);
    memcpy(wide, wide_before, sizeof wide);
    hf_unify_nan_f32(narrow, 6);
    hf_unify_nan_f64(wide, 3);
    assert_memory_equal(narrow, after, sizeof narrow);
    assert_memory_equal(wide, wide_after, sizeof wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nan_has_its_bits),
        cmocka_unit_test(filling_stays_within_the_count),
        cmocka_unit_test(any_nan_becomes_that_one_and_nothing_else_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
