/* Every formula on two networks worked out by hand.
 *
 * Network A: 3 features, 2 hidden units, 2 classes.
 *
 *   W1 = [  1 -3  2 ]     W2 = [ 1 -1 ]     v of unit 0: (1, 3)  - 2 = (-1, 1), |v| =  sqrt(2)
 *        [  4  0 -4 ]          [ 3  5 ]     v of unit 1: (-1, 5) - 2 = (-3, 3), |v| = 3 sqrt(2)
 *
 * Network B: 3 features, 3 hidden units, 3 classes.
 *
 *   W1 = [  2  0 -2 ]     W2 = [ 1  0  2 ]  v of unit 0: (1, 2, 3)  - 2 = (-1, 0, 1),  |v| =
 * sqrt(2) [  1  1  2 ]          [ 2  0  2 ]  v of unit 1: (0, 0, 3)  - 1 = (-1, -1, 2), |v| =
 * sqrt(6) [ -3  6  0 ]          [ 3  3 -4 ]  v of unit 2: (2, 2, -4) - 0 = (2, 2, -4),  |v| = 2
 * sqrt(6)
 *
 * Network C: a number and a category of three levels, 4 inputs; W2 of network A.
 *
 *   W1 = [  2  1 -3  0 ]
 *        [ -1  0  4 -2 ]
 */
#include "holdfast/importance.h"
#include "holdfast/status_codes.h"
#include "unit_test.h"
#include <math.h>
#include <string.h>

static const float bias[3] = {7, 7, 7}; /* no method by weights reads the biases */
static const hf_weights network_a = {.inputs = 3,
                                     .hidden = 2,
                                     .classes = 2,
                                     .input_weight = (const float[]){1, -3, 2, 4, 0, -4},
                                     .input_bias = bias,
                                     .output_weight = (const float[]){1, -1, 3, 5},
                                     .output_bias = bias};
static const hf_weights network_b = {.inputs = 3,
                                     .hidden = 3,
                                     .classes = 3,
                                     .input_weight = (const float[]){2, 0, -2, 1, 1, 2, -3, 6, 0},
                                     .input_bias = bias,
                                     .output_weight = (const float[]){1, 0, 2, 2, 0, 2, 3, 3, -4},
                                     .output_bias = bias};

static const hf_weights network_c = {.inputs = 4,
                                     .hidden = 2,
                                     .classes = 2,
                                     .input_weight = (const float[]){2, 1, -3, 0, -1, 0, 4, -2},
                                     .input_bias = bias,
                                     .output_weight = (const float[]){1, -1, 3, 5},
                                     .output_bias = bias};

static void expect_of_category(hf_method method, double number, double category)
{
    const double expected[2] = {number, category};
    const int64_t first[] = {0, 1, 4};
    hf_importance_workspace *workspace;
    float importance[2];
    assert_int_equal(
        hf_importance_workspace_make(&(hf_input_map){2, 4, first}, 2, 2, 0, 1, &workspace, NULL),
        HF_OK);
    assert_true(hf_importance(method, &network_c, NULL, workspace, importance));
    hf_importance_workspace_free(&workspace);
    for (int f = 0; f < 2; f++)
        if (fabs(importance[f] - expected[f]) > 2e-7 * fabs(expected[f]))
            fail_msg("%s of feature %d: %.9g, not %.9g", hf_method_name(method), f, importance[f],
                     expected[f]);
}

static void a_category_has_the_importance_of_its_inputs(void **state)
{
    (void)state;
    expect_of_category(HF_MAX_WEIGHT, 2, 4);
    expect_of_category(HF_MAX_ABS_WEIGHT, 2, 4);
    expect_of_category(HF_L2_NORM, sqrt(5), sqrt(1 + 25 + 4));
    /* unit 0: 1/6 of sqrt(2) a weight, unit 1: 1/7 of 3 sqrt(2); in all 4 sqrt(2) */
    expect_of_category(HF_GARSON, (2.0 / 6 + 3.0 / 7) / 4, (4.0 / 6 + 18.0 / 7) / 4);
    /* class 1: 2 - 3; 1, -3 + 12, -6; class 0 the opposite */
    expect_of_category(HF_OLDEN, sqrt(2), sqrt(2.0 * (1 + 81 + 36)));
}

