/* The first records of a text table, split in each way that there is: what dialects are found by.
 */
#ifndef HOLDFAST_DATA_TABLE_RECORDS_H
#define HOLDFAST_DATA_TABLE_RECORDS_H

#include "holdfast/choices.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ways to split, in the order in which they are preferred where none fits. */
enum { HF_BY_TAB, HF_BY_SEMICOLON, HF_BY_COMMA, HF_BY_BLANKS, HF_WAYS };
/* The header and 100 lines. */
enum { HF_RECORDS_MOST = 101 };

typedef struct hf_record {
    const unsigned char *begin, *end; /* without its line end */
    int64_t line;                     /* from 1 */
    int64_t fields[HF_WAYS];          /* outside of quotes */
    bool last_empty[HF_WAYS];         /* nothing but blanks in the last field */
} hf_record;

typedef struct hf_records {
    hf_record items[HF_RECORDS_MOST]; /* the header first */
    int64_t count;
    int64_t comments;  /* lines before the header that begin with # */
    hf_record comment; /* the last of them, if nothing stands between it and the header */
    bool has_comment;
} hf_records;

/* `whole`: the bytes are the whole table, so that the last record needs no line end. */
void hf_records_find(const unsigned char *bytes, size_t length, bool whole, hf_records *records);

/* The next cell of a record from *at on, without the blanks and quotes around it; *at goes behind
 * it. False: no more. Start with *at = record->begin. */
bool hf_record_next(const hf_record *record, int way, const unsigned char **at,
                    const unsigned char **cell, size_t *length);

#endif
