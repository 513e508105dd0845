#include "holdfast/grid.h"

static const int64_t most_replicas = INT64_C(1) << 53;

hf_grid hf_grid_of(const hf_config *config)
{
    return (hf_grid){
        .splits = config->splits.count,
        .hiddens = config->model.hidden.count,
        .seeds = config->replicas.seeds,
        .first_seed = config->replicas.first_seed,
        .hidden = config->model.hidden.items,
    };
}

hf_replica_place hf_grid_place(const hf_grid *grid, int64_t number)
{
    hf_replica_place place = {.number = number};
    place.seed_index = number % grid->seeds;
    place.hidden_index = number / grid->seeds % grid->hiddens;
    place.split = number / grid->seeds / grid->hiddens;
    place.seed = grid->first_seed + place.seed_index;
    place.hidden = grid->hidden[place.hidden_index];
    place.row = place.split * grid->seeds + place.seed_index;
    return place;
}

int64_t hf_grid_replicas(const hf_grid *grid)
{
    return grid->splits * grid->hiddens * grid->seeds;
}

hf_status hf_grid_check(const hf_grid *grid, hf_error *error)
{
    int64_t replicas;
    if (__builtin_mul_overflow(grid->splits, grid->hiddens, &replicas) ||
        __builtin_mul_overflow(replicas, grid->seeds, &replicas) || replicas > most_replicas)
        return hf_fail(error, HF_BAD_CONFIG,
                       "%lld splits x %lld hidden sizes x %lld seeds are more than 2^53 replicas; "
                       "lower splits.count, model.hidden or replicas.seeds",
                       (long long)grid->splits, (long long)grid->hiddens, (long long)grid->seeds);
    return HF_OK;
}
