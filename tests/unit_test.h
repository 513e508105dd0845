/*
 * cmocka with the headers that it wants to see first.
 *
 * A test program ends with 0, with 1 where a test failed, or with 77 where none did but some could
 * not run: skip_test(why), in place of cmocka's skip(), which counts as passed.
 */
#ifndef HOLDFAST_UNIT_TEST_H
#define HOLDFAST_UNIT_TEST_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

__attribute__((weak)) int hf_tests_skipped; /* one for all files of a program */

#define skip_test(why)                                                                             \
    do {                                                                                           \
        print_message("SKIPPED: %s\n", why);                                                       \
        hf_tests_skipped++;                                                                        \
        _skip(__FILE__, __LINE__);                                                                 \
    } while (0)

static inline int hf_test_exit(int failed)
{
    return failed ? 1 : hf_tests_skipped ? 77 : 0;
}

#undef skip
#undef cmocka_run_group_tests
#define cmocka_run_group_tests(tests, set_up, tear_down)                                           \
    hf_test_exit(                                                                                  \
        _cmocka_run_group_tests(#tests, tests, sizeof tests / sizeof *tests, set_up, tear_down))

#endif
