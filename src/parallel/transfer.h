/* What the two sides of the hand-over share: tags, messages on their way. */
#ifndef HOLDFAST_PARALLEL_TRANSFER_H
#define HOLDFAST_PARALLEL_TRANSFER_H

#include "parallel.h"
#include "pool.h"

#include "grid/schedule.h"
#include <mpi.h>

/* WORK: first, count (int64). FINISH: a reason to stop, 0: none (int64). ROWS: a task. FAILED: an
 * hf_error. STOP: the reason of a rank that was told to (int64). DONE: nothing more will come. */
enum { HF_TAG_WORK = 1, HF_TAG_FINISH, HF_TAG_ROWS, HF_TAG_FAILED, HF_TAG_STOP, HF_TAG_DONE };

/* Sleeps: nothing expected but orders; large messages need MPI calls to move on. */
#define HF_LONGEST_SLEEP 20e-3
#define HF_TRANSFER_SLEEP 200e-6

/* A task and its MPI request; no task: free. */
typedef struct hf_transfer {
    hf_task *task;
    MPI_Request request;
    int source;
} hf_transfer;

/* Rank 0: what it hands out, and what is on its way. */
typedef struct hf_manager {
    const hf_parallel *parallel;
    hf_pool *pool;
    hf_schedule schedule;
    const hf_sink *sink;
    MPI_Datatype unit;
    const int64_t *workers; /* [ranks] */
    hf_status status;       /* of the whole training */
    hf_error *error;
} hf_manager;

/* Rank 0's part of a training, while its workers work. Ends when all replicas are in, or with
 * `status` set: the first failure, or HF_STOPPED. All other ranks are done then. */
void hf_manager_run(hf_manager *manager);
/* Another rank's part. */
void hf_worker_rank_run(hf_pool *pool, MPI_Datatype unit);

#endif
