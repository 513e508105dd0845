/* Calls HDF5 to make or to read a file's structure. */
#include "store.h"

#include "base/nan.h"
#include <stdlib.h>
#include <string.h>

void hf_store_start(void)
{
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

const char *hf_results_hdf5_version(void)
{
    static char version[32];
    unsigned major, minor, release;
    hf_store_start();
    H5get_libversion(&major, &minor, &release);
    snprintf(version, sizeof version, "%u.%u.%u", major, minor, release);
    return version;
}

hid_t hf_store_access(void)
{
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_fapl_sec2(access);
#if H5_VERSION_GE(1, 10, 7)
    /* Another module may have called HDF5 before the environment was set. */
    H5Pset_file_locking(access, false, true);
#endif
    return access;
}

void hf_store_close(hid_t id)
{
    if (id >= 0)
        H5Idec_ref(id);
}

hid_t hf_store_type(hf_type type)
{
    const hid_t types[HF_TYPES] = {
        [HF_TYPE_U8] = H5T_NATIVE_UINT8,  [HF_TYPE_U32] = H5T_NATIVE_UINT32,
        [HF_TYPE_I32] = H5T_NATIVE_INT32, [HF_TYPE_I64] = H5T_NATIVE_INT64,
        [HF_TYPE_F32] = H5T_NATIVE_FLOAT, [HF_TYPE_F64] = H5T_NATIVE_DOUBLE,
    };
    return H5Tcopy(types[type]);
}

hid_t hf_store_text_type(size_t bytes, bool is_ascii)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, bytes);
    H5Tset_cset(type, is_ascii ? H5T_CSET_ASCII : H5T_CSET_UTF8);
    return type;
}

bool hf_store_is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text > 0x7F)
            return false;
    return true;
}

static bool write_attribute(hid_t object, const char *name, hid_t type, hid_t space,
                            const void *values)
{
    hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool done = attribute >= 0 && H5Awrite(attribute, type, values) >= 0;
    hf_store_close(attribute);
    hf_store_close(space);
    hf_store_close(type);
    return done;
}

bool hf_store_text_attribute(hid_t object, const char *name, const char *text)
{
    return write_attribute(object, name,
                           hf_store_text_type(strlen(text) + 1, hf_store_is_ascii(text)),
                           H5Screate(H5S_SCALAR), text);
}

bool hf_store_attribute(hid_t object, const char *name, hf_type type, const void *values,
                        int64_t count)
{
    hsize_t size = (hsize_t)count;
    hid_t space = count > 0 ? H5Screate_simple(1, &size, NULL) : H5Screate(H5S_SCALAR);
    return write_attribute(object, name, hf_store_type(type), space, values);
}

static bool make_group(hid_t file, const char *path)
{
    if (H5Lexists(file, path, H5P_DEFAULT) > 0)
        return true;
    hid_t creation = H5Pcreate(H5P_GROUP_CREATE);
    H5Pset_obj_track_times(creation, false);
    H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    hid_t group = H5Gcreate2(file, path, H5P_DEFAULT, creation, H5P_DEFAULT);
    H5Pclose(creation);
    return group >= 0 && H5Gclose(group) >= 0;
}

bool hf_store_groups(hid_t file, const char *path)
{
    char group[HF_PATH_BYTES];
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(group, sizeof group, "%.*s", (int)(slash - path), path);
        if (!make_group(file, group))
            return false;
    }
    return true;
}

/* Floats of what is not there yet are NaN. Integers keep HDF5's default, 0: a fill value that is
 * set makes netCDF show every 0 as missing. */
static void set_fill(hid_t creation, hf_type type)
{
    const float nan_f32 = hf_nan_f32();
    const double nan_f64 = hf_nan_f64();
    if (type == HF_TYPE_F32)
        H5Pset_fill_value(creation, H5T_NATIVE_FLOAT, &nan_f32);
    else if (type == HF_TYPE_F64)
        H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &nan_f64);
}

static hid_t contiguous_creation(hf_type type)
{
    hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_layout(creation, H5D_CONTIGUOUS);
    H5Pset_alloc_time(creation, H5D_ALLOC_TIME_EARLY);
    H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER);
    H5Pset_obj_track_times(creation, false);
    set_fill(creation, type);
    return creation;
}

hid_t hf_store_array(hid_t file, hf_array *array)
{
    if (!hf_store_groups(file, array->path))
        return -1;
    hsize_t dims[HF_MOST_AXES];
    for (int i = 0; i < array->rank; i++)
        dims[i] = (hsize_t)array->dims[i];
    hid_t creation = contiguous_creation(array->type);
    hid_t type = array->type == HF_TYPE_TEXT ? hf_store_text_type(array->bytes, !array->is_utf8)
                                             : hf_store_type(array->type);
    hid_t space =
        array->rank > 0 ? H5Screate_simple(array->rank, dims, NULL) : H5Screate(H5S_SCALAR);
    hid_t dataset = H5Dcreate2(file, array->path, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    haddr_t offset = dataset >= 0 ? H5Dget_offset(dataset) : HADDR_UNDEF;
    H5Sclose(space);
    H5Tclose(type);
    H5Pclose(creation);
    if (dataset >= 0 && offset == HADDR_UNDEF && array->bytes > 0) {
        H5Dclose(dataset);
        return -1;
    }
    array->offset = array->bytes > 0 ? (int64_t)offset : 0;
    return dataset;
}
