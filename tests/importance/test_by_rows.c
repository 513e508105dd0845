/* Methods that look at test rows: by hand, against plain loops, and what must not matter. */
#include "base/nan.h"
#include "holdfast/stop.h"
#include "plain.h"
#include "unit_test.h"
#include <math.h>
#include <signal.h>
#include <string.h>

enum { MOST_FEATURES = 64 };

/* The definitions, one for each method that looks at test rows. */
static double (*const plain[HF_METHODS])(const problem *p, int64_t feature) = {
    [HF_PERMUTATION] = plain_permutation, [HF_INTEGRATED_GRADIENTS] = plain_integrated_gradients};

/* Of features that have the inputs of the map. */
static void check_map(const hf_input_map *map, int64_t hidden, int64_t classes, int64_t rows)
{
    const int64_t features = map->features;
    problem p = make_problem(map->inputs, hidden, classes, rows);
    p.map = map->first_input ? *map : (hf_input_map){0};
    for (hf_method method = 0; method < HF_METHODS; method++) {
        float found[MOST_FEATURES];
        if (!hf_method_is(method, HF_METHOD_TEST_ROWS))
            continue;
        if (!plain[method])
            fail_msg("%s has no plain loops (plain.c)", hf_method_name(method));
        importance_of(&p, method, found);
        for (int64_t f = 0; f < features; f++) {
            const double expected = plain[method](&p, f);
            if (fabs((double)found[f] - expected) > 6e-8 * fabs(expected) + 1e-13 * (double)hidden)
                fail_msg("%s of feature %d (%d, %d, %d, %d): %.17g, not %.17g",
                         hf_method_name(method), (int)f, (int)features, (int)hidden, (int)classes,
                         (int)rows, (double)found[f], expected);
        }
    }
    free_problem(&p);
}

static void check_against_plain_loops(int64_t features, int64_t hidden, int64_t classes,
                                      int64_t rows)
{
    check_map(&(hf_input_map){.features = features, .inputs = features}, hidden, classes, rows);
}

/* Rows below, at and above a slice, features narrower and wider than a block. */
static void features_of_several_inputs_follow_their_definitions(void **state)
{
    (void)state;
    const int64_t mixed[] = {0, 1, 4, 5, 7}, wide[] = {0, 40, 41, 60}, alone[] = {0, 3};
    const hf_input_map maps[] = {{4, 7, mixed}, {3, 60, wide}, {1, 3, alone}};
    for (int i = 0; i < 3; i++)
        for (int64_t rows = 1; rows < 600; rows = rows * 2 + rows % 3)
            for (int64_t classes = 2; classes <= 4; classes++)
                check_map(&maps[i], 5 + rows % 4, classes, rows);
    check_map(&maps[0], 3, 2, 256);
    check_map(&maps[0], 3, 2, 257);
}

static void several_inputs_rows_in_several_chunks_give_the_same(void **state)
{
    (void)state;
    check_map(&(hf_input_map){2, 4, (const int64_t[]){0, 3, 4}}, 300000, 2, 21);
    check_map(&(hf_input_map){2, 4, (const int64_t[]){0, 3, 4}}, 6000, 2, 1500);
}

static void all_methods_follow_their_definitions(void **state)
{
    (void)state;
    for (int n = 1; n <= 20; n++) {
        check_against_plain_loops(n, 3, 2, 11);
        check_against_plain_loops(3, n, 3, 11);
        check_against_plain_loops(3, 4, 1 + n, 11);
        check_against_plain_loops(3, 4, 2 + n % 4, n);
    }
    check_against_plain_loops(50, 21, 4, 300);
    check_against_plain_loops(33, 64, 10, 65);
}

/* Pre-activations of so many units are kept for 8 rows at a time. */
static void rows_in_several_chunks_give_the_same(void **state)
{
    (void)state;
    check_against_plain_loops(2, 300000, 2, 21);
}

/* One unit, z = 2 x_0 - x_1, classes 0 and z: v = (-1/2, 1/2). From b = (1, 1), a_0 = 1, to
 *   (3, 1):  a_1 = 5:   phi 1,   IG of class 1 = (2 * 2, 0 * -1) / 2       = (2, 0)
 *   (1, 5):  a_1 = -3:  phi 1/4, IG of class 1 = (0, 4 * -1 / 4) / 2       = (0, -1/2)
 *   (-1, 1): a_1 = -3:  phi 1/4, IG of class 1 = (-2 * 2 / 4, 0) / 2       = (-1/2, 0)
 * and with b = (0, 1), a_0 = -1, to
 *   (2, 1):  a_1 = 3:   phi 3/4, IG of class 1 = (2 * 2 * 3 / 4, 0) / 2    = (3/2, 0)
 *   (0, 9):  a_1 = -9:  phi 0 */
