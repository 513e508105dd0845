/*
 * What a new results file holds from the start: scales, texts, the experiment, and NaN.
 */
#ifndef HOLDFAST_RESULTS_CONTENT_H
#define HOLDFAST_RESULTS_CONTENT_H

#include "results/catalogue.h"
#include "results/file.h"

/* `texts` [HF_TEXTS], NULL: left empty. The file's other bytes are 0 before. Memory: 1 MiB. */
hf_status hf_content_write(hf_file file, const hf_catalogue *catalogue,
                           const hf_experiment *experiment, const char *const *texts,
                           hf_error *error);

#endif
