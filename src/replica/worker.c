/* A worker's task: a block of replicas, from its split's inputs to sealed rows. */
#include "holdfast/replica.h"

#include "base/clock.h"
#include "base/nan.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "network/network.h"
#include <string.h>

struct hf_worker {
    const hf_experiment *experiment;
    hf_arm arm;
    hf_grid grid;             /* of the arm */
    int64_t features, widest; /* columns that its networks see; hidden units of the largest */
    const hf_rows_layout *layout;
    int64_t team;
    int64_t draw_number; /* -1: none yet */
    hf_draw draw;        /* that one's data and splits */
    int64_t split;       /* of the grid, which the samples are of; -1: none yet */
    hf_samples *train, *test;
    hf_trainer **trainers;             /* [hidden sizes], made when first used */
    int64_t *train_rows;               /* [hidden sizes] training rows that each was made for */
    int64_t *threads;                  /* [hidden sizes] that share a replica; 0: not known yet */
    int64_t *train_index, *test_index; /* [samples] */
    double *center, *scale, *fill;     /* [features] */
    double *training_mean;             /* [features] of the inputs */
    float *inputs;                     /* [samples, features], the split's test rows */
    int32_t *labels;                   /* [samples] */
    int64_t test_rows;
    hf_importance_workspace *importance;
    float *weights; /* of a replica whose rows do not hold them */
    double seconds; /* that the last training took */
};

/* Whether one of the methods looks at test rows. */
static bool uses_rows(const hf_config *config)
{
    const hf_integer_list *methods = &config->significance.methods;
    return hf_method_first(methods->items, methods->count, HF_METHOD_TEST_ROWS) >= 0;
}

static hf_status allocate_arrays(hf_worker *w, hf_error *error)
{
    const int64_t samples = w->experiment->dataset.samples, hiddens = w->grid.hiddens;
    size_t row;
    if (!hf_multiply((size_t)w->features, sizeof(float), &row))
        return hf_fail(error, HF_INTERNAL, "too many features");
    HF_TRY(hf_allocate(&w->trainers, hiddens, sizeof *w->trainers, error));
    HF_TRY(hf_allocate(&w->train_rows, hiddens, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&w->threads, hiddens, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&w->train_index, samples, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&w->test_index, samples, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&w->center, w->features, sizeof(double), error));
    HF_TRY(hf_allocate(&w->scale, w->features, sizeof(double), error));
    HF_TRY(hf_allocate(&w->fill, w->features, sizeof(double), error));
    HF_TRY(hf_allocate(&w->training_mean, w->features, sizeof(double), error));
    HF_TRY(hf_allocate(&w->inputs, samples, row, error));
    return hf_allocate(&w->labels, samples, sizeof(int32_t), error);
}

/* What the importances need. */
static hf_status allocate_scratch(hf_worker *w, hf_error *error)
{
    const hf_dataset *data = &w->experiment->dataset;
    size_t unit; /* floats of a hidden unit, and a class's bias for each */
    if (w->arm != HF_ARM_MAIN) {
        if (!hf_multiply((size_t)(w->features + 2 * data->classes + 1), sizeof(float), &unit))
            return hf_fail(error, HF_INTERNAL, "too many features");
        HF_TRY(hf_allocate(&w->weights, w->widest, unit, error));
    }
    return hf_importance_workspace_make(w->features, w->widest, data->classes,
                                        uses_rows(&w->experiment->config) ? data->samples : 0,
                                        w->team, &w->importance, error);
}

hf_status hf_worker_make(const hf_experiment *experiment, hf_arm arm, const hf_rows_layout *layout,
                         int64_t team, hf_worker **made, hf_error *error)
{
    hf_worker *worker;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&worker, 1, sizeof *worker, error));
    *worker = (hf_worker){.experiment = experiment,
                          .arm = arm,
                          .grid = hf_arm_grid(&experiment->config, arm),
                          .features = hf_arm_features(experiment->dataset.features, arm),
                          .widest = 1,
                          .layout = layout,
                          .team = team,
                          .draw_number = -1,
                          .split = -1};
    worker->grid.shard = experiment->grid.shard;
    for (int64_t h = 0; h < worker->grid.hiddens; h++)
        if (worker->grid.hidden[h] > worker->widest)
            worker->widest = worker->grid.hidden[h];
    HF_TRY_CLEANUP(allocate_arrays(worker, error));
    HF_TRY_CLEANUP(allocate_scratch(worker, error));
