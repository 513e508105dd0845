/* Waiting for MPI requests asleep. */
#include "wait.h"

#include "base/clock.h"

static void wait(MPI_Request *request, double longest)
{
    int done = 0;
    double pause = 20e-6;
    for (MPI_Test(request, &done, MPI_STATUS_IGNORE); !done;
         MPI_Test(request, &done, MPI_STATUS_IGNORE)) {
        hf_clock_sleep(pause);
        pause = pause < longest ? 2 * pause : pause;
    }
}

void hf_wait(MPI_Request *request)
{
    wait(request, 5e-3);
}

void hf_wait_transfer(MPI_Request *request)
{
    wait(request, 40e-6);
}

void hf_broadcast(void *data, size_t bytes)
{
    const size_t piece = (size_t)1 << 30;
    unsigned char *at = data;
    while (bytes > 0) {
        const size_t now = bytes < piece ? bytes : piece;
        MPI_Request request;
        MPI_Ibcast(at, (int)now, MPI_BYTE, 0, MPI_COMM_WORLD, &request);
        hf_wait(&request);
        at += now;
        bytes -= now;
    }
}