static void integrated_gradients_by_hand(void **state)
{
    (void)state;
    const float w1[] = {2, -1}, b1[] = {0}, w2[] = {0, 1}, b2[] = {5, -5};
    const float first[] = {3, 1, 1, 5, -1, 1}, second[] = {2, 1, 0, 9};
    const int32_t y[] = {0, 1, 0};
    problem p = {.weights = {2, 1, 2, w1, b1, w2, b2},
                 .test = {.rows = 3,
                          .inputs = first,
                          .labels = y,
                          .training_mean = (const double[]){1, 1},
                          .threads = 1,
                          .repeats = 1}};
    float importance[2];
    importance_of(&p, HF_INTEGRATED_GRADIENTS, importance);
    assert_true(fabs(importance[0] - sqrt(2) * 2.5 / 3) < 1e-7);
    assert_true(fabs(importance[1] - sqrt(2) * 0.5 / 3) < 1e-7);
    p.test.rows = 2;
    p.test.inputs = second;
    p.test.training_mean = (const double[]){0, 1};
    importance_of(&p, HF_INTEGRATED_GRADIENTS, importance);
    assert_true(fabs(importance[0] - sqrt(2) * 1.5 / 2) < 1e-7);
    assert_true(importance[1] == 0);
}

/* A category of three levels, mean (1/2, 1/4, 1/4), one unit, z = x_0 - 2 x_1 + 3 x_2, a_0 = 3/4.
 * Level 1: a_1 = -2, phi = (3/4) / (11/4), the way is -11/4: IG of class 1 = -3/8. Level 2: a_1 =
 * 3, phi 1, the way is 9/4: IG of class 1 = 9/8. */
static void integrated_gradients_of_a_category_by_hand(void **state)
{
    (void)state;
    const float w1[] = {1, -2, 3}, b1[] = {0}, w2[] = {0, 1}, b2[] = {0, 0};
    const float x[] = {0, 1, 0, 0, 0, 1};
    const int32_t y[] = {0, 1};
    const problem p = {.weights = {3, 1, 2, w1, b1, w2, b2},
                       .map = {1, 3, (const int64_t[]){0, 3}},
                       .test = {.rows = 2,
                                .inputs = x,
                                .labels = y,
                                .training_mean = (const double[]){0.5, 0.25, 0.25},
                                .threads = 1,
                                .repeats = 1}};
    float importance;
    importance_of(&p, HF_INTEGRATED_GRADIENTS, &importance);
    assert_true(fabs(importance - sqrt(2) * (3.0 / 8 + 9.0 / 8) / 2) < 1e-7);
}

/* Two rows: a shuffle leaves them, rise 0, or swaps them. z = x; rows 0 (class 0) and 2 (class 1),
 * logits (0, z): losses log 2 and log(1 + e^-2), swapped log(1 + e^2) and log 2. */
static void permutation_of_two_rows_by_hand(void **state)
{
    (void)state;
    enum { REPEATS = 400 };
    const float w1[] = {1}, b1[] = {0}, w2[] = {0, 1}, b2[] = {0, 0}, x[] = {0, 2};
    const int32_t y[] = {0, 1};
    const problem p = {
        .weights = {1, 1, 2, w1, b1, w2, b2},
        .test = {.rows = 2, .inputs = x, .labels = y, .threads = 1, .repeats = REPEATS}};
    const double rise = (log(1 + exp(2)) - log(1 + exp(-2))) / 2;
    float importance;
    importance_of(&p, HF_PERMUTATION, &importance);
    const double swaps = importance / rise * REPEATS;
    assert_true(fabs(swaps - round(swaps)) < 1e-4);
    assert_true(fabs(swaps - REPEATS / 2) < 50); /* five standard deviations */
}

