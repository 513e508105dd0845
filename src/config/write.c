/* From keys to YAML. */
#include "options.h"

#include "base/utf8.h"
#include "text/number.h"
#include <ctype.h>
#include <string.h>

/* Words that some reader of YAML 1.1 or 1.2 takes for something other than a text. */
static bool is_reserved(const char *text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",
                                        "on",   "off",  "y",     "n"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

static bool needs_quotes(const char *text)
{
    if (!isalpha((unsigned char)*text) && *text != '_' && *text != '/')
        return true;
    for (const char *c = text; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("_./-", *c))
            return true;
    return is_reserved(text);
}

/* Characters that YAML lets stand for themselves and that do not vanish in an editor. */
static bool is_printable(uint32_t code)
{
    bool line_or_order = code == 0x2028 || code == 0x2029 || code == 0xFEFF;
    return (code >= 0x20 && code < 0x7F) || (code >= 0xA0 && code <= 0xD7FF && !line_or_order) ||
           (code >= 0xE000 && code <= 0xFFFD && !line_or_order) || code >= 0x10000;
}

static void append_quoted(const char *text, hf_text *out)
{
    uint32_t code;
    hf_text_append(out, "\"");
    while (*text) {
        size_t length = hf_utf8_decode(text, &code);
        if (length == 0) /* only a file name can hold it: YAML cannot */
            hf_text_append(out, "\\uFFFD");
        else if (*text == '"' || *text == '\\')
            hf_text_append(out, "\\%c", *text);
        else if (*text == '\n')
            hf_text_append(out, "\\n");
        else if (is_printable(code))
            hf_text_append_bytes(out, text, length);
        else
            hf_text_append(out, code < 0x100 ? "\\x%02X" : "\\u%04X", (unsigned)code);
        text += length ? length : 1;
    }
    hf_text_append(out, "\"");
}

static void append_text(const char *text, hf_text *out)
{
    if (!text)
        hf_text_append(out, "null");
    else if (needs_quotes(text))
        append_quoted(text, out);
    else
        hf_text_append(out, "%s", text);
}

void hf_key_write_real(double value, hf_text *out)
{
    const hf_number number = hf_number_double(value);
    const int digits = (int)strcspn(number.text, "e"); /* before the exponent */
    const bool whole = number.text[digits] && !strchr(number.text, '.');
    hf_text_append(out, "%.*s%s%s", digits, number.text, whole ? ".0" : "", number.text + digits);
}

static void append_list(const hf_key *key, const void *member, hf_text *out)
{
    const hf_text_list *texts = member;
    const hf_integer_list *integers = member;
    const bool of_texts = key->type == HF_KEY_TEXT_LIST;
    const int64_t count = of_texts ? texts->count : integers->count;
    for (int64_t i = 0; i < count; i++) {
        hf_text_append(out, i ? ", " : "[");
        if (of_texts)
            append_text(texts->items[i], out);
        else if (key->type == HF_KEY_CHOICE_LIST)
            hf_text_append(out, "%s", key->choices[integers->items[i]]);
        else
            hf_text_append(out, "%lld", (long long)integers->items[i]);
    }
    hf_text_append(out, count ? "]" : "null");
}

/* {name: [item, item], name: [item]} */
static void append_named_lists(const hf_named_lists *named, hf_text *out)
{
    for (int64_t i = 0; i < named->names.count; i++) {
        hf_text_append(out, i ? ", " : "{");
        append_text(named->names.items[i], out);
        hf_text_append(out, ": ");
        for (int64_t k = 0; k < named->lists[i].count; k++) {
            hf_text_append(out, k ? ", " : "[");
            append_text(named->lists[i].items[k], out);
        }
        hf_text_append(out, "]");
    }
    hf_text_append(out, named->names.count ? "}" : "null");
}

/* A word, [1, 2] or {a: 1, b: 2} */
static void append_class_weight(const hf_key *key, const hf_class_weight *weight, hf_text *out)
{
    const bool named = weight->labels.count > 0;
    if (weight->kind != HF_CLASS_WEIGHT_GIVEN) {
        hf_text_append(out, "%s", key->choices[weight->kind]);
        return;
    }
    for (int64_t i = 0; i < weight->count; i++) {
        hf_text_append(out, i ? ", " : named ? "{" : "[");
        if (named) {
            append_text(weight->labels.items[i], out);
            hf_text_append(out, ": ");
        }
        hf_key_write_real(weight->weights[i], out);
    }
    hf_text_append(out, named ? "}" : "]");
}

void hf_key_write_value(const hf_key *key, const hf_config *config, hf_text *text)
{
    const void *member = hf_key_member(key, config);
    switch (key->type) {
    case HF_KEY_TEXT:
    case HF_KEY_PATH:
        append_text(*(char *const *)member, text);
        break;
    case HF_KEY_INTEGER:
        if (!key->standard && *(const int64_t *)member == key->unset)
            hf_text_append(text, "null");
        else
            hf_text_append(text, "%lld", (long long)*(const int64_t *)member);
        break;
    case HF_KEY_REAL:
        hf_key_write_real(*(const double *)member, text);
        break;
    case HF_KEY_BOOLEAN:
        hf_text_append(text, *(const bool *)member ? "true" : "false");
        break;
    case HF_KEY_CHOICE:
        hf_text_append(text, "%s", key->choices[*(const int *)member]);
        break;
    case HF_KEY_TEXT_LIST:
    case HF_KEY_INTEGER_LIST:
    case HF_KEY_CHOICE_LIST:
        append_list(key, member, text);
        break;
    case HF_KEY_NAMED_LISTS:
        append_named_lists(member, text);
        break;
    case HF_KEY_CLASS_WEIGHT:
        append_class_weight(key, member, text);
        break;
    }
}

void hf_key_write_section(int64_t key, bool spaced, hf_text *text)
{
    int length = (int)hf_key_section_length(&hf_keys[key]);
    if (key && hf_key_same_section(&hf_keys[key - 1], &hf_keys[key]))
        return;
    if (key && spaced)
        hf_text_append(text, "\n");
    if (length)
        hf_text_append(text, "%.*s:\n", length, hf_keys[key].name);
}

void hf_config_write(const hf_config *config, hf_text *text)
{
    for (int64_t i = 0; i < hf_key_count; i++) {
        const hf_key *key = &hf_keys[i];
        hf_key_write_section(i, false, text);
        hf_text_append(text, "%s%s: ", hf_key_section_length(key) ? "  " : "", hf_key_leaf(key));
        hf_key_write_value(key, config, text);
        hf_text_append(text, "\n");
    }
}

/* Is there nothing to tell it from files that were made before the key came? */
static bool is_untold(const hf_key *key, const hf_config *config)
{
    hf_text value = {0};
    const char *before = key->before ? key->before : key->standard;
    if (!key->late)
        return false;
    hf_key_write_value(key, config, &value);
    const bool same = value.data && strcmp(value.data, before) == 0;
    hf_text_free(&value);
    return same;
}

void hf_config_write_experiment(const hf_config *config, hf_text *text)
{
    for (hf_key_role role = HF_KEY_EXPERIMENT; role <= HF_KEY_SIGNIFICANCE; role++)
        for (int64_t i = 0; i < hf_key_count; i++) {
            const hf_key *key = &hf_keys[i];
            const bool was = key->was_experiment && config->format == 1;
            if ((was ? HF_KEY_EXPERIMENT : key->role) != role ||
                !hf_config_has(config, key->since) || is_untold(key, config))
                continue;
            hf_text_append(text, "%s: ", key->name);
            hf_key_write_value(key, config, text);
            hf_text_append(text, "\n");
        }
}

void hf_config_append_value(const hf_config *config, const char *key, hf_text *text)
{
    hf_key_write_value(&hf_keys[hf_key_find(key)], config, text);
}

void hf_config_append_longer(const hf_config *config, const char *name, const hf_text_list *added,
                             hf_text *text)
{
    const hf_key *key = &hf_keys[hf_key_find(name)];
    hf_config longer = {0};
    hf_text_list *list = hf_key_member(key, &longer);
    hf_status status = hf_text_list_add_all(list, hf_key_member(key, config), NULL);
    if (status == HF_OK)
        status = hf_text_list_add_all(list, added, NULL);
    if (status == HF_OK)
        hf_key_write_value(key, &longer, text);
    text->failed |= status != HF_OK;
    hf_text_list_free(list);
}
