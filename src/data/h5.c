/* HDF5 files as input: opening, finding datasets, reading numbers. */
#include "h5.h"

#include "holdfast/status_codes.h"
#include "place.h"
#include "text/number.h"
#include <stdlib.h>
#include <string.h>

enum { NAMES_LISTED = 256 };

/* Opens no file yet, but keeps HDF5 from printing errors until hf_data_h5_close. HDF5's first call
 * reads the variable: readers need no lock, and locks fail on some network file systems. */
static void begin(hf_data_h5 *h5, const char *path)
{
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
    H5open();
    *h5 = (hf_data_h5){.path = path, .file = -1};
    H5Eget_auto2(H5E_DEFAULT, &h5->print, &h5->print_data);
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

bool hf_data_is_hdf5(const char *path)
{
    hf_data_h5 h5;
    begin(&h5, path);
    const bool is_hdf5 = H5Fis_hdf5(path) > 0;
    hf_data_h5_close(&h5);
    return is_hdf5;
}

hf_status hf_data_h5_open(hf_data_h5 *h5, const char *path, hf_error *error)
{
    begin(h5, path);
    h5->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (h5->file < 0)
        return hf_fail(error, HF_BAD_DATA,
                       "%s: cannot be opened as HDF5: is it complete, and may it be read?", path);
    return HF_OK;
}

void hf_data_h5_close(hf_data_h5 *h5)
{
    if (!h5->path)
        return;
    if (h5->file >= 0)
        H5Fclose(h5->file);
    H5Eset_auto2(H5E_DEFAULT, h5->print, h5->print_data);
    *h5 = (hf_data_h5){0};
}

bool hf_data_h5_has(const hf_data_h5 *h5, const char *name)
{
    hid_t id = H5Dopen2(h5->file, name, H5P_DEFAULT);
    if (id >= 0)
        H5Dclose(id);
    return id >= 0;
}

/* From 1.12 on the visitor says what it wants to know, in a structure of another form. */
#if H5_VERSION_GE(1, 12, 0)
typedef H5O_info2_t object_info;
#    define visit_objects(...) H5Ovisit3(__VA_ARGS__, H5O_INFO_BASIC)
#else
typedef H5O_info_t object_info;
#    define visit_objects H5Ovisit
#endif

typedef struct visit {
    int rank;
    hf_text_list *names;
    hf_status status;
    hf_error *error;
} visit;

static int rank_of(hid_t root, const char *name)
{
    int rank = -1;
    hid_t set = H5Dopen2(root, name, H5P_DEFAULT);
    hid_t space = set >= 0 ? H5Dget_space(set) : -1;
    if (space >= 0) {
        rank = H5Sget_simple_extent_ndims(space);
        H5Sclose(space);
    }
    if (set >= 0)
        H5Dclose(set);
    return rank;
}

static herr_t list_object(hid_t root, const char *name, const object_info *info, void *context)
{
    visit *v = context;
    hf_text path = {0};
    if (info->type != H5O_TYPE_DATASET || rank_of(root, name) != v->rank)
        return 0;
    hf_text_append(&path, "/%s", name);
    v->status = hf_text_check(&path, v->error);
    if (v->status == HF_OK)
        v->status = hf_text_list_add(v->names, path.data, v->error);
    hf_text_free(&path);
    return v->status != HF_OK || v->names->count >= NAMES_LISTED; /* 1: enough */
}

hf_status hf_data_h5_list(const hf_data_h5 *h5, int rank, hf_text_list *names, hf_error *error)
{
    visit v = {.rank = rank, .names = names, .error = error};
    visit_objects(h5->file, H5_INDEX_NAME, H5_ITER_INC, list_object, &v);
    return v.status;
}

static hf_status no_such_set(const hf_data_h5 *h5, const char *key, const char *name, int rank,
                             hf_error *error)
{
    hf_text hint = {0};
    hf_text_list names = {0};
    hf_status status = hf_data_h5_list(h5, rank, &names, error);
    if (status == HF_OK) {
        if (names.count > 0)
            hf_data_suggest(&hint, name, &names);
        else
            hf_text_append(&hint, "; it has no dataset of %d dimension%s", rank, hf_plural(rank));
        status = hf_fail(error, HF_BAD_DATA, "%s: the dataset '%s' of %s does not exist%s",
                         h5->path, name, key, hint.data ? hint.data : "");
    }
    hf_text_list_free(&names);
    hf_text_free(&hint);
    return status;
}

hf_status hf_data_h5_open_set(const hf_data_h5 *h5, const char *key, const char *name, int rank,
                              hf_data_h5_set *set, hf_error *error)
{
    hsize_t size[H5S_MAX_RANK];
    hid_t id = H5Dopen2(h5->file, name, H5P_DEFAULT);
    if (id < 0)
        return no_such_set(h5, key, name, rank, error);
    *set = (hf_data_h5_set){.file = h5->path, .name = name, .id = id};
    set->type = H5Dget_type(id);
    set->space = H5Dget_space(id);
    set->rank = H5Sget_simple_extent_dims(set->space, size, NULL);
    hssize_t elements = H5Sget_simple_extent_npoints(set->space);
    if (set->type < 0 || set->space < 0 || set->rank < 0 || elements < 0) {
        hf_data_h5_close_set(set);
        return hf_fail(error, HF_BAD_DATA, "%s: %s: its type or shape cannot be read", h5->path,
                       name);
    }
    set->kind = H5Tget_class(set->type);
    set->elements = (int64_t)elements;
    for (int i = 0; i < set->rank && i < 2; i++)
        set->size[i] = (int64_t)size[i];
    return HF_OK;
}

void hf_data_h5_close_set(hf_data_h5_set *set)
{
    if (!set->file)
        return;
    if (set->type >= 0)
        H5Tclose(set->type);
    if (set->space >= 0)
        H5Sclose(set->space);
    H5Dclose(set->id);
    *set = (hf_data_h5_set){0};
}

hf_status hf_data_h5_check_matrix(const hf_data_h5_set *set, hf_error *error)
{
    hf_data_place place = {.file = set->file, .dataset = set->name, .row = -1};
    bool numeric = set->kind == H5T_INTEGER || set->kind == H5T_FLOAT || set->kind == H5T_ENUM;
    if (!numeric)
        return hf_data_fail(error, &place, "is not numeric");
    if (set->rank != 2)
        return hf_data_fail(error, &place, "has %d dimension%s, where 2 are needed: [row, column]",
                            set->rank, hf_plural(set->rank));
    if (set->elements == 0)
        return hf_data_fail(error, &place, "is empty: its shape is [%lld, %lld]",
                            (long long)set->size[0], (long long)set->size[1]);
    return HF_OK;
}

hf_status hf_data_h5_read_rows(const hf_data_h5_set *set, int64_t first, int64_t count,
                               double *values, hf_error *error)
{
    hsize_t start[2] = {(hsize_t)first, 0};
    hsize_t size[2] = {(hsize_t)count, (hsize_t)set->size[1]};
    hid_t memory = H5Screate_simple(2, size, NULL);
    herr_t result = H5Sselect_hyperslab(set->space, H5S_SELECT_SET, start, NULL, size, NULL);
    if (memory >= 0 && result >= 0)
        result = H5Dread(set->id, H5T_NATIVE_DOUBLE, memory, set->space, H5P_DEFAULT, values);
    if (memory >= 0)
        H5Sclose(memory);
    if (memory >= 0 && result >= 0)
        return HF_OK;
    return hf_fail(error, HF_BAD_DATA,
                   "%s: %s cannot be read: is the file complete, and is its compression one that "
                   "this HDF5 knows?",
                   set->file, set->name);
}
