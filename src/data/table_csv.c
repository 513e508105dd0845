/* A CSV file as a table. */
#include "base/nan.h"
#include "builder.h"
#include "columns.h"
#include "holdfast/status_codes.h"
#include "number.h"
#include "table.h"
#include "text/number.h"
#include <math.h>
#include <string.h>

typedef struct table {
    const hf_config *config;
    const char *name;
    locale_t locale; /* "C" */
    hf_data_names header;
    hf_columns columns;
    int64_t target, group; /* columns; group -1: none */
    hf_builder builder;
    double *values; /* of the row being read */
} table;

static hf_data_place place_at(const table *t, hf_csv_position at, int64_t column)
{
    return (hf_data_place){
        .file = t->name,
        .row = at.row - 1, /* the header is no data row */
        .line = at.line,
        .column = column >= 0 ? t->header.list.items[column] : NULL,
    };
}

static hf_status take_name(table *t, hf_csv_position at, const char *text, hf_error *error)
{
    hf_data_place place = place_at(t, at, -1);
    hf_text name = {0};
    hf_text_append_bytes(&name, text, strlen(text));
    hf_status status = hf_text_check(&name, error);
    if (status == HF_OK)
        status = hf_columns_add_name(&t->header, &place, name.data, error);
    hf_text_free(&name);
    return status;
}

/* A file without a header would silently lose its first sample. Whole numbers may well be names. */
static hf_status check_header(const table *t, const hf_data_place *place, hf_error *error)
{
    bool fraction = false;
    for (int64_t column = 0; column < t->header.list.count; column++) {
        double value;
        const char *name = t->header.list.items[column];
        if (hf_data_parse_number(name, t->locale, &value))
            return HF_OK;
        fraction = fraction || strpbrk(name, ".eE-");
    }
    return fraction ? hf_data_fail(error, place,
                                   "the first row holds numbers alone: a header row with the "
                                   "columns' names is needed")
                    : HF_OK;
}

static hf_status end_header(table *t, hf_csv_position at, hf_error *error)
{
    hf_data_place place = place_at(t, at, -1);
    const char *target = t->config->data.target, *group = t->config->data.groups;
    HF_TRY(check_header(t, &place, error));
    if (target)
        HF_TRY(hf_columns_find(&t->header, &place, "data.target", target, &t->target, error));
    if (group)
        HF_TRY(hf_columns_find(&t->header, &place, "data.groups", group, &t->group, error));
    if (t->group == t->target)
        return hf_data_fail(error, &place,
                            "column '%.200s' is both the class label and data.groups", group);
    HF_TRY(
        hf_columns_choose(t->config, &t->header, &place, t->target, t->group, &t->columns, error));
    return hf_builder_begin(&t->builder, t->config, t->columns.features, t->header.list.count,
                            group != NULL, t->builder.dataset, error);
}

static hf_status take_text(table *t, int64_t column, const hf_data_place *place, hf_cell_role role,
                           const char *text, hf_error *error)
{
    hf_text *kept = role == HF_CELL_LABEL ? &t->builder.label : &t->builder.group;
    if (hf_data_is_missing(text))
        return hf_builder_missing(&t->builder, column, place, role, error);
    hf_text_append_bytes(kept, text, strlen(text));
    return HF_OK;
}

static hf_status take_value(table *t, int64_t column, const hf_data_place *place, const char *text,
                            double *value, hf_error *error)
{
    *value = hf_nan_f64();
    if (hf_data_is_missing(text))
        return hf_builder_missing(&t->builder, column, place, HF_CELL_FEATURE, error);
    const hf_number_fault *wrong = hf_data_parse_number(text, t->locale, value);
    return wrong ? hf_builder_wrong(&t->builder, column, place, text,
                                    (int)(wrong - hf_number_faults), error)
                 : HF_OK;
}

static hf_status take_body_cell(table *t, hf_csv_position at, int64_t column, const char *text,
                                hf_error *error)
{
    int64_t feature = t->columns.feature_of[column];
    hf_data_place place = place_at(t, at, column);
    if (feature >= 0)
        HF_TRY(take_value(t, column, &place, text, &t->values[feature], error));
    if (column == t->target)
        return take_text(t, column, &place, HF_CELL_LABEL, text, error);
    if (column == t->group)
        return take_text(t, column, &place, HF_CELL_GROUP, text, error);
    return HF_OK;
}

static hf_status cell(void *context, hf_csv_position at, int64_t column, const char *text,
                      hf_error *error)
{
    table *t = context;
    if (at.row == 0)
        return take_name(t, at, text, error);
    if (column == 0)
        HF_TRY(hf_builder_row(&t->builder, &t->values, error));
    return column < t->header.list.count ? take_body_cell(t, at, column, text, error) : HF_OK;
}

static hf_status row(void *context, hf_csv_position at, int64_t cells, hf_error *error)
{
    table *t = context;
    if (at.row == 0)
        return end_header(t, at, error);
    hf_data_place place = place_at(t, at, -1);
    if (cells != t->header.list.count)
        return hf_data_fail(error, &place, "%lld cell%s, but the header names %lld column%s%s",
                            (long long)cells, hf_plural(cells), (long long)t->header.list.count,
                            hf_plural(t->header.list.count),
                            cells > t->header.list.count
                                ? " (a cell with commas needs quotes; decimals have a point)"
                                : "");
    hf_data_place label = place_at(t, at, t->target);
    hf_data_place group = place_at(t, at, t->group);
    return hf_builder_end_row(&t->builder, &label, &group, error);
}

static hf_status finish(table *t, hf_error *error)
{
    hf_data_place place = {.file = t->name, .row = -1};
    if (t->header.list.count == 0)
        return hf_data_fail(error, &place, "is empty: a header row and data rows are needed");
    if (t->builder.dataset->file_rows == 0)
        return hf_data_fail(error, &place, "holds a header row but no data rows");
    place.column = t->header.list.items[t->target];
    HF_TRY(hf_builder_finish(&t->builder, &place, error));
    t->builder.dataset->feature_names = t->columns.names;
    t->builder.dataset->unused = t->columns.unused;
    t->columns.names = t->columns.unused = (hf_text_list){0};
    return HF_OK;
}

hf_status hf_data_read_csv(const hf_config *config, const hf_csv_source *source,
                           hf_dataset *dataset, hf_error *error)
{
    table t = {.config = config, .name = source->name, .group = -1};
    t.builder.dataset = dataset;
    t.locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!t.locale)
        return hf_fail_errno(error, HF_INTERNAL, "the C locale cannot be had");
    hf_csv_handler handler = {.context = &t, .cell = cell, .row = row};
    hf_status status = hf_csv_read(source, &handler, error);
    if (status == HF_OK)
        status = finish(&t, error);
    hf_builder_free(&t.builder);
    hf_columns_free(&t.columns);
    hf_data_names_free(&t.header);
    freelocale(t.locale);
    return status;
}
