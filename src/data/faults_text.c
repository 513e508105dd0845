/* The one message about all cells that are wrong or missing. */
#include "cell_number.h"
#include "raw_table.h"
#include "text/number.h"

enum { COLUMNS_SHOWN = 8, CANDIDATES_SHOWN = 3, EXCLUDED_SHOWN = 40, EXCLUDED_BYTES = 3000 };

/* What a column may be told for, behind the kinds of cells that are no numbers: cells are missing,
 * and that is an error; all are. */
enum { MISSING = HF_NUMBER_FAULTS, EMPTY };

typedef struct message {
    const hf_raw_table *table;
    const hf_data_faults *faults;
    hf_text text;
} message;

static const char *name_in(const hf_data_place *place)
{
    return place->column ? place->column : place->dataset;
}

static bool is_of(const message *m, const hf_column_faults *column, int kind)
{
    const int policy = m->table->config->data.missing;
    const bool feature = column->role == HF_CELL_FEATURE;
    switch (kind) {
    case EMPTY: /* no mean can stand in for it, and to drop its rows is to drop all */
        return feature && column->missing == m->table->dataset->file_rows;
    case MISSING: /* the mean stands in for a feature, for nothing else */
        return column->missing > 0 && (policy == HF_MISSING_ERROR || is_of(m, column, EMPTY) ||
                                       (policy == HF_MISSING_MEAN && !feature));
    default:
        return column->wrong > 0 && column->kind == kind;
    }
}

/* The next column of a kind; start with *at = 0. NULL: no more. */
static const hf_column_faults *next(const message *m, int kind, int64_t *at)
{
    while (*at < m->faults->count) {
        const hf_column_faults *column = &m->faults->columns[(*at)++];
        if (is_of(m, column, kind))
            return column;
    }
    return NULL;
}

static int64_t count_of(const message *m, int kind)
{
    int64_t at = 0, count = 0;
    while (next(m, kind, &at))
        count++;
    return count;
}

/* ---- what to do ---- */

/* The names of the columns with this kind of fault, as many as a message shows. */
static hf_status list_columns(const message *m, int kind, hf_text_list *list, bool *more)
{
    const hf_column_faults *column;
    int64_t at = 0;
    while (!*more && (column = next(m, kind, &at))) {
        const hf_data_place *place =
            column->wrong > 0 ? &column->wrong_place : &column->missing_place;
        *more = list->count == EXCLUDED_SHOWN;
        if (!*more)
            HF_TRY(hf_text_list_add(list, name_in(place), NULL));
    }
    return HF_OK;
}

/* "leave columns out with data.exclude: [a, b]": it can be taken as it stands, unless it is too
 * long for a message. */
static void append_exclude(message *m, int kind, const char *before)
{
    const hf_config *given = m->table->config;
    hf_text_list columns = {0};
    hf_text value = {0};
    bool more = false;
    if (given->data.features.count > 0) {
        hf_text_append(&m->text, "%sleave columns out of data.features", before);
        return;
    }
    if (list_columns(m, kind, &columns, &more) == HF_OK && columns.count > 0) {
        hf_config_append_longer(given, "data.exclude", &columns, &value);
        hf_text_append(&m->text, "%sleave columns out with data.exclude", before);
        if (value.data && value.length <= EXCLUDED_BYTES)
            hf_text_append(&m->text, ": %s%s", value.data, more ? " and so on" : "");
    }
    hf_text_free(&value);
    hf_text_list_free(&columns);
}

/* "correct the table; if '<5' is a missing value, data.missing_values: ["", NA, "<5"]; ..." Of
 * several columns the first is the example. */
static void append_mixed_remedy(message *m)
{
    const hf_config *given = m->table->config;
    hf_text_list cells = {0}, columns = {0};
    hf_text missing = {0}, coded = {0};
    bool more = false;
    int64_t at = 0;
    const hf_column_faults *column = next(m, HF_NOT_A_NUMBER, &at);
    hf_status status = hf_text_list_add(&cells, column->wrong_cell, NULL);
    if (status == HF_OK)
        status = list_columns(m, HF_NOT_A_NUMBER, &columns, &more);
    m->text.failed |= status != HF_OK;
    hf_config_append_longer(given, "data.missing_values", &cells, &missing);
    hf_config_append_longer(given, "data.categorical", &columns, &coded);
    hf_text_append(&m->text,
                   ": correct the table; or, if '%s' means that the value is missing, "
                   "data.missing_values: %s; or, if the numbers are codes, data.categorical: %s%s",
                   column->wrong_cell, missing.data ? missing.data : "",
                   coded.data ? coded.data : "", more ? " and so on" : "");
    hf_text_free(&missing);
    hf_text_free(&coded);
    hf_text_list_free(&cells);
    hf_text_list_free(&columns);
}

static void append_wrong_remedy(message *m, int kind)
{
    if (hf_number_faults[kind].remedy)
        hf_text_append(&m->text, ": %s", hf_number_faults[kind].remedy);
    else
        append_mixed_remedy(m);
    if (kind == HF_NOT_A_NUMBER || kind > HF_THOUSANDS)
        append_exclude(m, kind, kind == HF_NOT_A_NUMBER ? "; or " : ", or ");
}

/* Rows with any missing cell: all of them are left out. Of a table with columns that have no value
 * those would be all rows: these columns come first. */
