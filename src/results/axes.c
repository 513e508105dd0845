/* The dimensions of the results file and their scales. */
#include "catalogue.h"
#include "holdfast/status_codes.h"

const hf_field_row hf_axis_table[HF_AXES] = {
#define AXIS(id, path, type, scope, condition, first, text)                                        \
    [HF_AXIS_##                                                                                    \
        id] = {path, HF_TYPE_##type, {HF_AXIS_##id}, HF_SCOPE_##scope, HF_IF_##condition, 0, "1",  \
               text, NULL,           first,          HF_TASK_ANY},
    HF_AXIS_LIST(AXIS)
#undef AXIS
};

int64_t hf_shape_variants(const hf_shape *shape, const hf_field_row *row)
{
    const hf_config *config = shape->config;
    const bool holds[] = {
        [HF_IF_ALWAYS] = true,
        [HF_IF_DATASET] = config->output.dataset,
        [HF_IF_GROUP] = config->output.dataset && config->data.groups,
        [HF_IF_VALIDATION] = config->training.validation_fraction > 0,
        [HF_IF_HISTORY] = shape->size[HF_AXIS_ITERATION] > 0,
        [HF_IF_INITIAL] = config->output.initial_weights,
        [HF_IF_LABELS] = hf_arm_draws(config, HF_ARM_LABELS) > 0,
        [HF_IF_LABELS_ASKED] = config->null_test.labels > 0,
        [HF_IF_PROBES] = hf_arm_draws(config, HF_ARM_PROBES) > 0,
    };
    const int64_t variants[] = {
        [HF_SCOPE_ONCE] = 1,
        [HF_SCOPE_HIDDEN] = shape->grid.hiddens,
        [HF_SCOPE_METHOD] = shape->size[HF_AXIS_METHOD],
        [HF_SCOPE_NULL_METHOD] = shape->size[HF_AXIS_METHOD],
    };
    const bool outcome = hf_config_is_regression(config);
    const bool fits = row->task == HF_TASK_ANY || (row->task == HF_TASK_OUTCOME) == outcome;
    /* the statistics need all replicas: a shard's file has no place for them */
    const bool lacks = shape->grid.shard.count > 0 && (row->roles & HF_ROLE_STATISTICS);
    return holds[row->condition] && fits && !lacks && hf_config_has(config, row->since)
               ? variants[row->scope]
               : 0;
}

bool hf_shape_has(const hf_shape *shape, hf_scope scope, int64_t variant)
{
    const int64_t *methods = shape->config->significance.methods.items;
    return scope != HF_SCOPE_NULL_METHOD ||
           !hf_method_is((hf_method)methods[variant], HF_METHOD_UNITS);
}

hf_grid hf_shape_grid(const hf_shape *shape, hf_arm arm)
{
    return hf_shard_grid(shape->config, shape->grid.shard, arm);
}

hf_axis hf_shape_axis(const hf_shape *shape, hf_axis axis)
{
    return axis == HF_AXIS_INPUT && !hf_config_has(shape->config, 2) ? HF_AXIS_FEATURE : axis;
}

int64_t hf_axis_size(const hf_shape *shape, hf_axis axis, int64_t variant)
{
    switch (axis) {
    case HF_AXIS_UNIT_OF_SIZE:
        return shape->grid.hidden[variant];
    case HF_AXIS_REPLICA_OF_SIZE:
        return hf_grid_rows(&shape->grid, variant);
    default:
        return shape->size[axis];
    }
}

double hf_axis_value(const hf_shape *shape, hf_axis axis, int64_t variant, int64_t index)
{
    const hf_grid *grid = &shape->grid;
    hf_grid null;
    switch (axis) {
    case HF_AXIS_PERMUTATION_REPLICA:
    case HF_AXIS_DRAW_REPLICA:
        null = hf_shape_grid(shape, axis == HF_AXIS_DRAW_REPLICA ? HF_ARM_PROBES : HF_ARM_LABELS);
        return (double)(hf_grid_first(&null) + index);
    case HF_AXIS_SEED:
        return (double)(grid->first_seed + index);
    case HF_AXIS_HIDDEN:
        return (double)grid->hidden[index];
    case HF_AXIS_ITERATION:
        return (double)(1 + index * shape->config->output.history_every);
    case HF_AXIS_RANK:
        return (double)(index + 1);
    case HF_AXIS_THRESHOLD:
        return hf_threshold(index);
    case HF_AXIS_REPLICA:
        return (double)(hf_grid_first(grid) + index);
    case HF_AXIS_REPLICA_OF_SIZE:
        return (double)hf_grid_number(grid, variant, index);
    default:
        return (double)index;
    }
}

