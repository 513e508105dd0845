#include "holdfast/grid.h"

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
    if (hf_config_countable(grid->splits, grid->hiddens, grid->seeds))
        return HF_OK;
    return hf_fail(error, HF_BAD_CONFIG,
                   "a grid of %lld x %lld x %lld (splits, hidden sizes, seeds) has more than %d "
                   "replicas, which cannot be counted",
                   (long long)grid->splits, (long long)grid->hiddens, (long long)grid->seeds,
                   HF_REPLICAS_MOST);
}
