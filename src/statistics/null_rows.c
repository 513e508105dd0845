/* Visits the replicas of a null test's draw. */
#include "null_rows.h"

#include "holdfast/memory.h"
#include "holdfast/statistics.h"
#include <string.h>

/* A run of replicas of one split and hidden size, as many as memory allows. */
typedef struct run {
    int64_t size; /* replicas that there is room for */
    size_t row_bytes;
    uint8_t *status, *learned;
    float *balanced_accuracy;
    unsigned char *importance; /* [size, row_bytes]; floats */
} run;

typedef struct row {
    uint8_t status, learned;
    float balanced_accuracy;
    const float *importance; /* NULL where no method was asked for */
} row;

static int64_t part_seeds(const hf_config *config)
{
    return hf_arm_grid(config, HF_ARM_LABELS).seeds;
}

static hf_status run_make(int64_t seeds, size_t row_bytes, run *r, hf_error *error)
{
    *r = (run){.size = hf_block_replicas(seeds, row_bytes + 1), .row_bytes = row_bytes};
    HF_TRY(hf_allocate(&r->status, r->size, 1, error));
    HF_TRY(hf_allocate(&r->learned, r->size, 1, error));
    HF_TRY(hf_allocate(&r->balanced_accuracy, r->size, sizeof *r->balanced_accuracy, error));
    return hf_allocate(&r->importance, r->size, row_bytes, error);
}

static void run_free(run *r)
{
    hf_free(&r->status);
    hf_free(&r->learned);
    hf_free(&r->balanced_accuracy);
    hf_free(&r->importance);
}

static hf_status run_read(const hf_results *results, hf_arm arm, int64_t method_index,
                          int64_t first, int64_t count, run *r, hf_error *error)
{
    const hf_arm_fields *fields = hf_fields_of(arm);
    HF_TRY(hf_results_read(results, fields->status, 0, first, count, r->status, error));
    HF_TRY(hf_results_read(results, fields->learned, 0, first, count, r->learned, error));
    HF_TRY(hf_results_read(results, fields->balanced_accuracy, 0, first, count,
                           r->balanced_accuracy, error));
    if (r->row_bytes == 0)
        return HF_OK;
    return hf_results_read(results, fields->importance, method_index, first, count, r->importance,
                           error);
}

/* Calls `visit` for the replicas of a draw in their order. method_index -1: without importances. */
static hf_status visit_draw(const hf_results *results, hf_arm arm, int64_t draw,
                            int64_t method_index, void (*visit)(void *context, const row *replica),
                            void *context, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const hf_grid grid = hf_results_arm_grid(results, arm);
    const int64_t seeds = part_seeds(config);
    const int64_t lines = hf_arm_splits(config, HF_ARM_LABELS) * grid.hiddens;
    const hf_field importance = hf_fields_of(arm)->importance;
    run r;
    hf_status status;
    HF_TRY_CLEANUP(run_make(
        seeds, method_index < 0 ? 0 : hf_results_entry_bytes(results, importance, method_index), &r,
        error));
    for (int64_t line = 0; line < lines; line++)
        for (int64_t seed = 0; seed < seeds; seed += r.size) {
            const int64_t count = seeds - seed < r.size ? seeds - seed : r.size;
            const int64_t first = (draw * lines + line) * grid.seeds + seed;
            HF_TRY_CLEANUP(run_read(results, arm, method_index, first, count, &r, error));
            for (int64_t i = 0; i < count; i++) {
                const float *values = (const float *)(r.importance + (size_t)i * r.row_bytes);
                visit(context, &(row){r.status[i], r.learned[i], r.balanced_accuracy[i],
                                      method_index < 0 ? NULL : values});
            }
        }
cleanup:
    run_free(&r);
    return status;
}

static void add_accuracy(void *context, const row *replica)
{
    hf_null_accuracy *accuracy = context;
    accuracy->finished += replica->status != HF_PENDING;
    if (replica->status == HF_DONE)
        accuracy->sum += (double)replica->balanced_accuracy;
}

hf_status hf_null_accuracy_read(const hf_results *results, hf_arm arm, int64_t draw,
                                hf_null_accuracy *accuracy, hf_error *error)
{
    *accuracy = (hf_null_accuracy){0};
    return visit_draw(results, arm, draw, -1, add_accuracy, accuracy, error);
}

hf_status hf_null_votes_make(int64_t columns, const hf_groups *groups, hf_null_votes *votes,
                             hf_error *error)
{
    const int64_t count = groups ? groups->count : 0;
    hf_status status;
    *votes = (hf_null_votes){.columns = columns, .groups = groups};
    HF_TRY_CLEANUP(hf_allocate(&votes->selected, columns, sizeof *votes->selected, error));
    HF_TRY_CLEANUP(hf_allocate(&votes->rank, columns, sizeof *votes->rank, error));
    HF_TRY_CLEANUP(hf_allocate(&votes->order, columns, sizeof *votes->order, error));
    HF_TRY_CLEANUP(
        hf_allocate(&votes->group_selected, count, sizeof *votes->group_selected, error));
    HF_TRY_CLEANUP(hf_allocate(&votes->group_voter, count, sizeof *votes->group_voter, error));
cleanup:
    if (status != HF_OK)
        hf_null_votes_free(votes);
    return status;
}

void hf_null_votes_free(hf_null_votes *votes)
{
    hf_free(&votes->selected);
    hf_free(&votes->rank);
    hf_free(&votes->order);
    hf_free(&votes->group_selected);
    hf_free(&votes->group_voter);
    *votes = (hf_null_votes){0};
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

static void add_vote(void *context, const row *replica)
{
    const counting *c = context;
    hf_null_votes *votes = c->votes;
    if (!hf_is_voter(c->who, replica->status, replica->learned) ||
        !hf_rank_features(replica->importance, votes->columns, votes->rank, votes->order))
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
    const size_t groups = votes->groups ? (size_t)votes->groups->count : 0;
    votes->voters = 0;
    memset(votes->selected, 0, (size_t)votes->columns * sizeof *votes->selected);
    memset(votes->group_selected, 0, groups * sizeof *votes->group_selected);
    memset(votes->group_voter, 0, groups * sizeof *votes->group_voter);
    return visit_draw(results, arm, draw, method_index, add_vote, &c, error);
}
