/* Training one replica: the loop over optimizer steps, and the workspace that it needs. */
#include "network.h"

#include "holdfast/grid.h"
#include "holdfast/memory.h"
#include "holdfast/nan.h"
#include "holdfast/random.h"
#include <math.h>
#include <string.h>

/* ---- the workspace ---- */

/* The first layer's gradient is summed in one chain of fmas over so many rows; longer batches add
 * up such segments, which keeps rounding errors from growing with the number of rows. */
enum { SEGMENT_ROWS = 16 * HF_ROW_BLOCK };

static int64_t batch_rows(const hf_config *config, int64_t train_rows)
{
    const int64_t size = config->training.batch_size;
    return size > 0 && size < train_rows ? size : train_rows;
}

static hf_status make_arrays(hf_trainer *trainer, int64_t train_rows, hf_error *error)
{
    const hf_network *network = &trainer->parameter.network;
    const int64_t features = network->features, hidden = network->hidden;
    const int64_t classes = network->classes;
    const size_t block = HF_ROW_BLOCK * sizeof(float), lanes = HF_LANES * sizeof(float);
    trainer->sum_count = hidden + classes * hidden + classes;
    HF_TRY(hf_allocate(&trainer->lane_sums, trainer->sum_count, lanes, error));
    HF_TRY(hf_allocate(&trainer->summed, trainer->sum_count, sizeof(float), error));
    trainer->sums = (hf_lane_sums){trainer->lane_sums, trainer->lane_sums + hidden * HF_LANES,
                                   trainer->lane_sums + (hidden + classes * hidden) * HF_LANES};
    HF_TRY(hf_allocate(&trainer->activation, hidden, block, error));
    HF_TRY(hf_allocate(&trainer->logits, classes, block, error));
    HF_TRY(hf_allocate(&trainer->logit_gradient, classes, block, error));
    HF_TRY(hf_allocate(&trainer->share, classes, block, error));
    HF_TRY(hf_allocate(&trainer->dense, trainer->parameter.count, sizeof(float), error));
    HF_TRY(hf_allocate(&trainer->class_rows, classes, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&trainer->class_correct, classes, sizeof(int64_t), error));
    HF_TRY(hf_allocate(&trainer->fraction, 2 * (classes + 2), sizeof(uint32_t), error));
    HF_TRY(hf_allocate(&trainer->alive, hidden, 1, error));
    const int64_t batch = batch_rows(trainer->config, train_rows);
    if (batch > SEGMENT_ROWS)
        HF_TRY(hf_slab_make(features, hidden, classes, &trainer->segment_sum, error));
    if (batch < train_rows) {
        HF_TRY(hf_allocate(&trainer->order, train_rows, sizeof(int64_t), error));
        HF_TRY(hf_samples_allocate(batch, features, classes, &trainer->batch, error));
    }
    return HF_OK;
}

hf_status hf_trainer_make(const hf_config *config, int64_t features, int64_t hidden,
                          int64_t classes, int64_t train_rows, hf_trainer **made, hf_error *error)
{
    hf_trainer *trainer;
    hf_status status = HF_OK;
    *made = NULL;
    HF_TRY(hf_allocate(&trainer, 1, sizeof *trainer, error));
    trainer->config = config;
    HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->parameter, error));
    HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->gradient, error));
    HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->first_moment, error));
    if (config->training.optimizer != HF_OPTIMIZER_SGD)
        HF_TRY_CLEANUP(hf_slab_make(features, hidden, classes, &trainer->second_moment, error));
    HF_TRY_CLEANUP(make_arrays(trainer, train_rows, error));
cleanup:
    if (status != HF_OK)
        hf_trainer_free(&trainer);
    *made = trainer;
    return status;
}

