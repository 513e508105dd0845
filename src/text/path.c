/* The parts of a path. */
#include "path.h"

#include <string.h>

const char *hf_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int hf_path_stem(const char *path)
{
    const char *base = hf_path_base(path), *dot = strrchr(base, '.');
    return (int)(dot && dot != base ? (size_t)(dot - path) : strlen(path));
}
