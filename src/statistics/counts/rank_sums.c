/* Sums of ranks by hidden size, seed and split, for the variance components. */
#include "rank_sums.h"

#include "holdfast/memory.h"

int64_t hf_rank_sums_bytes(const hf_grid *grid)
{
    return grid->hiddens *
               (grid->seeds * (int64_t)sizeof(int64_t) + (int64_t)sizeof(hf_square_sums)) +
           2 * (int64_t)sizeof(int64_t);
}

hf_status hf_rank_sums_make(const hf_grid *grid, const bool *used, int64_t begin, int64_t end,
                            hf_memory *memory, hf_rank_sums *sums, hf_error *error)
{
    const size_t count = (size_t)(end - begin);
    hf_rank_sums *s = sums;
    *s = (hf_rank_sums){.grid = grid, .used = used, .begin = begin, .end = end};
    HF_TRY(hf_memory_allocate(memory, &s->by_seed, grid->hiddens * grid->seeds,
                              count * sizeof *s->by_seed, error));
    HF_TRY(hf_memory_allocate(memory, &s->now, 1, count * sizeof *s->now, error));
    HF_TRY(hf_memory_allocate(memory, &s->now_squares, 1, count * sizeof(int64_t), error));
    return hf_memory_allocate(memory, &s->sums, grid->hiddens, count * sizeof *s->sums, error);
}

/* A hidden size's replicas of one split are all there: their sums become squares. */
static void close_split(hf_rank_sums *sums)
{
    const int64_t count = sums->end - sums->begin;
    hf_square_sums *of_size = sums->sums + sums->hidden_index * count;
    for (int64_t f = 0; f < count; f++) {
        of_size[f].splits += (hf_wide)sums->now[f] * sums->now[f];
        of_size[f].cells += sums->now_squares[f];
        of_size[f].total += sums->now[f];
        sums->now[f] = sums->now_squares[f] = 0;
    }
}

void hf_rank_sums_add(hf_rank_sums *sums, const hf_replica_place *place, const int32_t *rank)
{
    const int64_t count = sums->end - sums->begin;
    const int64_t line = place->hidden_index * sums->grid->seeds + place->seed_index;
    int64_t *by_seed = sums->by_seed + line * count;
    if (!sums->used[line])
        return;
    if (place->hidden_index != sums->hidden_index || place->split != sums->split) {
        close_split(sums);
        sums->hidden_index = place->hidden_index;
        sums->split = place->split;
    }
    for (int64_t f = 0; f < count; f++) {
        const int64_t value = rank[sums->begin + f];
        by_seed[f] += value;
        sums->now[f] += value;
        sums->now_squares[f] += value * value;
    }
}

void hf_rank_sums_shares(hf_rank_sums *sums, int64_t features, const int32_t *seeds_used,
                         double *seed, double *split, double *interaction)
{
    const int64_t count = sums->end - sums->begin, seeds = sums->grid->seeds;
    close_split(sums);
    for (int64_t h = 0; h < sums->grid->hiddens; h++)
        for (int64_t f = 0; f < count; f++) {
            hf_square_sums *of_feature = &sums->sums[h * count + f];
            for (int64_t s = 0; s < seeds; s++) {
                const int64_t sum = sums->by_seed[(h * seeds + s) * count + f];
                of_feature->seeds += (hf_wide)sum * sum;
            }
            const hf_components shares =
                hf_components_shares(hf_anova(of_feature, seeds_used[h], sums->grid->splits));
            const int64_t at = h * features + sums->begin + f;
            seed[at] = shares.seed;
            split[at] = shares.split;
            interaction[at] = shares.interaction;
        }
}