/* The same two rows as levels 0 and 2 of a category: whole cells are swapped, never one input. */
static void permutation_of_a_category_by_hand(void **state)
{
    (void)state;
    enum { REPEATS = 400 };
    const float w1[] = {0, 5, 2}, b1[] = {0}, w2[] = {0, 1}, b2[] = {0, 0};
    const float x[] = {1, 0, 0, 0, 0, 1};
    const int32_t y[] = {0, 1};
    const problem p = {
        .weights = {3, 1, 2, w1, b1, w2, b2},
        .map = {1, 3, (const int64_t[]){0, 3}},
        .test = {.rows = 2, .inputs = x, .labels = y, .threads = 1, .repeats = REPEATS}};
    const double rise = (log(1 + exp(2)) - log(1 + exp(-2))) / 2;
    float importance;
    importance_of(&p, HF_PERMUTATION, &importance);
    const double swaps = importance / rise * REPEATS;
    assert_true(fabs(swaps - round(swaps)) < 1e-4);
    assert_true(fabs(swaps - REPEATS / 2) < 50);
}

/* The contributions of all features come to the change of the output. Where all of them have one
 * sign the sum of their sizes does too. */
static void integrated_gradients_are_complete(void **state)
{
    (void)state;
    problem p = make_problem(9, 14, 2, 31);
    const hf_weights *w = &p.weights;
    float importance[MOST_FEATURES];
    double sum = 0, change = 0;
    for (int64_t i = 0; i < w->hidden * w->inputs; i++)
        p.w1[i] = fabsf(p.w1[i]);
    for (int64_t j = 0; j < w->hidden; j++) {
        p.w2[j] = 0;
        p.w2[w->hidden + j] = fabsf(p.w2[w->hidden + j]);
    }
    for (int64_t i = 0; i < p.test.rows * w->inputs; i++)
        p.x[i] = (float)p.mean[i % w->inputs] + fabsf(p.x[i]);
    importance_of(&p, HF_INTEGRATED_GRADIENTS, importance);
    for (int64_t f = 0; f < w->inputs; f++)
        sum += importance[f];
    for (int64_t i = 0; i < p.test.rows; i++)
        for (int64_t j = 0; j < w->hidden; j++) {
            double from = p.b1[j], to = p.b1[j];
            for (int64_t f = 0; f < w->inputs; f++) {
                from += p.w1[j * w->inputs + f] * p.mean[f];
                to += (double)p.w1[j * w->inputs + f] * p.x[i * w->inputs + f];
            }
            change += p.w2[w->hidden + j] * (fmax(0, to) - fmax(0, from)) / sqrt(2);
        }
    assert_true(fabs(sum - change / (double)p.test.rows) < 1e-6 * sum);
    free_problem(&p);
}

static void permutation_tends_to_the_mean_over_all_pairs(void **state)
{
    (void)state;
    problem p = make_problem(3, 6, 3, 12);
    float few[3], many[3];
    double largest = 0;
    p.test.repeats = 250;
    importance_of(&p, HF_PERMUTATION, few);
    p.test.repeats = 25000;
    importance_of(&p, HF_PERMUTATION, many);
    for (int64_t f = 0; f < 3; f++) {
        const double expected = rise_over_all_pairs(&p, f);
        assert_true(fabs(many[f] - expected) < 0.002);
        assert_true(fabs(few[f] - expected) < 0.02);
        largest = fmax(largest, fabs(expected));
    }
    assert_true(largest > 0.03); /* there is something to be found */
    free_problem(&p);
}

/* Each part of the key makes other shuffles. */
static void every_part_of_the_key_counts(void **state)
{
    (void)state;
    problem p = make_problem(1, 3, 2, 40);
    int64_t *const keys[] = {&p.test.significance_seed, &p.test.seed, &p.test.split};
    float before, after;
    importance_of(&p, HF_PERMUTATION, &before);
    for (int i = 0; i < 3; i++) {
        *keys[i] -= 1;
        importance_of(&p, HF_PERMUTATION, &after);
        assert_true(before != after);
        *keys[i] += 1;
    }
    importance_of(&p, HF_PERMUTATION, &after);
    assert_true(before == after);
    free_problem(&p);
}

/* Not about 0: 0. */
static void what_cannot_matter_is_exactly_zero(void **state)
{
    (void)state;
    problem p = make_problem(4, 9, 3, 25);
    float importance[4];
    for (int64_t i = 0; i < p.test.rows; i++)
        p.x[i * 4 + 1] = 0.3f;
    p.mean[1] = (double)0.3f;
    for (int64_t j = 0; j < 9; j++)
        p.w1[j * 4 + 2] = 0;
    importance_of(&p, HF_PERMUTATION, importance);
    assert_true(importance[0] != 0 && importance[1] == 0 && importance[2] == 0);
    importance_of(&p, HF_INTEGRATED_GRADIENTS, importance);
    assert_true(importance[0] != 0 && importance[1] == 0 && importance[2] == 0);
    p.test.rows = 1; /* one row is no shuffle */
    importance_of(&p, HF_PERMUTATION, importance);
    for (int f = 0; f < 4; f++)
        assert_true(importance[f] == 0);
    free_problem(&p);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    problem p = make_problem(37, 13, 5, 90);
    for (hf_method method = 0; method < HF_METHODS; method++) {
        float alone[37], together[37];
        if (!hf_method_is(method, HF_METHOD_TEST_ROWS))
            continue;
        p.test.threads = 1;
        importance_of(&p, method, alone);
        for (p.test.threads = 2; p.test.threads < 7; p.test.threads++) {
            importance_of(&p, method, together);
            assert_memory_equal(alone, together, sizeof alone);
        }
    }
    free_problem(&p);
}

