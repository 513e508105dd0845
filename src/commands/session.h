/* The note of a run or merge in the results file that it wrote. */
#ifndef HOLDFAST_SESSION_H
#define HOLDFAST_SESSION_H

#include "base/clock.h"
#include "holdfast/results.h"
#include "parallel/parallel.h"

/* Who contributed to a results file, when and with what: one line of /provenance/sessions. */
typedef struct hf_session {
    int argc;
    char **argv;
    char start[HF_TIMESTAMP_BYTES];
    const hf_parallel *parallel;
    hf_text hosts;    /* one a line */
    int64_t replicas; /* trained by this session */
} hf_session;

void hf_session_start(hf_session *session, const hf_parallel *parallel);
/* Of a command that uses one process. */
void hf_session_start_alone(hf_session *session);
hf_status hf_session_write(hf_results *results, const hf_session *session, hf_error *error);
void hf_session_free(hf_session *session);

#endif
