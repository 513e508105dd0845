/* Rank 0's experiment to every rank: the configuration as text, the data and the splits as they
 * are. */
#include "parallel.h"
#include "wait.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

/* What the receivers need to make room. */
typedef struct {
    int64_t text_bytes, samples, features, classes, splits, ordered, grouped;
    int64_t set_aside, feature_groups, level_bytes, measured;
} share_sizes;

static int64_t level_bytes(const hf_dataset *data)
{
    int64_t bytes = 0;
    for (int64_t f = 0; data->levels && f < data->features; f++)
        for (int64_t i = 0; i < data->levels[f].count; i++)
            bytes += (int64_t)strlen(data->levels[f].items[i]) + 1;
    return bytes;
}

/* The levels of all features, each text with its end; counts [feature]. */
static void pack_levels(const hf_dataset *data, char *levels, int64_t *counts)
{
    for (int64_t f = 0; f < data->features; f++) {
        counts[f] = data->levels[f].count;
        for (int64_t i = 0; i < counts[f]; i++)
            levels = stpcpy(levels, data->levels[f].items[i]) + 1;
    }
}

static hf_status unpack_levels(hf_dataset *data, const char *levels, const int64_t *counts,
                               hf_error *error)
{
    HF_TRY(hf_allocate(&data->levels, data->features, sizeof *data->levels, error));
    for (int64_t f = 0; f < data->features; f++)
        for (int64_t i = 0; i < counts[f]; i++, levels += strlen(levels) + 1)
            HF_TRY(hf_text_list_add(&data->levels[f], levels, error));
    return HF_OK;
}

/* Collective, of data that have categories. */
static hf_status share_levels(const hf_parallel *parallel, int64_t bytes, hf_dataset *data,
                              hf_error *error)
{
    int64_t *counts = NULL;
    char *levels = NULL;
    hf_status status = hf_allocate(&counts, data->features, sizeof *counts, error);
    if (status == HF_OK)
        status = hf_allocate(&levels, bytes, 1, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    if (parallel->rank == 0)
        pack_levels(data, levels, counts);
    hf_broadcast(counts, (size_t)data->features * sizeof *counts);
    hf_broadcast(levels, (size_t)bytes);
    if (parallel->rank != 0)
        status = unpack_levels(data, levels, counts, error);
cleanup:
    hf_free(&counts);
    hf_free(&levels);
    return status;
}

static hf_status make_room(const share_sizes *sizes, char **text, hf_experiment *experiment,
                           hf_error *error)
{
    hf_dataset *data = &experiment->dataset;
    size_t row;
    *data = (hf_dataset){
        .samples = sizes->samples, .features = sizes->features, .classes = sizes->classes};
    experiment->splits = (hf_splits){.count = sizes->splits, .samples = sizes->samples};
    if (!hf_multiply((size_t)sizes->features, sizeof *data->x, &row))
        return hf_fail(error, HF_INTERNAL, "too many features");
    HF_TRY(hf_allocate(text, sizes->text_bytes, 1, error));
    HF_TRY(hf_allocate(&data->x, sizes->samples, row, error));
    HF_TRY(hf_allocate(&data->y, sizes->samples, sizeof *data->y, error));
    HF_TRY(hf_allocate(&experiment->splits.train, sizes->splits, (size_t)sizes->samples, error));
    if (sizes->set_aside)
        HF_TRY(hf_allocate(&experiment->splits.validation, sizes->splits, (size_t)sizes->samples,
                           error));
    if (sizes->ordered)
        HF_TRY(
            hf_allocate(&experiment->splits.class_order, sizes->samples, sizeof(int32_t), error));
    if (sizes->measured)
        HF_TRY(hf_allocate(&data->target, sizes->samples, sizeof *data->target, error));
    if (sizes->grouped)
        HF_TRY(hf_allocate(&data->group, sizes->samples, sizeof *data->group, error));
    hf_feature_groups *groups = &experiment->groups;
    *groups = (hf_feature_groups){.features = sizes->features, .count = sizes->feature_groups};
    HF_TRY(hf_allocate(&groups->of, groups->features, sizeof *groups->of, error));
    HF_TRY(hf_allocate(&groups->first, groups->count, sizeof *groups->first, error));
    HF_TRY(hf_allocate(&groups->size, groups->count, sizeof *groups->size, error));
    return HF_OK;
}

static void broadcast_arrays(const share_sizes *sizes, char *text, hf_experiment *experiment)
{
    const size_t samples = (size_t)sizes->samples;
    hf_broadcast(text, (size_t)sizes->text_bytes);
    hf_broadcast(experiment->dataset.x, samples * (size_t)sizes->features * sizeof(double));
    hf_broadcast(experiment->dataset.y, samples * sizeof(int32_t));
    hf_broadcast(experiment->splits.train, (size_t)sizes->splits * samples);
    if (sizes->set_aside)
        hf_broadcast(experiment->splits.validation, (size_t)sizes->splits * samples);
    if (sizes->ordered)
        hf_broadcast(experiment->splits.class_order, samples * sizeof(int32_t));
    if (sizes->measured)
        hf_broadcast(experiment->dataset.target, samples * sizeof(double));
    if (sizes->grouped)
        hf_broadcast(experiment->dataset.group, samples * sizeof(int32_t));
    const hf_feature_groups *groups = &experiment->groups;
    hf_broadcast(groups->of, (size_t)groups->features * sizeof *groups->of);
    hf_broadcast(groups->first, (size_t)groups->count * sizeof *groups->first);
    hf_broadcast(groups->size, (size_t)groups->count * sizeof *groups->size);
}

hf_status hf_parallel_share(const hf_parallel *parallel, hf_experiment *experiment, hf_error *error)
{
    const bool root = parallel->rank == 0;
    hf_text written = {0};
    hf_status status = HF_OK;
    share_sizes sizes = {0};
    char *text = NULL;
    if (parallel->ranks == 1)
        return HF_OK;
    if (root) {
        hf_config_write(&experiment->config, &written);
        status = hf_text_check(&written, error);
        sizes.text_bytes = (int64_t)written.length + 1;
        sizes.samples = experiment->dataset.samples;
        sizes.features = experiment->dataset.features;
        sizes.classes = experiment->dataset.classes;
        sizes.splits = experiment->splits.count;
        sizes.set_aside = experiment->splits.validation != NULL;
        sizes.ordered = experiment->splits.class_order != NULL;
        sizes.feature_groups = experiment->groups.count;
        sizes.level_bytes = level_bytes(&experiment->dataset);
        sizes.grouped = experiment->dataset.group != NULL;
        sizes.measured = experiment->dataset.target != NULL;
    }
    hf_broadcast(&sizes, sizeof sizes);
    if (!root)
        status = make_room(&sizes, &text, experiment, error);
    HF_TRY_CLEANUP(hf_parallel_agree(parallel, status, error));
    broadcast_arrays(&sizes, root ? written.data : text, experiment);
    if (sizes.level_bytes > 0)
        status = share_levels(parallel, sizes.level_bytes, &experiment->dataset, error);
    if (!root && status == HF_OK)
        status = hf_dataset_lay_inputs(&experiment->dataset, error);
    if (!root && status == HF_OK) {
        status = hf_config_parse(text, "rank 0's configuration", &experiment->config, error);
        experiment->grid = hf_grid_of(&experiment->config);
    }
    status = hf_parallel_agree(parallel, status, error);
cleanup:
    hf_free(&text);
    hf_text_free(&written);
    return status;
}
