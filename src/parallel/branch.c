/* The ranks but 0: take blocks, send rows, report what fails and who asks to stop. */
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
    hf_crew *crew;
    MPI_Datatype line;
    hf_transfer sends[OPEN_SENDS];
    bool finished; /* FINISH has come */
    notice failed, stopped;
    hf_error error; /* what is being reported */
    int64_t reason;
} branch;

static bool finish_sends(branch *b)
{
    bool open = false;
    for (int i = 0; i < OPEN_SENDS; i++) {
        int done = 0;
        if (!b->sends[i].parcel)
            continue;
        MPI_Test(&b->sends[i].request, &done, MPI_STATUS_IGNORE);
        if (done) {
            hf_crew_recycle(b->crew, b->sends[i].parcel);
            b->sends[i].parcel = NULL;
        }
        open |= !done;
    }
    return open;
}

static void send_rows(branch *b)
{
    for (int i = 0; i < OPEN_SENDS; i++) {
        if (b->sends[i].parcel)
            continue;
        hf_parcel *parcel = hf_crew_take(b->crew);
        if (!parcel)
            return;
        b->sends[i].parcel = parcel;
        MPI_Isend(parcel->message, (int)parcel->lines, b->line, 0, HF_TAG_ROWS, MPI_COMM_WORLD,
                  &b->sends[i].request);
    }
}

static void report_failure(branch *b)
{
    b->failed.sent = true;
    MPI_Isend(&b->error, (int)sizeof b->error, MPI_BYTE, 0, HF_TAG_FAILED, MPI_COMM_WORLD,
              &b->failed.request);
}

static void take_orders(branch *b)
{
    MPI_Status status;
    int there;
    for (MPI_Iprobe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status); there && !b->finished;
         MPI_Iprobe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status)) {
        int64_t order[2], reason;
        if (status.MPI_TAG == HF_TAG_FINISH) {
            MPI_Recv(&reason, 1, MPI_INT64_T, 0, HF_TAG_FINISH, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            if (reason != 0)
                hf_stop_request((int)reason);
            b->finished = true;
            return;
        }
        MPI_Recv(order, 2, MPI_INT64_T, 0, HF_TAG_WORK, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (!b->failed.sent && hf_crew_add(b->crew, order[0], order[1], &b->error) != HF_OK)
            report_failure(b);
    }
}

/* What this rank has to say, once each. */
static void report(branch *b)
{
    if (!b->failed.sent && hf_crew_status(b->crew, &b->error) != HF_OK)
        report_failure(b);
    if (!b->stopped.sent && hf_stop_requested()) {
        b->stopped.sent = true;
        b->reason = hf_stop_requested();
        MPI_Isend(&b->reason, 1, MPI_INT64_T, 0, HF_TAG_STOP, MPI_COMM_WORLD, &b->stopped.request);
    }
}

void hf_branch_run(hf_crew *crew, MPI_Datatype line)
{
    branch b = {.crew = crew, .line = line};
    while (!b.finished) {
        take_orders(&b);
        report(&b);
        send_rows(&b);
        const bool sending = finish_sends(&b);
        if (!b.finished)
            hf_crew_sleep(crew, sending ? HF_TRANSFER_SLEEP : HF_LONGEST_SLEEP);
    }
    hf_crew_close(crew);
    for (bool working = true; working || finish_sends(&b);) {
        working = hf_crew_busy(crew);
        send_rows(&b);
        hf_crew_sleep(crew, HF_TRANSFER_SLEEP);
    }
    if (b.failed.sent)
        hf_wait(&b.failed.request);
    if (b.stopped.sent)
        hf_wait(&b.stopped.request);
    MPI_Send(NULL, 0, MPI_BYTE, 0, HF_TAG_LEFT, MPI_COMM_WORLD);
}
