/*
 * Handing out blocks and collecting their rows.
 *
 * Each rank holds as many blocks as it has workers and one more, so that none waits for its next
 * one; a block that comes back to rank 0 is answered with another. Rank 0's memory is
 * therefore bounded by its open receives, and the other ranks' by the blocks they hold. At the end,
 * or after a failure, rank 0 says FINISH; every rank answers LEFT behind its last rows, so nothing
 * stays in flight.
 */
#include "crew.h"
#include "parallel.h"

#include "holdfast/memory.h"
#include "holdfast/schedule.h"
#include <math.h>
#include <mpi.h>
#include <omp.h>
#include <string.h>

enum { TAG_WORK = 1, TAG_FINISH, TAG_ROWS, TAG_FAILED, TAG_LEFT };
enum { OPEN_RECEIVES = 8, OPEN_SENDS = 8 };
static const double longest_sleep = 20e-3;   /* nothing expected but orders */
static const double transfer_sleep = 200e-6; /* large messages need MPI calls to move on */

static MPI_Datatype line_type(void)
{
    MPI_Datatype line;
    MPI_Type_contiguous(HF_LINE, MPI_BYTE, &line);
    MPI_Type_commit(&line);
    return line;
}

/* A parcel and its MPI request. */
typedef struct {
    hf_parcel *parcel;
    MPI_Request request;
    int source;
} transfer;

/* ---- rank 0 ---- */

typedef struct {
    const hf_parallel *parallel;
    hf_crew *crew;
    hf_schedule schedule;
    const hf_sink *sink;
    MPI_Datatype line;
    transfer receives[OPEN_RECEIVES];
    double *cost;        /* [hidden sizes] of a replica */
    double *speedup;     /* [hidden sizes] of a team of threads */
    int64_t *row_bytes;  /* [hidden sizes] */
    int64_t *workers;    /* [ranks] */
    int64_t outstanding; /* blocks handed out whose rows are not in yet */
    int left;            /* other ranks that have said LEFT */
    hf_status status;    /* of the whole training */
    hf_error *error;
} office;

static void note(office *o, hf_status status)
{
    if (o->status == HF_OK)
        o->status = status;
}

/* The next block to a rank, if there is one and all is well. */
static void hand_out(office *o, int rank)
{
    int64_t order[2];
    if (o->status != HF_OK || !hf_schedule_next(&o->schedule, &order[0], &order[1]))
        return;
    o->outstanding++;
    if (rank == 0)
        note(o, hf_crew_add(o->crew, order[0], order[1], o->error));
    else
        MPI_Send(order, 2, MPI_INT64_T, rank, TAG_WORK, MPI_COMM_WORLD);
}

/* Rows to the sink; what is already on its way when something fails is dropped. */
static void take_rows(office *o, hf_parcel *parcel, int source)
{
    if (o->status == HF_OK)
        note(o, o->sink->take(o->sink->context, &parcel->rows, o->error));
    hf_parcel_free(&parcel);
    o->outstanding--;
    hand_out(o, source);
}

static bool finish_receives(office *o)
{
    bool any = false;
    for (int i = 0; i < OPEN_RECEIVES; i++) {
        transfer *receive = &o->receives[i];
        int done = 0;
        if (!receive->parcel)
            continue;
        MPI_Test(&receive->request, &done, MPI_STATUS_IGNORE);
        if (!done)
            continue;
        hf_parcel *parcel = receive->parcel;
        receive->parcel = NULL;
        hf_parcel_read(parcel, &o->crew->experiment->grid, o->crew->layout);
        take_rows(o, parcel, receive->source);
        any = true;
    }
    return any;
}

static bool receives_open(const office *o)
{
    for (int i = 0; i < OPEN_RECEIVES; i++)
        if (o->receives[i].parcel)
            return true;
    return false;
}

static void receive_failure(office *o, MPI_Message *message)
{
    hf_error theirs;
    MPI_Mrecv(&theirs, (int)sizeof theirs, MPI_BYTE, message, MPI_STATUS_IGNORE);
    if (o->status == HF_OK)
        *o->error = theirs;
    note(o, theirs.status);
}

