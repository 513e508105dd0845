/* The note of a run, merge or aggregate in the results file that it wrote, and files that are made
 * of others. */
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
    hf_text_list hosts;
    int64_t replicas; /* trained by this session */
} hf_session;

void hf_session_start(hf_session *session, const hf_parallel *parallel);
/* Of a command that uses one process. */
void hf_session_start_alone(hf_session *session);
hf_status hf_session_write(hf_results *results, const hf_session *session, hf_error *error);
void hf_session_free(hf_session *session);

/* ---- merge and aggregate: a complete file made of others, without training ---- */

typedef struct hf_derivation {
    const char *output;
    const hf_experiment *experiment;
    const char *given;     /* text of the configuration */
    int64_t session_bytes; /* of the sessions that are taken over */
    const hf_session *session;
    /* takes over replicas and sessions */
    hf_status (*fill)(hf_results *into, const void *context, hf_error *error);
    const void *context;
} hf_derivation;

/* Makes folder and file, with the statistics and the session. The file appears whole or not at all.
 */
hf_status hf_derive(const hf_derivation *derivation, hf_error *error);

bool hf_is_same_file(const char *a, const char *b);
/* HF_CANNOT_CREATE: there is a file that is not to be replaced. */
hf_status hf_check_output(const char *output, bool overwrite, hf_error *error);

#endif
