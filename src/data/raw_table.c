/* A data set, row by row, from a table of any form. */
#include "raw_table.h"

#include "base/nan.h"
#include "base/utf8.h"
#include "cell_number.h"
#include "data/outcome/outcome.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/number.h"

static hf_status begin_categories(hf_raw_table *t)
{
    const hf_text_list *coded = &t->config->data.categorical;
    HF_TRY(hf_categories_begin(&t->categories, t->dataset->features, t->config->data.levels_most,
                               t->error));
    for (int64_t i = 0; i < coded->count; i++) {
        int64_t column;
        HF_TRY(hf_raw_table_find_column(t, "data.categorical", coded->items[i], &column));
        if (t->feature_of[column] >= 0)
            t->categories.columns[t->feature_of[column]].coded = true;
    }
    return HF_OK;
}

hf_status hf_raw_table_begin(hf_raw_table *t)
{
    const hf_text_list *given = &t->config->data.classes;
    HF_TRY(hf_data_faults_begin(&t->faults, t->header.list.count + 2, t->error));
    HF_TRY(hf_missing_begin(&t->missing, &t->config->data.missing_values, t->error));
    HF_TRY(begin_categories(t));
    for (int64_t i = 0; i < given->count; i++) {
        if (hf_data_names_find(&t->class_names, given->items[i]) >= 0)
            return hf_fail(t->error, HF_BAD_CONFIG, "data.classes names '%s' twice",
                           given->items[i]);
        HF_TRY(hf_data_names_add(&t->class_names, given->items[i], NULL, t->error));
    }
    return HF_OK;
}

static hf_status reserve(hf_raw_table *t)
{
    hf_dataset *d = t->dataset;
    if (d->samples < t->capacity)
        return HF_OK;
    if (d->samples >= INT32_MAX)
        return hf_fail(t->error, HF_BAD_DATA, "%s: more than %d samples", t->config->data.source,
                       INT32_MAX);
    const int64_t wanted = t->capacity > 0 ? t->capacity * 2 : 64;
    int64_t capacity[4] = {0};
    size_t row_bytes;
    if (!hf_multiply((size_t)d->features, sizeof *d->x, &row_bytes))
        return hf_fail(t->error, HF_INTERNAL, "%lld features are more than can be addressed",
                       (long long)d->features);
    HF_TRY(hf_data_grow(&d->x, &capacity[0], wanted, row_bytes, t->error));
    HF_TRY(hf_data_grow(&d->y, &capacity[1], wanted, sizeof *d->y, t->error));
    HF_TRY(hf_data_grow(&d->row, &capacity[2], wanted, sizeof *d->row, t->error));
    if (t->group >= 0)
        HF_TRY(hf_data_grow(&d->group, &capacity[3], wanted, sizeof *d->group, t->error));
    t->capacity = wanted;
    return HF_OK;
}

hf_status hf_raw_table_begin_row(hf_raw_table *t)
{
    HF_TRY(reserve(t));
    t->drop = false;
    t->label.length = t->group_name.length = 0;
    t->values = t->dataset->x + t->dataset->samples * t->dataset->features;
    return HF_OK;
}

hf_status hf_raw_table_missing(hf_raw_table *t, int64_t column, hf_cell_role role)
{
    const hf_data_place place = hf_raw_table_place(t, column);
    if (role != HF_CELL_FEATURE || t->config->data.missing == HF_MISSING_DROP)
        t->drop = true;
    return hf_data_faults_add_missing(&t->faults, column, &place, role, t->error);
}

hf_status hf_raw_table_wrong(hf_raw_table *t, int64_t column, const char *cell, int kind)
{
    const hf_data_place place = hf_raw_table_place(t, column);
    return hf_data_faults_add_wrong(&t->faults, column, &place, cell, kind, t->error);
}

static hf_status take_level(hf_raw_table *t, int64_t feature, const char *text)
{
    return hf_categories_text(&t->categories, feature, t->row, t->line, text, t->error);
}

hf_status hf_raw_table_take_number(hf_raw_table *t, int64_t column, double value)
{
    const int64_t feature = t->feature_of[column];
    t->values[feature] = value;
    if (hf_missing_number(&t->missing, value)) {
        t->values[feature] = hf_nan_f64();
        return hf_raw_table_missing(t, column, HF_CELL_FEATURE);
    }
    if (t->categories.columns[feature].coded)
        return take_level(t, feature, hf_number_double(value + 0.0).text); /* -0 is 0 */
    hf_categories_number(&t->categories, feature, t->row, t->line, value);
    return HF_OK;
}

hf_status hf_raw_table_take_cell(hf_raw_table *t, int64_t column, const char *text)
{
    const char sign = hf_raw_table_sign(t);
    const int64_t feature = t->feature_of[column];
    double value;
    const int kind = hf_data_parse_decimal(text, sign, &value);
    if (kind == HF_NUMBER)
        return hf_raw_table_take_number(t, column, value);
    t->values[feature] = hf_nan_f64();
    if (hf_missing_text(&t->missing, text))
        return hf_raw_table_missing(t, column, HF_CELL_FEATURE);
    if (kind == HF_NOT_A_NUMBER || t->categories.columns[feature].coded)
        return take_level(t, feature, text);
    return hf_raw_table_wrong(t, column, text, kind);
}

