/* How many threads each rank gets: from the cores that it may run on and who else may. */
#include "parallel.h"
#include "wait.h"

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

static cpu_set_t own_cores(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        CPU_SET(0, &set); /* more cores than the set holds: claim one */
    return set;
}

/* Cores of `mine` divided by the ranks of this host that share any of them. */
static int64_t fair_share(const cpu_set_t *mine, const cpu_set_t *sets, int count)
{
    int sharing = 0;
    for (int i = 0; i < count; i++) {
        cpu_set_t common;
        CPU_AND(&common, mine, &sets[i]);
        sharing += CPU_COUNT(&common) > 0;
    }
    const int64_t share = CPU_COUNT(mine) / (sharing > 0 ? sharing : 1);
    return share > 0 ? share : 1;
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
    cpu_set_t *sets = calloc((size_t)count, sizeof *sets);
    CPU_ZERO(&all);
    parallel->threads = wanted > 0 ? wanted : 1;
    int64_t on_host = 0;
    if (sets) {
        MPI_Allgather(&mine, (int)sizeof mine, MPI_BYTE, sets, (int)sizeof mine, MPI_BYTE, host);
        if (wanted <= 0)
            parallel->threads = fair_share(&mine, sets, count);
        for (int i = 0; i < count; i++)
            CPU_OR(&all, &all, &sets[i]);
    }
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
    free(sets);
    MPI_Comm_free(&host);
    return result;
}
