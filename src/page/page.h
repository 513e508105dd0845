/*
 * The report of a results file: figures (SVG, drawn by gnuplot) and one page of HTML that holds
 * all of them and needs nothing else: no network, no other file.
 *
 * Local (no MPI), one thread; starts one child process, gnuplot, which gets its commands through a
 * socket: no shell, no other program. All text that comes from the file is escaped.
 */
#ifndef HOLDFAST_PAGE_PAGE_H
#define HOLDFAST_PAGE_PAGE_H

#include "holdfast/results.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdint.h>

enum { HF_REPLICA_MEDIAN = -1 };

typedef struct hf_page_request {
    const char *folder; /* made where it is missing, with those above it */
    int64_t replica; /* whose weights are shown; HF_REPLICA_MEDIAN: one of median test accuracy */
} hf_page_request;

/* Writes folder/report.html and folder/figures/NAME.svg; replaces those of an earlier report, and
 * removes figures that the new one does not have. The figures are drawn in a folder of a temporary
 * name and the page gets its name at the end: a failure leaves no page that is not whole, and no
 * folder that was not there. Of an unfinished file: what is there so far, and it says so. Memory:
 * a few figures' data and the page, whatever the number of replicas and samples.
 *
 * HF_NO_INPUT: there is no gnuplot (nothing is written then). HF_BAD_DATA: a shard. HF_USAGE: the
 * file has no such replica, or it is not done. HF_CANNOT_CREATE, HF_IO: the output. */
hf_status hf_page_write(const hf_results *results, const hf_page_request *request, hf_error *error);

/* Appends the folder that is used unless another one is named: <the file's stem>-report, beside the
 * file. */
void hf_page_default_folder(const char *results_path, hf_text *folder);

#endif
