/* `--set key.path=value`. */
#include "reader.h"

#include "base/utf8.h"
#include "holdfast/memory.h"
#include <ctype.h>
#include <string.h>

/* A copy of what stands from `start` to `end`, without the spaces around it. */
static hf_status copy_trimmed(const char *start, const char *end, char **copy, hf_error *error)
{
    while (start < end && isspace((unsigned char)*start))
        start++;
    while (start < end && isspace((unsigned char)end[-1]))
        end--;
    return hf_copy_bytes(copy, start, (size_t)(end - start), error);
}

/* Texts are taken as they stand, so that "a: b" or "x #3" need no quotes within the shell's; one in
 * YAML's quotes, or null, is read as YAML. */
static hf_status set_from(hf_value *value, const char *text)
{
    const bool is_text = value->key->type == HF_KEY_TEXT || value->key->type == HF_KEY_PATH;
    const bool quoted = *text == '"' || *text == '\'';
    const bool null = !*text || strcmp(text, "~") == 0 || strcasecmp(text, "null") == 0;
    yaml_document_t document;
    bool loaded;
    if (is_text && !quoted && !null)
        return hf_value_set_text(value, text);
    HF_TRY(hf_reader_load(value->reader, text, strlen(text), value->place.override, &document,
                          &loaded));
    if (!loaded) {
        value->reader->bad[value->key - hf_keys] = true;
        return HF_OK;
    }
    value->document = &document;
    value->node = yaml_document_get_root_node(&document);
    hf_status status = hf_value_set(value);
    yaml_document_delete(&document);
    return status;
}

static void report_unknown(hf_reader *reader, const char *name, const hf_place *place)
{
    hf_text suggestion = {0};
    int64_t section = hf_key_find_section(name);
    if (section >= 0) {
        hf_text_append(&suggestion, "%s is a section; its keys are ", name);
        hf_key_list_section(section, &suggestion);
    } else {
        hf_text_append(&suggestion, "unknown key");
        hf_key_suggest(name, &suggestion);
    }
    hf_reader_problem(reader, place, name, "%s", suggestion.data ? suggestion.data : "");
    hf_text_free(&suggestion);
}

hf_status hf_reader_read_override(hf_reader *reader, const char *override)
{
    hf_text_list *overrides = &reader->config->places.overrides;
    HF_TRY(hf_text_list_add(overrides, override, reader->error));
    hf_place place = {.override = overrides->items[overrides->count - 1]};
    const char *equals = strchr(override, '=');
    char *name = NULL, *value = NULL;
    hf_status status = HF_OK;
    if (!equals || !hf_utf8_valid(override)) {
        hf_reader_problem(reader, &place, NULL, "%s",
                          equals ? "is not UTF-8"
                                 : "write key.path=value, such as "
                                   "training.iterations=500");
        return HF_OK;
    }
    HF_TRY_CLEANUP(copy_trimmed(override, equals, &name, reader->error));
    HF_TRY_CLEANUP(copy_trimmed(equals + 1, override + strlen(override), &value, reader->error));
    int64_t key = hf_key_find(name);
    if (key >= 0)
        status = set_from(&(hf_value){reader, &hf_keys[key], place, NULL, NULL}, value);
    else
        report_unknown(reader, name, &place);
cleanup:
    hf_free(&name);
    hf_free(&value);
    return status;
}
