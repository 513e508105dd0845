/* The datasets of an HDF5 file as a table. */
#include "base/nan.h"
#include "builder.h"
#include "columns.h"
#include "h5.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "number.h"
#include "table.h"
#include "text/number.h"
#include <math.h>
#include <string.h>

enum { BLOCK_VALUES = 1 << 20 };

typedef struct table {
    const hf_config *config;
    hf_data_h5 h5;
    hf_data_h5_set inputs;
    hf_data_h5_texts labels, groups;
    hf_data_names header; /* of all columns of the inputs */
    hf_columns columns;
    hf_builder builder;
    double *block; /* rows as read, [block_rows, column] */
    int64_t block_rows;
} table;

static const char *or_default(const char *given, const char *otherwise)
{
    return given ? given : otherwise;
}

static hf_status add_name(table *t, const hf_data_place *place, hf_text *name, hf_error *error)
{
    HF_TRY(hf_text_check(name, error));
    return hf_columns_add_name(&t->header, place, name->data, error);
}

/* A scalar text holds one name a line. */
static hf_status split_lines(table *t, const hf_data_place *place, const char *text,
                             hf_error *error)
{
    hf_status status = HF_OK;
    hf_text name = {0};
    while (*text && status == HF_OK) {
        size_t length = strcspn(text, "\n");
        name.length = 0;
        hf_text_append_bytes(&name, text, length - (length > 0 && text[length - 1] == '\r'));
        status = add_name(t, place, &name, error);
        text += length + (text[length] == '\n');
    }
    hf_text_free(&name);
    return status;
}

static hf_status names_of(table *t, const hf_data_h5_texts *texts, hf_error *error)
{
    hf_data_place place = {.file = texts->set.file, .dataset = texts->set.name, .row = -1};
    hf_text name = {0};
    hf_status status = HF_OK;
    if (texts->set.kind != H5T_STRING)
        return hf_data_fail(error, &place, "holds no text: the features' names are needed");
    for (int64_t i = 0; i < texts->set.elements && status == HF_OK; i++) {
        status = hf_data_h5_text(texts, i, &name, error);
        if (status == HF_OK)
            status = texts->set.rank == 0 ? split_lines(t, &place, name.data, error)
                                          : add_name(t, &place, &name, error);
    }
    hf_text_free(&name);
    if (status == HF_OK && t->header.list.count != t->inputs.size[1])
        return hf_data_fail(error, &place, "holds %lld name%s, but %s has %lld column%s",
                            (long long)t->header.list.count, hf_plural(t->header.list.count),
                            t->inputs.name, (long long)t->inputs.size[1],
                            hf_plural(t->inputs.size[1]));
    return status;
}

static hf_status number_columns(table *t, hf_error *error)
{
    char name[32];
    for (int64_t i = 0; i < t->inputs.size[1]; i++) {
        snprintf(name, sizeof name, "feature_%lld", (long long)i);
        HF_TRY(hf_data_names_add(&t->header, name, NULL, error));
    }
    return HF_OK;
}

static hf_status read_header(table *t, hf_error *error)
{
    const char *given = t->config->data.feature_names;
    const char *name = or_default(given, "/feature_names");
    if (!given && !hf_data_h5_has(&t->h5, name))
        return number_columns(t, error);
    hf_data_h5_texts texts = {0};
    hf_status status = hf_data_h5_read_texts(&t->h5, "data.feature_names", name, &texts, error);
    if (status == HF_OK)
        status = names_of(t, &texts, error);
    hf_data_h5_free_texts(&texts);
    return status;
}

/* Labels or groups: one for each row of the inputs. */
static hf_status read_texts(table *t, const char *key, const char *name, hf_data_h5_texts *texts,
                            hf_error *error)
{
    HF_TRY(hf_data_h5_read_texts(&t->h5, key, name, texts, error));
    if (texts->set.rank == 1 && texts->set.elements == t->inputs.size[0])
        return HF_OK;
    return hf_fail(error, HF_BAD_DATA, "%s: %s has %lld element%s, but %s has %lld row%s",
                   t->h5.path, name, (long long)texts->set.elements, hf_plural(texts->set.elements),
                   t->inputs.name, (long long)t->inputs.size[0], hf_plural(t->inputs.size[0]));
}

