/*
 * What people read: the summary of a results file as text, CSV or JSON, the plan of a larger grid,
 * and tables as CSV.
 *
 * CSV: RFC 4180 quoting, lines ended by \n, a header line, empty cells for NaN. Floats have the
 * fewest digits that give the same float again. Results go to `out` in pieces, so that memory stays
 * bounded; HF_IO where `out` cannot be written.
 */
#ifndef HOLDFAST_REPORT_REPORT_H
#define HOLDFAST_REPORT_REPORT_H

#include "holdfast/results.h"
#include "holdfast/status.h"
#include <stdio.h>

typedef enum { HF_FORMAT_TEXT, HF_FORMAT_CSV, HF_FORMAT_JSON } hf_format;

typedef struct hf_summary_request {
    hf_format format;
    int columns;        /* of the text (80 in a pipe); fewer than 60 count as 60 */
    const char *method; /* the one that leads; NULL: the first of significance.methods */
    int64_t hidden;     /* statistics of that hidden size, where there are any; 0: of all */
    int64_t top;        /* features that the text lists; 0: all, HF_TOP_READABLE: all or 20 */
} hf_summary_request;

enum { HF_TOP_READABLE = -1 };

/* The summary. Works for unfinished files, from the replicas done so far, and says so (JSON:
 * `state`). `hidden` and `top` concern only the text: CSV and JSON hold all features and sizes.
 *
 * CSV, a row for each method (the leading one first) and feature: method, feature, then what is of
 * the feature: frequency, frequency_low, frequency_high, mean_rank, mean_importance, voters,
 * chance_level, group, group_frequency, group_chance, half_sample_frequency, plan_variance_...;
 * what is of the method: stability ... kendall_w; and frequency_hidden_0030,
 * variance_seed_hidden_0030 ... for each hidden size. Undefined: an empty cell.
 *
 * JSON: name, state, digest (null unless complete), dataset, grid, shard, health {all, by_hidden},
 * methods, leading_method, hidden, top, votes, confidence, chance_level, test_per_train, findings,
 * significance and null_test. The last two hold their datasets by their paths, those of a method in
 * an object of its name. Undefined: null, and the reason in the method's `undefined`, a list of
 * {dataset, reason, entries}. findings is the verdict as records, in its order: kind, level
 * (answer, caution, limit), method, features, group, values, text (docs/statistics.md).
 *
 * HF_USAGE: the file has no such method or hidden size. */
hf_status hf_report_summary(const hf_results *results, const hf_summary_request *request, FILE *out,
                            hf_error *error);

typedef struct hf_plan_request {
    hf_format format;     /* text or JSON */
    int columns;          /* of the text; fewer than 80 count as 80; commands are not broken */
    const char *method;   /* NULL: the first of significance.methods */
    double width;         /* the grid is sought in which no interval is wider; 0: none is */
    const char *run_line; /* what trains a larger grid, but for its --set; NULL: a general one */
    int64_t threads;      /* of the last run; 0: not known */
} hf_plan_request;

/* How much more seeds, or more splits, would narrow the intervals: the widest one's width now by
 * the bootstrap and by the formula, and by the formula with 2, 4 and 8 times as many; the cheapest
 * grid for a width. HF_USAGE: the file has no such method. HF_BAD_DATA: the file is a shard.
 *
 * JSON: name, state, method, confidence, grid, width_now {bootstrap, bootstrap_feature, formula,
 * formula_feature}, more_seeds and more_splits [{seeds, splits, replicas, width}], least_width
 * {more_seeds, more_splits}: with no end of them, seconds_per_replica, width_wanted, cheapest
 * (null, or {seeds, splits, replicas, new_replicas, width, limit_width, to_train {grid, labels,
 * probes}, thread_seconds, file_bytes, command}), out_of_reach (whether it is), instead (the same
 * members, or null where the cheapest is in reach: the narrowest grid of ten times the present
 * replicas), limit {never_selected, always_selected, width, seeds_needed, splits_needed}: the
 * features of a frequency of exactly 0 or 1, whose interval is not the formula's, undefined (the
 * reason or null), feature_names, and plan_variance_seed ... The command trains what `to_train`
 * says: where null tests are on the part that they are of is not enlarged. */
hf_status hf_report_plan(const hf_results *results, const hf_plan_request *request, FILE *out,
                         hf_error *error);

/* One table as CSV:
 *
 *   replicas             replica and all of /replicas, numbers as stored
 *   significance         the CSV summary
 *   importance/<method>  replica, seed, hidden, split, and a column a feature
 *   weights/<replica>    tensor, row, column, value, initial_value (where stored): a row for each
 *                        weight; indices from 0; a bias has no column
 *
 * HF_USAGE for a table that there is not, naming the known ones. */
hf_status hf_report_export(const hf_results *results, const char *table, FILE *out,
                           hf_error *error);

#endif
