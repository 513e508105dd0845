/* How many threads each rank gets: from the cores that it may run on and who else may. */
#include "parallel.h"
#include "wait.h"

#include "holdfast/memory.h"
#include <sched.h>
#include <string.h>
#include <unistd.h>

/* Where a rank runs. */
typedef struct {
    char host[MPI_MAX_PROCESSOR_NAME];
    cpu_set_t cores;
} place;

static place own_place(void)
{
    place mine = {.host = ""};
    int length;
    MPI_Get_processor_name(mine.host, &length);
    CPU_ZERO(&mine.cores);
    if (sched_getaffinity(0, sizeof mine.cores, &mine.cores) != 0)
        CPU_SET(0, &mine.cores); /* more cores than the set holds: claim one */
    return mine;
}

static bool on_same_host(const place *a, const place *b)
{
    return strcmp(a->host, b->host) == 0;
}

/* `wanted`, or the rank's cores divided among those of its host that may run on one of them. */
static int64_t threads_of(const place *places, int ranks, int rank, int64_t wanted)
{
    int sharing = 0;
    for (int i = 0; i < ranks; i++) {
        cpu_set_t common;
        CPU_AND(&common, &places[i].cores, &places[rank].cores);
        sharing += on_same_host(&places[i], &places[rank]) && CPU_COUNT(&common) > 0;
    }
    const int64_t share = CPU_COUNT(&places[rank].cores) / sharing;
    return wanted > 0 ? wanted : share > 0 ? share : 1;
}

static void reduce(int64_t *values, int count, MPI_Op operation)
{
    int64_t mine[8];
    MPI_Request request;
    memcpy(mine, values, (size_t)count * sizeof *mine);
    MPI_Iallreduce(mine, values, count, MPI_INT64_T, operation, MPI_COMM_WORLD, &request);
    hf_wait(&request);
}

/* From the places of all ranks to the numbers that all share. */
static void count_cores(hf_parallel *parallel, const place *places, int64_t wanted, hf_cores *cores)
{
    const place *mine = &places[parallel->rank];
    int64_t on_host = 0;
    int speaker = parallel->ranks; /* the first rank of a host counts it */
    cpu_set_t all;
    CPU_ZERO(&all);
    for (int i = parallel->ranks - 1; i >= 0; i--) {
        if (!on_same_host(&places[i], mine))
            continue;
        speaker = i;
        CPU_OR(&all, &all, &places[i].cores);
        on_host += threads_of(places, parallel->ranks, i, wanted);
    }
    const bool speaks = speaker == parallel->rank;
    parallel->threads = threads_of(places, parallel->ranks, parallel->rank, wanted);
    int64_t sums[] = {speaks, speaks ? CPU_COUNT(&all) : 0,
                      speaks ? sysconf(_SC_NPROCESSORS_ONLN) : 0, parallel->threads};
    int64_t most[] = {-parallel->threads, parallel->threads, on_host > CPU_COUNT(&all)};
    reduce(sums, 4, MPI_SUM);
    reduce(most, 3, MPI_MAX);
    *cores = (hf_cores){.hosts = sums[0],
                        .usable = sums[1],
                        .online = sums[2],
                        .least = -most[0],
                        .most = most[1],
                        .oversubscribed = most[2] != 0};
    parallel->total_threads = sums[3];
    parallel->oversubscribed = cores->oversubscribed;
}

hf_status hf_parallel_use_cores(hf_parallel *parallel, int64_t wanted, hf_cores *cores,
                                hf_text_list *hosts, hf_error *error)
{
    place *places;
    const place mine = own_place();
    MPI_Request request;
    HF_TRY(hf_parallel_agree(parallel, hf_allocate(&places, parallel->ranks, sizeof *places, error),
                             error));
    MPI_Iallgather(&mine, (int)sizeof mine, MPI_BYTE, places, (int)sizeof mine, MPI_BYTE,
                   MPI_COMM_WORLD, &request);
    hf_wait(&request);
    count_cores(parallel, places, wanted, cores);
    for (int i = 0; hosts && i < parallel->ranks; i++)
        if (i == 0 || !on_same_host(&places[i], &places[i - 1])) /* a host's ranks are neighbours */
            hf_text_list_add(hosts, places[i].host, NULL);
    hf_free(&places);
    return HF_OK;
}
