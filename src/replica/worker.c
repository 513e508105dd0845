/* Makes and releases a worker. */
#include "worker.h"

#include "holdfast/status_codes.h"

/* Whether the gradient is asked for, or one of the methods looks at test rows. */
static bool uses_rows(const hf_worker *w)
{
    const hf_integer_list *methods = &w->experiment->config.significance.methods;
    return w->arm == HF_ARM_MAIN ||
           hf_method_first(methods->items, methods->count, HF_METHOD_TEST_ROWS) >= 0;
}

/* Probes stand behind all features and have the inputs that these have. */
static hf_status map_inputs(hf_worker *w, hf_error *error)
{
    const hf_dataset *data = &w->experiment->dataset;
    int64_t *first;
    w->map = (hf_input_map){.features = hf_arm_features(data->features, w->arm),
                            .inputs = hf_arm_features(data->inputs, w->arm)};
    if (data->inputs == data->features)
        return HF_OK;
    HF_TRY(hf_memory_allocate(&w->memory, &first, w->map.features + 1, sizeof *first, error));
    for (int64_t f = 0; f <= w->map.features; f++)
        first[f] = f <= data->features ? data->first_input[f]
                                       : data->inputs + data->first_input[f - data->features];
    w->map.first_input = first;
    return HF_OK;
}

static hf_status allocate_arrays(hf_worker *w, hf_error *error)
{
    const int64_t samples = w->experiment->dataset.samples, hiddens = w->grid.hiddens;
    const int64_t inputs = w->map.inputs;
    hf_memory *memory = &w->memory;
    size_t row;
    if (!hf_multiply((size_t)inputs, sizeof(float), &row))
        return hf_fail(error, HF_INTERNAL, "too many inputs");
    HF_TRY(hf_memory_allocate(memory, &w->trainers, hiddens, sizeof *w->trainers, error));
    HF_TRY(hf_memory_allocate(memory, &w->train_rows, hiddens, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &w->threads, hiddens, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &w->train_index, samples, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &w->validation_index, samples, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &w->test_index, samples, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(memory, &w->center, inputs, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &w->scale, inputs, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &w->fill, inputs, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &w->training_mean, inputs, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &w->inputs, samples, row, error));
    HF_TRY(hf_memory_allocate(memory, &w->class_weights, w->experiment->dataset.classes,
                              sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &w->labels, samples, sizeof(int32_t), error));
    return hf_memory_allocate(memory, &w->outcome, samples, sizeof(float), error);
}

/* What the importances need. */
static hf_status allocate_scratch(hf_worker *w, hf_error *error)
{
    const hf_dataset *data = &w->experiment->dataset;
    size_t unit; /* floats of a hidden unit, and a class's bias for each */
    if (w->arm != HF_ARM_MAIN) {
        if (!hf_multiply((size_t)(w->map.inputs + 2 * data->classes + 1), sizeof(float), &unit))
            return hf_fail(error, HF_INTERNAL, "too many inputs");
        HF_TRY(hf_memory_allocate(&w->memory, &w->weights, w->widest, unit, error));
    }
    return hf_importance_workspace_make(&w->map, w->widest, data->classes,
                                        uses_rows(w) ? data->samples : 0, w->team, &w->importance,
                                        error);
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
                          .grid = hf_experiment_grid(experiment, arm),
                          .widest = 1,
                          .layout = layout,
                          .team = team,
                          .draw_number = -1,
                          .split = -1};
    for (int64_t h = 0; h < worker->grid.hiddens; h++)
        if (worker->grid.hidden[h] > worker->widest)
            worker->widest = worker->grid.hidden[h];
    HF_TRY_CLEANUP(map_inputs(worker, error));
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
    hf_samples_free(&worker->validation);
    hf_samples_free(&worker->test);
    hf_importance_workspace_free(&worker->importance);
    hf_draw_free(&worker->draw);
    hf_memory_free(&worker->memory);
    hf_free(made);
}
