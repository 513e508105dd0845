/* The one message about all cells that are wrong. */
#include "faults.h"
#include "text/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_SHOWN = 8, CANDIDATES_SHOWN = 3, EXCLUDED_SHOWN = 40, EXCLUDED_BYTES = 3000 };

typedef struct message {
    const hf_data_faults *faults;
    const hf_faults_context *context;
    int64_t wrong, missing; /* columns that the message is about */
    bool ask_for_label;     /* the class label seems to be another column */
    hf_text text;
} message;

static const char *name_of(const hf_data_place *place)
{
    return place->column ? place->column : place->dataset;
}

static bool is_wrong(const hf_column_faults *column)
{
    return column->wrong > 0;
}

static const char *begin_part(const message *m)
{
    if (m->text.length == 0)
        return "";
    return m->text.data[m->text.length - 1] == '?' ? " Besides, " : ". Besides, ";
}

/* A feature without any value: no mean can stand in for it, and to drop its rows is to drop all. */
static bool is_empty(const message *m, const hf_column_faults *column)
{
    return column->role == HF_CELL_FEATURE && column->missing == m->context->rows;
}

/* By data.missing: the mean stands in for a feature, for nothing else. */
static bool is_missing(const message *m, const hf_column_faults *column)
{
    const int policy = m->context->config->data.missing;
    return column->missing > 0 && (policy == HF_MISSING_ERROR || is_empty(m, column) ||
                                   (policy == HF_MISSING_MEAN && column->role != HF_CELL_FEATURE));
}

/* ---- is another column the class label? ---- */

/* Whole numbers that follow each other closely, such as 0, 1, 2, are codes of classes; ages are
 * not. Texts are what classes are called. */
static bool are_codes(const hf_text_list *classes)
{
    double least = INFINITY, most = -INFINITY;
    for (int64_t i = 0; i < classes->count; i++) {
        const char *text = classes->items[i];
        char *end;
        const double value = (double)strtoll(text, &end, 10);
        if (!strpbrk(text, "0123456789") || text[strspn(text, "+-.0123456789eE")] != '\0')
            return true;
        if (*end == '.') /* 1.0 */
            end += 1 + strspn(end + 1, "0");
        if (*end)
            return false;
        least = fmin(least, value);
        most = fmax(most, value);
    }
    return classes->count <= 2 || most - least < 2.0 * (double)classes->count;
}

static bool looks_like_label(const hf_faults_context *context)
{
    const int64_t count = context->classes->count;
    return count >= 2 && count <= HF_LABELS_MOST && 2 * count < context->rows &&
           are_codes(context->classes);
}

/* Nothing but a few texts, again and again. */
static bool may_be_label(const message *m, const hf_column_faults *column)
{
    const int64_t texts = column->texts.list.count;
    return m->ask_for_label && column->kind == HF_NOT_A_NUMBER && texts >= 2 &&
           texts <= HF_LABELS_MOST && 2 * texts < m->context->rows &&
           column->wrong + column->missing == m->context->rows;
}

static void ask_for_label(message *m)
{
    const hf_faults_context *c = m->context;
    int64_t candidates = 0, shown = 0;
    for (int64_t i = 0; i < m->faults->count; i++)
        candidates += may_be_label(m, &m->faults->columns[i]);
    if (candidates == 0)
        return;
    hf_text_append(&m->text, "; or is ");
    for (int64_t i = 0; i < m->faults->count && shown < CANDIDATES_SHOWN; i++) {
        const hf_column_faults *column = &m->faults->columns[i];
        if (!may_be_label(m, column))
            continue;
        shown++;
        hf_text_append(&m->text, "%s'%.60s'",
                       shown == 1            ? ""
                       : shown == candidates ? " or "
                                             : ", ",
                       name_of(&column->wrong_place));
    }
    hf_text_append(&m->text, "%s the class label (data.target is '%.60s'%s)?",
                   candidates > shown ? " ..." : "", c->target,
                   c->config->data.target ? "" : ", the first column");
}

/* ---- cells that are no numbers ---- */

static int64_t count_of_kind(const message *m, int kind)
{
    int64_t count = 0;
    for (int64_t i = 0; i < m->faults->count; i++)
        count += is_wrong(&m->faults->columns[i]) && m->faults->columns[i].kind == kind;
    return count;
}

/* In a column of numbers a few cells are slips, and the column is to stay. */
static bool mostly_numbers(const message *m, const hf_column_faults *column)
{
    return 2 * column->wrong <= m->context->rows - column->missing;
}

