/* What the table says in words: valid values, and all of it as `holdfast config` prints it. */
#include "options.h"

#include "holdfast/status.h"
#include <string.h>

enum { COLUMNS = 100, COMMENT_COLUMN = 34 };

static void describe_choices(const hf_key *key, const char *separator, hf_text *text)
{
    for (int64_t i = 0; i < key->choice_count; i++)
        hf_text_append(text, "%s%s", i ? separator : "", key->choices[i]);
}

static void describe_real(const hf_key *key, bool brief, hf_text *text)
{
    if (!brief)
        hf_text_append(text, key->low_open ? "a number above " : "a number from ");
    hf_key_write_real(key->low, text);
    if (brief)
        hf_text_append(text, " %s value %s ",
                       key->low_open ? "<" : "<=", key->high_open ? "<" : "<=");
    else if (key->high_open)
        hf_text_append(text, key->low_open ? " and below " : " to below ");
    else
        hf_text_append(text, key->low_open ? ", at most " : " to ");
    hf_key_write_real(key->high, text);
}

void hf_key_describe(const hf_key *key, bool brief, hf_text *text)
{
    switch (key->type) {
    case HF_KEY_TEXT:
        if (!brief)
            hf_text_append(text, "a text");
        break;
    case HF_KEY_PATH:
        if (!brief)
            hf_text_append(text, "a path");
        break;
    case HF_KEY_INTEGER:
        hf_text_append(text, brief ? "%.0f to %.0f" : "an integer from %.0f to %.0f", key->low,
                       key->high);
        break;
    case HF_KEY_REAL:
        describe_real(key, brief, text);
        break;
    case HF_KEY_BOOLEAN:
        hf_text_append(text, brief ? "true | false" : "true or false");
        break;
    case HF_KEY_TEXT_LIST:
        if (!brief)
            hf_text_append(text, "a list of different texts such as [a, b]");
        break;
    case HF_KEY_INTEGER_LIST:
        hf_text_append(text,
                       brief ? "different integers, %.0f to %.0f"
                             : "a list of different integers from %.0f to %.0f such as [10, 30]",
                       key->low, key->high);
        break;
    case HF_KEY_NAMED_LISTS:
        if (!brief)
            hf_text_append(text, "names with a list of features each, such as {size: [a, b]}");
        break;
    case HF_KEY_CLASS_WEIGHT:
        describe_choices(key, brief ? " | " : ", ", text);
        if (brief)
            hf_text_append(text, " | [weight, weight] | {label: weight, label: weight}");
        else
            hf_text_append(text,
                           ", or numbers from %g to %g, one for each class: [1, 3] or {label: 1, "
                           "other: 3}",
                           key->low, key->high);
        break;
    case HF_KEY_CHOICE:
    case HF_KEY_CHOICE_LIST:
        if (!brief)
            hf_text_append(text, key->type == HF_KEY_CHOICE ? "one of "
                                                            : "a list without repetition of ");
        describe_choices(key, brief ? " | " : ", ", text);
        break;
    }
}

/* ---- holdfast config ---- */

static const char heading[] =
    "# A complete holdfast configuration: every key with its default.\n"
    "# Run it with: holdfast run FILE.yaml\n"
    "# A key that is left out, or null, takes its default. Paths are relative to this file's "
    "folder.\n\n";

/* Where to break the comment: behind a semicolon if what follows then fits on one line, else
 * between two words. */
static size_t break_at(const char *comment, size_t room)
{
    size_t length = strlen(comment);
    if (length <= room)
        return length;
    for (size_t i = room; i > 0; i--)
        if (comment[i] == ' ' && comment[i - 1] == ';' && length - i - 1 <= room)
            return i;
    while (comment[room] != ' ')
        room--;
    return room;
}

/* A comment behind what stands on the line already; the lines that follow start in the same
 * column. */
static void append_comment(size_t used, const char *comment, hf_text *text)
{
    if (used + 1 > COMMENT_COLUMN) {
        hf_text_append(text, "\n");
        used = 0;
    }
    while (*comment) {
        size_t length = break_at(comment, COLUMNS - COMMENT_COLUMN - 2);
        hf_text_append(text, "%*s# %.*s\n", (int)(COMMENT_COLUMN - used), "", (int)length, comment);
        comment += length + (comment[length] == ' ');
        used = 0;
    }
}

/* "  key: value  # help; valid values" */
static void write_key(const hf_key *key, const hf_config *defaults, hf_text *text)
{
    hf_text comment = {0};
    const size_t start = text->length;
    hf_text_append(text, "%s%s: ", hf_key_section_length(key) ? "  " : "", hf_key_leaf(key));
    hf_key_write_value(key, defaults, text);
    hf_text_append(&comment, "%s; ", key->help);
    const size_t help = comment.length;
    hf_key_describe(key, true, &comment);
    if (comment.failed)
        text->failed = true;
    else {
        if (comment.length == help) /* nothing more to be said */
            comment.data[help - 2] = '\0';
        append_comment(text->length - start, comment.data, text);
    }
    hf_text_free(&comment);
}

void hf_config_write_defaults(hf_text *text)
{
    hf_config defaults = {0};
    hf_text_append(text, "%s", heading);
    for (int64_t i = 0; i < hf_key_count; i++) {
        text->failed |= hf_key_set_default(&hf_keys[i], &defaults, NULL) != HF_OK;
        hf_key_write_section(i, true, text);
        write_key(&hf_keys[i], &defaults, text);
    }
    hf_config_free(&defaults);
}
