/*
 * Training the grid on all ranks: each has a thread pool; the thread that started MPI hands out
 * tasks and collects rows on the manager rank (manager.c), takes tasks and sends rows on a worker
 * rank (worker_rank.c).
 */
#include "transfer.h"
#include "wait.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <math.h>
#include <omp.h>

static MPI_Datatype unit_type(void)
{
    MPI_Datatype unit;
    MPI_Type_contiguous(HF_MESSAGE_UNIT, MPI_BYTE, &unit);
    MPI_Type_commit(&unit);
    return unit;
}

/* What rank 0 plans with. */
typedef struct {
    double *cost;       /* [hidden sizes] of a replica */
    double *speedup;    /* [hidden sizes] of a team of threads */
    int64_t *row_bytes; /* [hidden sizes] */
    int64_t *workers;   /* [ranks] */
} plan;

/* A team a rank rather than a replica a thread? Where it takes longer, or about as long, no. */
static bool choose_teams(const hf_manager *m, const plan *p)
{
    const double advantage = 1.05;
    const hf_parallel *parallel = m->parallel;
    const int64_t threads = parallel->total_threads, teams = parallel->ranks;
    if (parallel->oversubscribed) /* members would wait for those that have no core */
        return false;
    return hf_schedule_length(&m->schedule, teams, p->speedup) * advantage <
           hf_schedule_length(&m->schedule, threads, NULL);
}

static hf_status open_manager(const hf_experiment *experiment, const hf_rows_layout *layout,
                              const uint8_t *status, hf_manager *m, plan *p, hf_error *error)
{
    const hf_grid *grid = &m->pool->grid;
    const hf_arm arm = m->pool->arm;
    const hf_parallel *parallel = m->parallel;
    HF_TRY(hf_allocate(&p->workers, parallel->ranks, sizeof *p->workers, error));
    m->workers = p->workers;
    if (parallel->rank > 0)
        return HF_OK;
    HF_TRY(hf_allocate(&p->cost, grid->hiddens, sizeof *p->cost, error));
    HF_TRY(hf_allocate(&p->speedup, grid->hiddens, sizeof *p->speedup, error));
    HF_TRY(hf_allocate(&p->row_bytes, grid->hiddens, sizeof *p->row_bytes, error));
    for (int64_t h = 0; h < grid->hiddens; h++) {
        p->cost[h] = m->pool->work ? m->pool->work->cost : hf_replica_flops(experiment, arm, h);
        p->speedup[h] = fmax(
            1, hf_replica_speedup(experiment, arm, h, parallel->total_threads / parallel->ranks));
        p->row_bytes[h] = (int64_t)hf_rows_size(layout, h, 1);
    }
    return hf_schedule_make(grid, status, p->cost, p->row_bytes, parallel->total_threads,
                            &m->schedule, error);
}

static void close_manager(hf_manager *m, plan *p)
{
    hf_schedule_free(&m->schedule);
    hf_free(&p->cost);
    hf_free(&p->speedup);
    hf_free(&p->row_bytes);
    hf_free(&p->workers);
}

/* What the thread that started MPI does while the workers train. */
static void serve_pool(hf_manager *m, int64_t started)
{
    hf_pool *pool = m->pool;
    if (started == 0) {
        hf_error error;
        hf_fail(&error, HF_INTERNAL,
                "OpenMP gives no thread to train with; is OMP_THREAD_LIMIT set? It must be at "
                "least 2");
        hf_pool_fail(pool, NULL, error.status, &error);
    }
    if (m->parallel->rank == 0)
        hf_manager_run(m);
    else
        hf_worker_rank_run(pool, m->unit);
}

hf_status hf_parallel_train(const hf_parallel *parallel, const hf_experiment *experiment,
                            hf_arm arm, const hf_rows_layout *layout, const uint8_t *status,
                            const hf_work *work, const hf_sink *sink, hf_error *error)
{
    hf_pool pool;
    plan p = {0};
    hf_manager m = {
        .parallel = parallel, .pool = &pool, .sink = sink, .unit = unit_type(), .error = error};
    hf_pool_make(experiment, arm, layout, work, &pool);
    m.status =
        hf_parallel_agree(parallel, open_manager(experiment, layout, status, &m, &p, error), error);
    if (m.status != HF_OK)
        goto cleanup;
    const bool teams =
        hf_parallel_from_root(parallel, parallel->rank == 0 && choose_teams(&m, &p)) != 0;
    const int64_t workers = teams ? 1 : parallel->threads;
    if (teams)
        m.schedule.workers = parallel->ranks;
    MPI_Request request;
    MPI_Igather(&workers, 1, MPI_INT64_T, p.workers, 1, MPI_INT64_T, 0, MPI_COMM_WORLD, &request);
    hf_wait(&request);
    pool.team = teams ? parallel->threads : 1;
    omp_set_dynamic(0);
    omp_set_max_active_levels(2); /* the pool, and in it the teams */
    /* thread 0, which started MPI, serves; the others train */
#pragma omp parallel num_threads((int)workers + 1)
    {
        if (omp_get_thread_num() > 0)
            hf_pool_work(&pool);
        else
            serve_pool(&m, omp_get_num_threads() - 1);
    }
cleanup:
    hf_pool_free(&pool);
    close_manager(&m, &p);
    MPI_Type_free(&m.unit);
    return m.status;
}
