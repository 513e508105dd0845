/* Who votes for which features. */
#include "votes.h"

#include "holdfast/memory.h"
#include "statistics/replicas.h"
#include <math.h>
#include <string.h>

typedef struct visitor {
    const hf_grid *grid;
    const hf_groups *groups;
    hf_voting *voting;
    int64_t *group_voter; /* [group] the last voter (counted from 1) that was counted for it */
    int32_t *done;        /* [hidden, seed] replicas that are done and finite */
} visitor;

static bool all_finite(const float *importance, int64_t features)
{
    for (int64_t f = 0; f < features; f++)
        if (!isfinite(importance[f]))
            return false;
    return true;
}

static void count_groups(const visitor *v)
{
    const hf_significance *counts = &v->voting->counts;
    for (int64_t i = 0; i < counts->top; i++) {
        const int32_t group = v->groups->group[counts->order[i]];
        if (group < 0 || v->group_voter[group] == counts->voters)
            continue;
        v->group_voter[group] = counts->voters;
        v->voting->group_selected[group]++;
    }
}

static void visit(void *context, const hf_replica_row *row)
{
    const visitor *v = context;
    hf_significance *counts = &v->voting->counts;
    const float *importance = row->importance[0];
    const int64_t voters = counts->voters;
    hf_significance_add(counts, v->grid, row->place.number, 1, &row->status, &row->learned,
                        importance);
    if (counts->voters > voters) {
        v->voting->voter[voters] = (int32_t)row->place.number;
        count_groups(v);
    }
    v->voting->pending += row->status == HF_PENDING;
    if (row->status == HF_DONE && all_finite(importance, counts->features))
        v->done[row->place.hidden_index * v->grid->seeds + row->place.seed_index]++;
}

static hf_status make_tables(const hf_results *results, hf_memory *memory, visitor *v,
                             hf_error *error)
{
    const int64_t hiddens = v->grid->hiddens, lines = hiddens * v->grid->seeds;
    const int64_t replicas = hf_grid_replicas(v->grid), groups = v->groups->count;
    hf_voting *voting = v->voting;
    HF_TRY(hf_significance_make(hf_results_config(results), v->groups->features, memory,
                                &voting->counts, error));
    HF_TRY(hf_memory_allocate(memory, &voting->voter, replicas, sizeof *voting->voter, error));
    HF_TRY(hf_memory_allocate(memory, &voting->seed_used, lines, sizeof(bool), error));
    HF_TRY(hf_memory_allocate(memory, &voting->seeds_used, hiddens, sizeof(int32_t), error));
    HF_TRY(hf_memory_allocate(memory, &voting->group_selected, groups, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &v->group_voter, groups, sizeof *v->group_voter, error));
    return hf_memory_allocate(memory, &v->done, lines, sizeof *v->done, error);
}

static void set_seeds_used(const visitor *v)
{
    const hf_grid *grid = v->grid;
    for (int64_t i = 0; i < grid->hiddens * grid->seeds; i++) {
        v->voting->seed_used[i] = v->done[i] == grid->splits;
        v->voting->seeds_used[i / grid->seeds] += v->voting->seed_used[i];
    }
}

hf_status hf_voting_make(const hf_results *results, int64_t method_index, const hf_groups *groups,
                         hf_memory *memory, hf_voting *voting, hf_error *error)
{
    const hf_replica_set all = {HF_ARM_MAIN, HF_EVERY_DRAW, &method_index, 1};
    visitor v = {.grid = hf_results_grid(results), .groups = groups, .voting = voting};
    HF_TRY(make_tables(results, memory, &v, error));
    HF_TRY(hf_replicas_visit(results, &all, visit, &v, error));
    set_seeds_used(&v);
    return HF_OK;
}
