/* The option table of src/config/options.c in Markdown. */
#include "config/options.h"
#include "reference.h"

#include <float.h>
#include <string.h>

static void write_choices(const hf_key *key, hf_text *out)
{
    for (int64_t i = 0; i < key->choice_count; i++)
        hf_text_append(out, "%s`%s`", i ? ", " : "", key->choices[i]);
}

static void write_real(const hf_key *key, hf_text *out)
{
    hf_text_append(out, key->low_open ? "number above " : "number from ");
    hf_key_write_real(key->low, out);
    if (key->high < (double)FLT_MAX) {
        hf_text_append(out, key->high_open ? " to below " : " to ");
        hf_key_write_real(key->high, out);
    }
}

static void write_values(const hf_key *key, hf_text *out)
{
    switch (key->type) {
    case HF_KEY_TEXT:
        hf_text_append(out, "text");
        break;
    case HF_KEY_PATH:
        hf_text_append(out, "path");
        break;
    case HF_KEY_INTEGER:
        hf_text_append(out, "integer, %.0f ... %.0f", key->low, key->high);
        break;
    case HF_KEY_REAL:
        write_real(key, out);
        break;
    case HF_KEY_BOOLEAN:
        hf_text_append(out, "`true`, `false`");
        break;
    case HF_KEY_CHOICE:
        write_choices(key, out);
        break;
    case HF_KEY_TEXT_LIST:
        hf_text_append(out, "list of different texts");
        break;
    case HF_KEY_INTEGER_LIST:
        hf_text_append(out, "list of different integers, %.0f ... %.0f", key->low, key->high);
        break;
    case HF_KEY_NAMED_LISTS:
        hf_text_append(out, "names, each with a list of different texts");
        break;
    case HF_KEY_CLASS_WEIGHT:
        write_choices(key, out);
        hf_text_append(out, ", list of numbers from %g to %g, or mapping of label to such a number",
                       key->low, key->high);
        break;
    case HF_KEY_CHOICE_LIST:
        hf_text_append(out, "list of ");
        write_choices(key, out);
        break;
    }
    if (key->least_items > 1)
        hf_text_append(out, ", at least %lld", (long long)key->least_items);
}

static void write_key(const hf_key *key, hf_text *out)
{
    static const char *const roles[] = {[HF_KEY_EXPERIMENT] = "experiment",
                                        [HF_KEY_SIGNIFICANCE] = "statistics",
                                        [HF_KEY_LABEL] = "none"};
    hf_text_append(out, "| `%s` | ", key->name);
    write_values(key, out);
    if (key->standard)
        hf_text_append(out, " | `%s` | ", key->standard);
    else
        hf_text_append(out, " | `null` | ");
    reference_cell(key->help, out);
    hf_text_append(out, " | %s |\n", roles[key->role]);
}

static bool is_in_section(const hf_key *key, const char *section)
{
    const size_t length = hf_key_section_length(key);
    return length == 0 ? strcmp(section, "name") == 0
                       : length == strlen(section) && strncmp(key->name, section, length) == 0;
}

int64_t reference_keys(const char *part, hf_text *out)
{
    int64_t rows = 0;
    hf_text_append(out, "| key | values | default | meaning | role |\n"
                        "| --- | --- | --- | --- | --- |\n");
    for (int64_t i = 0; i < hf_key_count; i++)
        if (is_in_section(&hf_keys[i], part)) {
            write_key(&hf_keys[i], out);
            rows++;
        }
    return rows;
}

int64_t reference_key_count(void)
{
    return hf_key_count;
}
