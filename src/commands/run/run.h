/*
 * What `holdfast run` takes, and the results file that it writes: made new, gone on with, refused,
 * or filled from another one. The file is rank 0's.
 */
#ifndef HOLDFAST_RUN_H
#define HOLDFAST_RUN_H

#include "holdfast/results.h"
#include <stdbool.h>
#include <stdint.h>

/* ---- run_options.c ---- */

enum { HF_PROGRESS_AUTO, HF_PROGRESS_BAR, HF_PROGRESS_LOG, HF_PROGRESS_NONE };

typedef struct hf_run_options {
    const char *config;     /* points into argv */
    const char *output;     /* -o, or output_default */
    hf_text output_default; /* results/<configuration's stem>.h5, of a shard
                               <stem>.shard-I-of-N.h5; its folder may not exist yet */
    hf_text_list set;       /* "key.path=value", in their order */
    int64_t threads;        /* 0: not given */
    const char *shard_text; /* NULL: not given */
    hf_shard shard;         /* what it says; {0, 0}: the whole */
    const char *reuse;      /* NULL: not given */
    const char *max_time;   /* NULL: not given */
    double max_seconds;     /* of it */
    int progress;           /* HF_PROGRESS_... */
    bool overwrite, dry_run, quiet, verbose;
} hf_run_options;

/* argv[0] is "run". HF_USAGE; release with hf_run_options_free also on failure. */
hf_status hf_run_options_read(int argc, char **argv, hf_run_options *options, hf_error *error);
void hf_run_options_free(hf_run_options *options);

/* ---- run_output.c ---- */

/* Start with the first two and zeros; release with hf_output_close, also on failure. */
typedef struct hf_output {
    const hf_run_options *options;
    const hf_experiment *experiment;
    hf_results *results;
    hf_lock lock;              /* held while the file is written */
    uint8_t *status[HF_ARMS];  /* [replica] what is done already */
    int64_t replicas, pending; /* of all arms */
    bool complete;             /* nothing to do */
} hf_output;

/* Opens options->output, making it and its folder where there is none. HF_CANNOT_CREATE: it is
 * there and is no results file or another experiment's (naming the first key that differs), or
 * cannot be made. */
hf_status hf_output_open(hf_output *output, hf_error *error);
/* --dry-run: appends what hf_output_open would find, such as "new" or "goes on: 12 of 200 networks
 * are done", and whether it would refuse. Writes nothing and takes no lock. */
hf_status hf_output_preview(hf_output *output, hf_text *text, hf_error *error);
hf_status hf_output_close(hf_output *output, hf_error *error);

/* ---- reuse.c: --reuse ---- */

/* Makes options->output with all that options->reuse has of the experiment's replicas, and leaves
 * it open for writing. Nothing is left behind on failure. `given`: text of the configuration.
 * HF_NO_INPUT, HF_BAD_DATA: the file to reuse is not there, is no results file; HF_CANNOT_CREATE:
 * it is the output itself, or of another experiment (naming the first key that differs). */
hf_status hf_reuse_create(hf_output *output, const char *given, hf_taken *taken, hf_error *error);
/* Only the checks, and how many of the experiment's replicas are there, by the file's own word. */
hf_status hf_reuse_check(const hf_output *output, int64_t there[HF_ARMS], hf_error *error);

/* Appends the command line that takes over the replicas of options->output, which has another grid,
 * other null tests or an older format, into a new file beside it. */
void hf_reuse_suggest(const hf_run_options *options, hf_text *text);

#endif
