/* The shards that a merge is given: what they are, and whether they make a whole. */
#ifndef HOLDFAST_MERGE_SHARDS_H
#define HOLDFAST_MERGE_SHARDS_H

#include "holdfast/results.h"

typedef struct hf_merge_shard {
    const char *path; /* not owned */
    int64_t number, pending;
} hf_merge_shard;

typedef struct hf_merge_shards {
    hf_experiment experiment; /* the whole one */
    hf_merge_shard *items;    /* [count] by number */
    int64_t count;
    int64_t session_bytes; /* of all their sessions */
} hf_merge_shards;

/* Looks at every file. HF_BAD_DATA: one is no shard, or of another experiment, or they overlap, or
 * some of it is missing or not yet done (all that is wrong in one message, naming the files);
 * HF_NO_INPUT: one is not there. Release with hf_merge_shards_free. Memory: one file's experiment.
 */
hf_status hf_merge_shards_read(const hf_text_list *paths, hf_merge_shards *shards, hf_error *error);
void hf_merge_shards_free(hf_merge_shards *shards);

#endif