/* Takes one message in, if there is one and a receive is free. */
static bool receive_message(office *o)
{
    MPI_Message message;
    MPI_Status status;
    int there, lines, slot = 0;
    while (slot < OPEN_RECEIVES && o->receives[slot].parcel)
        slot++;
    if (slot == OPEN_RECEIVES)
        return false;
    MPI_Improbe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &message, &status);
    if (!there)
        return false;
    if (status.MPI_TAG == TAG_FAILED) {
        receive_failure(o, &message);
    } else if (status.MPI_TAG == TAG_LEFT) {
        MPI_Mrecv(NULL, 0, MPI_BYTE, &message, MPI_STATUS_IGNORE);
        o->left++;
    } else {
        transfer *receive = &o->receives[slot];
        hf_error error;
        MPI_Get_count(&status, o->line, &lines);
        if (hf_parcel_make((size_t)lines, &receive->parcel, &error) != HF_OK) {
            /* without room for the rows nothing can be saved: end the job rather than hang */
            MPI_Abort(MPI_COMM_WORLD, HF_INTERNAL);
        }
        receive->source = status.MPI_SOURCE;
        MPI_Imrecv(receive->parcel->message, lines, o->line, &message, &receive->request);
    }
    return true;
}

static bool serve(office *o)
{
    bool any = finish_receives(o);
    while (receive_message(o))
        any = true;
    for (hf_parcel *parcel = hf_crew_take(o->crew); parcel; parcel = hf_crew_take(o->crew)) {
        take_rows(o, parcel, 0);
        any = true;
    }
    if (o->status == HF_OK)
        note(o, hf_crew_status(o->crew, o->error));
    if (o->sink->tick)
        o->sink->tick(o->sink->context);
    return any;
}

static void run_office(office *o)
{
    const hf_parallel *parallel = o->parallel;
    int64_t most = 0;
    for (int rank = 0; rank < parallel->ranks; rank++)
        most = o->workers[rank] > most ? o->workers[rank] : most;
    for (int64_t turn = 0; turn <= most; turn++)
        for (int rank = 0; rank < parallel->ranks; rank++)
            if (turn <= o->workers[rank])
                hand_out(o, rank);
    while (o->outstanding > 0 && o->status == HF_OK)
        if (!serve(o))
            hf_crew_sleep(o->crew, receives_open(o) ? transfer_sleep : longest_sleep);
    hf_crew_close(o->crew);
    for (int rank = 1; rank < parallel->ranks; rank++)
        MPI_Send(NULL, 0, MPI_BYTE, rank, TAG_FINISH, MPI_COMM_WORLD);
    while (o->left < parallel->ranks - 1 || receives_open(o))
        if (!serve(o))
            hf_crew_sleep(o->crew, transfer_sleep);
}

/* ---- the other ranks ---- */

typedef struct {
    hf_crew *crew;
    MPI_Datatype line;
    transfer sends[OPEN_SENDS];
    bool finished, failed; /* FINISH has come; a failure has been reported */
    hf_error error;        /* what is being reported */
    MPI_Request report;
} branch;

static bool finish_sends(branch *b)
{
    bool open = false;
    for (int i = 0; i < OPEN_SENDS; i++) {
        int done = 0;
        if (!b->sends[i].parcel)
            continue;
        MPI_Test(&b->sends[i].request, &done, MPI_STATUS_IGNORE);
        if (done)
            hf_parcel_free(&b->sends[i].parcel);
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
        MPI_Isend(parcel->message, (int)parcel->lines, b->line, 0, TAG_ROWS, MPI_COMM_WORLD,
                  &b->sends[i].request);
    }
}

