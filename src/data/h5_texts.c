/* Texts of HDF5 files: of fixed and of variable length. */
#include "h5.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "place.h"
#include <math.h>
#include <string.h>

static hf_status allocate(hf_data_h5_texts *texts, hid_t *memory_type, void **memory,
                          hf_error *error)
{
    const hf_data_h5_set *set = &texts->set;
    hf_data_place place = {.file = set->file, .dataset = set->name, .row = -1};
    *memory_type = set->type; /* text is read as it is: HDF5 converts no character sets */
    if (set->kind == H5T_STRING && H5Tis_variable_str(set->type) > 0) {
        HF_TRY(hf_allocate(&texts->strings, set->elements, sizeof *texts->strings, error));
        *memory = texts->strings;
    } else if (set->kind == H5T_STRING) {
        size_t bytes;
        texts->width = H5Tget_size(set->type);
        if (!hf_multiply(texts->width, (size_t)set->elements, &bytes))
            return hf_data_fail(error, &place, "is too large");
        HF_TRY(hf_allocate(&texts->bytes, (int64_t)bytes, 1, error));
        *memory = texts->bytes;
    } else if (set->kind == H5T_INTEGER || set->kind == H5T_ENUM) {
        HF_TRY(hf_allocate(&texts->whole, set->elements, sizeof *texts->whole, error));
        *memory = texts->whole;
        *memory_type = H5T_NATIVE_INT64;
    } else if (set->kind == H5T_FLOAT) {
        HF_TRY(hf_allocate(&texts->real, set->elements, sizeof *texts->real, error));
        *memory = texts->real;
        *memory_type = H5T_NATIVE_DOUBLE;
    } else {
        return hf_data_fail(error, &place, "is neither text nor whole numbers");
    }
    return HF_OK;
}

hf_status hf_data_h5_read_texts(const hf_data_h5 *h5, const char *key, const char *name,
                                hf_data_h5_texts *texts, hf_error *error)
{
    hid_t memory_type;
    void *memory = NULL;
    *texts = (hf_data_h5_texts){0};
    HF_TRY(hf_data_h5_open_set(h5, key, name, 1, &texts->set, error));
    if (texts->set.rank > 1)
        return hf_fail(error, HF_BAD_DATA, "%s: %s has %d dimensions, where 1 is needed", h5->path,
                       name, texts->set.rank);
    HF_TRY(allocate(texts, &memory_type, &memory, error));
    if (texts->set.elements > 0 &&
        H5Dread(texts->set.id, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, memory) < 0)
        return hf_fail(error, HF_BAD_DATA, "%s: %s cannot be read: is the file complete?", h5->path,
                       name);
    return HF_OK;
}

static void append_fixed(const hf_data_h5_texts *texts, int64_t i, hf_text *text)
{
    const char *bytes = texts->bytes + (size_t)i * texts->width;
    size_t length = strnlen(bytes, texts->width);
    if (H5Tget_strpad(texts->set.type) == H5T_STR_SPACEPAD)
        while (length > 0 && bytes[length - 1] == ' ')
            length--;
    hf_text_append_bytes(text, bytes, length);
}

hf_status hf_data_h5_text(const hf_data_h5_texts *texts, int64_t i, hf_text *text, hf_error *error)
{
    text->length = 0;
    if (texts->bytes) {
        append_fixed(texts, i, text);
    } else if (texts->strings) {
        hf_text_append(text, "%s", texts->strings[i] ? texts->strings[i] : "");
    } else if (texts->whole) {
        hf_text_append(text, "%lld", (long long)texts->whole[i]);
    } else if (isnan(texts->real[i])) {
        hf_text_append(text, "NaN");
    } else if (texts->real[i] == floor(texts->real[i]) && fabs(texts->real[i]) <= 0x1p53) {
        hf_text_append(text, "%lld", (long long)texts->real[i]);
    } else {
        hf_data_place place = {.file = texts->set.file, .dataset = texts->set.name, .row = i};
        return hf_data_fail(error, &place, "%g is neither text nor a whole number", texts->real[i]);
    }
    return hf_text_check(text, error);
}

void hf_data_h5_free_texts(hf_data_h5_texts *texts)
{
    if (texts->strings)
        H5Dvlen_reclaim(texts->set.type, texts->set.space, H5P_DEFAULT, texts->strings);
    hf_free(&texts->strings);
    hf_free(&texts->bytes);
    hf_free(&texts->whole);
    hf_free(&texts->real);
    hf_data_h5_close_set(&texts->set);
    *texts = (hf_data_h5_texts){0};
}
