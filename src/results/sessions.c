/* The lines on each run that contributed. */
#include "results.h"

#include "base/utf8.h"
#include "holdfast/memory.h"
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

static const char full_line[] = "{\"note\": \"no room for further sessions\"}\n";

static hf_status read_text(const hf_results *results, hf_file_text which, char **text,
                           hf_error *error)
{
    const hf_array *array = &results->catalogue.texts[which];
    HF_TRY(hf_allocate(text, (int64_t)array->bytes + 1, 1, error));
    hf_status status = hf_file_read(results->file, *text, array->bytes, array->offset, error);
    if (status != HF_OK)
        hf_free(text);
    return status;
}

hf_status hf_results_sessions(const hf_results *results, char **text, hf_error *error)
{
    return read_text(results, HF_TEXT_SESSIONS, text, error);
}

hf_status hf_results_config_given(const hf_results *results, char **text, hf_error *error)
{
    return read_text(results, HF_TEXT_GIVEN, text, error);
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

/* Appends whole lines of ASCII, or the line that says that there is no more. */
static hf_status append_lines(hf_results *results, const char *lines, size_t length,
                              hf_error *error)
{
    const hf_array *array = &results->catalogue.texts[HF_TEXT_SESSIONS];
    char *text;
    HF_TRY(hf_results_check_writable(results, error));
    HF_TRY(hf_results_sessions(results, &text, error));
    const size_t used = strlen(text);
    const bool full = ends_with(text, full_line);
    hf_free(&text);
    if (full)
        return HF_OK;
    /* Each line leaves room for the one that says that there is no more, and for the NUL. */
    if (used + length + sizeof full_line > array->bytes) {
        lines = full_line;
        length = sizeof full_line - 1;
    }
    return hf_file_write(results->file, lines, length, array->offset + (int64_t)used, error);
}

hf_status hf_results_add_session(hf_results *results, const char *json_line, hf_error *error)
{
    hf_text line = {0};
    append_ascii(&line, json_line);
    hf_text_append(&line, "\n");
    hf_status status = hf_text_check(&line, error);
    if (status == HF_OK)
        status = append_lines(results, line.data, line.length, error);
    hf_text_free(&line);
    return status;
}

hf_status hf_results_add_sessions_of(hf_results *results, const hf_results *from, hf_error *error)
{
    char *lines;
    HF_TRY(hf_results_sessions(from, &lines, error));
    hf_status status = append_lines(results, lines, strlen(lines), error);
    hf_free(&lines);
    return status;
}
