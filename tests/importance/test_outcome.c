/*
 * Every formula on a network for a measured outcome, worked out by hand: one output, v = W2.
 *
 *   W1 = [ 1 -2 ]   b1 = [  0 ]   W2 = [ 2 1 ]   b2 = 1/2
 *        [ 3  1 ]        [ -1 ]
 *
 * Test rows (1, 0) and (1, 1), training mean (0, 0). The pre-activations are (0, -1) at the mean,
 * (1, 2) and (-1, 3) at the rows; the outputs 4.5 and 3.5.
 */
#include "holdfast/importance.h"
#include "holdfast/status_codes.h"
#include "unit_test.h"
#include <math.h>

enum { REPEATS = 64 };

static const hf_input_map map = {.features = 2, .inputs = 2};

static const hf_weights network = {.inputs = 2,
                                   .hidden = 2,
                                   .classes = 1,
                                   .input_weight = (const float[]){1, -2, 3, 1},
                                   .input_bias = (const float[]){0, -1},
                                   .output_weight = (const float[]){2, 1},
                                   .output_bias = (const float[]){0.5F}};
static const hf_test_rows rows = {.rows = 2,
                                  .inputs = (const float[]){1, 0, 1, 1},
                                  .labels = (const int32_t[]){0, 0},
                                  .outcome = (const float[]){4, 3},
                                  .training_mean = (const double[]){0, 0},
                                  .threads = 1,
                                  .repeats = REPEATS};

static void importance_of(hf_method method, float importance[2])
{
    hf_importance_workspace *workspace;
    assert_int_equal(hf_importance_workspace_make(&map, 2, 1, 2, 1, &workspace, NULL), HF_OK);
    assert_true(hf_importance(method, &network, &rows, workspace, importance));
    hf_importance_workspace_free(&workspace);
}

static void each_method_has_the_value_worked_out_by_hand(void **state)
{
    (void)state;
    static const struct {
        hf_method method;
        double expected[2];
    } cases[] = {
        {HF_MAX_WEIGHT, {3, 1}},
        {HF_MAX_ABS_WEIGHT, {3, 2}},
        {HF_L2_NORM, {3.16227766016837933, 2.23606797749978969}}, /* roots of 10 and 5 */
        /* rows sum to 3 and 4: 2 * 1/3 + 3/4 = 17/12, 2 * 2/3 + 1/4 = 19/12, sum 3 */
        {HF_GARSON, {17. / 36, 19. / 36}},
        {HF_OLDEN, {5, 3}}, /* 2 + 3, |-4 + 1| */
        /* Row 1: unit 0 is active all the way, unit 1 on 2/3 of it: 2 + 3 * 2/3 = 4, and 0. Row 2:
         * unit 1 on 3/4 of it: 9/4 and 3/4. */
        {HF_INTEGRATED_GRADIENTS, {25. / 8, 3. / 8}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        float importance[2];
        importance_of(cases[i].method, importance);
        for (int f = 0; f < 2; f++)
            if (fabs((double)importance[f] - cases[i].expected[f]) > 2e-7 * cases[i].expected[f])
                fail_msg("%s of feature %d: %.9g", hf_method_name(cases[i].method), f,
                         (double)importance[f]);
    }
}

/* Errors are 1/2 and 1/2; with feature 1 exchanged -1/2 and 3/2: the mean square rises by 1.
 * Feature 0 has one value. */
static void permutation_is_the_rise_of_the_squared_error(void **state)
{
    (void)state;
    float importance[2];
    importance_of(HF_PERMUTATION, importance);
    const double exchanged = (double)importance[1] * REPEATS;
    assert_true(importance[0] == 0);
    assert_true(exchanged == floor(exchanged) && exchanged > 0 && exchanged < REPEATS);
}

/* Row 1 has both units active, row 2 the second: (5 + 3) / 2 and (-3 + 1) / 2. */
static void the_gradient_is_that_of_the_output(void **state)
{
    (void)state;
    hf_importance_workspace *workspace;
    double gradient[2];
    assert_int_equal(hf_importance_workspace_make(&map, 2, 1, 2, 1, &workspace, NULL), HF_OK);
    hf_importance_gradient(&network, &rows, workspace, gradient);
    hf_importance_workspace_free(&workspace);
    assert_true(gradient[0] == 4 && gradient[1] == -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_method_has_the_value_worked_out_by_hand),
        cmocka_unit_test(permutation_is_the_rise_of_the_squared_error),
        cmocka_unit_test(the_gradient_is_that_of_the_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
