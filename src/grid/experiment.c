/* An experiment: configuration, data and splits, resolved together. */
#include "holdfast/grid.h"

#include "holdfast/null_test.h"

static int64_t count_training_rows(const hf_splits *splits)
{
    int64_t rows = 0;
    for (int64_t i = 0; i < splits->count * splits->samples; i++)
        rows += splits->train[i];
    return rows;
}

hf_data_counts hf_experiment_counts(const hf_experiment *experiment)
{
    hf_data_counts counts = hf_dataset_counts(&experiment->dataset);
    counts.groups = experiment->groups.count;
    counts.splits = experiment->splits.count;
    counts.train_rows = count_training_rows(&experiment->splits);
    counts.class_names = &experiment->dataset.class_names;
    return counts;
}

hf_status hf_experiment_resolve(hf_experiment *experiment, hf_error *error)
{
    hf_feature_groups_free(&experiment->groups);
    HF_TRY(hf_feature_groups_make(&experiment->config, &experiment->dataset, &experiment->groups,
                                  error));
    const hf_data_counts counts = hf_experiment_counts(experiment);
    HF_TRY(hf_config_resolve(&experiment->config, &counts, error));
    experiment->grid = hf_grid_of(&experiment->config);
    return HF_OK;
}

hf_status hf_experiment_make(hf_config *config, hf_experiment *experiment, hf_error *error)
{
    hf_status status;
    *experiment = (hf_experiment){.config = *config};
    *config = (hf_config){0};

    HF_TRY_CLEANUP(hf_dataset_load(&experiment->config, &experiment->dataset, error));
    HF_TRY_CLEANUP(
        hf_splits_make(&experiment->config, &experiment->dataset, &experiment->splits, error));
    HF_TRY_CLEANUP(hf_experiment_resolve(experiment, error));
    HF_TRY_CLEANUP(hf_arms_define(&experiment->dataset, &experiment->config, error));
    return HF_OK;

cleanup:
    hf_experiment_free(experiment);
    return status;
}

void hf_experiment_free(hf_experiment *experiment)
{
    hf_feature_groups_free(&experiment->groups);
    hf_splits_free(&experiment->splits);
    hf_dataset_free(&experiment->dataset);
    hf_config_free(&experiment->config);
    *experiment = (hf_experiment){0};
}
