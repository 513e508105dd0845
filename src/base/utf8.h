/* UTF-8: decoding one character and checking a text. Thread-safe. */
#ifndef HOLDFAST_BASE_UTF8_H
#define HOLDFAST_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads one character of a NUL-ended text: its length in bytes, *code its number. 0: the bytes are
 * not UTF-8 (RFC 3629: no overlong forms, no surrogates). */
size_t hf_utf8_decode(const char *text, uint32_t *code);
bool hf_utf8_valid(const char *text);

#endif
