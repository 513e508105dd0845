/*
 * The grid seeds x hidden sizes x splits, or a shard of it; and an experiment: all that decides its
 * results.
 */
#ifndef HOLDFAST_GRID_H
#define HOLDFAST_GRID_H

#include "holdfast/config.h"
#include "holdfast/dataset.h"
#include "holdfast/feature_groups.h"
#include "holdfast/status.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The state of a replica. */
enum { HF_PENDING, HF_DONE, HF_DIVERGED };

/* A contiguous part of the replica numbers: shard `number` (1 ... count) of `count` holds those
 * from floor(T (number - 1) / count) up to below floor(T number / count) of T; none where the two
 * are equal. {0, 0}: the whole grid. */
typedef struct hf_shard {
    int64_t number, count;
} hf_shard;

enum { HF_SHARDS_MOST = 1000000000 };

typedef struct hf_grid {
    int64_t splits, hiddens, seeds, first_seed;
    const int64_t *hidden; /* [hiddens] hidden sizes, in the configuration's order; not owned */
    hf_shard shard;        /* what of it is held here */
} hf_grid;

/* The numbers are those of the whole grid; an entry or a row counts from the first one held. */
typedef struct hf_replica_place {
    int64_t number; /* (split * hiddens + hidden_index) * seeds + seed_index */
    int64_t split, hidden_index, hidden, seed_index, seed;
    int64_t entry; /* among all replicas held: number - hf_grid_first */
    int64_t row;   /* among those held of its hidden size */
} hf_replica_place;

/* Of any number of the whole grid; `entry` and `row` mean something only for those held. */
hf_replica_place hf_grid_place(const hf_grid *grid, int64_t number);
/* The number of the replica at a row of its hidden size. */
int64_t hf_grid_number(const hf_grid *grid, int64_t hidden_index, int64_t row);
/* Replicas of the whole grid; held here; the number of the first one held. */
int64_t hf_grid_whole(const hf_grid *grid);
int64_t hf_grid_replicas(const hf_grid *grid);
int64_t hf_grid_first(const hf_grid *grid);
/* Replicas held of one hidden size. */
int64_t hf_grid_rows(const hf_grid *grid, int64_t hidden_index);
/* How many of the replicas held from `number` on are of its split and hidden size, at most `most`:
 * what may go into one block. */
int64_t hf_grid_run(const hf_grid *grid, int64_t number, int64_t most);
/* The number in `other` of the replica (seed, hidden size, split index) that is `number` in `grid`;
 * -1: `other` does not hold it. *run: for how many consecutive numbers from `number` on, of one
 * split and hidden size, that goes on: both count up together, or none is held. */
int64_t hf_grid_find(const hf_grid *grid, int64_t number, const hf_grid *other, int64_t *run);
/* HF_BAD_CONFIG: more replicas than can be counted (hf_config_countable). For grids that do not
 * come from a resolved configuration, which is checked. */
hf_status hf_grid_check(const hf_grid *grid, hf_error *error);

typedef struct hf_experiment {
    hf_config config; /* resolved */
    hf_dataset dataset;
    hf_splits splits;
    hf_feature_groups groups;
    hf_grid grid; /* points into config */
} hf_experiment;

/* Loads the data, makes the splits, resolves the configuration. Takes over `config` (zeroed here),
 * also on failure. The grid is whole; a shard of it is the caller's to set. Release with
 * hf_experiment_free. */
hf_status hf_experiment_make(hf_config *config, hf_experiment *experiment, hf_error *error);
hf_data_counts hf_experiment_counts(const hf_experiment *experiment);
/* Groups the features and resolves the configuration, of which all else is there: what
 * hf_experiment_make ends with; again after a change of the configuration. */
hf_status hf_experiment_resolve(hf_experiment *experiment, hf_error *error);
/* The whole grid of a resolved configuration (for a results file, where no data need be read). */
hf_grid hf_grid_of(const hf_config *config);
void hf_experiment_free(hf_experiment *experiment);

#ifdef __cplusplus
}
#endif

#endif
