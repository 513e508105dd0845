/* What the table says in words: valid values, and what an unknown key may have meant. */
#include "options.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

static void describe_choices(const hf_key *key, const char *separator, hf_text *text)
{
    for (int64_t i = 0; i < key->choice_count; i++)
        hf_text_append(text, "%s%s", i ? separator : "", key->choices[i]);
}

static void describe_real(const hf_key *key, hf_text *text)
{
    hf_text_append(text, key->low_open ? "a number above " : "a number from ");
    hf_key_write_real(key->low, text);
    if (key->high_open)
        hf_text_append(text, key->low_open ? " and below " : " to below ");
    else
        hf_text_append(text, key->low_open ? ", at most " : " to ");
    hf_key_write_real(key->high, text);
}

void hf_key_describe(const hf_key *key, hf_text *text)
{
    switch (key->type) {
    case HF_KEY_TEXT:
        hf_text_append(text, "a text");
        break;
    case HF_KEY_PATH:
        hf_text_append(text, "a path");
        break;
    case HF_KEY_INTEGER:
        hf_text_append(text, "an integer from %.0f to %.0f", key->low, key->high);
        break;
    case HF_KEY_REAL:
        describe_real(key, text);
        break;
    case HF_KEY_BOOLEAN:
        hf_text_append(text, "true or false");
        break;
    case HF_KEY_CHOICE:
        hf_text_append(text, "one of ");
        describe_choices(key, ", ", text);
        break;
    case HF_KEY_TEXT_LIST:
        hf_text_append(text, "a list of different texts such as [a, b]");
        break;
    case HF_KEY_INTEGER_LIST:
        hf_text_append(text, "a list of different integers from %.0f to %.0f such as [10, 30]",
                       key->low, key->high);
        break;
    case HF_KEY_CHOICE_LIST:
        hf_text_append(text, "a list without repetition of ");
        describe_choices(key, ", ", text);
        break;
    }
}

void hf_key_describe_briefly(const hf_key *key, hf_text *text)
{
    switch (key->type) {
    case HF_KEY_TEXT:
    case HF_KEY_PATH:
    case HF_KEY_TEXT_LIST:
        break;
    case HF_KEY_INTEGER:
        hf_text_append(text, "%.0f ... %.0f", key->low, key->high);
        break;
    case HF_KEY_REAL:
        hf_key_write_real(key->low, text);
        hf_text_append(text, " %s value %s ",
                       key->low_open ? "<" : "<=", key->high_open ? "<" : "<=");
        hf_key_write_real(key->high, text);
        break;
    case HF_KEY_BOOLEAN:
        hf_text_append(text, "true | false");
        break;
    case HF_KEY_INTEGER_LIST:
        hf_text_append(text, "different integers, %.0f ... %.0f", key->low, key->high);
        break;
    case HF_KEY_CHOICE:
    case HF_KEY_CHOICE_LIST:
        describe_choices(key, " | ", text);
        break;
    }
}

void hf_key_list_section(int64_t first, hf_text *text)
{
    for (int64_t i = first; i < hf_key_count && hf_key_same_section(&hf_keys[i], &hf_keys[first]);
         i++)
        hf_text_append(text, "%s%s", i > first ? ", " : "", hf_keys[i].name);
}

/* The key in `section` (-1: in any) whose leaf is nearest to `leaf`, or -1. */
static int64_t nearest_leaf(const char *leaf, int64_t section)
{
    const char *leaves[HF_KEYS_MOST] = {NULL};
    int64_t indices[HF_KEYS_MOST] = {0}, count = 0;
    for (int64_t i = 0; i < hf_key_count; i++)
        if (section < 0 || hf_key_same_section(&hf_keys[i], &hf_keys[section])) {
            indices[count] = i;
            leaves[count++] = hf_key_leaf(&hf_keys[i]);
        }
    const char *nearest = hf_text_nearest(leaf, leaves, count);
    for (int64_t i = 0; nearest && i < count; i++)
        if (leaves[i] == nearest)
            return indices[i];
    return -1;
}

static int64_t nearest_name(const char *name)
{
    const char *names[HF_KEYS_MOST];
    for (int64_t i = 0; i < hf_key_count; i++)
        names[i] = hf_keys[i].name;
    const char *nearest = hf_text_nearest(name, names, hf_key_count);
    return nearest ? hf_key_find(nearest) : -1;
}

/* Fills `found` with the likely keys: a near leaf in the same section, the same leaf in another;
 * failing these a near leaf anywhere, or (where the section is not known: a known one would make
 * all its keys look near) a near whole name. */
static int64_t likely_keys(const char *name, const char *leaf, int64_t section,
                           int64_t found[HF_KEYS_MOST])
{
    int64_t count = 0;
    int64_t here = section >= 0 ? nearest_leaf(leaf, section) : -1;
    if (here >= 0)
        found[count++] = here;
    for (int64_t i = 0; i < hf_key_count && count < HF_KEYS_MOST; i++)
        if (i != here && strcmp(hf_key_leaf(&hf_keys[i]), leaf) == 0)
            found[count++] = i;
    if (count == 0 && (found[0] = nearest_leaf(leaf, -1)) >= 0)
        count = 1;
    if (count == 0 && section < 0 && (found[0] = nearest_name(name)) >= 0)
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
