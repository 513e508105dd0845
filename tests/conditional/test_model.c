/* The model of the inputs, quantiles, copies and the fit, on cases small enough for a hand. */
#include "conditional/copies.h"
#include "conditional/fit.h"
#include "numeric/normal.h"
#include "unit_test.h"
#include <math.h>

#define COUNT_OF(array) ((int64_t)(sizeof(array) / sizeof *(array)))

static hf_error failure;

static void near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-12 * (1 + fabs(expected))))
        fail_msg("%.17g, not %.17g", value, expected);
}

static hf_conditional_model model_of(const double *x, int64_t n, int64_t d)
{
    hf_conditional_model model;
    assert_int_equal(hf_conditional_model_make(x, n, d, 1, &model, &failure), 0);
    return model;
}

static void an_index_is_the_number_of_thresholds_up_to_it(void **state)
{
    static const int64_t counts[] = {1, 2, 3, 10, 569, 3000};
    (void)state;
    for (int64_t c = 0; c < COUNT_OF(counts); c++) {
        hf_memory memory = {0};
        hf_quantiles q;
        const int64_t n = counts[c];
        assert_int_equal(hf_quantiles_make(n, &memory, &q, &failure), 0);
        for (int64_t k = 1; k < n; k++) {
            const double threshold = hf_normal_quantile((double)k / (double)n);
            assert_int_equal(hf_quantiles_below(&q, threshold), k);
            assert_int_equal(hf_quantiles_below(&q, nextafter(threshold, -INFINITY)), k - 1);
            assert_int_equal(hf_quantiles_below(&q, nextafter(threshold, INFINITY)), k);
        }
        assert_int_equal(hf_quantiles_below(&q, -1e300), 0);
        assert_int_equal(hf_quantiles_below(&q, 1e300), n - 1);
        hf_memory_free(&memory);
    }
}

/* Three different values; ties; a missing cell; a constant. */
static void scores_are_standardised_mid_ranks(void **state)
{
    (void)state;
    const double a = sqrt(1.5);
    const double x[] = {30, 1, 7, 10, 2, 7, 20, 3, 7}, z[] = {a, -a, 0, -a, 0, 0, 0, a, 0};
    hf_conditional_model model = model_of(x, 3, 3);
    for (int i = 0; i < 9; i++)
        near(model.z[i], z[i]);
    hf_conditional_model_free(&model);
    const double tied[] = {4, NAN, 1, 5, 4, 6, 1, 5};
    model = model_of(tied, 4, 2);
    for (int i = 0; i < 4; i++)
        near(model.z[2 * i], tied[2 * i] > 2 ? 1 : -1);
    near(model.z[1], 0);
    near(model.z[3], -sqrt(0.5)); /* two and one: mean 0, mean square 1 */
    near(model.z[5], sqrt(2));
    near(model.z[7], -sqrt(0.5));
    hf_conditional_model_free(&model);
}