static void expect(hf_method method, const hf_weights *weights, double a, double b, double c)
{
    const double expected[3] = {a, b, c};
    hf_importance_workspace *workspace;
    float importance[3];
    assert_int_equal(hf_importance_workspace_make(
                         &(hf_input_map){.features = weights->inputs, .inputs = weights->inputs},
                         weights->hidden, weights->classes, 0, 1, &workspace, NULL),
                     HF_OK);
    assert_true(hf_importance(method, weights, NULL, workspace, importance));
    hf_importance_workspace_free(&workspace);
    for (int f = 0; f < 3; f++) {
        if (fabs(importance[f] - expected[f]) > 2e-7 * fabs(expected[f]))
            fail_msg("%s of feature %d: %.9g, not %.9g", hf_method_name(method), f, importance[f],
                     expected[f]);
    }
}

static void max_weight_is_the_largest_weight_of_a_column(void **state)
{
    (void)state;
    expect(HF_MAX_WEIGHT, &network_a, 4, 0, 2);
    expect(HF_MAX_WEIGHT, &network_b, 2, 6, 2);
}

static void tutorial_is_the_largest_weight_of_a_row(void **state)
{
    (void)state;
    expect(HF_TUTORIAL, &network_b, 2, 2, 6);
}

static void max_abs_weight_ignores_the_sign(void **state)
{
    (void)state;
    expect(HF_MAX_ABS_WEIGHT, &network_a, 4, 3, 4);
    expect(HF_MAX_ABS_WEIGHT, &network_b, 3, 6, 2);
}

static void l2_norm_is_the_length_of_a_column(void **state)
{
    (void)state;
    /* A: 1 + 16, 9 + 0, 4 + 16; B: 4 + 1 + 9, 0 + 1 + 36, 4 + 4 + 0 */
    expect(HF_L2_NORM, &network_a, sqrt(17), 3, sqrt(20));
    expect(HF_L2_NORM, &network_b, sqrt(14), sqrt(37), sqrt(8));
}

static void garson_shares_each_units_weight_among_the_features(void **state)
{
    (void)state;
    /* A: rows sum to 6 and 8. In units of sqrt(2):
     *      feature 0: 1/6 + 3 * 4/8 = 10/6
     *      feature 1: 3/6 + 0       =  3/6
     *      feature 2: 2/6 + 3 * 4/8 = 11/6      sum 24/6 = 4 */
    expect(HF_GARSON, &network_a, 10. / 24, 3. / 24, 11. / 24);
    /* B: rows sum to 4, 4 and 9.
     *      feature 0: sqrt(2) 2/4 + sqrt(6) 1/4 + 2 sqrt(6) 3/9
     *      feature 1:               sqrt(6) 1/4 + 2 sqrt(6) 6/9
     *      feature 2: sqrt(2) 2/4 + sqrt(6) 2/4                   sum sqrt(2) + 3 sqrt(6) */
    const double sum = sqrt(2) + 3 * sqrt(6);
    expect(HF_GARSON, &network_b, (sqrt(2) / 2 + sqrt(6) * 11 / 12) / sum, sqrt(6) * 19 / 12 / sum,
           (sqrt(2) / 2 + sqrt(6) / 2) / sum);
}

static void a_unit_without_weights_adds_nothing_to_garson(void **state)
{
    (void)state;
    hf_weights weights = network_a;
    weights.input_weight = (const float[]){0, 0, 0, 4, 0, -4};
    expect(HF_GARSON, &weights, 0.5, 0, 0.5);
    weights.input_weight = (const float[]){0, 0, 0, 0, 0, 0};
    expect(HF_GARSON, &weights, 0, 0, 0);
}

static void a_unit_that_no_class_hears_differently_adds_nothing(void **state)
{
    (void)state;
    hf_weights weights = network_a;
    weights.output_weight = (const float[]){5, -1, 5, 5}; /* unit 0 is the same for both classes */
    expect(HF_GARSON, &weights, 0.5, 0, 0.5);
    expect(HF_OLDEN, &weights, 12 * sqrt(2), 0, 12 * sqrt(2));
}

