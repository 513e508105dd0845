/* Where two configurations differ, and the overrides that make one of the other. */
#include "options.h"

#include "text/quote.h"
#include <limits.h>
#include <string.h>

enum { KEYS_SHOWN = 3, VALUE_SHOWN = 200 };

/* What a key has in two configurations, as YAML. */
typedef struct pair {
    hf_text a, b;
    bool differ; /* memory that runs short counts as a difference */
} pair;

static pair compare(const hf_key *key, const hf_config *a, const hf_config *b)
{
    pair values = {{0}, {0}, false};
    hf_key_write_value(key, a, &values.a);
    hf_key_write_value(key, b, &values.b);
    values.differ = values.a.failed || values.b.failed || strcmp(values.a.data, values.b.data) != 0;
    return values;
}

static void release(pair *values)
{
    hf_text_free(&values->a);
    hf_text_free(&values->b);
}

static const char *difference(const hf_config *a, const hf_config *b, hf_key_role role,
                              hf_text *text)
{
    const char *found = NULL;
    for (int64_t i = 0; i < hf_key_count && !found; i++) {
        if (hf_keys[i].role != role)
            continue;
        pair values = compare(&hf_keys[i], a, b);
        if (values.differ)
            found = hf_keys[i].name;
        if (found && text)
            hf_text_append(text, "was %s, is %s", values.a.data ? values.a.data : "?",
                           values.b.data ? values.b.data : "?");
        release(&values);
    }
    return found;
}

const char *hf_config_difference(const hf_config *a, const hf_config *b, hf_text *values)
{
    return difference(a, b, HF_KEY_EXPERIMENT, values);
}

const char *hf_config_significance_difference(const hf_config *a, const hf_config *b,
                                              hf_text *values)
{
    return difference(a, b, HF_KEY_SIGNIFICANCE, values);
}

/* ---- overrides ---- */

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

static void append_override(const hf_key *key, const char *value, int shown, hf_text *text)
{
    const bool brackets = is_list(key) && value[0] != '[';
    hf_text setting = {0};
    hf_text_append(&setting, "%s=%s%.*s%s", key->name, brackets ? "[" : "", shown, value,
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
        append_override(key, value, VALUE_SHOWN, text);
    }
}

bool hf_config_is_significance(const char *setting)
{
    static const char section[] = "significance.";
    const size_t length = strcspn(setting, "=");
    bool is = strncmp(setting, section, sizeof section - 1) == 0; /* also a word that is no key */
    for (int64_t i = 0; i < hf_key_count && !is; i++)
        is = hf_keys[i].role == HF_KEY_SIGNIFICANCE && strlen(hf_keys[i].name) == length &&
             strncmp(hf_keys[i].name, setting, length) == 0;
    return is;
}

void hf_config_append_significance(const hf_config *from, const hf_config *to, hf_text *text)
{
    for (int64_t i = 0; i < hf_key_count; i++) {
        if (hf_keys[i].role != HF_KEY_SIGNIFICANCE)
            continue;
        pair values = compare(&hf_keys[i], from, to);
        if (values.differ && values.b.data) {
            hf_text_append(text, " ");
            append_override(&hf_keys[i], values.b.data, INT_MAX, text);
        }
        release(&values);
    }
}
