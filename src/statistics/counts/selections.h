/*
 * Who selects what: for each item (a feature, or having a vote) the replicas, and their lines in
 * the seed x split table.
 */
#ifndef HOLDFAST_STATISTICS_SELECTIONS_H
#define HOLDFAST_STATISTICS_SELECTIONS_H

#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include <stdint.h>

typedef struct hf_selections {
    int64_t items;
    int64_t *begin;  /* [items + 1] */
    int64_t *filled; /* [items] */
    int32_t *number; /* [entries] replica numbers, ascending within an item */
} hf_selections;

/* With room for counts[i] replicas in item i. Here and below `memory` owns all arrays. */
hf_status hf_selections_make(const int64_t *counts, int64_t items, hf_memory *memory,
                             hf_selections *selections, hf_error *error);
/* In order of the replicas' numbers. */
void hf_selections_add(hf_selections *selections, int64_t item, int64_t number);

/* An item's replicas in the lines of one factor (its seeds, say), each with its place across (its
 * split). Lines stand in the order in which the replicas first reach them. */
typedef struct hf_lines {
    int64_t *begin;  /* [items + 1] lines of an item */
    int64_t *first;  /* [lines + 1] entries of a line */
    int32_t *line;   /* [lines] */
    int32_t *across; /* [entries] */
} hf_lines;

typedef struct hf_table_lines {
    hf_lines by_seed, by_split;
} hf_table_lines;

hf_status hf_table_lines_make(const hf_selections *selections, const hf_grid *grid,
                              hf_memory *memory, hf_table_lines *lines, hf_error *error);

/* Where in the table a replica number is. */
typedef struct hf_cell {
    int32_t seed, hidden, split; /* indices */
} hf_cell;

static inline hf_cell hf_cell_of(const hf_grid *grid, int64_t number)
{
    const int64_t line = number / grid->seeds;
    return (hf_cell){(int32_t)(number - line * grid->seeds), (int32_t)(line % grid->hiddens),
                     (int32_t)(line / grid->hiddens)};
}

#endif
