/*
 * A rank's workers and the two queues between them and the thread that speaks MPI.
 *
 * A parcel is a block of work on its way: first only which replicas, then with their rows. Parcels
 * are owned by the queue that they are in, by the thread that took them otherwise.
 */
#ifndef HOLDFAST_PARALLEL_CREW_H
#define HOLDFAST_PARALLEL_CREW_H

#include "parallel.h"

#include "holdfast/replica.h"
#include <pthread.h>

/* A message is whole lines of 64 bytes: a header, then the rows. */
enum { HF_LINE = 64 };

typedef struct hf_parcel {
    struct hf_parcel *next;
    hf_rows rows;           /* data points behind the header in `message` */
    unsigned char *message; /* header: first, count (int64), then zeros */
    size_t lines, room;     /* used; allocated */
} hf_parcel;

typedef struct hf_queue {
    hf_parcel *first, *last;
} hf_queue;

typedef struct hf_crew {
    const hf_experiment *experiment;
    hf_family family;
    hf_grid grid; /* of the family */
    const hf_rows_layout *layout;
    const hf_work *work; /* NULL: hf_worker_run */
    int64_t team;        /* threads of a worker, 1; to be set before they come */
    pthread_mutex_t lock;
    pthread_cond_t wanted, news; /* something to do; something finished or failed */
    hf_queue todo, finished, spare;
    int64_t working, spares; /* parcels: with a worker; in `spare` */
    bool closing;
    hf_status status; /* the first failure of a thread */
    hf_error error;
    double block_seconds; /* of the block finished last: how long it is worth to sleep */
} hf_crew;

void hf_crew_make(const hf_experiment *experiment, hf_family family, const hf_rows_layout *layout,
                  const hf_work *work, hf_crew *crew);
void hf_crew_free(hf_crew *crew); /* after all its threads have left */

/* What a worker thread does until the crew closes. */
void hf_crew_work(hf_crew *crew);

/* For the MPI thread. */
hf_status hf_crew_add(hf_crew *crew, int64_t first, int64_t count, hf_error *error);
hf_parcel *hf_crew_take(hf_crew *crew);                   /* a finished parcel, or NULL */
hf_status hf_crew_status(hf_crew *crew, hf_error *error); /* the first failure of a thread */
bool hf_crew_busy(hf_crew *crew); /* a worker at work, or a finished parcel not taken */
void hf_crew_sleep(hf_crew *crew, double longest); /* until something finishes, at most so long */
void hf_crew_close(hf_crew *crew);                 /* drop what is not begun; threads leave */

/* A parcel of `lines` lines, its rows' data set behind the header; what they hold is not said.
 * NULL: no memory. */
hf_parcel *hf_crew_parcel(hf_crew *crew, size_t lines, hf_error *error);
/* Gives a parcel back: fresh memory for each would cost more than copying the rows. */
void hf_crew_recycle(hf_crew *crew, hf_parcel *parcel);
/* Writes the header from the rows, reads the rows from the header. */
void hf_parcel_address(hf_parcel *parcel);
void hf_parcel_read(const hf_crew *crew, hf_parcel *parcel);

#endif
