/*
 * Delimited text as cells and rows (RFC 4180, through libcsv): commas or another delimiter, quotes
 * doubled in quotes, line ends LF, CRLF or CR, also within quotes; a byte order mark (after which
 * UTF-16 is converted) and blank lines are passed over; spaces around a cell that stand outside of
 * quotes are no part of it. Streaming: memory for one cell and a piece of the file.
 */
#ifndef HOLDFAST_DATA_CSV_READER_H
#define HOLDFAST_DATA_CSV_READER_H

#include "data/table/dialect.h"
#include "holdfast/status.h"
#include <stddef.h>
#include <stdint.h>

typedef struct hf_csv_source {
    const char *name;           /* for messages; the path where `bytes` is NULL */
    const unsigned char *bytes; /* [length], the text itself */
    size_t length;
    const hf_dialect *dialect; /* as asked for; NULL: commas, no header, no comments */
} hf_csv_source;

/* Where the reader is: rows count from 0, `line` (from 1) is where the row begins. */
typedef struct hf_csv_position {
    int64_t row, line;
} hf_csv_position;

typedef struct hf_csv_handler {
    void *context;
    /* Before the first cell, if a dialect was asked for: the one that was found. */
    hf_status (*begin)(void *context, const hf_dialect *dialect);
    /* A cell of the current row; text is ended by a NUL, valid during the call. */
    hf_status (*cell)(void *context, hf_csv_position at, int64_t column, const char *text);
    /* The row is complete with that many cells. */
    hf_status (*row)(void *context, hf_csv_position at, int64_t cells);
} hf_csv_handler;

/* Calls the handler until the end or its first failure, which is handed on. HF_NO_INPUT: the file
 * cannot be opened; HF_IO: reading failed; HF_BAD_DATA: NUL bytes, quotes that do not fit, a
 * dialect that is not clear. */
hf_status hf_csv_read(const hf_csv_source *source, const hf_csv_handler *handler, hf_error *error);

#endif
