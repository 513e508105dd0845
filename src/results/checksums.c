/* Checks the checksums of rows; what does not match becomes pending. */
#include "results.h"
#include "rows.h"

#include "holdfast/memory.h"
#include <string.h>

enum { PLACES = 256 }; /* at a time */

hf_status hf_results_block_make(const hf_results *results, hf_arm arm, hf_rows *rows,
                                hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(results, arm);
    const hf_rows_layout *layout = results->layouts[arm];
    size_t most = 0;
    for (int64_t hidden = 0; hidden < grid.hiddens; hidden++) {
        const int64_t count = hf_block_replicas(grid.seeds, hf_rows_size(layout, hidden, 1));
        const size_t bytes = hf_rows_size(layout, hidden, count);
        most = bytes > most ? bytes : most;
    }
    *rows = (hf_rows){.arm = arm};
    return hf_allocate(&rows->data, (int64_t)most, 1, error);
}

void hf_results_block_set(const hf_results *results, int64_t first, int64_t most, hf_rows *rows)
{
    const hf_grid grid = hf_results_arm_grid(results, rows->arm);
    const hf_rows_layout *layout = results->layouts[rows->arm];
    rows->first = first;
    rows->hidden_index = hf_grid_place(&grid, first).hidden_index;
    const int64_t room = hf_block_replicas(grid.seeds, hf_rows_size(layout, rows->hidden_index, 1));
    rows->count = hf_grid_run(&grid, first, room < most ? room : most);
    rows->bytes = hf_rows_size(layout, rows->hidden_index, rows->count);
}

static bool any_row(const uint8_t *status, int64_t count)
{
    for (int64_t k = 0; k < count; k++)
        if (status[k] != HF_PENDING)
            return true;
    return false;
}

/* Whose replica a row is, as it was set when the file was made; covered by no checksum. */
typedef struct places {
    int64_t seed[PLACES];
    int32_t hidden[PLACES], split[PLACES];
} places;

static places places_of(const hf_grid *grid, int64_t first, int64_t count)
{
    places p = {{0}, {0}, {0}};
    for (int64_t k = 0; k < count; k++) {
        const hf_replica_place place = hf_grid_place(grid, first + k);
        p.seed[k] = place.seed;
        p.hidden[k] = (int32_t)place.hidden;
        p.split[k] = (int32_t)place.split;
    }
    return p;
}

/* bad [count] = 1 where seed, hidden size or split are not what they should be; they are set right
 * where the file is writable. */
static hf_status check_places(hf_results *results, int64_t first, int64_t count, uint8_t *bad,
                              hf_error *error)
{
    const hf_grid *grid = &results->catalogue.shape.grid;
    const int64_t entry = first - hf_grid_first(grid);
    const places right = places_of(grid, first, count);
    places p;
    bool any = false;
    HF_TRY(hf_results_read(results, HF_REPLICAS_SEED, 0, entry, count, p.seed, error));
    HF_TRY(hf_results_read(results, HF_REPLICAS_HIDDEN, 0, entry, count, p.hidden, error));
    HF_TRY(hf_results_read(results, HF_REPLICAS_SPLIT, 0, entry, count, p.split, error));
    for (int64_t k = 0; k < count; k++) {
        bad[k] = p.seed[k] != right.seed[k] || p.hidden[k] != right.hidden[k] ||
                 p.split[k] != right.split[k];
        any |= bad[k];
    }
    if (!any || !results->writable)
        return HF_OK;
    HF_TRY(hf_results_write(results, HF_REPLICAS_SEED, 0, entry, count, right.seed, error));
    HF_TRY(hf_results_write(results, HF_REPLICAS_HIDDEN, 0, entry, count, right.hidden, error));
    return hf_results_write(results, HF_REPLICAS_SPLIT, 0, entry, count, right.split, error);
}

/* Checks rows of one block whose status is known, as far as `status` goes; blanks those that are
 * bad. */
static hf_status sift(hf_results *results, hf_rows *rows, int64_t from, int64_t count,
                      uint8_t *status, int64_t *bad, hf_error *error)
{
    const hf_rows_layout *layout = results->layouts[rows->arm];
    uint8_t misplaced[PLACES] = {0};
    if (rows->arm == HF_ARM_MAIN)
        HF_TRY(check_places(results, rows->first + from, count, misplaced, error));
    for (int64_t i = 0; i < count; i++) {
        const int64_t k = from + i;
        if (status[k] == HF_PENDING)
            continue;
        if (status[k] <= HF_DIVERGED && !misplaced[i] && hf_rows_are_whole(layout, rows, k))
            continue;
        hf_rows_blank(layout, rows, k);
        status[k] = HF_PENDING;
        ++*bad;
    }
    return HF_OK;
}

/* Checks one block whose status is known; `demoted` counts on. */
static hf_status check_block(hf_results *results, hf_rows *rows, uint8_t *status, int64_t *demoted,
                             hf_error *error)
{
    int64_t bad = 0;
    if (!any_row(status, rows->count))
        return HF_OK;
    HF_TRY(hf_results_read_rows(results, rows, error));
    for (int64_t from = 0; from < rows->count; from += PLACES) {
        const int64_t left = rows->count - from;
        HF_TRY(sift(results, rows, from, left < PLACES ? left : PLACES, status, &bad, error));
    }
    *demoted += bad;
    return bad > 0 && results->writable ? hf_results_write_rows(results, rows, error) : HF_OK;
}

hf_status hf_results_status(const hf_results *results, hf_arm arm, uint8_t *status, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(results, arm);
    const int64_t replicas = hf_grid_replicas(&grid);
    return replicas == 0
               ? HF_OK
               : hf_results_read(results, hf_fields_of(arm)->status, 0, 0, replicas, status, error);
}

static hf_status count_pending(void *context, const hf_block *block, hf_error *error)
{
    int64_t *pending = context;
    const uint8_t *status = block->value[0];
    (void)error;
    for (int64_t i = 0; i < block->count; i++)
        *pending += status[i] == HF_PENDING;
    return HF_OK;
}

hf_status hf_results_pending(const hf_results *results, int64_t *pending, hf_error *error)
{
    *pending = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_column column = {hf_fields_of(arm)->status, 0};
        const hf_scan scan = {.arm = arm,
                              .columns = &column,
                              .column_count = 1,
                              .visit = count_pending,
                              .context = pending};
        HF_TRY(hf_results_visit(results, &scan, error));
    }
    return HF_OK;
}

hf_status hf_results_check(hf_results *results, hf_arm arm, uint8_t *status, int64_t *demoted,
                           hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(results, arm);
    const int64_t replicas = hf_grid_replicas(&grid), begin = hf_grid_first(&grid);
    hf_rows rows;
    hf_status outcome = HF_OK;
    *demoted = 0;
    if (replicas == 0)
        return HF_OK;
    HF_TRY(hf_results_status(results, arm, status, error));
    HF_TRY(hf_results_block_make(results, arm, &rows, error));
    for (int64_t entry = 0; entry < replicas && outcome == HF_OK; entry += rows.count) {
        hf_results_block_set(results, begin + entry, replicas, &rows);
        outcome = check_block(results, &rows, status + entry, demoted, error);
    }
    hf_free(&rows.data);
    return outcome;
}
