/* What the files that make and check splits share. */
#ifndef HOLDFAST_DATA_SPLITS_H
#define HOLDFAST_DATA_SPLITS_H

#include "holdfast/dataset.h"
#include <stdbool.h>
#include <stdint.h>

/* What splits shuffle and deal, samples or whole groups of them: by class, in file order (a group's
 * place is that of its first sample). A group stands with its most frequent class, the lower index
 * on ties. A measured outcome has tenths in the place of classes: of its ranks, ties in file
 * order. */
typedef struct hf_split_units {
    int64_t count, classes;
    const int32_t *of_sample; /* [sample]; NULL: each sample is its own unit; not owned */
    int64_t *begin;           /* [classes + 1] where a class begins in `items` */
    int64_t *items;           /* [count] */
} hf_split_units;

/* `tenths`: whether a measured outcome is divided into them. */
hf_status hf_split_units_make(const hf_dataset *dataset, bool tenths, hf_split_units *units,
                              hf_error *error);
void hf_split_units_free(hf_split_units *units);

/* So many of `count`: rounded to the nearest, half-even, as the product of a decimal fraction and a
 * count stands. */
int64_t hf_split_share(double fraction, int64_t count);

/* Fills count and train [count, sample] from a 0/1 matrix [split, row of the data file], a CSV file
 * without a header or HDF5 (/splits/train, /train or the only dataset of two dimensions). Rows of
 * the data file that are no samples are passed over. HF_NO_INPUT: no such file; HF_BAD_DATA:
 * another width or other values. */
hf_status hf_split_file_read(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                             hf_error *error);

/* Each training set has every class, each test set a row, of a measured outcome two that differ, no
 * group stands on both sides. HF_BAD_DATA names split (from 0), class or group, and what to change.
 */
hf_status hf_split_check(const hf_config *config, const hf_dataset *dataset,
                         const hf_splits *splits, hf_error *error);

#endif
