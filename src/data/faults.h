/* What is wrong with the cells of a table, gathered by column: a table is mended once, not a column
 * at a time. */
#ifndef HOLDFAST_DATA_FAULTS_H
#define HOLDFAST_DATA_FAULTS_H

#include "cell_number.h"
#include "names.h"
#include "place.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum { HF_CELL_FEATURE, HF_CELL_LABEL, HF_CELL_GROUP } hf_cell_role;

enum { HF_FAULT_TEXT_BYTES = 64 };

typedef struct hf_column_faults {
    hf_cell_role role;
    hf_data_place wrong_place;            /* of the first cell that is no number */
    char wrong_cell[HF_FAULT_TEXT_BYTES]; /* its text */
    int kind;                             /* HF_NOT_A_NUMBER ... */
    int64_t wrong;                        /* cells that are no numbers */
    hf_data_place number_place;           /* HF_NOT_A_NUMBER: of the first cell that is one */
    double number;                        /* its value */
    hf_data_place missing_place;          /* of the first cell that is missing */
    int64_t missing;
    int64_t missing_last_row; /* from 1; 0: none yet */
} hf_column_faults;

/* Begin with hf_data_faults_begin; release with hf_data_faults_free. */
typedef struct hf_data_faults {
    int64_t *of_column; /* [column of the table] index + 1 among `columns`; 0: without fault */
    hf_column_faults *columns;
    int64_t count, capacity;
    int64_t missing_cells, missing_columns, missing_rows;
    int64_t last_row; /* with a missing cell */
} hf_data_faults;

hf_status hf_data_faults_begin(hf_data_faults *faults, int64_t columns, hf_error *error);
void hf_data_faults_free(hf_data_faults *faults);

/* A cell that is no number; the names in the place stay borrowed. */
hf_status hf_data_faults_add_wrong(hf_data_faults *faults, int64_t column,
                                   const hf_data_place *place, const char *cell, int kind,
                                   hf_error *error);
/* A column with `texts` cells that are no numbers, the first one at `place`, and with numbers. */
hf_status hf_data_faults_add_mixed(hf_data_faults *faults, int64_t column,
                                   const hf_data_place *place, const char *text, int64_t texts,
                                   const hf_data_place *number_place, double number,
                                   hf_error *error);
/* A missing cell; one that is feature and group counts once. */
hf_status hf_data_faults_add_missing(hf_data_faults *faults, int64_t column,
                                     const hf_data_place *place, hf_cell_role role,
                                     hf_error *error);

#endif
