/* The conditional test on all ranks: each adds up its own run of networks, rank 0 does the rest. */
#include "parallel.h"
#include "wait.h"

#include "base/clock.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <pthread.h>
#include <stdatomic.h>

/* One rank's part of a stage. */
typedef struct part {
    const hf_parallel *parallel;
    const hf_conditional_store *store; /* rank 0's */
    hf_conditional_stage *stage;
    int64_t first, count; /* its networks */
    float *weights;       /* of these; NULL on rank 0, which reads them from the file */
} part;

/* What rank 0 asks for next; count 0: nothing more. */
typedef struct order {
    int64_t count, first_draw, draws;
} order;

static int64_t first_of(const part *p, int rank)
{
    return p->stage->networks->count * rank / p->parallel->ranks;
}

/* ---- weights ---- */

static void transfer(void *data, size_t bytes, int rank, bool sends)
{
    enum { TAG = 100 };
    const size_t most = (size_t)1 << 30;
    unsigned char *at = data;
    while (bytes > 0) {
        const size_t now = bytes < most ? bytes : most;
        MPI_Request request;
        if (sends)
            MPI_Isend(at, (int)now, MPI_BYTE, rank, TAG, MPI_COMM_WORLD, &request);
        else
            MPI_Irecv(at, (int)now, MPI_BYTE, rank, TAG, MPI_COMM_WORLD, &request);
        hf_wait_transfer(&request);
        at += now;
        bytes -= now;
    }
}

/* Collective: rank `receiver` gets the weights of its networks. Agrees. */
static hf_status hand_out(part *p, int receiver, hf_error *error)
{
    const int64_t first = first_of(p, receiver), count = first_of(p, receiver + 1) - first;
    const int64_t floats = hf_conditional_floats(p->stage, first, count);
    const bool is_root = p->parallel->rank == 0, receives = p->parallel->rank == receiver;
    float *weights = NULL;
    hf_status status = HF_OK;
    if (is_root || receives)
        status = hf_allocate(&weights, floats, sizeof *weights, error);
    if (is_root && status == HF_OK)
        status = hf_conditional_read(p->stage, p->store->results, first, count, weights, error);
    status = hf_parallel_agree(p->parallel, status, error);
    if (status == HF_OK && (is_root || receives))
        transfer(weights, (size_t)floats * sizeof *weights, is_root ? receiver : 0, is_root);
    if (receives)
        p->weights = weights;
    else
        hf_free(&weights);
    return status;
}

/* ---- sums ---- */

/* Collective, from the ranks' own sums to those of all on rank 0. */
static void reduce(const part *p, int64_t *sums, int64_t count)
{
    enum { MOST = 1 << 27 };
    while (count > 0) {
        const int now = count < MOST ? (int)count : MOST;
        MPI_Request request;
        if (p->parallel->rank == 0)
            MPI_Ireduce(MPI_IN_PLACE, sums, now, MPI_INT64_T, MPI_SUM, 0, MPI_COMM_WORLD, &request);
        else
            MPI_Ireduce(sums, NULL, now, MPI_INT64_T, MPI_SUM, 0, MPI_COMM_WORLD, &request);
        hf_wait_transfer(&request);
        sums += now;
        count -= now;
    }
}

static hf_status add_own(const part *p, const hf_conditional_block *block, int64_t *sums,
                         hf_error *error)
{
    return p->weights ? hf_conditional_add_networks(p->stage, block, p->first, p->count, p->weights,
                                                    sums, error)
                      : hf_conditional_add_stored(p->stage, p->store->results, block, p->first,
                                                  p->count, sums, error);
}

/* ---- while a rank works on a block ---- */

typedef struct task {
    const part *p;
    const hf_conditional_block *block;
    int64_t *sums;
    hf_status status;
    hf_error *error;
    bool started;
    atomic_bool done;
} task;

static void *work(void *context)
{
    task *t = context;
    t->status = add_own(t->p, t->block, t->sums, t->error);
    atomic_store(&t->done, true);
    return NULL;
}

/* Collective: a request to stop on any rank becomes one on all of them. Returns whether all are
 * done with their task. */
static bool hear_of_stops(const task *t)
{
    enum { POSITIVE = 1000 }; /* reasons may be negative */
    const int reason = hf_stop_requested();
    int64_t mine[2] = {reason ? reason + POSITIVE : 0, atomic_load(&t->done) ? 0 : 1}, all[2];
    MPI_Request request;
    MPI_Iallreduce(mine, all, 2, MPI_INT64_T, MPI_MAX, MPI_COMM_WORLD, &request);
    hf_wait_transfer(&request);
    if (all[0] && !reason)
        hf_stop_request((int)all[0] - POSITIVE);
    return all[1] == 0;
}

/* Collective: each rank's own networks, while this thread listens. Agrees. */
static hf_status add_together(const part *p, const hf_conditional_block *block, int64_t *sums,
                              hf_error *error)
{
    task t = {.p = p, .block = block, .sums = sums, .error = error};
    const double longest = 20e-3;
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &t) != 0) {
        t.status = hf_fail(error, HF_INTERNAL, "a thread for the conditional test cannot be made");
        atomic_store(&t.done, true);
    } else {
        t.started = true;
    }
    for (double pause = 50e-6; !hear_of_stops(&t); pause = pause < longest ? 2 * pause : pause)
        hf_clock_sleep(pause);
    if (t.started)
        pthread_join(thread, NULL);
    return hf_parallel_agree(p->parallel, t.status, error);
}

