/*
 * Weights of the classes, by hand. All inputs are 0, so that every row has the same outputs: with
 * p0, p1 their softmax a row of class c has the loss -ln p_c.
 */
#include "kernels/kernels.h"
#include "network/network.h"
#include "unit_test.h"
#include <math.h>
#include <string.h>

enum { HIDDEN = 3, ROWS = 4, STEPS = 2 };

static const int32_t y[ROWS] = {0, 0, 0, 1};

typedef struct {
    float loss[STEPS], initial_input_bias[HIDDEN], initial_output_weight[2 * HIDDEN];
    float initial_output_bias[2], output_bias[2];
    hf_outcome outcome;
} result;

static hf_config sgd(void)
{
    return (hf_config){.training = {.optimizer = HF_OPTIMIZER_SGD,
                                    .learning_rate = 1,
                                    .iterations = 1,
                                    .class_weight = {.kind = HF_CLASS_WEIGHT_GIVEN}},
                       .output = {.history_every = 1}};
}

static hf_samples *samples_of(int rows, const double *weight)
{
    const float x[ROWS] = {0};
    hf_samples *samples;
    assert_int_equal(hf_samples_make(x, y, rows, 1, 2, &samples, NULL), HF_OK);
    if (weight)
        assert_int_equal(hf_samples_weigh(samples, weight, NULL), HF_OK);
    return samples;
}

/* Trains on all rows and tests on the first three, which are of class 0. */
static void run(const hf_config *config, const double *weight, result *r)
{
    hf_samples *train = samples_of(ROWS, weight), *test = samples_of(3, weight);
    hf_trainer *trainer;
    *r = (result){.outcome = {.initial_input_bias = r->initial_input_bias,
                              .initial_output_weight = r->initial_output_weight,
                              .initial_output_bias = r->initial_output_bias,
                              .output_bias = r->output_bias,
                              .loss_history = r->loss}};
    assert_int_equal(hf_trainer_make(config, 1, HIDDEN, 2, ROWS, 1, &trainer, NULL), HF_OK);
    hf_trainer_run(trainer, train, NULL, test, 1, 0, &r->outcome);
    hf_trainer_free(&trainer);
    hf_samples_free(&train), hf_samples_free(&test);
}

/* p [2] of the initial weights. */
static void first_probabilities(const result *r, double *p)
{
    double z[2];
    for (int c = 0; c < 2; c++) {
        z[c] = (double)r->initial_output_bias[c];
        for (int j = 0; j < HIDDEN; j++)
            z[c] += (double)r->initial_output_weight[c * HIDDEN + j] *
                    fmax(0, (double)r->initial_input_bias[j]);
    }
    for (int c = 0; c < 2; c++)
        p[c] = 1 / (1 + exp(z[1 - c] - z[c]));
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-6))
        fail_msg("%.9g, not %.9g", value, expected);
}

/* Three rows of weight 1 and one of weight 3: both classes count the same, loss and gradient are
 * those of one row of each class. */
static void a_step_is_that_of_the_weighted_mean(void **state)
{
    (void)state;
    const hf_config config = sgd();
    const double weight[] = {1, 3};
    double p[2];
    result r;
    run(&config, weight, &r);
    first_probabilities(&r, p);
    assert_true(fabs(p[0] - p[1]) > 0.01);
    assert_near((double)r.loss[0], -(log(p[0]) + log(p[1])) / 2);
    for (int c = 0; c < 2; c++)
        assert_near((double)(r.initial_output_bias[c] - r.output_bias[c]), p[c] - 0.5);
    run(&config, NULL, &r);
    assert_near((double)r.loss[0], -(3 * log(p[0]) + log(p[1])) / 4);
    assert_near((double)(r.initial_output_bias[0] - r.output_bias[0]), p[0] - 0.75);
}

/* Batches of rows 0, 1 and of rows 2, 3: each is divided by its own weights. */
static void each_batch_has_its_own_sum_of_weights(void **state)
{
    (void)state;
    hf_config config = sgd();
    const double weight[] = {1, 3};
    double p[2];
    result r;
    config.training.learning_rate = 0; /* so that p stays */
    config.training.iterations = STEPS;
    config.training.batch_size = 2;
    run(&config, weight, &r);
    first_probabilities(&r, p);
    assert_near((double)r.loss[0], -log(p[0]));
    assert_near((double)r.loss[1], -(log(p[0]) + 3 * log(p[1])) / 4);
    assert_near((double)r.outcome.train_loss, -(log(p[0]) + log(p[1])) / 2);
    assert_near((double)r.outcome.test_loss, -log(p[0]));
}

static void balanced_weights_are_those_of_the_rows(void **state)
{
    (void)state;
    hf_config config = {0};
    double given[] = {5, 7}, weight[2] = {-1, -1};
    assert_false(hf_class_weights(&config, y, ROWS, 2, weight));
    assert_true(weight[0] == -1);
    config.training.class_weight.kind = HF_CLASS_WEIGHT_BALANCED;
    assert_true(hf_class_weights(&config, y, ROWS, 2, weight));
    assert_true(weight[0] == 4.0 / 6 && weight[1] == 2);
    config.training.class_weight =
        (hf_class_weight){.kind = HF_CLASS_WEIGHT_GIVEN, .weights = given, .count = 2};
    assert_true(hf_class_weights(&config, y, ROWS, 2, weight));
    assert_true(weight[0] == 5 && weight[1] == 7);
}

static void assert_same(const result *a, const result *b)
{
    assert_memory_equal(a->loss, b->loss, sizeof a->loss);
    assert_memory_equal(a->output_bias, b->output_bias, sizeof a->output_bias);
    assert_true(a->outcome.train_loss == b->outcome.train_loss);
    assert_true(a->outcome.test_loss == b->outcome.test_loss);
}

/* To the bit: weights of 1 are none, and only ratios matter. */
static void ratios_alone_matter(void **state)
{
    (void)state;
    const double ones[] = {1, 1}, weight[] = {1, 3}, larger[] = {16, 48};
    for (int kind = 0; kind < 8; kind++) {
        hf_config config = sgd();
        config.training.loss = kind % 2;
        config.training.batch_size = kind / 2 % 2 ? 3 : 0;
        config.training.optimizer = kind / 4 ? HF_OPTIMIZER_ADAM : HF_OPTIMIZER_SGD;
        config.training.beta1 = 0.9, config.training.beta2 = 0.999;
        config.training.epsilon = 1e-8;
        config.training.iterations = STEPS;
        result a, b;
        run(&config, weight, &a);
        run(&config, larger, &b);
        assert_same(&a, &b);
        run(&config, ones, &a);
        config.training.class_weight.kind = HF_CLASS_WEIGHT_NONE;
        run(&config, NULL, &b);
        assert_same(&a, &b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_is_that_of_the_weighted_mean),
        cmocka_unit_test(each_batch_has_its_own_sum_of_weights),
        cmocka_unit_test(balanced_weights_are_those_of_the_rows),
        cmocka_unit_test(ratios_alone_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
