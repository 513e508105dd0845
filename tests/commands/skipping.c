/* A cmocka test of which a part is skipped; with a word on its command line another part fails. */
#include "unit_test.h"

static int words;

static void this_part_is_skipped(void **state)
{
    (void)state;
    skip_test("it isn't \"here\"");
}

static void this_part_runs(void **state)
{
    (void)state;
    assert_int_equal(words, 1);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(this_part_is_skipped),
        cmocka_unit_test(this_part_runs),
    };
    (void)arguments;
    words = count;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
