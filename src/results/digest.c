/* The digest over all that is science. */
#include "results.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

enum { BUFFER_BYTES = 1 << 20 };

static hf_status check_complete(const hf_results *results, hf_error *error)
{
    uint8_t state;
    const int64_t replicas = hf_results_replicas(results);
    int64_t pending;
    HF_TRY(hf_results_read(results, HF_PROVENANCE_STATE, 0, 0, 1, &state, error));
    if (state == hf_results_last_state(results))
        return HF_OK;
    HF_TRY(hf_results_pending(results, &pending, error));
    return hf_fail(
        error, HF_STOPPED,
        "%s is not complete (%lld of %lld networks are done) and has no digest yet: finish "
        "it with holdfast run",
        results->path, (long long)(replicas - pending), (long long)replicas);
}

/* Each text and path with its NUL, so that nothing can run into its neighbour. */
static void add_text(XXH3_state_t *hash, const char *text)
{
    XXH3_128bits_update(hash, text, strlen(text) + 1);
}

static hf_status add_array(const hf_results *results, const hf_array *array, unsigned char *buffer,
                           XXH3_state_t *hash, hf_error *error)
{
    add_text(hash, array->path);
    for (size_t at = 0; at < array->bytes; at += BUFFER_BYTES) {
        size_t bytes = array->bytes - at < BUFFER_BYTES ? array->bytes - at : BUFFER_BYTES;
        HF_TRY(hf_file_read(results->file, buffer, bytes, array->offset + (int64_t)at, error));
        XXH3_128bits_update(hash, buffer, bytes);
    }
    return HF_OK;
}

static hf_status add_experiment(const hf_results *results, XXH3_state_t *hash, hf_error *error)
{
    hf_text experiment = {0};
    const hf_shard *shard = &results->catalogue.shape.grid.shard;
    hf_config_write_experiment(&results->config, &experiment);
    if (shard->count > 0)
        hf_text_append(&experiment, "shard: %lld/%lld\n", (long long)shard->number,
                       (long long)shard->count);
    hf_status status = hf_text_check(&experiment, error);
    if (status == HF_OK) {
        add_text(hash, experiment.data ? experiment.data : "");
        add_text(hash, results->data_hash);
    }
    hf_text_free(&experiment);
    return status;
}

static hf_status add_all(const hf_results *results, unsigned char *buffer, XXH3_state_t *hash,
                         hf_error *error)
{
    const hf_catalogue *catalogue = &results->catalogue;
    HF_TRY(check_complete(results, error));
    HF_TRY(add_experiment(results, hash, error));
    for (int64_t i = catalogue->scale_count; i < catalogue->count; i++) {
        const hf_array *array = &catalogue->arrays[i];
        if (hf_field_table[array->table_row].roles & HF_ROLE_DIGEST)
            HF_TRY(add_array(results, array, buffer, hash, error));
    }
    return HF_OK;
}

hf_status hf_results_digest(const hf_results *results, char digest[HF_HASH_BYTES], hf_error *error)
{
    unsigned char *buffer;
    XXH3_state_t *hash = XXH3_createState();
    if (!hash || XXH3_128bits_reset(hash) != XXH_OK) {
        XXH3_freeState(hash);
        return hf_fail(error, HF_INTERNAL, "out of memory for a digest");
    }
    hf_status status = hf_allocate(&buffer, BUFFER_BYTES, 1, error);
    if (status == HF_OK) {
        status = add_all(results, buffer, hash, error);
        hf_free(&buffer);
    }
    if (status == HF_OK) {
        XXH128_hash_t sum = XXH3_128bits_digest(hash);
        snprintf(digest, HF_HASH_BYTES, "%016llx%016llx", (unsigned long long)sum.high64,
                 (unsigned long long)sum.low64);
    }
    XXH3_freeState(hash);
    return status;
}
