/*
 * A barrier whose waiting threads spin for about 0.1 ms, then sleep.
 *
 * OpenMP's spins for milliseconds: where another process takes a core, a team would then stand
 * still for that process's time slices, tens of times slower than one thread alone.
 */
#ifndef HOLDFAST_NETWORK_BARRIER_H
#define HOLDFAST_NETWORK_BARRIER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

typedef struct hf_barrier {
    atomic_int_least64_t arrived;
    atomic_uint generation; /* grows when all have arrived */
    atomic_int sleepers;
    pthread_mutex_t lock;
    pthread_cond_t open;
} hf_barrier;

void hf_barrier_make(hf_barrier *barrier);
void hf_barrier_free(hf_barrier *barrier);
/* Until `team` threads have called this; it can be used again at once. */
void hf_barrier_wait(hf_barrier *barrier, int64_t team);

#endif
