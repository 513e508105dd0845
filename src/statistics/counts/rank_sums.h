/* Sums of ranks by hidden size, seed and split, for the variance components of some features. */
#ifndef HOLDFAST_STATISTICS_RANK_SUMS_H
#define HOLDFAST_STATISTICS_RANK_SUMS_H

#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include "holdfast/status.h"
#include "statistics/formulas.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_rank_sums {
    const hf_grid *grid;         /* not owned */
    const bool *used;            /* [hidden, seed] seeds that take part; not owned */
    int64_t begin, end;          /* features begin ... end - 1 */
    int64_t hidden_index, split; /* of the replicas being added */
    int64_t *by_seed;            /* [hidden, seed, feature] */
    int64_t *now, *now_squares;  /* [feature] of this hidden size and split */
    hf_square_sums *sums;        /* [hidden, feature], but for total and seeds */
} hf_rank_sums;

/* Bytes that each feature takes. */
int64_t hf_rank_sums_bytes(const hf_grid *grid);
hf_status hf_rank_sums_make(const hf_grid *grid, const bool *used, int64_t begin, int64_t end,
                            hf_memory *memory, hf_rank_sums *sums, hf_error *error);
/* Adds a replica's ranks [all features]; in order of the replicas' numbers. */
void hf_rank_sums_add(hf_rank_sums *sums, const hf_replica_place *place, const int32_t *rank);
/* Variance shares of the features begin ... end - 1; seeds_used [hidden]; tables [hidden,
 * features]. To be called once, at the end. */
void hf_rank_sums_shares(hf_rank_sums *sums, int64_t features, const int32_t *seeds_used,
                         double *seed, double *split, double *interaction);

#endif
