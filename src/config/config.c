/* The public entrances: a file, a text, overrides. */
#include "reader.h"

#include "base/folder.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/path.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_BYTES = 1 << 20 }; /* a megabyte of configuration is something else */

static hf_status read_bytes(FILE *file, const char *path, char **bytes, size_t *length,
                            hf_error *error)
{
    struct stat about;
    if (fstat(fileno(file), &about) == 0 && S_ISDIR(about.st_mode))
        return hf_fail(error, HF_NO_INPUT, "%s is a folder; a configuration is a file", path);
    HF_TRY(hf_allocate(bytes, MOST_BYTES + 1, 1, error));
    *length = fread(*bytes, 1, MOST_BYTES + 1, file);
    if (ferror(file))
        return hf_fail_errno(error, HF_NO_INPUT, "cannot read %s", path);
    if (*length > MOST_BYTES)
        return hf_fail(error, HF_BAD_CONFIG,
                       "%s is larger than 1 MiB: a configuration is a short text in YAML", path);
    return HF_OK;
}

static hf_status cannot_open(const char *path, hf_error *error)
{
    static const char *const endings[] = {".yaml", ".yml", NULL};
    if (errno != ENOENT)
        return hf_fail_errno(error, HF_NO_INPUT, "cannot open the configuration %s", path);
    hf_text hint = {0};
    hf_path_suggest(path, endings, &hint);
    hf_fail(error, HF_NO_INPUT, "cannot open the configuration %s: %s%s", path, strerror(ENOENT),
            hint.data ? hint.data : "");
    hf_text_free(&hint);
    return HF_NO_INPUT;
}

static hf_status read_file(const char *path, char **bytes, size_t *length, hf_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return cannot_open(path, error);
    hf_status status = read_bytes(file, path, bytes, length, error);
    fclose(file);
    return status;
}

/* "configs/wine.yaml" gives the name "wine". */
static hf_status set_name(hf_reader *reader)
{
    const char *origin = reader->config->places.origin;
    if (reader->config->name || !origin)
        return HF_OK;
    const char *base = hf_path_base(origin);
    const size_t length = (size_t)(hf_path_stem(origin) - (base - origin));
    return hf_copy_bytes(&reader->config->name, base, length, reader->error);
}

static hf_status apply(hf_reader *reader, const char *const *overrides, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        HF_TRY(hf_reader_read_override(reader, overrides[i]));
    HF_TRY(set_name(reader));
    hf_reader_check(reader);
    return hf_reader_finish(reader);
}

/* On failure nothing is left to free. */
static hf_status read_all(hf_reader *reader, const char *origin, const char *text, size_t length,
                          const char *const *overrides, int64_t override_count)
{
    hf_status status = HF_OK;
    hf_config *config = reader->config;
    *config = (hf_config){0};
    if (origin)
        HF_TRY_CLEANUP(hf_copy_text(&config->places.origin, origin, reader->error));
    for (int64_t i = 0; i < hf_key_count; i++)
        HF_TRY_CLEANUP(hf_key_set_default(&hf_keys[i], config, reader->error));
    HF_TRY_CLEANUP(hf_reader_read_text(reader, text, length));
    status = apply(reader, overrides, override_count);
cleanup:
    hf_text_free(&reader->problems);
    if (status != HF_OK)
        hf_config_free(config);
    return status;
}

hf_status hf_config_read(const char *path, const char *const *overrides, int64_t override_count,
                         hf_config *config, hf_error *error)
{
    hf_reader reader = {.config = config, .path = path, .error = error};
    char *bytes = NULL;
    size_t length = 0;
    *config = (hf_config){0};
    hf_status status = read_file(path, &bytes, &length, error);
    if (status == HF_OK)
        status = read_all(&reader, path, bytes, length, overrides, override_count);
    hf_free(&bytes);
    return status;
}

hf_status hf_config_parse(const char *text, const char *origin, hf_config *config, hf_error *error)
{
    hf_reader reader = {.config = config, .error = error};
    return read_all(&reader, origin, text, strlen(text), NULL, 0);
}

hf_status hf_config_set_format(hf_config *config, int format, hf_error *error)
{
    config->format = format;
    if (config->data.task == HF_TASK_AUTO) /* a resolved one: from before the key came */
        config->data.task = HF_TASK_CLASSIFICATION;
    for (int64_t i = 0; i < hf_key_count; i++)
        if (hf_keys[i].since > format && hf_keys[i].before)
            HF_TRY(hf_key_set_standard(&hf_keys[i], hf_keys[i].before, config, error));
    return HF_OK;
}

hf_status hf_config_override(hf_config *config, const char *const *overrides,
                             int64_t override_count, hf_error *error)
{
    hf_reader reader = {.config = config, .error = error};
    hf_status status = apply(&reader, overrides, override_count);
    hf_text_free(&reader.problems);
    return status;
}
