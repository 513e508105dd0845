/*
 * The tables of docs/configuration.md and docs/results-file.md, made from the tables in the source.
 *
 * Each writes the rows that belong to `part` as a Markdown table and returns how many they are.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "holdfast/text.h"
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

/* Appends a text as a cell holds it. */
void reference_cell(const char *text, hf_text *out);

#endif
