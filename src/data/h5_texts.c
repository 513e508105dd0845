/* Texts of HDF5 files: of fixed and of variable length. */
#include "h5.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "place.h"
#include "text/number.h"
#include <math.h>
#include <string.h>

/* Text is read as it is: HDF5 converts no character sets. */
static hid_t memory_type(const hf_data_h5_texts *texts)
{
    const H5T_class_t kind = texts->set.kind;
    return kind == H5T_STRING  ? texts->set.type
           : kind == H5T_FLOAT ? H5T_NATIVE_DOUBLE
                               : H5T_NATIVE_INT64;
}

hf_status hf_data_h5_read_texts(const hf_data_h5 *h5, const char *key, const char *name,
                                hf_data_h5_texts *texts, hf_error *error)
{
    const hf_data_h5_set *set = &texts->set;
    const hf_data_place place = {.file = h5->path, .dataset = name, .row = -1};
    *texts = (hf_data_h5_texts){0};
    HF_TRY(hf_data_h5_open_set(h5, key, name, 1, &texts->set, error));
    if (set->rank > 1 && !(set->rank == 2 && set->size[1] == 1))
        return hf_fail(error, HF_BAD_DATA, "%s: %s has %d dimensions, where 1 is needed", h5->path,
                       name, set->rank);
    const bool numeric =
        set->kind == H5T_INTEGER || set->kind == H5T_ENUM || set->kind == H5T_FLOAT;
    if (set->kind != H5T_STRING && !numeric)
        return hf_data_fail(error, &place, "is neither text nor whole numbers");
    texts->variable = set->kind == H5T_STRING && H5Tis_variable_str(set->type) > 0;
    texts->width = numeric           ? sizeof(double)
                   : texts->variable ? sizeof(char *)
                                     : H5Tget_size(set->type);
    if (numeric)
        HF_TRY(hf_cf_read(set->id, h5->path, name, &texts->cf, error));
    HF_TRY(hf_allocate(&texts->elements, set->elements, texts->width, error));
    if (set->elements > 0 &&
        H5Dread(set->id, memory_type(texts), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts->elements) < 0)
        return hf_fail(error, HF_BAD_DATA, "%s: %s cannot be read: is the file complete?", h5->path,
                       name);
    return HF_OK;
}

static void append_fixed(const hf_data_h5_texts *texts, const char *bytes, hf_text *text)
{
    size_t length = strnlen(bytes, texts->width);
    if (H5Tget_strpad(texts->set.type) == H5T_STR_SPACEPAD)
        while (length > 0 && bytes[length - 1] == ' ')
            length--;
    hf_text_append_bytes(text, bytes, length);
}

static hf_status append_real(const hf_data_h5_texts *texts, int64_t i, double value, hf_text *text,
                             hf_error *error)
{
    const hf_data_place place = {.file = texts->set.file, .dataset = texts->set.name, .row = i};
    const bool whole = value == floor(value) && fabs(value) <= 0x1p53;
    if (!whole && !isnan(value) && !(texts->reals && isfinite(value)))
        return hf_data_fail(error, &place, "%g is neither text nor a whole number", value);
    if (whole)
        hf_text_append(text, "%lld", (long long)value);
    else if (!isnan(value))
        hf_text_append(text, "%s", hf_number_double(value).text);
    else /* missing, whatever data.missing_values says */
        hf_text_append(text, "%s", "");
    return HF_OK;
}

/* All digits of it, unless it is scaled. */
static hf_status append_whole(const hf_data_h5_texts *texts, int64_t i, int64_t value,
                              hf_text *text, hf_error *error)
{
    double real = (double)value;
    const bool fill = hf_cf_is_fill(&texts->cf, real);
    hf_cf_apply(&texts->cf, &real, 1);
    if (fill || texts->cf.scaled)
        return append_real(texts, i, real, text, error);
    hf_text_append(text, "%lld", (long long)value);
    return HF_OK;
}

hf_status hf_data_h5_text(const hf_data_h5_texts *texts, int64_t i, hf_text *text, hf_error *error)
{
    const char *element = texts->elements + (size_t)i * texts->width, *string;
    int64_t whole;
    double real;
    text->length = 0;
    if (texts->variable) {
        memcpy(&string, element, sizeof string);
        hf_text_append(text, "%s", string ? string : "");
    } else if (texts->set.kind == H5T_STRING) {
        append_fixed(texts, element, text);
    } else if (texts->set.kind == H5T_FLOAT) {
        memcpy(&real, element, sizeof real);
        hf_cf_apply(&texts->cf, &real, 1);
        HF_TRY(append_real(texts, i, real, text, error));
    } else {
        memcpy(&whole, element, sizeof whole);
        HF_TRY(append_whole(texts, i, whole, text, error));
    }
    return hf_text_check(text, error);
}

void hf_data_h5_free_texts(hf_data_h5_texts *texts)
{
    if (texts->variable && texts->elements)
        H5Dvlen_reclaim(texts->set.type, texts->set.space, H5P_DEFAULT, texts->elements);
    hf_free(&texts->elements);
    hf_data_h5_close_set(&texts->set);
    *texts = (hf_data_h5_texts){0};
}
