/* Makes a results file: under a temporary name, whole, then renamed. */
#include "content.h"
#include "results/file.h"
#include "results/results.h"
#include "results/store.h"
#include "skeleton.h"
#include "temporary.h"

#include "base/utf8.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/json.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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

static void append_groups(hf_text *lines, const hf_experiment *experiment)
{
    const hf_feature_groups *groups = &experiment->groups;
    for (int64_t g = 0; g < groups->count; g++)
        append_name(lines,
                    hf_feature_groups_name(&experiment->config, &experiment->dataset.feature_names,
                                           groups->first[g]),
                    g == 0);
}

/* [input]; memory that runs short shows in the text. */
static void append_inputs(hf_text *lines, const hf_dataset *dataset)
{
    hf_text name = {0};
    hf_text_append(lines, "%s", "");
    for (int64_t i = 0; i < dataset->inputs; i++) {
        if (hf_dataset_input_name(dataset, i, &name, NULL) != HF_OK)
            lines->failed = true;
        else
            append_name(lines, name.data, i == 0);
    }
    hf_text_free(&name);
}

/* {"feature": ["level", ...], ...} */
static void append_levels(hf_text *text, const hf_dataset *dataset)
{
    hf_json json = {.text = text};
    hf_json_begin_object(&json, NULL);
    for (int64_t f = 0; f < dataset->features; f++)
        if (hf_dataset_levels(dataset, f) > 0)
            hf_json_texts(&json, dataset->feature_names.items[f], &dataset->levels[f]);
    hf_json_end_object(&json);
}

/* A disk that fails or is full is not a bad choice of name. */
static hf_status cannot_create(const char *path, hf_error *error)
{
    const bool disk = errno == EIO || errno == ENOSPC || errno == EDQUOT;
    return hf_fail_errno(error, disk ? HF_IO : HF_CANNOT_CREATE, "%s: cannot be created", path);
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
    int64_t bytes = catalogue->bytes + STRUCTURE_BYTES + catalogue->count * ARRAY_BYTES;
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

/* The whole file under a temporary name, which the caller gets; nothing is left on failure. */
static hf_status build_temporary(const char *path, const hf_experiment *experiment,
                                 hf_catalogue *catalogue, const hf_labels *labels,
                                 const char *const *texts, hf_text *temporary, hf_error *error)
{
    hf_temporary_remove_stale(path);
    HF_TRY(hf_temporary_name(path, temporary, error));
    hf_file file = {open(temporary->data, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666), path};
    if (file.descriptor < 0)
        return cannot_create(path, error);
    hf_status status = build(temporary->data, file, experiment, catalogue, labels, texts, error);
    if (status != HF_OK)
        unlink(temporary->data);
    close(file.descriptor);
    return status;
}

/* Texts and names of the experiment, then the file. */
static hf_status make(const char *path, const hf_experiment *experiment, const char *config_given,
                      int64_t session_bytes, hf_text *temporary, hf_error *error)
{
    const hf_config *config = &experiment->config;
    const hf_dataset *dataset = &experiment->dataset;
    hf_catalogue catalogue = {0};
    hf_text given = {0}, title = {0}, resolved = {0}, features = {0}, classes = {0}, methods = {0};
    hf_text groups = {0}, inputs = {0}, levels = {0};
    hf_status status;

    HF_TRY(check_target(path, error));
    append_utf8(&given, config_given);
    append_utf8(&title, config->name ? config->name : "");
    hf_config_write(config, &resolved);
    append_names(&features, &dataset->feature_names);
    append_names(&classes, &dataset->class_names);
    append_methods(&methods, config);
    append_groups(&groups, experiment);
    append_inputs(&inputs, dataset);
    append_levels(&levels, dataset);
    hf_text *const all[] = {&given,   &title,  &resolved, &features, &classes,
                            &methods, &groups, &inputs,   &levels};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        HF_TRY_CLEANUP(hf_text_check(all[i], error));

    const char *const texts[HF_TEXTS] = {
        [HF_TEXT_GIVEN] = given.data,
        [HF_TEXT_RESOLVED] = resolved.data,
        [HF_TEXT_FEATURE_NAMES] = features.data,
        [HF_TEXT_CLASS_NAMES] = classes.data,
        [HF_TEXT_LEVELS] = levels.data,
    };
    const hf_labels labels = {title.data,   dataset->hash, features.data, classes.data,
                              methods.data, groups.data,   inputs.data};
    const hf_data_counts counts = hf_experiment_counts(experiment);
    HF_TRY_CLEANUP(hf_catalogue_make(config, experiment->grid.shard, &counts, &catalogue, error));
    for (hf_file_text text = 0; text < HF_TEXTS; text++) {
        hf_text_array(&catalogue.texts[text], text, texts[text] ? strlen(texts[text]) + 1 : 1);
        catalogue.texts[text].is_utf8 = texts[text] && !hf_store_is_ascii(texts[text]);
    }
    hf_text_array(&catalogue.texts[HF_TEXT_SESSIONS], HF_TEXT_SESSIONS,
                  SESSIONS_BYTES + (size_t)session_bytes);
    status = build_temporary(path, experiment, &catalogue, &labels, texts, temporary, error);

cleanup:
    hf_catalogue_free(&catalogue);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        hf_text_free(all[i]);
    return status;
}

static hf_status give_name(const char *temporary, const char *path, hf_error *error)
{
    if (rename(temporary, path) != 0)
        return cannot_create(path, error);
    return hf_file_sync_folder(path, error);
}

hf_status hf_results_create(const char *path, const hf_experiment *experiment,
                            const char *config_given, hf_error *error)
{
    hf_text temporary = {0};
    hf_status status = make(path, experiment, config_given, 0, &temporary, error);
    if (status == HF_OK) {
        status = give_name(temporary.data, path, error);
        if (status != HF_OK)
            unlink(temporary.data);
    }
    hf_text_free(&temporary);
    return status;
}

hf_status hf_results_draft(const char *path, const hf_experiment *experiment,
                           const char *config_given, int64_t session_bytes, hf_results **results,
                           hf_error *error)
{
    hf_text temporary = {0};
    *results = NULL;
    hf_status status = make(path, experiment, config_given, session_bytes, &temporary, error);
    if (status == HF_OK) {
        status = hf_results_open_draft(temporary.data, path, results, error);
        if (status != HF_OK)
            unlink(temporary.data);
    }
    hf_text_free(&temporary);
    return status;
}

hf_status hf_results_publish(hf_results *results, hf_error *error)
{
    HF_TRY(hf_file_sync(results->file, error));
    HF_TRY(give_name(results->draft, results->path, error));
    hf_free(&results->draft);
    return HF_OK;
}
