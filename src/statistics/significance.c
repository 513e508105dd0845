/* Counting who selects what. */
#include "holdfast/statistics.h"

#include "holdfast/memory.h"

bool hf_is_voter(hf_votes votes, uint8_t status, uint8_t learned)
{
    return status == HF_DONE && (votes == HF_VOTES_ALL || learned == 1);
}

hf_status hf_significance_make(const hf_config *config, int64_t features, hf_memory *memory,
                               hf_significance *significance, hf_error *error)
{
    const hf_grid grid = hf_grid_of(config);
    hf_significance *s = significance;
    *s = (hf_significance){
        .features = features,
        .hiddens = grid.hiddens,
        .splits = grid.splits,
        .ranks = features < HF_RANKS_KEPT ? features : HF_RANKS_KEPT,
        .top = config->significance.top,
        .votes = (hf_votes)config->significance.votes,
    };
    const size_t counts = (size_t)features * sizeof(int64_t), d = (size_t)features;
    HF_TRY(hf_memory_allocate(memory, &s->selected, 1, counts, error));
    HF_TRY(hf_memory_allocate(memory, &s->selected_by_hidden, s->hiddens, counts, error));
    HF_TRY(hf_memory_allocate(memory, &s->selected_by_split, s->splits, counts, error));
    HF_TRY(hf_memory_allocate(memory, &s->voters_by_hidden, s->hiddens, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &s->voters_by_split, s->splits, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &s->rank_count, s->ranks, d * sizeof(int32_t), error));
    HF_TRY(hf_memory_allocate(memory, &s->within_ranks, 1, counts, error));
    HF_TRY(hf_memory_allocate(memory, &s->rank_sum, 1, d * sizeof(double), error));
    HF_TRY(
        hf_memory_allocate(memory, &s->rank_sum_by_hidden, s->hiddens, d * sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &s->importance_sum, 1, d * sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &s->rank, 1, d * sizeof(int32_t), error));
    return hf_memory_allocate(memory, &s->order, 1, d * sizeof(int32_t), error);
}

static void count_vote(hf_significance *s, const hf_replica_place *place, const float *importance)
{
    int64_t *by_hidden = s->selected_by_hidden + place->hidden_index * s->features;
    int64_t *by_split = s->selected_by_split + place->split * s->features;
    double *rank_sum_by_hidden = s->rank_sum_by_hidden + place->hidden_index * s->features;
    s->voters++;
    s->voters_by_hidden[place->hidden_index]++;
    s->voters_by_split[place->split]++;
    for (int64_t i = 0; i < s->top; i++) {
        s->selected[s->order[i]]++;
        by_hidden[s->order[i]]++;
        by_split[s->order[i]]++;
    }
    for (int64_t f = 0; f < s->features; f++) {
        int64_t column = s->rank[f] < s->ranks ? s->rank[f] : s->ranks;
        s->rank_count[f * s->ranks + column - 1]++;
        s->within_ranks[f] += s->rank[f] <= s->ranks;
        s->rank_sum[f] += s->rank[f];
        rank_sum_by_hidden[f] += s->rank[f];
        s->importance_sum[f] += importance[f];
    }
}

void hf_significance_add(hf_significance *significance, const hf_grid *grid, int64_t first,
                         int64_t count, const uint8_t *status, const uint8_t *learned,
                         const float *importance)
{
    hf_significance *s = significance;
    for (int64_t i = 0; i < count; i++) {
        const float *row = importance + i * s->features;
        if (!hf_is_voter(s->votes, status[i], learned[i]))
            continue;
        if (!hf_rank_features(row, s->features, s->rank, s->order))
            continue;
        const hf_replica_place place = hf_grid_place(grid, first + i);
        count_vote(s, &place, row);
    }
}
