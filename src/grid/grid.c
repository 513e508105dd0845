/* Replica number to seed, hidden size and split, and back; shards. */
#include "holdfast/grid.h"
#include "holdfast/status_codes.h"

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

int64_t hf_grid_whole(const hf_grid *grid)
{
    return grid->splits * grid->hiddens * grid->seeds;
}

/* Numbers below 2^31 times shards below 2^30: the product fits. */
static int64_t begin_of(const hf_grid *grid, int64_t shards_before)
{
    return hf_grid_whole(grid) * shards_before / grid->shard.count;
}

int64_t hf_grid_first(const hf_grid *grid)
{
    return grid->shard.count > 0 ? begin_of(grid, grid->shard.number - 1) : 0;
}

int64_t hf_grid_replicas(const hf_grid *grid)
{
    return grid->shard.count > 0 ? begin_of(grid, grid->shard.number) - hf_grid_first(grid)
                                 : hf_grid_whole(grid);
}

/* Replicas of one hidden size whose numbers are below `number`. */
static int64_t rows_below(const hf_grid *grid, int64_t hidden_index, int64_t number)
{
    const int64_t split_replicas = grid->hiddens * grid->seeds;
    const int64_t begun = number % split_replicas - hidden_index * grid->seeds;
    const int64_t in_split = begun < 0 ? 0 : begun > grid->seeds ? grid->seeds : begun;
    return number / split_replicas * grid->seeds + in_split;
}

int64_t hf_grid_rows(const hf_grid *grid, int64_t hidden_index)
{
    const int64_t first = hf_grid_first(grid);
    return rows_below(grid, hidden_index, first + hf_grid_replicas(grid)) -
           rows_below(grid, hidden_index, first);
}

hf_replica_place hf_grid_place(const hf_grid *grid, int64_t number)
{
    const int64_t first = hf_grid_first(grid);
    hf_replica_place place = {.number = number, .entry = number - first};
    place.seed_index = number % grid->seeds;
    place.hidden_index = number / grid->seeds % grid->hiddens;
    place.split = number / grid->seeds / grid->hiddens;
    place.seed = grid->first_seed + place.seed_index;
    place.hidden = grid->hidden[place.hidden_index];
    place.row =
        place.split * grid->seeds + place.seed_index - rows_below(grid, place.hidden_index, first);
    return place;
}

int64_t hf_grid_number(const hf_grid *grid, int64_t hidden_index, int64_t row)
{
    const int64_t of_whole = row + rows_below(grid, hidden_index, hf_grid_first(grid));
    return (of_whole / grid->seeds * grid->hiddens + hidden_index) * grid->seeds +
           of_whole % grid->seeds;
}

int64_t hf_grid_run(const hf_grid *grid, int64_t number, int64_t most)
{
    const int64_t held = hf_grid_first(grid) + hf_grid_replicas(grid) - number;
    const int64_t of_size = grid->seeds - number % grid->seeds;
    const int64_t run = held < of_size ? held : of_size;
    return run < most ? run : most;
}

static int64_t find_hidden(const hf_grid *grid, int64_t hidden)
{
    for (int64_t h = 0; h < grid->hiddens; h++)
        if (grid->hidden[h] == hidden)
            return h;
    return -1;
}

int64_t hf_grid_find(const hf_grid *grid, int64_t number, const hf_grid *other, int64_t *run)
{
    const hf_replica_place place = hf_grid_place(grid, number);
    const int64_t hidden_index = find_hidden(other, place.hidden);
    *run = hf_grid_run(grid, number, INT64_MAX);
    if (hidden_index < 0 || place.split >= other->splits)
        return -1;
    /* what `other` holds of the split and hidden size: begin ... end - 1 */
    const int64_t size = (place.split * other->hiddens + hidden_index) * other->seeds;
    const int64_t held = hf_grid_first(other), held_end = held + hf_grid_replicas(other);
    const int64_t begin = held > size ? held : size;
    const int64_t end = held_end < size + other->seeds ? held_end : size + other->seeds;
    const int64_t there = size + place.seed - other->first_seed;
    const int64_t goes_on = (there < begin ? begin : end) - there;
    if (goes_on > 0 && goes_on < *run)
        *run = goes_on;
    return there >= begin && there < end ? there : -1;
}

hf_status hf_grid_check(const hf_grid *grid, hf_error *error)
{
    if (hf_config_countable(grid->splits, grid->hiddens, grid->seeds))
        return HF_OK;
    return hf_fail(error, HF_BAD_CONFIG,
                   "a grid of %lld x %lld x %lld (splits, hidden sizes, seeds) has more than %d "
                   "networks, which is the limit",
                   (long long)grid->splits, (long long)grid->hiddens, (long long)grid->seeds,
                   HF_REPLICAS_MOST);
}
