#include "content.h"
#include "file.h"
#include "skeleton.h"
#include "store.h"

#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/utf8.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SESSIONS_BYTES = 1 << 18, STRUCTURE_BYTES = 1 << 16, ARRAY_BYTES = 1 << 11 };

/* What is no UTF-8 (in a file's name, say) becomes U+FFFD, so that every text can be decoded. */
static void append_utf8(hf_text *text, const char *from)
{
    hf_text_append(text, "%s", "");
    while (*from) {
        uint32_t code;
        const size_t length = hf_utf8_decode(from, &code);
        if (length > 0)
            hf_text_append_bytes(text, from, length);
        else
            hf_text_append(text, "\xef\xbf\xbd");
        from += length > 0 ? length : 1;
    }
}

/* One name a line; a line break within a name becomes a blank. */
static void append_name(hf_text *lines, const char *name, bool first)
{
    if (!first)
        hf_text_append_bytes(lines, "\n", 1);
    for (const char *at = name; *at; at++)
        hf_text_append_bytes(lines, *at == '\n' || *at == '\r' ? " " : at, 1);
}

static void append_names(hf_text *lines, const hf_text_list *names)
{
    hf_text_append(lines, "%s", "");
    for (int64_t i = 0; i < names->count; i++)
        append_name(lines, names->items[i], i == 0);
}

static void append_methods(hf_text *lines, const hf_config *config)
{
    for (int64_t i = 0; i < config->significance.methods.count; i++)
        append_name(lines, hf_method_name((hf_method)config->significance.methods.items[i]),
                    i == 0);
}

/* A name beside `path` that nothing else has, so that the rename stays within one file system. */
static hf_status temporary_name(const char *path, hf_text *name, hf_error *error)
{
    unsigned random = 0;
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) < 0)
        random = (unsigned)(uintptr_t)&random;
    hf_text_append(name, "%.*s.%.200s.tmp-%ld-%08x", (int)(base - path), path, base, (long)getpid(),
                   random);
    return hf_text_check(name, error);
}

static hf_status check_target(const char *path, hf_error *error)
{
    struct stat target;
    size_t length = strlen(path);
    if (length == 0 || path[length - 1] == '/')
        return hf_fail(error, HF_CANNOT_CREATE, "'%s' is not the name of a file", path);
    /* The rename would put the file in the place of a device as well. */
    if (stat(path, &target) == 0 && !S_ISREG(target.st_mode))
        return hf_fail(error, HF_CANNOT_CREATE,
                       "%s is there already and is a folder or device, not a file; give another "
                       "name",
                       path);
    return HF_OK;
}

/* Of the whole file: the structure takes some hundred bytes an array, names go into attributes. */
static int64_t bytes_at_most(const hf_catalogue *catalogue)
{
    const int64_t arrays = catalogue->scale_count + catalogue->first[HF_FIELDS];
    int64_t bytes = catalogue->bytes + STRUCTURE_BYTES + arrays * ARRAY_BYTES;
    for (int i = 0; i < HF_TEXTS; i++)
        bytes += 2 * (int64_t)catalogue->texts[i].bytes;
    return bytes;
}

/* Structure, space and content of the new file; the caller removes it on failure. */
static hf_status build(const char *temporary, hf_file file, const hf_experiment *experiment,
                       hf_catalogue *catalogue, const hf_labels *labels, const char *const *texts,
                       hf_error *error)
{
    struct stat built;
    /* HDF5 1.10 that meets a full disk crashes at the end of the process: it must not meet one. */
    HF_TRY(hf_file_reserve(file, bytes_at_most(catalogue), error));
    HF_TRY(hf_skeleton_write(temporary, file.path, labels, catalogue, error));
    if (fstat(file.descriptor, &built) != 0)
        return hf_fail_errno(error, HF_IO, "%s: its size cannot be read", file.path);
    HF_TRY(hf_file_reserve(file, built.st_size, error));
    HF_TRY(hf_content_write(file, catalogue, experiment, texts, error));
    return hf_file_sync(file, error);
}

static hf_status build_and_rename(const char *path, const hf_experiment *experiment,
                                  hf_catalogue *catalogue, const hf_labels *labels,
                                  const char *const *texts, hf_error *error)
{
    hf_text temporary = {0};
    hf_status status;
    hf_file file = {-1, path};
    HF_TRY_CLEANUP(temporary_name(path, &temporary, error));
    file.descriptor = open(temporary.data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file.descriptor < 0) {
        status = hf_fail_errno(error, HF_CANNOT_CREATE, "%s: cannot be created", path);
        goto cleanup;
    }
    status = build(temporary.data, file, experiment, catalogue, labels, texts, error);
    if (status == HF_OK && rename(temporary.data, path) != 0)
        status = hf_fail_errno(error, HF_CANNOT_CREATE, "%s: cannot be created", path);
    if (status != HF_OK)
        unlink(temporary.data);
    else
        status = hf_file_sync_folder(path, error);
cleanup:
    if (file.descriptor >= 0)
        close(file.descriptor);
    hf_text_free(&temporary);
    return status;
}

hf_status hf_results_create(const char *path, const hf_experiment *experiment,
                            const char *config_given, hf_error *error)
{
    const hf_config *config = &experiment->config;
    const hf_dataset *dataset = &experiment->dataset;
    hf_catalogue catalogue = {0};
    hf_text given = {0}, title = {0}, resolved = {0}, features = {0}, classes = {0}, methods = {0};
    hf_status status;

    HF_TRY(check_target(path, error));
    append_utf8(&given, config_given);
    append_utf8(&title, config->name ? config->name : "");
    hf_config_write(config, &resolved);
    append_names(&features, &dataset->feature_names);
    append_names(&classes, &dataset->class_names);
    append_methods(&methods, config);
    HF_TRY_CLEANUP(hf_text_check(&given, error));
    HF_TRY_CLEANUP(hf_text_check(&title, error));
    HF_TRY_CLEANUP(hf_text_check(&resolved, error));
    HF_TRY_CLEANUP(hf_text_check(&features, error));
    HF_TRY_CLEANUP(hf_text_check(&classes, error));
    HF_TRY_CLEANUP(hf_text_check(&methods, error));

    const char *const texts[HF_TEXTS] = {
        [HF_TEXT_GIVEN] = given.data,
        [HF_TEXT_RESOLVED] = resolved.data,
        [HF_TEXT_FEATURE_NAMES] = features.data,
        [HF_TEXT_CLASS_NAMES] = classes.data,
    };
    const hf_labels labels = {title.data, dataset->hash, features.data, classes.data, methods.data};
    HF_TRY_CLEANUP(hf_catalogue_make(config, dataset->features, dataset->classes, dataset->samples,
                                     &catalogue, error));
    for (hf_file_text text = 0; text < HF_TEXTS; text++) {
        hf_text_array(&catalogue.texts[text], text, texts[text] ? strlen(texts[text]) + 1 : 1);
        catalogue.texts[text].is_utf8 = texts[text] && !hf_store_is_ascii(texts[text]);
    }
    hf_text_array(&catalogue.texts[HF_TEXT_SESSIONS], HF_TEXT_SESSIONS, SESSIONS_BYTES);
    status = build_and_rename(path, experiment, &catalogue, &labels, texts, error);

cleanup:
    hf_catalogue_free(&catalogue);
    hf_text_free(&given);
    hf_text_free(&title);
    hf_text_free(&resolved);
    hf_text_free(&features);
    hf_text_free(&classes);
    hf_text_free(&methods);
    return status;
}
