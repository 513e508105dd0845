/* UTF-8: names from data files may hold anything. */
#ifndef HOLDFAST_REPORT_UTF8_H
#define HOLDFAST_REPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the character at `text` (at least 1; not for the end of the text). *character gets its
 * code point, UINT32_MAX for a byte that is no UTF-8 (no surrogates, no overlong forms). */
size_t hf_utf8_next(const char *text, uint32_t *character);

/* Columns on a terminal: 0 for combining marks, 2 for East Asian wide characters, 1 for others. */
int hf_utf8_columns(uint32_t character);

/* Should it be replaced by ? on a terminal? Control characters and what is no UTF-8. */
bool hf_utf8_is_unprintable(uint32_t character);

#endif
