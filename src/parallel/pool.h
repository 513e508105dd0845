/*
 * A rank's thread pool, and the queues of tasks between its workers and the thread that calls MPI.
 *
 * A task is a block of replicas: first only which ones, then with their rows. Tasks are owned by
 * the queue that they are in, else by the thread that took them.
 */
#ifndef HOLDFAST_PARALLEL_POOL_H
#define HOLDFAST_PARALLEL_POOL_H

#include "parallel.h"

#include "holdfast/replica.h"
#include <pthread.h>

/* A message is whole units of 64 bytes, so that MPI's int counts hold 128 GiB: a header, then the
 * rows. */
enum { HF_MESSAGE_UNIT = 64 };

typedef struct hf_task {
    struct hf_task *next;
    hf_rows rows;           /* data points behind the header in `message` */
    unsigned char *message; /* header: first, count (int64), then zeros */
    size_t units, room;     /* used; allocated */
} hf_task;

typedef struct hf_queue {
    hf_task *first, *last;
} hf_queue;

typedef struct hf_pool {
    const hf_experiment *experiment;
    hf_arm arm;
    hf_grid grid; /* of the arm */
    const hf_rows_layout *layout;
    const hf_work *work; /* NULL: hf_worker_run */
    int64_t team;        /* threads of a worker, 1; to be set before they come */
    pthread_mutex_t lock;
    pthread_cond_t wanted, news; /* something to do; something finished or failed */
    hf_queue todo, finished, spare;
    int64_t working, spares; /* tasks: with a worker; in `spare` */
    bool closing;
    hf_status status; /* the first failure of a thread */
    hf_error error;
    double task_seconds; /* of the task finished last: how long it is worth to sleep */
} hf_pool;

void hf_pool_make(const hf_experiment *experiment, hf_arm arm, const hf_rows_layout *layout,
                  const hf_work *work, hf_pool *pool);
void hf_pool_free(hf_pool *pool); /* after all its threads have left */

/* What a worker thread does until the pool closes. */
void hf_pool_work(hf_pool *pool);

/* A thread has failed: the first failure counts. `task`: the one that failed, which is gone then,
 * or NULL. */
void hf_pool_fail(hf_pool *pool, hf_task *task, hf_status status, const hf_error *error);

/* For the MPI thread. */
hf_status hf_pool_add(hf_pool *pool, int64_t first, int64_t count, hf_error *error);
hf_task *hf_pool_take(hf_pool *pool);                     /* a finished task, or NULL */
hf_status hf_pool_status(hf_pool *pool, hf_error *error); /* the first failure of a thread */
bool hf_pool_busy(hf_pool *pool); /* a worker at work, or a finished task not taken */
void hf_pool_sleep(hf_pool *pool, double longest); /* until something finishes, at most so long */
void hf_pool_close(hf_pool *pool);                 /* drop what is not begun; threads leave */

/* A task of so many units, its rows' data set behind the header; what they hold is not said.
 * NULL: no memory. */
hf_task *hf_pool_task(hf_pool *pool, size_t units, hf_error *error);
/* Gives a task back: fresh memory for each would cost more than copying the rows. */
void hf_pool_recycle(hf_pool *pool, hf_task *task);
/* Writes the header from the rows, reads the rows from the header. */
void hf_task_address(hf_task *task);
void hf_task_read(const hf_pool *pool, hf_task *task);

#endif
