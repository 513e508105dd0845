/* Visits the replicas of a null test's draw. */
#include "null_rows.h"

#include "holdfast/memory.h"
#include "holdfast/statistics.h"
#include "statistics/replicas.h"
#include <string.h>

static void add_accuracy(void *context, const hf_replica_row *row)
{
    hf_null_accuracy *accuracy = context;
    accuracy->finished += row->status != HF_PENDING;
    if (row->status == HF_DONE)
        accuracy->sum += (double)row->score;
}

hf_status hf_null_accuracy_read(const hf_results *results, hf_arm arm, int64_t draw,
                                hf_null_accuracy *accuracy, hf_error *error)
{
    const hf_replica_set set = {.arm = arm, .draw = draw};
    *accuracy = (hf_null_accuracy){0};
    return hf_replicas_visit(results, &set, add_accuracy, accuracy, error);
}

hf_status hf_null_votes_make(int64_t columns, const hf_groups *groups, hf_memory *memory,
                             hf_null_votes *votes, hf_error *error)
{
    const int64_t count = groups ? groups->count : 0;
    hf_null_votes *v = votes;
    *v = (hf_null_votes){.columns = columns, .groups = groups};
    HF_TRY(hf_memory_allocate(memory, &v->selected, columns, sizeof *v->selected, error));
    HF_TRY(hf_memory_allocate(memory, &v->rank, columns, sizeof *v->rank, error));
    HF_TRY(hf_memory_allocate(memory, &v->order, columns, sizeof *v->order, error));
    HF_TRY(hf_memory_allocate(memory, &v->group_selected, count, sizeof(int64_t), error));
    return hf_memory_allocate(memory, &v->group_voter, count, sizeof *v->group_voter, error);
}

typedef struct counting {
    hf_null_votes *votes;
    hf_votes who;
    int64_t top;
} counting;

/* A voter that selects several probes of a group counts once. */
static void count_probe(hf_null_votes *votes, int64_t column)
{
    const hf_groups *groups = votes->groups;
    if (!groups || column < groups->features || groups->group[column - groups->features] < 0)
        return;
    const int32_t group = groups->group[column - groups->features];
    votes->group_selected[group] += votes->group_voter[group] != votes->voters;
    votes->group_voter[group] = votes->voters;
}

static void add_vote(void *context, const hf_replica_row *row)
{
    const counting *c = context;
    hf_null_votes *votes = c->votes;
    if (!hf_is_voter(c->who, row->status, row->learned) ||
        !hf_rank_features(row->importance[0], votes->columns, votes->rank, votes->order))
        return;
    votes->voters++; /* counted from 1, so that group_voter starts as nobody */
    for (int64_t i = 0; i < c->top; i++) {
        votes->selected[votes->order[i]]++;
        count_probe(votes, votes->order[i]);
    }
}

hf_status hf_null_votes_read(const hf_results *results, hf_arm arm, int64_t draw,
                             int64_t method_index, hf_votes who, hf_null_votes *votes,
                             hf_error *error)
{
    counting c = {votes, who, hf_results_config(results)->significance.top};
    const hf_replica_set set = {arm, draw, &method_index, 1};
    const size_t groups = votes->groups ? (size_t)votes->groups->count : 0;
    votes->voters = 0;
    memset(votes->selected, 0, (size_t)votes->columns * sizeof *votes->selected);
    memset(votes->group_selected, 0, groups * sizeof *votes->group_selected);
    memset(votes->group_voter, 0, groups * sizeof *votes->group_voter);
    return hf_replicas_visit(results, &set, add_vote, &c, error);
}
