/* Reading decimal numbers: what is one, and what it is. */
#include "text/decimal.h"
#include "unit_test.h"
#include <locale.h>
#include <math.h>
#include <string.h>

static void a_number_ends_where_its_grammar_does(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {{"1", 1},    {"-1.5e3 ", 6}, {".5", 2},  {"5.", 2}, {"+7,5", 2}, {"1e5x", 3},
                 {"", 0},     {".", 0},       {"-", 0},   {"1e", 0}, {"1e+", 0},  {"e5", 0},
                 {"0x10", 1}, {"inf", 0},     {"nan", 0}, {" 1", 0}, {"--1", 0},  {"1.2.3", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(hf_decimal_length(cases[i].text), cases[i].length);
}

static void the_locale_changes_no_value(void **state)
{
    (void)state;
    setlocale(LC_ALL, "de_DE.UTF-8"); /* where it is installed */
    assert_true(hf_decimal_value("0.5") == 0.5);
    assert_true(hf_decimal_value("1e-8") == 1e-8);
    assert_true(isinf(hf_decimal_value("1e999")));
    setlocale(LC_ALL, "C");
}

static void an_integer_is_digits_alone(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(hf_decimal_integer("030", &value), HF_INTEGER_READ);
    assert_int_equal(value, 30);
    assert_int_equal(hf_decimal_integer("-9223372036854775808", &value), HF_INTEGER_READ);
    assert_true(value == INT64_MIN);
    assert_int_equal(hf_decimal_integer("9223372036854775808", &value), HF_INTEGER_TOO_LARGE);
    assert_int_equal(hf_decimal_integer("1.0", &value), HF_INTEGER_NONE);
    assert_int_equal(hf_decimal_integer("", &value), HF_INTEGER_NONE);
    assert_int_equal(hf_decimal_integer("99999999999999999999x", &value), HF_INTEGER_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_ends_where_its_grammar_does),
        cmocka_unit_test(the_locale_changes_no_value),
        cmocka_unit_test(an_integer_is_digits_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
