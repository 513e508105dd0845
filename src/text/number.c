/* Numbers as texts. */
#include "number.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The host program may have set a locale that writes 0,5. */
static void use_decimal_point(char *text)
{
    char *comma = strchr(text, ',');
    if (comma)
        *comma = '.';
}

hf_number hf_number_float(float value)
{
    hf_number number;
    for (int digits = FLT_DIG; digits <= FLT_DECIMAL_DIG; digits++) {
        snprintf(number.text, sizeof number.text, "%.*g", digits, (double)value);
        if (strtof(number.text, NULL) == value)
            break;
    }
    use_decimal_point(number.text);
    return number;
}

hf_number hf_number_double(double value)
{
    hf_number number;
    for (int digits = DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(number.text, sizeof number.text, "%.*g", digits, value);
        if (strtod(number.text, NULL) == value)
            break;
    }
    use_decimal_point(number.text);
    return number;
}

hf_number hf_number_grouped(int64_t value)
{
    hf_number number;
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%" PRId64, value);
    int sign = value < 0, out = 0;
    for (int i = 0; i < length; i++) {
        if (i > sign && (length - i) % 3 == 0)
            number.text[out++] = ',';
        number.text[out++] = digits[i];
    }
    number.text[out] = '\0';
    return number;
}

const char *hf_plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

hf_counted hf_count(int64_t count, const char *noun)
{
    const size_t length = strlen(noun);
    const bool hisses = length > 0 && noun[length - 1] == 's';
    hf_counted counted;
    snprintf(counted.text, sizeof counted.text, "%s %s%s%s", hf_number_grouped(count).text, noun,
             count != 1 && hisses ? "e" : "", hf_plural(count));
    return counted;
}

hf_number hf_number_fixed(double value, int decimals)
{
    hf_number number = {"-"};
    if (!isnan(value))
        snprintf(number.text, sizeof number.text, "%.*f", decimals, value);
    use_decimal_point(number.text);
    if (number.text[0] == '-' && number.text[1] && !number.text[strspn(number.text, "-0.")])
        memmove(number.text, number.text + 1, strlen(number.text)); /* -0.00 */
    return number;
}

hf_number hf_number_significant(double value, int digits)
{
    hf_number number = {"-"};
    if (!isnan(value))
        snprintf(number.text, sizeof number.text, "%#.*g", digits, value);
    use_decimal_point(number.text);
    return number;
}

hf_number hf_number_percent(double share)
{
    if (share > 0 && share < 0.0005)
        return (hf_number){"<0.1"};
    if (share < 1 && share >= 0.9995)
        return (hf_number){">99.9"};
    return hf_number_fixed(100 * share, 1);
}

hf_number hf_number_bytes(double bytes)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = 0;
    for (; bytes >= 1024 && unit < 5; unit++)
        bytes /= 1024;
    hf_number shown = hf_number_fixed(bytes, bytes < 10 && unit > 0);
    const size_t used = strlen(shown.text);
    snprintf(shown.text + used, sizeof shown.text - used, " %s", units[unit]);
    return shown;
}
