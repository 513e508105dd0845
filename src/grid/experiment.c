/* An experiment: configuration, data and splits, resolved together. */
#include "holdfast/grid.h"

#include "holdfast/null_test.h"

hf_status hf_experiment_make(hf_config *config, hf_experiment *experiment, hf_error *error)
{
    hf_status status;
    *experiment = (hf_experiment){.config = *config};
    *config = (hf_config){0};

    HF_TRY_CLEANUP(hf_dataset_load(&experiment->config, &experiment->dataset, error));
    HF_TRY_CLEANUP(
        hf_splits_make(&experiment->config, &experiment->dataset, &experiment->splits, error));
    HF_TRY_CLEANUP(hf_config_resolve(&experiment->config, experiment->dataset.features,
                                     experiment->splits.count, error));
    HF_TRY_CLEANUP(hf_arms_define(&experiment->dataset, &experiment->config, error));
    experiment->grid = hf_grid_of(&experiment->config);
    return HF_OK;

cleanup:
    hf_experiment_free(experiment);
    return status;
}

void hf_experiment_free(hf_experiment *experiment)
{
    hf_splits_free(&experiment->splits);
    hf_dataset_free(&experiment->dataset);
    hf_config_free(&experiment->config);
    *experiment = (hf_experiment){0};
}