cleanup:
    if (status != HF_OK)
        hf_worker_free(&worker);
    *made = worker;
    return status;
}

void hf_worker_free(hf_worker **made)
{
    hf_worker *worker = *made;
    if (!worker)
        return;
    for (int64_t h = 0; worker->trainers && h < worker->grid.hiddens; h++)
        hf_trainer_free(&worker->trainers[h]);
    hf_samples_free(&worker->train);
    hf_samples_free(&worker->test);
    hf_free(&worker->trainers);
    hf_free(&worker->train_rows);
    hf_free(&worker->threads);
    hf_free(&worker->train_index);
    hf_free(&worker->test_index);
    hf_free(&worker->center);
    hf_free(&worker->scale);
    hf_free(&worker->fill);
    hf_free(&worker->training_mean);
    hf_free(&worker->inputs);
    hf_free(&worker->labels);
    hf_importance_workspace_free(&worker->importance);
    hf_free(&worker->weights);
    hf_draw_free(&worker->draw);
    hf_free(made);
}

/* Standardises and packs one side of the split. */
static hf_status pack(hf_worker *worker, const int64_t *rows, int64_t count, hf_samples **samples,
                      hf_error *error)
{
    const hf_dataset *data = &worker->draw.dataset;
    hf_scaling_apply(data, rows, count, worker->center, worker->scale, worker->fill,
                     worker->inputs);
    for (int64_t i = 0; i < count; i++)
        worker->labels[i] = data->y[rows[i]];
    hf_samples_free(samples);
    return hf_samples_make(worker->inputs, worker->labels, count, data->features, data->classes,
                           samples, error);
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

/* The split's number within its draw, which is what keys random numbers. */
static int64_t split_of_draw(const hf_worker *worker, int64_t split)
{
    return split % hf_arm_splits(&worker->experiment->config, worker->arm);
}

static hf_status take_split(hf_worker *worker, int64_t split, hf_error *error)
{
    const hf_config *config = &worker->experiment->config;
    const hf_draw *draw = &worker->draw;
    const int64_t samples = worker->experiment->dataset.samples;
    const int64_t within = split_of_draw(worker, split);
    if (worker->split == split)
        return HF_OK;
    worker->split = -1;
    HF_TRY(take_draw(worker, split / hf_arm_splits(config, worker->arm), error));
    const int64_t train =
        hf_splits_rows(&draw->splits, within, worker->train_index, worker->test_index);
    HF_TRY(hf_scaling_compute(config, &draw->dataset, &draw->splits, within, worker->center,
                              worker->scale, worker->fill, error));
    HF_TRY(pack(worker, worker->train_index, train, &worker->train, error));
    hf_importance_mean(worker->inputs, train, worker->features, worker->training_mean);
    HF_TRY(pack(worker, worker->test_index, samples - train, &worker->test, error));
    worker->test_rows = samples - train;
    for (int64_t h = 0; h < worker->grid.hiddens; h++)
        if (worker->train_rows[h] != train)
            hf_trainer_free(&worker->trainers[h]); /* made for another number of rows */
    worker->split = split;
    return HF_OK;
}

static int64_t training_rows(const hf_splits *splits, int64_t split)
{
    int64_t rows = 0;
    for (int64_t i = 0; i < splits->samples; i++)
        rows += splits->train[split * splits->samples + i];
    return rows;
}

double hf_replica_flops(const hf_experiment *experiment, hf_arm arm, int64_t hidden_index)
{
    const hf_dataset *data = &experiment->dataset;
    const int64_t train = training_rows(&experiment->splits, 0);
    hf_config config = experiment->config; /* borrows everything */
    if (arm != HF_ARM_MAIN)
        config.output.history_every = 0;
    return hf_training_flops(&config, hf_arm_features(data->features, arm),
                             experiment->grid.hidden[hidden_index], data->classes, train,
                             data->samples - train);
}

double hf_replica_speedup(const hf_experiment *experiment, hf_arm arm, int64_t hidden_index,
                          int64_t team)
{
    const hf_dataset *data = &experiment->dataset;
    return hf_training_speedup(&experiment->config, hf_arm_features(data->features, arm),
                               experiment->grid.hidden[hidden_index], data->classes,
                               training_rows(&experiment->splits, 0), team);
}

/* That share a replica: all of the team, where it is faster. */
static int64_t threads_of(hf_worker *worker, int64_t hidden_index)
{
    int64_t *threads = &worker->threads[hidden_index];
    if (*threads == 0)
        *threads =
            hf_replica_speedup(worker->experiment, worker->arm, hidden_index, worker->team) > 1
                ? worker->team
                : 1;
    return *threads;
}

static hf_status trainer_of(hf_worker *worker, const hf_replica_place *place, hf_error *error)
{
    const hf_experiment *experiment = worker->experiment;
    const int64_t h = place->hidden_index;
    if (worker->trainers[h])
        return HF_OK;
    const int64_t train = training_rows(&worker->draw.splits, split_of_draw(worker, place->split));
    worker->train_rows[h] = train;
    return hf_trainer_make(&experiment->config, worker->features, place->hidden,
                           experiment->dataset.classes, train, threads_of(worker, h),
                           &worker->trainers[h], error);
}

/* Weights that nobody keeps, for the importances. */
static hf_outcome scratch_outcome(const hf_worker *worker, int64_t hidden)
{
    const int64_t classes = worker->experiment->dataset.classes;
    float *weights = worker->weights;
    return (hf_outcome){.input_weight = weights,
                        .input_bias = weights + hidden * worker->features,
                        .output_weight = weights + hidden * (worker->features + 1),
                        .output_bias = weights + hidden * (worker->features + 1 + classes)};
}

/* Where the trainer writes row k: straight into the block. */
static hf_outcome outcome_of(const hf_worker *worker, const hf_rows *rows, int64_t k)
{
#define AT(field) hf_rows_at(worker->layout, rows, field, 0, k)
    return (hf_outcome){.input_weight = AT(HF_WEIGHTS_INPUT_WEIGHT),
                        .input_bias = AT(HF_WEIGHTS_INPUT_BIAS),
                        .output_weight = AT(HF_WEIGHTS_OUTPUT_WEIGHT),
                        .output_bias = AT(HF_WEIGHTS_OUTPUT_BIAS),
                        .initial_input_weight = AT(HF_WEIGHTS_INITIAL_INPUT_WEIGHT),
                        .initial_input_bias = AT(HF_WEIGHTS_INITIAL_INPUT_BIAS),
                        .initial_output_weight = AT(HF_WEIGHTS_INITIAL_OUTPUT_WEIGHT),
                        .initial_output_bias = AT(HF_WEIGHTS_INITIAL_OUTPUT_BIAS),
                        .loss_history = AT(HF_HISTORY_LOSS),
                        .accuracy_history = AT(HF_HISTORY_TEST_ACCURACY)};
#undef AT
}

static void store(const hf_worker *worker, const hf_rows *rows, int64_t k, hf_field field,
                  const void *value, size_t size)
{
    void *at = hf_rows_at(worker->layout, rows, field, 0, k);
    if (at)
        memcpy(at, value, size);
}

static void store_scalars(const hf_worker *worker, const hf_rows *rows, int64_t k,
                          const hf_outcome *outcome, float seconds)
{
    const uint8_t status = outcome->diverged ? HF_DIVERGED : HF_DONE;
    const uint8_t learned = outcome->learned;
    const hf_arm_fields *fields = hf_fields_of(worker->arm);
    store(worker, rows, k, fields->status, &status, sizeof status);
    store(worker, rows, k, fields->learned, &learned, sizeof learned);
    store(worker, rows, k, HF_REPLICAS_TRAIN_LOSS, &outcome->train_loss, sizeof(float));
    store(worker, rows, k, HF_REPLICAS_TRAIN_ACCURACY, &outcome->train_accuracy, sizeof(float));
    store(worker, rows, k, HF_REPLICAS_TEST_LOSS, &outcome->test_loss, sizeof(float));
    store(worker, rows, k, HF_REPLICAS_TEST_ACCURACY, &outcome->test_accuracy, sizeof(float));
    store(worker, rows, k, fields->balanced_accuracy, &outcome->balanced_accuracy, sizeof(float));
    store(worker, rows, k, HF_REPLICAS_DEAD_UNITS, &outcome->dead_units, sizeof(int32_t));
    store(worker, rows, k, HF_REPLICAS_SECONDS, &seconds, sizeof seconds);
}

hf_status hf_worker_importance(hf_worker *worker, const hf_replica_place *place,
                               const hf_weights *weights, hf_method method, float *importance,
                               hf_error *error)
{
    const hf_config *config = &worker->experiment->config;
    HF_TRY(take_split(worker, place->split, error));
    const hf_test_rows test = {.rows = worker->test_rows,
                               .inputs = worker->inputs,
                               .labels = worker->labels,
                               .training_mean = worker->training_mean,
                               .threads = threads_of(worker, place->hidden_index),
                               .repeats = config->significance.permutation_repeats,
                               .significance_seed = config->significance.seed,
                               .seed = place->seed,
                               .split = split_of_draw(worker, place->split)};
    if (!hf_importance(method, weights, &test, worker->importance, importance))
        return hf_fail(error, HF_STOPPED, "stopped by request");
    return HF_OK;
}

/* Importances by every method that the rows have; NaN for a replica that diverged. */
static hf_status store_importance(hf_worker *worker, const hf_rows *rows, int64_t k,
                                  const hf_replica_place *place, const hf_outcome *outcome,
                                  hf_error *error)
{
    const hf_integer_list *methods = &worker->experiment->config.significance.methods;
    const hf_field field = hf_fields_of(worker->arm)->importance;
    const hf_weights weights = {.features = worker->features,
                                .hidden = place->hidden,
                                .classes = worker->experiment->dataset.classes,
                                .input_weight = outcome->input_weight,
                                .input_bias = outcome->input_bias,
                                .output_weight = outcome->output_weight,
                                .output_bias = outcome->output_bias};
    for (int64_t m = 0; m < methods->count; m++) {
        float *importance = hf_rows_at(worker->layout, rows, field, m, k);
        if (!importance)
            continue;
        if (outcome->diverged)
            hf_fill_nan_f32(importance, worker->features);
        else
            HF_TRY(hf_worker_importance(worker, place, &weights, (hf_method)methods->items[m],
                                        importance, error));
    }
    return HF_OK;
}

double hf_worker_seconds(const hf_worker *worker)
{
    return worker->seconds;
}

/* One replica into row k. HF_STOPPED: by request, unfinished. */
static hf_status run_one(hf_worker *worker, hf_rows *rows, int64_t k, hf_error *error)
{
    const hf_replica_place place = hf_grid_place(&worker->grid, rows->first + k);
    const double start = hf_clock_seconds();
    hf_outcome outcome =
        worker->weights ? scratch_outcome(worker, place.hidden) : outcome_of(worker, rows, k);
    hf_trainer_run(worker->trainers[place.hidden_index], worker->train, worker->test, place.seed,
                   split_of_draw(worker, place.split), &outcome);
    if (outcome.interrupted)
        return hf_fail(error, HF_STOPPED, "stopped by request");
    worker->seconds = hf_clock_seconds() - start;
    store_scalars(worker, rows, k, &outcome, (float)worker->seconds);
    HF_TRY(store_importance(worker, rows, k, &place, &outcome, error));
    hf_rows_seal(worker->layout, rows, k);
    return HF_OK;
}

hf_status hf_worker_run(hf_worker *worker, hf_rows *rows, hf_error *error)
{
    const hf_replica_place first = hf_grid_place(&worker->grid, rows->first);
    hf_status status = HF_OK;
    HF_TRY(take_split(worker, first.split, error));
    HF_TRY(trainer_of(worker, &first, error));
    for (int64_t k = 0; status == HF_OK && k < rows->count; k++) {
        status = run_one(worker, rows, k, error);
        for (; status == HF_STOPPED && k < rows->count; k++)
            hf_rows_blank(worker->layout, rows, k);
    }
    return status == HF_STOPPED ? HF_OK : status;
}
