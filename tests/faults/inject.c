/*
 * Makes one of the program's own calls fail (LD_PRELOAD).
 *
 *     HOLDFAST_FAULT=KIND:NUMBER[+]:EFFECT
 *
 * KIND    write (pwrite, write), library_write (the same called by HDF5 on a regular file), reserve
 *         (posix_fallocate), sync (fsync, fdatasync), rename, allocate (malloc, calloc, realloc,
 *         aligned_alloc, posix_memalign)
 * NUMBER  which call of its kind, from 1 on; with + that one and all that follow
 * EFFECT  a number: fails with that errno; `short`: half of it is written; `kill`: half of it is
 *         written, then the process is killed
 *
 * Only calls whose return address lies in the executable count, but for library_write: what HDF5 or
 * MPI do without memory is not for holdfast to say. HOLDFAST_FAULT_RANK: the MPI rank
 * that it happens to (default: every one). HOLDFAST_FAULT_LOG names a file to which a line "hit" is
 * appended when the fault happens, and at the process's end a line KIND COUNT for each kind.
 *
 * The real calls are made by number, the real allocators are the C library's (glibc).
 */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *memory, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);

typedef enum fault_kind { WRITE, LIBRARY_WRITE, RESERVE, SYNC, RENAME, ALLOCATE, KINDS } fault_kind;
static const char *const kind_names[KINDS] = {"write", "library_write", "reserve",
                                              "sync",  "rename",        "allocate"};
enum { SHORT = -1, KILL = -2 };

static struct {
    bool ready, onward;
    fault_kind kind; /* KINDS: none */
    long number;
    int effect; /* an errno, SHORT or KILL */
    const char *log;
    uintptr_t begin, end; /* of the executable in memory */
} plan = {.kind = KINDS};

static atomic_long counts[KINDS];

/* ---- the plan ---- */

static int find_executable(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)size, (void)unused;
    plan.begin = UINTPTR_MAX;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        const uintptr_t begin = info->dlpi_addr + segment->p_vaddr;
        if (segment->p_type != PT_LOAD)
            continue;
        plan.begin = begin < plan.begin ? begin : plan.begin;
        plan.end = begin + segment->p_memsz > plan.end ? begin + segment->p_memsz : plan.end;
    }
    return 1; /* the executable comes first */
}

static void read_fault(const char *text)
{
    char *next;
    const char *colon = strchr(text, ':');
    for (fault_kind kind = 0; colon && kind < KINDS; kind++)
        if (strlen(kind_names[kind]) == (size_t)(colon - text) &&
            strncmp(text, kind_names[kind], (size_t)(colon - text)) == 0)
            plan.kind = kind;
    if (plan.kind == KINDS)
        abort();
    plan.number = strtol(colon + 1, &next, 10);
    plan.onward = *next == '+';
    next += plan.onward;
    if (*next != ':')
        abort();
    plan.effect = strcmp(next, ":short") == 0  ? SHORT
                  : strcmp(next, ":kill") == 0 ? KILL
                                               : (int)strtol(next + 1, NULL, 10);
}

/* What the launcher calls it; src/parallel/launcher.c's list, compared by test_launcher.py. */
static const char *own_rank(void)
{
    static const char *const names[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK",       "PMIX_RANK",
                                        "PALS_RANKID",          "FLUX_TASK_RANK", "SLURM_PROCID"};
    const char *rank = NULL;
    for (size_t i = 0; !rank && i < sizeof names / sizeof *names; i++)
        rank = getenv(names[i]);
    return rank;
}

__attribute__((constructor)) static void start(void)
{
    const char *fault = getenv("HOLDFAST_FAULT"), *wanted = getenv("HOLDFAST_FAULT_RANK");
    const char *rank = own_rank();
    dl_iterate_phdr(find_executable, NULL);
    plan.log = getenv("HOLDFAST_FAULT_LOG");
    if (fault && (!wanted || (rank && strcmp(wanted, rank) == 0)))
        read_fault(fault);
    plan.ready = true;
}

