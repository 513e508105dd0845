/* Waiting for an MPI request asleep: Open MPI's own waits spin. */
#ifndef HOLDFAST_PARALLEL_WAIT_H
#define HOLDFAST_PARALLEL_WAIT_H

#include <mpi.h>
#include <stddef.h>

void hf_wait(MPI_Request *request);
/* For much data, which moves on in calls of MPI alone: shorter pauses. */
void hf_wait_transfer(MPI_Request *request);
/* MPI_Bcast from rank 0 of any number of bytes, in pieces that MPI's int counts hold. */
void hf_broadcast(void *data, size_t bytes);

#endif