static void take_orders(branch *b)
{
    MPI_Status status;
    int there;
    for (MPI_Iprobe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status); there && !b->finished;
         MPI_Iprobe(0, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status)) {
        int64_t order[2];
        if (status.MPI_TAG == TAG_FINISH) {
            MPI_Recv(NULL, 0, MPI_BYTE, 0, TAG_FINISH, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            b->finished = true;
            return;
        }
        MPI_Recv(order, 2, MPI_INT64_T, 0, TAG_WORK, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (!b->failed && hf_crew_add(b->crew, order[0], order[1], &b->error) != HF_OK) {
            b->failed = true;
            MPI_Isend(&b->error, (int)sizeof b->error, MPI_BYTE, 0, TAG_FAILED, MPI_COMM_WORLD,
                      &b->report);
        }
    }
}

static void report_failure(branch *b)
{
    if (b->failed || hf_crew_status(b->crew, &b->error) == HF_OK)
        return;
    b->failed = true;
    MPI_Isend(&b->error, (int)sizeof b->error, MPI_BYTE, 0, TAG_FAILED, MPI_COMM_WORLD, &b->report);
}

static void run_branch(branch *b)
{
    bool sending = false;
    while (!b->finished) {
        take_orders(b);
        report_failure(b);
        send_rows(b);
        sending = finish_sends(b);
        if (!b->finished)
            hf_crew_sleep(b->crew, sending ? transfer_sleep : longest_sleep);
    }
    hf_crew_close(b->crew);
    while (finish_sends(b))
        hf_crew_sleep(b->crew, transfer_sleep);
    if (b->failed)
        MPI_Wait(&b->report, MPI_STATUS_IGNORE);
    MPI_Send(NULL, 0, MPI_BYTE, 0, TAG_LEFT, MPI_COMM_WORLD);
}

/* ---- both ---- */

/* A team a rank rather than a replica a thread? Where it takes longer, or about as long, no. */
static bool choose_teams(office *o)
{
    const double advantage = 1.05;
    const hf_parallel *parallel = o->parallel;
    const int64_t threads = parallel->total_threads, teams = parallel->ranks;
    if (parallel->crowded) /* members would wait for those that have no core */
        return false;
    return hf_schedule_length(&o->schedule, teams, o->speedup) * advantage <
           hf_schedule_length(&o->schedule, threads, NULL);
}

static hf_status open_office(const hf_experiment *experiment, const hf_rows_layout *layout,
                             const uint8_t *status, office *o, hf_error *error)
{
    const hf_grid *grid = &experiment->grid;
    const hf_parallel *parallel = o->parallel;
    HF_TRY(hf_allocate(&o->workers, parallel->ranks, sizeof *o->workers, error));
    if (parallel->rank > 0)
        return HF_OK;
    HF_TRY(hf_allocate(&o->cost, grid->hiddens, sizeof *o->cost, error));
    HF_TRY(hf_allocate(&o->speedup, grid->hiddens, sizeof *o->speedup, error));
    HF_TRY(hf_allocate(&o->row_bytes, grid->hiddens, sizeof *o->row_bytes, error));
    for (int64_t h = 0; h < grid->hiddens; h++) {
        o->cost[h] = hf_replica_flops(experiment, h);
        o->speedup[h] =
            fmax(1, hf_replica_speedup(experiment, h, parallel->total_threads / parallel->ranks));
        o->row_bytes[h] = (int64_t)hf_rows_size(layout, h, 1);
    }
    return hf_schedule_make(grid, status, o->cost, o->row_bytes, parallel->total_threads,
                            &o->schedule, error);
}

static void close_office(office *o)
{
    hf_schedule_free(&o->schedule);
    hf_free(&o->cost);
    hf_free(&o->speedup);
    hf_free(&o->row_bytes);
    hf_free(&o->workers);
}

static void train_as_branch(hf_crew *crew, MPI_Datatype line)
{
    branch b = {.crew = crew, .line = line};
    run_branch(&b);
}

/* What the thread that started MPI does while the workers train. */
static void serve_crew(office *o, int64_t started)
{
    hf_crew *crew = o->crew;
    if (started == 0) {
        pthread_mutex_lock(&crew->lock);
        crew->status = hf_fail(&crew->error, HF_INTERNAL,
                               "OpenMP gives no thread to train with; is OMP_THREAD_LIMIT set? It "
                               "must be at least 2");
        pthread_mutex_unlock(&crew->lock);
    }
    if (o->parallel->rank == 0)
        run_office(o);
    else
        train_as_branch(crew, o->line);
}

hf_status hf_parallel_train(const hf_parallel *parallel, const hf_experiment *experiment,
                            const hf_rows_layout *layout, const uint8_t *status,
                            const hf_sink *sink, hf_error *error)
{
    hf_crew crew;
    office o = {
        .parallel = parallel, .crew = &crew, .sink = sink, .line = line_type(), .error = error};
    o.status =
        hf_parallel_agree(parallel, open_office(experiment, layout, status, &o, error), error);
    if (o.status != HF_OK)
        goto cleanup;
    const bool teams =
        hf_parallel_from_root(parallel, parallel->rank == 0 && choose_teams(&o)) != 0;
    const int64_t workers = teams ? 1 : parallel->threads;
    if (teams)
        o.schedule.workers = parallel->ranks;
    MPI_Gather(&workers, 1, MPI_INT64_T, o.workers, 1, MPI_INT64_T, 0, MPI_COMM_WORLD);
    hf_crew_make(experiment, layout, teams ? parallel->threads : 1, &crew);
    omp_set_dynamic(0);
    omp_set_max_active_levels(2); /* the crew, and in it the teams */
    /* thread 0, which started MPI, serves; the others train */
#pragma omp parallel num_threads((int)workers + 1)
    {
        if (omp_get_thread_num() > 0)
            hf_crew_work(&crew);
        else
            serve_crew(&o, omp_get_num_threads() - 1);
    }
    hf_crew_free(&crew);
cleanup:
    close_office(&o);
    MPI_Type_free(&o.line);
    return o.status;
}
