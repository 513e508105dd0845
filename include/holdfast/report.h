/*
 * What people read: the summary of a results file as text, CSV or JSON, and tables as CSV.
 *
 * CSV: RFC 4180 quoting, lines ended by \n, a header line, empty cells for NaN. Floats have the
 * fewest digits that give the same float again. Results go to `out` in pieces, so that memory stays
 * bounded; HF_IO where `out` cannot be written.
 */
#ifndef HOLDFAST_REPORT_H
#define HOLDFAST_REPORT_H

#include "holdfast/results.h"
#include "holdfast/status.h"
#include <stdio.h>

typedef enum { HF_FORMAT_TEXT, HF_FORMAT_CSV, HF_FORMAT_JSON } hf_format;

/* The summary; text fits `columns` columns (80 in a pipe; fewer than 60 count as 60). Works for
 * unfinished files, from the replicas done so far, and says so (JSON: `state`).
 *
 * CSV: method, feature, frequency, mean_rank, mean_importance, voters, chance_level; a row for
 * each method and feature. JSON: name, state, dataset, grid, top, votes, chance_level, methods,
 * health {all, by_hidden}, significance.<method> (all of /significance/<method>), digest (null
 * unless complete). */
hf_status hf_report_summary(const hf_results *results, hf_format format, int columns, FILE *out,
                            hf_error *error);

/* One table as CSV:
 *
 *   replicas             replica and all of /replicas, numbers as stored
 *   significance         the CSV summary and frequency_hidden_0030 ... for each hidden size
 *   importance/<method>  replica, seed, hidden, split, and a column a feature
 *   weights/<replica>    tensor, row, column, value, initial_value (where stored): a row for each
 *                        weight; indices from 0; a bias has no column
 *
 * HF_USAGE for a table that there is not, naming the known ones. */
hf_status hf_report_export(const hf_results *results, const char *table, FILE *out,
                           hf_error *error);

#endif
