/*
 * Which columns are categories, and their levels: a column's texts are numbered as they come, until
 * it is known whether it holds numbers as well. Memory: of a column that turns out to be none no
 * more than data.levels_most texts; of one whose texts are all different 16 bytes a row.
 */
#ifndef HOLDFAST_DATA_TABLE_CATEGORIES_H
#define HOLDFAST_DATA_TABLE_CATEGORIES_H

#include "data/names.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

enum { HF_CATEGORY_CELL_BYTES = 64 };

/* The texts of a column, of samples that are kept unless it says otherwise. */
typedef struct hf_category {
    int64_t cells;                      /* of all rows */
    int64_t row, line;                  /* of the first one */
    char first[HF_CATEGORY_CELL_BYTES]; /* as a message shows it */
    hf_data_names names;                /* different ones, at most levels_most + 1 */
    bool repeats;                       /* one came twice */
    bool stopped;     /* no more texts are looked at: too many, or numbers as well */
    uint64_t *hashes; /* of texts beyond levels_most, all different so far */
    int64_t hash_count, hash_slots;
} hf_category;

typedef struct hf_category_column {
    bool coded;         /* data.categorical names it: its numbers are taken as texts */
    int64_t numbers;    /* cells of all rows that are numbers */
    int64_t row, line;  /* of the first one */
    double number;      /* its value */
    hf_category *texts; /* NULL: none yet */
} hf_category_column;

/* Start with {0}; release with hf_categories_free. */
typedef struct hf_categories {
    hf_category_column *columns; /* [count], by feature */
    int64_t count, levels_most;
    struct hf_category_cell *pending; /* of the row being read */
    int64_t pending_count, pending_capacity;
    hf_text text; /* theirs, each ended by a NUL */
} hf_categories;

hf_status hf_categories_begin(hf_categories *categories, int64_t features, int64_t levels_most,
                              hf_error *error);
void hf_categories_free(hf_categories *categories);

/* A cell that is a number, of a column that is not coded. */
static inline void hf_categories_number(hf_categories *categories, int64_t feature, int64_t row,
                                        int64_t line, double value)
{
    hf_category_column *column = &categories->columns[feature];
    if (column->numbers++ == 0) {
        column->row = row;
        column->line = line;
        column->number = value;
    }
}

/* A cell of text, which is copied. */
hf_status hf_categories_text(hf_categories *categories, int64_t feature, int64_t row, int64_t line,
                             const char *text, hf_error *error);
/* The row is complete; `values` [feature] gets the number of each text, or NULL: it is left out.
 * *bad: the first text that is not UTF-8, valid until the next cell, of *feature; NULL: none. */
hf_status hf_categories_end_row(hf_categories *categories, double *values, int64_t *feature,
                                const char **bad, hf_error *error);

/* What a column is at the end. */
typedef enum {
    HF_COLUMN_NUMBERS,
    HF_COLUMN_CATEGORY,
    HF_COLUMN_MIXED,     /* numbers and texts */
    HF_COLUMN_DIFFERENT, /* more than levels_most texts, all different */
    HF_COLUMN_TOO_MANY   /* more than levels_most texts */
} hf_column_kind;
hf_column_kind hf_categories_kind(const hf_categories *categories, int64_t feature);

/* The levels of a category in their order, copied; order [level as numbered so far] is where each
 * went. */
hf_status hf_categories_levels(const hf_categories *categories, int64_t feature,
                               hf_text_list *levels, int64_t *order, hf_error *error);

#endif
