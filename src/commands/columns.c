/* How many columns the terminal has. */
#include "commands/columns.h"

#include <stdio.h>
#include <sys/ioctl.h>

int hf_output_columns(void)
{
    struct winsize size;
    if (ioctl(fileno(stdout), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}
