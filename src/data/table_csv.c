/* A text table. */
#include "cell_number.h"
#include "raw_table.h"

#include "text/number.h"
#include <string.h>

/* A file without a header would silently lose its first sample. Whole numbers may well be names. */
static hf_status check_header(hf_raw_table *t)
{
    bool fraction = false;
    for (int64_t column = 0; column < t->header.list.count; column++) {
        double value;
        const char *name = t->header.list.items[column];
        if (column == t->row_names)
            continue;
        if (hf_data_parse_number(name, &value) != HF_NUMBER)
            return HF_OK;
        fraction = fraction || strpbrk(name, ".eE-");
    }
    return fraction ? hf_raw_table_fail(t, -1,
                                        "the first row has only numbers: a header row with the "
                                        "columns' names is needed")
                    : HF_OK;
}

/* The name by which data.groups may use row names. */
static const char row_names[] = "row names";

static hf_status begin(void *context, const hf_dialect *dialect)
{
    hf_raw_table *t = context;
    hf_dataset *d = t->dataset;
    t->dialect = *dialect;
    if (!hf_config_builtin_name(t->file))
        d->form = (hf_table_form){.delimiter = dialect->delimiter,
                                  .decimal = dialect->decimal,
                                  .comments = dialect->comments};
    if (!dialect->row_names)
        return HF_OK;
    t->row_names = 0;
    return hf_raw_table_add_column(t, row_names, strlen(row_names));
}

/* A first column without a name holds row names; a last one is behind the last delimiter. */
static hf_status take_name(hf_raw_table *t, const char *text)
{
    size_t length;
    const int64_t at = t->header.list.count;
    hf_data_trim(text, &length);
    if (length > 0 || (at > 0 && !t->dialect.trailing))
        return hf_raw_table_add_column(t, text, strlen(text));
    if (at > 0)
        return HF_OK;
    t->row_names = 0;
    return hf_raw_table_add_column(t, row_names, strlen(row_names));
}

static hf_status end_header(hf_raw_table *t)
{
    const char *target = t->config->data.target, *group = t->config->data.groups;
    t->target = t->row_names + 1;
    t->dataset->form.row_names = t->row_names >= 0;
    HF_TRY(check_header(t));
    if (target)
        HF_TRY(hf_raw_table_find_column(t, "data.target", target, &t->target));
    if (group)
        HF_TRY(hf_raw_table_find_column(t, "data.groups", group, &t->group));
    if (t->group == t->target)
        return hf_raw_table_fail(t, -1, "column '%.200s' is both the class label and data.groups",
                                 group);
    if (t->target == t->header.list.count)
        return hf_raw_table_fail(t, -1, "has row names but no other column");
    HF_TRY(hf_raw_table_choose_features(t));
    return hf_raw_table_begin(t);
}

/* Behind the last delimiter of each row there is nothing. */
static hf_status check_trailing(hf_raw_table *t, const char *text)
{
    size_t length;
    hf_data_trim(text, &length);
    t->extra = length > 0;
    return HF_OK;
}

static hf_status cell(void *context, hf_csv_position at, int64_t column, const char *text)
{
    hf_raw_table *t = context;
    t->row = at.row - 1; /* the header is no data row */
    t->line = at.line;
    if (at.row == 0)
        return take_name(t, text);
    if (column == 0)
        HF_TRY(hf_raw_table_begin_row(t));
    if (column >= t->header.list.count)
        return check_trailing(t, text);
    if (t->feature_of[column] >= 0)
        HF_TRY(hf_raw_table_take_cell(t, column, text));
    return hf_raw_table_take_text(t, column, text);
}

static hf_status wrong_count(hf_raw_table *t, int64_t cells)
{
    static const char *const commas[] = {
        [HF_DELIMITER_COMMA] = " (a cell with commas needs quotes; decimals have a point)",
        [HF_DELIMITER_SEMICOLON] = " (a cell with semicolons needs quotes)",
        [HF_DELIMITER_TAB] = " (a cell with tabs needs quotes)",
        [HF_DELIMITER_SPACE] = " (a cell with blanks needs quotes)"};
    const int64_t columns = t->header.list.count;
    return hf_raw_table_fail(t, -1, "%lld cell%s, but the header names %lld column%s%s",
                             (long long)cells, hf_plural(cells), (long long)columns,
                             hf_plural(columns),
                             cells > columns ? commas[t->dialect.delimiter] : "");
}

static hf_status row(void *context, hf_csv_position at, int64_t cells)
{
    hf_raw_table *t = context;
    const bool trailing = t->dialect.trailing || t->dialect.trailing_rows;
    if (at.row == 0)
        return end_header(t);
    if (cells != t->header.list.count + trailing || t->extra)
        return wrong_count(t, cells);
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
    hf_raw_table t = {.config = config,
                      .dataset = dataset,
                      .error = error,
                      .file = source->name,
                      .group = -1,
                      .row_names = -1,
                      .row = -1};
    const hf_dialect builtin = {.delimiter = HF_DELIMITER_COMMA, .decimal = HF_DECIMAL_IS_POINT};
    const hf_dialect asked = {.delimiter = config->data.delimiter, .decimal = config->data.decimal};
    const hf_csv_handler handler = {.context = &t, .begin = begin, .cell = cell, .row = row};
    hf_csv_source table = *source;
    table.dialect = source->bytes ? &builtin : &asked;
    hf_status status = hf_csv_read(&table, &handler, error);
    if (status == HF_OK)
        status = finish(&t);
    hf_raw_table_free(&t);
    return status;
}
