/*
 * What parallel/ calls of MPI, for a program of one process that is built without it: rank 0 of 1.
 *
 * Collective calls give back what was put in; nobody sends anything, and nothing is ever sent to
 * another rank.
 */
#ifndef HOLDFAST_PARALLEL_ONE_PROCESS_MPI_H
#define HOLDFAST_PARALLEL_ONE_PROCESS_MPI_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int MPI_Comm, MPI_Op, MPI_Request, MPI_Message;
typedef size_t MPI_Datatype; /* bytes */
typedef struct {
    int MPI_SOURCE, MPI_TAG;
} MPI_Status;

enum { MPI_SUCCESS, MPI_COMM_WORLD, MPI_THREAD_FUNNELED };
enum { MPI_SUM, MPI_MIN, MPI_MAX };
#define MPI_IN_PLACE NULL
enum { MPI_ANY_SOURCE = -1, MPI_ANY_TAG = -1 };
enum { MPI_MAX_PROCESSOR_NAME = 256, MPI_MAX_LIBRARY_VERSION_STRING = 256 };
#define MPI_BYTE ((MPI_Datatype)1)
#define MPI_CHAR ((MPI_Datatype)1)
#define MPI_INT64_T sizeof(int64_t)
#define MPI_STATUS_IGNORE NULL

/* Calls that have nothing to do here. */
static inline int hf_nothing_to_do(int first, ...)
{
    (void)first;
    return MPI_SUCCESS;
}

/* Messages, which nobody could send or receive. */
_Noreturn static inline int hf_no_message(int first, ...)
{
    (void)first;
    abort();
}

/* ---- the process ---- */

#define MPI_Finalize() hf_nothing_to_do(0)
#define MPI_Abort(comm, code) exit(((void)(comm), (code)))

static inline int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    (void)argc, (void)argv;
    *provided = required;
    return MPI_SUCCESS;
}

static inline int MPI_Comm_rank(MPI_Comm comm, int *rank)
{
    (void)comm;
    *rank = 0;
    return MPI_SUCCESS;
}

static inline int MPI_Comm_size(MPI_Comm comm, int *size)
{
    (void)comm;
    *size = 1;
    return MPI_SUCCESS;
}

static inline int MPI_Get_library_version(char *version, int *length)
{
    strcpy(version, "none");
    *length = (int)strlen(version);
    return MPI_SUCCESS;
}

static inline int MPI_Get_processor_name(char *name, int *length)
{
    if (gethostname(name, MPI_MAX_PROCESSOR_NAME) != 0)
        name[0] = '\0';
    name[MPI_MAX_PROCESSOR_NAME - 1] = '\0';
    *length = (int)strlen(name);
    return MPI_SUCCESS;
}

/* ---- types ---- */

#define MPI_Type_commit(type) hf_nothing_to_do(0, type)
#define MPI_Type_free(type) hf_nothing_to_do(0, type)

static inline int MPI_Type_contiguous(int count, MPI_Datatype type, MPI_Datatype *made)
{
    *made = (size_t)count * type;
    return MPI_SUCCESS;
}

/* ---- collective calls: done as soon as they are made ---- */

#define MPI_Barrier(comm) hf_nothing_to_do(0, comm)
#define MPI_Ibarrier(comm, request) hf_nothing_to_do(0, comm, request)
#define MPI_Ibcast(data, count, type, root, comm, request)                                         \
    hf_nothing_to_do(0, data, count, type, root, comm, request)
#define MPI_Iallreduce(mine, result, count, type, operation, comm, request)                        \
    ((void)(operation), hf_own_share(mine, count, type, result, comm, request))
#define MPI_Iallgather(mine, count, type, all, each, all_type, comm, request)                      \
    hf_own_share(mine, count, type, all, comm, request)
#define MPI_Ireduce(mine, result, count, type, operation, root, comm, request)                     \
    ((void)(operation), hf_nothing_to_do(0, mine, result, count, type, root, comm, request))
#define MPI_Igather(mine, count, type, all, each, all_type, root, comm, request)                   \
    hf_own_share(mine, count, type, all, comm, request)

static inline int hf_own_share(const void *mine, int count, MPI_Datatype type, void *all,
                               MPI_Comm comm, MPI_Request *request)
{
    (void)comm, (void)request;
    memcpy(all, mine, (size_t)count * type);
    return MPI_SUCCESS;
}

static inline int MPI_Test(MPI_Request *request, int *done, MPI_Status *status)
{
    (void)request, (void)status;
    *done = 1;
    return MPI_SUCCESS;
}

/* ---- messages: there are none ---- */

static inline int MPI_Iprobe(int source, int tag, MPI_Comm comm, int *there, MPI_Status *status)
{
    (void)source, (void)tag, (void)comm, (void)status;
    *there = 0;
    return MPI_SUCCESS;
}

#define MPI_Improbe(source, tag, comm, there, message, status)                                     \
    ((void)(message), MPI_Iprobe(source, tag, comm, there, status))

static inline int MPI_Get_count(const MPI_Status *status, MPI_Datatype type, int *count)
{
    (void)status, (void)type;
    *count = 0;
    return MPI_SUCCESS;
}

#define MPI_Send(...) hf_no_message(0, __VA_ARGS__)
#define MPI_Isend(...) hf_no_message(0, __VA_ARGS__)
#define MPI_Irecv(...) hf_no_message(0, __VA_ARGS__)
#define MPI_Recv(...) hf_no_message(0, __VA_ARGS__)
#define MPI_Mrecv(...) hf_no_message(0, __VA_ARGS__)
#define MPI_Imrecv(...) hf_no_message(0, __VA_ARGS__)

#endif
