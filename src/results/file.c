/* Whole reads and writes at an offset, and reserving space. */
#include "file.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

hf_status hf_file_read(hf_file file, void *values, size_t bytes, int64_t offset, hf_error *error)
{
    char *next = values;
    while (bytes > 0) {
        ssize_t got = pread(file.descriptor, next, bytes, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return hf_fail_errno(error, HF_IO, "%s: cannot be read", file.path);
        if (got == 0)
            return hf_fail(error, HF_BAD_DATA, "%s is truncated: it ends at byte %lld", file.path,
                           (long long)offset);
        next += got;
        offset += got;
        bytes -= (size_t)got;
    }
    return HF_OK;
}

static hf_status no_room(hf_file file, int64_t bytes, hf_error *error)
{
    struct statvfs disk;
    double available = -1;
    int reason = errno;
    if (fstatvfs(file.descriptor, &disk) == 0)
        available = (double)disk.f_bavail * (double)disk.f_frsize;
    errno = reason;
    return hf_fail_errno(error, HF_IO,
                         "%s: no room for the results file: %lld bytes needed, %.0f free on the "
                         "disk; free some, or choose another place with -o",
                         file.path, (long long)bytes, available);
}

hf_status hf_file_write(hf_file file, const void *values, size_t bytes, int64_t offset,
                        hf_error *error)
{
    const char *next = values;
    while (bytes > 0) {
        ssize_t put = pwrite(file.descriptor, next, bytes, offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0 && (errno == ENOSPC || errno == EFBIG || errno == EDQUOT))
            return no_room(file, offset + (int64_t)bytes, error);
        if (put < 0)
            return hf_fail_errno(error, HF_IO, "%s: cannot be written", file.path);
        next += put;
        offset += put;
        bytes -= (size_t)put;
    }
    return HF_OK;
}

hf_status hf_file_reserve(hf_file file, int64_t bytes, hf_error *error)
{
    int reason;
    do
        reason = posix_fallocate(file.descriptor, 0, bytes);
    while (reason == EINTR);
    /* A file system that cannot reserve reports a full disk when it is written to. */
    if (reason == 0 || reason == EOPNOTSUPP || reason == EINVAL)
        return HF_OK;
    errno = reason;
    return no_room(file, bytes, error);
}

hf_status hf_file_sync(hf_file file, hf_error *error)
{
    while (fsync(file.descriptor) != 0) {
        if (errno == EINVAL || errno == EROFS) /* nothing that could be synced */
            return HF_OK;
        if (errno != EINTR)
            return hf_fail_errno(error, HF_IO, "%s: cannot be written to the disk", file.path);
    }
    return HF_OK;
}

hf_status hf_file_sync_folder(const char *path, hf_error *error)
{
    const char *slash = strrchr(path, '/');
    char *folder;
    size_t length = slash == path ? 1 : slash ? (size_t)(slash - path) : 1;
    HF_TRY(hf_copy_bytes(&folder, slash ? path : ".", length, error));
    hf_file file = {open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder};
    hf_status status = HF_OK;
    if (file.descriptor >= 0) { /* a folder that may be written but not read cannot be synced */
        status = hf_file_sync(file, error);
        close(file.descriptor);
    }
    hf_free(&folder);
    return status;
}
