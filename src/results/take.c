/* Rows of one file into another. */
#include "results.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <string.h>

/* One block at a time, read from one file and written to the other. */
typedef struct transfer {
    hf_results *into;
    const hf_results *from;
    hf_rows rows; /* as `from` numbers them */
    hf_grid grid, wanted;
    hf_taken *taken;
    hf_error *error;
} transfer;

/* Leaves in the block what can be taken; the rest becomes pending. */
static int64_t sift(transfer *t)
{
    const hf_rows_layout *layout = t->from->layouts[t->rows.arm];
    const hf_field status_field = hf_fields_of(t->rows.arm)->status;
    int64_t good = 0;
    for (int64_t k = 0; k < t->rows.count; k++) {
        uint8_t status;
        memcpy(&status, hf_rows_at(layout, &t->rows, status_field, 0, k), sizeof status);
        if (status != HF_PENDING && status <= HF_DIVERGED &&
            hf_rows_are_whole(layout, &t->rows, k)) {
            good++;
            continue;
        }
        hf_rows_blank(layout, &t->rows, k);
        if (status == HF_PENDING)
            t->taken->pending++;
        else if (t->taken->damaged++ == 0) {
            t->taken->damaged_arm = t->rows.arm;
            t->taken->first_damaged = t->rows.first + k;
        }
    }
    t->taken->taken += good;
    return good;
}

/* The rows are the same bytes in both files: only their numbers and the hidden size's place in the
 * list differ. */
static hf_status move_block(transfer *t, int64_t number_in_into)
{
    HF_TRY(hf_results_read_rows(t->from, &t->rows, t->error));
    if (sift(t) == 0)
        return HF_OK;
    hf_rows rows = t->rows;
    rows.first = number_in_into;
    rows.hidden_index = hf_grid_place(&t->wanted, number_in_into).hidden_index;
    return hf_results_write_rows(t->into, &rows, t->error);
}

static hf_status move_all(transfer *t)
{
    const hf_grid *grid = &t->grid;
    const int64_t end = hf_grid_first(grid) + hf_grid_replicas(grid);
    for (int64_t number = hf_grid_first(grid), run; number < end; number += run) {
        const int64_t there = hf_grid_find(grid, number, &t->wanted, &run);
        if (there < 0)
            continue;
        if (hf_stop_requested())
            return hf_fail(
                t->error, HF_STOPPED,
                "stopped by %s while rows were copied to %s: nothing of it is kept; the same "
                "command begins again",
                hf_stop_reason(hf_stop_requested()), t->into->path);
        hf_results_block_set(t->from, number, run, &t->rows);
        run = t->rows.count;
        HF_TRY(move_block(t, there));
    }
    return HF_OK;
}

static hf_status take_arm(hf_results *into, const hf_results *from, hf_arm arm, hf_taken *taken,
                          hf_error *error)
{
    transfer t = {.into = into,
                  .from = from,
                  .grid = hf_results_arm_grid(from, arm),
                  .wanted = hf_results_arm_grid(into, arm),
                  .taken = taken,
                  .error = error};
    HF_TRY(hf_results_block_make(from, arm, &t.rows, error));
    hf_status status = move_all(&t);
    hf_free(&t.rows.data);
    return status;
}

/* Whether both number the arm's replicas in the same way, and train them on the same: null tests of
 * format 1 know no groups of rows. */
static bool share_arm(const hf_results *a, const hf_results *b, hf_arm arm)
{
    if (!a->layouts[arm] || !b->layouts[arm])
        return false;
    const bool same_draws =
        !a->config.data.groups || hf_config_has(&a->config, 2) == hf_config_has(&b->config, 2);
    return arm == HF_ARM_MAIN ||
           (same_draws && hf_arm_splits(&a->config, arm) == hf_arm_splits(&b->config, arm));
}

hf_status hf_results_take(hf_results *into, const hf_results *from, hf_taken *taken,
                          hf_error *error)
{
    *taken = (hf_taken){0};
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        if (share_arm(into, from, arm))
            HF_TRY(take_arm(into, from, arm, taken, error));
    return HF_OK;
}
