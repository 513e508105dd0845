/* The first pass over a method's replicas: who votes, for what, and which seeds are whole. */
#ifndef HOLDFAST_STATISTICS_VOTES_H
#define HOLDFAST_STATISTICS_VOTES_H

#include "holdfast/statistics.h"
#include "statistics/groups.h"

typedef struct hf_voting {
    hf_significance counts;
    int32_t *voter;          /* [counts.voters] their numbers, ascending */
    bool *seed_used;         /* [hidden, seed]: each of its replicas is done and finite */
    int32_t *seeds_used;     /* [hidden] how many are */
    int64_t pending;         /* replicas that are not trained yet */
    int64_t *group_selected; /* [group] voters that select one of the group */
} hf_voting;

/* `voting` is {0} before; `memory` owns all arrays. */
hf_status hf_voting_make(const hf_results *results, int64_t method_index, const hf_groups *groups,
                         hf_memory *memory, hf_voting *voting, hf_error *error);

#endif
