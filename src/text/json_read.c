/* Single values of a JSON object. */
#include "json_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Behind the text that begins at its quote; NULL: it has no end. */
static const char *skip_text(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && *++at == '\0')
            return NULL;
    return *at ? at + 1 : NULL;
}

/* Behind a value: brackets are counted, texts skipped. */
static const char *skip_value(const char *at)
{
    int depth = 0;
    do {
        if (*at == '"') {
            at = skip_text(at);
            if (!at)
                return NULL;
            continue;
        }
        if (*at == '\0')
            return NULL;
        if (depth == 0 && strchr(",]}", *at))
            return at;
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (depth > 0 || !strchr(",]}", *at));
    return at;
}

const char *hf_json_find(const char *object, const char *key)
{
    const char *at = skip_blanks(object);
    const size_t length = strlen(key);
    if (*at != '{')
        return NULL;
    for (at = skip_blanks(at + 1); at && *at == '"';) {
        const char *name = at + 1;
        at = skip_text(at);
        if (!at)
            return NULL;
        const bool found = (size_t)(at - name) == length + 1 && strncmp(name, key, length) == 0;
        at = skip_blanks(at);
        if (*at != ':')
            return NULL;
        at = skip_blanks(at + 1);
        if (found)
            return at;
        at = skip_value(at);
        at = at && *at == ',' ? skip_blanks(at + 1) : NULL;
    }
    return NULL;
}

/* One character behind a backslash; json.h escapes quotes, backslashes and control characters. */
static const char *append_escaped(const char *at, hf_text *text)
{
    char digits[5] = "", *end;
    if (*at != 'u') {
        hf_text_append_bytes(text, at, 1);
        return at + 1;
    }
    strncpy(digits, at + 1, 4);
    const unsigned long code = strtoul(digits, &end, 16);
    if (end != digits + 4 || code == 0 || code > 0x7F)
        return NULL;
    hf_text_append(text, "%c", (char)code);
    return at + 5;
}

/* The text at its quote into `text`; returns what is behind it, or NULL. */
static const char *read_text(const char *at, hf_text *text)
{
    text->length = 0;
    hf_text_append(text, "%s", "");
    for (at++; at && *at && *at != '"';) {
        if (*at == '\\') {
            at = append_escaped(at + 1, text);
        } else {
            const size_t plain = strcspn(at, "\"\\");
            hf_text_append_bytes(text, at, plain);
            at += plain;
        }
    }
    return at && *at == '"' && !text->failed ? at + 1 : NULL;
}

bool hf_json_read_text(const char *value, hf_text *text)
{
    return *value == '"' && read_text(value, text) != NULL;
}

bool hf_json_read_texts(const char *value, hf_text_list *list)
{
    const char *at = skip_blanks(value);
    hf_text text = {0};
    *list = (hf_text_list){0};
    bool whole = *at == '[';
    for (at = skip_blanks(at + whole); whole && *at != ']';) {
        at = *at == '"' ? read_text(at, &text) : NULL;
        whole = at && hf_text_list_add(list, text.data, NULL) == HF_OK;
        if (!whole)
            break;
        at = skip_blanks(at);
        if (*at == ',')
            at = skip_blanks(at + 1);
        else
            whole = *at == ']';
    }
    if (!whole)
        hf_text_list_free(list);
    hf_text_free(&text);
    return whole;
}

bool hf_json_read_integer(const char *value, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll(value, &end, 10);
    return errno == 0 && end != value && !strchr(".eE", *end ? *end : ' ');
}
