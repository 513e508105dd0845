/* Setting one key: from YAML, from a text, or to its default. */
#include "reader.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

bool hf_reader_is_null(const yaml_node_t *node)
{
    static const char *const names[] = {"", "~", "null", "Null", "NULL"};
    if (!node)
        return true;
    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp((const char *)node->data.scalar.value, names[i]) == 0)
            return true;
    return false;
}

/* The path as seen from the current folder: a file's paths are relative to its own folder. */
static hf_status place_path(const hf_reader *reader, const char *text, const hf_place *place,
                            char **path)
{
    const char *slash = reader->path && !place->override ? strrchr(reader->path, '/') : NULL;
    if (!slash || text[0] == '/' || hf_config_builtin_name(text))
        return hf_copy_text(path, text, reader->error);
    hf_text joined = {0};
    hf_text_append_bytes(&joined, reader->path, (size_t)(slash - reader->path) + 1);
    hf_text_append(&joined, "%s", text);
    hf_status status = hf_text_check(&joined, reader->error);
    if (status == HF_OK)
        status = hf_copy_text(path, joined.data, reader->error);
    hf_text_free(&joined);
    return status;
}

hf_status hf_reader_set_text(hf_reader *reader, int64_t index, const char *text,
                             const hf_place *place)
{
    const hf_key *key = &hf_keys[index];
    char **member = hf_key_member(key, reader->config), *copy;
    if (key->type == HF_KEY_PATH && !*text) {
        hf_reader_problem(reader, place, key->name, "the path is empty");
        return HF_OK;
    }
    if (key->type == HF_KEY_PATH)
        HF_TRY(place_path(reader, text, place, &copy));
    else
        HF_TRY(hf_copy_text(&copy, text, reader->error));
    hf_free(member);
    *member = copy;
    return HF_OK;
}

static hf_status set_value(hf_reader *reader, int64_t index, yaml_document_t *document,
                           const yaml_node_t *node, const hf_place *place)
{
    const hf_key *key = &hf_keys[index];
    void *member = hf_key_member(key, reader->config);
    int64_t choice;
    switch (key->type) {
    case HF_KEY_TEXT:
    case HF_KEY_PATH:
        if (hf_reader_is_scalar(reader, key, node, place))
            return hf_reader_set_text(reader, index, (const char *)node->data.scalar.value, place);
        break;
    case HF_KEY_INTEGER:
        hf_reader_integer(reader, key, node, place, member);
        break;
    case HF_KEY_REAL:
        hf_reader_real(reader, key, node, place, member);
        break;
    case HF_KEY_BOOLEAN:
        hf_reader_boolean(reader, key, node, place, member);
        break;
    case HF_KEY_CHOICE:
        if (hf_reader_choice(reader, key, node, place, &choice))
            *(int *)member = (int)choice;
        break;
    case HF_KEY_TEXT_LIST:
    case HF_KEY_INTEGER_LIST:
    case HF_KEY_CHOICE_LIST:
        return hf_reader_set_list(reader, index, document, node, place);
    }
    return HF_OK;
}

hf_status hf_reader_set(hf_reader *reader, int64_t index, yaml_document_t *document,
                        const yaml_node_t *node, const hf_place *place)
{
    int64_t before = reader->problem_count;
    if (hf_reader_is_null(node))
        return hf_reader_set_default(reader, index);
    HF_TRY(set_value(reader, index, document, node, place));
    hf_reader_record(reader, index, place);
    reader->bad[index] = reader->bad[index] || reader->problem_count > before;
    return HF_OK;
}

static void unset(const hf_key *key, hf_config *config)
{
    void *member = hf_key_member(key, config);
    hf_integer_list *integers = member;
    switch (key->type) {
    case HF_KEY_TEXT:
    case HF_KEY_PATH:
        hf_free(member);
        break;
    case HF_KEY_TEXT_LIST:
        hf_text_list_free(member);
        break;
    case HF_KEY_INTEGER_LIST:
    case HF_KEY_CHOICE_LIST:
        hf_free(&integers->items);
        integers->count = 0;
        break;
    case HF_KEY_INTEGER:
        *(int64_t *)member = 0;
        break;
    case HF_KEY_REAL:
    case HF_KEY_BOOLEAN:
    case HF_KEY_CHOICE:
        break; /* all of these have a default */
    }
}

hf_status hf_reader_set_default(hf_reader *reader, int64_t index)
{
    const hf_key *key = &hf_keys[index];
    const hf_place nowhere = {0};
    yaml_document_t document;
    bool loaded;
    unset(key, reader->config);
    hf_reader_record(reader, index, &nowhere);
    if (!key->standard)
        return HF_OK;
    if (key->type == HF_KEY_TEXT || key->type == HF_KEY_PATH)
        return hf_reader_set_text(reader, index, key->standard, &nowhere);
    HF_TRY(hf_reader_load(reader, key->standard, strlen(key->standard), NULL, &document, &loaded));
    if (!loaded)
        return hf_fail(reader->error, HF_INTERNAL, "the default of %s cannot be read", key->name);
    hf_status status =
        set_value(reader, index, &document, yaml_document_get_root_node(&document), &nowhere);
    yaml_document_delete(&document);
    return status;
}

void hf_config_free(hf_config *config)
{
    for (int64_t i = 0; i < hf_key_count; i++)
        unset(&hf_keys[i], config);
    hf_free(&config->places.origin);
    hf_text_list_free(&config->places.overrides);
    *config = (hf_config){0};
}