void hf_trainer_free(hf_trainer **made)
{
    hf_trainer *trainer = *made;
    if (!trainer)
        return;
    hf_slab_free(&trainer->parameter);
    hf_slab_free(&trainer->gradient);
    hf_slab_free(&trainer->first_moment);
    hf_slab_free(&trainer->second_moment);
    hf_slab_free(&trainer->segment_sum);
    hf_free(&trainer->lane_sums);
    hf_free(&trainer->summed);
    hf_free(&trainer->activation);
    hf_free(&trainer->logits);
    hf_free(&trainer->logit_gradient);
    hf_free(&trainer->share);
    hf_free(&trainer->dense);
    hf_samples_release(&trainer->batch);
    hf_free(&trainer->order);
    hf_free(&trainer->class_rows);
    hf_free(&trainer->class_correct);
    hf_free(&trainer->fraction);
    hf_free(&trainer->alive);
    hf_free(made);
}

/* ---- batches ---- */

static void gather(const hf_samples *from, const int64_t *rows, int64_t count, hf_samples *batch)
{
    const int64_t features = from->features;
    batch->rows = count;
    batch->blocks = (count + HF_ROW_BLOCK - 1) / HF_ROW_BLOCK;
    for (int64_t i = 0; i < count; i++) {
        const float *row = from->by_row + rows[i] * from->feature_stride;
        float *column = batch->by_feature + i / HF_ROW_BLOCK * features * HF_ROW_BLOCK;
        memcpy(batch->by_row + i * batch->feature_stride, row,
               (size_t)from->feature_stride * sizeof *row);
        for (int64_t f = 0; f < features; f++)
            column[f * HF_ROW_BLOCK + i % HF_ROW_BLOCK] = row[f];
        batch->label[i] = from->label[rows[i]];
    }
    for (int64_t i = count; i < batch->blocks * HF_ROW_BLOCK; i++)
        batch->label[i] = -1; /* the inputs there are an earlier batch's: finite, and unused */
}

/* The rows of step t (from 0). A fresh order each epoch is keyed by seed, split and epoch. */
static const hf_samples *batch_of_step(hf_trainer *trainer, const hf_samples *train, int64_t seed,
                                       int64_t split, int64_t t)
{
    const int64_t size = batch_rows(trainer->config, train->rows);
    if (size == train->rows)
        return train;
    const int64_t batches = (train->rows + size - 1) / size;
    const int64_t epoch = t / batches, first = t % batches * size;
    if (first == 0) {
        for (int64_t i = 0; i < train->rows; i++)
            trainer->order[i] = i;
        hf_stream stream = hf_stream_make(HF_PURPOSE_BATCH_ORDER, (uint32_t)seed, (uint32_t)epoch,
                                          (uint32_t)split, (uint32_t)(epoch >> 32));
        if (trainer->config->training.shuffle)
            hf_stream_shuffle(&stream, trainer->order, train->rows);
    }
    const int64_t left = train->rows - first;
    gather(train, trainer->order + first, left < size ? left : size, &trainer->batch);
    return &trainer->batch;
}

/* ---- one step ---- */

/* segment_sum += gradient (all of the slab; only the first layer's part matters yet) */
static void add_segment(hf_trainer *trainer, bool first)
{
    const float *gradient = trainer->gradient.data;
    float *sum = trainer->segment_sum.data;
    for (int64_t i = 0; i < trainer->gradient.count; i++)
        sum[i] = first ? gradient[i] : sum[i] + gradient[i];
}

