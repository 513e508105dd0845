/*
 * The gradient of a whole replica against central differences in float64.
 *
 * One SGD step with learning rate 1 leaves the gradient in the weights: initial - trained.
 */
#include "holdfast/memory.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include "unit_test.h"
#include <math.h>
#include <stdlib.h>

typedef struct {
    int64_t features, hidden, classes, rows;
} shape;

enum { MOST_CLASSES = 16 };

/* Weights as one array of float64: W1, b1, W2, b2. */
typedef struct {
    shape of;
    const float *x;
    const int32_t *y;
    hf_loss loss;
    double *weights;
    const double *class_weight; /* NULL: all 1 */
} problem;

static int64_t weight_count(shape s)
{
    return s.hidden * s.features + s.hidden + s.classes * s.hidden + s.classes;
}

static double log_sum_exp(const double *values, int64_t count)
{
    double sum = 0;
    for (int64_t c = 0; c < count; c++)
        sum += exp(values[c]);
    return log(sum);
}

static double row_loss(const problem *p, int64_t row)
{
    const shape s = p->of;
    const double *w1 = p->weights, *b1 = w1 + s.hidden * s.features, *w2 = b1 + s.hidden;
    double logits[MOST_CLASSES];
    for (int64_t c = 0; c < s.classes; c++)
        logits[c] = w2[s.classes * s.hidden + c];
    for (int64_t j = 0; j < s.hidden; j++) {
        double z = b1[j];
        for (int64_t f = 0; f < s.features; f++)
            z += w1[j * s.features + f] * (double)p->x[row * s.features + f];
        for (int64_t c = 0; c < s.classes && z > 0; c++)
            logits[c] += w2[c * s.hidden + j] * z;
    }
    double rest = log_sum_exp(logits, s.classes);
    if (p->loss == HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX) {
        for (int64_t c = 0; c < s.classes; c++)
            logits[c] = exp(logits[c] - rest);
        rest = log_sum_exp(logits, s.classes);
    }
    return rest - logits[p->y[row]];
}

static double mean_loss(const problem *p)
{
    double sum = 0, weights = 0;
    for (int64_t i = 0; i < p->of.rows; i++) {
        const double weight = p->class_weight ? p->class_weight[p->y[i]] : 1;
        sum += weight * row_loss(p, i);
        weights += weight;
    }
    return sum / weights;
}

static double central_difference(problem *p, int64_t weight)
{
    const double step = 1e-6, there = p->weights[weight];
    p->weights[weight] = there + step;
    const double above = mean_loss(p);
    p->weights[weight] = there - step;
    const double below = mean_loss(p);
    p->weights[weight] = there;
    return (above - below) / (2 * step);
}

static uint32_t generator_state = 1;
static float next_number(void)
{
    generator_state = generator_state * 1664525u + 1013904223u;
    return (float)(generator_state >> 8) * 0x1p-23f - 1;
}

static float *room(int64_t count)
{
    float *memory;
    assert_int_equal(hf_allocate(&memory, count, sizeof *memory, NULL), HF_OK);
    return memory;
}

static void check(shape s, hf_loss loss, const double *class_weight)
{
    const int64_t count = weight_count(s);
    const int64_t at[] = {0, s.hidden * s.features, s.hidden * s.features + s.hidden,
                          count - s.classes};
    hf_config config = {
        .training = {
            .loss = loss, .optimizer = HF_OPTIMIZER_SGD, .learning_rate = 1, .iterations = 1}};
    float *x = room(s.rows * s.features), *before = room(count), *after = room(count);
    int32_t *y = (int32_t *)room(s.rows);
    double *weights;
    hf_samples *samples;
    hf_trainer *trainer;
    assert_int_equal(hf_allocate(&weights, count, sizeof *weights, NULL), HF_OK);
    for (int64_t i = 0; i < s.rows * s.features; i++)
        x[i] = 2 * next_number();
    for (int64_t i = 0; i < s.rows; i++)
        y[i] = (int32_t)(i % s.classes);
    assert_int_equal(hf_samples_make(x, y, s.rows, s.features, s.classes, &samples, NULL), HF_OK);
    if (class_weight)
        assert_int_equal(hf_samples_weigh(samples, class_weight, NULL), HF_OK);
    assert_int_equal(
        hf_trainer_make(&config, s.features, s.hidden, s.classes, s.rows, 1, &trainer, NULL),
        HF_OK);
    hf_outcome outcome = {.input_weight = after + at[0],
                          .input_bias = after + at[1],
                          .output_weight = after + at[2],
                          .output_bias = after + at[3],
                          .initial_input_weight = before + at[0],
                          .initial_input_bias = before + at[1],
                          .initial_output_weight = before + at[2],
                          .initial_output_bias = before + at[3]};
    hf_trainer_run(trainer, samples, NULL, samples, 3, 0, &outcome);
    problem p = {s, x, y, loss, weights, class_weight};
    for (int64_t i = 0; i < count; i++)
        weights[i] = (double)before[i];
    const int64_t stride = 1 + count / 400; /* all of a small network, a sample of a large one */
    for (int64_t i = 0; i < count; i += stride) {
        const double expected = central_difference(&p, i);
        const double gradient = (double)before[i] - (double)after[i];
        if (!(fabs(gradient - expected) <= 1e-6 + 1e-5 * fabs(expected)))
            fail_msg("weight %d: gradient %.9g, central difference %.9g", (int)i, gradient,
                     expected);
    }
    hf_trainer_free(&trainer);
    hf_samples_free(&samples);
    hf_free(&x), hf_free(&y), hf_free(&before), hf_free(&after), hf_free(&weights);
}

static const shape shapes[] = {{1, 1, 2, 3},      {3, 5, 2, 17},    {16, 16, 3, 96},
                               {33, 17, 4, 100},  {30, 30, 2, 284}, {5, 40, 10, 97},
                               {64, 48, 10, 130}, {4, 3, 2, 3200}};

/* The first so many shapes. */
static void check_all(size_t count, const double *class_weight)
{
    for (int path = 0; path < HF_KERNEL_PATHS; path++) {
        if (!hf_kernels_find(hf_kernels_names[path]))
            continue;
        setenv("HOLDFAST_ISA", hf_kernels_names[path], 1);
        assert_int_equal(hf_kernels_select(NULL), HF_OK);
        for (size_t i = 0; i < count; i++) {
            check(shapes[i], HF_LOSS_CROSS_ENTROPY, class_weight);
            check(shapes[i], HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX, class_weight);
        }
    }
}

static void gradients_agree_with_central_differences(void **state)
{
    (void)state;
    check_all(sizeof shapes / sizeof *shapes, NULL);
}

static void so_do_those_of_weighted_classes(void **state)
{
    (void)state;
    const double weights[MOST_CLASSES] = {0.5, 3, 1.25, 0.125, 2, 1, 7, 0.75, 1, 4};
    check_all(4, weights); /* float32 numbers */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_agree_with_central_differences),
        cmocka_unit_test(so_do_those_of_weighted_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
