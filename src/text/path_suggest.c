/* Which file may have been meant by one that is not there. */
#include "path.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "list.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILES_READ = 1000, FILES_SHOWN = 6 };

static bool has_ending(const char *name, const char *const *endings)
{
    const size_t length = strlen(name);
    for (; *endings; endings++) {
        const size_t ending = strlen(*endings);
        if (length > ending && strcasecmp(name + length - ending, *endings) == 0)
            return true;
    }
    return false;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted, so that the message does not depend on the file system. */
static hf_status list_files(const char *folder, const char *const *endings, hf_text_list *files)
{
    hf_status status = HF_OK;
    DIR *open_folder = opendir(folder);
    if (!open_folder)
        return HF_NO_INPUT;
    for (const struct dirent *entry = readdir(open_folder);
         entry && status == HF_OK && files->count < FILES_READ; entry = readdir(open_folder))
        if (entry->d_name[0] != '.' && has_ending(entry->d_name, endings))
            status = hf_text_list_add(files, entry->d_name, NULL);
    closedir(open_folder);
    if (files->count > 0)
        qsort(files->items, (size_t)files->count, sizeof *files->items, compare);
    return status;
}

/* The one of that name but for its ending or for capitals; else the nearest by letters. */
static const char *nearest_file(const char *name, const hf_text_list *files)
{
    const char *dot = strrchr(name, '.');
    const size_t stem = dot && dot != name ? (size_t)(dot - name) : strlen(name);
    for (int64_t i = 0; i < files->count; i++) {
        const char *end = strrchr(files->items[i], '.');
        if ((size_t)(end - files->items[i]) == stem &&
            strncasecmp(files->items[i], name, stem) == 0)
            return files->items[i];
    }
    return hf_text_nearest(name, (const char *const *)files->items, files->count);
}

static void append_files(const char *name, const hf_text_list *files, hf_text *text)
{
    const char *nearest = nearest_file(name, files);
    if (nearest) {
        hf_text_append(text, "; did you mean '%s'?", nearest);
        return;
    }
    hf_list list = {.text = text, .most = FILES_SHOWN};
    if (files->count > 0)
        hf_text_append(text, files->count == 1 ? "; there is " : "; there are ");
    for (int64_t i = 0; i < files->count; i++)
        if (hf_list_next(&list))
            hf_text_append(text, "'%s'", files->items[i]);
    hf_list_end(&list);
}

void hf_path_suggest(const char *path, const char *const *endings, hf_text *text)
{
    const char *slash = strrchr(path, '/');
    hf_text folder = {0};
    hf_text_list files = {0};
    hf_text_append_bytes(&folder, slash ? path : ".", slash ? (size_t)(slash - path) + 1 : 1);
    if (!folder.failed) {
        char *whole = realpath(folder.data, NULL);
        if (!whole) {
            hf_text_append(text, " (there is no folder %s)", folder.data);
        } else {
            hf_text_append(text, " (looked for in the folder %s)", whole);
            if (list_files(whole, endings, &files) == HF_OK)
                append_files(slash ? slash + 1 : path, &files, text);
        }
        free(whole);
    }
    hf_text_list_free(&files);
    hf_text_free(&folder);
}
