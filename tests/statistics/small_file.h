/* A results file of the case of small_case.h: iris (4 features), hidden sizes 3 and 5, two splits,
 * two seeds, rows filled in by hand. */
#ifndef SMALL_FILE_H
#define SMALL_FILE_H

#include "holdfast/results.h"

#define SMALL_CONFIGURATION                                                                        \
    "name: small\n"                                                                                \
    "data: {source: 'builtin:iris'}\n"                                                             \
    "splits: {count: 2}\n"                                                                         \
    "model: {hidden: [3, 5]}\n"                                                                    \
    "training: {iterations: 2}\n"                                                                  \
    "replicas: {seeds: 2}\n"                                                                       \
    "significance: {top: 2, methods: [olden, garson], group_correlation: 0.9}\n"

/* Makes a file with all replicas pending and opens it for writing. Fails the test on errors. */
hf_results *results_file_create(const char *path, const char *configuration);

/* Sets status, learned, accuracies (number / 8), dead units (number) and all methods' importances
 * (the case's) of replicas 0 ... count - 1; of those not done the measures are NaN and 0. */
void small_file_fill(hf_results *results, int64_t count);

void results_file_set_state(hf_results *results, uint8_t state);

#endif
