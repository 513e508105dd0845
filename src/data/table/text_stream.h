/* The bytes of a text file as UTF-8, piece by piece: without its byte order mark, UTF-16 converted.
 */
#ifndef HOLDFAST_DATA_TABLE_TEXT_STREAM_H
#define HOLDFAST_DATA_TABLE_TEXT_STREAM_H

#include "holdfast/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A pipe may be read. Start with hf_text_stream_open; release with hf_text_stream_close. */
typedef struct hf_text_stream {
    const char *name; /* not owned */
    FILE *file;
    bool begun, utf16, big_endian;
    unsigned char *units; /* UTF-16 as read */
    size_t held;          /* bytes of `units` that are still to be converted */
    int64_t converted;    /* bytes of the file, for messages */
} hf_text_stream;

/* HF_NO_INPUT: the file cannot be opened. */
hf_status hf_text_stream_open(const char *name, hf_text_stream *stream, hf_error *error);
/* The next bytes, at most `capacity` (at least 64); *length 0: the end. HF_IO, HF_NO_INPUT (a
 * folder), HF_BAD_DATA: UTF-16 that is none. */
hf_status hf_text_stream_read(hf_text_stream *stream, unsigned char *bytes, size_t capacity,
                              size_t *length, hf_error *error);
/* Whether all is known to be read: false at the end only before a read that gives nothing. */
bool hf_text_stream_ended(const hf_text_stream *stream);
void hf_text_stream_close(hf_text_stream *stream);

/* The length of a UTF-8 byte order mark that the bytes begin with, or 0. */
size_t hf_utf8_mark(const unsigned char *bytes, size_t length);

#endif
