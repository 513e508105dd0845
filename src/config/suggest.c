/* What to write instead, for messages of other modules. */
#include "options.h"
#include "text/quote.h"
#include "write.h"

#include <string.h>

enum { KEYS_SHOWN = 3, VALUE_SHOWN = 200 };

void hf_config_append_value(const hf_config *config, const char *key, hf_text *text)
{
    hf_key_write_value(&hf_keys[hf_key_find(key)], config, text);
}

/* A section, or the last part of a key's name. */
static bool is_part(const char *word)
{
    for (int64_t i = 0; i < hf_key_count; i++)
        if (strcmp(hf_key_leaf(&hf_keys[i]), word) == 0)
            return true;
    return hf_key_find_section(word) >= 0;
}

bool hf_key_suggest_space(const char *words, size_t length, hf_text *text)
{
    char name[HF_KEY_NAME_BYTES];
    size_t end = 0;
    while (end < length && words[end] != ':' && words[end] != ' ')
        end++;
    if (end >= sizeof name || end + 1 >= length || words[end] != ':' || words[end + 1] == ' ' ||
        words[end + 1] == '\t')
        return false;
    memcpy(name, words, end);
    name[end] = '\0';
    if (!is_part(name))
        return false;
    const char *value = words + end + 1;
    size_t shown = 0;
    while (end + 1 + shown < length && value[shown] != ' ' && shown < 40)
        shown++;
    hf_text_append(text, "a space belongs after the colon: write \"%s: %.*s\"", name, (int)shown,
                   value);
    return true;
}

/* Options are written with -, keys with _. */
static bool same_word(const char *word, const char *key)
{
    while (*word && (*word == *key || (*word == '-' && *key == '_')))
        word++, key++;
    return *word == '\0' && *key == '\0';
}

static bool is_list(const hf_key *key)
{
    return key->type == HF_KEY_TEXT_LIST || key->type == HF_KEY_INTEGER_LIST ||
           key->type == HF_KEY_CHOICE_LIST;
}

static void append_override(const hf_key *key, const char *value, hf_text *text)
{
    const bool brackets = is_list(key) && value[0] != '[';
    hf_text setting = {0};
    hf_text_append(&setting, "%s=%s%.*s%s", key->name, brackets ? "[" : "", VALUE_SHOWN, value,
                   brackets ? "]" : "");
    hf_text_append(text, "--set ");
    hf_quote_shell(text, setting.data ? setting.data : "");
    text->failed |= setting.failed;
    hf_text_free(&setting);
}

void hf_config_suggest_override(const char *word, const char *value, bool significance,
                                hf_text *text)
{
    int64_t found = 0;
    for (int64_t i = 0; i < hf_key_count && found < KEYS_SHOWN; i++) {
        const hf_key *key = &hf_keys[i];
        if (significance && key->role != HF_KEY_SIGNIFICANCE)
            continue;
        if (!same_word(word, key->name) && !same_word(word, hf_key_leaf(key)))
            continue;
        hf_text_append(text, "%s", found++ ? " or " : "");
        append_override(key, value, text);
    }
}

void hf_config_append_significance(const hf_config *from, const hf_config *to, hf_text *text)
{
    for (int64_t i = 0; i < hf_key_count; i++) {
        hf_text was = {0}, is = {0};
        if (hf_keys[i].role == HF_KEY_SIGNIFICANCE) {
            hf_key_write_value(&hf_keys[i], from, &was);
            hf_key_write_value(&hf_keys[i], to, &is);
        }
        if (was.data && is.data && strcmp(was.data, is.data) != 0) {
            hf_text_append(text, " ");
            append_override(&hf_keys[i], is.data, text);
        }
        hf_text_free(&was);
        hf_text_free(&is);
    }
}
