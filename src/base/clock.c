/* Seconds that only grow, time stamps, and sleeping. */
#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

double hf_clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void hf_clock_timestamp(char text[HF_TIMESTAMP_BYTES])
{
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(text, HF_TIMESTAMP_BYTES, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

void hf_clock_duration(double seconds, char text[HF_TIMESTAMP_BYTES])
{
    if (!(seconds >= 0) || seconds > 1e12)
        snprintf(text, HF_TIMESTAMP_BYTES, "?");
    else if (seconds < 1)
        snprintf(text, HF_TIMESTAMP_BYTES, "%.0f ms", seconds * 1e3);
    else if (seconds < 10)
        snprintf(text, HF_TIMESTAMP_BYTES, "%.1f s", seconds);
    else if (seconds < 120)
        snprintf(text, HF_TIMESTAMP_BYTES, "%.0f s", seconds);
    else if (seconds < 7200)
        snprintf(text, HF_TIMESTAMP_BYTES, "%.0fm %02.0fs", floor(seconds / 60), fmod(seconds, 60));
    else
        snprintf(text, HF_TIMESTAMP_BYTES, "%.0fh %02.0fm", floor(seconds / 3600),
                 floor(fmod(seconds, 3600) / 60));
}

void hf_clock_sleep(double seconds)
{
    struct timespec pause = {(time_t)seconds, (long)((seconds - floor(seconds)) * 1e9)};
    nanosleep(&pause, NULL);
}
