/*
 * Rank 0: hands out blocks and collects their rows.
 *
 * Each rank holds as many blocks as it has workers and one more, so that none waits for its next
 * one; a block that comes back is answered with another. Memory is bounded by the open receives. At
 * the end, after a failure or a request to stop rank 0 says FINISH; every rank answers LEFT behind
 * its last rows, so nothing stays in flight. What was trained before a request to stop is kept.
 */
#include "transfer.h"

#include "holdfast/status_codes.h"
#include "holdfast/stop.h"

enum { OPEN_RECEIVES = 8 };

typedef struct {
    hf_office *office;
    hf_transfer receives[OPEN_RECEIVES];
    int64_t outstanding; /* blocks handed out whose rows are not in yet */
    int left;            /* other ranks that have said LEFT */
    bool broken;         /* rows cannot be saved any more */
} desk;

static void note(hf_office *o, hf_status status)
{
    if (o->status == HF_OK || o->status == HF_STOPPED)
        o->status = status == HF_OK ? o->status : status;
}

/* The next block to a rank, if there is one and all is well. */
static void hand_out(desk *d, int rank)
{
    hf_office *o = d->office;
    int64_t order[2];
    if (o->status != HF_OK || !hf_schedule_next(&o->schedule, &order[0], &order[1]))
        return;
    d->outstanding++;
    if (rank == 0)
        note(o, hf_crew_add(o->crew, order[0], order[1], o->error));
    else
        MPI_Send(order, 2, MPI_INT64_T, rank, HF_TAG_WORK, MPI_COMM_WORLD);
}

/* Rows to the sink; after a failure what is still on its way is dropped. */
static void take_rows(desk *d, hf_parcel *parcel, int source)
{
    hf_office *o = d->office;
    if (!d->broken) {
        hf_error error;
        const hf_status status = o->sink->take(o->sink->context, &parcel->rows, &error);
        if (status != HF_OK) {
            d->broken = true;
            *o->error = error;
            note(o, status);
        }
    }
    hf_crew_recycle(o->crew, parcel);
    d->outstanding--;
    hand_out(d, source);
}

static bool finish_receives(desk *d)
{
    bool any = false;
    for (int i = 0; i < OPEN_RECEIVES; i++) {
        hf_transfer *receive = &d->receives[i];
        int done = 0;
        if (!receive->parcel)
            continue;
        MPI_Test(&receive->request, &done, MPI_STATUS_IGNORE);
        if (!done)
            continue;
        hf_parcel *parcel = receive->parcel;
        receive->parcel = NULL;
        hf_parcel_read(d->office->crew, parcel);
        take_rows(d, parcel, receive->source);
        any = true;
    }
    return any;
}

static bool receives_open(const desk *d)
{
    for (int i = 0; i < OPEN_RECEIVES; i++)
        if (d->receives[i].parcel)
            return true;
    return false;
}

static void receive_failure(hf_office *o, MPI_Message *message)
{
    hf_error theirs;
    MPI_Mrecv(&theirs, (int)sizeof theirs, MPI_BYTE, message, MPI_STATUS_IGNORE);
    if (o->status == HF_OK)
        *o->error = theirs;
    note(o, theirs.status);
}

static void receive_rows(desk *d, hf_transfer *receive, MPI_Message *message,
                         const MPI_Status *status)
{
    hf_error error;
    int lines;
    MPI_Get_count(status, d->office->line, &lines);
    receive->parcel = hf_crew_parcel(d->office->crew, (size_t)lines, &error);
    if (!receive->parcel) /* without room nothing can be saved: end the job rather than hang */
        MPI_Abort(MPI_COMM_WORLD, HF_INTERNAL);
    receive->source = status->MPI_SOURCE;
    MPI_Imrecv(receive->parcel->message, lines, d->office->line, message, &receive->request);
}

/* Takes one message in, if there is one and a receive is free. */
static bool receive_message(desk *d)
{
    MPI_Message message;
    MPI_Status status;
    int64_t reason;
    int there, slot = 0;
    while (slot < OPEN_RECEIVES && d->receives[slot].parcel)
        slot++;
    if (slot == OPEN_RECEIVES)
        return false;
    MPI_Improbe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &message, &status);
    if (!there)
        return false;
    switch (status.MPI_TAG) {
    case HF_TAG_FAILED:
        receive_failure(d->office, &message);
        break;
    case HF_TAG_STOP:
        MPI_Mrecv(&reason, 1, MPI_INT64_T, &message, MPI_STATUS_IGNORE);
        hf_stop_request((int)reason);
        break;
    case HF_TAG_LEFT:
        MPI_Mrecv(NULL, 0, MPI_BYTE, &message, MPI_STATUS_IGNORE);
        d->left++;
        break;
    default:
        receive_rows(d, &d->receives[slot], &message, &status);
    }
    return true;
}

static bool serve(desk *d)
{
    hf_office *o = d->office;
    bool any = finish_receives(d);
    while (receive_message(d))
        any = true;
    for (hf_parcel *parcel = hf_crew_take(o->crew); parcel; parcel = hf_crew_take(o->crew)) {
        take_rows(d, parcel, 0);
        any = true;
    }
    if (o->status == HF_OK)
        note(o, hf_crew_status(o->crew, o->error));
    if (o->sink->tick)
        o->sink->tick(o->sink->context);
    if (o->status == HF_OK && hf_stop_requested())
        note(o,
             hf_fail(o->error, HF_STOPPED, "stopped by %s", hf_stop_reason(hf_stop_requested())));
    return any;
}

static void hand_out_first(desk *d)
{
    const hf_office *o = d->office;
    int64_t most = 0;
    for (int rank = 0; rank < o->parallel->ranks; rank++)
        most = o->workers[rank] > most ? o->workers[rank] : most;
    for (int64_t turn = 0; turn <= most; turn++)
        for (int rank = 0; rank < o->parallel->ranks; rank++)
            if (turn <= o->workers[rank])
                hand_out(d, rank);
}

void hf_office_run(hf_office *o)
{
    desk d = {.office = o};
    hand_out_first(&d);
    while (d.outstanding > 0 && o->status == HF_OK)
        if (!serve(&d))
            hf_crew_sleep(o->crew, receives_open(&d) ? HF_TRANSFER_SLEEP : HF_LONGEST_SLEEP);
    if (o->status != HF_OK) /* what is being trained is left where it is */
        hf_stop_request(HF_STOP_FAILURE);
    hf_crew_close(o->crew);
    const int64_t reason = hf_stop_requested();
    for (int rank = 1; rank < o->parallel->ranks; rank++)
        MPI_Send(&reason, 1, MPI_INT64_T, rank, HF_TAG_FINISH, MPI_COMM_WORLD);
    while (d.left < o->parallel->ranks - 1 || receives_open(&d) || hf_crew_busy(o->crew))
        if (!serve(&d))
            hf_crew_sleep(o->crew, HF_TRANSFER_SLEEP);
}
