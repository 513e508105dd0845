/*
 * What people read: the summary of a results file as text, CSV or JSON, and tables as CSV.
 */
#ifndef HOLDFAST_REPORT_H
#define HOLDFAST_REPORT_H

#include "holdfast/results.h"
#include "holdfast/status.h"
#include <stdio.h>

typedef enum { HF_FORMAT_TEXT, HF_FORMAT_CSV, HF_FORMAT_JSON } hf_format;

/* The summary; text fits `columns` columns (80 in a pipe). Works for unfinished files and says so.
 */
hf_status hf_report_summary(const hf_results *results, hf_format format, int columns, FILE *out,
                            hf_error *error);

/* `table`: replicas, significance, importance/<method> or weights/<replica>, as CSV (RFC 4180,
 * floats with the digits that round-trip). HF_USAGE for an unknown table, naming the known ones. */
hf_status hf_report_export(const hf_results *results, const char *table, FILE *out,
                           hf_error *error);

#endif
