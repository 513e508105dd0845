/* Who started this process: launchers number their ranks in variables of their own. */
#include "launcher.h"

#include "holdfast/status_codes.h"
#include "parallel.h"
#include <stdlib.h>
#include <string.h>

static const char srun[] = "srun";

/* In the order in which they count: a launcher may itself run inside another's step. `ranks` NULL:
 * not to be judged by. `connects`: an MPI library that knows the variable finds the other ranks. */
static const struct {
    const char *name, *rank, *ranks;
    bool connects;
} launchers[] = {
    {"Open MPI's mpirun", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", true},
    {"MPICH's mpiexec", "PMI_RANK", "PMI_SIZE", true},
    {"a PMIx launcher", "PMIX_RANK", NULL, true},
    {"Cray's launcher", "PALS_RANKID", NULL, false},
    {"Flux", "FLUX_TASK_RANK", NULL, false},
    {srun, "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", false},
};
enum { LAUNCHERS = sizeof launchers / sizeof launchers[0] };

/* A variable's value; NULL also where it is set to nothing, which tells no rank. */
static const char *value_of(const char *variable)
{
    const char *value = variable ? getenv(variable) : NULL;
    return value && value[0] ? value : NULL;
}

bool hf_launcher_connects(void)
{
    for (int i = 0; i < LAUNCHERS; i++)
        if (launchers[i].connects && value_of(launchers[i].rank))
            return true;
    return false;
}

bool hf_launcher_is_first_rank(void)
{
    for (int i = 0; i < LAUNCHERS; i++) {
        const char *rank = value_of(launchers[i].rank);
        if (rank)
            return strcmp(rank, "0") == 0;
    }
    return true;
}

const char *hf_launcher_path(void)
{
    return HF_LAUNCHER;
}

static hf_status refuse(const char *launcher, const char *ranks, hf_error *error)
{
    const char *own = hf_launcher_path()[0] ? hf_launcher_path() : "mpiexec";
    if (!hf_parallel_has_mpi())
        return hf_fail(error, HF_WRONG_LAUNCHER,
                       "%s started %s ranks, but this holdfast is built without MPI, for one "
                       "process: start it by itself (its threads use all cores), or build it with "
                       "-DHOLDFAST_MPI=ON",
                       launcher, ranks);
    return hf_fail(
        error, HF_WRONG_LAUNCHER,
        "%s started %s ranks, but this holdfast is built with %s, which does not connect "
        "them: use the launcher of that MPI: %s -n %s holdfast run CONFIG.yaml%s",
        launcher, ranks, hf_parallel_mpi_version(), own, ranks,
        strcmp(launcher, srun) == 0 ? " (or srun with that MPI's plugin, such as --mpi=pmix)" : "");
}

hf_status hf_launcher_check(int ranks, hf_error *error)
{
    const char *step = value_of("SLURM_STEP_NUM_TASKS");
    for (int i = 0; i < LAUNCHERS && ranks == 1; i++) {
        const char *started = value_of(launchers[i].ranks);
        if (started && atoi(started) > 1) /* srun may number its ranks as MPICH's launcher does */
            return refuse(step && strcmp(step, started) == 0 ? srun : launchers[i].name, started,
                          error);
        if (started) /* its own count; those further down are of the steps around it */
            return HF_OK;
    }
    return HF_OK;
}
