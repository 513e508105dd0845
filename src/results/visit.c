/* Goes through an arm's replicas, block after block. */
#include "results.h"

#include "holdfast/memory.h"

static void free_buffers(const hf_scan *scan, void ***buffers)
{
    for (int64_t c = 0; *buffers && c < scan->column_count; c++)
        hf_free(&(*buffers)[c]);
    hf_free(buffers);
}

/* [column] room for as many replicas as *most allows, which becomes those of a block. */
static hf_status make_buffers(const hf_results *results, const hf_scan *scan, int64_t *most,
                              void ***buffers, hf_error *error)
{
    size_t bytes = 1;
    for (int64_t c = 0; c < scan->column_count; c++)
        bytes += hf_results_entry_bytes(results, scan->columns[c].field, scan->columns[c].variant);
    *most = hf_block_replicas(*most, bytes);
    HF_TRY(hf_allocate(buffers, scan->column_count, sizeof **buffers, error));
    for (int64_t c = 0; c < scan->column_count; c++)
        HF_TRY(hf_allocate(
            &(*buffers)[c], *most,
            hf_results_entry_bytes(results, scan->columns[c].field, scan->columns[c].variant),
            error));
    return HF_OK;
}

static hf_status visit_block(const hf_results *results, const hf_scan *scan, const hf_grid *grid,
                             int64_t entry, int64_t count, void **buffers, hf_error *error)
{
    const hf_block block = {grid, hf_grid_first(grid) + entry, count, (const void *const *)buffers};
    for (int64_t c = 0; c < scan->column_count; c++)
        HF_TRY(hf_results_read(results, scan->columns[c].field, scan->columns[c].variant, entry,
                               count, buffers[c], error));
    return scan->visit(scan->context, &block, error);
}

hf_status hf_results_visit(const hf_results *results, const hf_scan *scan, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(results, scan->arm);
    const int64_t replicas = scan->replicas > 0 ? scan->replicas : hf_grid_replicas(&grid);
    const int64_t end = scan->first + replicas;
    int64_t most = replicas;
    void **buffers = NULL;
    hf_status status;
    if (replicas == 0) /* the arm's fields may not be there */
        return HF_OK;
    HF_TRY_CLEANUP(make_buffers(results, scan, &most, &buffers, error));
    for (int64_t entry = scan->first; entry < end; entry += most) {
        const int64_t count = end - entry < most ? end - entry : most;
        HF_TRY_CLEANUP(visit_block(results, scan, &grid, entry, count, buffers, error));
    }
cleanup:
    free_buffers(scan, &buffers);
    return status;
}
