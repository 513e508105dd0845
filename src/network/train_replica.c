/* Training one replica: the loop over optimizer steps. */
#include "trainer.h"

#include "base/nan.h"
#include "holdfast/stop.h"
#include "random/random.h"
#include <math.h>
#include <omp.h>
#include <string.h>

/* What is trained on what, and where to. */
typedef struct {
    const hf_samples *train, *validation, *test; /* validation: NULL without early stopping */
    int64_t seed, split;
    hf_outcome *outcome;
} replica;

static void start(hf_trainer *trainer, int64_t seed, hf_outcome *outcome)
{
    const hf_network *network = &trainer->parameter.network;
    const int64_t features = network->features, hidden = network->hidden;
    const int64_t classes = network->classes;
    float *input_weight = trainer->dense, *input_bias = input_weight + hidden * features;
    float *output_weight = input_bias + hidden, *output_bias = output_weight + classes * hidden;
    hf_initial_weights((hf_init)trainer->config->model.init, seed, features, hidden, classes,
                       input_weight, input_bias, output_weight, output_bias);
    hf_network_load(network, input_weight, input_bias, output_weight, output_bias);
    hf_network_save(network, outcome->initial_input_weight, outcome->initial_input_bias,
                    outcome->initial_output_weight, outcome->initial_output_bias);
    memset(trainer->first_moment.data, 0, (size_t)trainer->first_moment.count * sizeof(float));
    if (trainer->second_moment.data)
        memset(trainer->second_moment.data, 0,
               (size_t)trainer->second_moment.count * sizeof(float));
}

/* From history entry `entry` on: NaN. */
static void blank_history(const hf_trainer *trainer, int64_t entry, const hf_outcome *outcome)
{
    const int64_t entries = hf_history_entries(trainer->config->training.iterations,
                                               trainer->config->output.history_every);
    if (outcome->loss_history)
        hf_fill_nan_f32(outcome->loss_history + entry, entries - entry);
    if (outcome->score_history)
        hf_fill_nan_f32(outcome->score_history + entry, entries - entry);
}

/* From history entry `entry` on, and all that training would have left: NaN. */
static void diverge(const hf_trainer *trainer, int64_t entry, hf_outcome *outcome)
{
    const hf_network *network = &trainer->parameter.network;
    float *scalars[] = {&outcome->train_loss,    &outcome->train_accuracy,    &outcome->test_loss,
                        &outcome->test_accuracy, &outcome->balanced_accuracy, &outcome->test_r2};
    for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++)
        *scalars[i] = hf_nan_f32();
    outcome->test_rmse = hf_nan_f64();
    blank_history(trainer, entry, outcome);
    float *const weights[] = {outcome->input_weight, outcome->input_bias, outcome->output_weight,
                              outcome->output_bias};
    const int64_t counts[] = {network->hidden * network->features, network->hidden,
                              network->classes * network->hidden, network->classes};
    for (int i = 0; i < 4; i++)
        if (weights[i])
            hf_fill_nan_f32(weights[i], counts[i]);
    outcome->dead_units = 0;
    outcome->iterations = 0;
    outcome->learned = false;
    outcome->diverged = true;
}

/* How well the test rows are predicted. `learned` compares the sum of squares with that of the
 * training mean, which is 0. */
static void judge(hf_trainer *trainer, const hf_samples *test, const hf_evaluation *on_test,
                  hf_outcome *outcome)
{
    outcome->test_accuracy = on_test->accuracy;
    outcome->balanced_accuracy = outcome->test_r2 = hf_nan_f32();
    outcome->test_rmse = hf_nan_f64();
    if (!hf_trainer_measures(trainer)) {
        outcome->balanced_accuracy = hf_balanced_accuracy(trainer, &outcome->learned);
        return;
    }
    outcome->test_r2 = hf_r2(test, on_test->losses);
    outcome->test_rmse = sqrt(on_test->losses / (double)test->rows);
    outcome->learned = on_test->losses < test->squares;
}

/* The final state, that after `step` steps (0: there is none), from all rows once more. */
static void finish(const hf_member *member, const replica *r, int64_t step, int64_t entries)
{
    hf_trainer *trainer = member->trainer;
    const hf_network *network = &trainer->parameter.network;
    hf_outcome *outcome = r->outcome;
    const hf_evaluation on_train = hf_evaluate(member, r->train, true);
    const hf_evaluation on_test = hf_evaluate(member, r->test, false);
    if (member->number > 0)
        return;
    if (step == 0 || !isfinite(on_train.loss) || !isfinite(on_test.loss)) {
        diverge(trainer, entries, outcome);
        return;
    }
    blank_history(trainer, entries, outcome);
    outcome->diverged = false;
    outcome->iterations = (int32_t)step;
    outcome->train_loss = on_train.loss;
    outcome->train_accuracy = on_train.accuracy;
    outcome->test_loss = on_test.loss;
    judge(trainer, r->test, &on_test, outcome);
    outcome->dead_units = 0;
    for (int64_t j = 0; j < network->hidden; j++)
        outcome->dead_units += !trainer->alive[j];
    hf_network_save(network, outcome->input_weight, outcome->input_bias, outcome->output_weight,
                    outcome->output_bias);
}

