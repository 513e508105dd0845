/*
 * Early stopping against runs that do not stop: a network trained for exactly t steps, with the
 * validation rows in the test rows' place, says what the validation loss is after step t.
 */
#include "holdfast/memory.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include "unit_test.h"
#include <math.h>
#include <string.h>

enum { FEATURES = 4, HIDDEN = 9, CLASSES = 3, STEPS = 60, NONE = 1000000 };
enum { TRAIN = 30, VALIDATION = 21, TEST = 25, ROWS = TRAIN + VALIDATION + TEST };
enum { WEIGHTS = HIDDEN * FEATURES + HIDDEN + CLASSES * HIDDEN + CLASSES };

typedef struct {
    float weights[WEIGHTS], loss[STEPS], accuracy[STEPS];
    hf_outcome outcome;
} result;

static float x[ROWS * FEATURES];
static int32_t y[ROWS];

/* Classes that overlap: few rows are learned by heart, and the validation loss rises again. */
static void make_rows(void)
{
    uint32_t state = 11;
    for (int i = 0; i < ROWS; i++) {
        y[i] = i % CLASSES;
        for (int f = 0; f < FEATURES; f++) {
            state = state * 1664525u + 1013904223u;
            x[i * FEATURES + f] = 4 * ((float)(state >> 8) * 0x1p-24f - 0.5f) + (f == y[i]);
        }
    }
}

static hf_config standard(void)
{
    return (hf_config){.training = {.learning_rate = 0.05,
                                    .beta1 = 0.9,
                                    .beta2 = 0.999,
                                    .epsilon = 1e-8,
                                    .iterations = STEPS,
                                    .validation_fraction = 0.4,
                                    .patience = NONE},
                       .output = {.history_every = 1}};
}

static hf_samples *samples_of(int first, int count)
{
    hf_samples *samples;
    assert_int_equal(
        hf_samples_make(x + first * FEATURES, y + first, count, FEATURES, CLASSES, &samples, NULL),
        HF_OK);
    return samples;
}

/* stop_early: else the validation rows are tested. */
static void run(const hf_config *config, bool stop_early, result *r)
{
    hf_samples *train = samples_of(0, TRAIN), *validation = samples_of(TRAIN, VALIDATION),
               *test = samples_of(TRAIN + VALIDATION, TEST);
    hf_trainer *trainer;
    float *bias = r->weights + HIDDEN * FEATURES, *output = bias + HIDDEN;
    *r = (result){.outcome = {.input_weight = r->weights,
                              .input_bias = bias,
                              .output_weight = output,
                              .output_bias = output + CLASSES * HIDDEN,
                              .loss_history = r->loss,
                              .score_history = r->accuracy}};
    assert_int_equal(hf_trainer_make(config, FEATURES, HIDDEN, CLASSES, TRAIN, 1, &trainer, NULL),
                     HF_OK);
    hf_trainer_run(trainer, train, stop_early ? validation : NULL, stop_early ? test : validation,
                   2, 5, &r->outcome);
    hf_trainer_free(&trainer);
    hf_samples_free(&train), hf_samples_free(&validation), hf_samples_free(&test);
}

/* losses [STEPS + 1]: on the validation rows after each step, from step 1 on; no two the same. */
static void validation_losses(const hf_config *config, float *losses)
{
    result r;
    hf_config one = *config;
    for (int t = 1; t <= STEPS; t++) {
        one.training.iterations = t;
        run(&one, false, &r);
        losses[t] = r.outcome.test_loss;
        for (int before = 1; before < t; before++)
            assert_true(losses[t] != losses[before]);
    }
}

/* The step that is kept, and the last one taken. */
static void expected_steps(const float *losses, int64_t patience, int *kept, int *last)
{
    *kept = 1;
    for (*last = 1; *last < STEPS && *last - *kept < patience;)
        if (losses[++*last] < losses[*kept])
            *kept = *last;
}

