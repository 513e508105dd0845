/* A CSV file as a table. */
#include "base/nan.h"
#include "number.h"
#include "table.h"

#include "text/number.h"
#include <string.h>

/* A file without a header would silently lose its first sample. Whole numbers may well be names. */
static hf_status check_header(hf_raw_table *t)
{
    bool fraction = false;
    for (int64_t column = 0; column < t->header.list.count; column++) {
        double value;
        const char *name = t->header.list.items[column];
        if (hf_data_parse_number(name, &value) != HF_NUMBER)
            return HF_OK;
        fraction = fraction || strpbrk(name, ".eE-");
    }
    return fraction ? hf_raw_table_fail(t, -1,
                                        "the first row has only numbers: a header row with the "
                                        "columns' names is needed")
                    : HF_OK;
}

static hf_status end_header(hf_raw_table *t)
{
    const char *target = t->config->data.target, *group = t->config->data.groups;
    HF_TRY(check_header(t));
    if (target)
        HF_TRY(hf_raw_table_find_column(t, "data.target", target, &t->target));
    if (group)
        HF_TRY(hf_raw_table_find_column(t, "data.groups", group, &t->group));
    if (t->group == t->target)
        return hf_raw_table_fail(t, -1, "column '%.200s' is both the class label and data.groups",
                                 group);
    HF_TRY(hf_raw_table_choose_features(t));
    return hf_raw_table_begin(t);
}

static hf_status take_cell(hf_raw_table *t, int64_t column, const char *text)
{
    const int64_t feature = t->feature_of[column];
    if (feature >= 0) {
        double *value = &t->values[feature];
        *value = hf_nan_f64();
        const bool missing = hf_data_is_missing(text);
        const int kind = missing ? HF_NUMBER : hf_data_parse_number(text, value);
        if (missing)
            HF_TRY(hf_raw_table_missing(t, column, HF_CELL_FEATURE));
        else if (kind != HF_NUMBER)
            HF_TRY(hf_raw_table_wrong(t, column, text, kind));
    }
    return hf_raw_table_take_text(t, column, text);
}

static hf_status cell(void *context, hf_csv_position at, int64_t column, const char *text)
{
    hf_raw_table *t = context;
    t->row = at.row - 1; /* the header is no data row */
    t->line = at.line;
    if (at.row == 0)
        return hf_raw_table_add_column(t, text, strlen(text));
    if (column == 0)
        HF_TRY(hf_raw_table_begin_row(t));
    return column < t->header.list.count ? take_cell(t, column, text) : HF_OK;
}

static hf_status row(void *context, hf_csv_position at, int64_t cells)
{
    hf_raw_table *t = context;
    const int64_t columns = t->header.list.count;
    if (at.row == 0)
        return end_header(t);
    if (cells != columns)
        return hf_raw_table_fail(
            t, -1, "%lld cell%s, but the header names %lld column%s%s", (long long)cells,
            hf_plural(cells), (long long)columns, hf_plural(columns),
            cells > columns ? " (a cell with commas needs quotes; decimals have a point)" : "");
    return hf_raw_table_end_row(t);
}

static hf_status finish(hf_raw_table *t)
{
    t->row = -1; /* the file as a whole */
    t->line = 0;
    if (t->header.list.count == 0)
        return hf_raw_table_fail(t, -1, "is empty: a header row and data rows are needed");
    if (t->dataset->file_rows == 0)
        return hf_raw_table_fail(t, -1, "has a header row but no data rows");
    return hf_raw_table_finish(t);
}

hf_status hf_data_read_csv(const hf_config *config, const hf_csv_source *source,
                           hf_dataset *dataset, hf_error *error)
{
    hf_raw_table t = {
        .config = config, .dataset = dataset, .error = error, .file = source->name, .group = -1};
    const hf_csv_handler handler = {.context = &t, .cell = cell, .row = row};
    hf_status status = hf_csv_read(source, &handler, error);
    if (status == HF_OK)
        status = finish(&t);
    hf_raw_table_free(&t);
    return status;
}
