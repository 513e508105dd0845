/* What splits shuffle and deal: samples, or whole groups of them. */
#ifndef HOLDFAST_DATA_SPLIT_UNITS_H
#define HOLDFAST_DATA_SPLIT_UNITS_H

#include "holdfast/dataset.h"
#include <stdint.h>

/* Units by class, in file order (a group's place is that of its first sample). A group stands with
 * its most frequent class, the lower index on ties. */
typedef struct hf_split_units {
    int64_t count, classes;
    const int32_t *of_sample; /* [sample]; NULL: each sample is its own unit; not owned */
    int64_t *begin;           /* [classes + 1] where a class begins in `items` */
    int64_t *items;           /* [count] */
} hf_split_units;

hf_status hf_split_units_make(const hf_dataset *dataset, hf_split_units *units, hf_error *error);
void hf_split_units_free(hf_split_units *units);

#endif
