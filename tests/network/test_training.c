/* What training leaves behind: divergence, learning decided exactly, history, batches, initial
 * weights. */
#include "holdfast/memory.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include "random/random.h"
#include "unit_test.h"
#include <math.h>
#include <string.h>

enum { FEATURES = 3, HIDDEN = 5, CLASSES = 2, ROWS = 40, MOST_ENTRIES = 64 };

typedef struct {
    hf_config config;
    float x[ROWS * FEATURES];
    int32_t y[ROWS];
    float weights[4][HIDDEN * FEATURES], initial[4][HIDDEN * FEATURES];
    float loss[MOST_ENTRIES], accuracy[MOST_ENTRIES];
    hf_outcome outcome;
} fixture;

/* Two clouds that a line separates. */
static fixture make(void)
{
    fixture f = {.config = {.training = {.learning_rate = 0.05,
                                         .beta1 = 0.9,
                                         .beta2 = 0.999,
                                         .epsilon = 1e-8,
                                         .iterations = 20},
                            .output = {.history_every = 1}}};
    uint32_t state = 9;
    for (int i = 0; i < ROWS; i++) {
        f.y[i] = i % 2;
        for (int k = 0; k < FEATURES; k++) {
            state = state * 1664525u + 1013904223u;
            f.x[i * FEATURES + k] = (float)(state >> 8) * 0x1p-24f + (f.y[i] ? 0.7f : -0.7f);
        }
    }
    return f;
}

static void run_rows(fixture *f, int64_t rows, int64_t seed)
{
    hf_samples *samples;
    hf_trainer *trainer;
    f->outcome = (hf_outcome){.input_weight = f->weights[0],
                              .input_bias = f->weights[1],
                              .output_weight = f->weights[2],
                              .output_bias = f->weights[3],
                              .initial_input_weight = f->initial[0],
                              .initial_input_bias = f->initial[1],
                              .initial_output_weight = f->initial[2],
                              .initial_output_bias = f->initial[3],
                              .loss_history = f->loss,
                              .score_history = f->accuracy};
    assert_int_equal(hf_samples_make(f->x, f->y, rows, FEATURES, CLASSES, &samples, NULL), HF_OK);
    assert_int_equal(
        hf_trainer_make(&f->config, FEATURES, HIDDEN, CLASSES, rows, 1, &trainer, NULL), HF_OK);
    hf_trainer_run(trainer, samples, NULL, samples, seed, 0, &f->outcome);
    hf_trainer_free(&trainer);
    hf_samples_free(&samples);
}

static uint32_t bits(float value)
{
    uint32_t number;
    memcpy(&number, &value, sizeof number);
    return number;
}

static void training_separates_what_a_line_separates(void **state)
{
    (void)state;
    fixture f = make();
    run_rows(&f, ROWS, 1);
    assert_true(f.outcome.test_accuracy == 1);
    assert_true(f.outcome.balanced_accuracy == 1);
    assert_true(f.outcome.learned);
    assert_false(f.outcome.diverged);
    assert_true(f.loss[19] < f.loss[0] / 2);
    assert_true(f.outcome.train_loss < f.loss[19]);
}

static void a_replica_that_diverges_is_nan_from_there_on(void **state)
{
    (void)state;
    fixture f = make();
    f.config.training.optimizer = HF_OPTIMIZER_SGD;
    f.config.training.learning_rate = 1e30;
    run_rows(&f, ROWS, 1);
    assert_true(f.outcome.diverged);
    assert_false(f.outcome.learned);
    assert_true(isfinite(f.loss[0]));
    assert_int_equal(bits(f.loss[19]), 0x7fc00000);
    assert_int_equal(bits(f.accuracy[19]), 0x7fc00000);
    assert_int_equal(bits(f.outcome.train_loss), 0x7fc00000);
    assert_int_equal(bits(f.outcome.test_accuracy), 0x7fc00000);
    assert_int_equal(bits(f.weights[0][0]), 0x7fc00000);
    assert_int_equal(bits(f.weights[3][CLASSES - 1]), 0x7fc00000);
    assert_true(isfinite(f.initial[0][0]));
    /* the workspace carries nothing over */
    f.config.training.learning_rate = 0.05;
    run_rows(&f, ROWS, 1);
    assert_false(f.outcome.diverged);
}

