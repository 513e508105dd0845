/*
 * The manager rank (rank 0): hands out tasks and collects their rows.
 *
 * Each rank holds as many tasks as it has workers and one more, so that none waits for its next
 * one; a task that comes back is answered with another. Memory is bounded by the open receives. At
 * the end, after a failure or a request to stop, the manager sends FINISH; every worker rank
 * answers DONE behind its last rows, so that no message is left on its way. What was trained before
 * a request to stop is kept.
 */
#include "transfer.h"

#include "holdfast/status_codes.h"
#include "holdfast/stop.h"

enum { OPEN_RECEIVES = 8 };

typedef struct {
    hf_manager *manager;
    hf_transfer receives[OPEN_RECEIVES];
    int64_t outstanding; /* tasks handed out whose rows are not in yet */
    int done_ranks;      /* worker ranks that have sent DONE */
    bool broken;         /* rows cannot be saved any more */
} intake;

static void note(hf_manager *m, hf_status status)
{
    if (m->status == HF_OK || m->status == HF_STOPPED)
        m->status = status == HF_OK ? m->status : status;
}

/* The next task to a rank, if there is one and all is well. */
static void hand_out(intake *d, int rank)
{
    hf_manager *m = d->manager;
    int64_t task[2];
    if (m->status != HF_OK || !hf_schedule_next(&m->schedule, &task[0], &task[1]))
        return;
    d->outstanding++;
    if (rank == 0)
        note(m, hf_pool_add(m->pool, task[0], task[1], m->error));
    else
        MPI_Send(task, 2, MPI_INT64_T, rank, HF_TAG_TASK, MPI_COMM_WORLD);
}

/* Rows to the sink; after a failure what is still on its way is dropped. */
static void take_rows(intake *d, hf_task *task, int source)
{
    hf_manager *m = d->manager;
    if (!d->broken) {
        hf_error error;
        const hf_status status = m->sink->take(m->sink->context, &task->rows, &error);
        if (status != HF_OK) {
            d->broken = true;
            *m->error = error;
            note(m, status);
        }
    }
    hf_pool_recycle(m->pool, task);
    d->outstanding--;
    hand_out(d, source);
}

static bool finish_receives(intake *d)
{
    bool any = false;
    for (int i = 0; i < OPEN_RECEIVES; i++) {
        hf_transfer *receive = &d->receives[i];
        int done = 0;
        if (!receive->task)
            continue;
        MPI_Test(&receive->request, &done, MPI_STATUS_IGNORE);
        if (!done)
            continue;
        hf_task *task = receive->task;
        receive->task = NULL;
        hf_task_read(d->manager->pool, task);
        take_rows(d, task, receive->source);
        any = true;
    }
    return any;
}

static bool receives_open(const intake *d)
{
    for (int i = 0; i < OPEN_RECEIVES; i++)
        if (d->receives[i].task)
            return true;
    return false;
}

static void receive_failure(hf_manager *m, MPI_Message *message)
{
    hf_error theirs;
    MPI_Mrecv(&theirs, (int)sizeof theirs, MPI_BYTE, message, MPI_STATUS_IGNORE);
    if (m->status == HF_OK)
        *m->error = theirs;
    note(m, theirs.status);
}

static void receive_rows(intake *d, hf_transfer *receive, MPI_Message *message,
                         const MPI_Status *status)
{
    hf_error error;
    int units;
    MPI_Get_count(status, d->manager->unit, &units);
    receive->task = hf_pool_task(d->manager->pool, (size_t)units, &error);
    if (!receive->task) /* without room nothing can be saved: end the job rather than hang */
        MPI_Abort(MPI_COMM_WORLD, HF_INTERNAL);
    receive->source = status->MPI_SOURCE;
    MPI_Imrecv(receive->task->message, units, d->manager->unit, message, &receive->request);
}

/* Takes one message in, if there is one and a receive is free. */
static bool receive_message(intake *d)
{
    MPI_Message message;
    MPI_Status status;
    int64_t reason;
    int there, slot = 0;
    while (slot < OPEN_RECEIVES && d->receives[slot].task)
        slot++;
    if (slot == OPEN_RECEIVES)
        return false;
    MPI_Improbe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &message, &status);
    if (!there)
        return false;
    switch (status.MPI_TAG) {
    case HF_TAG_FAILED:
        receive_failure(d->manager, &message);
        break;
    case HF_TAG_STOP:
        MPI_Mrecv(&reason, 1, MPI_INT64_T, &message, MPI_STATUS_IGNORE);
        hf_stop_request((int)reason);
        break;
    case HF_TAG_DONE:
        MPI_Mrecv(NULL, 0, MPI_BYTE, &message, MPI_STATUS_IGNORE);
        d->done_ranks++;
        break;
    default:
        receive_rows(d, &d->receives[slot], &message, &status);
    }
    return true;
}

static bool serve(intake *d)
{
    hf_manager *m = d->manager;
    bool any = finish_receives(d);
    while (receive_message(d))
        any = true;
    for (hf_task *task = hf_pool_take(m->pool); task; task = hf_pool_take(m->pool)) {
        take_rows(d, task, 0);
        any = true;
    }
    if (m->status == HF_OK)
        note(m, hf_pool_status(m->pool, m->error));
    if (m->sink->tick)
        m->sink->tick(m->sink->context);
    if (m->status == HF_OK && hf_stop_requested())
        note(m,
             hf_fail(m->error, HF_STOPPED, "stopped by %s", hf_stop_reason(hf_stop_requested())));
    return any;
}

static void hand_out_first(intake *d)
{
    const hf_manager *m = d->manager;
    int64_t most = 0;
    for (int rank = 0; rank < m->parallel->ranks; rank++)
        most = m->workers[rank] > most ? m->workers[rank] : most;
    for (int64_t turn = 0; turn <= most; turn++)
        for (int rank = 0; rank < m->parallel->ranks; rank++)
            if (turn <= m->workers[rank])
                hand_out(d, rank);
}

void hf_manager_run(hf_manager *m)
{
    intake d = {.manager = m};
    hand_out_first(&d);
    while (d.outstanding > 0 && m->status == HF_OK)
        if (!serve(&d))
            hf_pool_sleep(m->pool, receives_open(&d) ? HF_TRANSFER_SLEEP : HF_LONGEST_SLEEP);
    if (m->status != HF_OK) /* what is being trained is left where it is */
        hf_stop_request(HF_STOP_FAILURE);
    hf_pool_close(m->pool);
    const int64_t reason = hf_stop_requested();
    for (int rank = 1; rank < m->parallel->ranks; rank++)
        MPI_Send(&reason, 1, MPI_INT64_T, rank, HF_TAG_FINISH, MPI_COMM_WORLD);
    while (d.done_ranks < m->parallel->ranks - 1 || receives_open(&d) || hf_pool_busy(m->pool))
        if (!serve(&d))
            hf_pool_sleep(m->pool, HF_TRANSFER_SLEEP);
}
