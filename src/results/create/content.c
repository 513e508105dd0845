/* Fills in what is known before training: data, splits, scales, replica numbers. */
#include "content.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <string.h>

enum { BUFFER_BYTES = 1 << 20 };

typedef struct writer {
    hf_file file;
    const hf_catalogue *catalogue;
    const hf_experiment *experiment;
    unsigned char *buffer; /* [BUFFER_BYTES], aligned for any number */
    hf_error *error;
} writer;

/* Entry i of a one-dimensional array of numbers; all integers that occur are exact. */
typedef double (*entry_value)(const writer *w, const hf_array *array, int64_t i);

static double scale_value(const writer *w, const hf_array *array, int64_t i)
{
    return hf_axis_value(&w->catalogue->shape, (hf_axis)array->table_row, array->variant, i);
}

static double replica_value(const writer *w, const hf_array *array, int64_t i)
{
    const hf_grid *grid = &w->catalogue->shape.grid;
    const hf_replica_place place = hf_grid_place(grid, hf_grid_first(grid) + i);
    switch (array->table_row) {
    case HF_REPLICAS_SEED:
        return (double)place.seed;
    case HF_REPLICAS_HIDDEN:
        return (double)place.hidden;
    default:
        return (double)place.split;
    }
}

static hf_status write_entries(const writer *w, const hf_array *array, entry_value value)
{
    const int64_t most = BUFFER_BYTES / (int64_t)array->entry_bytes;
    for (int64_t first = 0; first < array->entries; first += most) {
        int64_t count = array->entries - first < most ? array->entries - first : most;
        for (int64_t i = 0; i < count; i++) {
            const double real = value(w, array, first + i);
            const int64_t wide = (int64_t)real;
            const int32_t narrow = (int32_t)wide;
            const void *number = array->type == HF_TYPE_F64   ? (const void *)&real
                                 : array->type == HF_TYPE_I64 ? (const void *)&wide
                                                              : (const void *)&narrow;
            memcpy(w->buffer + (size_t)i * array->entry_bytes, number, array->entry_bytes);
        }
        HF_TRY(hf_file_write(w->file, w->buffer, (size_t)count * array->entry_bytes,
                             array->offset + first * (int64_t)array->entry_bytes, w->error));
    }
    return HF_OK;
}

static hf_status write_nan(const writer *w, const hf_array *array)
{
    if (array->type == HF_TYPE_F32)
        hf_fill_nan_f32((float *)w->buffer, BUFFER_BYTES / (int64_t)sizeof(float));
    else
        hf_fill_nan_f64((double *)w->buffer, BUFFER_BYTES / (int64_t)sizeof(double));
    for (size_t at = 0; at < array->bytes; at += BUFFER_BYTES) {
        if (hf_stop_requested())
            return hf_fail(w->error, HF_STOPPED,
                           "stopped by %s while %s was made: nothing was trained; the same command "
                           "begins again",
                           hf_stop_reason(hf_stop_requested()), w->file.path);
        size_t bytes = array->bytes - at < BUFFER_BYTES ? array->bytes - at : BUFFER_BYTES;
        HF_TRY(hf_file_write(w->file, w->buffer, bytes, array->offset + (int64_t)at, w->error));
    }
    return HF_OK;
}

/* /splits/center, /splits/scale and /splits/fill, a split at a time. */
static hf_status write_scaling(const writer *w)
{
    const hf_experiment *experiment = w->experiment;
    const hf_array *centers = hf_catalogue_find(w->catalogue, HF_SPLITS_CENTER, 0);
    const hf_array *scales = hf_catalogue_find(w->catalogue, HF_SPLITS_SCALE, 0);
    const hf_array *fills = hf_catalogue_find(w->catalogue, HF_SPLITS_FILL, 0);
    const int64_t inputs = experiment->dataset.inputs;
    const int64_t row_bytes = (int64_t)centers->entry_bytes;
    double *center = NULL;
    hf_status status = hf_allocate(&center, 3 * inputs, sizeof *center, w->error);
    for (int64_t split = 0; split < experiment->splits.count && status == HF_OK; split++) {
        double *scale = center + inputs, *fill = scale + inputs;
        HF_TRY_CLEANUP(hf_scaling_compute(&experiment->config, &experiment->dataset,
                                          &experiment->splits, split, center, scale, fill,
                                          w->error));
        HF_TRY_CLEANUP(hf_file_write(w->file, center, centers->entry_bytes,
                                     centers->offset + split * row_bytes, w->error));
        HF_TRY_CLEANUP(hf_file_write(w->file, scale, scales->entry_bytes,
                                     scales->offset + split * row_bytes, w->error));
        if (fills)
            HF_TRY_CLEANUP(hf_file_write(w->file, fill, fills->entry_bytes,
                                         fills->offset + split * row_bytes, w->error));
    }
cleanup:
    hf_free(&center);
    return status;
}

