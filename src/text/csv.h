/* A writer of CSV that appends to a text: cell after cell, then the end of the row. */
#ifndef HOLDFAST_TEXT_CSV_H
#define HOLDFAST_TEXT_CSV_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_csv {
    hf_text *text; /* not owned */
    bool continued;
} hf_csv;

void hf_csv_text(hf_csv *csv, const char *value); /* quoted where it has to be (RFC 4180) */
void hf_csv_integer(hf_csv *csv, int64_t value);
void hf_csv_double(hf_csv *csv, double value); /* NaN: an empty cell */
void hf_csv_float(hf_csv *csv, float value);
void hf_csv_end_row(hf_csv *csv);

#endif
