/* Error codes' texts, and the one message of an error. */
#include "holdfast/status_codes.h"

#include "base/utf8.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *hf_status_text(hf_status status)
{
    switch (status) {
    case HF_OK:
        return "done";
#define HF_STATUS_CASE(name, code, text)                                                           \
    case name:                                                                                     \
        return text;
        HF_STATUS_LIST(HF_STATUS_CASE)
#undef HF_STATUS_CASE
    }
    return "unknown status";
}

/* What was cut within a character, or is not UTF-8 in a file, becomes one '?'. */
static void make_utf8(char *message)
{
    char *to = message;
    uint32_t code;
    for (const char *from = message; *from;) {
        const size_t length = hf_utf8_decode(from, &code);
        if (length > 0) {
            memmove(to, from, length);
            from += length;
            to += length;
            continue;
        }
        do
            from++;
        while (*from && hf_utf8_decode(from, &code) == 0);
        *to++ = '?';
    }
    *to = '\0';
}

/* `reason` stands behind the message after ": "; NULL: none. */
__attribute__((format(printf, 4, 0))) static void
fail(hf_error *error, hf_status status, const char *reason, const char *format, va_list arguments)
{
    if (!error)
        return;
    error->status = status;
    vsnprintf(error->message, sizeof error->message, format, arguments);
    const size_t used = strlen(error->message);
    if (reason)
        snprintf(error->message + used, sizeof error->message - used, ": %s", reason);
    make_utf8(error->message);
}

hf_status hf_fail(hf_error *error, hf_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(error, status, NULL, format, arguments);
    va_end(arguments);
    return status;
}

hf_status hf_fail_errno(hf_error *error, hf_status status, const char *format, ...)
{
    const char *reason = strerror(errno);
    va_list arguments;
    va_start(arguments, format);
    fail(error, status, reason, format, arguments);
    va_end(arguments);
    return status;
}