static void note(const char *text)
{
    const int descriptor =
        plan.log ? open(plan.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
    if (descriptor < 0)
        return;
    if (syscall(SYS_write, descriptor, text, strlen(text)) < 0)
        abort();
    close(descriptor);
}

__attribute__((destructor)) static void stop(void)
{
    char line[64];
    for (fault_kind kind = 0; kind < KINDS; kind++) {
        snprintf(line, sizeof line, "%s %ld\n", kind_names[kind], atomic_load(&counts[kind]));
        note(line);
    }
}

static bool is_own(const void *caller)
{
    return plan.ready && (uintptr_t)caller >= plan.begin && (uintptr_t)caller < plan.end;
}

/* Counts a call; does the fault happen to it? */
static bool is_due(fault_kind kind)
{
    const long number = atomic_fetch_add(&counts[kind], 1) + 1;
    if (kind != plan.kind || number < plan.number || (number > plan.number && !plan.onward))
        return false;
    if (number == plan.number)
        note("hit\n");
    return true;
}

static long fail(void)
{
    errno = plan.effect;
    return -1;
}

/* ---- the calls ---- */

static bool is_regular(int descriptor)
{
    struct stat about;
    return fstat(descriptor, &about) == 0 && S_ISREG(about.st_mode);
}

/* offset -1: a plain write */
static ssize_t put(int descriptor, const void *data, size_t bytes, off_t offset)
{
    return offset < 0 ? syscall(SYS_write, descriptor, data, bytes)
                      : syscall(SYS_pwrite64, descriptor, data, bytes, offset);
}

static ssize_t inject_write(const void *caller, int descriptor, const void *data, size_t bytes,
                            off_t offset)
{
    const fault_kind kind = is_own(caller) ? WRITE : LIBRARY_WRITE;
    if (!plan.ready || !is_regular(descriptor) || !is_due(kind))
        return put(descriptor, data, bytes, offset);
    if (plan.effect > 0)
        return fail();
    const ssize_t written = put(descriptor, data, bytes > 1 ? bytes / 2 : bytes, offset);
    if (plan.effect == KILL)
        kill(getpid(), SIGKILL);
    return written;
}

ssize_t pwrite(int descriptor, const void *data, size_t bytes, off_t offset)
{
    return inject_write(__builtin_return_address(0), descriptor, data, bytes, offset);
}

ssize_t pwrite64(int descriptor, const void *data, size_t bytes, off_t offset)
{
    return inject_write(__builtin_return_address(0), descriptor, data, bytes, offset);
}

ssize_t write(int descriptor, const void *data, size_t bytes)
{
    return inject_write(__builtin_return_address(0), descriptor, data, bytes, -1);
}

static int inject_reserve(const void *caller, int descriptor, off_t offset, off_t bytes)
{
    if (is_own(caller) && is_due(RESERVE))
        return plan.effect;
    return syscall(SYS_fallocate, descriptor, 0, offset, bytes) == 0 ? 0 : errno;
}

int posix_fallocate(int descriptor, off_t offset, off_t bytes)
{
    return inject_reserve(__builtin_return_address(0), descriptor, offset, bytes);
}

int posix_fallocate64(int descriptor, off_t offset, off_t bytes)
{
    return inject_reserve(__builtin_return_address(0), descriptor, offset, bytes);
}

int fsync(int descriptor)
{
    if (is_own(__builtin_return_address(0)) && is_due(SYNC))
        return (int)fail();
    return (int)syscall(SYS_fsync, descriptor);
}

int fdatasync(int descriptor)
{
    if (is_own(__builtin_return_address(0)) && is_due(SYNC))
        return (int)fail();
    return (int)syscall(SYS_fdatasync, descriptor);
}

int rename(const char *from, const char *to)
{
    if (is_own(__builtin_return_address(0)) && is_due(RENAME))
        return (int)fail();
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* ---- memory ---- */

static bool refuses_memory(const void *caller)
{
    if (!is_own(caller) || !is_due(ALLOCATE))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t bytes)
{
    return refuses_memory(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    return refuses_memory(__builtin_return_address(0)) ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes)
{
    return refuses_memory(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    return refuses_memory(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    if (refuses_memory(__builtin_return_address(0)))
        return ENOMEM;
    *memory = __libc_memalign(alignment, bytes);
    return *memory ? 0 : ENOMEM;
}
