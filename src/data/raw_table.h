/* A data set as it is read, row by row: what CSV and HDF5 files have in common. */
#ifndef HOLDFAST_DATA_RAW_TABLE_H
#define HOLDFAST_DATA_RAW_TABLE_H

#include "csv_reader.h"
#include "data/table/categories.h"
#include "data/table/missing.h"
#include "faults.h"
#include "holdfast/dataset.h"
#include "names.h"
#include "place.h"
#include <stdbool.h>
#include <stdint.h>

/* Start with config, dataset (empty; the caller frees it, also on failure), error, file and group =
 * row_names = -1; release with hf_raw_table_free. Functions without a word on errors give
 * HF_BAD_DATA. */
typedef struct hf_raw_table {
    const hf_config *config;
    hf_dataset *dataset; /* what is there so far */
    hf_error *error;
    const char *file;
    const char *inputs, *labels, *groups; /* datasets of an HDF5 file; NULL: columns of one table */
    /* columns: those of the header and, of an HDF5 file, class label and group behind them */
    hf_data_names header;
    int64_t target, group; /* group -1: none */
    int64_t *feature_of;   /* [column of the header] a feature, or below 0 */
    /* rows */
    int64_t row, line;         /* being read: from 0, the file's line (0: it has none) */
    int64_t capacity;          /* samples that the data set's arrays hold */
    double *values;            /* [feature] where the row's go */
    hf_text label, group_name; /* of the row; empty where missing */
    bool drop;                 /* the row has something missing and is left out */
    hf_data_names class_names, group_names;
    hf_data_faults faults; /* cells that are wrong or missing */
    hf_missing_values missing;
    hf_categories categories;
    hf_dialect dialect; /* of a text table */
    int64_t row_names;  /* column with them, -1: none */
    bool extra;         /* something stands behind the last column */
} hf_raw_table;

/* HF_BAD_DATA, with a message that begins with where the table is: the row being read and a column,
 * -1: none. */
hf_status hf_raw_table_fail(const hf_raw_table *table, int64_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* HF_BAD_DATA: `what`, a text that is not UTF-8. */
hf_status hf_raw_table_fail_utf8(const hf_raw_table *table, int64_t column, const char *what,
                                 const char *bytes);
hf_data_place hf_raw_table_place(const hf_raw_table *table, int64_t column);
int64_t hf_raw_table_column(const hf_raw_table *table, int64_t feature); /* where it stands */

/* The header's next column: named, UTF-8, not there yet. */
hf_status hf_raw_table_add_column(hf_raw_table *table, const char *name, size_t length);
/* The column that `key` names, with the nearest name where there is none. */
hf_status hf_raw_table_find_column(hf_raw_table *table, const char *key, const char *name,
                                   int64_t *column);
/* Which columns are features, by data.features and data.exclude. A target among these, a feature
 * named twice and nothing left are errors. */
hf_status hf_raw_table_choose_features(hf_raw_table *table);
/* Then, before the first row: HF_BAD_CONFIG where data.classes names one twice. */
hf_status hf_raw_table_begin(hf_raw_table *table);

hf_status hf_raw_table_begin_row(hf_raw_table *table);
/* A missing cell of the row: the row is dropped, or the mean stands in, or the data set fails at
 * its end, by data.missing and the cell's role (a label or a group has no mean). */
hf_status hf_raw_table_missing(hf_raw_table *table, int64_t column, hf_cell_role role);
/* A feature's cell of a text table: a number, a category's level, missing, or wrong. */
hf_status hf_raw_table_take_cell(hf_raw_table *table, int64_t column, const char *text);
/* A feature's cell that is a number, NaN where it is missing. */
hf_status hf_raw_table_take_number(hf_raw_table *table, int64_t column, double value);
/* A cell of a feature that is no number though it looks like one (HF_DECIMAL_COMMA ...): the data
 * set fails at its end. */
hf_status hf_raw_table_wrong(hf_raw_table *table, int64_t column, const char *cell, int kind);
/* The text of class label or group; that of another column is nothing. */
hf_status hf_raw_table_take_text(hf_raw_table *table, int64_t column, const char *text);
/* What stands before a number's decimals. */
static inline char hf_raw_table_sign(const hf_raw_table *table)
{
    return table->dialect.decimal == HF_DECIMAL_IS_COMMA ? ',' : '.';
}
/* A sample, unless the row is dropped. */
hf_status hf_raw_table_end_row(hf_raw_table *table);

/* Makes the categories' levels; checks that no cell was wrong, that there are samples and at least
 * two classes, or a measured outcome that varies. */
hf_status hf_raw_table_finish(hf_raw_table *table);
void hf_raw_table_free(hf_raw_table *table);

/* What hf_raw_table_finish calls: the levels, in their order, columns that are nothing but
 * different texts being left out; whether a class label that nobody named looks like an identifier.
 */
hf_status hf_raw_table_make_levels(hf_raw_table *table);
hf_status hf_raw_table_check_target(hf_raw_table *table);

/* HF_BAD_DATA, telling all columns with cells that are no numbers, then all with missing cells
 * where data.missing makes these an error; HF_OK where there are none. */
hf_status hf_raw_table_check_faults(const hf_raw_table *table);

/* The readers behind hf_dataset_load, each filling an empty data set but for its hash: a CSV table
 * with a header row; data.inputs, data.target and data.groups of the HDF5 file data.source. */
hf_status hf_data_read_csv(const hf_config *config, const hf_csv_source *source,
                           hf_dataset *dataset, hf_error *error);
hf_status hf_data_read_hdf5(const hf_config *config, hf_dataset *dataset, hf_error *error);

/* The tables compiled in: data/NAME.csv as they are, in a C file made by cmake/EmbedData.cmake. */
typedef struct hf_data_builtin {
    const char *name;
    const unsigned char *bytes; /* the CSV file */
    size_t length;
} hf_data_builtin;

extern const hf_data_builtin hf_data_builtins[];
extern const int64_t hf_data_builtin_count;

#endif
