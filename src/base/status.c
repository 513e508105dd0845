#include "holdfast/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *hf_status_text(hf_status status)
{
    switch (status) {
#define HF_STATUS_CASE(name, code, text)                                                           \
    case name:                                                                                     \
        return text;
        HF_STATUS_LIST(HF_STATUS_CASE)
#undef HF_STATUS_CASE
    }
    return "unknown status";
}

hf_status hf_fail(hf_error *error, hf_status status, const char *format, ...)
{
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

hf_status hf_fail_errno(hf_error *error, hf_status status, const char *format, ...)
{
    const char *reason = strerror(errno);
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        size_t used = strlen(error->message);
        snprintf(error->message + used, sizeof error->message - used, ": %s", reason);
    }
    return status;
}
