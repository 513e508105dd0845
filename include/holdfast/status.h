/*
 * Status codes and errors.
 *
 * Every function that can fail returns an hf_status and takes an hf_error. The place where a fault
 * is found writes the one message that the user will read: what went wrong, where (file, row, key),
 * and what to do. Callers hand the status on with HF_TRY and add nothing. Only src/commands/ prints
 * errors and ends the process; the value of a status is its exit code (sysexits.h).
 */
#ifndef HOLDFAST_STATUS_H
#define HOLDFAST_STATUS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A code of status_codes.h, 0 where all is well. Files that only hand a status on need no codes: a
 * change to these does not build them again. */
typedef int hf_status;
enum { HF_OK = 0 };

/* A configuration reports all its errors at once, hence the size. */
#define HF_ERROR_BYTES 8192

typedef struct hf_error {
    hf_status status;
    char message[HF_ERROR_BYTES]; /* UTF-8; no newline at the end; lines after the first are
                                     indented */
} hf_error;

/* Text of a status_codes.h code; "unknown status" for a number that is none. */
const char *hf_status_text(hf_status status);

/* Sets the error and returns its status, so that `return hf_fail(...)` reads well. A message that
 * is too long is cut at its end. The error may be NULL: then only the status is handed on. */
hf_status hf_fail(hf_error *error, hf_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with ": " and the text of errno behind it. */
hf_status hf_fail_errno(hf_error *error, hf_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Hands a failure on to the caller. */
#define HF_TRY(expression)                                                                         \
    do {                                                                                           \
        hf_status hf_try_status_ = (expression);                                                   \
        if (hf_try_status_ != HF_OK)                                                               \
            return hf_try_status_;                                                                 \
    } while (0)

/* The same where there is something to release: sets `status` and goes to `cleanup`. */
#define HF_TRY_CLEANUP(expression)                                                                 \
    do {                                                                                           \
        status = (expression);                                                                     \
        if (status != HF_OK)                                                                       \
            goto cleanup;                                                                          \
    } while (0)

#ifdef __cplusplus
}
#endif

#endif
