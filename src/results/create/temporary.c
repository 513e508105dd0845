/* Names of temporary files, and removing those that killed runs left. */
#include "temporary.h"
#include "text/path.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { BASE_BYTES = 200, HEX_DIGITS = 8 }; /* a name has at most 255 bytes */

hf_status hf_temporary_name(const char *path, hf_text *name, hf_error *error)
{
    unsigned random = 0;
    const char *base = hf_path_base(path);
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) < 0)
        random = (unsigned)(uintptr_t)&random;
    hf_text_append(name, "%.*s.%.*s.tmp-%ld-%0*x", (int)(base - path), path, BASE_BYTES, base,
                   (long)getpid(), HEX_DIGITS, random);
    return hf_text_check(name, error);
}

/* Is `name` of the form that hf_temporary_name gives to a file called `base`? */
static bool is_temporary_of(const char *name, const char *base)
{
    const size_t length = strlen(base);
    if (name[0] != '.' || strncmp(name + 1, base, length) != 0)
        return false;
    name += 1 + length;
    if (strncmp(name, ".tmp-", 5) != 0)
        return false;
    name += 5;
    const size_t process = strspn(name, "0123456789");
    return process > 0 && name[process] == '-' &&
           strspn(name + process + 1, "0123456789abcdef") == HEX_DIGITS &&
           name[process + 1 + HEX_DIGITS] == '\0';
}

void hf_temporary_remove_stale(const char *path)
{
    const char *base = hf_path_base(path);
    hf_text folder = {0};
    if (strlen(base) > BASE_BYTES) /* a cut name may be another file's */
        return;
    hf_text_append(&folder, "%.*s.", (int)(base - path), path);
    DIR *entries = folder.failed ? NULL : opendir(folder.data);
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (is_temporary_of(entry->d_name, base))
            unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries)
        closedir(entries);
    hf_text_free(&folder);
}
