/* Starting and stopping MPI, and agreeing. */
#include "launcher.h"
#include "parallel.h"
#include "wait.h"

#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Without a launcher Open MPI would start a daemon and look for networks, which takes longer than a
 * small run, and keep a folder in /tmp where two such processes that start together collide. */
static void prepare_singleton(void)
{
    static const char *const settings[][2] = {{"OMPI_MCA_ess_singleton_isolated", "1"},
                                              {"OMPI_MCA_orte_create_session_dirs", "0"},
                                              {"OMPI_MCA_pml", "ob1"},
                                              {"OMPI_MCA_btl", "self"}};
    if (hf_launcher_connects())
        return;
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        setenv(settings[i][0], settings[i][1], 0);
}

hf_status hf_parallel_start(hf_parallel *parallel, hf_error *error)
{
    int provided;
    *parallel = (hf_parallel){.threads = 1, .total_threads = 1};
    /* Open MPI ends the process where it finds no other rank of a step of Slurm's */
    if (!hf_launcher_connects() && strncmp(hf_parallel_mpi_version(), "Open MPI", 8) == 0)
        HF_TRY(hf_launcher_check(1, error));
    prepare_singleton();
    hf_stop_hold_signals();
    const int started = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
    hf_stop_catch_signals();
    if (started != MPI_SUCCESS)
        return hf_fail(error, HF_INTERNAL, "MPI could not be started");
    MPI_Comm_rank(MPI_COMM_WORLD, &parallel->rank);
    MPI_Comm_size(MPI_COMM_WORLD, &parallel->ranks);
    if (provided < MPI_THREAD_FUNNELED)
        return hf_fail(error, HF_INTERNAL, "this MPI library does not support threads");
    const hf_status status = hf_launcher_check(parallel->ranks, error);
    if (status != HF_OK)
        hf_parallel_stop(status);
    return status;
}

static volatile sig_atomic_t exit_code;

static void leave(int number)
{
    (void)number;
    _exit(exit_code);
}

void hf_parallel_stop(hf_status status)
{
    const unsigned longest = 60; /* seconds */
    struct sigaction action = {.sa_handler = leave};
    MPI_Request request;
    MPI_Ibarrier(MPI_COMM_WORLD, &request); /* MPI_Finalize spins until the last rank is there */
    hf_wait(&request);
    /* MPICH over UCX and TCP may wait for ever for a rank of another host that came sooner: ranks
     * come together, and leave an MPI that does not end */
    exit_code = status;
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    alarm(longest);
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Finalize();
    alarm(0);
}

hf_status hf_parallel_agree(const hf_parallel *parallel, hf_status status, hf_error *error)
{
    /* the first rank with something to say, else the first with a failure, and what it is: one
     * number */
    const int64_t none = INT64_MAX, silent = error->message[0] ? 0 : INT64_C(1) << 60;
    int64_t mine = status == HF_OK ? none : silent + parallel->rank * INT64_C(1000) + status, first;
    MPI_Request request;
    MPI_Iallreduce(&mine, &first, 1, MPI_INT64_T, MPI_MIN, MPI_COMM_WORLD, &request);
    hf_wait(&request);
    if (first == none)
        return HF_OK;
    if (first != mine)
        error->message[0] = '\0';
    return error->status = (hf_status)(first % (INT64_C(1) << 60) % 1000);
}

int64_t hf_parallel_from_root(const hf_parallel *parallel, int64_t value)
{
    (void)parallel;
    hf_broadcast(&value, sizeof value);
    return value;
}
