/* What the two sides of the hand-over share: tags, messages on their way. */
#ifndef HOLDFAST_PARALLEL_TRANSFER_H
#define HOLDFAST_PARALLEL_TRANSFER_H

#include "crew.h"
#include "parallel.h"

#include "grid/schedule.h"
#include <mpi.h>

/* WORK: first, count (int64). FINISH: a reason to stop, 0: none (int64). ROWS: a parcel. FAILED: an
 * hf_error. STOP: the reason of a rank that was told to (int64). LEFT: nothing more will come. */
enum { HF_TAG_WORK = 1, HF_TAG_FINISH, HF_TAG_ROWS, HF_TAG_FAILED, HF_TAG_STOP, HF_TAG_LEFT };

/* Sleeps: nothing expected but orders; large messages need MPI calls to move on. */
#define HF_LONGEST_SLEEP 20e-3
#define HF_TRANSFER_SLEEP 200e-6

/* A parcel and its MPI request; no parcel: free. */
typedef struct hf_transfer {
    hf_parcel *parcel;
    MPI_Request request;
    int source;
} hf_transfer;

/* Rank 0: what it hands out, and what is on its way. */
typedef struct hf_office {
    const hf_parallel *parallel;
    hf_crew *crew;
    hf_schedule schedule;
    const hf_sink *sink;
    MPI_Datatype line;
    const int64_t *workers; /* [ranks] */
    hf_status status;       /* of the whole training */
    hf_error *error;
} hf_office;

/* Rank 0's part of a training, while its workers work. Ends when all replicas are in, or with
 * `status` set: the first failure, or HF_STOPPED. All other ranks have left then. */
void hf_office_run(hf_office *office);
/* Another rank's part. */
void hf_branch_run(hf_crew *crew, MPI_Datatype line);

#endif
