/* The groups of features as the file has them, and what chance would select of them. */
#include "groups.h"

#include "base/nan.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "tables.h"

double hf_group_chance(int64_t features, int64_t size, int64_t top)
{
    double missed = 1;
    for (int64_t i = 0; i < top; i++)
        missed *=
            (double)(features - size - i > 0 ? features - size - i : 0) / (double)(features - i);
    return 1 - missed;
}

/* A file of format 1 has the groups from its aggregation on: before it they read 0. */
static hf_status read_groups(const hf_results *results, hf_groups *groups, hf_error *error)
{
    bool complete;
    HF_TRY(hf_is_complete(results, &complete, error));
    if (hf_results_config(results)->format >= 2 || complete)
        return hf_results_read(results, HF_SIGNIFICANCE_GROUP, 0, 0, groups->features,
                               groups->group, error);
    for (int64_t f = 0; f < groups->features; f++)
        groups->group[f] = -1;
    return HF_OK;
}

static hf_status count_members(const hf_results *results, hf_groups *groups, int64_t *size,
                               hf_error *error)
{
    for (int64_t f = 0; f < groups->features; f++) {
        const int32_t group = groups->group[f];
        if (group < -1 || group >= groups->features)
            return hf_fail(error, HF_BAD_DATA, "%s: /significance/group is damaged: it holds %d",
                           hf_results_path(results), group);
        if (group >= groups->count)
            groups->count = group + 1;
        if (group >= 0)
            size[group]++;
    }
    return HF_OK;
}

hf_status hf_groups_read(const hf_results *results, hf_memory *memory, hf_groups *groups,
                         hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    const int64_t top = hf_results_config(results)->significance.top;
    int64_t *size;
    *groups = (hf_groups){.features = features};
    HF_TRY(hf_memory_allocate(memory, &groups->group, features, sizeof *groups->group, error));
    HF_TRY(hf_memory_allocate(memory, &groups->chance, features, sizeof *groups->chance, error));
    HF_TRY(hf_memory_allocate(memory, &size, features, sizeof *size, error));
    HF_TRY(read_groups(results, groups, error));
    HF_TRY(count_members(results, groups, size, error));
    hf_fill_nan_f64(groups->chance, features);
    for (int64_t f = 0; f < features; f++)
        if (groups->group[f] >= 0)
            groups->chance[f] = hf_group_chance(features, size[groups->group[f]], top);
    return HF_OK;
}
