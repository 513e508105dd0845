#include "results.h"
#include "rows.h"

#include "holdfast/memory.h"
#include <string.h>

int64_t hf_results_block_rows(const hf_results *results, int64_t hidden_index)
{
    return hf_block_replicas(results->catalogue.shape.grid.seeds,
                             hf_rows_size(results->layout, hidden_index, 1));
}

size_t hf_results_block_bytes(const hf_results *results)
{
    size_t most = 0;
    for (int64_t hidden = 0; hidden < results->catalogue.shape.grid.hiddens; hidden++) {
        const int64_t rows = hf_results_block_rows(results, hidden);
        const size_t bytes = hf_rows_size(results->layout, hidden, rows);
        most = bytes > most ? bytes : most;
    }
    return most;
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
        if (status[k] <= HF_DIVERGED && hf_rows_are_whole(results->layout, rows, k))
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
    const int64_t begin = hf_grid_first(grid);
    hf_rows rows = {.first = begin};
    hf_status outcome;
    *demoted = 0;
    HF_TRY(hf_results_read(results, HF_REPLICAS_STATUS, 0, 0, replicas, status, error));
    HF_TRY(hf_allocate(&rows.data, (int64_t)hf_results_block_bytes(results), 1, error));
    outcome = HF_OK;
    while (rows.first < begin + replicas && outcome == HF_OK) {
        rows.hidden_index = hf_grid_place(grid, rows.first).hidden_index;
        rows.count =
            hf_grid_run(grid, rows.first, hf_results_block_rows(results, rows.hidden_index));
        rows.bytes = hf_rows_size(results->layout, rows.hidden_index, rows.count);
        outcome = check_block(results, &rows, status + (rows.first - begin), demoted, error);
        rows.first += rows.count;
    }
    hf_free(&rows.data);
    return outcome;
}
