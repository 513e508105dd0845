/*
 * A request to stop cleanly, for the whole process: signal handlers, a time limit or another
 * rank make it; training looks at it between two steps and leaves its replica unfinished.
 * Async-signal-safe and thread-safe.
 */
#ifndef HOLDFAST_STOP_H
#define HOLDFAST_STOP_H

#ifdef __cplusplus
extern "C" {
#endif

/* Why: a signal's number, or one of these. */
enum { HF_STOP_TIME = -1, HF_STOP_FAILURE = -2 };

/* From here on SIGTERM, SIGINT, SIGHUP and SIGUSR1 are requests to stop, but for those that were to
 * be ignored (as nohup sets it). Libraries may install handlers of their own when they start: hold
 * before that, catch after; a signal that comes between is heard then. To be called by the first
 * thread. */
void hf_stop_note_ignored(void); /* which are to be ignored: now, not when they are first caught */
void hf_stop_hold_signals(void);
void hf_stop_catch_signals(void);

/* Requests it (HF_STOP_TIME) so many seconds from now; to be called once, after catching. */
void hf_stop_after(double seconds);

/* The first reason stays. */
void hf_stop_request(int reason);
/* The reason, 0: none. */
int hf_stop_requested(void);
/* "SIGTERM", "--max-time", "a failure" */
const char *hf_stop_reason(int reason);

#ifdef __cplusplus
}
#endif

#endif
