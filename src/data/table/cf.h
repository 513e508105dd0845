/* How numbers of a netCDF or HDF5 variable are stored, by the CF conventions: fill values, scale
 * and offset. */
#ifndef HOLDFAST_DATA_TABLE_CF_H
#define HOLDFAST_DATA_TABLE_CF_H

#include "holdfast/status.h"
#include <hdf5.h>
#include <stdbool.h>
#include <stdint.h>

enum { HF_CF_FILLS_MOST = 16 };

typedef struct hf_cf {
    double fills[HF_CF_FILLS_MOST]; /* of _FillValue and missing_value, as stored */
    int64_t fill_count;
    bool scaled;
    double factor, offset; /* value = stored x factor + offset */
} hf_cf;

/* HF_BAD_DATA: an attribute that is not numeric, naming file and dataset. */
hf_status hf_cf_read(hid_t set, const char *file, const char *name, hf_cf *cf, hf_error *error);

bool hf_cf_is_fill(const hf_cf *cf, double stored);
/* Each stored number becomes its value, or NaN. */
void hf_cf_apply(const hf_cf *cf, double *values, int64_t count);

#endif
