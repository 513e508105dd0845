/* Finds datasets and attributes in a file that is being opened. */
#include "store.h"

bool hf_store_read_attribute(hid_t file, const char *name, hid_t type, size_t bytes, void *value)
{
    hid_t attribute = H5Aopen(file, name, H5P_DEFAULT);
    hid_t space = attribute >= 0 ? H5Aget_space(attribute) : -1;
    const bool done = space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
                      H5Aget_storage_size(attribute) <= bytes &&
                      H5Aread(attribute, type, value) >= 0;
    hf_store_close(space);
    hf_store_close(attribute);
    hf_store_close(type);
    return done;
}

bool hf_store_read_size(hid_t file, const char *path, int64_t *size)
{
    hsize_t dims[H5S_MAX_RANK] = {0};
    hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
    hid_t space = dataset >= 0 ? H5Dget_space(dataset) : -1;
    const bool done = space >= 0 && H5Sget_simple_extent_ndims(space) == 1 &&
                      H5Sget_simple_extent_dims(space, dims, NULL) == 1 && dims[0] <= INT64_MAX;
    *size = (int64_t)dims[0];
    hf_store_close(space);
    hf_store_close(dataset);
    return done;
}

static bool has_type(hid_t type, hf_type expected)
{
    hid_t native = hf_store_type(expected);
    const bool same = H5Tequal(type, native) > 0;
    hf_store_close(native);
    return same;
}

static const char *fault_of(const hf_array *array, hid_t type, hid_t space, hid_t creation)
{
    hsize_t dims[H5S_MAX_RANK] = {0};
    const bool is_text = array->type == HF_TYPE_TEXT;
    const int rank = H5Sget_simple_extent_ndims(space);
    if (H5Pget_layout(creation) != H5D_CONTIGUOUS || H5Pget_external_count(creation) != 0)
        return "is not contiguous (was the file repacked?)";
    if (rank != array->rank || H5Sget_simple_extent_dims(space, dims, NULL) != rank)
        return "has another number of dimensions";
    if (is_text && (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0))
        return "is not a text of fixed length";
    if (!is_text && !has_type(type, array->type))
        return "has another type";
    for (int i = 0; i < rank; i++)
        if (dims[i] != (hsize_t)array->dims[i])
            return "has another size";
    return NULL;
}

const char *hf_store_find(hid_t file, hf_array *array)
{
    hid_t dataset = H5Dopen2(file, array->path, H5P_DEFAULT);
    if (dataset < 0)
        return "is missing";
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    hid_t creation = H5Dget_create_plist(dataset);
    const haddr_t offset = H5Dget_offset(dataset);
    const char *fault = fault_of(array, type, space, creation);
    if (array->type == HF_TYPE_TEXT)
        array->bytes = array->entry_bytes = H5Tget_size(type);
    if (!fault && offset == HADDR_UNDEF && array->bytes > 0)
        fault = "has no place in the file";
    array->offset = offset == HADDR_UNDEF ? 0 : (int64_t)offset;
    hf_store_close(creation);
    hf_store_close(space);
    hf_store_close(type);
    hf_store_close(dataset);
    return fault;
}
