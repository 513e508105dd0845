/* The partition of the features: those that the configuration names, then those that correlate. */
#include "holdfast/feature_groups.h"

#include "data/names.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "linkage.h"
#include <string.h>

/* first [feature]: the lowest member of its group; -1: in none yet. */
static void set_first(int32_t *first, const int64_t *members, int64_t count)
{
    int64_t lowest = members[0];
    for (int64_t i = 1; i < count; i++)
        lowest = members[i] < lowest ? members[i] : lowest;
    for (int64_t i = 0; i < count; i++)
        first[members[i]] = (int32_t)lowest;
}

static hf_status unknown_feature(const hf_config *config, const hf_text_list *features,
                                 const char *group, const char *name, hf_error *error)
{
    hf_text text = {0};
    const char *nearest =
        hf_text_nearest(name, (const char *const *)features->items, features->count);
    hf_config_append_place(config, "data.feature_groups", &text);
    hf_text_append(&text, "group '%s' names '%s', which is no feature of the data", group, name);
    if (nearest)
        hf_text_append(&text, "; did you mean '%s'?", nearest);
    hf_status status = hf_text_check(&text, error);
    if (status == HF_OK)
        status = hf_fail(error, HF_BAD_DATA, "%s", text.data);
    hf_text_free(&text);
    return status;
}

static hf_status take_named(const hf_config *config, const hf_text_list *features,
                            const hf_data_names *index, int32_t *first, hf_error *error)
{
    const hf_named_lists *named = &config->data.feature_groups;
    hf_status status = HF_OK;
    for (int64_t g = 0; g < named->names.count && status == HF_OK; g++) {
        const hf_text_list *members = &named->lists[g];
        int64_t *found;
        HF_TRY(hf_allocate(&found, members->count, sizeof *found, error));
        for (int64_t i = 0; i < members->count && status == HF_OK; i++) {
            found[i] = hf_data_names_find(index, members->items[i]);
            if (found[i] < 0)
                status = unknown_feature(config, features, named->names.items[g], members->items[i],
                                         error);
        }
        if (status == HF_OK)
            set_first(first, found, members->count);
        hf_free(&found);
    }
    return status;
}

static hf_status find_named(const hf_config *config, const hf_text_list *features, int32_t *first,
                            hf_error *error)
{
    hf_data_names index = {0};
    hf_status status = HF_OK;
    if (config->data.feature_groups.names.count == 0)
        return HF_OK;
    for (int64_t f = 0; f < features->count && status == HF_OK; f++)
        status = hf_data_names_add(&index, features->items[f], NULL, error);
    if (status == HF_OK)
        status = take_named(config, features, &index, first, error);
    hf_data_names_free(&index);
    return status;
}

/* The numbers of a category's levels have no order that a rank could tell; of two levels they do.
 */
static void set_categories_apart(const hf_dataset *dataset, int32_t *first)
{
    for (int64_t f = 0; f < dataset->features; f++)
        if (first[f] < 0 && hf_dataset_levels(dataset, f) > 2)
            first[f] = (int32_t)f;
}

/* The columns that are in no group yet, side by side. */
static hf_status gather(const hf_dataset *dataset, const int32_t *first, hf_memory *memory,
                        double **x, int32_t **feature, int64_t *count, hf_error *error)
{
    *count = 0;
    HF_TRY(hf_memory_allocate(memory, feature, dataset->features, sizeof **feature, error));
    for (int64_t f = 0; f < dataset->features; f++)
        if (first[f] < 0)
            (*feature)[(*count)++] = (int32_t)f;
    HF_TRY(hf_memory_allocate(memory, x, dataset->samples, (size_t)*count * sizeof **x, error));
    for (int64_t i = 0; i < dataset->samples; i++)
        for (int64_t f = 0; f < *count; f++)
            (*x)[i * *count + f] = dataset->x[i * dataset->features + (*feature)[f]];
    return HF_OK;
}

static hf_status find_correlated(const hf_dataset *dataset, double threshold, int32_t *first,
                                 hf_memory *memory, hf_error *error)
{
    hf_ranked_columns columns = {.samples = dataset->samples};
    double *x;
    int32_t *feature, *joined;
    HF_TRY(gather(dataset, first, memory, &x, &feature, &columns.features, error));
    HF_TRY(hf_memory_allocate(memory, &joined, columns.features, sizeof *joined, error));
    HF_TRY(hf_ranked_columns_make(x, memory, &columns, error));
    HF_TRY(hf_linkage(&columns, threshold, joined, error));
    for (int64_t c = 0; c < columns.features; c++)
        first[feature[c]] = feature[joined[c]];
    return HF_OK;
}

static hf_status number_groups(const int32_t *first, hf_feature_groups *groups, hf_error *error)
{
    for (int64_t f = 0; f < groups->features; f++)
        groups->count += first[f] == f;
    HF_TRY(hf_allocate(&groups->of, groups->features, sizeof *groups->of, error));
    HF_TRY(hf_allocate(&groups->first, groups->count, sizeof *groups->first, error));
    HF_TRY(hf_allocate(&groups->size, groups->count, sizeof *groups->size, error));
    int32_t next = 0;
    for (int32_t f = 0; f < groups->features; f++) {
        if (first[f] == f)
            groups->first[next] = f;
        groups->of[f] = first[f] == f ? next++ : groups->of[first[f]];
        groups->size[groups->of[f]]++;
    }
    return HF_OK;
}

hf_status hf_feature_groups_make(const hf_config *config, const hf_dataset *dataset,
                                 hf_feature_groups *groups, hf_error *error)
{
    const double threshold = config->significance.group_correlation;
    hf_memory memory = {0};
    int32_t *first;
    hf_status status;
    *groups = (hf_feature_groups){.features = dataset->features};
    HF_TRY_CLEANUP(hf_memory_allocate(&memory, &first, groups->features, sizeof *first, error));
    for (int64_t f = 0; f < groups->features; f++)
        first[f] = -1;
    HF_TRY_CLEANUP(find_named(config, &dataset->feature_names, first, error));
    set_categories_apart(dataset, first);
    if (groups->features <= HF_GROUP_FEATURES_MOST && threshold < 1)
        HF_TRY_CLEANUP(find_correlated(dataset, threshold, first, &memory, error));
    for (int32_t f = 0; f < groups->features; f++)
        first[f] = first[f] < 0 ? f : first[f];
    HF_TRY_CLEANUP(number_groups(first, groups, error));
cleanup:
    hf_memory_free(&memory);
    if (status != HF_OK)
        hf_feature_groups_free(groups);
    return status;
}

const char *hf_feature_groups_name(const hf_config *config, const hf_text_list *features,
                                   int64_t first)
{
    const hf_named_lists *named = &config->data.feature_groups;
    const char *feature = features->items[first];
    for (int64_t g = 0; g < named->names.count; g++)
        for (int64_t i = 0; i < named->lists[g].count; i++)
            if (strcmp(named->lists[g].items[i], feature) == 0)
                return named->names.items[g];
    return feature;
}

void hf_feature_groups_free(hf_feature_groups *groups)
{
    hf_free(&groups->of);
    hf_free(&groups->first);
    hf_free(&groups->size);
    *groups = (hf_feature_groups){0};
}