/* A mini-batch: its rows of the training set (NULL: all of it), and room for them. */
typedef struct {
    const int64_t *chosen;
    hf_samples samples;
} batch;

/* The batch of step t (from 0). A fresh order each epoch is keyed by seed, split and epoch. */
static batch batch_of_step(const hf_member *member, const replica *r, int64_t t)
{
    hf_trainer *trainer = member->trainer;
    const int64_t rows = r->train->rows, size = hf_batch_rows(trainer->config, rows);
    if (size == rows)
        return (batch){NULL, *r->train};
    const int64_t batches = (rows + size - 1) / size;
    const int64_t epoch = t / batches, first = t % batches * size;
    if (first == 0 && member->number == 0) {
        for (int64_t i = 0; i < rows; i++)
            trainer->order[i] = i;
        hf_stream stream =
            hf_stream_make(HF_PURPOSE_BATCH_ORDER, (uint32_t)r->seed, (uint32_t)epoch,
                           (uint32_t)r->split, (uint32_t)(epoch >> 32));
        if (trainer->config->training.shuffle)
            hf_stream_shuffle(&stream, trainer->order, rows);
    }
    if (first == 0)
        hf_member_wait(member);
    batch b = {trainer->order + first, trainer->batch};
    b.samples.rows = rows - first < size ? rows - first : size;
    b.samples.blocks = (b.samples.rows + HF_ROW_BLOCK - 1) / HF_ROW_BLOCK;
    return b;
}

/* The test accuracy of an entry (-1: none) once all members have counted and passed a barrier. */
static void note_accuracy(const hf_member *member, const replica *r, int64_t entry)
{
    int64_t correct = 0;
    if (entry < 0 || member->number > 0)
        return;
    for (int64_t other = 0; other < member->team; other++)
        correct += member->trainer->correct[other];
    r->outcome->score_history[entry] = (float)((double)correct / (double)r->test->rows);
}

/* Counts the test rows for entry `entry` of the history; *counted is it where that is to be noted
 * after the next barrier. The squares of a measured outcome are added in an order of their own,
 * with barriers. */
static void look_at_test(const hf_member *member, const replica *r, int64_t entry, int64_t *counted)
{
    if (!hf_trainer_measures(member->trainer)) {
        member->trainer->correct[member->number] = hf_evaluate_correct(member, r->test);
        *counted = entry;
        return;
    }
    const double losses = hf_evaluate_losses(member, r->test);
    if (member->number == 0)
        r->outcome->score_history[entry] = hf_r2(r->test, losses);
}

/* What each member does. All see the same losses and, a barrier later, the same request to stop:
 * they leave together. */
static void train(const hf_member *member, const replica *r)
{
    const hf_config *config = member->trainer->config;
    const int64_t every = config->output.history_every;
    hf_outcome *outcome = r->outcome;
    hf_beta_powers powers = {1, 1};
    hf_early_stopping best = HF_NOTHING_KEPT;
    int64_t entry = 0, counted = -1, t = 0;
    for (bool goes_on = true; goes_on && t < config->training.iterations; t++) {
        const bool recorded = every > 0 && t % every == 0;
        if (member->number == 0)
            member->trainer->stopping = hf_stop_requested() != 0;
        const batch b = batch_of_step(member, r, t);
        const float loss = hf_loss_and_gradient(member, r->train, b.chosen, &b.samples);
        note_accuracy(member, r, counted);
        counted = -1;
        if (member->trainer->stopping) {
            if (member->number == 0)
                outcome->interrupted = true;
            return;
        }
        if (!isfinite(loss)) {
            if (member->number == 0)
                diverge(member->trainer, entry, outcome);
            return;
        }
        hf_member_wait(member);
        hf_optimize(member, &powers);
        hf_member_wait(member);
        if (recorded && outcome->loss_history && member->number == 0)
            outcome->loss_history[entry] = loss;
        if (recorded && outcome->score_history)
            look_at_test(member, r, entry, &counted);
        entry += recorded;
        if (r->validation)
            goes_on = hf_early_stopping_look(member, r->validation, t + 1, &best);
    }
    hf_member_wait(member);
    note_accuracy(member, r, counted);
    if (best.step > 0)
        hf_early_stopping_restore(member);
    finish(member, r, r->validation ? best.step : t, entry);
}

void hf_trainer_run(hf_trainer *trainer, const hf_samples *train_rows, const hf_samples *validation,
                    const hf_samples *test, int64_t seed, int64_t split, hf_outcome *outcome)
{
    const replica r = {train_rows, validation, test, seed, split, outcome};
    outcome->interrupted = false;
    start(trainer, seed, outcome);
    if (trainer->team == 1) {
        const hf_member alone = hf_member_make(trainer, 0, 1);
        train(&alone, &r);
        return;
    }
#pragma omp parallel num_threads((int)trainer->team)
    {
        const hf_member member =
            hf_member_make(trainer, omp_get_thread_num(), omp_get_num_threads());
        train(&member, &r);
    }
}
