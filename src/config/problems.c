/* Collects the errors of a configuration into one message. */
#include "holdfast/status_codes.h"
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ROOM_FOR_REST = 64 }; /* "and 1234567 more" */

static void append_place(hf_text *line, const hf_config *config, const hf_place *place,
                         const char *key)
{
    const char *origin = config->places.origin;
    char shown[HF_SHOWN_BYTES];
    if (place->override) {
        hf_reader_show(place->override, shown);
        hf_text_append(line, "--set %.*s: ", (int)strlen(shown) - 2, shown + 1);
        return;
    }
    if (origin && place->line)
        hf_text_append(line, "%s:%lld: ", origin, (long long)place->line);
    if (key)
        hf_text_append(line, "%s: ", key);
}

void hf_config_append_place(const hf_config *config, const char *key, hf_text *text)
{
    const hf_config_places *places = &config->places;
    const int32_t at = places->at[hf_key_find(key)];
    const hf_place place =
        at < 0 ? (hf_place){.override = places->overrides.items[-1 - at]} : (hf_place){.line = at};
    append_place(text, config, &place, key);
}

void hf_reader_problem(hf_reader *reader, const hf_place *place, const char *key,
                       const char *format, ...)
{
    hf_text line = {0};
    char what[1024];
    va_list arguments;
    reader->problem_count++;
    if (reader->problems_left_out) { /* full: those that follow are only counted */
        reader->problems_left_out++;
        return;
    }
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (place)
        append_place(&line, reader->config, place, key);
    else
        hf_config_append_place(reader->config, key, &line);
    hf_text_append(&line, "%s", what);
    if (line.failed || reader->problems.length + line.length + ROOM_FOR_REST >= HF_ERROR_BYTES)
        reader->problems_left_out++;
    else
        hf_text_append(&reader->problems, "%s%s", reader->problems.length ? "\n  " : "", line.data);
    hf_text_free(&line);
}

hf_status hf_reader_finish(hf_reader *reader)
{
    hf_text *problems = &reader->problems;
    hf_status status = hf_text_check(problems, reader->error);
    if (reader->problems_left_out)
        hf_text_append(problems, "\n  and %lld more", (long long)reader->problems_left_out);
    if (status == HF_OK && reader->problem_count > 0)
        status = hf_fail(reader->error, HF_BAD_CONFIG, "%s",
                         problems->data ? problems->data : "bad configuration");
    hf_text_free(problems);
    return status;
}

const char *hf_reader_show(const char *text, char shown[HF_SHOWN_BYTES])
{
    enum { MOST = HF_SHOWN_BYTES - 6 }; /* quotes, dots, NUL */
    size_t length = strlen(text), kept = length <= MOST ? length : MOST;
    if (kept < length) /* not in the middle of a UTF-8 character */
        while (kept > MOST - 4 && ((unsigned char)text[kept] & 0xC0) == 0x80)
            kept--;
    shown[0] = '\'';
    for (size_t i = 0; i < kept; i++) {
        unsigned char byte = (unsigned char)text[i];
        shown[i + 1] = byte < 0x20 || byte == 0x7F ? '?' : text[i];
    }
    snprintf(shown + 1 + kept, HF_SHOWN_BYTES - 1 - kept, kept < length ? "...'" : "'");
    return shown;
}
