/*
 * The structs of statistics as lists of their datasets (holdfast/fields.def): one way to make,
 * read, write, compare and release all of them.
 */
#ifndef HOLDFAST_STATISTICS_TABLES_H
#define HOLDFAST_STATISTICS_TABLES_H

#include "holdfast/statistics.h"
#include "results/fields.h"
#include <stddef.h>

/* A dataset and its member. */
typedef struct hf_member {
    hf_field field;
    bool is_number; /* the member is the number; else the pointer to an array */
    size_t place;   /* of the member in its struct */
} hf_member;

typedef struct hf_members {
    const hf_member *list;
    int64_t count;
} hf_members;

extern const hf_members hf_members_of_frequencies;   /* hf_frequencies */
extern const hf_members hf_members_of_across;        /* hf_across_methods */
extern const hf_members hf_members_of_labels;        /* hf_null_labels */
extern const hf_members hf_members_of_labels_method; /* hf_null_labels_method */
extern const hf_members hf_members_of_probes;        /* hf_null_probes */

/* Allocates the arrays that `of`, a struct of these members, has in such a file: integers 0, floats
 * NaN. Nothing is left on failure. The file may be unfinished, not a shard. */
hf_status hf_members_make(const hf_results *results, const hf_members *members, int64_t variant,
                          void *of, hf_error *error);
/* The same, filled from the file. */
hf_status hf_members_read(const hf_results *results, const hf_members *members, int64_t variant,
                          void *of, hf_error *error);
void hf_members_free(const hf_members *members, void *of);

/* Whether the file holds its statistics. */
hf_status hf_is_complete(const hf_results *results, bool *complete, hf_error *error);

/* Where statistics go: into a file, or into a comparison with what it holds. */
typedef struct hf_sink {
    const hf_results *results;
    hf_results *into;        /* NULL: compared */
    const char **difference; /* as hf_results_compare has it */
} hf_sink;
hf_status hf_members_put(const hf_sink *sink, const hf_members *members, int64_t variant,
                         const void *of, hf_error *error);

/* ---- one method's datasets by name ---- */

typedef struct hf_named_table {
    const char *name; /* as in the file */
    hf_field field;
    const hf_axis *axes; /* HF_AXIS_NONE: a scalar */
    int64_t rows, columns;
    bool is_matrix;          /* of two dimensions */
    const double *reals;     /* [rows, columns], NULL: integers */
    const int32_t *integers; /* the same */
} hf_named_table;

enum {
    HF_NAMED_TABLES = 0
#define METHOD_NUMBER(...) +1
#define METHOD_TABLE(...) +1
#include "holdfast/fields.def"
};

/* All of /significance/<method> in the order of summary's JSON. They point into the statistics. */
void hf_list_tables(const hf_frequencies *frequencies, hf_named_table tables[HF_NAMED_TABLES]);
/* That of one field; false: it is not one of them. */
bool hf_find_table(const hf_frequencies *frequencies, hf_field field, hf_named_table *table);
double hf_named_value(const hf_named_table *table, int64_t index);

#endif
