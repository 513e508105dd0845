/* What must not change an importance by weights, and what must change it by a known factor, on
 * random networks of many shapes. */
#include "holdfast/importance.h"
#include "unit_test.h"
#include <math.h>

enum { SHAPES = 40, FEATURES = 13, HIDDEN = 21, CLASSES = 4 };

typedef struct network {
    hf_weights weights;
    float w1[HIDDEN * FEATURES], w2[CLASSES * HIDDEN];
} network;

/* Knuth's MMIX generator; uniform in (-1, 1). */
static uint64_t random_state;

static double uniform(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (double)(random_state >> 11) * 0x1p-52 - 1;
}

static int64_t between(int64_t low, int64_t high)
{
    return low + (int64_t)((uniform() + 1) / 2 * (double)(high - low + 1));
}

static void make(network *net, uint64_t seed)
{
    random_state = seed;
    net->weights = (hf_weights){.inputs = between(2, FEATURES),
                                .hidden = between(2, HIDDEN),
                                .classes = between(2, CLASSES),
                                .input_weight = net->w1,
                                .output_weight = net->w2};
    for (int i = 0; i < HIDDEN * FEATURES; i++)
        net->w1[i] = (float)uniform();
    for (int i = 0; i < CLASSES * HIDDEN; i++)
        net->w2[i] = (float)uniform();
}

static void importance_of(hf_method method, const network *net, float *importance)
{
    hf_importance_workspace *workspace;
    hf_weights weights = net->weights;
    weights.input_weight = net->w1;
    weights.output_weight = net->w2;
    assert_int_equal(hf_importance_workspace_make(
                         &(hf_input_map){.features = weights.inputs, .inputs = weights.inputs},
                         HIDDEN, CLASSES, 0, 1, &workspace, NULL),
                     HF_OK);
    hf_importance(method, &weights, NULL, workspace, importance);
    hf_importance_workspace_free(&workspace);
}

static void assert_same(hf_method method, const network *a, const network *b, double factor)
{
    float before[FEATURES], after[FEATURES];
    importance_of(method, a, before);
    importance_of(method, b, after);
    for (int64_t f = 0; f < a->weights.inputs; f++)
        if (fabs(before[f] * factor - after[f]) > 2e-6 * (1 + fabs(before[f] * factor)))
            fail_msg("%s of feature %d: %.9g, then %.9g", hf_method_name(method), (int)f,
                     before[f] * factor, after[f]);
}

static void swap(float *a, float *b)
{
    float kept = *a;
    *a = *b;
    *b = kept;
}

static void the_order_of_hidden_units_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SHAPES; seed++) {
        network net, shuffled;
        make(&net, seed);
        shuffled = net;
        const hf_weights *w = &net.weights;
        for (int64_t j = w->hidden - 1; j > 0; j--) {
            int64_t k = between(0, j);
            for (int64_t f = 0; f < w->inputs; f++)
                swap(&shuffled.w1[j * w->inputs + f], &shuffled.w1[k * w->inputs + f]);
            for (int64_t c = 0; c < w->classes; c++)
                swap(&shuffled.w2[c * w->hidden + j], &shuffled.w2[c * w->hidden + k]);
        }
        for (int method = 0; method < HF_METHODS; method++)
            if (method != HF_TUTORIAL && !hf_method_is((hf_method)method, HF_METHOD_TEST_ROWS))
                assert_same((hf_method)method, &net, &shuffled, 1);
    }
}

static void the_tutorials_rule_follows_the_order_of_hidden_units(void **state)
{
    (void)state;
    network net;
    float before[FEATURES], after[FEATURES];
    make(&net, 1);
    net.weights.inputs = net.weights.hidden = 5;
    importance_of(HF_TUTORIAL, &net, before);
    for (int f = 0; f < 5; f++)
        swap(&net.w1[f], &net.w1[2 * 5 + f]);
    importance_of(HF_TUTORIAL, &net, after);
    const int order[5] = {2, 1, 0, 3, 4};
    for (int f = 0; f < 5; f++)
        assert_true(after[f] == before[order[f]]);
}

