/* The readers behind hf_dataset_load: each fills an empty data set but for its hash. */
#ifndef HOLDFAST_DATA_TABLE_H
#define HOLDFAST_DATA_TABLE_H

#include "csv_reader.h"
#include "holdfast/dataset.h"

/* A CSV table with a header row. */
hf_status hf_data_read_csv(const hf_config *config, const hf_csv_source *source,
                           hf_dataset *dataset, hf_error *error);

/* data.inputs, data.target and data.groups of the HDF5 file data.source. */
hf_status hf_data_read_hdf5(const hf_config *config, hf_dataset *dataset, hf_error *error);

#endif