/* The batch's loss, and the gradient slab. */
static float loss_and_gradient(hf_trainer *trainer, const hf_samples *batch)
{
    const hf_kernel_table *kernels = hf_kernels();
    const hf_network *network = &trainer->parameter.network, *gradient = &trainer->gradient.network;
    const int64_t classes = network->classes, hidden = network->hidden;
    const int64_t segment = SEGMENT_ROWS / HF_ROW_BLOCK;
    double losses[HF_LANES] = {0};
    memset(trainer->lane_sums, 0, (size_t)trainer->sum_count * HF_LANES * sizeof(float));
    for (int64_t b = 0; b < batch->blocks; b++) {
        const hf_row_block block = hf_samples_block(batch, b);
        kernels->forward(network, &block, trainer->activation, trainer->logits);
        kernels->loss((hf_loss)trainer->config->training.loss, classes, &block, trainer->logits,
                      1 / (float)batch->rows, trainer->share, trainer->logit_gradient, losses);
        kernels->backward(network, &block, trainer->logit_gradient, trainer->activation,
                          &trainer->sums);
        kernels->weight_gradient(gradient, &block, trainer->activation, b % segment > 0);
        const bool last = b + 1 == batch->blocks;
        if (batch->blocks > segment && (last || (b + 1) % segment == 0))
            add_segment(trainer, b < segment);
    }
    if (batch->blocks > segment)
        memcpy(trainer->gradient.data, trainer->segment_sum.data,
               (size_t)trainer->gradient.count * sizeof(float));
    kernels->sum_lanes(trainer->lane_sums, trainer->sum_count, trainer->summed);
    hf_slab_load(&trainer->gradient, NULL, trainer->summed, trainer->summed + hidden,
                 trainer->summed + hidden + classes * hidden);
    return (float)(hf_sum_losses(losses) / (double)batch->rows);
}

/* Powers of the betas, by multiplication: libm's pow differs between processors. */
typedef struct {
    double beta1, beta2;
} beta_powers;

static void optimize(hf_trainer *trainer, beta_powers *powers)
{
    const hf_config *config = trainer->config;
    const double rate = config->training.learning_rate, decay = config->training.weight_decay;
    const double beta1 = config->training.beta1, beta2 = config->training.beta2;
    const int64_t count = trainer->parameter.count;
    hf_optimizer_step step = {.learning_rate = (float)rate,
                              .momentum = (float)config->training.momentum,
                              .weight_decay = (float)decay,
                              .decay_factor = 1};
    if (config->training.optimizer == HF_OPTIMIZER_SGD) {
        hf_kernels()->sgd(&step, count, trainer->gradient.data, trainer->first_moment.data,
                          trainer->parameter.data);
        return;
    }
    powers->beta1 *= beta1;
    powers->beta2 *= beta2;
    step.learning_rate = (float)(rate / (1 - powers->beta1));
    step.beta1 = (float)beta1;
    step.one_minus_beta1 = (float)(1 - beta1);
    step.beta2 = (float)beta2;
    step.one_minus_beta2 = (float)(1 - beta2);
    step.second_moment_scale = (float)(1 / sqrt(1 - powers->beta2));
    step.epsilon = (float)config->training.epsilon;
    if (config->training.optimizer == HF_OPTIMIZER_ADAMW) {
        step.weight_decay = 0;
        step.decay_factor = (float)(1 - rate * decay);
    }
    hf_kernels()->adam(&step, count, trainer->gradient.data, trainer->first_moment.data,
                       trainer->second_moment.data, trainer->parameter.data);
}

/* ---- the replica ---- */

static void start(hf_trainer *trainer, int64_t seed, hf_outcome *outcome)
{
    const hf_network *network = &trainer->parameter.network;
    const int64_t features = network->features, hidden = network->hidden;
    const int64_t classes = network->classes;
    float *input_weight = trainer->dense, *input_bias = input_weight + hidden * features;
    float *output_weight = input_bias + hidden, *output_bias = output_weight + classes * hidden;
    hf_initial_weights((hf_init)trainer->config->model.init, seed, features, hidden, classes,
                       input_weight, input_bias, output_weight, output_bias);
    hf_slab_load(&trainer->parameter, input_weight, input_bias, output_weight, output_bias);
    hf_slab_save(&trainer->parameter, outcome->initial_input_weight, outcome->initial_input_bias,
                 outcome->initial_output_weight, outcome->initial_output_bias);
    memset(trainer->first_moment.data, 0, (size_t)trainer->first_moment.count * sizeof(float));
    if (trainer->second_moment.data)
        memset(trainer->second_moment.data, 0,
               (size_t)trainer->second_moment.count * sizeof(float));
}

