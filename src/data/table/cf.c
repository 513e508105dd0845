/* Reads and applies the attributes of the CF conventions. */
#include "cf.h"

#include "base/nan.h"
#include "data/place.h"
#include <string.h>

/* The attribute's numbers, at most `most`; *count 0: there is none. */
static bool read_numbers(hid_t attribute, double *numbers, int64_t most, int64_t *count)
{
    double all[HF_CF_FILLS_MOST];
    bool good = false;
    const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    const H5T_class_t kind = H5Tget_class(type);
    const hssize_t elements = H5Sget_simple_extent_npoints(space);
    if ((kind == H5T_INTEGER || kind == H5T_FLOAT) && elements > 0 && elements <= most)
        good = H5Aread(attribute, H5T_NATIVE_DOUBLE, all) >= 0;
    *count = good ? (int64_t)elements : 0;
    if (good)
        memcpy(numbers, all, (size_t)elements * sizeof *all);
    H5Sclose(space);
    H5Tclose(type);
    return good;
}

static hf_status read_one(hid_t set, const hf_data_place *place, const char *name, double *numbers,
                          int64_t most, int64_t *count, hf_error *error)
{
    *count = 0;
    if (H5Aexists(set, name) <= 0)
        return HF_OK;
    const hid_t attribute = H5Aopen(set, name, H5P_DEFAULT);
    const bool good = attribute >= 0 && read_numbers(attribute, numbers, most, count);
    if (attribute >= 0)
        H5Aclose(attribute);
    return good ? HF_OK
                : hf_data_fail(error, place, "its attribute %s is not %s: correct or delete it",
                               name, most == 1 ? "a number" : "numbers, at most 16");
}

/* A fill of float32 data may be written with more digits than these have. */
static void round_fills(hid_t set, hf_cf *cf)
{
    const hid_t type = H5Dget_type(set);
    if (H5Tget_class(type) == H5T_FLOAT && H5Tget_size(type) == sizeof(float))
        for (int64_t i = 0; i < cf->fill_count; i++)
            cf->fills[i] = (double)(float)cf->fills[i];
    H5Tclose(type);
}

hf_status hf_cf_read(hid_t set, const char *file, const char *name, hf_cf *cf, hf_error *error)
{
    const hf_data_place place = {.file = file, .dataset = name, .row = -1};
    int64_t count, scales, offsets;
    *cf = (hf_cf){.factor = 1};
    HF_TRY(read_one(set, &place, "_FillValue", cf->fills, 1, &cf->fill_count, error));
    HF_TRY(read_one(set, &place, "missing_value", cf->fills + cf->fill_count, HF_CF_FILLS_MOST - 1,
                    &count, error));
    HF_TRY(read_one(set, &place, "scale_factor", &cf->factor, 1, &scales, error));
    HF_TRY(read_one(set, &place, "add_offset", &cf->offset, 1, &offsets, error));
    cf->fill_count += count;
    cf->scaled = scales + offsets > 0;
    round_fills(set, cf);
    return HF_OK;
}

bool hf_cf_is_fill(const hf_cf *cf, double stored)
{
    bool fill = false;
    for (int64_t i = 0; i < cf->fill_count; i++)
        fill = fill || stored == cf->fills[i];
    return fill;
}

void hf_cf_apply(const hf_cf *cf, double *values, int64_t count)
{
    if (cf->fill_count == 0 && !cf->scaled)
        return;
    for (int64_t i = 0; i < count; i++)
        if (hf_cf_is_fill(cf, values[i]))
            values[i] = hf_nan_f64();
        else if (cf->scaled)
            values[i] = values[i] * cf->factor + cf->offset;
}
