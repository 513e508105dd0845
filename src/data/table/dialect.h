/*
 * How a text table is written: what stands between two cells, the decimal sign, comments, row
 * names. Found from its first lines (docs/configuration.md, "Text tables").
 */
#ifndef HOLDFAST_DATA_TABLE_DIALECT_H
#define HOLDFAST_DATA_TABLE_DIALECT_H

#include "holdfast/choices.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hf_dialect {
    int delimiter, decimal; /* hf_delimiter, hf_decimal; asked: may be auto, found: never */
    bool row_names;         /* the rows begin with a cell that the header has not */
    bool trailing;          /* the header and each row end with a delimiter */
    bool trailing_rows;     /* each row does, the header does not */
    int64_t comments;       /* lines that begin with # before the header */
    size_t header_offset;   /* what stands before it, comments and blank lines, in bytes */
    int64_t header_line;    /* from 1 */
} hf_dialect;

/* Complete records (lines, but for line breaks in quotes) that the bytes hold, at most a hundred or
 * so; comments and blank lines are none. */
int64_t hf_dialect_records(const unsigned char *bytes, size_t length);

/* Replaces what is auto and fills in the rest, from the table's beginning (UTF-8, no byte order
 * mark); `whole`: its last line may lack a line end. HF_BAD_DATA: two dialects fit, naming `file`,
 * line and key. Where none fits, the one that most lines are in. */
hf_status hf_dialect_find(const char *file, const unsigned char *bytes, size_t length, bool whole,
                          hf_dialect *dialect, hf_error *error);

/* The byte that stands between two cells; of runs of blanks, ' '. */
char hf_dialect_separator(const hf_dialect *dialect);

#endif
