/* Blocks of rows into the file and out of it. */
#include "results.h"
#include "rows.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

/* A block has to lie within one split and hidden size. */
static hf_status check_block(const hf_results *results, const hf_rows *rows, hf_error *error)
{
    const hf_grid grid = hf_results_arm_grid(results, rows->arm);
    const int64_t entry = rows->first - hf_grid_first(&grid);
    if (entry < 0 || rows->count < 1 || entry > hf_grid_replicas(&grid) - rows->count)
        return hf_fail(error, HF_INTERNAL, "%s has no replicas %lld to %lld%s", results->path,
                       (long long)rows->first, (long long)(rows->first + rows->count - 1),
                       hf_arm_text(rows->arm));
    if (hf_grid_place(&grid, rows->first).hidden_index != rows->hidden_index ||
        hf_grid_run(&grid, rows->first, rows->count) < rows->count)
        return hf_fail(error, HF_INTERNAL,
                       "replicas %lld to %lld are not of one split and hidden size",
                       (long long)rows->first, (long long)(rows->first + rows->count - 1));
    return HF_OK;
}

/* Where a section's rows begin in its dataset. */
static int64_t first_entry(const hf_results *results, const hf_rows *rows, hf_field field)
{
    const bool per_size = hf_field_table[field].axes[0] == HF_AXIS_REPLICA_OF_SIZE;
    const hf_grid grid = hf_results_arm_grid(results, rows->arm);
    const hf_replica_place place = hf_grid_place(&grid, rows->first);
    return per_size ? place.row : place.entry;
}

/* Rows, then checksums, then status: a replica is done only once all of it is there. */
static int turn_of(hf_field field)
{
    return field == hf_fields_of(hf_field_arm(field))->status      ? 2
           : (hf_field_table[field].roles & HF_ROLE_CHECKSUM) != 0 ? 1
                                                                   : 0;
}

hf_status hf_results_write_rows(hf_results *results, const hf_rows *rows, hf_error *error)
{
    const hf_rows_layout *layout = results->layouts[rows->arm];
    HF_TRY(check_block(results, rows, error));
    for (int turn = 0; turn <= 2; turn++)
        for (int64_t s = 0; s < layout->section_count; s++) {
            const hf_row_section *section = &layout->sections[s];
            if (turn_of(section->field) == turn)
                HF_TRY(hf_results_write(
                    results, section->field, hf_rows_variant(rows, section),
                    first_entry(results, rows, section->field), rows->count,
                    hf_rows_at(layout, rows, section->field, section->method_index, 0), error));
        }
    return HF_OK;
}

hf_status hf_results_read_rows(const hf_results *results, hf_rows *rows, hf_error *error)
{
    const hf_rows_layout *layout = results->layouts[rows->arm];
    HF_TRY(check_block(results, rows, error));
    for (int64_t s = 0; s < layout->section_count; s++) {
        const hf_row_section *section = &layout->sections[s];
        HF_TRY(hf_results_read(results, section->field, hf_rows_variant(rows, section),
                               first_entry(results, rows, section->field), rows->count,
                               hf_rows_at(layout, rows, section->field, section->method_index, 0),
                               error));
    }
    return HF_OK;
}