/* z of 0/1 columns that are equally frequent is -1 or 1. */
static void a_residual_is_what_the_others_do_not_explain(void **state)
{
    (void)state;
    const double x[] = {1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    enum { N = 8, D = 3 };
    double residual[N], scratch[4 * N + D + 16];
    hf_conditional_model model = model_of(x, N, D);
    const double correlation = 0.5, weight = 0.99 * correlation;
    near(model.shrinkage, 0.01);
    /* the third goes with none of the others; between the first two only their correlation counts
     */
    for (int64_t j = 0; j < 2; j++) {
        hf_conditional_residuals(&model, &j, 1, scratch, residual);
        double sum = 0;
        for (int i = 0; i < N; i++) {
            near(residual[i], model.z[i * D + j] - weight * model.z[i * D + 1 - j]);
            sum += residual[i] * residual[i];
        }
        const hf_conditional_state found = hf_conditional_assess(&model, &j, 1, residual, scratch);
        near(found.own_variation, sum / N);
        near(found.own_variation, 1 - 2 * weight * correlation + weight * weight);
        assert_int_equal(found.reason, HF_TEST_DEFINED);
        assert_int_equal(found.dependence, -1);
    }
    hf_conditional_model_free(&model);
}

static void a_copy_of_a_column_has_no_variation_of_its_own(void **state)
{
    (void)state;
    const double x[] = {1, 5, 3, 1, 5, 3, 0, 4, 3, 0, 4, 3, 1, 5, 3, 0, 4, 3};
    double residual[6], scratch[64];
    hf_conditional_model model = model_of(x, 6, 3);
    const int expected[] = {HF_TEST_OWN_VARIATION, HF_TEST_OWN_VARIATION, HF_TEST_CONSTANT};
    for (int64_t j = 0; j < 3; j++) {
        hf_conditional_residuals(&model, &j, 1, scratch, residual);
        assert_int_equal(hf_conditional_assess(&model, &j, 1, residual, scratch).reason,
                         expected[j]);
    }
    hf_conditional_model_free(&model);
}

static void shrinkage_is_that_of_ledoit_and_wolf(void **state)
{
    (void)state;
    /* mu 1, Z^T Z = (4 2; 2 4), squares of rows 2 each: beta 3/16, delta 1/4 */
    const double z[] = {1, 1, 1, 1, -1, -1, 1, -1};
    near(hf_ledoit_wolf(z, 4, 2, 40), 0.75);
    const double equal[] = {1, 1, -1, -1}; /* beta 0 */
    near(hf_ledoit_wolf(equal, 2, 2, 16), 0);
}

static void groups_of_several_features_are_tests(void **state)
{
    (void)state;
    const int32_t group[] = {0, 1, 0, 2, 1, 0};
    const int64_t first[] = {0, 1, 2, 3, 4, 5, 6, 9, 11}, of_group[] = {6, 7, 3};
    const int64_t input[] = {0, 1, 2, 3, 4, 5, 0, 2, 5, 1, 4};
    hf_conditional_tests tests;
    assert_int_equal(hf_conditional_tests_make(6, NULL, group, 3, &tests, &failure), 0);
    assert_int_equal(tests.count, 8);
    assert_memory_equal(tests.first, first, sizeof first);
    assert_memory_equal(tests.input, input, sizeof input);
    assert_memory_equal(tests.group_test, of_group, sizeof of_group);
    hf_conditional_tests_free(&tests);
    assert_int_equal(hf_conditional_tests_make(6, NULL, NULL, 0, &tests, &failure), 0);
    assert_int_equal(tests.count, 6);
    hf_conditional_tests_free(&tests);
}

/* Features of 1, 3, 1 and 2 inputs; the second and the last are a group. */
static void a_test_has_all_inputs_of_its_features(void **state)
{
    (void)state;
    const int64_t first_input[] = {0, 1, 4, 5, 7};
    const int32_t group[] = {0, 1, 2, 1};
    const int64_t first[] = {0, 1, 4, 5, 7, 12}, of_group[] = {0, 4, 2};
    const int64_t input[] = {0, 1, 2, 3, 4, 5, 6, 1, 2, 3, 5, 6};
    const int64_t feature_of[] = {0, 1, 1, 1, 2, 3, 3};
    hf_conditional_tests tests;
    assert_int_equal(hf_conditional_tests_make(4, first_input, group, 3, &tests, &failure), 0);
    assert_int_equal(tests.count, 5);
    assert_int_equal(tests.inputs, 7);
    assert_memory_equal(tests.first, first, sizeof first);
    assert_memory_equal(tests.input, input, sizeof input);
    assert_memory_equal(tests.group_test, of_group, sizeof of_group);
    assert_memory_equal(tests.feature_of, feature_of, sizeof feature_of);
    hf_conditional_tests_free(&tests);
}

enum { SAMPLES = 7 };

/* One network and one split that tests all rows. */
typedef struct {
    hf_conditional_tests tests;
    hf_conditional_engine *engine;
    hf_conditional_network network;
} small_case;

static void make_case_of(const double *x, int64_t features, const int64_t *first_input,
                         small_case *c)
{
    static const int32_t y[SAMPLES] = {0, 1, 0, 1, 1, 0, 1};
    static const uint8_t train[SAMPLES];
    static const double zeros[4], ones[4] = {1, 1, 1, 1};
    static const int64_t networks[] = {1};
    static const float input_weight[4] = {0, 1}, bias[2], output_weight[] = {1, -1};
    assert_int_equal(hf_conditional_tests_make(features, first_input, NULL, 0, &c->tests, &failure),
                     0);
    const int64_t inputs = c->tests.inputs;
    const hf_conditional_setup setup = {.tests = &c->tests,
                                        .samples = SAMPLES,
                                        .inputs = inputs,
                                        .classes = 2,
                                        .splits = 1,
                                        .x = x,
                                        .y = y,
                                        .train = train,
                                        .center = zeros,
                                        .scale = ones,
                                        .fill = zeros,
                                        .networks = networks,
                                        .seed = 3,
                                        .draws = 49,
                                        .memory = HF_CONDITIONAL_MEMORY,
                                        .threads = 2};
    assert_int_equal(hf_conditional_make(&setup, &c->engine, &failure), 0);
    c->network.weights = (hf_weights){inputs, 1, 2, input_weight, bias, output_weight, bias};
}

static void make_case(const double *x, int64_t inputs, small_case *c)
{
    make_case_of(x, inputs, NULL, c);
}

static void free_case(small_case *c)
{
    hf_conditional_free(&c->engine);
    hf_conditional_tests_free(&c->tests);
}

/* A single input is all residual: a copy is the donor's value. */
static void complete_rows_exchange_among_themselves(void **state)
{
    (void)state;
    const double x[SAMPLES] = {5, NAN, 7, 9, 1, NAN, 3};
    small_case c = {0};
    hf_copies copies;
    double value[SAMPLES], part[2];
    int64_t order[SAMPLES], moved = 0;
    make_case(x, 1, &c);
    assert_int_equal(hf_copies_make(c.engine, 0, &copies, &failure), 0);
    for (int64_t b = 1; b < 40; b++) {
        hf_copies_permutation(3, b, SAMPLES, order);
        hf_copies_draw(&copies, order, 0, SAMPLES, value);
        hf_copies_draw(&copies, order, 3, 5, part);
        for (int64_t i = 0, next = 0; i < SAMPLES; i++) {
            assert_int_equal(isnan(value[i]), isnan(x[i]));
            if (isnan(x[i]))
                continue;
            while (isnan(x[order[next]]))
                next++;
            moved += value[i] != x[i];
            assert_true(value[i] == x[order[next++]]);
        }
        assert_memory_equal(part, value + 3, sizeof part);
    }
    assert_true(moved > 0);
    hf_copies_draw(&copies, NULL, 0, SAMPLES, value);
    for (int i = 0; i < SAMPLES; i++)
        assert_true(isnan(value[i]));
    hf_copies_free(&copies);
    free_case(&c);
}

/* A category by itself has nothing but residuals: z of (0, 0, 1, 2, missing, 0, 1) is the same for
 * each row of a level, so that a copy has the donor's level. The fourth level is of no row: its
 * score, 0, would be the largest of some. */
static void a_copy_of_a_category_is_an_observed_level(void **state)
{
    (void)state;
    static const int level[SAMPLES] = {0, 0, 1, 2, -1, 0, 1};
    const int64_t first_input[] = {0, 4};
    double x[4 * SAMPLES], value[4 * SAMPLES];
    int64_t order[SAMPLES], moved = 0;
    small_case c = {0};
    hf_copies copies;
    for (int i = 0; i < 4 * SAMPLES; i++)
        x[i] = level[i / 4] < 0 ? NAN : i % 4 == level[i / 4];
    make_case_of(x, 1, first_input, &c);
    assert_int_equal(hf_copies_make(c.engine, 0, &copies, &failure), 0);
    assert_int_equal(copies.width[0], 4);
    for (int64_t b = 1; b < 40; b++) {
        hf_copies_permutation(3, b, SAMPLES, order);
        hf_copies_draw(&copies, order, 0, SAMPLES, value);
        for (int64_t i = 0, next = 0; i < SAMPLES; i++) {
            if (level[i] < 0) {
                assert_true(isnan(value[i]) && isnan(value[3 * SAMPLES + i]));
                continue;
            }
            while (level[order[next]] < 0)
                next++;
            const int donor = level[order[next++]];
            moved += donor != level[i];
            for (int l = 0; l < 4; l++)
                assert_true(value[l * SAMPLES + i] == (l == donor));
        }
    }
    assert_true(moved > 0);
    hf_copies_free(&copies);
    free_case(&c);
}

/* Residuals and fits put in by hand, exact in binary. */
static void the_largest_score_names_the_level(void **state)
{
    (void)state;
    small_case c = {0};
    hf_copies copies;
    double x[3 * SAMPLES], value[3 * SAMPLES];
    static const int level[SAMPLES] = {0, 1, 2, 0, 1, 2, 0};
    const int64_t first_input[] = {0, 3};
    int64_t order[SAMPLES] = {0, 1, 2, 3, 4, 5, 6};
    for (int i = 0; i < 3 * SAMPLES; i++)
        x[i] = i % 3 == level[i / 3];
    make_case_of(x, 1, first_input, &c);
    assert_int_equal(hf_copies_make(c.engine, 0, &copies, &failure), 0);
    /* scores by hand: what a row expects plus what its donor leaves over */
    static const double expected[3] = {0.5, -1, 0.25},
                        residual[3][3] = {{-1, 0.5, -0.75}, {0, 0, 0.25}, {-1.5, 0, -1.25}};
    for (int a = 0; a < 3; a++) {
        copies.expected[a] = expected[a];
        for (int i = 0; i < 3; i++)
            copies.residual[3 * i + a] = residual[i][a];
    }
    for (int i = 0; i < 3; i++) { /* -0.5 three times; 0.5, -1, 0.5; -1 three times: the lowest */
        order[0] = i;
        hf_copies_draw(&copies, order, 0, 1, value);
        assert_true(value[0] == 1 && value[1] == 0 && value[2] == 0);
    }
    copies.residual[2] = -0.5; /* -0.5, -0.5, -0.25 */
    order[0] = 0;
    hf_copies_draw(&copies, order, 0, 1, value);
    assert_true(value[0] == 0 && value[1] == 0 && value[2] == 1);
    hf_copies_free(&copies);
    free_case(&c);
}

/* One level: a single input that is always 0. */
static void a_category_of_one_level_is_constant(void **state)
{
    (void)state;
    const double x[2 * SAMPLES] = {0, 1, 0, 4, 0, 2, 0, 6, 0, 5, 0, 7, 0, 3};
    const double none[3 * SAMPLES] = {0};
    const int64_t first_input[] = {0, 3};
    small_case c = {0};
    make_case(x, 2, &c);
    assert_int_equal(hf_conditional_state_of(c.engine, 0).reason, HF_TEST_CONSTANT);
    assert_int_equal(hf_conditional_state_of(c.engine, 1).reason, HF_TEST_DEFINED);
    free_case(&c);
    make_case_of(none, 1, first_input, &c);
    assert_int_equal(hf_conditional_state_of(c.engine, 0).reason, HF_TEST_CONSTANT);
    free_case(&c);
}

static hf_status gather(void *context, const hf_conditional_block *block, int64_t *sums,
                        hf_error *error)
{
    small_case *c = context;
    return hf_conditional_add(c->engine, block, &c->network, 1, sums, error);
}

/* The network sees the second input alone: half of max(x, 0), less half the other class's. */
static void an_input_that_no_network_uses_has_p_1(void **state)
{
    (void)state;
    const double x[2 * SAMPLES] = {1, 0.5, 4, 2, 2, -3, 6, 1, 5, 0.25, 7, -1, 3, 3};
    small_case c = {0};
    hf_conditional_result result[2];
    int64_t sums[SAMPLES] = {0}, test = 1;
    const hf_conditional_block data = {.tests = &test, .count = 1, .draws = 1};
    make_case(x, 2, &c);
    assert_int_equal(hf_conditional_add(c.engine, &data, &c.network, 1, sums, &failure), 0);
    for (int i = 0; i < SAMPLES; i++)
        assert_int_equal(sums[i], (int64_t)(fmax(x[2 * i + 1], 0) * (1 << 24)));
    assert_int_equal(hf_conditional_run(c.engine, 0, 2, gather, &c, result, &failure), 0);
    assert_true(result[0].p_value == 1 && isnan(result[0].spread_ratio));
    assert_true(result[1].p_value < 1 && result[1].spread_ratio > 0);
    assert_int_equal(result[0].draws, 49);
    free_case(&c);
}

enum { ROWS = 6, CLASSES = 3 };

static const double u[ROWS][CLASSES] = {{0.9, -0.2, -0.7}, {0.1, 0.4, -0.5},  {-0.6, 0.5, 0.1},
                                        {0.4, 0.2, -0.6},  {-0.3, -0.3, 0.6}, {-0.5, -0.6, 1.1}};

/* At the optimum the gradient, ridge included, is 0. */
static void a_fit_ends_at_the_optimum(void **state)
{
    (void)state;
    const int32_t label[ROWS] = {0, 1, 1, 0, 1, 2};
    double scratch[CLASSES * (CLASSES + 2)], parameters[CLASSES], share[CLASSES], slope = 0;
    double errors[CLASSES] = {0};
    hf_fit_slope(&u[0][0], label, ROWS, CLASSES, scratch, parameters);
    for (int i = 0; i < ROWS; i++) {
        hf_fit_shares(u[i], parameters, CLASSES, share);
        near(share[0] + share[1] + share[2], 1);
        for (int c = 0; c < CLASSES; c++) {
            errors[c] += (label[i] == c) - share[c];
            slope += ((label[i] == c) - share[c]) * u[i][c];
        }
    }
    assert_true(parameters[2] > 0.1);
    near(slope, parameters[2]);
    for (int c = 0; c < CLASSES; c++)
        near(errors[c], 0);
}

/* Labels that go against u: then the shares of the classes are all. */
static void a_slope_is_never_negative(void **state)
{
    (void)state;
    const int32_t label[ROWS] = {2, 2, 0, 2, 1, 0};
    double scratch[CLASSES * (CLASSES + 2)], parameters[CLASSES], share[CLASSES];
    hf_fit_slope(&u[0][0], label, ROWS, CLASSES, scratch, parameters);
    assert_true(parameters[2] == 0);
    hf_fit_shares(u[0], parameters, CLASSES, share);
    near(share[0], 2. / 6);
    near(share[1], 1. / 6);
    near(share[2], 3. / 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_is_the_number_of_thresholds_up_to_it),
        cmocka_unit_test(scores_are_standardised_mid_ranks),
        cmocka_unit_test(a_residual_is_what_the_others_do_not_explain),
        cmocka_unit_test(a_copy_of_a_column_has_no_variation_of_its_own),
        cmocka_unit_test(shrinkage_is_that_of_ledoit_and_wolf),
        cmocka_unit_test(groups_of_several_features_are_tests),
        cmocka_unit_test(a_test_has_all_inputs_of_its_features),
        cmocka_unit_test(complete_rows_exchange_among_themselves),
        cmocka_unit_test(a_copy_of_a_category_is_an_observed_level),
        cmocka_unit_test(the_largest_score_names_the_level),
        cmocka_unit_test(a_category_of_one_level_is_constant),
        cmocka_unit_test(an_input_that_no_network_uses_has_p_1),
        cmocka_unit_test(a_fit_ends_at_the_optimum),
        cmocka_unit_test(a_slope_is_never_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
