/* Where in the data something is wrong, and the messages that say so. */
#ifndef HOLDFAST_DATA_PLACE_H
#define HOLDFAST_DATA_PLACE_H

#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_data_place {
    const char *file;    /* path or "builtin:NAME" */
    const char *dataset; /* of an HDF5 file, else NULL */
    int64_t row;         /* sample's row, from 0; -1: the file as a whole */
    int64_t line;        /* in the file, from 1; 0: it has no lines */
    const char *column;  /* NULL: none */
} hf_data_place;

/* HF_BAD_DATA with the message "FILE: row 12 (line 13), column 'NAME': ...". Rows are told from 1
 * where there are lines, and with the index from 0 where there are none. Of a built-in neither row
 * nor line: nobody can look there, and it is not at fault. */
hf_status hf_data_fail(hf_error *error, const hf_data_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
hf_status hf_data_fail_list(hf_error *error, const hf_data_place *place, const char *format,
                            va_list arguments) __attribute__((format(printf, 3, 0)));

/* Appends "row 12 (line 13)" or, where there are no lines, "row 12 (index 11)"; `brief`: "line 13".
 */
void hf_data_append_row(hf_text *text, const hf_data_place *place, bool brief);

/* Appends "; did you mean 'NAME'?", or where no name is a likely slip "; there are 'A', 'B' and 7
 * more". Words of three letters are too short to tell, and names with other digits are meant as
 * written.
 */
void hf_data_suggest(hf_text *text, const char *word, const hf_text_list *names);

#endif
