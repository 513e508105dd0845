/* An MPI that does not come to its end (LD_PRELOAD), and alarms that ring after a second. */
#include <unistd.h>

int MPI_Finalize(void);

int MPI_Finalize(void)
{
    for (;;)
        pause();
}

unsigned alarm(unsigned seconds)
{
    return ualarm(seconds > 0 ? 999999 : 0, 0);
}
