/* The line that made a results file, changed so that it makes another one from it. */
#ifndef HOLDFAST_LAST_RUN_H
#define HOLDFAST_LAST_RUN_H

#include "holdfast/results.h"

/* `line` becomes that of the file's last run with --reuse of the file and a new output, and with
 * what aggregate has set since: "holdfast run wine.yaml -o wine-2.h5 --reuse wine.h5", to which
 * " --set KEY=VALUE" may be appended; empty where it is not known. *threads: of all ranks of that
 * run, 0 where that is not known. */
hf_status hf_last_run_line(const hf_results *results, hf_text *line, int64_t *threads,
                           hf_error *error);

#endif
