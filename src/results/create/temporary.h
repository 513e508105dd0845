/*
 * The name under which a results file is made, beside the file, until it is whole.
 */
#ifndef HOLDFAST_RESULTS_TEMPORARY_H
#define HOLDFAST_RESULTS_TEMPORARY_H

#include "holdfast/status.h"
#include "holdfast/text.h"

/* A name that nothing else has, in the folder of `path`: the rename stays within a file system. */
hf_status hf_temporary_name(const char *path, hf_text *name, hf_error *error);

/* Removes what runs that were killed while they made the file `path` have left. For the holder of
 * the lock of `path` (hf_results_lock): a live run's would go as well. */
void hf_temporary_remove_stale(const char *path);

#endif