/* /splits/target_center and /splits/target_scale. */
static hf_status write_target_scaling(const writer *w)
{
    const hf_experiment *experiment = w->experiment;
    const hf_array *centers = hf_catalogue_find(w->catalogue, HF_SPLITS_TARGET_CENTER, 0);
    const hf_array *scales = hf_catalogue_find(w->catalogue, HF_SPLITS_TARGET_SCALE, 0);
    for (int64_t split = 0; centers && split < experiment->splits.count; split++) {
        const int64_t at = split * (int64_t)sizeof(double);
        double center, scale;
        HF_TRY(hf_target_scaling(&experiment->dataset, &experiment->splits, split, &center, &scale,
                                 w->error));
        HF_TRY(hf_file_write(w->file, &center, sizeof center, centers->offset + at, w->error));
        HF_TRY(hf_file_write(w->file, &scale, sizeof scale, scales->offset + at, w->error));
    }
    return HF_OK;
}

/* What lies in memory as it goes into the file; NULL if it does not. */
static const void *whole_content(const hf_experiment *experiment, hf_field field)
{
    switch (field) {
    case HF_DATASET_X:
        return experiment->dataset.x;
    case HF_DATASET_Y:
        return experiment->dataset.y;
    case HF_DATASET_TARGET:
        return experiment->dataset.target;
    case HF_DATASET_GROUP:
        return experiment->dataset.group;
    case HF_SPLITS_TRAIN:
        return experiment->splits.train;
    case HF_SPLITS_VALIDATION:
        return experiment->splits.validation;
    case HF_SIGNIFICANCE_GROUP:
        return experiment->groups.of;
    default:
        return NULL;
    }
}

static double input_feature(const writer *w, const hf_array *array, int64_t i)
{
    (void)array;
    return (double)hf_dataset_feature_of(&w->experiment->dataset, i);
}

static hf_status write_field(const writer *w, const hf_array *array)
{
    const hf_field field = (hf_field)array->table_row;
    const void *whole = whole_content(w->experiment, field);
    if (whole)
        return hf_file_write(w->file, whole, array->bytes, array->offset, w->error);
    if (field == HF_SPLITS_TARGET_CENTER || field == HF_SPLITS_TARGET_SCALE)
        return HF_OK; /* write_target_scaling */
    if (field == HF_SPLITS_CENTER || field == HF_SPLITS_SCALE || field == HF_SPLITS_FILL)
        return HF_OK; /* write_scaling */
    if (field == HF_DATASET_INPUT_FEATURE)
        return write_entries(w, array, input_feature);
    if (field == HF_REPLICAS_SEED || field == HF_REPLICAS_HIDDEN || field == HF_REPLICAS_SPLIT)
        return write_entries(w, array, replica_value);
    if (array->type == HF_TYPE_F32 || array->type == HF_TYPE_F64)
        return write_nan(w, array);
    return HF_OK; /* integers start as 0, which is what reserved space reads as */
}

static hf_status write_all(const writer *w, const char *const *texts)
{
    const hf_catalogue *catalogue = w->catalogue;
    for (int64_t i = 0; i < catalogue->scale_count; i++)
        HF_TRY(write_entries(w, &catalogue->arrays[i], scale_value));
    for (int i = 0; i < HF_TEXTS; i++)
        if (texts[i])
            HF_TRY(hf_file_write(w->file, texts[i], strlen(texts[i]), catalogue->texts[i].offset,
                                 w->error));
    for (int64_t i = catalogue->scale_count; i < catalogue->count; i++)
        HF_TRY(write_field(w, &catalogue->arrays[i]));
    HF_TRY(write_target_scaling(w));
    return write_scaling(w);
}

hf_status hf_content_write(hf_file file, const hf_catalogue *catalogue,
                           const hf_experiment *experiment, const char *const *texts,
                           hf_error *error)
{
    writer w = {file, catalogue, experiment, NULL, error};
    HF_TRY(hf_allocate(&w.buffer, BUFFER_BYTES, 1, error));
    hf_status status = write_all(&w, texts);
    hf_free(&w.buffer);
    return status;
}