/* Rank 0's part of a block, in which all others take theirs. */
static hf_status gather(void *context, const hf_conditional_block *block, int64_t *sums,
                        hf_error *error)
{
    const part *p = context;
    order next = {block->count, block->first_draw, block->draws};
    hf_broadcast(&next, sizeof next);
    hf_broadcast((void *)(uintptr_t)block->tests, (size_t)block->count * sizeof *block->tests);
    HF_TRY(add_together(p, block, sums, error));
    reduce(p, sums, hf_conditional_sums_count(p->stage->engine, block));
    return HF_OK;
}

/* The others' part of one block. Agrees. */
static hf_status take_part(const part *p, const order *next, int64_t *tests, int64_t *sums,
                           hf_error *error)
{
    const hf_conditional_block block = {tests, next->count, next->first_draw, next->draws};
    const int64_t count = hf_conditional_sums_count(p->stage->engine, &block);
    hf_broadcast(tests, (size_t)next->count * sizeof *tests);
    for (int64_t i = 0; i < count; i++)
        sums[i] = 0;
    HF_TRY(add_together(p, &block, sums, error));
    reduce(p, sums, count);
    return HF_OK;
}

/* What all ranks but rank 0 do until it has no more blocks. A failure that all agreed on makes rank
 * 0 end as well. */
static hf_status follow(const part *p, int64_t *tests, int64_t *sums, hf_error *error)
{
    hf_status status = HF_OK;
    for (order next;;) {
        hf_broadcast(&next, sizeof next);
        if (next.count == 0)
            return status;
        status = take_part(p, &next, tests, sums, error);
    }
}

static hf_status lead(part *p, hf_error *error)
{
    order end = {0};
    const hf_status status = hf_conditional_stage_run(p->stage, p->store, gather, p, error);
    hf_broadcast(&end, sizeof end);
    return status;
}

/* Collective: the stage with everything made. Agrees. */
static hf_status run_part(part *p, hf_error *error)
{
    const hf_parallel *parallel = p->parallel;
    int64_t *tests = NULL, *sums = NULL;
    hf_status status = HF_OK;
    p->first = first_of(p, parallel->rank);
    p->count = first_of(p, parallel->rank + 1) - p->first;
    for (int rank = 1; rank < parallel->ranks; rank++)
        HF_TRY_CLEANUP(hand_out(p, rank, error));
    if (parallel->rank > 0) {
        status = hf_allocate(&tests, p->stage->tests.count, sizeof *tests, error);
        if (status == HF_OK)
            status =
                hf_allocate(&sums, hf_conditional_sums_most(p->stage->engine), sizeof *sums, error);
    }
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    status = parallel->rank == 0 ? lead(p, error) : follow(p, tests, sums, error);
    status = hf_parallel_agree(parallel, status, error);
cleanup:
    hf_free(&p->weights);
    hf_free(&tests);
    hf_free(&sums);
    return status;
}

/* Collective: every rank gets rank 0's list. Agrees. */
static hf_status share_networks(const hf_parallel *parallel, hf_memory *memory,
                                hf_conditional_networks *networks, hf_error *error)
{
    hf_status status = HF_OK;
    networks->count = hf_parallel_from_root(parallel, networks->count);
    if (parallel->rank > 0)
        status = hf_memory_allocate(memory, &networks->number, networks->count,
                                    sizeof *networks->number, error);
    HF_TRY(hf_parallel_agree(parallel, status, error));
    hf_broadcast(networks->number, (size_t)networks->count * sizeof *networks->number);
    return HF_OK;
}

/* Collective: several ranks. Agrees. */
static hf_status run_ranks(const hf_parallel *parallel, const hf_experiment *experiment,
                           const hf_conditional_store *store, hf_memory *memory, hf_error *error)
{
    hf_conditional_networks networks = {0};
    hf_conditional_stage stage = {0};
    part p = {.parallel = parallel, .store = store, .stage = &stage};
    bool needed = false;
    hf_status status = HF_OK;
    if (parallel->rank == 0) {
        status = hf_conditional_networks_find(store->results, memory, &networks, error);
        if (status == HF_OK)
            status = hf_conditional_stage_needed(experiment, store, &networks, &needed, error);
    }
    HF_TRY(hf_parallel_agree(parallel, status, error));
    if (!hf_parallel_from_root(parallel, needed))
        return HF_OK;
    HF_TRY(share_networks(parallel, memory, &networks, error));
    status = hf_conditional_stage_make(experiment, &networks, parallel->threads, &stage, error);
    status = hf_parallel_agree(parallel, status, error);
    if (status == HF_OK)
        status = run_part(&p, error);
    hf_conditional_stage_free(&stage);
    return status;
}

hf_status hf_parallel_conditional(const hf_parallel *parallel, const hf_experiment *experiment,
                                  const hf_conditional_store *store, hf_error *error)
{
    hf_memory memory = {0};
    if (parallel->ranks == 1)
        return hf_conditional_stage_alone(experiment, store, parallel->threads, error);
    const hf_status status = run_ranks(parallel, experiment, store, &memory, error);
    hf_memory_free(&memory);
    return status;
}
