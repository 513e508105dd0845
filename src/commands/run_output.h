/*
 * The results file of a run: made new, gone on with, or refused.
 *
 * For rank 0 alone.
 */
#ifndef HOLDFAST_RUN_OUTPUT_H
#define HOLDFAST_RUN_OUTPUT_H

#include "commands/run_options.h"
#include "holdfast/results.h"

typedef struct hf_output {
    hf_results *results;
    hf_lock lock;              /* held while the file is written */
    uint8_t *status[HF_ARMS];  /* [replica] what is done already */
    int64_t replicas, pending; /* of all arms */
    bool complete;             /* nothing to do */
} hf_output;

/* Opens options->output, making it and its folder where there is none. HF_CANNOT_CREATE: it is
 * there and is no results file or another experiment's (naming the first key that differs), or
 * cannot be made. */
hf_status hf_output_open(const hf_run_options *options, const hf_experiment *experiment,
                         hf_output *output, hf_error *error);
/* --dry-run: appends what hf_output_open would find, such as "new" or "goes on: 12 of 200 replicas
 * are there", and whether it would refuse. Writes nothing and takes no lock. */
hf_status hf_output_preview(const hf_run_options *options, const hf_experiment *experiment,
                            hf_text *text, hf_error *error);
hf_status hf_output_close(hf_output *output, hf_error *error);

#endif
