/* Which cells are missing: those of data.missing_values, and those that are empty. */
#ifndef HOLDFAST_DATA_TABLE_MISSING_H
#define HOLDFAST_DATA_TABLE_MISSING_H

#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

/* Start with {0}; release with hf_missing_free. */
typedef struct hf_missing_values {
    const hf_text_list *texts; /* not owned */
    double *numbers;           /* [count] those of the texts that are numbers */
    int64_t count;
} hf_missing_values;

hf_status hf_missing_begin(hf_missing_values *missing, const hf_text_list *texts, hf_error *error);
void hf_missing_free(hf_missing_values *missing);

/* A cell of text: blank, or one of the texts, without the blanks around it and in any case. */
bool hf_missing_text(const hf_missing_values *missing, const char *cell);
/* A number: NaN, or equal to one of the texts as a number. */
bool hf_missing_number(const hf_missing_values *missing, double value);

#endif
