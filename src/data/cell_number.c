/* A cell as a number, or why it is none. */
#include "cell_number.h"

#include "text/decimal.h"
#include <math.h>
#include <string.h>
#include <strings.h>

static const char spaces[] = " \t\r\n\v\f";

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

const hf_number_fault hf_number_faults[HF_NUMBER_FAULTS] = {
    [HF_NOT_A_NUMBER] = {"is not a number", "not numbers", NULL},
    [HF_DECIMAL_COMMA] = {"is not a number", "decimals with a comma",
                          "write decimals with a point"},
    [HF_THOUSANDS] = {"is not a number", "with separated thousands",
                      "write numbers without separators of thousands"},
    [HF_INFINITE] = {"is infinite", "infinite", "features must be finite"},
    [HF_HEXADECIMAL] = {"is hexadecimal", "hexadecimal", "write decimal numbers"},
    [HF_TOO_LARGE] = {"is too large for a 64-bit float", "too large for a 64-bit float",
                      "write it in another unit"},
};

static int what_it_is(const char *cell, size_t length)
{
    const char *unsigned_cell = cell + (*cell == '+' || *cell == '-');
    if (strncasecmp(unsigned_cell, "inf", 3) == 0)
        return HF_INFINITE;
    if (unsigned_cell[0] == '0' && (unsigned_cell[1] == 'x' || unsigned_cell[1] == 'X'))
        return HF_HEXADECIMAL;
    const char *comma = memchr(cell, ',', length);
    if (comma && strspn(unsigned_cell, "0123456789,.") + 1 >= length)
        return strpbrk(comma + 1, ",.") ? HF_THOUSANDS : HF_DECIMAL_COMMA;
    return HF_NOT_A_NUMBER;
}

int hf_data_parse_number(const char *cell, double *value)
{
    size_t length;
    cell = trim(cell, &length);
    if (length == 0 || hf_decimal_length(cell) != length)
        return what_it_is(cell, length);
    *value = hf_decimal_value(cell);
    return isfinite(*value) ? HF_NUMBER : HF_TOO_LARGE;
}
