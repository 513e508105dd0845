/* An open results file, as its own sources see it. */
#ifndef HOLDFAST_RESULTS_RESULTS_H
#define HOLDFAST_RESULTS_RESULTS_H

#include "catalogue.h"
#include "file.h"
#include "holdfast/results.h"

struct hf_results {
    char *path;
    char *draft; /* the file's name as long as hf_results_publish has not made it `path`, or NULL */
    hf_file file; /* its path is `path` */
    bool writable;
    hf_config config; /* resolved; the catalogue's shape points here */
    hf_catalogue catalogue;
    hf_dataset columns; /* no samples */
    char data_hash[HF_HASH_BYTES];
    hf_rows_layout *layouts[HF_ARMS]; /* NULL: no such null test */
};

/* Opens for writing the file `draft`, which is to become `path`; closed before that it is removed.
 */
hf_status hf_results_open_draft(const char *draft, const char *path, hf_results **results,
                                hf_error *error);

/* Sets the levels and inputs of `columns` from the text /dataset/levels, when the features
 * and the catalogue are there. NULL: a file of format 1, which knows none. */
hf_status hf_results_read_levels(hf_results *results, const char *json, hf_error *error);

/* Room for the largest block of the arm's rows that is read at a time; free rows->data. */
hf_status hf_results_block_make(const hf_results *results, hf_arm arm, hf_rows *rows,
                                hf_error *error);
/* Lets it be replicas first ... of the file, of one split and hidden size, at most `most`. */
void hf_results_block_set(const hf_results *results, int64_t first, int64_t most, hf_rows *rows);

/* Fails where the file was opened for reading (HF_INTERNAL). */
hf_status hf_results_check_writable(const hf_results *results, hf_error *error);

#endif
