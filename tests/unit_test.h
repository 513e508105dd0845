/* cmocka with the headers that it wants to see first. */
#ifndef HOLDFAST_UNIT_TEST_H
#define HOLDFAST_UNIT_TEST_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
