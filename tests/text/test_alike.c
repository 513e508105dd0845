/* Texts that a reader takes for the same. */
#include "text/alike.h"
#include "unit_test.h"

static void what_is_written_in_two_ways_is_alike(void **state)
{
    (void)state;
    assert_true(hf_text_alike("1", "1.0"));
    assert_true(hf_text_alike("-0.50", "-5e-1"));
    assert_true(hf_text_alike("pos", "Pos"));
    assert_true(hf_text_alike("pos", " pos\t"));
    assert_true(hf_text_alike("STRASSE", "Stra\303\237e"));
    assert_true(hf_text_alike("gr\303\274n", "gru\314\210n")); /* one character, or two */
    assert_true(hf_text_alike("\303\204", "\303\244"));        /* upper and lower case */
}

static void what_differs_is_not(void **state)
{
    (void)state;
    assert_false(hf_text_alike("1", "1.5"));
    assert_false(hf_text_alike("1", "one"));
    assert_false(hf_text_alike("pos", "po"));
    assert_false(hf_text_alike("a b", "ab"));
    assert_false(hf_text_alike("\377", "\377")); /* no UTF-8: nothing is known of it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_in_two_ways_is_alike),
        cmocka_unit_test(what_differs_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
