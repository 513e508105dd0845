/* What an open results file says of itself. */
#include "results.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

const char *hf_results_path(const hf_results *results)
{
    return results->path;
}

const hf_config *hf_results_config(const hf_results *results)
{
    return &results->config;
}

const hf_grid *hf_results_grid(const hf_results *results)
{
    return &results->catalogue.shape.grid;
}

const hf_rows_layout *hf_results_layout(const hf_results *results)
{
    return results->layouts[HF_ARM_MAIN];
}

hf_grid hf_results_arm_grid(const hf_results *results, hf_arm arm)
{
    return hf_shape_grid(&results->catalogue.shape, arm);
}

const hf_rows_layout *hf_results_arm_layout(const hf_results *results, hf_arm arm)
{
    return results->layouts[arm];
}

int64_t hf_results_replicas(const hf_results *results)
{
    int64_t replicas = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_grid grid = hf_results_arm_grid(results, arm);
        replicas += hf_grid_replicas(&grid);
    }
    return replicas;
}

const hf_text_list *hf_results_features(const hf_results *results)
{
    return &results->columns.feature_names;
}

const hf_dataset *hf_results_columns(const hf_results *results)
{
    return &results->columns;
}

const hf_text_list *hf_results_classes(const hf_results *results)
{
    return &results->columns.class_names;
}

const char *hf_results_data_hash(const hf_results *results)
{
    return results->data_hash;
}

int64_t hf_results_samples(const hf_results *results)
{
    return results->catalogue.shape.size[HF_AXIS_SAMPLE];
}

uint8_t hf_results_last_state(const hf_results *results)
{
    return results->catalogue.shape.grid.shard.count > 0 ? HF_STATE_TRAINED : HF_STATE_COMPLETE;
}

hf_status hf_results_need_whole(const hf_results *results, hf_error *error)
{
    const hf_shard *shard = &results->catalogue.shape.grid.shard;
    if (shard->count == 0)
        return HF_OK;
    return hf_fail(error, HF_BAD_DATA,
                   "%s is shard %lld of %lld, which has no statistics: join all %lld shards "
                   "with holdfast merge",
                   results->path, (long long)shard->number, (long long)shard->count,
                   (long long)shard->count);
}

bool hf_results_has(const hf_results *results, hf_field field, int64_t variant)
{
    return hf_catalogue_find(&results->catalogue, field, variant) != NULL;
}

/* Also of a field that is newer than the file: as it would be. */
static hf_array array_of(const hf_results *results, hf_field field, int64_t variant)
{
    const hf_array *found = hf_catalogue_find(&results->catalogue, field, variant);
    hf_array array = found ? *found : (hf_array){0};
    if (!hf_config_has(&results->config, hf_field_table[field].since))
        hf_row_array(&results->catalogue.shape, &hf_field_table[field], variant, &array, NULL);
    return array;
}

size_t hf_results_entry_bytes(const hf_results *results, hf_field field, int64_t variant)
{
    return array_of(results, field, variant).entry_bytes;
}

int64_t hf_results_entries(const hf_results *results, hf_field field, int64_t variant)
{
    return array_of(results, field, variant).entries;
}

int64_t hf_block_replicas(int64_t replicas, size_t bytes_per_replica)
{
    enum { BLOCK_BYTES = 4 << 20 };
    int64_t block = (int64_t)(BLOCK_BYTES / bytes_per_replica);
    block = block < 1 ? 1 : block;
    return block < replicas ? block : replicas;
}

hf_status hf_results_check_writable(const hf_results *results, hf_error *error)
{
    return results->writable ? HF_OK
                             : hf_fail(error, HF_INTERNAL, "%s was opened for reading, not writing",
                                       results->path);
}

static hf_status find_entries(const hf_results *results, hf_field field, int64_t variant,
                              int64_t first, int64_t count, const hf_array **array, hf_error *error)
{
    *array = hf_catalogue_find(&results->catalogue, field, variant);
    if (!*array)
        return hf_fail(error, HF_INTERNAL, "%s does not hold %s (%lld)", results->path,
                       hf_field_table[field].path, (long long)variant);
    if (first < 0 || count < 0 || first > (*array)->entries - count)
        return hf_fail(error, HF_INTERNAL, "%s: %s has %lld entries, asked for %lld from %lld on",
                       results->path, (*array)->path, (long long)(*array)->entries,
                       (long long)count, (long long)first);
    return HF_OK;
}

hf_status hf_results_read(const hf_results *results, hf_field field, int64_t variant, int64_t first,
                          int64_t count, void *values, hf_error *error)
{
    const hf_array *array;
    HF_TRY(find_entries(results, field, variant, first, count, &array, error));
    return hf_file_read(results->file, values, (size_t)count * array->entry_bytes,
                        array->offset + first * (int64_t)array->entry_bytes, error);
}

hf_status hf_results_compare(const hf_results *results, hf_field field, int64_t variant,
                             int64_t first, int64_t count, const void *values,
                             const char **difference, hf_error *error)
{
    const hf_array *array;
    unsigned char there[1 << 12];
    HF_TRY(find_entries(results, field, variant, first, count, &array, error));
    const size_t bytes = (size_t)count * array->entry_bytes;
    const int64_t offset = array->offset + first * (int64_t)array->entry_bytes;
    for (size_t at = 0; at < bytes && !*difference; at += sizeof there) {
        const size_t piece = bytes - at < sizeof there ? bytes - at : sizeof there;
        HF_TRY(hf_file_read(results->file, there, piece, offset + (int64_t)at, error));
        if (memcmp(there, (const unsigned char *)values + at, piece) != 0)
            *difference = array->path;
    }
    return HF_OK;
}

hf_status hf_results_write(hf_results *results, hf_field field, int64_t variant, int64_t first,
                           int64_t count, const void *values, hf_error *error)
{
    const hf_array *array;
    HF_TRY(find_entries(results, field, variant, first, count, &array, error));
    HF_TRY(hf_results_check_writable(results, error));
    if (field == HF_PROVENANCE_STATE) /* the rest is to be as it says, power loss or not */
        HF_TRY(hf_file_sync(results->file, error));
    return hf_file_write(results->file, values, (size_t)count * array->entry_bytes,
                         array->offset + first * (int64_t)array->entry_bytes, error);
}

hf_data_counts hf_results_counts(const hf_results *results)
{
    const int64_t *size = results->catalogue.shape.size;
    return (hf_data_counts){.samples = size[HF_AXIS_SAMPLE],
                            .features = size[HF_AXIS_FEATURE],
                            .inputs = size[HF_AXIS_INPUT],
                            .classes = size[HF_AXIS_CLASS],
                            .groups = size[HF_AXIS_FEATURE_GROUP],
                            .splits = size[HF_AXIS_SPLIT]};
}

hf_status hf_results_bytes(const hf_config *config, hf_shard shard, const hf_data_counts *counts,
                           int64_t *bytes, hf_error *error)
{
    hf_catalogue catalogue;
    HF_TRY(hf_catalogue_make(config, shard, counts, &catalogue, error));
    *bytes = catalogue.bytes;
    hf_catalogue_free(&catalogue);
    return HF_OK;
}
