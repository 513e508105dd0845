/*
 * Training the grid on all ranks: each has a crew of worker threads; the thread that started MPI
 * hands out and collects on rank 0 (office.c), takes orders and sends on the others (branch.c).
 */
#include "transfer.h"
#include "wait.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <math.h>
#include <omp.h>

static MPI_Datatype line_type(void)
{
    MPI_Datatype line;
    MPI_Type_contiguous(HF_LINE, MPI_BYTE, &line);
    MPI_Type_commit(&line);
    return line;
}

/* What rank 0 plans with. */
typedef struct {
    double *cost;       /* [hidden sizes] of a replica */
    double *speedup;    /* [hidden sizes] of a team of threads */
    int64_t *row_bytes; /* [hidden sizes] */
    int64_t *workers;   /* [ranks] */
} plan;

/* A team a rank rather than a replica a thread? Where it takes longer, or about as long, no. */
static bool choose_teams(const hf_office *o, const plan *p)
{
    const double advantage = 1.05;
    const hf_parallel *parallel = o->parallel;
    const int64_t threads = parallel->total_threads, teams = parallel->ranks;
    if (parallel->crowded) /* members would wait for those that have no core */
        return false;
    return hf_schedule_length(&o->schedule, teams, p->speedup) * advantage <
           hf_schedule_length(&o->schedule, threads, NULL);
}

static hf_status open_office(const hf_experiment *experiment, const hf_rows_layout *layout,
                             const uint8_t *status, hf_office *o, plan *p, hf_error *error)
{
    const hf_grid *grid = &o->crew->grid;
    const hf_family family = o->crew->family;
    const hf_parallel *parallel = o->parallel;
    HF_TRY(hf_allocate(&p->workers, parallel->ranks, sizeof *p->workers, error));
    o->workers = p->workers;
    if (parallel->rank > 0)
        return HF_OK;
    HF_TRY(hf_allocate(&p->cost, grid->hiddens, sizeof *p->cost, error));
    HF_TRY(hf_allocate(&p->speedup, grid->hiddens, sizeof *p->speedup, error));
    HF_TRY(hf_allocate(&p->row_bytes, grid->hiddens, sizeof *p->row_bytes, error));
    for (int64_t h = 0; h < grid->hiddens; h++) {
        p->cost[h] = o->crew->work ? o->crew->work->cost : hf_replica_flops(experiment, family, h);
        p->speedup[h] = fmax(1, hf_replica_speedup(experiment, family, h,
                                                   parallel->total_threads / parallel->ranks));
        p->row_bytes[h] = (int64_t)hf_rows_size(layout, h, 1);
    }
    return hf_schedule_make(grid, status, p->cost, p->row_bytes, parallel->total_threads,
                            &o->schedule, error);
}

static void close_office(hf_office *o, plan *p)
{
    hf_schedule_free(&o->schedule);
    hf_free(&p->cost);
    hf_free(&p->speedup);
    hf_free(&p->row_bytes);
    hf_free(&p->workers);
}

/* What the thread that started MPI does while the workers train. */
static void serve_crew(hf_office *o, int64_t started)
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
        hf_office_run(o);
    else
        hf_branch_run(crew, o->line);
}

hf_status hf_parallel_train(const hf_parallel *parallel, const hf_experiment *experiment,
                            hf_family family, const hf_rows_layout *layout, const uint8_t *status,
                            const hf_work *work, const hf_sink *sink, hf_error *error)
{
    hf_crew crew;
    plan p = {0};
    hf_office o = {
        .parallel = parallel, .crew = &crew, .sink = sink, .line = line_type(), .error = error};
    hf_crew_make(experiment, family, layout, work, &crew);
    o.status =
        hf_parallel_agree(parallel, open_office(experiment, layout, status, &o, &p, error), error);
    if (o.status != HF_OK)
        goto cleanup;
    const bool teams =
        hf_parallel_from_root(parallel, parallel->rank == 0 && choose_teams(&o, &p)) != 0;
    const int64_t workers = teams ? 1 : parallel->threads;
    if (teams)
        o.schedule.workers = parallel->ranks;
    MPI_Request request;
    MPI_Igather(&workers, 1, MPI_INT64_T, p.workers, 1, MPI_INT64_T, 0, MPI_COMM_WORLD, &request);
    hf_wait(&request);
    crew.team = teams ? parallel->threads : 1;
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
cleanup:
    hf_crew_free(&crew);
    close_office(&o, &p);
    MPI_Type_free(&o.line);
    return o.status;
}
