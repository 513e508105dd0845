#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char spaces[] = " \t\r\n\v\f";
static const char digits[] = "0123456789";

/* The cell without the spaces around it: its beginning and length. */
static const char *trim(const char *cell, size_t *length)
{
    cell += strspn(cell, spaces);
    *length = strlen(cell);
    while (*length > 0 && strchr(spaces, cell[*length - 1]))
        --*length;
    return cell;
}

bool hf_data_is_missing(const char *cell)
{
    size_t length;
    cell = trim(cell, &length);
    return length == 0 || (length == 2 && memcmp(cell, "NA", 2) == 0) ||
           (length == 3 && strncasecmp(cell, "nan", 3) == 0);
}

/* Length of the decimal number at the beginning of a text, 0 if there is none. strtod alone would
 * also take hexadecimal, inf and nan. */
static size_t decimal_length(const char *text)
{
    const char *at = text + (*text == '+' || *text == '-');
    size_t whole = strspn(at, digits), part = 0;
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

static const char *what_it_is(const char *cell, size_t length)
{
    const char *unsigned_cell = cell + (*cell == '+' || *cell == '-');
    if (strncasecmp(unsigned_cell, "inf", 3) == 0)
        return "is infinite: features must be finite";
    if (unsigned_cell[0] == '0' && (unsigned_cell[1] == 'x' || unsigned_cell[1] == 'X'))
        return "is hexadecimal: write decimal numbers";
    if (memchr(cell, ',', length) && strspn(unsigned_cell, "0123456789,.") + 1 >= length)
        return "is not a number: decimals are written with a point";
    return "is not a number";
}

const char *hf_data_parse_number(const char *cell, locale_t locale, double *value)
{
    size_t length;
    cell = trim(cell, &length);
    if (length == 0 || decimal_length(cell) != length)
        return what_it_is(cell, length);
    *value = strtod_l(cell, NULL, locale);
    return isfinite(*value) ? NULL : "is too large for a 64-bit float";
}
