/* Which datasets an experiment's file has, and their shapes. */
#include "catalogue.h"

#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void hf_path_expand(const hf_shape *shape, const char *pattern, hf_scope scope, int64_t variant,
                    char path[HF_PATH_BYTES])
{
    const char *open = strchr(pattern, '{');
    char number[32];
    if (!open) {
        snprintf(path, HF_PATH_BYTES, "%s", pattern);
        return;
    }
    const char *value = number;
    if (scope == HF_SCOPE_METHOD || scope == HF_SCOPE_NULL_METHOD)
        value = hf_method_name((hf_method)shape->config->significance.methods.items[variant]);
    else
        snprintf(number, sizeof number, "%04" PRId64, shape->grid.hidden[variant]);
    snprintf(path, HF_PATH_BYTES, "%.*s%s%s", (int)(open - pattern), pattern, value,
             strchr(open, '}') + 1);
}

/* Fills what follows from type, rank and dims; the first `counted` dimensions count entries. */
static hf_status measure(hf_array *array, int counted, hf_error *error)
{
    size_t entry = hf_type_bytes(array->type), entries = 1;
    bool fits = true;
    for (int i = 0; i < array->rank; i++) {
        size_t *sizes = i < counted ? &entries : &entry;
        fits = fits && hf_multiply(*sizes, (size_t)array->dims[i], sizes);
    }
    array->entries = (int64_t)entries;
    array->entry_bytes = entry;
    fits = fits && hf_multiply(entry, entries, &array->bytes);
    if (!fits || array->bytes > INT64_MAX)
        return hf_fail(error, HF_IO, "%s would be larger than any file can be", array->path);
    return HF_OK;
}

hf_status hf_row_array(const hf_shape *shape, const hf_field_row *row, int64_t variant,
                       hf_array *array, hf_error *error)
{
    *array = (hf_array){.type = row->type, .variant = variant};
    hf_path_expand(shape, row->path, row->scope, variant, array->path);
    while (array->rank < HF_MOST_AXES && row->axes[array->rank] != HF_AXIS_NONE) {
        array->dims[array->rank] = hf_axis_size(shape, row->axes[array->rank], variant);
        array->rank++;
    }
    /* the replicas of a null test's draws follow each other */
    const bool by_draw = (row->roles & HF_ROLE_ROW) &&
                         (row->condition == HF_IF_LABELS || row->condition == HF_IF_PROBES);
    return measure(array, by_draw ? 2 : 1, error);
}

void hf_text_array(hf_array *array, hf_file_text text, size_t bytes)
{
    *array = (hf_array){.type = HF_TYPE_TEXT, .entries = 1, .table_row = (int)text};
    snprintf(array->path, sizeof array->path, "%s", hf_text_table[text].path);
    array->entry_bytes = array->bytes = bytes;
}

static hf_status add_bytes(hf_catalogue *catalogue, const hf_array *array, hf_error *error)
{
    if (__builtin_add_overflow(catalogue->bytes, (int64_t)array->bytes, &catalogue->bytes))
        return hf_fail(error, HF_IO, "the results would be larger than any file can be");
    return HF_OK;
}

static int64_t count_arrays(const hf_shape *shape, const hf_field_row *row)
{
    int64_t count = 0;
    for (int64_t variant = 0; variant < hf_shape_variants(shape, row); variant++)
        count += hf_shape_has(shape, row->scope, variant);
    return count;
}

static hf_status add_arrays(hf_catalogue *catalogue, const hf_field_row *row, int table_row,
                            hf_error *error)
{
    const hf_shape *shape = &catalogue->shape;
    for (int64_t variant = 0; variant < hf_shape_variants(shape, row); variant++) {
        if (!hf_shape_has(shape, row->scope, variant))
            continue;
        hf_array *array = &catalogue->arrays[catalogue->count++];
        HF_TRY(hf_row_array(shape, row, variant, array, error));
        HF_TRY(add_bytes(catalogue, array, error));
        array->table_row = table_row;
    }
    return HF_OK;
}

static hf_status make_arrays(hf_catalogue *catalogue, hf_error *error)
{
    const hf_shape *shape = &catalogue->shape;
    int64_t count = 0;
    for (hf_axis axis = HF_AXIS_NONE + 1; axis < HF_AXES; axis++)
        count += count_arrays(shape, &hf_axis_table[axis]);
    for (hf_field field = 0; field < HF_FIELDS; field++)
        count += count_arrays(shape, &hf_field_table[field]);
    HF_TRY(hf_allocate(&catalogue->arrays, count, sizeof *catalogue->arrays, error));
    for (hf_axis axis = HF_AXIS_NONE + 1; axis < HF_AXES; axis++)
        HF_TRY(add_arrays(catalogue, &hf_axis_table[axis], (int)axis, error));
    catalogue->scale_count = catalogue->count;
    for (hf_field field = 0; field < HF_FIELDS; field++) {
        catalogue->first[field] = catalogue->count;
        HF_TRY(add_arrays(catalogue, &hf_field_table[field], (int)field, error));
    }
    catalogue->first[HF_FIELDS] = catalogue->count;
    return HF_OK;
}

hf_status hf_catalogue_make(const hf_config *config, hf_shard shard, const hf_data_counts *counts,
                            hf_catalogue *catalogue, hf_error *error)
{
    hf_status status;
    *catalogue = (hf_catalogue){0};
    HF_TRY(hf_shape_make(config, shard, counts, &catalogue->shape, error));
    for (hf_file_text text = 0; text < HF_TEXTS; text++)
        hf_text_array(&catalogue->texts[text], text, 0);
    status = make_arrays(catalogue, error);
    if (status != HF_OK)
        hf_catalogue_free(catalogue);
    return status;
}

void hf_catalogue_free(hf_catalogue *catalogue)
{
    hf_free(&catalogue->arrays);
    *catalogue = (hf_catalogue){0};
}

const hf_array *hf_catalogue_find(const hf_catalogue *catalogue, hf_field field, int64_t variant)
{
    const hf_array *arrays = &catalogue->arrays[catalogue->first[field]];
    const int64_t count = catalogue->first[field + 1] - catalogue->first[field];
    /* at its own place, or further ahead where a variant is left out */
    int64_t at = variant < count ? variant : count - 1;
    while (at >= 0 && arrays[at].variant > variant)
        at--;
    return at >= 0 && arrays[at].variant == variant ? &arrays[at] : NULL;
}
