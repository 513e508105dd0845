#include "crew.h"

#include "base/clock.h"
#include "holdfast/memory.h"
#include <string.h>
#include <time.h>

enum { MOST_SPARES = 8 };

/* ---- parcels ---- */

static void free_parcel(hf_parcel **parcel)
{
    if (!*parcel)
        return;
    hf_free(&(*parcel)->message);
    hf_free(parcel);
}

static hf_status make_parcel(size_t lines, hf_parcel **made, hf_error *error)
{
    hf_parcel *parcel;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&parcel, 1, sizeof *parcel, error));
    HF_TRY_CLEANUP(hf_allocate(&parcel->message, (int64_t)lines, HF_LINE, error));
    parcel->room = lines;
    parcel->rows.data = parcel->message + HF_LINE;
cleanup:
    if (status != HF_OK)
        free_parcel(&parcel);
    *made = parcel;
    return status;
}

void hf_parcel_address(hf_parcel *parcel)
{
    const int64_t header[2] = {parcel->rows.first, parcel->rows.count};
    memcpy(parcel->message, header, sizeof header);
}

static void describe_rows(const hf_crew *crew, int64_t first, int64_t count, hf_rows *rows)
{
    rows->family = crew->family;
    rows->first = first;
    rows->count = count;
    rows->hidden_index = hf_grid_place(&crew->grid, first).hidden_index;
    rows->bytes = hf_rows_size(crew->layout, rows->hidden_index, count);
}

void hf_parcel_read(const hf_crew *crew, hf_parcel *parcel)
{
    int64_t header[2];
    memcpy(header, parcel->message, sizeof header);
    describe_rows(crew, header[0], header[1], &parcel->rows);
}

static void put(hf_queue *queue, hf_parcel *parcel)
{
    parcel->next = NULL;
    if (queue->last)
        queue->last->next = parcel;
    else
        queue->first = parcel;
    queue->last = parcel;
}

static hf_parcel *take(hf_queue *queue)
{
    hf_parcel *parcel = queue->first;
    if (parcel) {
        queue->first = parcel->next;
        queue->last = queue->first ? queue->last : NULL;
    }
    return parcel;
}

static void drop_all(hf_queue *queue)
{
    for (hf_parcel *parcel = take(queue); parcel; parcel = take(queue))
        free_parcel(&parcel);
}

/* ---- the crew ---- */

