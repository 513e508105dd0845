/* What the summary reads from the file besides its statistics. */
#ifndef HOLDFAST_REPORT_SUMMARY_READ_H
#define HOLDFAST_REPORT_SUMMARY_READ_H

#include "summary.h"

/* The place of a method in significance.methods; NULL: the first one. HF_USAGE: the file has no
 * such method (those there are, are named). */
hf_status hf_method_position(const hf_results *results, const char *name, int64_t *position,
                             hf_error *error);

/* How the replicas of each seed and of each split fared; hidden_index -1: of all sizes. The
 * tallies [seeds], [splits] must be 0. */
hf_status hf_tallies_read(const hf_results *results, int64_t hidden_index, hf_tally *by_seed,
                          hf_tally *by_split, hf_error *error);

/* Test rows / training rows over all splits. */
hf_status hf_test_per_train_read(const hf_results *results, double *ratio, hf_error *error);

#endif
