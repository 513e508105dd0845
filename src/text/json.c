/* Writes JSON. */
#include "json.h"

#include "base/utf8.h"
#include "number.h"
#include <inttypes.h>
#include <math.h>

static void append_quoted(hf_text *text, const char *value)
{
    hf_text_append_bytes(text, "\"", 1);
    while (*value) {
        uint32_t character;
        size_t length = hf_utf8_decode(value, &character);
        if (length == 0)
            hf_text_append(text, "\\ufffd");
        else if (character == '"' || character == '\\')
            hf_text_append(text, "\\%c", (char)character);
        else if (character < 0x20 || character == 0x7F)
            hf_text_append(text, "\\u%04" PRIx32, character);
        else
            hf_text_append_bytes(text, value, length);
        value += length > 0 ? length : 1;
    }
    hf_text_append_bytes(text, "\"", 1);
}

static void break_line(hf_json *json)
{
    if (!json->one_line)
        hf_text_append(json->text, "\n%*s", 2 * json->depth, "");
}

/* Members and containers start on lines of their own, scalar elements follow each other. */
static void start_value(hf_json *json, const char *key, bool is_container)
{
    bool breaks = json->depth > 0 && (key || is_container) && !json->one_line;
    if (json->continued)
        hf_text_append(json->text, breaks ? "," : ", ");
    if (breaks)
        break_line(json);
    if (key) {
        append_quoted(json->text, key);
        hf_text_append(json->text, ": ");
    }
    json->continued = true;
    json->after_block = false;
}

static void begin(hf_json *json, const char *key, const char *bracket)
{
    start_value(json, key, true);
    hf_text_append_bytes(json->text, bracket, 1);
    json->depth++;
    json->continued = false;
}

static void end(hf_json *json, const char *bracket, bool breaks)
{
    json->depth--;
    if (breaks)
        break_line(json);
    hf_text_append_bytes(json->text, bracket, 1);
    json->continued = json->after_block = true;
}

void hf_json_begin_object(hf_json *json, const char *key)
{
    begin(json, key, "{");
}

void hf_json_end_object(hf_json *json)
{
    end(json, "}", json->continued);
}

void hf_json_begin_array(hf_json *json, const char *key)
{
    begin(json, key, "[");
}

void hf_json_end_array(hf_json *json)
{
    end(json, "]", json->continued && json->after_block);
}

void hf_json_text(hf_json *json, const char *key, const char *value)
{
    start_value(json, key, false);
    if (value)
        append_quoted(json->text, value);
    else
        hf_text_append(json->text, "null");
}

void hf_json_integer(hf_json *json, const char *key, int64_t value)
{
    start_value(json, key, false);
    hf_text_append(json->text, "%" PRId64, value);
}

void hf_json_number(hf_json *json, const char *key, double value)
{
    start_value(json, key, false);
    hf_text_append(json->text, "%s", isfinite(value) ? hf_number_double(value).text : "null");
}

void hf_json_boolean(hf_json *json, const char *key, bool value)
{
    start_value(json, key, false);
    hf_text_append(json->text, value ? "true" : "false");
}

void hf_json_texts(hf_json *json, const char *key, const hf_text_list *values)
{
    hf_json_begin_array(json, key);
    for (int64_t i = 0; i < values->count; i++)
        hf_json_text(json, NULL, values->items[i]);
    hf_json_end_array(json);
}

void hf_json_integers(hf_json *json, const char *key, const int64_t *values, int64_t count)
{
    hf_json_begin_array(json, key);
    for (int64_t i = 0; i < count; i++)
        hf_json_integer(json, NULL, values[i]);
    hf_json_end_array(json);
}

void hf_json_numbers(hf_json *json, const char *key, const double *values, int64_t count)
{
    hf_json_begin_array(json, key);
    for (int64_t i = 0; i < count; i++)
        hf_json_number(json, NULL, values[i]);
    hf_json_end_array(json);
}
