/* Numbers as texts. */
#ifndef HOLDFAST_TEXT_NUMBER_H
#define HOLDFAST_TEXT_NUMBER_H

#include <stdint.h>

typedef struct hf_number {
    char text[32];
} hf_number;

/* The fewest digits that give the same value again; "." whatever the locale; nan, inf, -inf. */
hf_number hf_number_float(float value);
hf_number hf_number_double(double value);

hf_number hf_number_grouped(int64_t value); /* 3,072 */
const char *hf_plural(int64_t count);       /* "" for 1, else "s" */

/* "1 replica", "3,072 replicas", "2 classes" */
typedef struct hf_counted {
    char text[64];
} hf_counted;
hf_counted hf_count(int64_t count, const char *noun);

/* A share in percent with one decimal: 98.2, 0.0 and 100.0 only where it is exactly that (else
 * <0.1, >99.9), - for NaN. */
hf_number hf_number_percent(double share);
hf_number hf_number_fixed(double value, int decimals);     /* - for NaN */
hf_number hf_number_significant(double value, int digits); /* - for NaN */
/* "12 MiB", "1.3 GiB" */
hf_number hf_number_bytes(double bytes);

#endif
