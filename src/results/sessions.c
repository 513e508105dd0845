#include "results.h"

#include "holdfast/memory.h"
#include <stdbool.h>
#include <string.h>

static const char full_line[] = "{\"note\": \"no room for further sessions\"}\n";

hf_status hf_results_sessions(const hf_results *results, char **text, hf_error *error)
{
    const hf_array *array = &results->catalogue.texts[HF_TEXT_SESSIONS];
    HF_TRY(hf_allocate(text, (int64_t)array->bytes + 1, 1, error));
    hf_status status = hf_file_read(results->file, *text, array->bytes, array->offset, error);
    if (status != HF_OK)
        hf_free(text);
    return status;
}

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

hf_status hf_results_add_session(hf_results *results, const char *json_line, hf_error *error)
{
    const hf_array *array = &results->catalogue.texts[HF_TEXT_SESSIONS];
    hf_text line = {0};
    char *text;
    HF_TRY(hf_results_check_writable(results, error));
    HF_TRY(hf_results_sessions(results, &text, error));
    const size_t used = strlen(text);
    const bool full = ends_with(text, full_line);
    hf_free(&text);
    if (full)
        return HF_OK;

    /* Each line leaves room for the one that says that there is no more, and for the NUL. */
    const bool fits = used + strlen(json_line) + 1 + sizeof full_line <= array->bytes;
    if (fits)
        hf_text_append(&line, "%s\n", json_line);
    else
        hf_text_append(&line, "%s", full_line);
    hf_status status = hf_text_check(&line, error);
    if (status == HF_OK)
        status = hf_file_write(results->file, line.data, line.length, array->offset + (int64_t)used,
                               error);
    hf_text_free(&line);
    return status;
}
