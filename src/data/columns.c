/* Which columns of a table are features, the target, the groups. */
#include "raw_table.h"

#include "base/utf8.h"
#include "holdfast/memory.h"
#include <stdio.h>

enum { UNDECIDED = -1, EXCLUDED = -2 };

static hf_status add_clean(hf_raw_table *t, char *name)
{
    const long long number = (long long)t->header.list.count + 1;
    char what[48];
    hf_data_clean_name(name);
    if (!*name)
        return hf_raw_table_fail(t, -1, "column %lld has no name: write one into the header",
                                 number);
    if (!hf_utf8_valid(name)) {
        snprintf(what, sizeof what, "the name of column %lld", number);
        return hf_raw_table_fail_utf8(t, -1, what, name);
    }
    const int64_t same = hf_data_names_find(&t->header, name);
    if (same >= 0)
        return hf_raw_table_fail(t, -1, "columns %lld and %lld have the same name '%.200s'",
                                 (long long)same + 1, number, name);
    return hf_data_names_add(&t->header, name, NULL, t->error);
}

hf_status hf_raw_table_add_column(hf_raw_table *t, const char *name, size_t length)
{
    char *copy;
    HF_TRY(hf_copy_bytes(&copy, name, length, t->error));
    const hf_status status = add_clean(t, copy);
    hf_free(&copy);
    return status;
}

hf_status hf_raw_table_find_column(hf_raw_table *t, const char *key, const char *name,
                                   int64_t *column)
{
    *column = hf_data_names_find(&t->header, name);
    if (*column >= 0)
        return HF_OK;
    hf_text hint = {0};
    hf_data_suggest(&hint, name, &t->header.list);
    const hf_status status = hf_raw_table_fail(t, -1, "the column '%.200s' of %s does not exist%s",
                                               name, key, hint.data ? hint.data : "");
    hf_text_free(&hint);
    return status;
}

static const char *unless_told(const hf_raw_table *t)
{
    return t->config->data.target ? "" : " (the first column, by default)";
}

static hf_status exclude(hf_raw_table *t)
{
    const hf_text_list *list = &t->config->data.exclude;
    for (int64_t i = 0; i < list->count; i++) {
        int64_t column;
        HF_TRY(hf_raw_table_find_column(t, "data.exclude", list->items[i], &column));
        if (column == t->target)
            return hf_raw_table_fail(t, -1,
                                     "data.exclude leaves out column '%.200s', which is the class "
                                     "label%s: name the label's column in data.target",
                                     list->items[i], unless_told(t));
        t->feature_of[column] = EXCLUDED;
    }
    return HF_OK;
}

static void take(hf_raw_table *t, int64_t column, int64_t *order)
{
    order[t->dataset->features] = column;
    t->feature_of[column] = t->dataset->features++;
}

/* data.features in their order. */
static hf_status take_listed(hf_raw_table *t, int64_t *order)
{
    const hf_text_list *list = &t->config->data.features;
    for (int64_t i = 0; i < list->count; i++) {
        int64_t column;
        HF_TRY(hf_raw_table_find_column(t, "data.features", list->items[i], &column));
        if (column == t->target)
            return hf_raw_table_fail(
                t, -1, "column '%.200s' is both the class label%s and one of data.features",
                list->items[i], unless_told(t));
        if (t->feature_of[column] >= 0)
            return hf_raw_table_fail(t, -1, "data.features names column '%.200s' twice",
                                     list->items[i]);
        if (t->feature_of[column] != EXCLUDED)
            take(t, column, order);
    }
    return HF_OK;
}

static hf_status take_rest(hf_raw_table *t, int64_t *order)
{
    for (int64_t column = 0; column < t->header.list.count; column++)
        if (column != t->target && column != t->group && column != t->row_names &&
            t->feature_of[column] != EXCLUDED)
            take(t, column, order);
    return HF_OK;
}

static hf_status name_columns(hf_raw_table *t, const int64_t *columns, int64_t count,
                              hf_text_list *names)
{
    HF_TRY(hf_allocate(&names->items, count, sizeof *names->items, t->error));
    for (; names->count < count; names->count++)
        HF_TRY(hf_copy_text(&names->items[names->count],
                            t->header.list.items[columns[names->count]], t->error));
    return HF_OK;
}

/* `order` [column]: the columns that are features, in their order, then those that are nothing. */
static hf_status choose(hf_raw_table *t, int64_t *order)
{
    hf_dataset *d = t->dataset;
    const int64_t count = t->header.list.count;
    int64_t unused = 0;
    for (int64_t column = 0; column < count; column++)
        t->feature_of[column] = UNDECIDED;
    HF_TRY(exclude(t));
    HF_TRY(t->config->data.features.count > 0 ? take_listed(t, order) : take_rest(t, order));
    if (d->features == 0)
        return hf_raw_table_fail(t, -1, "no feature columns are left beside the class label%s",
                                 t->config->data.exclude.count > 0 ? " and data.exclude" : "");
    for (int64_t column = 0; column < count; column++)
        if (t->feature_of[column] < 0 && column != t->target && column != t->group)
            order[d->features + unused++] = column;
    HF_TRY(name_columns(t, order, d->features, &d->feature_names));
    return name_columns(t, order + d->features, unused, &d->unused);
}

hf_status hf_raw_table_choose_features(hf_raw_table *t)
{
    const int64_t count = t->header.list.count;
    int64_t *order;
    HF_TRY(hf_allocate(&t->feature_of, count, sizeof *t->feature_of, t->error));
    HF_TRY(hf_allocate(&order, count, sizeof *order, t->error));
    const hf_status status = choose(t, order);
    hf_free(&order);
    return status;
}
