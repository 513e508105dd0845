/* exp and log against libm's, whose error is below a unit in the last place. */
#include "numeric/elementary.h"
#include "unit_test.h"

#include <math.h>

static void exp_is_exact(void **state)
{
    (void)state;
    for (double x = -699.9; x < 700; x += 0.00917)
        assert_true(fabs(hf_exp(x) / exp(x) - 1) < 4e-16);
    assert_true(hf_exp(0) == 1);
    assert_true(hf_exp(-800) == 0);
    assert_true(isinf(hf_exp(800)));
    assert_true(isnan(hf_exp(NAN)));
}

static void log_is_exact(void **state)
{
    (void)state;
    for (double x = 1e-300; x < 1e300; x *= 1.00731)
        assert_true(fabs(hf_log(x) - log(x)) <= 6e-16 * fabs(log(x)));
    for (double x = 0.5; x < 2; x += 0.000193)
        assert_true(fabs(hf_log(x) - log(x)) <= 6e-16 * fabs(log(x)));
    assert_true(hf_log(1) == 0);
    assert_true(isinf(hf_log(0)) && hf_log(0) < 0);
    assert_true(isnan(hf_log(-1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_exact),
        cmocka_unit_test(log_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