void hf_crew_make(const hf_experiment *experiment, hf_family family, const hf_rows_layout *layout,
                  const hf_work *work, hf_crew *crew)
{
    pthread_condattr_t monotonic;
    *crew = (hf_crew){.experiment = experiment,
                      .family = family,
                      .grid = hf_family_grid(&experiment->config, family),
                      .layout = layout,
                      .work = work,
                      .team = 1,
                      .block_seconds = 1e-3};
    crew->grid.shard = experiment->grid.shard;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&crew->wanted, NULL);
    pthread_cond_init(&crew->news, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void hf_crew_free(hf_crew *crew)
{
    drop_all(&crew->todo);
    drop_all(&crew->finished);
    drop_all(&crew->spare);
    pthread_mutex_destroy(&crew->lock);
    pthread_cond_destroy(&crew->wanted);
    pthread_cond_destroy(&crew->news);
}

/* The first failure counts; a parcel that failed is gone. */
static void fail(hf_crew *crew, hf_parcel *parcel, hf_status status, const hf_error *error)
{
    pthread_mutex_lock(&crew->lock);
    if (crew->status == HF_OK) {
        crew->status = status;
        crew->error = *error;
    }
    if (parcel) {
        free_parcel(&parcel);
        crew->working--;
    }
    pthread_cond_signal(&crew->news);
    pthread_mutex_unlock(&crew->lock);
}

/* The next parcel to work on; NULL when the crew closes. */
static hf_parcel *await_work(hf_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (!crew->todo.first && !crew->closing)
        pthread_cond_wait(&crew->wanted, &crew->lock);
    hf_parcel *parcel = crew->closing ? NULL : take(&crew->todo);
    crew->working += parcel != NULL;
    pthread_mutex_unlock(&crew->lock);
    return parcel;
}

static void hand_back(hf_crew *crew, hf_parcel *parcel, double seconds)
{
    pthread_mutex_lock(&crew->lock);
    put(&crew->finished, parcel);
    crew->working--;
    crew->block_seconds = seconds;
    pthread_cond_signal(&crew->news);
    pthread_mutex_unlock(&crew->lock);
}

void hf_crew_work(hf_crew *crew)
{
    hf_error error = {0};
    hf_worker *worker;
    hf_parcel *parcel = NULL;
    hf_status status =
        hf_worker_make(crew->experiment, crew->family, crew->layout, crew->team, &worker, &error);
    while (status == HF_OK && (parcel = await_work(crew))) {
        const double start = hf_clock_seconds();
        status = crew->work ? crew->work->run(crew->work->context, &parcel->rows, &error)
                            : hf_worker_run(worker, &parcel->rows, &error);
        if (status == HF_OK)
            hand_back(crew, parcel, hf_clock_seconds() - start);
    }
    if (status != HF_OK)
        fail(crew, parcel, status, &error);
    hf_worker_free(&worker);
}

hf_status hf_crew_add(hf_crew *crew, int64_t first, int64_t count, hf_error *error)
{
    hf_rows rows = {0};
    describe_rows(crew, first, count, &rows);
    hf_parcel *parcel = hf_crew_parcel(crew, 1 + (rows.bytes + HF_LINE - 1) / HF_LINE, error);
    if (!parcel)
        return error->status;
    rows.data = parcel->rows.data;
    parcel->rows = rows;
    hf_parcel_address(parcel);
    pthread_mutex_lock(&crew->lock);
    put(&crew->todo, parcel);
    pthread_cond_signal(&crew->wanted);
    pthread_mutex_unlock(&crew->lock);
    return HF_OK;
}

hf_parcel *hf_crew_parcel(hf_crew *crew, size_t lines, hf_error *error)
{
    pthread_mutex_lock(&crew->lock);
    hf_parcel *parcel = take(&crew->spare);
    crew->spares -= parcel != NULL;
    pthread_mutex_unlock(&crew->lock);
    if (parcel && parcel->room < lines)
        free_parcel(&parcel);
    if (!parcel && make_parcel(lines, &parcel, error) != HF_OK)
        return NULL;
    parcel->lines = lines;
    return parcel;
}

void hf_crew_recycle(hf_crew *crew, hf_parcel *parcel)
{
    pthread_mutex_lock(&crew->lock);
    const bool keep = crew->spares < MOST_SPARES;
    if (keep) {
        put(&crew->spare, parcel);
        crew->spares++;
    }
    pthread_mutex_unlock(&crew->lock);
    if (!keep)
        free_parcel(&parcel);
}

hf_parcel *hf_crew_take(hf_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    hf_parcel *parcel = take(&crew->finished);
    pthread_mutex_unlock(&crew->lock);
    return parcel;
}

hf_status hf_crew_status(hf_crew *crew, hf_error *error)
{
    pthread_mutex_lock(&crew->lock);
    const hf_status status = crew->status;
    if (status != HF_OK)
        *error = crew->error;
    pthread_mutex_unlock(&crew->lock);
    return status;
}

bool hf_crew_busy(hf_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    const bool busy = crew->working > 0 || crew->finished.first;
    pthread_mutex_unlock(&crew->lock);
    return busy;
}

void hf_crew_sleep(hf_crew *crew, double longest)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    pthread_mutex_lock(&crew->lock);
    /* the next block waits already: nothing is late by a quarter of a block */
    double pause = crew->block_seconds / 4;
    pause = pause < 200e-6 ? 200e-6 : pause;
    pause = pause > longest ? longest : pause;
    const int64_t end = until.tv_nsec + (int64_t)(pause * 1e9);
    until.tv_sec += end / 1000000000;
    until.tv_nsec = end % 1000000000;
    if (!crew->finished.first)
        pthread_cond_timedwait(&crew->news, &crew->lock, &until);
    pthread_mutex_unlock(&crew->lock);
}

void hf_crew_close(hf_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->closing = true;
    drop_all(&crew->todo);
    pthread_cond_broadcast(&crew->wanted);
    pthread_mutex_unlock(&crew->lock);
}
