/* What an unknown key or section may have meant. */
#include "options.h"

#include <stdio.h>
#include <string.h>

void hf_key_list_section(int64_t first, hf_text *text)
{
    for (int64_t i = first; i < hf_key_count && hf_key_same_section(&hf_keys[i], &hf_keys[first]);
         i++)
        hf_text_append(text, "%s%s", i > first ? ", " : "", hf_keys[i].name);
}

/* The key in `section` (-1: in any) whose leaf, or else whole name, is nearest to a word, or -1. */
static int64_t nearest_key(const char *word, int64_t section, bool by_leaf)
{
    const char *words[HF_KEYS_MOST] = {NULL};
    int64_t indices[HF_KEYS_MOST] = {0}, count = 0;
    for (int64_t i = 0; i < hf_key_count; i++)
        if (section < 0 || hf_key_same_section(&hf_keys[i], &hf_keys[section])) {
            indices[count] = i;
            words[count++] = by_leaf ? hf_key_leaf(&hf_keys[i]) : hf_keys[i].name;
        }
    const char *nearest = hf_text_nearest(word, words, count);
    for (int64_t i = 0; nearest && i < count; i++)
        if (words[i] == nearest)
            return indices[i];
    return -1;
}

/* Fills `found` with the likely keys: a near leaf in the same section, the same leaf in another;
 * failing these a near leaf anywhere, or (where the section is not known: a known one would make
 * all its keys look near) a near whole name. */
static int64_t likely_keys(const char *name, const char *leaf, int64_t section,
                           int64_t found[HF_KEYS_MOST])
{
    int64_t count = 0;
    int64_t here = section >= 0 ? nearest_key(leaf, section, true) : -1;
    if (here >= 0)
        found[count++] = here;
    for (int64_t i = 0; i < hf_key_count && count < HF_KEYS_MOST; i++)
        if (i != here && strcmp(hf_key_leaf(&hf_keys[i]), leaf) == 0)
            found[count++] = i;
    if (count == 0 && (found[0] = nearest_key(leaf, -1, true)) >= 0)
        count = 1;
    if (count == 0 && section < 0 && (found[0] = nearest_key(name, -1, false)) >= 0)
        count = 1;
    return count;
}

typedef struct {
    char names[HF_KEYS_MOST][32];
    const char *list[HF_KEYS_MOST];
    int64_t count;
} section_names;

static void collect_sections(section_names *sections)
{
    sections->count = 0;
    for (int64_t i = 0; i < hf_key_count; i++) {
        int length = (int)hf_key_section_length(&hf_keys[i]);
        if (length && (i == 0 || !hf_key_same_section(&hf_keys[i - 1], &hf_keys[i]))) {
            char *name = sections->names[sections->count];
            snprintf(name, sizeof sections->names[0], "%.*s", length, hf_keys[i].name);
            sections->list[sections->count++] = name;
        }
    }
}

static void list_sections(hf_text *text)
{
    section_names sections;
    collect_sections(&sections);
    hf_text_append(text, "; the sections are ");
    for (int64_t i = 0; i < sections.count; i++)
        hf_text_append(text, "%s%s", i ? ", " : "", sections.list[i]);
}

void hf_key_suggest(const char *name, hf_text *text)
{
    char prefix[HF_KEY_NAME_BYTES];
    int64_t found[HF_KEYS_MOST];
    const char *dot = strrchr(name, '.');
    const char *leaf = dot ? dot + 1 : name;
    snprintf(prefix, sizeof prefix, "%.*s", dot ? (int)(dot - name) : 0, name);
    int64_t section = hf_key_find_section(prefix);
    int64_t count = likely_keys(name, leaf, section, found);
    for (int64_t i = 0; i < count; i++)
        hf_text_append(text, "%s%s", i ? " or " : "; did you mean ", hf_keys[found[i]].name);
    if (count) {
        hf_text_append(text, "?");
    } else if (section >= 0) {
        hf_text_append(text, "; there are ");
        hf_key_list_section(section, text);
    } else {
        list_sections(text);
    }
}

const char *hf_key_nearest_section(const char *section, char name[HF_KEY_NAME_BYTES])
{
    section_names sections;
    collect_sections(&sections);
    const char *nearest = hf_text_nearest(section, sections.list, sections.count);
    if (!nearest)
        return NULL;
    snprintf(name, HF_KEY_NAME_BYTES, "%s", nearest);
    return name;
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
    hf_text_append(text, "put a space after the colon: write \"%s: %.*s\"", name, (int)shown,
                   value);
    return true;
}