const char *hf_axis_long_name(const hf_shape *shape, hf_axis axis)
{
    if (axis == HF_AXIS_RANK && shape->size[HF_AXIS_FEATURE] > HF_RANKS_KEPT)
        return "rank of a feature, 1 is the most important; the last one stands for all ranks from "
               "it on";
    if (shape->grid.shard.count > 0 &&
        (axis == HF_AXIS_PERMUTATION_REPLICA || axis == HF_AXIS_DRAW_REPLICA))
        return "number of the replica, counted over all draws of the null test";
    return hf_axis_table[axis].long_name;
}

/* Every value of every axis of 32 bits has to fit. */
static hf_status check_axes(const hf_shape *shape, hf_error *error)
{
    for (hf_axis axis = HF_AXIS_FEATURE; axis < HF_AXES; axis++) {
        const hf_field_row *row = &hf_axis_table[axis];
        int64_t variants = hf_shape_variants(shape, row);
        for (int64_t variant = 0; variant < variants; variant++) {
            int64_t size = hf_axis_size(shape, axis, variant);
            if (size < 0 || (row->type == HF_TYPE_I32 && size > INT32_MAX))
                return hf_fail(error, HF_BAD_CONFIG,
                               "%lld is not a possible size of the axis %s (0 to %d)",
                               (long long)size, row->path, INT32_MAX);
        }
    }
    if (shape->config->training.iterations > INT32_MAX)
        return hf_fail(error, HF_BAD_CONFIG, "training.iterations is above %d", INT32_MAX);
    return HF_OK;
}

/* Draws and replicas of each; a shard's are not whole draws, so they make one row. */
static hf_status set_draws(hf_shape *shape, hf_arm arm, hf_axis draw, hf_axis replica,
                           hf_error *error)
{
    const hf_grid grid = hf_shape_grid(shape, arm);
    const bool whole = grid.shard.count == 0;
    HF_TRY(hf_grid_check(&grid, error));
    shape->size[draw] = whole ? hf_arm_draws(shape->config, arm) : 1;
    shape->size[replica] = whole ? hf_arm_part(shape->config, arm) : hf_grid_replicas(&grid);
    return HF_OK;
}

hf_status hf_shape_make(const hf_config *config, hf_shard shard, const hf_data_counts *counts,
                        hf_shape *shape, hf_error *error)
{
    *shape = (hf_shape){.config = config, .grid = hf_shard_grid(config, shard, HF_ARM_MAIN)};
    HF_TRY(hf_grid_check(&shape->grid, error));
    int64_t *size = shape->size;
    size[HF_AXIS_FEATURE] = counts->features;
    size[HF_AXIS_FEATURE_GROUP] = counts->groups;
    size[HF_AXIS_INPUT] = counts->inputs;
    size[HF_AXIS_CLASS] = counts->classes;
    size[HF_AXIS_SAMPLE] = counts->samples;
    size[HF_AXIS_SPLIT] = shape->grid.splits;
    size[HF_AXIS_SEED] = shape->grid.seeds;
    size[HF_AXIS_HIDDEN] = shape->grid.hiddens;
    size[HF_AXIS_REPLICA] = hf_grid_replicas(&shape->grid);
    size[HF_AXIS_ITERATION] =
        hf_history_entries(config->training.iterations, config->output.history_every);
    size[HF_AXIS_METHOD] = config->significance.methods.count;
    size[HF_AXIS_RANK] = counts->features < HF_RANKS_KEPT ? counts->features : HF_RANKS_KEPT;
    size[HF_AXIS_THRESHOLD] = HF_THRESHOLDS;
    size[HF_AXIS_FEATURE_OR_PROBE] = hf_arm_features(counts->features, HF_ARM_PROBES);
    HF_TRY(
        set_draws(shape, HF_ARM_LABELS, HF_AXIS_PERMUTATION, HF_AXIS_PERMUTATION_REPLICA, error));
    HF_TRY(set_draws(shape, HF_ARM_PROBES, HF_AXIS_DRAW, HF_AXIS_DRAW_REPLICA, error));
    return check_axes(shape, error);
}
