/* Collects the errors of a configuration into one message. */
#include "holdfast/status_codes.h"
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ROOM_FOR_REST = 64 }; /* "... and 1234567 more" */

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

static void add_problem(hf_reader *reader, const hf_place *place, const char *key,
                        const char *format, va_list arguments)
{
    hf_text line = {0};
    char what[1024];
    reader->problem_count++;
    if (reader->problems_left_out) { /* full: those that follow are only counted */
        reader->problems_left_out++;
        return;
    }
    vsnprintf(what, sizeof what, format, arguments);
    append_place(&line, reader->config, place, key);
    hf_text_append(&line, "%s", what);
    if (line.failed || reader->problems.length + line.length + ROOM_FOR_REST >= HF_ERROR_BYTES)
        reader->problems_left_out++;
    else
        hf_text_append(&reader->problems, "%s%s", reader->problems.length ? "\n  " : "", line.data);
    hf_text_free(&line);
}

void hf_reader_problem(hf_reader *reader, const hf_place *place, const char *key,
                       const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, place, key, format, arguments);
    va_end(arguments);
}

static hf_place place_of_key(const hf_config *config, const char *key)
{
    const hf_config_places *places = &config->places;
    const int32_t at = places->at[hf_key_find(key)];
    return at < 0 ? (hf_place){.override = places->overrides.items[-1 - at]}
                  : (hf_place){.line = at};
}

void hf_reader_key_problem(hf_reader *reader, const char *key, const char *format, ...)
{
    const hf_place place = place_of_key(reader->config, key);
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, &place, key, format, arguments);
    va_end(arguments);
}

void hf_config_append_place(const hf_config *config, const char *key, hf_text *text)
{
    const hf_place place = place_of_key(config, key);
    append_place(text, config, &place, key);
}

void hf_reader_record(hf_reader *reader, int64_t key, const hf_place *place)
{
    hf_config_places *places = &reader->config->places;
    places->at[key] = place->override ? -(int32_t)places->overrides.count : (int32_t)place->line;
}

hf_status hf_reader_finish(hf_reader *reader)
{
    if (reader->problem_count == 0)
        return HF_OK;
    HF_TRY(hf_text_check(&reader->problems, reader->error));
    if (reader->problems_left_out)
        hf_text_append(&reader->problems, "\n  ... and %lld more",
                       (long long)reader->problems_left_out);
    return hf_fail(reader->error, HF_BAD_CONFIG, "%s",
                   reader->problems.data ? reader->problems.data : "bad configuration");
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
