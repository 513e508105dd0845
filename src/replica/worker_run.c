/* From a replica number to its rows: training, importance, checksums. */
#include "worker.h"

#include "base/clock.h"
#include "base/nan.h"
#include "holdfast/status_codes.h"
#include <string.h>

static hf_status trainer_of(hf_worker *worker, const hf_replica_place *place, hf_error *error)
{
    const hf_experiment *experiment = worker->experiment;
    const int64_t h = place->hidden_index;
    if (worker->trainers[h])
        return HF_OK;
    const hf_split_rows rows = hf_splits_rows(
        &worker->draw.splits, hf_worker_split_of_draw(worker, place->split), NULL, NULL, NULL);
    worker->train_rows[h] = rows.train;
    return hf_trainer_make(&experiment->config, worker->map.inputs, place->hidden,
                           experiment->dataset.classes, rows.train, hf_worker_threads(worker, h),
                           &worker->trainers[h], error);
}

/* Weights that nobody keeps, for the importances. */
static hf_outcome scratch_outcome(const hf_worker *worker, int64_t hidden)
{
    const int64_t classes = worker->experiment->dataset.classes;
    float *weights = worker->weights;
    return (hf_outcome){.input_weight = weights,
                        .input_bias = weights + hidden * worker->map.inputs,
                        .output_weight = weights + hidden * (worker->map.inputs + 1),
                        .output_bias = weights + hidden * (worker->map.inputs + 1 + classes)};
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
                        .score_history = AT(hf_config_is_regression(&worker->experiment->config)
                                                ? HF_HISTORY_TEST_R2
                                                : HF_HISTORY_TEST_ACCURACY)};
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
    const float rmse = (float)(outcome->test_rmse * worker->target_scale);
    store(worker, rows, k, fields->test_r2, &outcome->test_r2, sizeof(float));
    store(worker, rows, k, HF_REPLICAS_TEST_RMSE, &rmse, sizeof rmse);
    store(worker, rows, k, fields->balanced_accuracy, &outcome->balanced_accuracy, sizeof(float));
    store(worker, rows, k, HF_REPLICAS_DEAD_UNITS, &outcome->dead_units, sizeof(int32_t));
    store(worker, rows, k, HF_REPLICAS_ITERATIONS, &outcome->iterations, sizeof(int32_t));
    store(worker, rows, k, HF_REPLICAS_SECONDS, &seconds, sizeof seconds);
}

hf_status hf_worker_importance(hf_worker *worker, const hf_replica_place *place,
                               const hf_weights *weights, hf_method method, float *importance,
                               hf_error *error)
{
    const hf_config *config = &worker->experiment->config;
    HF_TRY(hf_worker_take_split(worker, place->split, error));
    const hf_test_rows test = {.rows = worker->test_rows,
                               .inputs = worker->inputs,
                               .labels = worker->labels,
                               .outcome = worker->draw.dataset.target ? worker->outcome : NULL,
                               .training_mean = worker->training_mean,
                               .threads = hf_worker_threads(worker, place->hidden_index),
                               .repeats = config->significance.permutation_repeats,
                               .significance_seed = config->significance.seed,
                               .seed = place->seed,
                               .split = hf_worker_split_of_draw(worker, place->split)};
    if (!hf_importance(method, weights, &test, worker->importance, importance))
        return hf_fail(error, HF_STOPPED, "stopped by request");
    return HF_OK;
}

hf_status hf_worker_gradient(hf_worker *worker, const hf_replica_place *place,
                             const hf_weights *weights, double *gradient, hf_error *error)
{
    HF_TRY(hf_worker_take_split(worker, place->split, error));
    const hf_test_rows test = {.rows = worker->test_rows, .inputs = worker->inputs};
    hf_importance_gradient(weights, &test, worker->importance, gradient);
    return HF_OK;
}

/* Importances by every method that the rows have; NaN for a replica that diverged. */
static hf_status store_importance(hf_worker *worker, const hf_rows *rows, int64_t k,
                                  const hf_replica_place *place, const hf_outcome *outcome,
                                  hf_error *error)
{
    const hf_integer_list *methods = &worker->experiment->config.significance.methods;
    const hf_field field = hf_fields_of(worker->arm)->importance;
    const hf_weights weights = {.inputs = worker->map.inputs,
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
            hf_fill_nan_f32(importance, worker->map.features);
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
    hf_trainer_run(worker->trainers[place.hidden_index], worker->train, worker->validation,
                   worker->test, place.seed, hf_worker_split_of_draw(worker, place.split),
                   &outcome);
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
    HF_TRY(hf_worker_take_split(worker, first.split, error));
    HF_TRY(trainer_of(worker, &first, error));
    for (int64_t k = 0; status == HF_OK && k < rows->count; k++) {
        status = run_one(worker, rows, k, error);
        for (; status == HF_STOPPED && k < rows->count; k++)
            hf_rows_blank(worker->layout, rows, k);
    }
    return status == HF_STOPPED ? HF_OK : status;
}