hf_status hf_raw_table_take_text(hf_raw_table *t, int64_t column, const char *text)
{
    size_t length;
    double value;
    if (column != t->target && column != t->group)
        return HF_OK;
    if (hf_missing_text(&t->missing, text) ||
        (t->missing.count > 0 && hf_data_parse_number(text, &value) == HF_NUMBER &&
         hf_missing_number(&t->missing, value)))
        return hf_raw_table_missing(t, column, column == t->target ? HF_CELL_LABEL : HF_CELL_GROUP);
    text = hf_data_trim(text, &length);
    hf_text_append_bytes(column == t->target ? &t->label : &t->group_name, text, length);
    return HF_OK;
}

static hf_status unknown_label(hf_raw_table *t, const char *label)
{
    hf_text hint = {0};
    hf_data_suggest(&hint, label, &t->class_names.list);
    const hf_status status =
        hf_raw_table_fail(t, t->target, "the class label '%.200s' is not in data.classes%s", label,
                          hint.data ? hint.data : "");
    hf_text_free(&hint);
    return status;
}

/* The number of a label or group; where it is the first of its name, a new one if there may be. */
static hf_status number_of(hf_raw_table *t, int64_t column, hf_text *name, int32_t *number)
{
    hf_data_names *names = column == t->target ? &t->class_names : &t->group_names;
    HF_TRY(hf_text_check(name, t->error));
    hf_data_clean_name(name->data);
    int64_t index = hf_data_names_find(names, name->data);
    if (index < 0 && !hf_utf8_valid(name->data))
        return hf_raw_table_fail_utf8(t, column, "the text", name->data);
    if (index < 0 && column == t->target && t->config->data.classes.count > 0)
        return unknown_label(t, name->data);
    if (index < 0)
        HF_TRY(hf_data_names_add(names, name->data, &index, t->error));
    *number = (int32_t)index;
    return HF_OK;
}

hf_status hf_raw_table_end_row(hf_raw_table *t)
{
    hf_dataset *d = t->dataset;
    const int64_t row = d->file_rows++;
    const char *bad;
    int64_t feature;
    HF_TRY(hf_categories_end_row(&t->categories, t->drop ? NULL : t->values, &feature, &bad,
                                 t->error));
    if (bad)
        return hf_raw_table_fail_utf8(t, hf_raw_table_column(t, feature), "the cell", bad);
    if (t->drop)
        return HF_OK;
    HF_TRY(number_of(t, t->target, &t->label, &d->y[d->samples]));
    if (t->group >= 0)
        HF_TRY(number_of(t, t->group, &t->group_name, &d->group[d->samples]));
    d->row[d->samples++] = row;
    return HF_OK;
}

/* A class of data.classes that no sample has could never be in a training set. */
static hf_status check_classes(const hf_raw_table *t)
{
    const hf_text_list *names = &t->class_names.list;
    const hf_dataset *d = t->dataset;
    hf_status status = HF_OK;
    uint8_t *seen = NULL;
    if (names->count < 2)
        return hf_raw_table_fail(t, t->target,
                                 "every class label is '%.200s': at least two classes are needed",
                                 names->items[0]);
    HF_TRY(hf_allocate(&seen, names->count, 1, t->error));
    for (int64_t i = 0; i < d->samples; i++)
        seen[d->y[i]] = 1;
    for (int64_t c = 0; c < names->count && status == HF_OK; c++)
        if (!seen[c])
            status = hf_raw_table_fail(
                t, t->target, "no sample has the class '%.200s' of data.classes", names->items[c]);
    hf_free(&seen);
    return status;
}

/* Columns of numbers and texts, by their order: a text is the fault. */
static hf_status take_mixed(hf_raw_table *t)
{
    for (int64_t column = 0; column < t->header.list.count; column++) {
        const int64_t feature = t->feature_of[column];
        if (feature < 0 || hf_categories_kind(&t->categories, feature) != HF_COLUMN_MIXED)
            continue;
        const hf_category_column *cells = &t->categories.columns[feature];
        hf_data_place place = hf_raw_table_place(t, column), number = place;
        place.row = cells->texts->row;
        place.line = cells->texts->line;
        number.row = cells->row;
        number.line = cells->line;
        HF_TRY(hf_data_faults_add_mixed(&t->faults, column, &place, cells->texts->first,
                                        cells->texts->cells, &number, cells->number, t->error));
    }
    return HF_OK;
}

hf_status hf_raw_table_finish(hf_raw_table *t)
{
    hf_dataset *d = t->dataset;
    t->row = -1; /* the file as a whole */
    t->line = 0;
    HF_TRY(take_mixed(t));
    HF_TRY(hf_raw_table_check_faults(t));
    d->missing_cells = t->faults.missing_cells;
    d->missing_columns = t->faults.missing_columns;
    if (d->samples == 0 && d->file_rows > 0)
        return hf_raw_table_fail(
            t, t->target, "no rows are left: 'data.missing: drop' leaves out all %lld of them",
            (long long)d->file_rows);
    HF_TRY(hf_raw_table_make_levels(t));
    HF_TRY(hf_raw_table_check_target(t));
    HF_TRY(hf_raw_table_take_outcome(t));
    if (!d->target)
        HF_TRY(check_classes(t));
    d->classes = t->class_names.list.count;
    d->class_names = t->class_names.list;
    t->class_names.list = (hf_text_list){0};
    return HF_OK;
}

void hf_raw_table_free(hf_raw_table *t)
{
    hf_data_names_free(&t->header);
    hf_free(&t->feature_of);
    hf_text_free(&t->label);
    hf_text_free(&t->group_name);
    hf_data_names_free(&t->class_names);
    hf_data_names_free(&t->group_names);
    hf_data_faults_free(&t->faults);
    hf_missing_free(&t->missing);
    hf_categories_free(&t->categories);
}
