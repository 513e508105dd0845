/* What the evidence takes from the file besides its statistics. */
#ifndef HOLDFAST_FINDINGS_EVIDENCE_READ_H
#define HOLDFAST_FINDINGS_EVIDENCE_READ_H

#include "findings/evidence.h"

/* How the replicas of each seed and of each split fared; hidden_index -1: of all sizes. The
 * tallies [seeds], [splits] must be 0. */
hf_status hf_tallies_read(const hf_results *results, int64_t hidden_index, hf_tally *by_seed,
                          hf_tally *by_split, hf_error *error);

/* `test_loss` and `splits_done` of the evidence. */
hf_status hf_losses_read(hf_evidence *evidence, hf_error *error);

/* univariate, conditional, and the lists that follow from them and from the groups. */
hf_status hf_tests_read(hf_evidence *evidence, hf_error *error);
void hf_tests_free(hf_evidence *evidence);

/* Test rows / training rows over all splits. */
hf_status hf_test_per_train_read(const hf_results *results, double *ratio, hf_error *error);

#endif
