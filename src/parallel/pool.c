/* A rank's thread pool and its queues of tasks. */
#include "pool.h"

#include "base/clock.h"
#include "holdfast/memory.h"
#include <string.h>
#include <time.h>

enum { MOST_SPARES = 8 };

/* ---- tasks ---- */

static void free_task(hf_task **task)
{
    if (!*task)
        return;
    hf_free(&(*task)->message);
    hf_free(task);
}

static hf_status make_task(size_t units, hf_task **made, hf_error *error)
{
    hf_task *task;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&task, 1, sizeof *task, error));
    HF_TRY_CLEANUP(hf_allocate(&task->message, (int64_t)units, HF_MESSAGE_UNIT, error));
    task->room = units;
    task->rows.data = task->message + HF_MESSAGE_UNIT;
cleanup:
    if (status != HF_OK)
        free_task(&task);
    *made = task;
    return status;
}

void hf_task_address(hf_task *task)
{
    const int64_t header[2] = {task->rows.first, task->rows.count};
    memcpy(task->message, header, sizeof header);
}

static void describe_rows(const hf_pool *pool, int64_t first, int64_t count, hf_rows *rows)
{
    rows->arm = pool->arm;
    rows->first = first;
    rows->count = count;
    rows->hidden_index = hf_grid_place(&pool->grid, first).hidden_index;
    rows->bytes = hf_rows_size(pool->layout, rows->hidden_index, count);
}

void hf_task_read(const hf_pool *pool, hf_task *task)
{
    int64_t header[2];
    memcpy(header, task->message, sizeof header);
    describe_rows(pool, header[0], header[1], &task->rows);
}

static void put(hf_queue *queue, hf_task *task)
{
    task->next = NULL;
    if (queue->last)
        queue->last->next = task;
    else
        queue->first = task;
    queue->last = task;
}

static hf_task *take(hf_queue *queue)
{
    hf_task *task = queue->first;
    if (task) {
        queue->first = task->next;
        queue->last = queue->first ? queue->last : NULL;
    }
    return task;
}

static void drop_all(hf_queue *queue)
{
    for (hf_task *task = take(queue); task; task = take(queue))
        free_task(&task);
}

/* ---- the pool ---- */

void hf_pool_make(const hf_experiment *experiment, hf_arm arm, const hf_rows_layout *layout,
                  const hf_work *work, hf_pool *pool)
{
    pthread_condattr_t monotonic;
    *pool = (hf_pool){.experiment = experiment,
                      .arm = arm,
                      .grid = hf_experiment_grid(experiment, arm),
                      .layout = layout,
                      .work = work,
                      .team = 1,
                      .task_seconds = 1e-3};
    pthread_mutex_init(&pool->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->wanted, NULL);
    pthread_cond_init(&pool->news, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void hf_pool_free(hf_pool *pool)
{
    drop_all(&pool->todo);
    drop_all(&pool->finished);
    drop_all(&pool->spare);
    pthread_mutex_destroy(&pool->lock);
    pthread_cond_destroy(&pool->wanted);
    pthread_cond_destroy(&pool->news);
}

void hf_pool_fail(hf_pool *pool, hf_task *task, hf_status status, const hf_error *error)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->status == HF_OK) {
        pool->status = status;
        pool->error = *error;
    }
    if (task) {
        free_task(&task);
        pool->working--;
    }
    pthread_cond_signal(&pool->news);
    pthread_mutex_unlock(&pool->lock);
}

/* The next task to work on; NULL when the pool closes. */
static hf_task *await_work(hf_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->todo.first && !pool->closing)
        pthread_cond_wait(&pool->wanted, &pool->lock);
    hf_task *task = pool->closing ? NULL : take(&pool->todo);
    pool->working += task != NULL;
    pthread_mutex_unlock(&pool->lock);
    return task;
}

