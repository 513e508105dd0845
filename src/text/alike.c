/* Compares texts as a reader does. */
#include "alike.h"

#include "decimal.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_number(const char *text)
{
    return *text && hf_decimal_length(text) == strlen(text);
}

static const char *trimmed(const char *text, size_t *length)
{
    text += strspn(text, " \t");
    *length = strlen(text);
    while (*length > 0 && (text[*length - 1] == ' ' || text[*length - 1] == '\t'))
        --*length;
    return text;
}

/* To be freed; NULL: not UTF-8. */
static utf8proc_uint8_t *folded(const char *text)
{
    utf8proc_uint8_t *result = NULL;
    size_t length;
    text = trimmed(text, &length);
    utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &result,
                 UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    return result;
}

bool hf_text_alike(const char *a, const char *b)
{
    if (is_number(a) && is_number(b))
        return hf_decimal_value(a) == hf_decimal_value(b);
    utf8proc_uint8_t *x = folded(a), *y = folded(b);
    const bool alike = x && y && strcmp((char *)x, (char *)y) == 0;
    free(x);
    free(y);
    return alike;
}
