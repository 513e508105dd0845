/* Puts a report's files in place together, from a temporary folder. */
#include "publish.h"

#include "base/folder.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "html.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static hf_status make_folder(const char *path, bool *made, hf_error *error)
{
    struct stat about;
    *made = mkdir(path, 0777) == 0;
    if (*made || (errno == EEXIST && stat(path, &about) == 0 && S_ISDIR(about.st_mode)))
        return HF_OK;
    return hf_fail_errno(error, HF_CANNOT_CREATE,
                         "cannot make the folder %s; name another one with -o", path);
}

hf_status hf_publication_begin(const char *folder, hf_publication *publication, hf_error *error)
{
    hf_text name = {0};
    hf_status status;
    HF_TRY(hf_copy_text(&publication->folder, folder, error));
    char *end = publication->folder + strlen(publication->folder);
    while (end > publication->folder + 1 && end[-1] == '/')
        *--end = '\0';
    HF_TRY(hf_make_folder_of(publication->folder, error));
    HF_TRY(make_folder(publication->folder, &publication->made, error));
    hf_text_append(&name, "%s/.report.tmp-XXXXXX", publication->folder);
    status = hf_text_check(&name, error);
    if (status == HF_OK && !mkdtemp(name.data))
        status = hf_fail_errno(error, HF_CANNOT_CREATE, "cannot write into the folder %s",
                               publication->folder);
    if (status == HF_OK)
        status = hf_copy_text(&publication->temporary, name.data, error);
    hf_text_free(&name);
    return status;
}

static hf_status write_text(const char *folder, const char *name, const hf_text *text,
                            hf_error *error)
{
    hf_text path = {0};
    hf_text_append(&path, "%s/%s", folder, name);
    hf_status status = hf_text_check(text, error);
    if (status == HF_OK)
        status = hf_text_check(&path, error);
    FILE *out = status == HF_OK ? fopen(path.data, "we") : NULL;
    if (status == HF_OK && !out)
        status = hf_fail_errno(error, HF_CANNOT_CREATE, "cannot write %s", path.data);
    bool is_written = out && fwrite(text->data, 1, text->length, out) == text->length;
    is_written = is_written && fflush(out) == 0 && fsync(fileno(out)) == 0;
    const int reason = errno;
    if (out && fclose(out) != 0)
        is_written = false;
    if (out && !is_written) {
        errno = reason;
        status = hf_fail_errno(error, HF_IO, "cannot write %s", path.data);
    }
    hf_text_free(&path);
    return status;
}

/* Puts a file of the temporary folder into `to`; `is_there` false: removes what is of that name. */
static hf_status put(const hf_publication *p, const char *to, const char *name, bool is_there,
                     hf_error *error)
{
    hf_text old = {0}, new = {0};
    hf_text_append(&old, "%s/%s", p->temporary, name);
    hf_text_append(&new, "%s/%s", to, name);
    new.failed |= old.failed;
    hf_status status = hf_text_check(&new, error);
    if (status == HF_OK && is_there && rename(old.data, new.data) != 0)
        status = hf_fail_errno(error, HF_CANNOT_CREATE, "cannot write %s", new.data);
    if (status == HF_OK && !is_there)
        unlink(new.data);
    hf_text_free(&old);
    hf_text_free(&new);
    return status;
}

typedef struct file_name {
    char text[64];
} file_name;

static file_name file_of(const hf_figure *figure)
{
    file_name name;
    snprintf(name.text, sizeof name.text, "%s.svg", figure->name);
    return name;
}

static hf_status write_figures(const hf_publication *p, const hf_figure *figures, int count,
                               hf_error *error)
{
    for (int i = 0; i < count; i++) {
        hf_text svg = {0};
        if (figures[i].svg.length == 0)
            continue;
        hf_svg_file(&figures[i], &svg);
        const hf_status status = write_text(p->temporary, file_of(&figures[i]).text, &svg, error);
        hf_text_free(&svg);
        HF_TRY(status);
    }
    return HF_OK;
}

static hf_status put_all(hf_publication *p, const char *folder, const hf_figure *figures, int count,
                         hf_error *error)
{
    for (int i = 0; i < count; i++)
        HF_TRY(put(p, folder, file_of(&figures[i]).text, figures[i].svg.length > 0, error));
    HF_TRY(put(p, p->folder, "report.html", true, error));
    p->made = false; /* it stays */
    return HF_OK;
}

hf_status hf_publication_finish(hf_publication *publication, const hf_figure *figures, int count,
                                const hf_text *html, hf_error *error)
{
    hf_text folder = {0};
    bool made;
    HF_TRY(write_figures(publication, figures, count, error));
    HF_TRY(write_text(publication->temporary, "report.html", html, error));
    hf_text_append(&folder, "%s/figures", publication->folder);
    hf_status status = hf_text_check(&folder, error);
    if (status == HF_OK)
        status = make_folder(folder.data, &made, error);
    if (status == HF_OK)
        status = put_all(publication, folder.data, figures, count, error);
    hf_text_free(&folder);
    return status;
}

void hf_publication_end(hf_publication *publication)
{
    DIR *entries = publication->temporary ? opendir(publication->temporary) : NULL;
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries)
        closedir(entries);
    if (publication->temporary)
        rmdir(publication->temporary);
    if (publication->made)
        rmdir(publication->folder);
    hf_free(&publication->temporary);
    hf_free(&publication->folder);
}
