/* What every split must hold, however it was made. */
#ifndef HOLDFAST_DATA_SPLIT_CHECK_H
#define HOLDFAST_DATA_SPLIT_CHECK_H

#include "holdfast/dataset.h"

/* Each training set has every class, each test set a row, no group stands on both sides.
 * HF_BAD_DATA names split (from 0), class or group, and what to change. */
hf_status hf_split_check(const hf_config *config, const hf_dataset *dataset,
                         const hf_splits *splits, hf_error *error);

#endif
