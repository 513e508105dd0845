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
enum { MPI_ANY_SOURCE = -1, MPI_ANY_TAG = -1 };
enum { MPI_MAX_PROCESSOR_NAME = 256, MPI_MAX_LIBRARY_VERSION_STRING = 256 };
#define MPI_BYTE ((MPI_Datatype)1)
#define MPI_CHAR ((MPI_Datatype)1)
#define MPI_INT64_T sizeof(int64_t)
#define MPI_STATUS_IGNORE NULL

/* ---- the process ---- */

static inline int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    (void)argc, (void)argv;
    *provided = required;
    return MPI_SUCCESS;
}

static inline int MPI_Finalize(void)
{
    return MPI_SUCCESS;
}

static inline int MPI_Abort(MPI_Comm comm, int code)
{
    (void)comm;
    exit(code);
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

static inline int MPI_Type_contiguous(int count, MPI_Datatype type, MPI_Datatype *made)
{
    *made = (size_t)count * type;
    return MPI_SUCCESS;
}

static inline int MPI_Type_commit(MPI_Datatype *type)
{
    (void)type;
    return MPI_SUCCESS;
}

static inline int MPI_Type_free(MPI_Datatype *type)
{
    (void)type;
    return MPI_SUCCESS;
}

/* ---- collective calls: done as soon as they are made ---- */

static inline int MPI_Test(MPI_Request *request, int *done, MPI_Status *status)
{
    (void)request, (void)status;
    *done = 1;
    return MPI_SUCCESS;
}

static inline int MPI_Ibcast(void *data, int count, MPI_Datatype type, int root, MPI_Comm comm,
                             MPI_Request *request)
{
    (void)data, (void)count, (void)type, (void)root, (void)comm, (void)request;
    return MPI_SUCCESS;
}

static inline int MPI_Iallreduce(const void *mine, void *result, int count, MPI_Datatype type,
                                 MPI_Op operation, MPI_Comm comm, MPI_Request *request)
{
    (void)operation, (void)comm, (void)request;
    memcpy(result, mine, (size_t)count * type);
    return MPI_SUCCESS;
}

static inline int MPI_Iallgather(const void *mine, int count, MPI_Datatype type, void *all,
                                 int each, MPI_Datatype all_type, MPI_Comm comm,
                                 MPI_Request *request)
{
    (void)each, (void)all_type, (void)comm, (void)request;
    memcpy(all, mine, (size_t)count * type);
    return MPI_SUCCESS;
}

static inline int MPI_Igather(const void *mine, int count, MPI_Datatype type, void *all, int each,
                              MPI_Datatype all_type, int root, MPI_Comm comm, MPI_Request *request)
{
    (void)each, (void)all_type, (void)root, (void)comm, (void)request;
    memcpy(all, mine, (size_t)count * type);
    return MPI_SUCCESS;
}

static inline int MPI_Ibarrier(MPI_Comm comm, MPI_Request *request)
{
    (void)comm, (void)request;
    return MPI_SUCCESS;
}

static inline int MPI_Barrier(MPI_Comm comm)
{
    (void)comm;
    return MPI_SUCCESS;
}

/* ---- messages: there are none ---- */

static inline int MPI_Iprobe(int source, int tag, MPI_Comm comm, int *there, MPI_Status *status)
{
    (void)source, (void)tag, (void)comm, (void)status;
    *there = 0;
    return MPI_SUCCESS;
}

static inline int MPI_Improbe(int source, int tag, MPI_Comm comm, int *there, MPI_Message *message,
                              MPI_Status *status)
{
    (void)source, (void)tag, (void)comm, (void)message, (void)status;
    *there = 0;
    return MPI_SUCCESS;
}

static inline int MPI_Get_count(const MPI_Status *status, MPI_Datatype type, int *count)
{
    (void)status, (void)type;
    *count = 0;
    return MPI_SUCCESS;
}

static inline int MPI_Isend(const void *data, int count, MPI_Datatype type, int rank, int tag,
                            MPI_Comm comm, MPI_Request *request)
{
    (void)data, (void)count, (void)type, (void)rank, (void)tag, (void)comm, (void)request;
    abort();
}

static inline int MPI_Send(const void *data, int count, MPI_Datatype type, int rank, int tag,
                           MPI_Comm comm)
{
    (void)data, (void)count, (void)type, (void)rank, (void)tag, (void)comm;
    abort();
}

static inline int MPI_Recv(void *data, int count, MPI_Datatype type, int rank, int tag,
                           MPI_Comm comm, MPI_Status *status)
{
    (void)data, (void)count, (void)type, (void)rank, (void)tag, (void)comm, (void)status;
    abort();
}

static inline int MPI_Mrecv(void *data, int count, MPI_Datatype type, MPI_Message *message,
                            MPI_Status *status)
{
    (void)data, (void)count, (void)type, (void)message, (void)status;
    abort();
}

static inline int MPI_Imrecv(void *data, int count, MPI_Datatype type, MPI_Message *message,
                             MPI_Request *request)
{
    (void)data, (void)count, (void)type, (void)message, (void)request;
    abort();
}

#endif
