/* Counting who selects what. */
#include "holdfast/statistics.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"

bool hf_is_voter(hf_votes votes, uint8_t status, uint8_t learned)
{
    return status == HF_DONE && (votes == HF_VOTES_ALL || learned == 1);
}

static hf_status allocate_table(void *table, int64_t rows, int64_t columns, size_t size,
                                hf_error *error)
{
    size_t count;
    if (!hf_multiply((size_t)rows, (size_t)columns, &count) || count > INT64_MAX)
        return hf_fail(error, HF_INTERNAL, "a table of %lld x %lld numbers cannot be addressed",
                       (long long)rows, (long long)columns);
    return hf_allocate(table, (int64_t)count, size, error);
}

static hf_status allocate_counts(hf_significance *s, hf_error *error)
{
    HF_TRY(hf_allocate(&s->selected, s->features, sizeof *s->selected, error));
    HF_TRY(allocate_table(&s->selected_by_hidden, s->hiddens, s->features,
                          sizeof *s->selected_by_hidden, error));
    HF_TRY(allocate_table(&s->selected_by_split, s->splits, s->features,
                          sizeof *s->selected_by_split, error));
    HF_TRY(hf_allocate(&s->voters_by_hidden, s->hiddens, sizeof *s->voters_by_hidden, error));
    HF_TRY(hf_allocate(&s->voters_by_split, s->splits, sizeof *s->voters_by_split, error));
    HF_TRY(allocate_table(&s->rank_count, s->features, s->ranks, sizeof *s->rank_count, error));
    HF_TRY(hf_allocate(&s->within_ranks, s->features, sizeof *s->within_ranks, error));
    HF_TRY(hf_allocate(&s->rank_sum, s->features, sizeof *s->rank_sum, error));
    HF_TRY(allocate_table(&s->rank_sum_by_hidden, s->hiddens, s->features,
                          sizeof *s->rank_sum_by_hidden, error));
    HF_TRY(hf_allocate(&s->importance_sum, s->features, sizeof *s->importance_sum, error));
    HF_TRY(hf_allocate(&s->rank, s->features, sizeof *s->rank, error));
    return hf_allocate(&s->order, s->features, sizeof *s->order, error);
}

hf_status hf_significance_make(const hf_config *config, int64_t features,
                               hf_significance *significance, hf_error *error)
{
    const hf_grid grid = hf_grid_of(config);
    *significance = (hf_significance){
        .features = features,
        .hiddens = grid.hiddens,
        .splits = grid.splits,
        .ranks = features < HF_RANKS_KEPT ? features : HF_RANKS_KEPT,
        .top = config->significance.top,
        .votes = (hf_votes)config->significance.votes,
    };
    hf_status status = allocate_counts(significance, error);
    if (status != HF_OK)
        hf_significance_free(significance);
    return status;
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

void hf_significance_free(hf_significance *significance)
{
    hf_free(&significance->selected);
    hf_free(&significance->selected_by_hidden);
    hf_free(&significance->selected_by_split);
    hf_free(&significance->voters_by_hidden);
    hf_free(&significance->voters_by_split);
    hf_free(&significance->rank_count);
    hf_free(&significance->within_ranks);
    hf_free(&significance->rank_sum);
    hf_free(&significance->rank_sum_by_hidden);
    hf_free(&significance->importance_sum);
    hf_free(&significance->rank);
    hf_free(&significance->order);
    *significance = (hf_significance){0};
}
