/* q-values against plain loops. */
#include "numeric/multiple.h"
#include "reference.h"
#include "unit_test.h"

enum { ROWS = sizeof q_values / sizeof *q_values, MOST = 16 };

static void compare(const double *q, int64_t first, int64_t count, int column)
{
    for (int64_t i = 0; i < count; i++) {
        const double expected = q_values[first + i][column];
        assert_true(isnan(expected) ? isnan(q[i]) : fabs(q[i] - expected) < 1e-15);
    }
}

static void q_values_are_those_of_the_definition(void **state)
{
    (void)state;
    int64_t first = 0;
    hf_error error;
    for (int64_t end = 0; end < ROWS; end++) {
        double p[MOST], q[MOST], any[MOST];
        if (!isinf(q_values[end][0]))
            continue;
        for (int64_t i = first; i < end; i++)
            p[i - first] = q_values[i][0];
        assert_int_equal(hf_multiple_q(p, end - first, q, any, &error), 0);
        compare(q, first, end - first, 1);
        compare(any, first, end - first, 2);
        assert_int_equal(hf_multiple_q(p, end - first, p, NULL, &error), 0);
        compare(p, first, end - first, 1);
        first = end + 1;
    }
    assert_int_equal(first, ROWS);
}

static void no_test_is_no_value(void **state)
{
    (void)state;
    double nothing = 7;
    hf_error error;
    assert_int_equal(hf_multiple_q(&nothing, 0, &nothing, NULL, &error), 0);
    assert_true(nothing == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q_values_are_those_of_the_definition),
        cmocka_unit_test(no_test_is_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
