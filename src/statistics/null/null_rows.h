/* The replicas of one draw of a null test, and who selects what among them. */
#ifndef HOLDFAST_STATISTICS_NULL_ROWS_H
#define HOLDFAST_STATISTICS_NULL_ROWS_H

#include "statistics/groups.h"
#include "statistics/tables.h"

/* Those done and diverged of a draw, or (HF_ARM_MAIN, draw 0) of the part of the grid that null
 * tests train: their number, and the sum of their balanced test accuracies, a diverged one's 0. */
typedef struct hf_null_accuracy {
    int64_t finished;
    double sum;
} hf_null_accuracy;
hf_status hf_null_accuracy_read(const hf_results *results, hf_arm arm, int64_t draw,
                                hf_null_accuracy *accuracy, hf_error *error);

/* Votes in such a draw by one method. */
typedef struct hf_null_votes {
    int64_t columns;         /* that the networks see */
    int64_t voters;          /* of the draw read last */
    int64_t *selected;       /* [column] */
    const hf_groups *groups; /* of the features, not owned; NULL: no probes are counted */
    int64_t *group_selected; /* [group] voters that select a probe made of one of the group */
    int64_t *group_voter;    /* [group] the last voter that was counted for it */
    int32_t *rank, *order;   /* [column] scratch */
} hf_null_votes;
/* `memory` owns the arrays. */
hf_status hf_null_votes_make(int64_t columns, const hf_groups *groups, hf_memory *memory,
                             hf_null_votes *votes, hf_error *error);
/* `who`: of which replicas. */
hf_status hf_null_votes_read(const hf_results *results, hf_arm arm, int64_t draw,
                             int64_t method_index, hf_votes who, hf_null_votes *votes,
                             hf_error *error);

/* The statistics of null_test.labels and null_test.probes from the replicas in the file; nothing
 * where the experiment does not have the null test. `groups`: the correlated groups. */
hf_status hf_null_labels_aggregate(const hf_sink *sink, hf_error *error);
hf_status hf_null_probes_aggregate(const hf_sink *sink, const hf_groups *groups, hf_error *error);

#endif
