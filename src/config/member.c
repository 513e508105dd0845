/* The member of a key: emptied, with its default, copied, compared. */
#include "options.h"

#include "holdfast/memory.h"
#include "text/decimal.h"
#include <stdio.h>
#include <string.h>

void *hf_key_member(const hf_key *key, const hf_config *config)
{
    return (char *)(uintptr_t)config + key->offset;
}

static size_t size_of(const hf_key *key)
{
    static const size_t sizes[] = {[HF_KEY_TEXT] = sizeof(char *),
                                   [HF_KEY_PATH] = sizeof(char *),
                                   [HF_KEY_INTEGER] = sizeof(int64_t),
                                   [HF_KEY_REAL] = sizeof(double),
                                   [HF_KEY_BOOLEAN] = sizeof(bool),
                                   [HF_KEY_CHOICE] = sizeof(int),
                                   [HF_KEY_TEXT_LIST] = sizeof(hf_text_list),
                                   [HF_KEY_INTEGER_LIST] = sizeof(hf_integer_list),
                                   [HF_KEY_CHOICE_LIST] = sizeof(hf_integer_list),
                                   [HF_KEY_NAMED_LISTS] = sizeof(hf_named_lists),
                                   [HF_KEY_CLASS_WEIGHT] = sizeof(hf_class_weight)};
    return sizes[key->type];
}

static bool is_text(const hf_key *key)
{
    return key->type == HF_KEY_TEXT || key->type == HF_KEY_PATH;
}

static bool is_integer_list(const hf_key *key)
{
    return key->type == HF_KEY_INTEGER_LIST || key->type == HF_KEY_CHOICE_LIST;
}

void hf_key_unset(const hf_key *key, hf_config *config)
{
    void *member = hf_key_member(key, config);
    if (is_text(key))
        hf_free(member);
    else if (is_integer_list(key))
        hf_free(&((hf_integer_list *)member)->items);
    else if (key->type == HF_KEY_TEXT_LIST)
        hf_text_list_free(member);
    else if (key->type == HF_KEY_NAMED_LISTS)
        hf_named_lists_free(member);
    else if (key->type == HF_KEY_CLASS_WEIGHT)
        hf_class_weight_free(member);
    memset(member, 0, size_of(key));
    if (key->type == HF_KEY_INTEGER)
        *(int64_t *)member = key->unset;
}

/* An item of a list of texts, without its quotes. */
static hf_status add_text(hf_text_list *list, char *item, size_t length, hf_error *error)
{
    const bool quoted = *item == '"';
    if (quoted)
        item[length - 1] = '\0';
    return hf_text_list_add(list, item + quoted, error);
}

/* The table's "[a, "b"]": no text in it holds a comma or a quote. */
static hf_status set_list(const hf_key *key, const char *standard, void *member, hf_error *error)
{
    char item[HF_KEY_NAME_BYTES];
    hf_integer_list *integers = member;
    const char *at = standard + 1;
    if (is_integer_list(key)) /* more than there are items */
        HF_TRY(hf_allocate(&integers->items, (int64_t)strlen(at), sizeof(int64_t), error));
    for (size_t length; *at; at += length + strspn(at + length, ", ]")) {
        length = strcspn(at, ",]");
        snprintf(item, sizeof item, "%.*s", (int)length, at);
        if (key->type == HF_KEY_TEXT_LIST)
            HF_TRY(add_text(member, item, length, error));
        else if (key->type == HF_KEY_CHOICE_LIST)
            integers->items[integers->count++] = hf_key_find_choice(key, item);
        else
            hf_decimal_integer(item, &integers->items[integers->count++]);
    }
    return HF_OK;
}

hf_status hf_key_set_default(const hf_key *key, hf_config *config, hf_error *error)
{
    return hf_key_set_standard(key, key->standard, config, error);
}

hf_status hf_key_set_standard(const hf_key *key, const char *standard, hf_config *config,
                              hf_error *error)
{
    void *member = hf_key_member(key, config);
    hf_key_unset(key, config);
    if (!standard)
        return HF_OK;
    switch (key->type) {
    case HF_KEY_TEXT:
    case HF_KEY_PATH:
        return hf_copy_text(member, standard, error);
    case HF_KEY_INTEGER:
        hf_decimal_integer(standard, member);
        break;
    case HF_KEY_REAL:
        *(double *)member = hf_decimal_value(standard);
        break;
    case HF_KEY_BOOLEAN:
        *(bool *)member = strcmp(standard, "true") == 0;
        break;
    case HF_KEY_CLASS_WEIGHT: /* a word */
        ((hf_class_weight *)member)->kind = (int)hf_key_find_choice(key, standard);
        break;
    case HF_KEY_CHOICE:
        *(int *)member = (int)hf_key_find_choice(key, standard);
        break;
    case HF_KEY_TEXT_LIST:
    case HF_KEY_INTEGER_LIST:
    case HF_KEY_CHOICE_LIST:
        return set_list(key, standard, member, error);
    case HF_KEY_NAMED_LISTS: /* the table has none */
        break;
    }
    return HF_OK;
}

static hf_status copy_integers(const hf_integer_list *from, hf_integer_list *to, hf_error *error)
{
    if (from->count == 0)
        return HF_OK;
    HF_TRY(hf_allocate(&to->items, from->count, sizeof *to->items, error));
    memcpy(to->items, from->items, (size_t)from->count * sizeof *to->items);
    to->count = from->count;
    return HF_OK;
}

static hf_status copy_named_lists(const hf_named_lists *from, hf_named_lists *to, hf_error *error)
{
    for (int64_t i = 0; i < from->names.count; i++)
        HF_TRY(hf_named_lists_add(to, from->names.items[i], &from->lists[i], error));
    return HF_OK;
}

static hf_status copy(const hf_key *key, const hf_config *from, hf_config *to, hf_error *error)
{
    const void *source = hf_key_member(key, from);
    void *member = hf_key_member(key, to);
    hf_key_unset(key, to);
    if (is_integer_list(key))
        return copy_integers(source, member, error);
    if (key->type == HF_KEY_TEXT_LIST)
        return hf_text_list_add_all(member, source, error);
    if (key->type == HF_KEY_NAMED_LISTS)
        return copy_named_lists(source, member, error);
    if (key->type == HF_KEY_CLASS_WEIGHT)
        return hf_class_weight_copy(source, member, error);
    if (!is_text(key))
        memcpy(member, source, size_of(key));
    else if (*(char *const *)source)
        return hf_copy_text(member, *(char *const *)source, error);
    return HF_OK;
}

hf_status hf_config_copy(const hf_config *from, hf_config *to, hf_error *error)
{
    hf_status status = HF_OK;
    *to = (hf_config){0};
    for (int64_t i = 0; i < hf_key_count; i++)
        HF_TRY_CLEANUP(copy(&hf_keys[i], from, to, error));
    to->undefined = from->undefined;
    to->format = from->format;
    if (from->places.origin)
        HF_TRY_CLEANUP(hf_copy_text(&to->places.origin, from->places.origin, error));
    HF_TRY_CLEANUP(hf_text_list_add_all(&to->places.overrides, &from->places.overrides, error));
    memcpy(to->places.at, from->places.at, sizeof to->places.at);
cleanup:
    if (status != HF_OK)
        hf_config_free(to);
    return status;
}

void hf_config_free(hf_config *config)
{
    for (int64_t i = 0; i < hf_key_count; i++)
        hf_key_unset(&hf_keys[i], config);
    hf_free(&config->places.origin);
    hf_text_list_free(&config->places.overrides);
    *config = (hf_config){0};
}