static void inputs_that_overflow_diverge_at_once(void **state)
{
    (void)state;
    fixture f = make();
    for (int i = 0; i < ROWS * FEATURES; i++)
        f.x[i] *= 3e38f;
    run_rows(&f, ROWS, 1);
    assert_true(f.outcome.diverged);
    assert_int_equal(bits(f.loss[0]), 0x7fc00000);
}

/* Weights that never move (learning rate ~ 0) and equal logits: everything is called class 0, whose
 * recall is 1 and the other's 0: the balanced accuracy is exactly 1/2, which is not above chance.
 */
static void chance_is_not_learning(void **state)
{
    (void)state;
    fixture f = make();
    f.config.training.optimizer = HF_OPTIMIZER_SGD;
    f.config.training.learning_rate = 1e-30;
    memset(f.x, 0, sizeof f.x);
    run_rows(&f, ROWS, 1);
    assert_true(f.outcome.balanced_accuracy == 0.5f);
    assert_false(f.outcome.learned);
}

static void history_is_kept_every_so_many_iterations(void **state)
{
    (void)state;
    fixture all = make(), some = make();
    run_rows(&all, ROWS, 4);
    some.config.output.history_every = 7; /* iterations 1, 8, 15 */
    some.loss[3] = some.accuracy[3] = 77;
    run_rows(&some, ROWS, 4);
    for (int entry = 0; entry < 3; entry++) {
        assert_int_equal(bits(some.loss[entry]), bits(all.loss[7 * entry]));
        assert_int_equal(bits(some.accuracy[entry]), bits(all.accuracy[7 * entry]));
    }
    assert_true(some.loss[3] == 77 && some.accuracy[3] == 77);
    assert_memory_equal(some.weights, all.weights, sizeof all.weights);
    some.config.output.history_every = 0;
    run_rows(&some, ROWS, 4);
    assert_memory_equal(some.weights, all.weights, sizeof all.weights);
}

static void a_batch_of_all_rows_is_a_full_batch(void **state)
{
    (void)state;
    fixture full = make(), batch = make();
    run_rows(&full, ROWS, 2);
    batch.config.training.shuffle = true;
    for (int64_t size = ROWS; size <= ROWS + 1; size++) {
        batch.config.training.batch_size = size;
        run_rows(&batch, ROWS, 2);
        assert_memory_equal(batch.weights, full.weights, sizeof full.weights);
    }
}

/* Without shuffling the first step sees the first rows, the second the next ones, and the last
 * batch of an epoch is short: each as if it were all there is. */
static void batches_are_taken_in_order(void **state)
{
    (void)state;
    fixture f = make(), first = make();
    f.config.training.batch_size = 16;
    f.config.training.iterations = 1;
    first.config.training.iterations = 1;
    run_rows(&f, ROWS, 3);
    run_rows(&first, 16, 3);
    assert_int_equal(bits(f.loss[0]), bits(first.loss[0]));
    assert_memory_equal(f.weights, first.weights, sizeof f.weights);
}

static void shuffled_batches_differ_by_seed_and_cover_the_epoch(void **state)
{
    (void)state;
    fixture a = make(), b = make();
    a.config.training.batch_size = b.config.training.batch_size = 16;
    a.config.training.shuffle = true;
    run_rows(&a, ROWS, 3);
    run_rows(&b, ROWS, 3);
    assert_int_not_equal(bits(a.loss[0]), bits(b.loss[0]));
    assert_true(a.outcome.test_accuracy == 1);
    fixture again = make();
    again.config = a.config;
    run_rows(&again, ROWS, 3);
    assert_memory_equal(a.weights, again.weights, sizeof a.weights);
}

/* With a learning rate of almost 0 the weights stand still, so the losses of an epoch's batches,
 * weighted by their rows, average to the loss over all rows: each row is in one of them. */
