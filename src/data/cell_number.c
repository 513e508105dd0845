/* A cell as a number, or why it is none. */
#include "cell_number.h"

#include "names.h"
#include "text/decimal.h"
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char spaces[] = " \t\r\n\v\f";

const char *hf_data_trim(const char *cell, size_t *length)
{
    cell += strspn(cell, spaces);
    *length = strlen(cell);
    while (*length > 0 && strchr(spaces, cell[*length - 1]))
        --*length;
    return cell;
}

void hf_data_show_cell(char *shown, size_t size, const char *cell)
{
    enum { MOST = 40 };
    size_t length = strlen(cell), kept = length <= MOST ? length : MOST;
    while (kept < length && kept > MOST - 4 && ((unsigned char)cell[kept] & 0xC0) == 0x80)
        kept--;
    snprintf(shown, size, "%.*s%s", (int)kept, cell, kept < length ? "..." : "");
    hf_data_clean_name(shown);
}

const hf_number_fault hf_number_faults[HF_NUMBER_FAULTS] = {
    [HF_NOT_A_NUMBER] = {"is not a number", "numbers and texts in one column", NULL},
    [HF_DECIMAL_COMMA] = {"is not a number", "decimals with a comma",
                          "write decimals with a point, or say data.decimal: comma"},
    [HF_DECIMAL_POINT] = {"has a point, where the decimal sign is the comma",
                          "with a point, where the decimal sign is the comma",
                          "write all numbers with one decimal sign, or say data.decimal: point"},
    [HF_GROUP_COMMA] = {"is not a number", "with a comma before three digits",
                        "thousands or decimals? Write thousands without separators, or, if these "
                        "are decimals, say data.decimal: comma"},
    [HF_THOUSANDS] = {"is not a number", "with separated thousands",
                      "write numbers without separators of thousands"},
    [HF_INFINITE] = {"is infinite", "infinite", "features must be finite"},
    [HF_HEXADECIMAL] = {"is hexadecimal", "hexadecimal", "write decimal numbers"},
    [HF_TOO_LARGE] = {"is too large for a 64-bit float", "too large for a 64-bit float",
                      "write it in another unit"},
};

static const char digits[] = "0123456789";

/* Nothing but the word, in whatever case. */
static bool is_word(const char *cell, size_t length, const char *word)
{
    return length == strlen(word) && strncasecmp(cell, word, length) == 0;
}

/* A cell of digits, points and at least one comma: the comma before three digits may separate
 * thousands. */
static int what_comma_is(const char *cell, const char *comma, size_t length)
{
    const size_t before = (size_t)(comma - cell), behind = length - before - 1;
    if (strpbrk(comma + 1, ",.") || memchr(cell, '.', before))
        return HF_THOUSANDS;
    return before >= 1 && before <= 3 && behind == 3 ? HF_GROUP_COMMA : HF_DECIMAL_COMMA;
}

static int what_it_is(const char *cell, size_t length, char sign)
{
    const size_t signs = length > 0 && (*cell == '+' || *cell == '-');
    cell += signs;
    length -= signs;
    if (is_word(cell, length, "inf") || is_word(cell, length, "infinity"))
        return HF_INFINITE;
    if (length > 2 && cell[0] == '0' && (cell[1] == 'x' || cell[1] == 'X') &&
        strspn(cell + 2, "0123456789abcdefABCDEF.pP+-") >= length - 2)
        return HF_HEXADECIMAL;
    if (length == 0 || !memchr(digits, *cell, 10) || strspn(cell, "0123456789,.") < length)
        return HF_NOT_A_NUMBER;
    const char *comma = memchr(cell, ',', length);
    if (sign == '.')
        return comma ? what_comma_is(cell, comma, length) : HF_NOT_A_NUMBER;
    return comma || !memchr(cell, '.', length) ? HF_THOUSANDS
           : hf_decimal_length(cell) < length  ? HF_NOT_A_NUMBER /* 12.5.2020 */
                                               : HF_DECIMAL_POINT;
}

int hf_data_parse_number(const char *cell, double *value)
{
    return hf_data_parse_decimal(cell, '.', value);
}

/* Longer cells with a decimal comma are no numbers. */
enum { DIGITS_MOST = 511 };

static int parse_comma(const char *cell, size_t length, double *value)
{
    char point[DIGITS_MOST + 1];
    if (length == 0 || length > DIGITS_MOST || memchr(cell, '.', length))
        return what_it_is(cell, length, ',');
    memcpy(point, cell, length);
    point[length] = '\0';
    char *comma = memchr(point, ',', length);
    if (comma)
        *comma = '.';
    if (hf_decimal_length(point) != length)
        return what_it_is(cell, length, ',');
    *value = hf_decimal_value(point);
    return isfinite(*value) ? HF_NUMBER : HF_TOO_LARGE;
}

int hf_data_parse_decimal(const char *cell, char sign, double *value)
{
    size_t length;
    cell = hf_data_trim(cell, &length);
    if (sign == ',')
        return parse_comma(cell, length, value);
    if (length == 0 || hf_decimal_length(cell) != length)
        return what_it_is(cell, length, sign);
    *value = hf_decimal_value(cell);
    return isfinite(*value) ? HF_NUMBER : HF_TOO_LARGE;
}
