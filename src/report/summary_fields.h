/* The datasets of /significance by their names, for CSV and JSON. */
#ifndef HOLDFAST_REPORT_SUMMARY_FIELDS_H
#define HOLDFAST_REPORT_SUMMARY_FIELDS_H

#include "summary.h"

/* What the first dimension counts. */
typedef enum hf_axis_of_table {
    HF_OF_METHOD, /* a scalar */
    HF_OF_FEATURE,
    HF_OF_HIDDEN,
    HF_OF_SPLIT,
    HF_OF_RANK,
    HF_OF_THRESHOLD
} hf_axis_of_table;

typedef struct hf_named_table {
    const char *name; /* as in the file */
    hf_field field;
    hf_axis_of_table axis;
    int64_t rows, columns;
    bool is_matrix;          /* of two dimensions */
    const double *reals;     /* [rows, columns], NULL: integers */
    const int32_t *integers; /* the same */
} hf_named_table;

enum { HF_NAMED_TABLES_MOST = 48 };

/* All of /significance/<method>; returns their number. The lists point into the statistics. */
int64_t hf_list_tables(const hf_frequencies *frequencies,
                       hf_named_table tables[HF_NAMED_TABLES_MOST]);
double hf_named_value(const hf_named_table *table, int64_t index);

#endif
