/*
 * reference [--write] DOCUMENT: the document with its tables and code made anew.
 *
 * A table stands between a line "<!-- KIND PART -->" and a line "<!-- end -->"; what is outside is
 * left as it is. Without --write it is an error (exit code 1) if the document would change. With
 * each kind that a document shows, it has to show every row exactly once.
 */
#include "reference.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    int64_t (*write)(const char *part, hf_text *out);
    int64_t (*count)(void);
} kind;

static const kind kinds[] = {
    {"keys", reference_keys, reference_key_count},
    {"fields", reference_fields, reference_field_count},
    {"axes", reference_axes, reference_axis_count},
    {"code", reference_code, reference_code_count},
};
enum { KINDS = sizeof kinds / sizeof kinds[0], WORD = 64 };

void reference_cell(const char *text, hf_text *out)
{
    for (; *text; text++)
        hf_text_append(out, *text == '|' ? "\\|" : "%c", *text);
}

bool reference_read(const char *path, hf_text *text)
{
    char bytes[4096];
    size_t length;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((length = fread(bytes, 1, sizeof bytes, file)) > 0)
        hf_text_append_bytes(text, bytes, length);
    return fclose(file) == 0 && !text->failed;
}

int64_t reference_code(const char *part, hf_text *out)
{
    static const char *const languages[][2] = {{".py", "python"}, {".R", "r"},
                                               {".m", "matlab"},  {".c", "c"},
                                               {".txt", "cmake"}, {".yaml", "yaml"}};
    const char *ending = strrchr(part, '.'), *language = "sh";
    hf_text code = {0};
    for (size_t i = 0; ending && i < sizeof languages / sizeof languages[0]; i++)
        if (strcmp(ending, languages[i][0]) == 0)
            language = languages[i][1];
    const bool done = reference_read(part, &code) && code.length > 0;
    if (done)
        hf_text_append(out, "```%s\n%s```\n", language, code.data);
    else
        fprintf(stderr, "%s: cannot be read\n", part);
    hf_text_free(&code);
    return done ? 0 : -1;
}

int64_t reference_code_count(void)
{
    return 0;
}

static bool write_file(const char *path, const hf_text *text)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool done = fwrite(text->data, 1, text->length, file) == text->length;
    return fclose(file) == 0 && done;
}

static int find_kind(const char *name)
{
    for (int i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return i;
    return -1;
}

/* Appends the document with new tables; false, with a message, where one has no end. */
static bool make(const char *document, const char *path, hf_text *out, int64_t shown[KINDS])
{
    static const char end[] = "<!-- end -->\n";
    while (*document) {
        char name[WORD], part[WORD];
        size_t length = strcspn(document, "\n");
        length += document[length] == '\n';
        hf_text_append_bytes(out, document, length);
        int found = sscanf(document, "<!-- %63s %63s -->", name, part) == 2 ? find_kind(name) : -1;
        document += length;
        if (found < 0)
            continue;
        hf_text_append(out, "\n");
        shown[found] += kinds[found].write(part, out);
        hf_text_append(out, "\n");
        document = strstr(document, end);
        if (!document) {
            fprintf(stderr, "%s: the table %s %s has no %s", path, name, part, end);
            return false;
        }
    }
    return true;
}

static bool is_complete(const char *path, const int64_t shown[KINDS])
{
    for (int i = 0; i < KINDS; i++)
        if (shown[i] != 0 && shown[i] != kinds[i].count()) {
            fprintf(stderr, "%s: shows %lld of %lld %s: a table is missing, or there twice\n", path,
                    (long long)shown[i], (long long)kinds[i].count(), kinds[i].name);
            return false;
        }
    return true;
}

int main(int argc, char **argv)
{
    const bool is_write = argc == 3 && strcmp(argv[1], "--write") == 0;
    if (argc != 2 && !is_write) {
        fprintf(stderr, "usage: reference [--write] DOCUMENT\n");
        return EXIT_FAILURE;
    }
    const char *path = argv[argc - 1];
    int64_t shown[KINDS] = {0};
    hf_text before = {0}, after = {0};
    bool done = false;
    if (!reference_read(path, &before) || before.length == 0) {
        fprintf(stderr, "%s: cannot be read\n", path);
    } else if (make(before.data, path, &after, shown) && is_complete(path, shown)) {
        done = before.length == after.length && strcmp(before.data, after.data) == 0;
        if (!done && is_write)
            done = write_file(path, &after);
        else if (!done)
            fprintf(stderr,
                    "%s: not what the source says any more; refresh it with\n"
                    "    cmake --build build --target docs\n",
                    path);
    }
    hf_text_free(&before);
    hf_text_free(&after);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
