/* A cell as a number: decimal, the same in every locale, correctly rounded. */
#ifndef HOLDFAST_DATA_NUMBER_H
#define HOLDFAST_DATA_NUMBER_H

#include <locale.h>
#include <stdbool.h>

/* Whether a cell counts as missing: nothing but spaces, NA, or NaN in any case. */
bool hf_data_is_missing(const char *cell);

/* NULL, and *value set: the cell is a finite decimal number, spaces around it apart. Else what is
 * wrong, to be put behind the cell's text: "is not a number" ... `locale` is "C". */
const char *hf_data_parse_number(const char *cell, locale_t locale, double *value);

#endif
