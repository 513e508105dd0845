/* Groups of correlated features. */
#include "groups.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/statistics.h"
#include "statistics/counts/ranked_columns.h"

/* The lowest feature linked to f so far; shortens the way there. */
static int32_t root_of(int32_t *parent, int32_t f)
{
    while (parent[f] != f) {
        parent[f] = parent[parent[f]];
        f = parent[f];
    }
    return f;
}

static void link_features(const hf_ranked_columns *r, int32_t *parent)
{
    for (int32_t f = 0; f < r->features; f++)
        parent[f] = f;
    for (int32_t a = 0; a < r->features; a++)
        for (int32_t b = a + 1; b < r->features; b++) {
            const int32_t root_a = root_of(parent, a), root_b = root_of(parent, b);
            if (root_a == root_b || !hf_ranked_columns_correlated(r, a, b))
                continue;
            parent[root_a > root_b ? root_a : root_b] = root_a < root_b ? root_a : root_b;
        }
}

/* A root is the lowest feature of its group, so its number is given out before it is asked for. */
static hf_status number_groups(int32_t *parent, int64_t top, hf_groups *groups, hf_error *error)
{
    const int64_t features = groups->features;
    int64_t *size;
    HF_TRY(hf_allocate(&size, features, sizeof *size, error));
    for (int32_t f = 0; f < features; f++)
        size[root_of(parent, f)]++;
    for (int32_t f = 0; f < features; f++) {
        const int32_t root = root_of(parent, f);
        if (size[root] < 2)
            continue;
        groups->group[f] = f == root ? (int32_t)groups->count++ : groups->group[root];
        groups->chance[f] = hf_group_chance(features, size[root], top);
    }
    hf_free(&size);
    return HF_OK;
}

double hf_group_chance(int64_t features, int64_t size, int64_t top)
{
    double missed = 1;
    for (int64_t i = 0; i < top; i++)
        missed *=
            (double)(features - size - i > 0 ? features - size - i : 0) / (double)(features - i);
    return 1 - missed;
}

hf_status hf_groups_none(int64_t features, hf_memory *memory, hf_groups *groups, hf_error *error)
{
    *groups = (hf_groups){.features = features};
    HF_TRY(hf_memory_allocate(memory, &groups->group, features, sizeof *groups->group, error));
    HF_TRY(hf_memory_allocate(memory, &groups->chance, features, sizeof *groups->chance, error));
    for (int64_t f = 0; f < features; f++)
        groups->group[f] = -1;
    hf_fill_nan_f64(groups->chance, features);
    return HF_OK;
}

static hf_status find(const double *x, int64_t top, hf_ranked_columns *r, hf_memory *memory,
                      hf_groups *groups, hf_error *error)
{
    int32_t *parent;
    HF_TRY(hf_memory_allocate(memory, &parent, r->features, sizeof *parent, error));
    HF_TRY(hf_ranked_columns_make(x, memory, r, error));
    link_features(r, parent);
    return number_groups(parent, top, groups, error);
}

hf_status hf_groups_find(const double *x, int64_t samples, int64_t features, int64_t top,
                         hf_memory *memory, hf_groups *groups, hf_error *error)
{
    hf_ranked_columns r = {.samples = samples, .features = features};
    hf_memory scratch = {0};
    HF_TRY(hf_groups_none(features, memory, groups, error));
    if (features > HF_GROUP_FEATURES_MOST)
        return HF_OK;
    const hf_status status = find(x, top, &r, &scratch, groups, error);
    hf_memory_free(&scratch);
    return status;
}

/* Where the file does not hold its data they are read from their source again. */
static hf_status find_in_source(const hf_results *results, int64_t top, hf_memory *memory,
                                hf_groups *groups, hf_error *error)
{
    hf_experiment experiment;
    HF_TRY(hf_results_experiment(results, &experiment, error));
    const hf_dataset *dataset = &experiment.dataset;
    const hf_status status =
        hf_groups_find(dataset->x, dataset->samples, dataset->features, top, memory, groups, error);
    hf_experiment_free(&experiment);
    return status;
}

hf_status hf_groups_of_file(const hf_results *results, hf_memory *memory, hf_groups *groups,
                            hf_error *error)
{
    const int64_t features = hf_results_features(results)->count;
    const int64_t samples = hf_results_samples(results);
    const int64_t top = hf_results_config(results)->significance.top;
    double *x = NULL;
    if (features > HF_GROUP_FEATURES_MOST)
        return hf_groups_none(features, memory, groups, error);
    if (!hf_results_has(results, HF_DATASET_X, 0))
        return find_in_source(results, top, memory, groups, error);
    HF_TRY(hf_allocate(&x, samples, (size_t)features * sizeof *x, error));
    hf_status status = hf_results_read(results, HF_DATASET_X, 0, 0, samples, x, error);
    if (status == HF_OK)
        status = hf_groups_find(x, samples, features, top, memory, groups, error);
    hf_free(&x);
    return status;
}
