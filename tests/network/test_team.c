/* Any number of threads trains a replica to the same bits. */
#include "holdfast/memory.h"
#include "kernels/kernels.h"
#include "network/network.h"
#include "unit_test.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEATURES = 7, MOST_HIDDEN = 257, MOST_CLASSES = 10, MOST_ROWS = 3200, MOST_ENTRIES = 32 };
enum { TEST_ROWS = 131 };

typedef struct {
    int64_t hidden, classes, rows, validation; /* validation: rows of that; 0: no early stopping */
    bool weighted;
    hf_config config;
} problem;

/* All that a replica leaves behind, dense, in one piece: compared by its bytes. */
typedef struct {
    float input_weight[MOST_HIDDEN * FEATURES], input_bias[MOST_HIDDEN];
    float output_weight[MOST_CLASSES * MOST_HIDDEN], output_bias[MOST_CLASSES];
    float loss[MOST_ENTRIES], accuracy[MOST_ENTRIES];
    float scalars[5];
    int32_t dead_units, learned, diverged, iterations;
} record;

static float x[(MOST_ROWS + TEST_ROWS) * FEATURES];
static int32_t y[MOST_ROWS + TEST_ROWS];

static problem standard(int64_t hidden, int64_t classes, int64_t rows)
{
    return (problem){.hidden = hidden,
                     .classes = classes,
                     .rows = rows,
                     .config = {.training = {.learning_rate = 0.01,
                                             .beta1 = 0.9,
                                             .beta2 = 0.999,
                                             .epsilon = 1e-8,
                                             .iterations = 12},
                                .output = {.history_every = 1}}};
}

/* Noise, and a shift that tells the classes apart. */
static void make_rows(int64_t classes, float scale)
{
    uint32_t state = 5;
    for (int64_t i = 0; i < MOST_ROWS + TEST_ROWS; i++) {
        y[i] = (int32_t)(i * 31 % 97 % classes);
        for (int64_t f = 0; f < FEATURES; f++) {
            state = state * 1664525u + 1013904223u;
            const float noise = (float)(state >> 8) * 0x1p-23f - 1;
            x[i * FEATURES + f] = scale * (noise + (f % classes == y[i] ? 0.5f : 0));
        }
    }
}

static void weigh(const problem *p, hf_samples *samples)
{
    const double weights[MOST_CLASSES] = {0.3, 2, 1.1, 0.7, 5, 1, 1, 3, 0.01, 9};
    if (p->weighted && samples)
        assert_int_equal(hf_samples_weigh(samples, weights, NULL), HF_OK);
}

static record *train(const problem *p, int64_t team, int replicas)
{
    hf_samples *samples, *validation = NULL, *test;
    hf_trainer *trainer;
    record *r;
    assert_int_equal(hf_allocate(&r, 1, sizeof *r, NULL), HF_OK);
    assert_int_equal(hf_samples_make(x, y, p->rows, FEATURES, p->classes, &samples, NULL), HF_OK);
    assert_int_equal(hf_samples_make(x + MOST_ROWS * FEATURES, y + MOST_ROWS, TEST_ROWS, FEATURES,
                                     p->classes, &test, NULL),
                     HF_OK);
    if (p->validation > 0)
        assert_int_equal(hf_samples_make(x + (MOST_ROWS - p->validation) * FEATURES,
                                         y + MOST_ROWS - p->validation, p->validation, FEATURES,
                                         p->classes, &validation, NULL),
                         HF_OK);
    weigh(p, samples), weigh(p, validation), weigh(p, test);
    assert_int_equal(
        hf_trainer_make(&p->config, FEATURES, p->hidden, p->classes, p->rows, team, &trainer, NULL),
        HF_OK);
    hf_outcome o = {.input_weight = r->input_weight,
                    .input_bias = r->input_bias,
                    .output_weight = r->output_weight,
                    .output_bias = r->output_bias,
                    .loss_history = r->loss,
                    .score_history = r->accuracy};
    for (int seed = replicas - 1; seed >= 0; seed--) /* the workspace carries nothing over */
        hf_trainer_run(trainer, samples, validation, test, seed, 3, &o);
    const float scalars[] = {o.train_loss, o.train_accuracy, o.test_loss, o.test_accuracy,
                             o.balanced_accuracy};
    memcpy(r->scalars, scalars, sizeof scalars);
    r->dead_units = o.dead_units;
    r->learned = o.learned;
    r->diverged = o.diverged;
    r->iterations = o.iterations;
    hf_trainer_free(&trainer);
    hf_samples_free(&samples);
    hf_samples_free(&validation);
    hf_samples_free(&test);
    return r;
}