static void a_larger_workspace_gives_the_same_bits(void **state)
{
    (void)state;
    problem large = make_problem(11, 50, 3, 200), small = make_problem(11, 7, 3, 30);
    hf_importance_workspace *workspace;
    assert_int_equal(hf_importance_workspace_make(&(hf_input_map){.features = 11, .inputs = 11}, 50,
                                                  3, 200, 3, &workspace, NULL),
                     HF_OK);
    for (int method = 0; method < HF_METHODS; method++) {
        float own[11], shared[11];
        if (method == HF_TUTORIAL)
            continue;
        importance_of(&small, (hf_method)method, own);
        hf_importance((hf_method)method, &large.weights, &large.test, workspace, shared);
        hf_importance((hf_method)method, &small.weights, &small.test, workspace, shared);
        assert_memory_equal(own, shared, sizeof own);
    }
    hf_importance_workspace_free(&workspace);
    free_problem(&large);
    free_problem(&small);
}

static void the_mean_is_that_of_the_columns(void **state)
{
    (void)state;
    const float inputs[] = {1, 0.25f, 1, -0.25f, 0x1p-30f, 6};
    double mean[2];
    hf_importance_mean(inputs, 3, 2, mean);
    assert_true(mean[0] == (2 + 0x1p-30) / 3 && mean[1] == 2);
}

static void a_nan_weight_gives_the_one_nan_everywhere(void **state)
{
    (void)state;
    problem p = make_problem(3, 4, 2, 10);
    const float nan = hf_nan_f32();
    const uint32_t negative = 0xFFC12345;
    float importance[3];
    memcpy(&p.w2[6], &negative, sizeof negative);
    for (hf_method method = 0; method < HF_METHODS; method++) {
        if (!hf_method_is(method, HF_METHOD_TEST_ROWS))
            continue;
        importance_of(&p, method, importance);
        for (int f = 0; f < 3; f++)
            assert_memory_equal(&importance[f], &nan, sizeof nan);
    }
    free_problem(&p);
}

/* The last one: a request stays. */
static void a_request_to_stop_ends_it(void **state)
{
    (void)state;
    problem p = make_problem(3, 4, 2, 10);
    hf_importance_workspace *workspace;
    float importance[3];
    assert_int_equal(hf_importance_workspace_make(&(hf_input_map){.features = 3, .inputs = 3}, 4, 2,
                                                  10, 1, &workspace, NULL),
                     HF_OK);
    hf_stop_request(SIGTERM);
    assert_false(hf_importance(HF_PERMUTATION, &p.weights, &p.test, workspace, importance));
    assert_true(hf_importance(HF_GARSON, &p.weights, NULL, workspace, importance));
    hf_importance_workspace_free(&workspace);
    free_problem(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_methods_follow_their_definitions),
        cmocka_unit_test(rows_in_several_chunks_give_the_same),
        cmocka_unit_test(integrated_gradients_by_hand),
        cmocka_unit_test(permutation_of_two_rows_by_hand),
        cmocka_unit_test(permutation_of_a_category_by_hand),
        cmocka_unit_test(integrated_gradients_of_a_category_by_hand),
        cmocka_unit_test(features_of_several_inputs_follow_their_definitions),
        cmocka_unit_test(several_inputs_rows_in_several_chunks_give_the_same),
        cmocka_unit_test(integrated_gradients_are_complete),
        cmocka_unit_test(permutation_tends_to_the_mean_over_all_pairs),
        cmocka_unit_test(every_part_of_the_key_counts),
        cmocka_unit_test(what_cannot_matter_is_exactly_zero),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(a_larger_workspace_gives_the_same_bits),
        cmocka_unit_test(the_mean_is_that_of_the_columns),
        cmocka_unit_test(a_nan_weight_gives_the_one_nan_everywhere),
        cmocka_unit_test(a_request_to_stop_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
