/*
 * What the documents in docs/ take from the source: its tables, and the code that they show.
 *
 * Each writes the rows that belong to `part` as a Markdown table and returns how many they are.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

/* part: a section of the configuration; "name": the keys without a section. */
int64_t reference_keys(const char *part, hf_text *out);
int64_t reference_key_count(void);

/* part: the beginning of the fields' and texts' paths, as "/dataset/". */
int64_t reference_fields(const char *part, hf_text *out);
int64_t reference_field_count(void);

/* All axes, whatever the part. */
int64_t reference_axes(const char *part, hf_text *out);
int64_t reference_axis_count(void);

/* part: a file, from the current folder; its lines as code. Counts nothing: 0, or -1 where there is
 * no such file. */
int64_t reference_code(const char *part, hf_text *out);
int64_t reference_code_count(void);

bool reference_read(const char *path, hf_text *text);

/* Appends a text as a cell holds it. */
void reference_cell(const char *text, hf_text *out);

#endif