static void olden_sums_the_signed_connections(void **state)
{
    (void)state;
    /* A: class 1, the other its negative: 1 * 1 + 3 * 4, 1 * -3 + 3 * 0, 1 * 2 + 3 * -4 */
    expect(HF_OLDEN, &network_a, 13 * sqrt(2), 3 * sqrt(2), 10 * sqrt(2));
    /* B:            feature 0         feature 1          feature 2
     *   class 0  -2 - 1 - 6 = -9   -1 + 12 =  11     2 - 2     =  0
     *   class 1      -1 - 6 = -7   -1 + 12 =  11        -2     = -2
     *   class 2   2 + 2 + 12 = 16    2 - 24 = -22   -2 + 4     =  2 */
    expect(HF_OLDEN, &network_b, sqrt(81 + 49 + 256), sqrt(121 + 121 + 484), sqrt(8));
}

static void a_nan_weight_gives_the_one_nan(void **state)
{
    (void)state;
    hf_importance_workspace *workspace;
    assert_int_equal(hf_importance_workspace_make(&(hf_input_map){.features = 3, .inputs = 3}, 3, 3,
                                                  0, 1, &workspace, NULL),
                     HF_OK);
    for (int method = 0; method < HF_METHODS; method++) {
        for (int place = 0; place < 9 && !hf_method_is((hf_method)method, HF_METHOD_TEST_ROWS);
             place++) {
            float w1[9] = {2, 0, -2, 1, 1, 2, -3, 6, 0}, importance[3];
            hf_weights weights = network_b;
            const uint32_t bits = 0xFFC12345, canonical = 0x7FC00000;
            memcpy(&w1[place], &bits, sizeof bits);
            weights.input_weight = w1;
            hf_importance((hf_method)method, &weights, NULL, workspace, importance);
            int hit = method == HF_TUTORIAL ? place / 3 : place % 3;
            assert_memory_equal(&importance[hit], &canonical, sizeof canonical);
            for (int f = 0; f < 3; f++)
                assert_true(importance[f] == importance[f] ||
                            !memcmp(&importance[f], &canonical, sizeof canonical));
        }
    }
    hf_importance_workspace_free(&workspace);
}

static void methods_are_found_by_their_names(void **state)
{
    (void)state;
    for (int method = 0; method < HF_METHODS; method++) {
        assert_int_equal(hf_method_find(hf_method_name((hf_method)method)), method);
        assert_true(strlen(hf_method_text((hf_method)method)) > 10);
    }
    assert_string_equal(hf_method_name(HF_OLDEN), "olden");
    assert_int_equal(hf_method_find("integrated_gradients"), HF_INTEGRATED_GRADIENTS);
    assert_int_equal(hf_method_find("oldenn"), -1);
    assert_int_equal(hf_method_find(""), -1);
}

static void memory_that_cannot_be_is_refused(void **state)
{
    (void)state;
    const int64_t huge = INT64_MAX / 2;
    const int64_t sizes[][4] = {{huge, 1, 3, 0}, {3, huge, 3, 8}, {3, 1, huge, 0}, {3, 1, 3, huge}};
    for (int i = 0; i < 4; i++) {
        hf_importance_workspace *workspace;
        hf_error error;
        assert_int_equal(hf_importance_workspace_make(
                             &(hf_input_map){.features = sizes[i][0], .inputs = sizes[i][0]},
                             sizes[i][1], sizes[i][2], sizes[i][3], 1, &workspace, &error),
                         HF_INTERNAL);
        assert_null(workspace);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(max_weight_is_the_largest_weight_of_a_column),
        cmocka_unit_test(a_category_has_the_importance_of_its_inputs),
        cmocka_unit_test(tutorial_is_the_largest_weight_of_a_row),
        cmocka_unit_test(max_abs_weight_ignores_the_sign),
        cmocka_unit_test(l2_norm_is_the_length_of_a_column),
        cmocka_unit_test(garson_shares_each_units_weight_among_the_features),
        cmocka_unit_test(a_unit_without_weights_adds_nothing_to_garson),
        cmocka_unit_test(a_unit_that_no_class_hears_differently_adds_nothing),
        cmocka_unit_test(olden_sums_the_signed_connections),
        cmocka_unit_test(a_nan_weight_gives_the_one_nan),
        cmocka_unit_test(methods_are_found_by_their_names),
        cmocka_unit_test(memory_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