static void append_missing_remedy(message *m)
{
    const hf_column_faults *column;
    const int64_t rows = m->table->dataset->file_rows, empty = count_of(m, EMPTY);
    const bool all_empty = empty == count_of(m, MISSING);
    bool features_alone = true;
    for (int64_t at = 0; (column = next(m, MISSING, &at));)
        features_alone = features_alone && column->role == HF_CELL_FEATURE;
    if (empty > 0) {
        const bool drop = m->table->config->data.missing == HF_MISSING_DROP;
        hf_text_append(&m->text, "%s%s", drop ? ": with 'data.missing: drop' no rows are left" : "",
                       all_empty ? "" : ": where there is no value at all");
        append_exclude(m, EMPTY, all_empty ? ": " : ", ");
        return;
    }
    hf_text_append(&m->text, ": 'data.missing: drop' leaves out %lld of %lld row%s",
                   (long long)m->faults->missing_rows, (long long)rows, hf_plural(rows));
    if (features_alone)
        hf_text_append(&m->text, ", 'data.missing: mean' fills in the mean of the training rows");
}

/* ---- several columns ---- */

/* The first of several is told in full. */
static void append_column(message *m, const hf_column_faults *column, int kind, bool first)
{
    static const char *const roles[] = {[HF_CELL_FEATURE] = "",
                                        [HF_CELL_LABEL] = "the class label ",
                                        [HF_CELL_GROUP] = "the group "};
    const bool missing = kind == MISSING;
    const hf_data_place *place = missing ? &column->missing_place : &column->wrong_place;
    const bool feature = !missing || column->role == HF_CELL_FEATURE;
    hf_text_append(&m->text, "%s%s'%.60s' (", first ? "" : ", ",
                   feature ? (first ? "column " : "") : roles[column->role], name_in(place));
    if (missing)
        hf_text_append(&m->text, "%lld cell%s, first in ", (long long)column->missing,
                       hf_plural(column->missing));
    else
        hf_text_append(&m->text, "'%s' in ", column->wrong_cell);
    hf_data_append_row(&m->text, place, !first);
    if (kind == HF_NOT_A_NUMBER) {
        hf_text_append(&m->text, ", but %s in ", hf_number_double(column->number).text);
        hf_data_append_row(&m->text, &column->number_place, true);
    }
    hf_text_append(&m->text, ")");
}

static void append_kind(message *m, int kind)
{
    const hf_column_faults *column;
    const int64_t count = count_of(m, kind);
    int64_t at = 0, shown = 0;
    if (count == 0)
        return;
    if (m->text.length > 0)
        hf_text_append(&m->text, ". Besides, ");
    hf_text_append(&m->text,
                   "%s: ", kind == MISSING ? "missing" : hf_number_faults[kind].what_many);
    while (shown < COLUMNS_SHOWN && (column = next(m, kind, &at)))
        append_column(m, column, kind, shown++ == 0);
    if (count > shown)
        hf_text_append(&m->text, " and %lld more", (long long)(count - shown));
    if (kind == MISSING)
        append_missing_remedy(m);
    else
        append_wrong_remedy(m, kind);
}

/* ---- a single column, told by its place ---- */

static void append_single(message *m, const hf_column_faults *column)
{
    static const char *const roles[] = {
        [HF_CELL_FEATURE] = "value", [HF_CELL_LABEL] = "class label", [HF_CELL_GROUP] = "group"};
    const bool wrong = column->wrong > 0;
    const int64_t others = (wrong ? column->wrong : column->missing) - 1;
    if (wrong)
        hf_text_append(&m->text, "'%s' %s", column->wrong_cell,
                       hf_number_faults[column->kind].what);
    else
        hf_text_append(&m->text, "the %s is missing", roles[column->role]);
    if (wrong && column->kind == HF_NOT_A_NUMBER) {
        hf_text_append(&m->text, ", but %s in ", hf_number_double(column->number).text);
        hf_data_append_row(&m->text, &column->number_place, false);
        hf_text_append(&m->text, " is one");
    }
    if (others > 0)
        hf_text_append(&m->text, ", as in %lld more cell%s of this column", (long long)others,
                       hf_plural(others));
    if (wrong) {
        append_wrong_remedy(m, column->kind);
        append_kind(m, MISSING);
    } else
        append_missing_remedy(m);
}

/* The only one that is wrong, or else the only one with missing cells; NULL: several, or none. */
static const hf_column_faults *find_single(const message *m, int64_t *count)
{
    const hf_column_faults *found[2] = {NULL, NULL};
    int64_t wrong = 0, missing = 0;
    for (int64_t i = 0; i < m->faults->count; i++) {
        const hf_column_faults *column = &m->faults->columns[i];
        if (column->wrong > 0 && ++wrong)
            found[0] = column;
        if (is_of(m, column, MISSING) && ++missing)
            found[1] = column;
    }
    *count = wrong + missing;
    return wrong == 1 ? found[0] : wrong == 0 && missing == 1 ? found[1] : NULL;
}

hf_status hf_raw_table_check_faults(const hf_raw_table *table)
{
    message m = {.table = table, .faults = &table->faults};
    hf_data_place place = {.file = table->file, .dataset = table->inputs, .row = -1};
    int64_t count;
    const hf_column_faults *single = find_single(&m, &count);
    if (count == 0)
        return HF_OK;
    if (single) {
        place = single->wrong > 0 ? single->wrong_place : single->missing_place;
        append_single(&m, single);
    } else {
        for (int kind = 0; kind < HF_NUMBER_FAULTS; kind++)
            append_kind(&m, kind);
        append_kind(&m, MISSING);
    }
    hf_status status = hf_text_check(&m.text, table->error);
    if (status == HF_OK)
        status = hf_data_fail(table->error, &place, "%s", m.text.data);
    hf_text_free(&m.text);
    return status;
}
