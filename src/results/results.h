/* An open results file, as its own sources see it. */
#ifndef HOLDFAST_RESULTS_RESULTS_H
#define HOLDFAST_RESULTS_RESULTS_H

#include "catalogue.h"
#include "file.h"
#include "holdfast/results.h"

struct hf_results {
    char *path;
    hf_file file; /* its path is the one above */
    bool writable;
    hf_config config; /* resolved; the catalogue's shape points here */
    hf_catalogue catalogue;
    hf_text_list features, classes;
    char data_hash[HF_HASH_BYTES];
    hf_rows_layout *layout;
};

/* Fails where the file was opened for reading (HF_INTERNAL). */
hf_status hf_results_check_writable(const hf_results *results, hf_error *error);

#endif
