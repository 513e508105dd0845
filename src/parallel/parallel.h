/*
 * All of MPI: starting and stopping, agreeing, sharing the experiment, handing out tasks (blocks of
 * replicas) and collecting their rows. No other folder includes mpi.h.
 *
 * One thread a rank, the one that called hf_parallel_start, makes every MPI call (FUNNELED). It
 * sleeps while it waits, so that more ranks than cores do no harm; the training is done by worker
 * threads.
 *
 * Functions marked collective are to be called by all ranks, in the same order. A step that can
 * fail on one rank is followed by hf_parallel_agree, so that all ranks go on or leave together.
 */
#ifndef HOLDFAST_PARALLEL_H
#define HOLDFAST_PARALLEL_H

#include "conditional_stage/conditional_stage.h"
#include "holdfast/grid.h"
#include "holdfast/null_test.h"
#include "holdfast/results.h"
#include "holdfast/status.h"
#include "holdfast/text.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct hf_parallel {
    int rank, ranks;
    int64_t threads;       /* worker threads of this rank; hf_parallel_use_cores */
    int64_t total_threads; /* of all ranks */
    bool oversubscribed;   /* more threads than cores on some host */
} hf_parallel;

/* Collective. From here on signals are requests to stop (stop.h). HF_WRONG_LAUNCHER: see
 * launcher.h; MPI is stopped again. */
hf_status hf_parallel_start(hf_parallel *parallel, hf_error *error);
/* Collective; after it no rank waits for another. Should MPI not come to its end, the process ends
 * with `status` after a minute: all that it had to do must be done. */
void hf_parallel_stop(hf_status status);

/* Collective: HF_OK if every rank brings HF_OK; else the status of the first rank (with a message,
 * by number) that does not, on all ranks. Only on that rank `error` keeps its message, elsewhere it
 * becomes empty: one message from one rank. */
hf_status hf_parallel_agree(const hf_parallel *parallel, hf_status status, hf_error *error);

/* Collective: rank 0's value everywhere. */
int64_t hf_parallel_from_root(const hf_parallel *parallel, int64_t value);

/* Collective: gives every rank rank 0's experiment (elsewhere `experiment` is made here, without
 * the names and hash that training does not need). Agrees. */
hf_status hf_parallel_share(const hf_parallel *parallel, hf_experiment *experiment,
                            hf_error *error);

/* Where the ranks run. */
typedef struct hf_cores {
    int64_t hosts;
    int64_t usable;      /* cores that the ranks may run on, all hosts together */
    int64_t online;      /* cores that the hosts have */
    int64_t least, most; /* threads of a rank */
    bool oversubscribed; /* as in hf_parallel */
} hf_cores;

/* Collective: sets the threads of each rank: `wanted`, or (0) its share of the cores that its
 * affinity mask allows, divided among the ranks of its host that may run on them; at least 1.
 * `hosts` (may be NULL): gets the hosts' names, as far as there is memory. Agrees. */
hf_status hf_parallel_use_cores(hf_parallel *parallel, int64_t wanted, hf_cores *cores,
                                hf_text_list *hosts, hf_error *error);

/* Where finished rows go, on rank 0, called by the thread that called hf_parallel_train. */
typedef struct hf_sink {
    void *context;
    hf_status (*take)(void *context, const hf_rows *rows, hf_error *error);
    void (*tick)(void *context); /* often: for a progress display */
} hf_sink;

/* What worker threads do with a block in the place of training it; thread-safe. */
typedef struct hf_work {
    void *context;
    hf_status (*run)(void *context, hf_rows *rows, hf_error *error);
    double cost; /* of a replica, as hf_replica_flops: blocks are made by it */
} hf_work;

/* Collective: trains all replicas of the arm whose status is HF_PENDING; each thread its own, or
 * where the replicas are few and large the threads of a rank one together: whichever is done first.
 * `work`: NULL, or what is done instead. `status` [replica] and `sink` matter only on rank 0,
 * whose memory holds a bounded number of blocks. After a failure on any rank (also of the sink) or
 * a request to stop (stop.h; on any rank: HF_STOPPED, what was finished has gone to the sink, rows
 * may hold replicas that are still pending) all ranks stop; rank 0 returns it, the others HF_OK:
 * follow with hf_parallel_agree.
 */
hf_status hf_parallel_train(const hf_parallel *parallel, const hf_experiment *experiment,
                            hf_arm arm, const hf_rows_layout *layout, const uint8_t *status,
                            const hf_work *work, const hf_sink *sink, hf_error *error);

/* Collective: the conditional test's tests that are not done yet (conditional_stage.h). `store`
 * matters only on rank 0; `experiment` is the same everywhere. Agrees. HF_STOPPED: by a request to
 * stop on any rank; what is done stays in the file. Memory: 256 MiB for sums, and on all ranks but
 * rank 0 the weights of its share of the networks. */
hf_status hf_parallel_conditional(const hf_parallel *parallel, const hf_experiment *experiment,
                                  const hf_conditional_store *store, hf_error *error);

/* "Open MPI v4.1.4", "MPICH 4.0.2": the library's name and version, "none" where the program is
 * built without; needs no hf_parallel_start. */
const char *hf_parallel_mpi_version(void);
bool hf_parallel_has_mpi(void);

#endif
