/* What identifiers look like. */
#ifndef HOLDFAST_DATA_IDENTIFIER_H
#define HOLDFAST_DATA_IDENTIFIER_H

#include <stdbool.h>
#include <stdint.h>

/* In fewer rows a measurement by which the table is sorted may do the same. */
enum { HF_ROWS_GROWING = 20, HF_ROWS_CONSECUTIVE = 8 };

/* id, row, index, X, Unnamed: 0, patient_id and the like, in any case. */
bool hf_data_is_identifier_name(const char *name);
/* Whether values look like numbers of rows: whole ones that grow from row to row (at least
 * HF_ROWS_GROWING), that are consecutive in any order (at least HF_ROWS_CONSECUTIVE), or that have
 * too many digits for a measurement; `named`: that are all different. values [count], `stride`
 * apart. */
bool hf_data_are_identifiers(const double *values, int64_t stride, int64_t count, bool named);

#endif