enum { WITHOUT_VALUES = HF_NUMBER_FAULTS }; /* behind the kinds of wrong cells */

static bool is_to_leave_out(const message *m, const hf_column_faults *column, int kind)
{
    if (kind == WITHOUT_VALUES)
        return is_empty(m, column);
    return is_wrong(column) && column->kind == kind && !may_be_label(m, column);
}

static const char *left_out_name(const hf_column_faults *column)
{
    return name_of(is_wrong(column) ? &column->wrong_place : &column->missing_place);
}

/* "leave columns out with data.exclude: [a, b]" with those that it has already: it can be taken as
 * it stands, unless it is too long for a message. */
static void append_exclude(message *m, int kind, const char *before_it)
{
    const hf_config *given = m->context->config;
    hf_config config = {0};
    hf_text_list *list = &config.data.exclude;
    hf_text value = {0};
    hf_status status = HF_OK;
    bool more = false;
    if (given->data.features.count > 0) {
        hf_text_append(&m->text, "%sleave columns out of data.features", before_it);
        return;
    }
    for (int64_t i = 0; i < given->data.exclude.count && status == HF_OK; i++)
        status = hf_text_list_add(list, given->data.exclude.items[i], NULL);
    const int64_t before = list->count;
    for (int64_t i = 0; i < m->faults->count && status == HF_OK && !more; i++) {
        const hf_column_faults *column = &m->faults->columns[i];
        if (!is_to_leave_out(m, column, kind))
            continue;
        more = list->count == before + EXCLUDED_SHOWN;
        if (!more)
            status = hf_text_list_add(list, left_out_name(column), NULL);
    }
    if (status == HF_OK && list->count > before) {
        hf_config_append_value(&config, "data.exclude", &value);
        hf_text_append(&m->text, "%sleave columns out with data.exclude", before_it);
        if (value.data && value.length <= EXCLUDED_BYTES)
            hf_text_append(&m->text, ": %s%s", value.data, more ? " and so on" : "");
    }
    hf_text_free(&value);
    hf_text_list_free(list);
}

static void append_remedy(message *m, int kind)
{
    bool slips = true;
    const hf_column_faults *last = NULL;
    hf_text_append(&m->text, ": ");
    if (hf_number_faults[kind].remedy) {
        hf_text_append(&m->text, "%s", hf_number_faults[kind].remedy);
    } else {
        for (int64_t i = 0; i < m->faults->count; i++)
            if (is_wrong(&m->faults->columns[i]) && m->faults->columns[i].kind == kind) {
                last = &m->faults->columns[i];
                slips = slips && mostly_numbers(m, last);
            }
        hf_text_append(&m->text, "%s",
                       slips ? "correct the table (a missing value is an empty cell, NA or NaN)"
                             : "write numbers into the table (two values as 0 and 1, more of them "
                               "as one 0/1 column each)");
    }
    if (kind != HF_DECIMAL_COMMA && kind != HF_THOUSANDS)
        append_exclude(m, kind, ", or ");
}

/* The first of several is told in full. */
static void append_cell(message *m, const hf_column_faults *column, bool first)
{
    hf_text_append(&m->text, "%s'%.60s' ('%s' in ", first ? "column " : ", ",
                   name_of(&column->wrong_place), column->wrong_cell);
    hf_data_append_row(&m->text, &column->wrong_place, !first);
    hf_text_append(&m->text, ")");
}

static void append_kind(message *m, int kind)
{
    const int64_t count = count_of_kind(m, kind);
    int64_t shown = 0;
    if (count == 0)
        return;
    hf_text_append(&m->text, "%s%s: ", begin_part(m), hf_number_faults[kind].what_many);
    for (int64_t i = 0; i < m->faults->count && shown < COLUMNS_SHOWN; i++) {
        const hf_column_faults *column = &m->faults->columns[i];
        if (is_wrong(column) && column->kind == kind)
            append_cell(m, column, shown++ == 0);
    }
    if (count > shown)
        hf_text_append(&m->text, " and %lld more", (long long)(count - shown));
    append_remedy(m, kind);
}

static void append_wrong(message *m)
{
    for (int kind = 0; kind < HF_NUMBER_FAULTS; kind++)
        append_kind(m, kind);
    ask_for_label(m);
}

/* ---- cells that are missing ---- */

static const char *const role_names[] = {
    [HF_CELL_FEATURE] = "value", [HF_CELL_LABEL] = "class label", [HF_CELL_GROUP] = "group"};

/* Rows with any missing cell: all of them are left out. Of a table with columns that have no value
 * those would be all rows: these columns come first. */
