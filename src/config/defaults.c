/* What `holdfast config` prints. */
#include "options.h"
#include "write.h"

#include "holdfast/status.h"
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 100, COMMENT_COLUMN = 34 };

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

/* "help; valid values" */
static void describe(const hf_key *key, hf_text *comment)
{
    hf_text valid = {0};
    hf_key_describe_briefly(key, &valid);
    hf_text_append(comment, "%s%s%s", key->help, valid.data ? "; " : "",
                   valid.data ? valid.data : "");
    comment->failed = comment->failed || valid.failed;
    hf_text_free(&valid);
}

static void write_key(const hf_key *key, const hf_config *defaults, hf_text *text)
{
    hf_text comment = {0};
    size_t start = text->length;
    hf_text_append(text, "%s%s: ", hf_key_section_length(key) ? "  " : "", hf_key_leaf(key));
    hf_key_write_value(key, defaults, text);
    describe(key, &comment);
    if (hf_text_check(&comment, NULL) == HF_OK)
        append_comment(text->length - start, comment.data, text);
    else
        text->failed = true;
    hf_text_free(&comment);
}

void hf_config_write_defaults(hf_text *text)
{
    hf_config defaults;
    if (hf_config_parse("", NULL, &defaults, NULL) != HF_OK) {
        text->failed = true;
        return;
    }
    defaults.splits.count = 0; /* follows from the method: shown as null */
    hf_text_append(text, "%s", heading);
    for (int64_t i = 0; i < hf_key_count; i++) {
        hf_key_write_section(i, true, text);
        write_key(&hf_keys[i], &defaults, text);
    }
    hf_config_free(&defaults);
}
