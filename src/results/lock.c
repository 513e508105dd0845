/* One writer at a time: a lock on a file beside the results. */
#include "holdfast/results.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWNER_BYTES = 320 }; /* "HOST, process PID" */

typedef enum outcome { TAKEN, HELD, NO_LOCKS, FAILED } outcome;

static outcome try_lock(int descriptor)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int result = -1;
    errno = EINVAL;
#ifdef F_OFD_SETLK
    result = fcntl(descriptor, F_OFD_SETLK, &whole);
#endif
    if (result != 0 && errno == EINVAL) /* a system without locks of open files */
        result = fcntl(descriptor, F_SETLK, &whole);
    if (result == 0)
        return TAKEN;
    if (errno == EAGAIN || errno == EACCES)
        return HELD;
    return errno == ENOLCK || errno == ENOSYS || errno == EOPNOTSUPP ? NO_LOCKS : FAILED;
}

/* Does the name still lead to the open file? The holder before removes it as it leaves: a lock on a
 * file without a name would keep nobody out. */
static bool has_name(int descriptor, const char *name)
{
    struct stat opened, named;
    return fstat(descriptor, &opened) == 0 && lstat(name, &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/* For the message of those that are refused; without it the lock holds as well. */
static void write_owner(int descriptor)
{
    char owner[OWNER_BYTES], host[256] = "";
    gethostname(host, sizeof host - 1);
    int length = snprintf(owner, sizeof owner, "%s, process %ld\n", host, (long)getpid());
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, owner, (size_t)length, 0) != length)
        return;
}

static hf_status refuse(const char *path, int descriptor, hf_error *error)
{
    char owner[OWNER_BYTES];
    const ssize_t got = pread(descriptor, owner, sizeof owner - 1, 0);
    owner[got > 0 ? got : 0] = '\0';
    owner[strcspn(owner, "\n")] = '\0';
    for (char *at = owner; *at; at++)
        if (*at < ' ' || *at > '~') /* anybody may have written it */
            *at = '?';
    return hf_fail(error, HF_CANNOT_CREATE,
                   "%s is being written by another run%s%s%s; wait for it or give another file "
                   "with -o",
                   path, *owner ? " (" : "", owner, *owner ? ")" : "");
}

/* One attempt; *again: the file lost its name meanwhile. */
static hf_status attempt(const char *path, hf_lock *lock, bool *again, hf_error *error)
{
    /* Nobody's link may lead to another file, which would be overwritten; a pipe must not wait. */
    const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    const int descriptor = open(lock->path, flags, 0666);
    hf_status status = HF_OK;
    *again = false;
    if (descriptor < 0)
        return hf_fail_errno(error, HF_CANNOT_CREATE, "%s: cannot be created", lock->path);
    switch (try_lock(descriptor)) {
    case TAKEN:
        *again = !has_name(descriptor, lock->path);
        if (*again)
            break;
        write_owner(descriptor);
        lock->descriptor = descriptor;
        return HF_OK;
    case HELD:
        status = refuse(path, descriptor, error);
        break;
    case NO_LOCKS:
        unlink(lock->path);
        hf_free(&lock->path);
        break;
    case FAILED:
        status = hf_fail_errno(error, HF_CANNOT_CREATE, "%s: cannot be locked", lock->path);
        break;
    }
    close(descriptor);
    return status;
}

hf_status hf_results_lock(const char *path, hf_lock *lock, hf_error *error)
{
    const size_t length = strlen(path);
    bool again;
    hf_status status;
    *lock = (hf_lock){.descriptor = -1};
    HF_TRY(hf_allocate(&lock->path, (int64_t)length + (int64_t)sizeof ".lock", 1, error));
    memcpy(lock->path, path, length);
    memcpy(lock->path + length, ".lock", sizeof ".lock");
    do
        status = attempt(path, lock, &again, error);
    while (again);
    if (status != HF_OK)
        hf_free(&lock->path);
    return status;
}

void hf_results_unlock(hf_lock *lock)
{
    if (!lock->path)
        return;
    if (has_name(lock->descriptor, lock->path)) /* and not somebody else's, after a removal */
        unlink(lock->path);
    close(lock->descriptor);
    hf_free(&lock->path);
    lock->descriptor = -1;
}
