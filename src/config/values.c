/* Setting one key from the YAML text or an override. */
#include "reader.h"

#include "holdfast/memory.h"
#include <string.h>

/* The path as seen from the current folder: a file's paths are relative to its own folder. */
static hf_status place_path(const hf_value *value, const char *text, char **path)
{
    const hf_reader *reader = value->reader;
    const char *slash = reader->path && !value->place.override ? strrchr(reader->path, '/') : NULL;
    if (!slash || text[0] == '/' || hf_config_builtin_name(text))
        return hf_copy_text(path, text, reader->error);
    const size_t folder = (size_t)(slash - reader->path) + 1, length = strlen(text);
    HF_TRY(hf_allocate(path, (int64_t)(folder + length) + 1, 1, reader->error));
    memcpy(*path, reader->path, folder);
    memcpy(*path + folder, text, length);
    return HF_OK;
}

static hf_status set_text(const hf_value *value, const char *text)
{
    const hf_key *key = value->key;
    char **member = hf_key_member(key, value->reader->config), *copy;
    if (key->type == HF_KEY_PATH && !*text) {
        hf_reader_problem(value->reader, &value->place, key->name, "the path is empty");
        return HF_OK;
    }
    if (key->type == HF_KEY_PATH)
        HF_TRY(place_path(value, text, &copy));
    else
        HF_TRY(hf_copy_text(&copy, text, value->reader->error));
    hf_free(member);
    *member = copy;
    return HF_OK;
}

static hf_status set_node(const hf_value *value)
{
    void *member = hf_key_member(value->key, value->reader->config);
    int64_t choice;
    switch (value->key->type) {
    case HF_KEY_TEXT:
    case HF_KEY_PATH:
        return hf_value_is_scalar(value)
                   ? set_text(value, (const char *)value->node->data.scalar.value)
                   : HF_OK;
    case HF_KEY_INTEGER:
        hf_value_integer(value, member);
        break;
    case HF_KEY_REAL:
        hf_value_real(value, member);
        break;
    case HF_KEY_BOOLEAN:
        hf_value_boolean(value, member);
        break;
    case HF_KEY_CHOICE:
        if (hf_value_choice(value, &choice))
            *(int *)member = (int)choice;
        break;
    case HF_KEY_TEXT_LIST:
    case HF_KEY_INTEGER_LIST:
    case HF_KEY_CHOICE_LIST:
        return hf_value_list(value);
    case HF_KEY_NAMED_LISTS:
        return hf_value_named_lists(value);
    case HF_KEY_CLASS_WEIGHT:
        return hf_value_class_weight(value);
    }
    return HF_OK;
}

static void remember(const hf_value *value)
{
    hf_config_places *places = &value->reader->config->places;
    places->at[value->key - hf_keys] =
        value->place.override ? -(int32_t)places->overrides.count : (int32_t)value->place.line;
}

static hf_status set(const hf_value *value, const char *text)
{
    hf_reader *reader = value->reader;
    const int64_t before = reader->problem_count;
    HF_TRY(text ? set_text(value, text) : set_node(value));
    remember(value);
    reader->bad[value->key - hf_keys] |= reader->problem_count > before;
    return HF_OK;
}

hf_status hf_value_set_text(const hf_value *value, const char *text)
{
    return set(value, text);
}

hf_status hf_value_set(const hf_value *value)
{
    hf_reader *reader = value->reader;
    if (!hf_node_is_null(value->node))
        return set(value, NULL);
    reader->config->places.at[value->key - hf_keys] = 0;
    return hf_key_set_default(value->key, reader->config, reader->error);
}
