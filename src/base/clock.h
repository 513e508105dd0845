/* Time: seconds of a monotonic clock, and the date as ISO 8601 text in UTC. Thread-safe. */
#ifndef HOLDFAST_BASE_CLOCK_H
#define HOLDFAST_BASE_CLOCK_H

#define HF_TIMESTAMP_BYTES 32

double hf_clock_seconds(void);
void hf_clock_timestamp(char text[HF_TIMESTAMP_BYTES]); /* 2026-01-31T12:34:56Z */
void hf_clock_duration(double seconds,
                       char text[HF_TIMESTAMP_BYTES]); /* "3h 05m", "12 s", "85 ms" */
void hf_clock_sleep(double seconds);

#endif
