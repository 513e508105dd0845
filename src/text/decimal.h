/* Reading decimal numbers, the same in every locale. Thread-safe. */
#ifndef HOLDFAST_TEXT_DECIMAL_H
#define HOLDFAST_TEXT_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

/* Length of the number that a text begins with, 0 if there is none: digits with a sign, a point and
 * an exponent, of which all but one digit may be missing (YAML 1.2's core schema). Hexadecimal
 * numbers, inf and nan, which strtod takes too, are none. */
size_t hf_decimal_length(const char *text);
/* Its value, correctly rounded; infinite where it is too large. */
double hf_decimal_value(const char *text);

/* Reads a text that is nothing but a decimal integer. */
typedef enum { HF_INTEGER_READ, HF_INTEGER_TOO_LARGE, HF_INTEGER_NONE } hf_integer_reading;
hf_integer_reading hf_decimal_integer(const char *text, int64_t *value);

#endif
