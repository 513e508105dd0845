/* run --reuse: the replicas of a smaller or overlapping grid are taken over. For rank 0 alone. */
#ifndef HOLDFAST_REUSE_H
#define HOLDFAST_REUSE_H

#include "commands/run_options.h"
#include "holdfast/results.h"

/* Makes options->output with all that options->reuse has of the experiment's replicas, and leaves
 * it open for writing. Nothing is left behind on failure. `given`: text of the configuration.
 * HF_NO_INPUT, HF_BAD_DATA: the file to reuse is not there, is no results file; HF_CANNOT_CREATE:
 * it is the output itself, or of another experiment (naming the first key that differs). */
hf_status hf_reuse_create(const hf_run_options *options, const hf_experiment *experiment,
                          const char *given, hf_results **results, hf_taken *taken,
                          hf_error *error);
/* The checks alone. */
hf_status hf_reuse_check(const hf_run_options *options, const hf_experiment *experiment,
                         hf_error *error);

/* Appends the command line that takes over the replicas of options->output, which has another grid,
 * into a new file beside it. */
void hf_reuse_suggest(const hf_run_options *options, hf_text *text);

#endif
