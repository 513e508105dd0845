/* A dataset, row by row, from a table of any form. */
#include "builder.h"

#include "base/utf8.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"

hf_status hf_builder_begin(hf_builder *builder, const hf_config *config, int64_t features,
                           int64_t columns, bool grouped, hf_dataset *dataset, hf_error *error)
{
    const hf_text_list *given = &config->data.classes;
    *builder = (hf_builder){.config = config, .dataset = dataset, .grouped = grouped};
    dataset->features = features;
    HF_TRY(hf_data_faults_begin(&builder->faults, columns, error));
    for (int64_t i = 0; i < given->count; i++) {
        if (hf_data_names_find(&builder->classes, given->items[i]) >= 0)
            return hf_fail(error, HF_BAD_CONFIG, "data.classes names '%s' twice", given->items[i]);
        HF_TRY(hf_data_names_add(&builder->classes, given->items[i], NULL, error));
    }
    return HF_OK;
}

static hf_status reserve(hf_builder *builder, hf_error *error)
{
    hf_dataset *d = builder->dataset;
    int64_t needed = d->samples + 1;
    if (needed <= builder->capacity)
        return HF_OK;
    if (needed > INT32_MAX)
        return hf_fail(error, HF_BAD_DATA, "%s: more than %d samples", builder->config->data.source,
                       INT32_MAX);
    int64_t wanted = builder->capacity > 0 ? builder->capacity * 2 : 64;
    size_t row_bytes;
    if (!hf_multiply((size_t)d->features, sizeof *d->x, &row_bytes))
        return hf_fail(error, HF_INTERNAL, "%lld features are more than can be addressed",
                       (long long)d->features);
    int64_t capacity[4] = {0};
    HF_TRY(hf_data_grow(&d->x, &capacity[0], wanted, row_bytes, error));
    HF_TRY(hf_data_grow(&d->y, &capacity[1], wanted, sizeof *d->y, error));
    HF_TRY(hf_data_grow(&d->row, &capacity[2], wanted, sizeof *d->row, error));
    if (builder->grouped)
        HF_TRY(hf_data_grow(&d->group, &capacity[3], wanted, sizeof *d->group, error));
    builder->capacity = wanted;
    return HF_OK;
}

hf_status hf_builder_row(hf_builder *builder, double **values, hf_error *error)
{
    HF_TRY(reserve(builder, error));
    builder->drop = false;
    builder->label.length = builder->group.length = 0;
    *values = builder->dataset->x + builder->dataset->samples * builder->dataset->features;
    return HF_OK;
}

hf_status hf_builder_missing(hf_builder *builder, int64_t column, const hf_data_place *place,
                             hf_cell_role role, hf_error *error)
{
    if (role != HF_CELL_FEATURE || builder->config->data.missing == HF_MISSING_DROP)
        builder->drop = true;
    return hf_data_faults_add_missing(&builder->faults, column, place, role, error);
}

hf_status hf_builder_wrong(hf_builder *builder, int64_t column, const hf_data_place *place,
                           const char *cell, int kind, hf_error *error)
{
    return hf_data_faults_add_wrong(&builder->faults, column, place, cell, kind, error);
}

static hf_status unknown_label(const hf_data_names *classes, const char *label,
                               const hf_data_place *place, hf_error *error)
{
    hf_text hint = {0};
    hf_data_suggest(&hint, label, &classes->list);
    hf_status status =
        hf_data_fail(error, place, "the class label '%.200s' is not in data.classes%s", label,
                     hint.data ? hint.data : "");
    hf_text_free(&hint);
    return status;
}

/* The number of a label or group; where it is the first of its name, a new one if there may be. */
static hf_status number_of(hf_data_names *names, bool open, hf_text *name,
                           const hf_data_place *place, int32_t *number, hf_error *error)
{
    HF_TRY(hf_text_check(name, error));
    hf_data_clean_name(name->data);
    int64_t index = hf_data_names_find(names, name->data);
    if (index < 0) {
        if (!hf_utf8_valid(name->data))
            return hf_data_fail(error, place, "the text is not UTF-8: save the file as UTF-8");
        if (!open)
            return unknown_label(names, name->data, place, error);
        HF_TRY(hf_data_names_add(names, name->data, &index, error));
    }
    *number = (int32_t)index;
    return HF_OK;
}

hf_status hf_builder_end_row(hf_builder *builder, const hf_data_place *label_place,
                             const hf_data_place *group_place, hf_error *error)
{
    hf_dataset *d = builder->dataset;
    bool open = builder->config->data.classes.count == 0;
    int64_t row = d->file_rows++;
    if (builder->drop)
        return HF_OK;
    HF_TRY(
        number_of(&builder->classes, open, &builder->label, label_place, &d->y[d->samples], error));
    if (builder->grouped)
        HF_TRY(number_of(&builder->groups, true, &builder->group, group_place,
                         &d->group[d->samples], error));
    d->row[d->samples++] = row;
    return HF_OK;
}

/* A class of data.classes that no sample has could never be in a training set. */
static hf_status check_classes(const hf_builder *builder, const hf_data_place *place,
                               hf_error *error)
{
    const hf_text_list *names = &builder->classes.list;
    const hf_dataset *d = builder->dataset;
    hf_status status = HF_OK;
    uint8_t *seen = NULL;
    if (names->count < 2)
        return hf_data_fail(error, place,
                            "every class label is '%.200s': at least two classes are needed",
                            names->items[0]);
    HF_TRY(hf_allocate(&seen, names->count, 1, error));
    for (int64_t i = 0; i < d->samples; i++)
        seen[d->y[i]] = 1;
    for (int64_t c = 0; c < names->count && status == HF_OK; c++)
        if (!seen[c])
            status = hf_data_fail(error, place, "no sample has the class '%.200s' of data.classes",
                                  names->items[c]);
    hf_free(&seen);
    return status;
}

hf_status hf_builder_finish(hf_builder *builder, const hf_data_place *label_place, hf_error *error)
{
    hf_dataset *d = builder->dataset;
    const hf_faults_context context = {
        .config = builder->config,
        .file = label_place->file,
        .inputs = label_place->dataset ? builder->config->data.inputs : NULL,
        .target = label_place->column ? label_place->column : label_place->dataset,
        .classes = &builder->classes.list,
        .rows = d->file_rows,
    };
    HF_TRY(hf_data_faults_check(&builder->faults, &context, error));
    d->missing_cells = builder->faults.missing_cells;
    d->missing_columns = builder->faults.missing_columns;
    if (d->samples == 0 && d->file_rows > 0)
        return hf_data_fail(error, label_place,
                            "no rows are left: 'data.missing: drop' leaves out all %lld of them",
                            (long long)d->file_rows);
    HF_TRY(check_classes(builder, label_place, error));
    d->classes = builder->classes.list.count;
    d->class_names = builder->classes.list;
    builder->classes.list = (hf_text_list){0};
    return HF_OK;
}

void hf_builder_free(hf_builder *builder)
{
    hf_data_names_free(&builder->classes);
    hf_data_names_free(&builder->groups);
    hf_text_free(&builder->label);
    hf_text_free(&builder->group);
    hf_data_faults_free(&builder->faults);
    *builder = (hf_builder){0};
}
