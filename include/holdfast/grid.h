/*
 * The grid seeds x hidden sizes x splits, and an experiment: all that decides its results.
 */
#ifndef HOLDFAST_GRID_H
#define HOLDFAST_GRID_H

#include "holdfast/config.h"
#include "holdfast/dataset.h"
#include "holdfast/status.h"
#include <stdint.h>

typedef struct hf_grid {
    int64_t splits, hiddens, seeds, first_seed;
    const int64_t *hidden; /* [hiddens] hidden sizes, in the configuration's order; not owned */
} hf_grid;

typedef struct hf_replica_place {
    int64_t number; /* (split * hiddens + hidden_index) * seeds + seed_index */
    int64_t split, hidden_index, hidden, seed_index, seed;
    int64_t row; /* its row among the replicas of its hidden size: split * seeds + seed_index */
} hf_replica_place;

hf_replica_place hf_grid_place(const hf_grid *grid, int64_t number);
int64_t hf_grid_replicas(const hf_grid *grid);
/* HF_BAD_CONFIG: more replicas than can be counted (hf_config_countable). For grids that do not
 * come from a resolved configuration, which is checked. */
hf_status hf_grid_check(const hf_grid *grid, hf_error *error);
/* Entries of the stored history: 1, 1 + every ... <= iterations; 0 where every is 0. */
static inline int64_t hf_history_entries(int64_t iterations, int64_t every)
{
    return every > 0 ? (iterations - 1) / every + 1 : 0;
}

typedef struct hf_experiment {
    hf_config config; /* resolved */
    hf_dataset dataset;
    hf_splits splits;
    hf_grid grid; /* points into config */
} hf_experiment;

/* Loads the data, makes the splits, resolves the configuration. Takes over `config` (zeroed here),
 * also on failure. Release with hf_experiment_free. */
hf_status hf_experiment_make(hf_config *config, hf_experiment *experiment, hf_error *error);
/* The grid of a resolved configuration (for a results file, where no data need be read). */
hf_grid hf_grid_of(const hf_config *config);
void hf_experiment_free(hf_experiment *experiment);

#endif
