/* What `holdfast run` says on its way. Only for rank 0; `-q` silences all of it. */
#ifndef HOLDFAST_RUN_TEXT_H
#define HOLDFAST_RUN_TEXT_H

#include "commands/run/run.h"
#include "document/document.h"
#include "parallel/parallel.h"

void hf_run_show_start(const hf_run_options *options, const hf_experiment *experiment,
                       const hf_parallel *parallel, const hf_cores *cores);
/* What was understood of the data: all of it with --dry-run, else what becomes of missing cells. */
void hf_run_add_data(const hf_run_options *options, const hf_experiment *experiment,
                     hf_document *document);
/* Its parts of a text table, and of any data the categories and the first rows. */
void hf_run_add_form(const hf_dataset *data, hf_document *document);
void hf_run_add_categories(const hf_dataset *data, hf_document *document);
void hf_run_add_rows(const hf_dataset *data, hf_document *document);
/* Of features that look like identifiers, and of columns left out because they do. */
void hf_run_warn_of_data(const hf_run_options *options, const hf_experiment *experiment);
/* --reuse: how many of all replicas were taken over. */
void hf_run_show_reused(const hf_run_options *options, const hf_taken *taken, int64_t replicas);
void hf_run_show_resumed(const hf_run_options *options, const hf_output *output, int64_t demoted);
void hf_run_show_file(const hf_run_options *options);
/* -v: the configuration as resolved; how long a phase took. */
void hf_run_show_config(const hf_run_options *options, const hf_experiment *experiment);
void hf_run_show_phase(const hf_run_options *options, const char *phase, double seconds);
void hf_run_show_end(const hf_run_options *options, const hf_output *output);

/* --dry-run: replicas, arithmetic, time (from a short trial), memory per rank, size of the file,
 * what the run would do with the output that is there. */
hf_status hf_run_estimate(const hf_run_options *options, const hf_experiment *experiment,
                          const hf_parallel *parallel, const hf_cores *cores, hf_error *error);

/* Progress: a bar on a terminal; elsewhere a plain line every 10 s or 5 %. */
typedef struct hf_progress {
    int mode;                  /* HF_PROGRESS_BAR, HF_PROGRESS_LOG or HF_PROGRESS_NONE */
    int64_t before, done, all; /* replicas: there at the start, trained now, of all arms */
    double *cost[HF_ARMS];     /* [hiddens] floating-point operations of a replica */
    double work, work_done;    /* such operations: to do at the start, done since */
    double start, shown;       /* seconds */
    int64_t shown_done;
    double accuracy_sum; /* or of R2: `measured` */
    bool measured;       /* test accuracy of the grid's replicas trained now, not diverged */
    int64_t accuracies;
} hf_progress;

hf_status hf_progress_start(hf_progress *progress, const hf_run_options *options,
                            const hf_experiment *experiment, uint8_t *const status[HF_ARMS],
                            hf_error *error);
void hf_progress_add(hf_progress *progress, const hf_rows_layout *layout, const hf_rows *rows);
void hf_progress_show(hf_progress *progress);   /* if it is time */
void hf_progress_finish(hf_progress *progress); /* to be called after every start */

/* Completes the error's message ("stopped by SIGTERM") by what is in the file and how to go on. */
void hf_run_describe_stop(const hf_run_options *options, const hf_progress *progress,
                          hf_error *error);
/* The same for a stop in the conditional test, of which any rank may have been told. */
void hf_run_describe_test_stop(const hf_run_options *options, hf_error *error);

#endif
