/* Splits from a file: splits.file. */
#ifndef HOLDFAST_DATA_SPLIT_FILE_H
#define HOLDFAST_DATA_SPLIT_FILE_H

#include "holdfast/dataset.h"

/* Fills count and train [count, sample] from a 0/1 matrix [split, row of the data file], a CSV file
 * without a header or HDF5 (/splits/train, /train or the only dataset of two dimensions). Rows of
 * the data file that are no samples are passed over. HF_NO_INPUT: no such file; HF_BAD_DATA:
 * another width or other values. */
hf_status hf_split_file_read(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                             hf_error *error);

#endif