static hf_status open_all(table *t, hf_error *error)
{
    const hf_config *config = t->config;
    const char *inputs = or_default(config->data.inputs, "/x");
    HF_TRY(hf_data_h5_open(&t->h5, config->data.source, error));
    HF_TRY(hf_data_h5_open_set(&t->h5, "data.inputs", inputs, 2, &t->inputs, error));
    HF_TRY(hf_data_h5_check_matrix(&t->inputs, error));
    HF_TRY(read_header(t, error));
    HF_TRY(read_texts(t, "data.target", or_default(config->data.target, "/y"), &t->labels, error));
    if (config->data.groups)
        HF_TRY(read_texts(t, "data.groups", config->data.groups, &t->groups, error));
    hf_data_place place = {.file = t->h5.path, .dataset = inputs, .row = -1};
    HF_TRY(hf_columns_choose(config, &t->header, &place, -1, -1, &t->columns, error));
    HF_TRY(hf_builder_begin(&t->builder, config, t->columns.features, t->inputs.size[1] + 2,
                            config->data.groups != NULL, t->builder.dataset, error));
    t->block_rows = BLOCK_VALUES / t->inputs.size[1];
    if (t->block_rows < 1)
        t->block_rows = 1;
    size_t row_bytes;
    if (!hf_multiply((size_t)t->inputs.size[1], sizeof *t->block, &row_bytes))
        return hf_data_fail(error, &place, "has too many columns");
    return hf_allocate(&t->block, t->block_rows, row_bytes, error);
}

static hf_status take_text(table *t, const hf_data_h5_texts *texts, hf_cell_role role,
                           const hf_data_place *place, hf_error *error)
{
    hf_text *text = role == HF_CELL_LABEL ? &t->builder.label : &t->builder.group;
    const int64_t column = t->inputs.size[1] + (role == HF_CELL_GROUP); /* behind the inputs */
    HF_TRY(hf_data_h5_text(texts, place->row, text, error));
    if (text->length == 0 || hf_data_is_missing(text->data))
        return hf_builder_missing(&t->builder, column, place, role, error);
    return HF_OK;
}

static hf_status take_row(table *t, int64_t row, const double *read, hf_error *error)
{
    double *values;
    hf_data_place place = {.file = t->h5.path, .dataset = t->inputs.name, .row = row};
    hf_data_place label = {.file = t->h5.path, .dataset = t->labels.set.name, .row = row};
    hf_data_place group = {.file = t->h5.path, .dataset = t->groups.set.name, .row = row};
    HF_TRY(hf_builder_row(&t->builder, &values, error));
    for (int64_t column = 0; column < t->inputs.size[1]; column++) {
        int64_t feature = t->columns.feature_of[column];
        if (feature < 0)
            continue;
        place.column = t->header.list.items[column];
        if (isnan(read[column]))
            HF_TRY(hf_builder_missing(&t->builder, column, &place, HF_CELL_FEATURE, error));
        else if (!isfinite(read[column]))
            HF_TRY(hf_builder_wrong(&t->builder, column, &place, read[column] < 0 ? "-inf" : "inf",
                                    HF_INFINITE, error));
        values[feature] = isnan(read[column]) ? hf_nan_f64() : read[column];
    }
    HF_TRY(take_text(t, &t->labels, HF_CELL_LABEL, &label, error));
    if (t->config->data.groups)
        HF_TRY(take_text(t, &t->groups, HF_CELL_GROUP, &group, error));
    return hf_builder_end_row(&t->builder, &label, &group, error);
}

static hf_status read_rows(table *t, hf_error *error)
{
    int64_t rows = t->inputs.size[0];
    for (int64_t first = 0; first < rows; first += t->block_rows) {
        int64_t count = rows - first < t->block_rows ? rows - first : t->block_rows;
        HF_TRY(hf_data_h5_read_rows(&t->inputs, first, count, t->block, error));
        for (int64_t i = 0; i < count; i++)
            HF_TRY(take_row(t, first + i, t->block + i * t->inputs.size[1], error));
    }
    return HF_OK;
}

static hf_status finish(table *t, hf_error *error)
{
    hf_data_place place = {.file = t->h5.path, .dataset = t->labels.set.name, .row = -1};
    HF_TRY(hf_builder_finish(&t->builder, &place, error));
    t->builder.dataset->feature_names = t->columns.names;
    t->builder.dataset->unused = t->columns.unused;
    t->columns.names = t->columns.unused = (hf_text_list){0};
    return HF_OK;
}

hf_status hf_data_read_hdf5(const hf_config *config, hf_dataset *dataset, hf_error *error)
{
    hf_status status;
    table t = {.config = config};
    t.builder.dataset = dataset;
    HF_TRY_CLEANUP(open_all(&t, error));
    HF_TRY_CLEANUP(read_rows(&t, error));
    status = finish(&t, error);
cleanup:
    hf_free(&t.block);
    hf_builder_free(&t.builder);
    hf_columns_free(&t.columns);
    hf_data_names_free(&t.header);
    hf_data_h5_free_texts(&t.groups);
    hf_data_h5_free_texts(&t.labels);
    hf_data_h5_close_set(&t.inputs);
    hf_data_h5_close(&t.h5);
    return status;
}
