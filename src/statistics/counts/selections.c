/* Which replicas select each feature, and where in the seed x split table they stand. */
#include "selections.h"

#include "holdfast/memory.h"

hf_status hf_selections_make(const int64_t *counts, int64_t items, hf_memory *memory,
                             hf_selections *selections, hf_error *error)
{
    hf_selections *s = selections;
    *s = (hf_selections){.items = items};
    HF_TRY(hf_memory_allocate(memory, &s->begin, items + 1, sizeof *s->begin, error));
    HF_TRY(hf_memory_allocate(memory, &s->filled, items, sizeof *s->filled, error));
    for (int64_t i = 0; i < items; i++)
        s->begin[i + 1] = s->begin[i] + counts[i];
    return hf_memory_allocate(memory, &s->number, s->begin[items], sizeof *s->number, error);
}

void hf_selections_add(hf_selections *selections, int64_t item, int64_t number)
{
    selections->number[selections->begin[item] + selections->filled[item]++] = (int32_t)number;
}

/* `units` of the factor: an item has a line for each that its replicas reach, which for large grids
 * are far fewer than its replicas. */
static hf_status lines_make(const hf_selections *selections, int64_t units, hf_memory *memory,
                            hf_lines *lines, hf_error *error)
{
    const int64_t items = selections->items, entries = selections->begin[items];
    int64_t most = 0;
    for (int64_t i = 0; i < items; i++) {
        const int64_t replicas = selections->begin[i + 1] - selections->begin[i];
        most += replicas < units ? replicas : units;
    }
    HF_TRY(hf_memory_allocate(memory, &lines->begin, items + 1, sizeof *lines->begin, error));
    HF_TRY(hf_memory_allocate(memory, &lines->first, most + 1, sizeof *lines->first, error));
    HF_TRY(hf_memory_allocate(memory, &lines->line, most, sizeof *lines->line, error));
    return hf_memory_allocate(memory, &lines->across, entries, sizeof *lines->across, error);
}

/* The replicas come split by split: each split's are one line as they stand. */
static void fill_splits(const hf_selections *selections, const hf_grid *grid, hf_lines *lines)
{
    int64_t count = 0;
    for (int64_t item = 0; item < selections->items; item++) {
        lines->begin[item] = count;
        for (int64_t i = selections->begin[item]; i < selections->begin[item + 1]; i++) {
            const hf_cell cell = hf_cell_of(grid, selections->number[i]);
            if (count == lines->begin[item] || lines->line[count - 1] != cell.split) {
                lines->line[count] = cell.split;
                lines->first[count++] = i;
            }
            lines->across[i] = cell.seed;
        }
    }
    lines->begin[selections->items] = count;
    lines->first[count] = selections->begin[selections->items];
}

/* Counts the item's replicas of each seed, gives each seed reached a line, and fills the lines.
 * place [seed]: 0 before and after; in between their number, then the next free entry. */
static int64_t fill_seeds_of(const hf_selections *selections, int64_t item, const hf_grid *grid,
                             int64_t count, int64_t *place, hf_lines *lines)
{
    const int64_t first = selections->begin[item], end = selections->begin[item + 1];
    const int64_t first_line = count;
    int64_t free_entry = first;
    for (int64_t i = first; i < end; i++) {
        const int32_t seed = hf_cell_of(grid, selections->number[i]).seed;
        if (place[seed]++ == 0)
            lines->line[count++] = seed;
    }
    for (int64_t line = first_line; line < count; line++) {
        const int64_t replicas = place[lines->line[line]];
        lines->first[line] = free_entry;
        place[lines->line[line]] = free_entry;
        free_entry += replicas;
    }
    for (int64_t i = first; i < end; i++) {
        const hf_cell cell = hf_cell_of(grid, selections->number[i]);
        lines->across[place[cell.seed]++] = cell.split;
    }
    for (int64_t line = first_line; line < count; line++)
        place[lines->line[line]] = 0;
    return count;
}

hf_status hf_table_lines_make(const hf_selections *selections, const hf_grid *grid,
                              hf_memory *memory, hf_table_lines *lines, hf_error *error)
{
    int64_t *place, count = 0;
    hf_lines *by_seed = &lines->by_seed;
    HF_TRY(lines_make(selections, grid->seeds, memory, by_seed, error));
    HF_TRY(lines_make(selections, grid->splits, memory, &lines->by_split, error));
    HF_TRY(hf_memory_allocate(memory, &place, grid->seeds, sizeof *place, error));
    fill_splits(selections, grid, &lines->by_split);
    for (int64_t item = 0; item < selections->items; item++) {
        by_seed->begin[item] = count;
        count = fill_seeds_of(selections, item, grid, count, place, by_seed);
    }
    by_seed->begin[selections->items] = count;
    by_seed->first[count] = selections->begin[selections->items];
    return HF_OK;
}
