/*
 * In which order, and in blocks of which size, replicas are handed out.
 *
 * A block is a run of consecutive replicas of one split and hidden size: they share their inputs,
 * their message and their place in the file. The costliest hidden sizes come first and blocks get
 * smaller towards the end, so that all threads finish together. None of this changes a result. Not
 * thread-safe: one thread hands out.
 */
#ifndef HOLDFAST_GRID_SCHEDULE_H
#define HOLDFAST_GRID_SCHEDULE_H

#include "holdfast/grid.h"
#include "holdfast/status.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_schedule {
    const hf_grid *grid;
    const uint8_t *status;     /* [replica held] as in the results file; only pending ones count */
    int64_t pending;           /* replicas not handed out yet */
    int64_t workers;           /* of all ranks: threads, or teams of threads */
    int64_t *order;            /* [hiddens] hidden indices, costliest first */
    const double *cost;        /* [hiddens] floating-point operations of a replica */
    const int64_t *row_bytes;  /* [hiddens] bytes of a replica's rows */
    int64_t at_hidden, at_row; /* where the search goes on: place in `order`, row of that size */
} hf_schedule;

/* `grid`, `status`, `cost` and `row_bytes` must outlive the schedule. */
hf_status hf_schedule_make(const hf_grid *grid, const uint8_t *status, const double *cost,
                           const int64_t *row_bytes, int64_t workers, hf_schedule *schedule,
                           hf_error *error);
/* How long `workers` take for what is pending, in operations of one thread, when each is speedup
 * [hiddens] times as fast as one thread (NULL: 1). A bound from below: the costliest replicas are
 * shared out evenly, one by one. */
double hf_schedule_length(const hf_schedule *schedule, int64_t workers, const double *speedup);
/* The next block; false when all pending replicas have been handed out. */
bool hf_schedule_next(hf_schedule *schedule, int64_t *first, int64_t *count);
void hf_schedule_free(hf_schedule *schedule);

#endif
