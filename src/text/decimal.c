/* Reading decimal numbers. */
#include "decimal.h"

#include <ctype.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";

size_t hf_decimal_length(const char *text)
{
    const char *at = text + (*text == '+' || *text == '-');
    const size_t whole = strspn(at, digits);
    size_t part = 0;
    at += whole;
    if (*at == '.') {
        part = strspn(at + 1, digits);
        at += 1 + part;
    }
    if (whole + part == 0)
        return 0;
    if (*at == 'e' || *at == 'E') {
        const char *power = at + 1 + (at[1] == '+' || at[1] == '-');
        if (strspn(power, digits) == 0)
            return 0;
        at = power + strspn(power, digits);
    }
    return (size_t)(at - text);
}

double hf_decimal_value(const char *text)
{
    const locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* not allocated: a constant */
    if (!c)
        return strtod(text, NULL);
    const double value = strtod_l(text, NULL, c);
    freelocale(c);
    return value;
}

hf_integer_reading hf_decimal_integer(const char *text, int64_t *value)
{
    const bool negative = *text == '-';
    bool fits = true;
    text += *text == '-' || *text == '+';
    if (!isdigit((unsigned char)*text))
        return HF_INTEGER_NONE;
    *value = 0;
    for (; isdigit((unsigned char)*text); text++) {
        const int digit = negative ? '0' - *text : *text - '0';
        fits = fits && !__builtin_mul_overflow(*value, 10, value) &&
               !__builtin_add_overflow(*value, digit, value);
    }
    return *text ? HF_INTEGER_NONE : fits ? HF_INTEGER_READ : HF_INTEGER_TOO_LARGE;
}
