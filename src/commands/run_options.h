/* What `holdfast run` takes, from the command line to a checked structure. Local. */
#ifndef HOLDFAST_RUN_OPTIONS_H
#define HOLDFAST_RUN_OPTIONS_H

#include "holdfast/grid.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

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

#endif
