/* A dataset from its source: built-in, CSV or HDF5. */
#include "holdfast/dataset.h"

#include "base/folder.h"
#include "h5.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "raw_table.h"
#include "text/path.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const hf_data_builtin *find_builtin(const char *name)
{
    for (int64_t i = 0; i < hf_data_builtin_count; i++)
        if (strcmp(hf_data_builtins[i].name, name) == 0)
            return &hf_data_builtins[i];
    return NULL;
}

static hf_status load_builtin(const hf_config *config, const char *name, hf_dataset *dataset,
                              hf_error *error)
{
    const hf_data_builtin *builtin = find_builtin(name);
    if (!builtin)
        return hf_fail(error, HF_INTERNAL, "the built-in data set '%s' is missing", name);
    hf_csv_source csv = {
        .name = config->data.source, .bytes = builtin->bytes, .length = builtin->length};
    return hf_data_read_csv(config, &csv, dataset, error);
}

/* Said as errors of the configuration are: with the line that names the file. */
static hf_status no_such_file(const hf_config *config, hf_error *error)
{
    static const char *const endings[] = {".csv", ".h5", ".hdf5", ".tsv", ".txt", NULL};
    const char *path = config->data.source;
    const char *name = hf_path_base(path);
    const int reason = errno;
    hf_text text = {0};
    hf_config_append_place(config, "data.source", &text);
    hf_text_append(&text, "%s: %s", path, strerror(reason));
    if (find_builtin(name))
        hf_text_append(&text, " (the built-in one is builtin:%s)", name);
    else if (reason == ENOENT)
        hf_path_suggest(path, endings, &text);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK)
        status = hf_fail(error, HF_NO_INPUT, "%s", text.data);
    hf_text_free(&text);
    return status;
}

static hf_status load_file(const hf_config *config, hf_dataset *dataset, hf_error *error)
{
    const char *path = config->data.source;
    struct stat about;
    if (stat(path, &about) != 0)
        return no_such_file(config, error);
    if (S_ISREG(about.st_mode) && hf_data_is_hdf5(path))
        return hf_data_read_hdf5(config, dataset, error);
    hf_csv_source csv = {.name = path};
    return hf_data_read_csv(config, &csv, dataset, error);
}

hf_status hf_dataset_load(const hf_config *config, hf_dataset *dataset, hf_error *error)
{
    const char *builtin = hf_config_builtin_name(config->data.source);
    *dataset = (hf_dataset){0};
    hf_status status =
        builtin ? load_builtin(config, builtin, dataset, error) : load_file(config, dataset, error);
    if (status == HF_OK)
        status = hf_dataset_lay_inputs(dataset, error);
    if (status == HF_OK)
        hf_dataset_hash(dataset);
    else
        hf_dataset_free(dataset);
    return status;
}

void hf_dataset_free(hf_dataset *dataset)
{
    hf_free(&dataset->x);
    hf_free(&dataset->y);
    hf_free(&dataset->target);
    hf_free(&dataset->first_input);
    for (int64_t f = 0; dataset->levels && f < dataset->features; f++)
        hf_text_list_free(&dataset->levels[f]);
    hf_free(&dataset->levels);
    hf_free(&dataset->group);
    hf_free(&dataset->row);
    hf_text_list_free(&dataset->feature_names);
    hf_text_list_free(&dataset->class_names);
    hf_text_list_free(&dataset->unused);
    hf_text_list_free(&dataset->different);
    *dataset = (hf_dataset){0};
}