static void a_shift_common_to_all_classes_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SHAPES; seed++) {
        network net, shifted;
        make(&net, seed);
        shifted = net;
        for (int64_t j = 0; j < net.weights.hidden; j++) {
            float shift = (float)uniform();
            for (int64_t c = 0; c < net.weights.classes; c++)
                shifted.w2[c * net.weights.hidden + j] += shift;
        }
        assert_same(HF_GARSON, &net, &shifted, 1);
        assert_same(HF_OLDEN, &net, &shifted, 1);
    }
}

static void garson_sums_to_one(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SHAPES; seed++) {
        network net;
        float importance[FEATURES];
        double sum = 0;
        make(&net, seed);
        importance_of(HF_GARSON, &net, importance);
        for (int64_t f = 0; f < net.weights.inputs; f++) {
            assert_true(importance[f] >= 0);
            sum += importance[f];
        }
        assert_true(fabs(sum - 1) < 1e-6);
    }
}

static void scaling_a_layer_scales_what_it_should(void **state)
{
    (void)state;
    static const double by_w1[HF_METHODS] = {
        [HF_MAX_WEIGHT] = 8, [HF_TUTORIAL] = 8, [HF_MAX_ABS_WEIGHT] = 8,
        [HF_L2_NORM] = 8,    [HF_GARSON] = 1,   [HF_OLDEN] = 8};
    static const double by_w2[HF_METHODS] = {
        [HF_MAX_WEIGHT] = 1, [HF_TUTORIAL] = 1, [HF_MAX_ABS_WEIGHT] = 1,
        [HF_L2_NORM] = 1,    [HF_GARSON] = 1,   [HF_OLDEN] = 8};
    for (uint64_t seed = 0; seed < SHAPES; seed++) {
        network net, scaled_w1, scaled_w2;
        make(&net, seed);
        if (seed % 2)
            net.weights.hidden = net.weights.inputs;
        scaled_w1 = scaled_w2 = net;
        for (int i = 0; i < HIDDEN * FEATURES; i++)
            scaled_w1.w1[i] *= 8;
        for (int i = 0; i < CLASSES * HIDDEN; i++)
            scaled_w2.w2[i] *= 8;
        for (int method = 0; method < HF_METHODS; method++) {
            if (hf_method_is((hf_method)method, HF_METHOD_TEST_ROWS) ||
                (method == HF_TUTORIAL && net.weights.hidden != net.weights.inputs))
                continue;
            assert_same((hf_method)method, &net, &scaled_w1, by_w1[method]);
            assert_same((hf_method)method, &net, &scaled_w2, by_w2[method]);
        }
    }
}

/* An independent way to the same number: with all features but one 0 and no biases, the logits'
 * common-shift-free part of a linear network is olden's sum. */
static void olden_is_the_length_of_the_product_of_the_layers(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < SHAPES; seed++) {
        network net;
        float importance[FEATURES];
        make(&net, seed);
        const hf_weights *w = &net.weights;
        importance_of(HF_OLDEN, &net, importance);
        for (int64_t f = 0; f < w->inputs; f++) {
            double logits[CLASSES] = {0}, mean = 0, squares = 0;
            for (int64_t c = 0; c < w->classes; c++) {
                for (int64_t j = 0; j < w->hidden; j++)
                    logits[c] += (double)net.w2[c * w->hidden + j] * net.w1[j * w->inputs + f];
                mean += logits[c] / (double)w->classes;
            }
            for (int64_t c = 0; c < w->classes; c++)
                squares += (logits[c] - mean) * (logits[c] - mean);
            assert_true(fabs(importance[f] - sqrt(squares)) < 1e-6 * (1 + sqrt(squares)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_hidden_units_does_not_matter),
        cmocka_unit_test(the_tutorials_rule_follows_the_order_of_hidden_units),
        cmocka_unit_test(a_shift_common_to_all_classes_does_not_matter),
        cmocka_unit_test(garson_sums_to_one),
        cmocka_unit_test(scaling_a_layer_scales_what_it_should),
        cmocka_unit_test(olden_is_the_length_of_the_product_of_the_layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