static record *check(const problem *p)
{
    const int64_t teams[] = {2, 3, 5};
    record *alone = train(p, 1, 1);
    for (size_t i = 0; i < sizeof teams / sizeof *teams; i++) {
        record *together = train(p, teams[i], 2);
        if (memcmp(alone, together, sizeof *alone) != 0)
            fail_msg("%lld hidden units, %lld classes, %lld rows: a team of %lld differs",
                     (long long)p->hidden, (long long)p->classes, (long long)p->rows,
                     (long long)teams[i]);
        hf_free(&together);
    }
    return alone;
}

static void check_and_free(const problem *p)
{
    record *alone = check(p);
    assert_false(alone->diverged);
    assert_true(isfinite(alone->loss[0]) && isfinite(alone->scalars[0]));
    hf_free(&alone);
}

static void all_shapes_give_the_same_bits(void **state)
{
    (void)state;
    const int64_t hidden[] = {1, 2, 17, 257}, classes[] = {2, 3, 10};
    const int64_t rows[] = {1, 15, 16, 17, 95, 97, 200, 500};
    for (int c = 0; c < 3; c++) {
        make_rows(classes[c], 1);
        for (int h = 0; h < 4; h++)
            for (int r = 0; r < 8; r++) {
                problem p = standard(hidden[h], classes[c], rows[r]);
                p.config.training.loss =
                    r % 2 ? HF_LOSS_CROSS_ENTROPY : HF_LOSS_CROSS_ENTROPY_OF_SOFTMAX;
                check_and_free(&p);
            }
    }
}

/* More rows than one chain of the first layer's gradient, and than a team holds at once. */
static void long_batches_give_the_same_bits(void **state)
{
    (void)state;
    make_rows(3, 1);
    for (int64_t rows = 1536; rows <= MOST_ROWS; rows += 832) {
        problem p = standard(19, 3, rows);
        check_and_free(&p);
    }
}

static void mini_batches_give_the_same_bits(void **state)
{
    (void)state;
    const int64_t sizes[] = {1, 16, 50, 96, 150, 299}; /* of 300: all but 1 and 150 leave a rest */
    make_rows(3, 1);
    for (int i = 0; i < 6; i++)
        for (int shuffle = 0; shuffle < 2; shuffle++) {
            problem p = standard(21, 3, 300);
            p.config.training.batch_size = sizes[i];
            p.config.training.shuffle = shuffle;
            p.config.training.iterations = 20;
            check_and_free(&p);
        }
}

/* The sum of a mini-batch's weights does not depend on who adds it up. */
static void weighted_classes_give_the_same_bits(void **state)
{
    (void)state;
    const int64_t sizes[] = {0, 1, 50, 150};
    for (int classes = 2; classes <= 3; classes++) {
        make_rows(classes, 1);
        for (int i = 0; i < 4; i++) {
            problem p = standard(21, classes, 300);
            p.weighted = true;
            p.config.training.class_weight.kind = HF_CLASS_WEIGHT_GIVEN;
            p.config.training.batch_size = sizes[i];
            p.config.training.shuffle = true;
            p.config.training.loss = i % 2;
            p.validation = 97;
            p.config.training.validation_fraction = 0.3;
            p.config.training.patience = 100;
            check_and_free(&p);
        }
    }
}