/* From history entry `entry` on, and all that training would have left: NaN. */
static void diverge(const hf_trainer *trainer, int64_t entry, hf_outcome *outcome)
{
    const hf_network *network = &trainer->parameter.network;
    const int64_t entries = hf_history_entries(trainer->config->training.iterations,
                                               trainer->config->output.history_every);
    float *scalars[] = {&outcome->train_loss, &outcome->train_accuracy, &outcome->test_loss,
                        &outcome->test_accuracy, &outcome->balanced_accuracy};
    for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++)
        *scalars[i] = hf_nan_f32();
    if (outcome->loss_history)
        hf_fill_nan_f32(outcome->loss_history + entry, entries - entry);
    if (outcome->accuracy_history)
        hf_fill_nan_f32(outcome->accuracy_history + entry, entries - entry);
    float *const weights[] = {outcome->input_weight, outcome->input_bias, outcome->output_weight,
                              outcome->output_bias};
    const int64_t counts[] = {network->hidden * network->features, network->hidden,
                              network->classes * network->hidden, network->classes};
    for (int i = 0; i < 4; i++)
        if (weights[i])
            hf_fill_nan_f32(weights[i], counts[i]);
    outcome->dead_units = 0;
    outcome->learned = false;
    outcome->diverged = true;
}

static void finish(hf_trainer *trainer, const hf_samples *train, const hf_samples *test,
                   int64_t entries, hf_outcome *outcome)
{
    const int64_t hidden = trainer->parameter.network.hidden;
    memset(trainer->alive, 0, (size_t)hidden);
    const hf_evaluation on_train = hf_evaluate(trainer, train, trainer->alive);
    const hf_evaluation on_test = hf_evaluate(trainer, test, NULL);
    if (!isfinite(on_train.loss) || !isfinite(on_test.loss)) {
        diverge(trainer, entries, outcome);
        return;
    }
    outcome->diverged = false;
    outcome->train_loss = on_train.loss;
    outcome->train_accuracy = on_train.accuracy;
    outcome->test_loss = on_test.loss;
    outcome->test_accuracy = on_test.accuracy;
    outcome->balanced_accuracy = hf_evaluate_balanced(trainer, test, &outcome->learned);
    outcome->dead_units = 0;
    for (int64_t j = 0; j < hidden; j++)
        outcome->dead_units += !trainer->alive[j];
    hf_slab_save(&trainer->parameter, outcome->input_weight, outcome->input_bias,
                 outcome->output_weight, outcome->output_bias);
}

void hf_trainer_run(hf_trainer *trainer, const hf_samples *train, const hf_samples *test,
                    int64_t seed, int64_t split, hf_outcome *outcome)
{
    const int64_t iterations = trainer->config->training.iterations;
    const int64_t every = trainer->config->output.history_every;
    beta_powers powers = {1, 1};
    int64_t entry = 0;
    start(trainer, seed, outcome);
    for (int64_t t = 0; t < iterations; t++) {
        const bool recorded = every > 0 && t % every == 0;
        const float loss =
            loss_and_gradient(trainer, batch_of_step(trainer, train, seed, split, t));
        if (!isfinite(loss)) {
            diverge(trainer, entry, outcome);
            return;
        }
        optimize(trainer, &powers);
        if (recorded && outcome->loss_history)
            outcome->loss_history[entry] = loss;
        if (recorded && outcome->accuracy_history)
            outcome->accuracy_history[entry] =
                (float)((double)hf_evaluate_correct(trainer, test) / (double)test->rows);
        entry += recorded;
    }
    finish(trainer, train, test, entry, outcome);
}

double hf_training_flops(const hf_config *config, int64_t features, int64_t hidden, int64_t classes,
                         int64_t train_rows, int64_t test_rows)
{
    const double input = (double)features * (double)hidden,
                 output = (double)hidden * (double)classes;
    const double iterations = (double)config->training.iterations;
    const double step = (double)batch_rows(config, train_rows) * (2 * input + 3 * output);
    const double test = (double)test_rows * (input + output);
    const double entries =
        (double)hf_history_entries(config->training.iterations, config->output.history_every);
    return 2 * (iterations * step + entries * test);
}
