/*
 * How often two voters select the same feature, by what they differ in.
 *
 * For items (features; or having a vote, which counts the pairs themselves) the squares of how many
 * replicas have the item in each line or cell of the table: a number n of them makes n (n - 1)
 * ordered pairs. Sums of integers, exact below 2^53.
 */
#ifndef HOLDFAST_STATISTICS_OVERLAPS_H
#define HOLDFAST_STATISTICS_OVERLAPS_H

#include "selections.h"

/* Sums over all items added. */
typedef struct hf_overlaps {
    const hf_grid *grid;          /* not owned */
    double *seed_squares;         /* [hidden] sum over items and seeds */
    double *split_squares;        /* [hidden] sum over items and splits */
    double *cell_squares;         /* [split, seed] sum over items, hidden sizes added */
    int32_t *of_seed;             /* [seed] scratch, all 0 between calls, as those below */
    int32_t *of_seed_in_split;    /* [seed] */
    int32_t *of_seed_and_hidden;  /* [seed, hidden] */
    int32_t *of_split_and_hidden; /* [split, hidden] */
} hf_overlaps;

/* Voters in each line and cell. */
typedef struct hf_voter_table {
    int64_t *of_seed, *of_split;
    int32_t *of_cell; /* [split, seed] */
} hf_voter_table;

/* Of one item, hidden sizes added: sums of squares, and of products with the voters' numbers. */
typedef struct hf_item_sums {
    int64_t seed_squares, split_squares, cell_squares;
    int64_t seed_voters, split_voters, cell_voters;
} hf_item_sums;

hf_status hf_overlaps_make(const hf_grid *grid, hf_memory *memory, hf_overlaps *overlaps,
                           hf_error *error);
/* Adds the item whose replicas are number [count], ascending. */
hf_item_sums hf_overlaps_add(hf_overlaps *overlaps, const int32_t *number, int64_t count,
                             const hf_voter_table *voters);

hf_status hf_voter_table_make(const hf_grid *grid, const int32_t *number, int64_t count,
                              hf_memory *memory, hf_voter_table *voters, hf_error *error);

/* Ordered pairs that share an item, over all items, of voters that differ in nothing but ...;
 * `entries` [hidden] is the number of (replica, item) of each hidden size. */
double hf_overlaps_seed(const hf_overlaps *overlaps, const double *entries);
double hf_overlaps_split(const hf_overlaps *overlaps, const double *entries);
double hf_overlaps_hidden(const hf_overlaps *overlaps, const double *entries);
/* The same within one hidden size for voters that differ in seed and split; `squares`: sum over
 * items of the squared number of replicas. */
double hf_overlaps_cross(const hf_overlaps *overlaps, int64_t hidden_index, double entries,
                         double squares);

#endif