static void check(const hf_config *config, const float *losses)
{
    int kept, last;
    result early, exact;
    hf_config one = *config;
    expected_steps(losses, config->training.patience, &kept, &last);
    run(config, true, &early);
    assert_int_equal(early.outcome.iterations, kept);
    assert_false(early.outcome.diverged);
    one.training.iterations = kept;
    run(&one, false, &exact);
    assert_memory_equal(early.weights, exact.weights, sizeof exact.weights);
    assert_true(early.outcome.train_loss == exact.outcome.train_loss);
    assert_int_equal(early.outcome.dead_units, exact.outcome.dead_units);
    one.training.iterations = STEPS;
    run(&one, false, &exact);
    assert_memory_equal(early.loss, exact.loss, (size_t)last * sizeof(float));
    for (int t = 0; t < STEPS; t++) {
        assert_int_equal(isnan(early.loss[t]), t >= last);
        assert_int_equal(isnan(early.accuracy[t]), t >= last);
    }
}

static void the_step_of_the_smallest_validation_loss_is_kept(void **state)
{
    (void)state;
    const int64_t patience[] = {1, 2, 3, 10, STEPS - 1, STEPS, NONE};
    float losses[STEPS + 1];
    for (int kind = 0; kind < 12; kind++) {
        hf_config config = standard();
        config.training.loss = kind % 2;
        config.training.batch_size = kind / 2 % 2 ? 8 : 0;
        config.training.shuffle = true;
        config.training.optimizer = kind / 4;
        if (config.training.optimizer == HF_OPTIMIZER_SGD)
            config.training.momentum = 0.9, config.training.learning_rate = 0.3;
        validation_losses(&config, losses);
        int kept, last;
        expected_steps(losses, NONE, &kept, &last);
        if (config.training.loss == HF_LOSS_CROSS_ENTROPY)
            assert_in_range(kept, 2, STEPS - 2); /* the case has something to show */
        for (size_t i = 0; i < sizeof patience / sizeof *patience; i++) {
            config.training.patience = patience[i];
            check(&config, losses);
        }
    }
}

/* Test rows are looked at for the report alone. */
static void test_rows_decide_nothing(void **state)
{
    (void)state;
    hf_config config = standard();
    result a, b;
    make_rows();
    run(&config, true, &a);
    for (int i = (TRAIN + VALIDATION) * FEATURES; i < ROWS * FEATURES; i++)
        x[i] = -3 * x[i];
    run(&config, true, &b);
    assert_memory_equal(a.weights, b.weights, sizeof a.weights);
    assert_int_equal(a.outcome.iterations, b.outcome.iterations);
    assert_true(a.outcome.test_loss != b.outcome.test_loss);
    make_rows();
}

static void the_training_loss_decides_what_diverges(void **state)
{
    (void)state;
    hf_config config = standard();
    result r;
    config.training.optimizer = HF_OPTIMIZER_SGD;
    config.training.learning_rate = 1e30;
    run(&config, true, &r);
    assert_true(r.outcome.diverged);
    assert_int_equal(r.outcome.iterations, 0);
    assert_true(isnan(r.weights[0]) && isnan(r.outcome.test_loss) && isnan(r.loss[STEPS - 1]));
    assert_true(isfinite(r.loss[0]));
}

/* Not finite, and so never smaller: training ends after `patience` steps, and no step is left. */
static void validation_rows_without_a_finite_loss_keep_nothing(void **state)
{
    (void)state;
    hf_config config = standard();
    result r;
    for (int f = 0; f < FEATURES; f++)
        x[TRAIN * FEATURES + f] = f % 2 ? 3e38f : -3e38f;
    config.training.patience = 4;
    run(&config, true, &r);
    assert_true(r.outcome.diverged);
    assert_int_equal(r.outcome.iterations, 0);
    for (int t = 0; t < STEPS; t++)
        assert_int_equal(isnan(r.loss[t]), t >= 4);
    make_rows();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_step_of_the_smallest_validation_loss_is_kept),
        cmocka_unit_test(test_rows_decide_nothing),
        cmocka_unit_test(the_training_loss_decides_what_diverges),
        cmocka_unit_test(validation_rows_without_a_finite_loss_keep_nothing),
    };
    make_rows();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
