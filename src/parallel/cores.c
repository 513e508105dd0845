/* How many threads each rank gets: from the cores that it may run on and who else may. */
#include "parallel.h"
#include "wait.h"

#include <sched.h>
#include <unistd.h>

static cpu_set_t own_cores(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        CPU_SET(0, &set); /* more cores than the set holds: claim one */
    return set;
}

/* Asks the ranks of this host one after another, for which nothing needs to be allocated: the cores
 * that any of them may use, and how many of them may use one of `mine`. */
static int count_sharing(MPI_Comm host, int place, int count, const cpu_set_t *mine, cpu_set_t *all)
{
    int sharing = 0;
    CPU_ZERO(all);
    for (int i = 0; i < count; i++) {
        cpu_set_t theirs, common;
        if (i == place)
            theirs = *mine;
        MPI_Bcast(&theirs, (int)sizeof theirs, MPI_BYTE, i, host);
        CPU_AND(&common, mine, &theirs);
        CPU_OR(all, all, &theirs);
        sharing += CPU_COUNT(&common) > 0;
    }
    return sharing;
}

static int64_t reduce(int64_t value, MPI_Op operation)
{
    int64_t result;
    MPI_Allreduce(&value, &result, 1, MPI_INT64_T, operation, MPI_COMM_WORLD);
    return result;
}

hf_cores hf_parallel_use_cores(hf_parallel *parallel, int64_t wanted)
{
    MPI_Comm host;
    int place, count;
    MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, parallel->rank, MPI_INFO_NULL, &host);
    MPI_Comm_rank(host, &place);
    MPI_Comm_size(host, &count);
    cpu_set_t mine = own_cores(), all;
    int64_t on_host = 0;
    const int64_t share = CPU_COUNT(&mine) / count_sharing(host, place, count, &mine, &all);
    parallel->threads = wanted > 0 ? wanted : share > 0 ? share : 1;
    MPI_Allreduce(&parallel->threads, &on_host, 1, MPI_INT64_T, MPI_SUM, host);
    const int64_t cores = CPU_COUNT(&all);
    const int first = place == 0; /* one rank speaks for its host */
    hf_cores result = {.hosts = reduce(first, MPI_SUM),
                       .usable = reduce(first ? cores : 0, MPI_SUM),
                       .online = reduce(first ? sysconf(_SC_NPROCESSORS_ONLN) : 0, MPI_SUM),
                       .least = reduce(parallel->threads, MPI_MIN),
                       .most = reduce(parallel->threads, MPI_MAX),
                       .crowded = reduce(on_host > cores, MPI_MAX) != 0};
    parallel->total_threads = reduce(parallel->threads, MPI_SUM);
    parallel->crowded = result.crowded;
    MPI_Comm_free(&host);
    return result;
}
