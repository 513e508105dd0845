/* Which columns are features, the target, the groups. */
#include "columns.h"

#include "base/utf8.h"
#include "holdfast/memory.h"

enum { UNDECIDED = -1, EXCLUDED = -2 };

hf_status hf_columns_add_name(hf_data_names *names, const hf_data_place *place, char *name,
                              hf_error *error)
{
    long long number = (long long)names->list.count + 1;
    hf_data_clean_name(name);
    if (!*name)
        return hf_data_fail(error, place, "column %lld has no name", number);
    if (!hf_utf8_valid(name))
        return hf_data_fail(error, place, "the name of column %lld is not UTF-8: save it as UTF-8",
                            number);
    int64_t same = hf_data_names_find(names, name);
    if (same >= 0)
        return hf_data_fail(error, place, "columns %lld and %lld have the same name '%.200s'",
                            (long long)same + 1, number, name);
    return hf_data_names_add(names, name, NULL, error);
}

hf_status hf_columns_find(const hf_data_names *names, const hf_data_place *place, const char *key,
                          const char *name, int64_t *column, hf_error *error)
{
    *column = hf_data_names_find(names, name);
    if (*column >= 0)
        return HF_OK;
    hf_text hint = {0};
    hf_data_suggest(&hint, name, &names->list);
    hf_status status = hf_data_fail(error, place, "no column '%.200s', which %s names%s", name, key,
                                    hint.data ? hint.data : "");
    hf_text_free(&hint);
    return status;
}

static hf_status exclude(const hf_config *config, const hf_data_names *names,
                         const hf_data_place *place, int64_t target, int64_t *feature_of,
                         hf_error *error)
{
    const hf_text_list *list = &config->data.exclude;
    for (int64_t i = 0; i < list->count; i++) {
        int64_t column;
        HF_TRY(hf_columns_find(names, place, "data.exclude", list->items[i], &column, error));
        if (column == target)
            return hf_data_fail(error, place,
                                "data.exclude leaves out column '%.200s', which is the class "
                                "label%s: name the label's column in data.target",
                                list->items[i],
                                config->data.target ? "" : " (the first column, unless told)");
        feature_of[column] = EXCLUDED;
    }
    return HF_OK;
}

/* data.features in their order; `order` [feature] gets the columns. */
static hf_status choose_listed(const hf_config *config, const hf_data_names *names,
                               const hf_data_place *place, int64_t target, hf_columns *columns,
                               int64_t *order, hf_error *error)
{
    const hf_text_list *list = &config->data.features;
    for (int64_t i = 0; i < list->count; i++) {
        int64_t column;
        HF_TRY(hf_columns_find(names, place, "data.features", list->items[i], &column, error));
        if (column == target)
            return hf_data_fail(
                error, place, "column '%.200s' is both the class label%s and in data.features",
                list->items[i], config->data.target ? "" : " (the first column, unless told)");
        if (columns->feature_of[column] >= 0)
            return hf_data_fail(error, place, "data.features names column '%.200s' twice",
                                list->items[i]);
        if (columns->feature_of[column] == EXCLUDED)
            continue;
        order[columns->features] = column;
        columns->feature_of[column] = columns->features++;
    }
    return HF_OK;
}

static void choose_rest(int64_t count, int64_t target, int64_t group, hf_columns *columns,
                        int64_t *order)
{
    for (int64_t column = 0; column < count; column++) {
        if (column == target || column == group || columns->feature_of[column] == EXCLUDED)
            continue;
        order[columns->features] = column;
        columns->feature_of[column] = columns->features++;
    }
}

static hf_status name_features(const hf_data_names *names, const int64_t *order,
                               hf_columns *columns, hf_error *error)
{
    HF_TRY(
        hf_allocate(&columns->names.items, columns->features, sizeof *columns->names.items, error));
    for (int64_t i = 0; i < columns->features; i++) {
        HF_TRY(hf_copy_text(&columns->names.items[i], names->list.items[order[i]], error));
        columns->names.count++;
    }
    return HF_OK;
}

static hf_status name_unused(const hf_data_names *names, int64_t target, int64_t group,
                             hf_columns *columns, hf_error *error)
{
    const int64_t count = names->list.count;
    HF_TRY(hf_allocate(&columns->unused.items, count, sizeof *columns->unused.items, error));
    for (int64_t i = 0; i < count; i++)
        if (columns->feature_of[i] < 0 && i != target && i != group)
            HF_TRY(hf_copy_text(&columns->unused.items[columns->unused.count++],
                                names->list.items[i], error));
    return HF_OK;
}

hf_status hf_columns_choose(const hf_config *config, const hf_data_names *names,
                            const hf_data_place *place, int64_t target, int64_t group,
                            hf_columns *columns, hf_error *error)
{
    hf_status status;
    int64_t *order = NULL;
    int64_t count = names->list.count;
    *columns = (hf_columns){0};
    HF_TRY_CLEANUP(hf_allocate(&order, count, sizeof *order, error));
    HF_TRY_CLEANUP(hf_allocate(&columns->feature_of, count, sizeof *columns->feature_of, error));
    for (int64_t column = 0; column < count; column++)
        columns->feature_of[column] = UNDECIDED;
    HF_TRY_CLEANUP(exclude(config, names, place, target, columns->feature_of, error));
    if (config->data.features.count > 0)
        HF_TRY_CLEANUP(choose_listed(config, names, place, target, columns, order, error));
    else
        choose_rest(count, target, group, columns, order);
    if (columns->features == 0) {
        status = hf_data_fail(error, place, "no feature columns are left beside the class label%s",
                              config->data.exclude.count > 0 ? " and data.exclude" : "");
        goto cleanup;
    }
    HF_TRY_CLEANUP(name_features(names, order, columns, error));
    status = name_unused(names, target, group, columns, error);
cleanup:
    hf_free(&order);
    return status;
}

void hf_columns_free(hf_columns *columns)
{
    hf_free(&columns->feature_of);
    hf_text_list_free(&columns->names);
    hf_text_list_free(&columns->unused);
    *columns = (hf_columns){0};
}
