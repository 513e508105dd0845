/* A worker rank (each but rank 0): takes tasks, sends rows, reports failures and requests to stop.
 */
#include "transfer.h"
#include "wait.h"

#include "holdfast/stop.h"

enum { OPEN_SENDS = 8 };

/* A message that is sent at most once. */
typedef struct {
    bool sent;
    MPI_Request request;
} notice;

typedef struct {
    hf_pool *pool;
    MPI_Datatype unit;
    hf_transfer sends[OPEN_SENDS];
    bool finished; /* FINISH has come */
    notice failed, stopped;
    hf_error error; /* what is being reported */
    int64_t reason;
} worker_rank;

static bool finish_sends(worker_rank *w)
{
    bool open = false;
    for (int i = 0; i < OPEN_SENDS; i++) {
        int done = 0;
        if (!w->sends[i].task)
            continue;
        MPI_Test(&w->sends[i].request, &done, MPI_STATUS_IGNORE);
        if (done) {
            hf_pool_recycle(w->pool, w->sends[i].task);
            w->sends[i].task = NULL;
        }
        open |= !done;
    }
    return open;
}

static void send_rows(worker_rank *w)
{
    for (int i = 0; i < OPEN_SENDS; i++) {
        if (w->sends[i].task)
            continue;
        hf_task *task = hf_pool_take(w->pool);
        if (!task)
            return;
        w->sends[i].task = task;
        MPI_Isend(task->message, (int)task->units, w->unit, 0, HF_TAG_ROWS, MPI_COMM_WORLD,
                  &w->sends[i].request);
    }
}

static void report_failure(worker_rank *w)
{
    w->failed.sent = true;
    MPI_Isend(&w->error, (int)sizeof w->error, MPI_BYTE, 0, HF_TAG_FAILED, MPI_COMM_WORLD,
              &w->failed.request);
}

static bool message_waits(MPI_Status *status)
{
    int there;
    MPI_Iprobe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &there, status);
    return there;
}

/* Tasks, until FINISH comes, which is the manager's last message. */
static void take_messages(worker_rank *w)
{
    MPI_Status status;
    while (message_waits(&status)) {
        int64_t task[2], reason;
        if (status.MPI_TAG == HF_TAG_FINISH) {
            MPI_Recv(&reason, 1, MPI_INT64_T, 0, HF_TAG_FINISH, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            if (reason != 0)
                hf_stop_request((int)reason);
            w->finished = true;
            return;
        }
        MPI_Recv(task, 2, MPI_INT64_T, 0, HF_TAG_TASK, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (!w->failed.sent && hf_pool_add(w->pool, task[0], task[1], &w->error) != HF_OK)
            report_failure(w);
    }
}

/* What this rank has to say, once each. */
static void report(worker_rank *w)
{
    if (!w->failed.sent && hf_pool_status(w->pool, &w->error) != HF_OK)
        report_failure(w);
    if (!w->stopped.sent && hf_stop_requested()) {
        w->stopped.sent = true;
        w->reason = hf_stop_requested();
        MPI_Isend(&w->reason, 1, MPI_INT64_T, 0, HF_TAG_STOP, MPI_COMM_WORLD, &w->stopped.request);
    }
}

void hf_worker_rank_run(hf_pool *pool, MPI_Datatype unit)
{
    worker_rank w = {.pool = pool, .unit = unit};
    while (!w.finished) {
        take_messages(&w);
        report(&w);
        send_rows(&w);
        const bool sending = finish_sends(&w);
        if (!w.finished)
            hf_pool_sleep(pool, sending ? HF_TRANSFER_SLEEP : HF_LONGEST_SLEEP);
    }
    hf_pool_close(pool);
    for (bool working = true; working || finish_sends(&w);) {
        working = hf_pool_busy(pool);
        send_rows(&w);
        hf_pool_sleep(pool, HF_TRANSFER_SLEEP);
    }
    if (w.failed.sent)
        hf_wait(&w.failed.request);
    if (w.stopped.sent)
        hf_wait(&w.stopped.request);
    MPI_Send(NULL, 0, MPI_BYTE, 0, HF_TAG_DONE, MPI_COMM_WORLD);
}