static void append_missing_remedy(message *m)
{
    const int64_t rows = m->faults->missing_rows;
    bool features_alone = true;
    int64_t empty = 0;
    for (int64_t i = 0; i < m->faults->count; i++)
        if (is_missing(m, &m->faults->columns[i])) {
            features_alone = features_alone && m->faults->columns[i].role == HF_CELL_FEATURE;
            empty += is_empty(m, &m->faults->columns[i]);
        }
    if (empty > 0) {
        const bool drop = m->context->config->data.missing == HF_MISSING_DROP;
        hf_text_append(&m->text, "%s%s", drop ? ": with 'data.missing: drop' no rows are left" : "",
                       empty == m->missing ? "" : ": where there is no value at all");
        append_exclude(m, WITHOUT_VALUES, empty == m->missing ? ": " : ", ");
        return;
    }
    hf_text_append(&m->text, ": 'data.missing: drop' leaves out %lld of %lld row%s",
                   (long long)rows, (long long)m->context->rows, hf_plural(m->context->rows));
    if (features_alone)
        hf_text_append(&m->text, ", 'data.missing: mean' fills in the mean of the training rows");
}

static void append_missing(message *m)
{
    int64_t shown = 0;
    hf_text_append(&m->text, "%smissing: ", begin_part(m));
    for (int64_t i = 0; i < m->faults->count && shown < COLUMNS_SHOWN; i++) {
        const hf_column_faults *column = &m->faults->columns[i];
        if (!is_missing(m, column))
            continue;
        hf_text_append(&m->text, "%s%s'%.60s' (%lld cell%s, first in ", shown == 0 ? "" : ", ",
                       column->role == HF_CELL_LABEL   ? "the class label "
                       : column->role == HF_CELL_GROUP ? "the group "
                       : shown == 0                    ? "column "
                                                       : "",
                       name_of(&column->missing_place), (long long)column->missing,
                       hf_plural(column->missing));
        hf_data_append_row(&m->text, &column->missing_place, shown > 0);
        hf_text_append(&m->text, ")");
        shown++;
    }
    if (m->missing > shown)
        hf_text_append(&m->text, " and %lld more", (long long)(m->missing - shown));
    append_missing_remedy(m);
}

/* ---- a single column, told by its place ---- */

static void append_single(message *m, const hf_column_faults *column)
{
    const int64_t others = (is_wrong(column) ? column->wrong : column->missing) - 1;
    if (is_wrong(column))
        hf_text_append(&m->text, "'%s' %s", column->wrong_cell,
                       hf_number_faults[column->kind].what);
    else
        hf_text_append(&m->text, "the %s is missing", role_names[column->role]);
    if (others > 0)
        hf_text_append(&m->text, ", as in %lld more cell%s of this column", (long long)others,
                       hf_plural(others));
    if (!is_wrong(column)) {
        append_missing_remedy(m);
        return;
    }
    append_remedy(m, column->kind);
    ask_for_label(m);
    if (m->missing > 0)
        append_missing(m);
}

/* The one that is wrong, or else the one with missing cells. */
static const hf_column_faults *find_single(const message *m)
{
    const hf_column_faults *found = NULL;
    for (int64_t i = 0; i < m->faults->count; i++) {
        const hf_column_faults *column = &m->faults->columns[i];
        if (m->wrong > 0 ? is_wrong(column) : is_missing(m, column))
            found = column;
    }
    return found;
}

hf_status hf_data_faults_check(const hf_data_faults *faults, const hf_faults_context *context,
                               hf_error *error)
{
    message m = {.faults = faults, .context = context, .ask_for_label = !looks_like_label(context)};
    hf_data_place place = {.file = context->file, .row = -1};
    for (int64_t i = 0; i < faults->count; i++) {
        m.wrong += is_wrong(&faults->columns[i]);
        m.missing += is_missing(&m, &faults->columns[i]);
    }
    if (m.wrong + m.missing == 0)
        return HF_OK;
    if (m.wrong == 1 || (m.wrong == 0 && m.missing == 1)) {
        const hf_column_faults *column = find_single(&m);
        place = is_wrong(column) ? column->wrong_place : column->missing_place;
        append_single(&m, column);
    } else {
        place.dataset = context->inputs;
        if (m.wrong > 0)
            append_wrong(&m);
        if (m.missing > 0)
            append_missing(&m);
    }
    hf_status status = hf_text_check(&m.text, error);
    if (status == HF_OK)
        status = hf_data_fail(error, &place, "%s", m.text.data);
    hf_text_free(&m.text);
    return status;
}
