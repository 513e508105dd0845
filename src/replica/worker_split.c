/* The data of a split, and what training on it costs. */
#include "worker.h"

/* Standardises and packs rows of the split. */
static hf_status pack(hf_worker *worker, const int64_t *rows, int64_t count, hf_samples **samples,
                      hf_error *error)
{
    const hf_dataset *data = &worker->draw.dataset;
    hf_scaling_apply(data, rows, count, worker->center, worker->scale, worker->fill,
                     worker->inputs);
    for (int64_t i = 0; i < count; i++)
        worker->labels[i] = data->y[rows[i]];
    hf_samples_free(samples);
    for (int64_t i = 0; data->target && i < count; i++)
        worker->outcome[i] =
            (float)((data->target[rows[i]] - worker->target_center) / worker->target_scale);
    if (data->target)
        return hf_samples_make_outcome(worker->inputs, worker->outcome, count, data->inputs,
                                       samples, error);
    HF_TRY(hf_samples_make(worker->inputs, worker->labels, count, data->inputs, data->classes,
                           samples, error));
    return worker->weighs ? hf_samples_weigh(*samples, worker->class_weights, error) : HF_OK;
}

/* What each class weighs, by the rows that train; whether classes weigh anything but 1. */
static bool find_class_weights(hf_worker *worker, int64_t rows)
{
    const hf_dataset *data = &worker->draw.dataset;
    for (int64_t i = 0; i < rows; i++)
        worker->labels[i] = data->y[worker->train_index[i]];
    return hf_class_weights(&worker->experiment->config, worker->labels, rows, data->classes,
                            worker->class_weights);
}

static hf_status take_draw(hf_worker *worker, int64_t number, hf_error *error)
{
    if (worker->draw_number == number)
        return HF_OK;
    hf_draw_free(&worker->draw);
    worker->draw_number = -1;
    HF_TRY(hf_draw_make(worker->experiment, worker->arm, number, &worker->draw, error));
    worker->draw_number = number;
    return HF_OK;
}

int64_t hf_worker_split_of_draw(const hf_worker *worker, int64_t split)
{
    return split % hf_arm_splits(&worker->experiment->config, worker->arm);
}

hf_status hf_worker_take_split(hf_worker *worker, int64_t split, hf_error *error)
{
    const hf_config *config = &worker->experiment->config;
    const hf_draw *draw = &worker->draw;
    const int64_t within = hf_worker_split_of_draw(worker, split);
    if (worker->split == split)
        return HF_OK;
    worker->split = -1;
    HF_TRY(take_draw(worker, split / hf_arm_splits(config, worker->arm), error));
    const hf_split_rows rows = hf_splits_rows(&draw->splits, within, worker->train_index,
                                              worker->validation_index, worker->test_index);
    HF_TRY(hf_scaling_compute(config, &draw->dataset, &draw->splits, within, worker->center,
                              worker->scale, worker->fill, error));
    if (draw->dataset.target)
        HF_TRY(hf_target_scaling(&draw->dataset, &draw->splits, within, &worker->target_center,
                                 &worker->target_scale, error));
    worker->weighs = !draw->dataset.target && find_class_weights(worker, rows.train);
    HF_TRY(pack(worker, worker->train_index, rows.train, &worker->train, error));
    hf_importance_mean(worker->inputs, rows.train, worker->map.inputs, worker->training_mean);
    if (rows.validation > 0)
        HF_TRY(pack(worker, worker->validation_index, rows.validation, &worker->validation, error));
    HF_TRY(pack(worker, worker->test_index, rows.test, &worker->test, error));
    worker->test_rows = rows.test;
    for (int64_t h = 0; h < worker->grid.hiddens; h++)
        if (worker->train_rows[h] != rows.train)
            hf_trainer_free(&worker->trainers[h]); /* made for another number of rows */
    worker->split = split;
    return HF_OK;
}

static hf_split_rows first_split(const hf_experiment *experiment)
{
    return hf_splits_rows(&experiment->splits, 0, NULL, NULL, NULL);
}

double hf_replica_flops(const hf_experiment *experiment, hf_arm arm, int64_t hidden_index)
{
    const hf_dataset *data = &experiment->dataset;
    const hf_split_rows rows = first_split(experiment);
    hf_config config = experiment->config; /* borrows everything */
    if (arm != HF_ARM_MAIN)
        config.output.history_every = 0;
    return hf_training_flops(&config, hf_arm_features(data->inputs, arm),
                             experiment->grid.hidden[hidden_index], data->classes, rows.train,
                             rows.validation, rows.test);
}

double hf_replica_speedup(const hf_experiment *experiment, hf_arm arm, int64_t hidden_index,
                          int64_t team)
{
    const hf_dataset *data = &experiment->dataset;
    const hf_split_rows rows = first_split(experiment);
    return hf_training_speedup(&experiment->config, hf_arm_features(data->inputs, arm),
                               experiment->grid.hidden[hidden_index], data->classes, rows.train,
                               rows.validation, team);
}

int64_t hf_worker_threads(hf_worker *worker, int64_t hidden_index)
{
    int64_t *threads = &worker->threads[hidden_index];
    if (*threads == 0)
        *threads =
            hf_replica_speedup(worker->experiment, worker->arm, hidden_index, worker->team) > 1
                ? worker->team
                : 1;
    return *threads;
}