static void an_epoch_sees_every_row_once(void **state)
{
    (void)state;
    fixture batches = make(), full = make();
    for (int shuffle = 0; shuffle < 2; shuffle++) {
        batches.config.training.shuffle = shuffle != 0;
        batches.config.training.batch_size = 16; /* 16, 16 and 8 rows */
        batches.config.training.optimizer = full.config.training.optimizer = HF_OPTIMIZER_SGD;
        batches.config.training.learning_rate = full.config.training.learning_rate = 1e-20;
        run_rows(&batches, ROWS, 6);
        run_rows(&full, ROWS, 6);
        for (int epoch = 0; epoch < 6; epoch++) {
            const float *loss = batches.loss + 3 * epoch;
            const double mean =
                (16 * (double)loss[0] + 16 * (double)loss[1] + 8 * (double)loss[2]) / ROWS;
            assert_true(fabs(mean - (double)full.loss[0]) < 1e-6);
        }
    }
}

static void a_wider_network_begins_with_the_narrower_ones_units(void **state)
{
    (void)state;
    float w1[40 * 7], b1[40], w2[3 * 40], b2[3], wide_w1[64 * 7], wide_b1[64], wide_w2[3 * 64],
        wide_b2[3];
    hf_initial_weights(HF_INIT_PHILOX, 12, 7, 40, 3, w1, b1, w2, b2);
    hf_initial_weights(HF_INIT_PHILOX, 12, 7, 64, 3, wide_w1, wide_b1, wide_w2, wide_b2);
    assert_memory_equal(w1, wide_w1, sizeof w1);
    assert_memory_equal(b1, wide_b1, sizeof b1);
    const double ratio = sqrt(40.0 / 64); /* the output layer's bound is 1 / sqrt(hidden) */
    for (int c = 0; c < 3; c++) {
        for (int j = 0; j < 40; j++)
            assert_true(fabs((double)wide_w2[c * 64 + j] - (double)w2[c * 40 + j] * ratio) < 1e-7);
        assert_true(fabs((double)wide_b2[c] - (double)b2[c] * ratio) < 1e-7);
    }
}

static void initial_weights_are_uniform_within_their_bound(void **state)
{
    (void)state;
    enum { F = 50, H = 400, COUNT = F * H };
    static float w1[COUNT], b1[H], w2[2 * H], b2[2];
    for (int init = 0; init < 2; init++) {
        double sum = 0, squares = 0, bound = 1 / sqrt(F);
        hf_initial_weights(init ? HF_INIT_PYTORCH : HF_INIT_PHILOX, 3, F, H, 2, w1, b1, w2, b2);
        for (int i = 0; i < COUNT; i++) {
            assert_true(fabs((double)w1[i]) <= bound);
            sum += (double)w1[i];
            squares += (double)w1[i] * (double)w1[i];
        }
        /* five standard errors of the mean and of the mean square of a uniform variable */
        assert_true(fabs(sum / COUNT) < 5 * bound / sqrt(3.0 * COUNT));
        assert_true(fabs(squares / COUNT - bound * bound / 3) <
                    5 * bound * bound * sqrt(4.0 / 45 / COUNT));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(training_separates_what_a_line_separates),
        cmocka_unit_test(a_replica_that_diverges_is_nan_from_there_on),
        cmocka_unit_test(inputs_that_overflow_diverge_at_once),
        cmocka_unit_test(chance_is_not_learning),
        cmocka_unit_test(history_is_kept_every_so_many_iterations),
        cmocka_unit_test(a_batch_of_all_rows_is_a_full_batch),
        cmocka_unit_test(batches_are_taken_in_order),
        cmocka_unit_test(shuffled_batches_differ_by_seed_and_cover_the_epoch),
        cmocka_unit_test(an_epoch_sees_every_row_once),
        cmocka_unit_test(a_wider_network_begins_with_the_narrower_ones_units),
        cmocka_unit_test(initial_weights_are_uniform_within_their_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
