/* What manager rank and worker ranks share: the tags of their messages, tasks on their way. */
#ifndef HOLDFAST_PARALLEL_TRANSFER_H
#define HOLDFAST_PARALLEL_TRANSFER_H

#include "parallel.h"
#include "pool.h"

#include "grid/schedule.h"
#include <mpi.h>

/* From the manager: TASK: first, count (int64). FINISH: a reason to stop, 0: none (int64).
 * To it: ROWS: a task with its rows. FAILED: an hf_error. STOP: the reason of a rank that was told
 * to (int64). DONE: nothing more will come. */
enum { HF_TAG_TASK = 1, HF_TAG_FINISH, HF_TAG_ROWS, HF_TAG_FAILED, HF_TAG_STOP, HF_TAG_DONE };

/* Sleeps: nothing expected but tasks; large messages need MPI calls to move on. */
#define HF_LONGEST_SLEEP 20e-3
#define HF_TRANSFER_SLEEP 200e-6

/* A task and its MPI request; no task: free. */
typedef struct hf_transfer {
    hf_task *task;
    MPI_Request request;
    int source;
} hf_transfer;

/* The manager rank: what it hands out, and where it goes. */
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

/* The manager rank's part of a training, while its workers work. Ends when all replicas are in, or
 * with `status` set: the first failure, or HF_STOPPED. All other ranks are done then. */
void hf_manager_run(hf_manager *manager);
/* A worker rank's part. */
void hf_worker_rank_run(hf_pool *pool, MPI_Datatype unit);

#endif