static void hand_back(hf_pool *pool, hf_task *task, double seconds)
{
    pthread_mutex_lock(&pool->lock);
    put(&pool->finished, task);
    pool->working--;
    pool->task_seconds = seconds;
    pthread_cond_signal(&pool->news);
    pthread_mutex_unlock(&pool->lock);
}

void hf_pool_work(hf_pool *pool)
{
    hf_error error = {0};
    hf_worker *worker;
    hf_task *task = NULL;
    hf_status status =
        hf_worker_make(pool->experiment, pool->arm, pool->layout, pool->team, &worker, &error);
    while (status == HF_OK && (task = await_work(pool))) {
        const double start = hf_clock_seconds();
        status = pool->work ? pool->work->run(pool->work->context, &task->rows, &error)
                            : hf_worker_run(worker, &task->rows, &error);
        if (status == HF_OK)
            hand_back(pool, task, hf_clock_seconds() - start);
    }
    if (status != HF_OK)
        hf_pool_fail(pool, task, status, &error);
    hf_worker_free(&worker);
}

hf_status hf_pool_add(hf_pool *pool, int64_t first, int64_t count, hf_error *error)
{
    hf_rows rows = {0};
    describe_rows(pool, first, count, &rows);
    hf_task *task =
        hf_pool_task(pool, 1 + (rows.bytes + HF_MESSAGE_UNIT - 1) / HF_MESSAGE_UNIT, error);
    if (!task)
        return error->status;
    rows.data = task->rows.data;
    task->rows = rows;
    hf_task_address(task);
    pthread_mutex_lock(&pool->lock);
    put(&pool->todo, task);
    pthread_cond_signal(&pool->wanted);
    pthread_mutex_unlock(&pool->lock);
    return HF_OK;
}

hf_task *hf_pool_task(hf_pool *pool, size_t units, hf_error *error)
{
    pthread_mutex_lock(&pool->lock);
    hf_task *task = take(&pool->spare);
    pool->spares -= task != NULL;
    pthread_mutex_unlock(&pool->lock);
    if (task && task->room < units)
        free_task(&task);
    if (!task && make_task(units, &task, error) != HF_OK)
        return NULL;
    task->units = units;
    return task;
}

void hf_pool_recycle(hf_pool *pool, hf_task *task)
{
    pthread_mutex_lock(&pool->lock);
    const bool keep = pool->spares < MOST_SPARES;
    if (keep) {
        put(&pool->spare, task);
        pool->spares++;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!keep)
        free_task(&task);
}

hf_task *hf_pool_take(hf_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    hf_task *task = take(&pool->finished);
    pthread_mutex_unlock(&pool->lock);
    return task;
}

hf_status hf_pool_status(hf_pool *pool, hf_error *error)
{
    pthread_mutex_lock(&pool->lock);
    const hf_status status = pool->status;
    if (status != HF_OK)
        *error = pool->error;
    pthread_mutex_unlock(&pool->lock);
    return status;
}

bool hf_pool_busy(hf_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    const bool busy = pool->working > 0 || pool->finished.first;
    pthread_mutex_unlock(&pool->lock);
    return busy;
}

void hf_pool_sleep(hf_pool *pool, double longest)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    pthread_mutex_lock(&pool->lock);
    /* the next block waits already: nothing is late by a quarter of a block */
    double pause = pool->task_seconds / 4;
    pause = pause < 200e-6 ? 200e-6 : pause;
    pause = pause > longest ? longest : pause;
    const int64_t end = until.tv_nsec + (int64_t)(pause * 1e9);
    until.tv_sec += end / 1000000000;
    until.tv_nsec = end % 1000000000;
    if (!pool->finished.first)
        pthread_cond_timedwait(&pool->news, &pool->lock, &until);
    pthread_mutex_unlock(&pool->lock);
}

void hf_pool_close(hf_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    drop_all(&pool->todo);
    pthread_cond_broadcast(&pool->wanted);
    pthread_mutex_unlock(&pool->lock);
}
