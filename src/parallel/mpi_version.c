/* Which MPI library this is. */
#include "parallel.h"

#include <mpi.h>
#include <string.h>

bool hf_parallel_has_mpi(void)
{
    return strcmp(hf_parallel_mpi_version(), "none") != 0;
}

/* Open MPI adds its package and date, MPICH lines on how it was made, and a tab. */
const char *hf_parallel_mpi_version(void)
{
    static char version[MPI_MAX_LIBRARY_VERSION_STRING];
    static const char word[] = " Version:";
    int length;
    MPI_Get_library_version(version, &length);
    version[strcspn(version, ",\n")] = '\0';
    for (char *tab = strchr(version, '\t'); tab; tab = strchr(tab, '\t'))
        *tab = ' ';
    char *at = strstr(version, word);
    if (at)
        memmove(at, at + strlen(word), strlen(at + strlen(word)) + 1);
    return version;
}
