#include "results.h"
#include "rows.h"

#include "holdfast/memory.h"
#include <string.h>

static int64_t rows_per_block(const hf_results *results, int64_t hidden_index)
{
    return hf_block_replicas(results->catalogue.shape.grid.seeds,
                             hf_rows_size(results->layout, hidden_index, 1));
}

/* Bytes of the largest block of any hidden size. */
static size_t block_bytes(const hf_results *results)
{
    size_t most = 0;
    for (int64_t hidden = 0; hidden < results->catalogue.shape.grid.hiddens; hidden++) {
        size_t bytes = hf_rows_size(results->layout, hidden, rows_per_block(results, hidden));
        most = bytes > most ? bytes : most;
    }
    return most;
}

static bool row_is_whole(const hf_rows_layout *layout, const hf_rows *rows, int64_t k)
{
    uint32_t trained, importance;
    memcpy(&trained, hf_rows_at(layout, rows, HF_REPLICAS_CRC32, 0, k), sizeof trained);
    memcpy(&importance, hf_rows_at(layout, rows, HF_REPLICAS_IMPORTANCE_CRC32, 0, k),
           sizeof importance);
    return trained == hf_rows_crc32(layout, rows, HF_ROLE_TRAINED, k) &&
           importance == hf_rows_crc32(layout, rows, HF_ROLE_IMPORTANCE, k);
}

static bool any_row(const uint8_t *status, int64_t count)
{
    for (int64_t k = 0; k < count; k++)
        if (status[k] != HF_PENDING)
            return true;
    return false;
}

/* Checks one block whose status is known; `demoted` counts on. */
static hf_status check_block(hf_results *results, hf_rows *rows, uint8_t *status, int64_t *demoted,
                             hf_error *error)
{
    int64_t bad = 0;
    if (!any_row(status, rows->count))
        return HF_OK;
    HF_TRY(hf_results_read_rows(results, rows, error));
    for (int64_t k = 0; k < rows->count; k++) {
        if (status[k] == HF_PENDING)
            continue;
        if (status[k] <= HF_DIVERGED && row_is_whole(results->layout, rows, k))
            continue;
        hf_rows_blank(results->layout, rows, k);
        status[k] = HF_PENDING;
        bad++;
    }
    *demoted += bad;
    return bad > 0 && results->writable ? hf_results_write_rows(results, rows, error) : HF_OK;
}

hf_status hf_results_check(hf_results *results, uint8_t *status, int64_t *demoted, hf_error *error)
{
    const hf_grid *grid = &results->catalogue.shape.grid;
    const int64_t replicas = hf_grid_replicas(grid);
    hf_rows rows = {0};
    hf_status outcome;
    *demoted = 0;
    HF_TRY(hf_results_read(results, HF_REPLICAS_STATUS, 0, 0, replicas, status, error));
    HF_TRY(hf_allocate(&rows.data, (int64_t)block_bytes(results), 1, error));
    outcome = HF_OK;
    while (rows.first < replicas && outcome == HF_OK) {
        const hf_replica_place place = hf_grid_place(grid, rows.first);
        const int64_t left = grid->seeds - place.seed_index;
        const int64_t most = rows_per_block(results, place.hidden_index);
        rows.count = left < most ? left : most;
        rows.hidden_index = place.hidden_index;
        rows.bytes = hf_rows_size(results->layout, rows.hidden_index, rows.count);
        outcome = check_block(results, &rows, status + rows.first, demoted, error);
        rows.first += rows.count;
    }
    hf_free(&rows.data);
    return outcome;
}
