/* Where two methods put the same feature first. */
#include "holdfast/statistics.h"

#include "holdfast/memory.h"
#include "replicas.h"

typedef struct comparison {
    int64_t features;
    int32_t *rank, *order; /* [feature] scratch */
    hf_first_agreement *result;
} comparison;

static void compare(void *context, const hf_replica_row *row)
{
    const comparison *c = context;
    if (row->status != HF_DONE ||
        !hf_rank_features(row->importance[0], c->features, c->rank, c->order))
        return;
    const int32_t first = c->order[0];
    if (!hf_rank_features(row->importance[1], c->features, c->rank, c->order))
        return;
    c->result->compared++;
    c->result->same += c->order[0] == first;
}

hf_status hf_first_agreement_count(const hf_results *results, int64_t a, int64_t b,
                                   hf_first_agreement *agreement, hf_error *error)
{
    const int64_t methods[] = {a, b}, features = hf_results_features(results)->count;
    const hf_replica_set all = {HF_ARM_MAIN, HF_EVERY_DRAW, methods, 2};
    comparison c = {.features = features, .result = agreement};
    hf_memory memory = {0};
    hf_status status;
    *agreement = (hf_first_agreement){0};
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &c.rank, features, sizeof *c.rank, error));
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &c.order, features, sizeof *c.order, error));
    HF_TRY_CLEANUP(hf_replicas_visit(results, &all, compare, &c, error));
cleanup:
    hf_memory_free(&memory);
    return status;
}
