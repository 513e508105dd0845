#include "results.h"

#include "holdfast/memory.h"
#include "holdfast/utf8.h"
#include <inttypes.h>
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

/* The text's character set was settled before anything was known of its lines: they stay ASCII. In
 * JSON only strings hold anything else. */
static void append_ascii(hf_text *line, const char *json)
{
    while (*json) {
        uint32_t code;
        const size_t length = hf_utf8_decode(json, &code);
        if (length == 0)
            hf_text_append(line, "\\ufffd");
        else if (code < 0x80)
            hf_text_append_bytes(line, json, 1);
        else if (code < 0x10000)
            hf_text_append(line, "\\u%04" PRIx32, code);
        else /* two surrogates (RFC 8259) */
            hf_text_append(line, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xD800 + ((code - 0x10000) >> 10),
                           0xDC00 + (code & 0x3FF));
        json += length > 0 ? length : 1;
    }
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

    append_ascii(&line, json_line);
    hf_text_append(&line, "\n");
    /* Each line leaves room for the one that says that there is no more, and for the NUL. */
    if (!line.failed && used + line.length + sizeof full_line > array->bytes) {
        line.length = 0;
        hf_text_append(&line, "%s", full_line);
    }
    hf_status status = hf_text_check(&line, error);
    if (status == HF_OK)
        status = hf_file_write(results->file, line.data, line.length, array->offset + (int64_t)used,
                               error);
    hf_text_free(&line);
    return status;
}
