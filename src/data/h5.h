/*
 * Reading HDF5 with messages of our own. HDF5 calls are made by one thread at a time.
 */
#ifndef HOLDFAST_DATA_H5_H
#define HOLDFAST_DATA_H5_H

#include "data/table/cf.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <hdf5.h>
#include <stdbool.h>
#include <stdint.h>

/* Whether a regular file is HDF5, by its signature (which may stand behind a user block). */
bool hf_data_is_hdf5(const char *path);

/* An open file; while it is open, HDF5 prints nothing. Start with {0}. */
typedef struct hf_data_h5 {
    const char *path;
    hid_t file;
    H5E_auto2_t print; /* what HDF5 did with errors before */
    void *print_data;
} hf_data_h5;

hf_status hf_data_h5_open(hf_data_h5 *h5, const char *path, hf_error *error);
void hf_data_h5_close(hf_data_h5 *h5); /* also one that was never opened */

/* An open dataset. Start with {0}. */
typedef struct hf_data_h5_set {
    const char *file, *name; /* for messages; not owned */
    hid_t id, type, space;
    H5T_class_t kind;
    int rank;
    int64_t size[2]; /* [rank], where the rank is 1 or 2 */
    int64_t elements;
} hf_data_h5_set;

bool hf_data_h5_has(const hf_data_h5 *h5, const char *name);
/* HF_BAD_DATA where there is none, naming the `key` that asked for it and those there are of the
 * `rank` that is wanted (others are opened as well). */
hf_status hf_data_h5_open_set(const hf_data_h5 *h5, const char *key, const char *name, int rank,
                              hf_data_h5_set *set, hf_error *error);
void hf_data_h5_close_set(hf_data_h5_set *set);

/* The file's datasets of that rank, by their full paths (not more than some hundred). */
hf_status hf_data_h5_list(const hf_data_h5 *h5, int rank, hf_text_list *names, hf_error *error);

/* HF_BAD_DATA unless the set is numeric and [rows, columns]. */
hf_status hf_data_h5_check_matrix(const hf_data_h5_set *set, hf_error *error);
/* Reads rows first ... first + count - 1 of a matrix as float64 [count, column]. */
hf_status hf_data_h5_read_rows(const hf_data_h5_set *set, int64_t first, int64_t count,
                               double *values, hf_error *error);

/* The elements of a set of rank 0 or 1, or of shape [n, 1], that are text or whole numbers, one at
 * a time as text. */
typedef struct hf_data_h5_texts {
    hf_data_h5_set set;
    hf_cf cf;       /* of numbers */
    bool reals;     /* numbers need not be whole */
    bool variable;  /* texts of HDF5's own; else of fixed width, int64 or double */
    size_t width;   /* of one element */
    char *elements; /* [set.elements, width] */
} hf_data_h5_texts;

/* Start with {0}. HF_BAD_DATA: of another rank or type. */
hf_status hf_data_h5_read_texts(const hf_data_h5 *h5, const char *key, const char *name,
                                hf_data_h5_texts *texts, hf_error *error);
/* Replaces `text` by element i; a NaN among numbers is "". HF_BAD_DATA: a number that is not
 * whole, unless `reals` is set and it is finite. */
hf_status hf_data_h5_text(const hf_data_h5_texts *texts, int64_t i, hf_text *text, hf_error *error);
void hf_data_h5_free_texts(hf_data_h5_texts *texts);

#endif
