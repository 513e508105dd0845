#include "crew.h"

#include "holdfast/clock.h"
#include "holdfast/memory.h"
#include <string.h>
#include <time.h>

/* ---- parcels ---- */

hf_status hf_parcel_make(size_t lines, hf_parcel **made, hf_error *error)
{
    hf_parcel *parcel;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&parcel, 1, sizeof *parcel, error));
    HF_TRY_CLEANUP(hf_allocate(&parcel->message, (int64_t)lines, HF_LINE, error));
    parcel->lines = lines;
    parcel->rows.data = parcel->message + HF_LINE;
cleanup:
    if (status != HF_OK)
        hf_parcel_free(&parcel);
    *made = parcel;
    return status;
}

void hf_parcel_free(hf_parcel **parcel)
{
    if (!*parcel)
        return;
    hf_free(&(*parcel)->message);
    hf_free(parcel);
}

void hf_parcel_address(hf_parcel *parcel)
{
    const int64_t header[2] = {parcel->rows.first, parcel->rows.count};
    memcpy(parcel->message, header, sizeof header);
}

void hf_parcel_read(hf_parcel *parcel, const hf_grid *grid, const hf_rows_layout *layout)
{
    int64_t header[2];
    memcpy(header, parcel->message, sizeof header);
    parcel->rows.first = header[0];
    parcel->rows.count = header[1];
    parcel->rows.hidden_index = hf_grid_place(grid, header[0]).hidden_index;
    parcel->rows.bytes = hf_rows_size(layout, parcel->rows.hidden_index, header[1]);
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
        hf_parcel_free(&parcel);
}

/* ---- the crew ---- */

void hf_crew_make(const hf_experiment *experiment, const hf_rows_layout *layout, int64_t team,
                  hf_crew *crew)
{
    pthread_condattr_t monotonic;
    *crew =
        (hf_crew){.experiment = experiment, .layout = layout, .team = team, .block_seconds = 1e-3};
    pthread_mutex_init(&crew->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&crew->work, NULL);
    pthread_cond_init(&crew->news, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

void hf_crew_free(hf_crew *crew)
{
    drop_all(&crew->todo);
    drop_all(&crew->finished);
    pthread_mutex_destroy(&crew->lock);
    pthread_cond_destroy(&crew->work);
    pthread_cond_destroy(&crew->news);
}

static void report_failure(hf_crew *crew, hf_status status, const hf_error *error)
{
    if (crew->status != HF_OK)
        return;
    crew->status = status;
    crew->error = *error;
}

/* The next parcel to work on; NULL when the crew closes. */
static hf_parcel *await_work(hf_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (!crew->todo.first && !crew->closing)
        pthread_cond_wait(&crew->work, &crew->lock);
    hf_parcel *parcel = crew->closing ? NULL : take(&crew->todo);
    pthread_mutex_unlock(&crew->lock);
    return parcel;
}

static void hand_back(hf_crew *crew, hf_parcel *parcel, double seconds, hf_status status,
                      const hf_error *error)
{
    pthread_mutex_lock(&crew->lock);
    if (status != HF_OK)
        report_failure(crew, status, error);
    if (parcel)
        put(&crew->finished, parcel);
    crew->block_seconds = seconds;
    pthread_cond_signal(&crew->news);
    pthread_mutex_unlock(&crew->lock);
}

void hf_crew_work(hf_crew *crew)
{
    hf_error error = {0};
    hf_worker *worker;
    hf_status status = hf_worker_make(crew->experiment, crew->layout, crew->team, &worker, &error);
    if (status != HF_OK)
        hand_back(crew, NULL, 0, status, &error);
    for (hf_parcel *parcel; status == HF_OK && (parcel = await_work(crew));) {
        const double start = hf_clock_seconds();
        status = hf_worker_run(worker, &parcel->rows, &error);
        if (status != HF_OK)
            hf_parcel_free(&parcel);
        hand_back(crew, parcel, hf_clock_seconds() - start, status, &error);
    }
    hf_worker_free(&worker);
}

hf_status hf_crew_add(hf_crew *crew, int64_t first, int64_t count, hf_error *error)
{
    const int64_t hidden_index = hf_grid_place(&crew->experiment->grid, first).hidden_index;
    const size_t bytes = hf_rows_size(crew->layout, hidden_index, count);
    hf_parcel *parcel;
    HF_TRY(hf_parcel_make(1 + (bytes + HF_LINE - 1) / HF_LINE, &parcel, error));
    parcel->rows.first = first;
    parcel->rows.count = count;
    parcel->rows.hidden_index = hidden_index;
    parcel->rows.bytes = bytes;
    hf_parcel_address(parcel);
    pthread_mutex_lock(&crew->lock);
    put(&crew->todo, parcel);
    pthread_cond_signal(&crew->work);
    pthread_mutex_unlock(&crew->lock);
    return HF_OK;
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
    pthread_cond_broadcast(&crew->work);
    pthread_mutex_unlock(&crew->lock);
}
