/* Tails and quantiles against mpmath's. */
#include "numeric/tails.h"
#include "reference.h"
#include "unit_test.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static double off(double value, double expected)
{
    return fabs(value / expected - 1);
}

static void chi_square_tails_are_those_of_mpmath(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(chi_square); i++)
        assert_true(off(hf_chi_square_tail(chi_square[i][0], (int64_t)chi_square[i][1]),
                        chi_square[i][2]) < 1e-13);
}

static void chi_square_ends_are_exact(void **state)
{
    (void)state;
    assert_true(hf_chi_square_tail(0, 3) == 1);
    assert_true(hf_chi_square_tail(-1, 4) == 1);
    assert_true(hf_chi_square_tail(1e9, 4) == 0);
    assert_true(hf_chi_square_tail(INFINITY, 1) == 0);
    assert_true(isnan(hf_chi_square_tail(NAN, 1)));
}

static void student_tails_are_those_of_mpmath(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(student); i++) {
        const int64_t df = (int64_t)student[i][1];
        assert_true(off(hf_student_tail(student[i][0], df), student[i][2]) < 2e-13);
        assert_true(hf_student_tail(-student[i][0], df) == hf_student_tail(student[i][0], df));
    }
    assert_true(hf_student_tail(0, 5) == 1);
    assert_true(hf_student_tail(INFINITY, 5) == 0);
    assert_true(isnan(hf_student_tail(NAN, 5)));
}

/* With one degree of freedom P = 1 - 2 atan(t) / pi, with two 1 - t / sqrt(2 + t^2). */
static void student_has_its_closed_forms(void **state)
{
    (void)state;
    for (double t = 0.003; t < 3; t += 0.0171) {
        assert_true(fabs(hf_student_tail(t, 1) - (1 - 2 * atan(t) / acos(-1))) < 1e-15);
        assert_true(fabs(hf_student_tail(t, 2) - (1 - t / sqrt(2 + t * t))) < 1e-15);
    }
}

static void quantiles_are_those_of_mpmath(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(quantiles); i++)
        assert_true(off(hf_student_quantile(quantiles[i][0], (int64_t)quantiles[i][1]),
                        quantiles[i][2]) < 1e-13);
    assert_true(hf_student_quantile(1, 3) < 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chi_square_tails_are_those_of_mpmath),
        cmocka_unit_test(chi_square_ends_are_exact),
        cmocka_unit_test(student_tails_are_those_of_mpmath),
        cmocka_unit_test(student_has_its_closed_forms),
        cmocka_unit_test(quantiles_are_those_of_mpmath),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
