/* Categories at the end of a table: their levels, and what is no category after all. */
#include "data/raw_table.h"

#include "holdfast/memory.h"
#include <math.h>

static hf_status fail_too_many(const hf_raw_table *t, const hf_text_list *names,
                               const hf_category *first)
{
    hf_text exclude = {0}, text = {0};
    const int64_t column = hf_data_names_find(&t->header, names->items[0]);
    const long long most = (long long)t->config->data.levels_most;
    hf_config_append_longer(t->config, "data.exclude", names, &exclude);
    hf_text_append(&text, "has more than %lld different texts ('%s' in line %lld is the first)",
                   most, first->first, (long long)first->line);
    for (int64_t i = 1; i < names->count && i < 8; i++)
        hf_text_append(&text, "%s'%.60s'", i == 1 ? ", as have " : ", ", names->items[i]);
    hf_text_append(&text,
                   ": write fewer levels into the table, or numbers (a date as days since one), or "
                   "leave columns out with data.exclude: %s, or allow more levels with "
                   "data.levels_most",
                   exclude.data ? exclude.data : "");
    hf_status status = hf_text_check(&text, t->error);
    if (status == HF_OK)
        status = hf_raw_table_fail(t, column, "%s", text.data);
    hf_text_free(&exclude);
    hf_text_free(&text);
    return status;
}

static hf_status check_counts(const hf_raw_table *t)
{
    const hf_dataset *d = t->dataset;
    const bool listed = t->config->data.features.count > 0;
    hf_text_list names = {0};
    hf_status status = HF_OK;
    int64_t first = -1;
    for (int64_t f = 0; f < d->features && status == HF_OK; f++) {
        const hf_column_kind kind = hf_categories_kind(&t->categories, f);
        if (kind != HF_COLUMN_TOO_MANY && !(listed && kind == HF_COLUMN_DIFFERENT))
            continue;
        first = first < 0 ? f : first;
        status = hf_text_list_add(&names, d->feature_names.items[f], t->error);
    }
    if (status == HF_OK && names.count > 0)
        status = fail_too_many(t, &names, t->categories.columns[first].texts);
    hf_text_list_free(&names);
    return status;
}

/* ---- columns that are left out ---- */

/* Which features stay; kept [feature], returns their number. */
static hf_status leave_out(hf_raw_table *t, int64_t *kept, int64_t *count)
{
    hf_dataset *d = t->dataset;
    *count = 0;
    for (int64_t f = 0; f < d->features; f++) {
        const char *name = d->feature_names.items[f];
        if (hf_categories_kind(&t->categories, f) != HF_COLUMN_DIFFERENT) {
            kept[(*count)++] = f;
            continue;
        }
        HF_TRY(hf_text_list_add(&d->unused, name, t->error));
        HF_TRY(hf_text_list_add(&d->different, name, t->error));
    }
    return HF_OK;
}

static void keep_features(hf_raw_table *t, const int64_t *kept, int64_t count)
{
    hf_dataset *d = t->dataset;
    hf_text_list *names = &d->feature_names;
    double *to = d->x;
    for (int64_t i = 0; i < d->samples; i++)
        for (int64_t k = 0; k < count; k++)
            *to++ = d->x[i * d->features + kept[k]];
    for (int64_t f = 0, k = 0; f < d->features; f++)
        if (k < count && kept[k] == f)
            names->items[k++] = names->items[f];
        else
            hf_free(&names->items[f]);
    for (int64_t f = count; f < d->features; f++)
        names->items[f] = NULL;
    names->count = d->features = count;
}

/* ---- levels ---- */

static void renumber(hf_dataset *d, int64_t feature, const int64_t *order)
{
    for (int64_t i = 0; i < d->samples; i++) {
        double *x = &d->x[i * d->features + feature];
        if (!isnan(*x))
            *x = (double)order[(int64_t)*x];
    }
}

static hf_status make(hf_raw_table *t, const int64_t *kept, int64_t *order)
{
    hf_dataset *d = t->dataset;
    for (int64_t f = 0; f < d->features; f++) {
        if (hf_categories_kind(&t->categories, kept[f]) != HF_COLUMN_CATEGORY)
            continue;
        if (!d->levels)
            HF_TRY(hf_allocate(&d->levels, d->features, sizeof *d->levels, t->error));
        HF_TRY(hf_categories_levels(&t->categories, kept[f], &d->levels[f], order, t->error));
        renumber(d, f, order);
    }
    return HF_OK;
}

hf_status hf_raw_table_make_levels(hf_raw_table *t)
{
    hf_dataset *d = t->dataset;
    int64_t *kept = NULL, *order = NULL, count;
    hf_status status;
    HF_TRY(check_counts(t));
    HF_TRY_CLEANUP(hf_allocate(&kept, d->features, sizeof *kept, t->error));
    HF_TRY_CLEANUP(hf_allocate(
        &order, t->config->data.levels_most < d->samples ? t->config->data.levels_most : d->samples,
        sizeof *order, t->error));
    HF_TRY_CLEANUP(leave_out(t, kept, &count));
    if (count < d->features)
        keep_features(t, kept, count);
    if (count == 0)
        HF_TRY_CLEANUP(hf_raw_table_fail(t, -1,
                                         "no feature columns are left: '%.200s' is nothing "
                                         "but different texts",
                                         d->different.items[0]));
    status = make(t, kept, order);
cleanup:
    hf_free(&order);
    hf_free(&kept);
    return status;
}
