/* Opens a results file and checks that it is one. */
#include "results.h"
#include "results/create/skeleton.h"
#include "store.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is read of the file before its configuration is known. */
typedef struct prelude {
    int64_t bytes; /* of the file */
    int32_t format;
    int64_t features, inputs, classes, samples, groups;
    hf_shard shard;
    hf_undefined_tests undefined;
    char *texts[HF_TEXTS]; /* but the sessions */
    hf_array text_arrays[HF_TEXTS];
} prelude;

static hf_status bad(const hf_results *results, hf_error *error, const char *path, const char *what)
{
    return hf_fail(error, HF_BAD_DATA, "%s is not a whole results file: %s %s", results->path, path,
                   what);
}

static const char *name_of_file(const hf_results *results)
{
    return results->draft ? results->draft : results->path;
}

static hf_status open_descriptor(hf_results *results, int64_t *bytes, hf_error *error)
{
    static const unsigned char signature[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    unsigned char begin[sizeof signature] = {0};
    struct stat about;
    /* O_NONBLOCK: a pipe must not make us wait. */
    const int flags = (results->writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK;
    int descriptor = open(name_of_file(results), flags);
    if (descriptor < 0 && errno == EISDIR)
        return hf_fail(error, HF_BAD_DATA, "%s is a folder, not a results file", results->path);
    if (descriptor < 0 && results->writable && errno != ENOENT && errno != ENOTDIR)
        return hf_fail_errno(error, HF_CANNOT_CREATE, "%s: cannot be opened for writing",
                             results->path);
    if (descriptor < 0)
        return hf_fail_errno(error, HF_NO_INPUT, "%s: cannot be opened", results->path);
    results->file = (hf_file){descriptor, results->path};
    if (fstat(descriptor, &about) != 0)
        return hf_fail_errno(error, HF_IO, "%s: its size cannot be read", results->path);
    if (!S_ISREG(about.st_mode))
        return hf_fail(error, HF_BAD_DATA, "%s is a folder or device, not a results file",
                       results->path);
    *bytes = about.st_size;
    if (about.st_size < (off_t)sizeof begin)
        return hf_fail(error, HF_BAD_DATA, "%s is empty or truncated: %lld bytes", results->path,
                       (long long)about.st_size);
    HF_TRY(hf_file_read(results->file, begin, sizeof begin, 0, error));
    if (memcmp(begin, signature, sizeof begin) != 0)
        return hf_fail(error, HF_BAD_DATA, "%s is not a results file (not HDF5)", results->path);
    return HF_OK;
}

/* A scalar attribute of the root, 0 where there is none. */
static int32_t read_number(hid_t file, const char *name)
{
    int32_t number = 0;
    return hf_store_read_attribute(file, name, hf_store_type(HF_TYPE_I32), sizeof number, &number)
               ? number
               : 0;
}

static hf_status read_shard(const hf_results *results, hid_t file, hf_shard *shard, hf_error *error)
{
    *shard = (hf_shard){read_number(file, HF_SHARD_NUMBER), read_number(file, HF_SHARD_COUNT)};
    const bool is_whole = shard->number == 0 && shard->count == 0;
    const bool is_shard =
        shard->number >= 1 && shard->number <= shard->count && shard->count <= HF_SHARDS_MOST;
    return is_whole || is_shard
               ? HF_OK
               : bad(results, error, "attributes " HF_SHARD_NUMBER " and " HF_SHARD_COUNT,
                     "do not name a shard");
}

/* Older formats are read, the present one is written. */
static hf_status read_format(const hf_results *results, hid_t file, int32_t *format,
                             hf_error *error)
{
    *format = read_number(file, "holdfast_format");
    if (*format < 1)
        return hf_fail(error, HF_BAD_DATA, "%s is an HDF5 file, but not one of holdfast's results",
                       results->path);
    if (*format > HF_FORMAT)
        return hf_fail(
            error, HF_BAD_DATA,
            "%s has format %d of the results file, which is newer than what this version "
            "of holdfast reads (format %d): use the version that wrote it, or a later "
            "one",
            results->path, *format, HF_FORMAT);
    if (results->writable && *format < HF_FORMAT)
        return hf_fail(error, HF_BAD_DATA,
                       "%s has format %d of the results file, this version writes format %d",
                       results->path, *format, HF_FORMAT);
    return HF_OK;
}

static hf_status read_hash(hf_results *results, hid_t file, hf_error *error)
{
    const bool done =
        hf_store_read_attribute(file, "data_hash", hf_store_text_type(HF_HASH_BYTES, true),
                                HF_HASH_BYTES, results->data_hash);
    results->data_hash[HF_HASH_BYTES - 1] = '\0';
    return done ? HF_OK : bad(results, error, "attribute data_hash", "is missing");
}

/* Finds an array in the file and checks that it is as expected and lies within the file. */
static hf_status locate(const hf_results *results, hid_t file, int64_t file_bytes, hf_array *array,
                        hf_error *error)
{
    int64_t end;
    const char *fault = hf_store_find(file, array);
    if (fault)
        return bad(results, error, array->path, fault);
    if (array->offset < 0 || array->bytes > INT64_MAX ||
        __builtin_add_overflow(array->offset, (int64_t)array->bytes, &end) || end > file_bytes)
        return hf_fail(error, HF_BAD_DATA,
                       "%s is truncated: %s does not lie within the file's %lld bytes",
                       results->path, array->path, (long long)file_bytes);
    return HF_OK;
}

/* A text attribute of the root, "" where there is none. */
static void read_text(hid_t file, const char *name, size_t bytes, char *text)
{
    if (!hf_store_read_attribute(file, name, hf_store_text_type(bytes, true), bytes, text))
        text[0] = '\0';
    text[bytes - 1] = '\0';
}

static hf_status read_sizes(const hf_results *results, hid_t file, prelude *p, hf_error *error)
{
    const struct {
        const char *path;
        int64_t *size;
    } scales[] = {{"/feature", &p->features}, {"/class", &p->classes}, {"/sample", &p->samples}};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (!hf_store_read_size(file, scales[i].path, scales[i].size))
            return bad(results, error, scales[i].path, "is missing");
    p->groups = p->features; /* format 1 does not say how many there are */
    p->inputs = p->features; /* and knows no categories */
    if (p->format >= 2 && !hf_store_read_size(file, "/input", &p->inputs))
        return bad(results, error, "/input", "is missing");
    if (p->format >= 2 && !hf_store_read_size(file, "/feature_group", &p->groups))
        return bad(results, error, "/feature_group", "is missing");
    return HF_OK;
}

static hf_status read_prelude(hf_results *results, hid_t file, prelude *p, hf_error *error)
{
    HF_TRY(read_format(results, file, &p->format, error));
    HF_TRY(read_hash(results, file, error));
    HF_TRY(read_shard(results, file, &p->shard, error));
    HF_TRY(read_sizes(results, file, p, error));
    read_text(file, HF_UNDEFINED_LABELS, HF_UNDEFINED_BYTES, p->undefined.labels);
    read_text(file, HF_UNDEFINED_PROBES, HF_UNDEFINED_BYTES, p->undefined.probes);
    for (hf_file_text text = 0; text < HF_TEXTS; text++) {
        hf_array *array = &p->text_arrays[text];
        hf_text_array(array, text, 0);
        if (p->format < hf_text_table[text].since)
            continue;
        HF_TRY(locate(results, file, p->bytes, array, error));
        if (text == HF_TEXT_SESSIONS)
            continue;
        HF_TRY(hf_allocate(&p->texts[text], (int64_t)array->bytes + 1, 1, error));
        HF_TRY(hf_file_read(results->file, p->texts[text], array->bytes, array->offset, error));
    }
    return HF_OK;
}

static hf_status read_names(const hf_results *results, char *lines, int64_t count, const char *path,
                            hf_text_list *names, hf_error *error)
{
    for (char *line = lines, *end; line; line = end) {
        end = strchr(line, '\n');
        if (end)
            *end++ = '\0';
        HF_TRY(hf_text_list_add(names, line, error));
    }
    return names->count == count ? HF_OK
                                 : bad(results, error, path, "does not hold one name a line");
}

/* A configuration that does not parse is the file's fault, not the user's. */
static hf_status as_bad_data(const hf_results *results, hf_status status, hf_error *error)
{
    if (status != HF_BAD_CONFIG)
        return status;
    hf_text reason = {0};
    hf_text_append(&reason, "%s", error ? error->message : "");
    hf_fail(error, HF_BAD_DATA, "%s is not a whole results file: %s", results->path,
            reason.data ? reason.data : "");
    hf_text_free(&reason);
    return HF_BAD_DATA;
}

static hf_status make_catalogue(hf_results *results, const prelude *p, hf_error *error)
{
    hf_config *config = &results->config;
    HF_TRY(hf_config_parse(p->texts[HF_TEXT_RESOLVED], "/config/resolved", config, error));
    HF_TRY(hf_config_set_format(config, p->format, error));
    config->undefined = p->undefined;
    const hf_data_counts counts = {.samples = p->samples,
                                   .features = p->features,
                                   .inputs = p->inputs,
                                   .classes = p->classes,
                                   .groups = p->groups,
                                   .splits = config->splits.count,
                                   .class_names = &results->columns.class_names};
    HF_TRY(hf_config_resolve(config, &counts, error));
    HF_TRY(hf_catalogue_make(config, p->shard, &counts, &results->catalogue, error));
    memcpy(results->catalogue.texts, p->text_arrays, sizeof p->text_arrays);
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        if (hf_arm_draws(config, arm) > 0)
            HF_TRY(hf_rows_layout_make(config, arm, &counts, &results->layouts[arm], error));
    return HF_OK;
}

static hf_status read_structure(hf_results *results, hid_t file, prelude *p, hf_error *error)
{
    HF_TRY(read_prelude(results, file, p, error));
    HF_TRY(read_names(results, p->texts[HF_TEXT_FEATURE_NAMES], p->features,
                      hf_text_table[HF_TEXT_FEATURE_NAMES].path, &results->columns.feature_names,
                      error));
    HF_TRY(read_names(results, p->texts[HF_TEXT_CLASS_NAMES], p->classes,
                      hf_text_table[HF_TEXT_CLASS_NAMES].path, &results->columns.class_names,
                      error));
    HF_TRY(as_bad_data(results, make_catalogue(results, p, error), error));
    HF_TRY(hf_results_read_levels(results, p->texts[HF_TEXT_LEVELS], error));
    for (int64_t i = 0; i < results->catalogue.count; i++)
        HF_TRY(locate(results, file, p->bytes, &results->catalogue.arrays[i], error));
    return HF_OK;
}

static hf_status read_all(hf_results *results, hf_error *error)
{
    prelude p = {0};
    hf_status status = open_descriptor(results, &p.bytes, error);
    if (status != HF_OK)
        return status;
    hf_store_start();
    hid_t access = hf_store_access();
    hid_t file = H5Fopen(name_of_file(results), H5F_ACC_RDONLY, access);
    H5Pclose(access);
    if (file < 0)
        return hf_fail(error, HF_BAD_DATA, "%s is truncated or damaged: HDF5 cannot open it",
                       results->path);
    status = read_structure(results, file, &p, error);
    H5Fclose(file);
    for (int i = 0; i < HF_TEXTS; i++)
        hf_free(&p.texts[i]);
    return status;
}

static void release(hf_results *results)
{
    if (results->file.descriptor >= 0)
        close(results->file.descriptor);
    if (results->draft)
        unlink(results->draft);
    hf_free(&results->draft);
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        hf_rows_layout_free(&results->layouts[arm]);
    hf_catalogue_free(&results->catalogue);
    hf_dataset_free(&results->columns);
    hf_config_free(&results->config);
    hf_free(&results->path);
}

/* `draft`: NULL, or the name that the file still has. */
static hf_status open_file(const char *draft, const char *path, bool writable, hf_results **results,
                           hf_error *error)
{
    hf_results *made;
    *results = NULL;
    HF_TRY(hf_allocate(&made, 1, sizeof *made, error));
    made->file.descriptor = -1;
    made->writable = writable;
    hf_status status = hf_copy_text(&made->path, path, error);
    if (status == HF_OK && draft)
        status = hf_copy_text(&made->draft, draft, error);
    if (status == HF_OK)
        status = read_all(made, error);
    if (status != HF_OK) {
        release(made);
        hf_free(&made);
    }
    *results = made;
    return status;
}

hf_status hf_results_open(const char *path, bool writable, hf_results **results, hf_error *error)
{
    return open_file(NULL, path, writable, results, error);
}

hf_status hf_results_open_draft(const char *draft, const char *path, hf_results **results,
                                hf_error *error)
{
    return open_file(draft, path, true, results, error);
}

hf_status hf_results_close(hf_results **results, hf_error *error)
{
    hf_status status = HF_OK;
    if (!*results)
        return HF_OK;
    if ((*results)->writable)
        status = hf_file_sync((*results)->file, error);
    release(*results);
    hf_free(results);
    return status;
}
