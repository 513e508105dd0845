/* How often two voters select the same feature, by what they differ in. */
#include "overlaps.h"

#include "holdfast/memory.h"

hf_status hf_overlaps_make(const hf_grid *grid, hf_memory *memory, hf_overlaps *overlaps,
                           hf_error *error)
{
    hf_overlaps *o = overlaps;
    const int64_t hiddens = grid->hiddens;
    const int64_t cells = grid->seeds * grid->splits; /* at most the replicas, which are counted */
    *o = (hf_overlaps){.grid = grid};
    HF_TRY(hf_memory_allocate(memory, &o->seed_squares, hiddens, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &o->split_squares, hiddens, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &o->cell_squares, cells, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &o->of_seed, grid->seeds, sizeof(int32_t), error));
    HF_TRY(hf_memory_allocate(memory, &o->of_seed_in_split, grid->seeds, sizeof(int32_t), error));
    HF_TRY(hf_memory_allocate(memory, &o->of_seed_and_hidden, grid->seeds * hiddens,
                              sizeof(int32_t), error));
    return hf_memory_allocate(memory, &o->of_split_and_hidden, grid->splits * hiddens,
                              sizeof(int32_t), error);
}

/* By how much the square of a counter grows when one more is counted. */
static int64_t step(int32_t *counter)
{
    return 2 * (int64_t)(*counter)++ + 1;
}

hf_item_sums hf_overlaps_add(hf_overlaps *overlaps, const int32_t *number, int64_t count,
                             const hf_voter_table *voters)
{
    hf_overlaps *o = overlaps;
    const int64_t seeds = o->grid->seeds, hiddens = o->grid->hiddens;
    hf_item_sums sums = {0};
    int32_t split = -1, in_split = 0;
    int64_t split_begin = 0;
    for (int64_t i = 0; i <= count; i++) {
        const hf_cell cell = i < count ? hf_cell_of(o->grid, number[i]) : (hf_cell){-1, -1, -1};
        if (cell.split != split) {
            for (int64_t j = split_begin; j < i; j++)
                o->of_seed_in_split[hf_cell_of(o->grid, number[j]).seed] = 0;
            split = cell.split;
            split_begin = i;
            in_split = 0;
        }
        if (i == count)
            break;
        const int64_t at = cell.split * seeds + cell.seed;
        const int64_t cell_step = step(&o->of_seed_in_split[cell.seed]);
        sums.seed_squares += step(&o->of_seed[cell.seed]);
        sums.split_squares += step(&in_split);
        sums.cell_squares += cell_step;
        sums.seed_voters += voters->of_seed[cell.seed];
        sums.split_voters += voters->of_split[cell.split];
        sums.cell_voters += voters->of_cell[at];
        o->cell_squares[at] += (double)cell_step;
        o->seed_squares[cell.hidden] +=
            (double)step(&o->of_seed_and_hidden[cell.seed * hiddens + cell.hidden]);
        o->split_squares[cell.hidden] +=
            (double)step(&o->of_split_and_hidden[cell.split * hiddens + cell.hidden]);
    }
    for (int64_t i = 0; i < count; i++) {
        const hf_cell cell = hf_cell_of(o->grid, number[i]);
        o->of_seed[cell.seed] = 0;
        o->of_seed_and_hidden[cell.seed * hiddens + cell.hidden] = 0;
        o->of_split_and_hidden[cell.split * hiddens + cell.hidden] = 0;
    }
    return sums;
}

hf_status hf_voter_table_make(const hf_grid *grid, const int32_t *number, int64_t count,
                              hf_memory *memory, hf_voter_table *voters, hf_error *error)
{
    hf_voter_table *v = voters;
    const int64_t cells = grid->seeds * grid->splits;
    HF_TRY(hf_memory_allocate(memory, &v->of_seed, grid->seeds, sizeof *v->of_seed, error));
    HF_TRY(hf_memory_allocate(memory, &v->of_split, grid->splits, sizeof *v->of_split, error));
    HF_TRY(hf_memory_allocate(memory, &v->of_cell, cells, sizeof *v->of_cell, error));
    for (int64_t i = 0; i < count; i++) {
        const hf_cell cell = hf_cell_of(grid, number[i]);
        v->of_seed[cell.seed]++;
        v->of_split[cell.split]++;
        v->of_cell[cell.split * grid->seeds + cell.seed]++;
    }
    return HF_OK;
}

/* Two voters of one split and hidden size differ in seed. */
double hf_overlaps_seed(const hf_overlaps *overlaps, const double *entries)
{
    double pairs = 0;
    for (int64_t h = 0; h < overlaps->grid->hiddens; h++)
        pairs += overlaps->split_squares[h] - entries[h];
    return pairs;
}

double hf_overlaps_split(const hf_overlaps *overlaps, const double *entries)
{
    double pairs = 0;
    for (int64_t h = 0; h < overlaps->grid->hiddens; h++)
        pairs += overlaps->seed_squares[h] - entries[h];
    return pairs;
}

double hf_overlaps_hidden(const hf_overlaps *overlaps, const double *entries)
{
    const int64_t cells = overlaps->grid->seeds * overlaps->grid->splits;
    double pairs = 0;
    for (int64_t i = 0; i < cells; i++)
        pairs += overlaps->cell_squares[i];
    for (int64_t h = 0; h < overlaps->grid->hiddens; h++)
        pairs -= entries[h];
    return pairs;
}

/* A cell holds one replica of the hidden size at most: its square is its number. */
double hf_overlaps_cross(const hf_overlaps *overlaps, int64_t hidden_index, double entries,
                         double squares)
{
    return squares - overlaps->seed_squares[hidden_index] - overlaps->split_squares[hidden_index] +
           entries;
}
