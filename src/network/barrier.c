/* A barrier for the threads of a team: spins briefly, then sleeps. */
#include "barrier.h"

enum { SPINS = 2000 };

static inline void pause_briefly(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb"); /* longer than `yield`, which does nothing on most cores */
#endif
}

void hf_barrier_make(hf_barrier *barrier)
{
    atomic_init(&barrier->arrived, 0);
    atomic_init(&barrier->generation, 0);
    atomic_init(&barrier->sleepers, 0);
    pthread_mutex_init(&barrier->lock, NULL);
    pthread_cond_init(&barrier->open, NULL);
}

void hf_barrier_free(hf_barrier *barrier)
{
    pthread_mutex_destroy(&barrier->lock);
    pthread_cond_destroy(&barrier->open);
}

/* Either a thread that goes to sleep sees the new generation, or this sees that it sleeps. */
static void open_barrier(hf_barrier *barrier)
{
    atomic_store(&barrier->arrived, 0);
    atomic_fetch_add(&barrier->generation, 1);
    if (atomic_load(&barrier->sleepers) > 0) {
        pthread_mutex_lock(&barrier->lock);
        pthread_cond_broadcast(&barrier->open);
        pthread_mutex_unlock(&barrier->lock);
    }
}

void hf_barrier_wait(hf_barrier *barrier, int64_t team)
{
    const unsigned generation = atomic_load(&barrier->generation);
    if (atomic_fetch_add(&barrier->arrived, 1) + 1 == team) {
        open_barrier(barrier);
        return;
    }
    for (int i = 0; i < SPINS; i++) {
        if (atomic_load_explicit(&barrier->generation, memory_order_acquire) != generation)
            return;
        pause_briefly();
    }
    pthread_mutex_lock(&barrier->lock);
    atomic_fetch_add(&barrier->sleepers, 1);
    while (atomic_load(&barrier->generation) == generation)
        pthread_cond_wait(&barrier->open, &barrier->lock);
    atomic_fetch_sub(&barrier->sleepers, 1);
    pthread_mutex_unlock(&barrier->lock);
}
