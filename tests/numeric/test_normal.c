/* Normal quantiles against scipy.stats.norm.ppf (1.10), and their symmetry. */
#include "numeric/normal.h"
#include "unit_test.h"

#include <math.h>

static const double reference[][2] = {
    {1e-300, -37.047096299361201},  {1e-20, -9.2623400897984087},
    {1e-10, -6.3613409024040557},   {1e-05, -4.2648907939228247},
    {0.01, -2.3263478740408408},    {0.07499, -1.4396021182393162},
    {0.075, -1.4395314709384563},   {0.0751, -1.4388253927525403},
    {0.2, -0.84162123357291418},    {0.5, 0},
    {0.6, 0.25334710313579972},     {0.925, 1.4395314709384563},
    {0.92501, 1.4396021182393162},  {0.99, 2.3263478740408408},
    {0.999999, 4.7534243088170873},
};

static void quantiles_are_those_of_scipy(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof reference / sizeof *reference; i++) {
        const double error = fabs(hf_normal_quantile(reference[i][0]) - reference[i][1]);
        assert_true(error <= 2e-15 * fabs(reference[i][1]));
    }
}

static void quantiles_are_symmetric_and_grow(void **state)
{
    (void)state;
    const int n = 4096; /* k / n and 1 - k / n are exact */
    for (int k = 1; k < n; k++) {
        const double p = (double)k / n;
        assert_true(hf_normal_quantile(p) == -hf_normal_quantile(1 - p));
        assert_true(hf_normal_quantile(p) < hf_normal_quantile(p + 1. / n));
    }
    assert_true(hf_normal_quantile(0) == -INFINITY && hf_normal_quantile(1) == INFINITY);
    assert_true(isnan(hf_normal_quantile(-0.1)) && isnan(hf_normal_quantile(1.1)));
    assert_true(isnan(hf_normal_quantile(NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_scipy),
        cmocka_unit_test(quantiles_are_symmetric_and_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