static void all_optimizers_give_the_same_bits(void **state)
{
    (void)state;
    const int optimizers[] = {HF_OPTIMIZER_ADAM, HF_OPTIMIZER_ADAMW, HF_OPTIMIZER_SGD};
    make_rows(2, 1);
    for (int i = 0; i < 3; i++) {
        problem p = standard(33, 2, 210);
        p.config.training.optimizer = optimizers[i];
        p.config.training.momentum = 0.9;
        p.config.training.weight_decay = 0.01;
        check_and_free(&p);
    }
}

/* Fewer rows than a team has members, and more than it holds at once; batches shorter than these;
 * steps that are kept and steps that are not. */
static void early_stopping_gives_the_same_bits(void **state)
{
    (void)state;
    const int64_t validation[] = {1, 17, 97, 1500}, batches[] = {0, 40};
    make_rows(3, 1);
    for (int v = 0; v < 4; v++)
        for (int b = 0; b < 2; b++) {
            problem p = standard(21, 3, 1500);
            p.validation = validation[v];
            p.config.training.batch_size = batches[b];
            p.config.training.learning_rate = 0.3;
            p.config.training.validation_fraction = 0.5;
            p.config.training.patience = 3;
            p.config.training.iterations = 30;
            record *alone = check(&p);
            assert_in_range(alone->iterations, 1, 29);
            hf_free(&alone);
        }
}

static void history_entries_are_the_same_however_seldom(void **state)
{
    (void)state;
    make_rows(2, 1);
    for (int64_t every = 0; every <= 12; every += 3) {
        problem p = standard(20, 2, 210);
        p.config.output.history_every = every;
        check_and_free(&p);
    }
}

static void all_members_leave_a_replica_that_diverges(void **state)
{
    (void)state;
    make_rows(2, 1);
    problem p = standard(40, 2, 300);
    p.config.training.optimizer = HF_OPTIMIZER_SGD;
    p.config.training.learning_rate = 1e30;
    record *late = check(&p); /* some steps in */
    assert_true(late->diverged && isfinite(late->loss[0]) && isnan(late->loss[11]));
    hf_free(&late);
    p.config.training.iterations = 1; /* only the final state shows it */
    record *last = check(&p);
    assert_true(last->diverged && isfinite(last->loss[0]) && isnan(last->scalars[0]));
    hf_free(&last);
    make_rows(2, 3e38f);
    record *first = check(&p); /* at once */
    assert_true(first->diverged && isnan(first->loss[0]));
    hf_free(&first);
}

static void large_networks_are_worth_sharing_and_small_ones_are_not(void **state)
{
    (void)state;
    const hf_config config = {.training = {.iterations = 100}};
    assert_true(hf_training_speedup(&config, 200, 1024, 10, 20000, 0, 1) == 1);
    assert_true(hf_training_speedup(&config, 200, 1024, 10, 20000, 0, 2) > 1.7);
    assert_true(hf_training_speedup(&config, 200, 1024, 10, 20000, 0, 2) <= 2);
    assert_true(hf_training_speedup(&config, 200, 1024, 10, 20000, 0, 16) > 12);
    assert_true(hf_training_speedup(&config, 200, 1024, 10, 16000, 4000, 2) > 1.7);
    assert_true(hf_training_speedup(&config, 4, 5, 2, 50, 0, 2) < 1);
    assert_true(hf_training_speedup(&config, 30, 10, 2, 284, 0, 2) < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_shapes_give_the_same_bits),
        cmocka_unit_test(long_batches_give_the_same_bits),
        cmocka_unit_test(mini_batches_give_the_same_bits),
        cmocka_unit_test(weighted_classes_give_the_same_bits),
        cmocka_unit_test(all_optimizers_give_the_same_bits),
        cmocka_unit_test(early_stopping_gives_the_same_bits),
        cmocka_unit_test(history_entries_are_the_same_however_seldom),
        cmocka_unit_test(all_members_leave_a_replica_that_diverges),
        cmocka_unit_test(large_networks_are_worth_sharing_and_small_ones_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
