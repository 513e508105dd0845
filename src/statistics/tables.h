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
extern const hf_members hf_members_of_univariate;    /* hf_univariate */
extern const hf_members hf_members_of_conditional;   /* hf_conditional */
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
    const hf_dataset *dataset; /* the file's; NULL: it has to be read */
    hf_results *into;          /* NULL: compared */
    const char **difference;   /* as hf_results_compare has it */
} hf_sink;
hf_status hf_members_put(const hf_sink *sink, const hf_members *members, int64_t variant,
                         const void *of, hf_error *error);

/* The values of a dataset of /significance/<method>; NULL: it is none of them. */
const void *hf_frequencies_values(const hf_frequencies *frequencies, hf_field field);

/* ---- datasets by name ---- */

typedef struct hf_named_table {
    const char *name; /* as in the file */
    hf_field field;
    const hf_axis *axes; /* HF_AXIS_NONE: a scalar */
    int64_t rows, columns;
    hf_type type;
    const void *values; /* [rows, columns] */
} hf_named_table;

enum { HF_NAMED_TABLES = 48 }; /* in one struct, at most */

/* Those of a struct of members, in the order of the list of fields; returns their number. They
 * point into `of`. */
int64_t hf_members_list(const hf_results *results, const hf_members *members, int64_t variant,
                        const void *of, hf_named_table tables[HF_NAMED_TABLES]);
double hf_named_value(const hf_named_table *table, int64_t index);

#endif
