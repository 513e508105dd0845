/* The conditional test in a results file whose networks have any weights: what is stored, when, and
 * that interruptions change nothing. */
#include "base/nan.h"
#include "conditional/model.h"
#include "conditional_stage/conditional_stage.h"
#include "holdfast/status_codes.h"
#include "unit_test.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum { FEATURES = 4, INPUTS_MOST = 6, SPLITS = 3, SEEDS = 2, HIDDEN = 5 };
static const char file[] = "conditional_stage.h5";

typedef struct bench {
    hf_experiment experiment;
    hf_results *results;
} bench;

static void expect_ok(hf_status status, const hf_error *error)
{
    if (status != HF_OK)
        fail_msg("%s", error->message);
}

/* `change`, which may be NULL, makes other data of those that were read. */
static void open_changed(const char *more, void (*change)(hf_experiment *), bench *b)
{
    hf_config config;
    hf_error error = {0};
    hf_text text = {0};
    hf_text_append(&text,
                   "splits: {count: 3}\nmodel: {hidden: [5]}\ntraining: {iterations: 2}\n"
                   "replicas: {seeds: 2}\n%s",
                   more);
    expect_ok(hf_config_parse(text.data, "test.yaml", &config, &error), &error);
    expect_ok(hf_experiment_make(&config, &b->experiment, &error), &error);
    if (change) {
        change(&b->experiment);
        expect_ok(hf_dataset_lay_inputs(&b->experiment.dataset, &error), &error);
        hf_dataset_hash(&b->experiment.dataset);
        expect_ok(hf_experiment_resolve(&b->experiment, &error), &error);
    }
    expect_ok(hf_results_create(file, &b->experiment, text.data, &error), &error);
    expect_ok(hf_results_open(file, true, &b->results, &error), &error);
    hf_text_free(&text);
}

static void open_bench(const char *more, bench *b)
{
    open_changed(more, NULL, b);
}

static void close_bench(bench *b)
{
    hf_error error = {0};
    expect_ok(hf_results_close(&b->results, &error), &error);
    hf_experiment_free(&b->experiment);
    unlink(file);
}

/* All networks, or the first `count` of them, done with weights that go up and down. */
static void fill(bench *b, int64_t count)
{
    static const hf_field fields[] = {HF_WEIGHTS_INPUT_WEIGHT, HF_WEIGHTS_INPUT_BIAS,
                                      HF_WEIGHTS_OUTPUT_WEIGHT, HF_WEIGHTS_OUTPUT_BIAS};
    const uint8_t done = HF_DONE;
    uint32_t random = 5;
    float weights[HIDDEN * INPUTS_MOST];
    for (int64_t i = 0; i < count; i++) {
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
            for (int w = 0; w < HIDDEN * b->experiment.dataset.inputs; w++) {
                random = random * 1664525u + 1013904223u;
                weights[w] = (float)(random >> 8) / (float)(1 << 23) - 1;
            }
            assert_int_equal(hf_results_write(b->results, fields[k], 0, i, 1, weights, NULL),
                             HF_OK);
        }
        assert_int_equal(hf_results_write(b->results, HF_REPLICAS_STATUS, 0, i, 1, &done, NULL),
                         HF_OK);
    }
}

/* What the file holds of the features' tests, and of the groups'. */
typedef struct outcome {
    double p[FEATURES], group_p[FEATURES], own[FEATURES];
    int32_t draws[FEATURES], dependent_on[FEATURES], networks;
    uint8_t reason[FEATURES], group_reason[FEATURES];
} outcome;

static outcome outcome_of(const bench *b)
{
    const int64_t groups = b->experiment.groups.count;
    outcome o = {0};
#define READ(field, count, into)                                                                   \
    assert_int_equal(hf_results_read(b->results, HF_CONDITIONAL_##field, 0, 0, count, into, NULL), \
                     HF_OK)
    READ(P_VALUE, FEATURES, o.p);
    READ(OWN_VARIATION, FEATURES, o.own);
    READ(DRAWS, FEATURES, o.draws);
    READ(DEPENDENT_ON, FEATURES, o.dependent_on);
    READ(REASON, FEATURES, o.reason);
    READ(GROUP_P_VALUE, groups, o.group_p);
    READ(GROUP_REASON, groups, o.group_reason);
    READ(NETWORKS, 1, &o.networks);
#undef READ
    return o;
}

static outcome run(bench *b, int64_t threads)
{
    hf_error error = {0};
    const hf_conditional_store store = {.results = b->results, .into = b->results};
    expect_ok(hf_conditional_stage_alone(&b->experiment, &store, threads, &error), &error);
    return outcome_of(b);
}

#define IRIS "data: {source: 'builtin:iris'}\n"

static void every_test_is_stored(void **state)
{
    (void)state;
    bench b;
    open_bench(IRIS, &b);
    fill(&b, SPLITS * SEEDS);
    const outcome o = run(&b, 1);
    assert_int_equal(o.networks, SPLITS * SEEDS);
    for (int f = 0; f < FEATURES; f++) {
        assert_int_equal(o.reason[f], HF_TEST_DEFINED);
        assert_true(o.p[f] > 0 && o.p[f] <= 1);
        assert_true(o.own[f] > 0 && o.own[f] < 1);
        assert_true(o.draws[f] == 99 || o.draws[f] == 999);
    }
    /* {sepal length, petal length, petal width}, {sepal width}: the latter has its feature's test
     */
    assert_int_equal(b.experiment.groups.count, 2);
    assert_true(o.group_p[1] == o.p[1]);
    assert_int_equal(o.group_reason[0], HF_TEST_DEFINED);
    close_bench(&b);
}

/* Sepal length becomes a category of three levels, petal width a copy of petal length. */
static void make_a_category_and_a_copy(hf_experiment *e)
{
    static const char *const names[] = {"short", "middle", "long"};
    hf_dataset *d = &e->dataset;
    expect_ok(hf_allocate(&d->levels, d->features, sizeof *d->levels, NULL), NULL);
    for (int l = 0; l < 3; l++)
        expect_ok(hf_text_list_add(&d->levels[0], names[l], NULL), NULL);
    for (double *x = d->x; x < d->x + d->samples * FEATURES; x += FEATURES) {
        x[0] = (x[0] > 5.4) + (x[0] > 6.2);
        x[3] = x[2];
    }
}

/* Own variation from a model of inputs that are laid out here. */
static double own_variation_of_level_inputs(const hf_dataset *d)
{
    static double x[150 * INPUTS_MOST], residual[150 * 3], scratch[3 * 153 + 4 * 150];
    static const int64_t category[] = {0, 1, 2};
    hf_conditional_model model;
    assert_int_equal(d->samples, 150);
    for (int64_t i = 0; i < d->samples; i++)
        for (int j = 0; j < INPUTS_MOST; j++) {
            const double *cell = d->x + i * FEATURES;
            x[i * INPUTS_MOST + j] = j < 3 ? cell[0] == j : cell[j - 2];
        }
    expect_ok(hf_conditional_model_make(x, d->samples, INPUTS_MOST, 1, &model, NULL), NULL);
    hf_conditional_residuals(&model, category, 3, scratch, residual);
    const double own = hf_conditional_assess(&model, category, 3, residual, scratch).own_variation;
    hf_conditional_model_free(&model);
    return own;
}

static void a_category_is_tested_by_all_its_inputs(void **state)
{
    (void)state;
    bench b;
    open_changed(IRIS, make_a_category_and_a_copy, &b);
    assert_int_equal(b.experiment.dataset.inputs, INPUTS_MOST);
    fill(&b, SPLITS * SEEDS);
    const outcome o = run(&b, 2);
    assert_int_equal(o.reason[0], HF_TEST_DEFINED);
    assert_true(o.p[0] > 0 && o.p[0] <= 1);
    assert_true(o.own[0] == own_variation_of_level_inputs(&b.experiment.dataset));
    /* the category, sepal width, both petals: what it depends on is a feature, not an input */
    assert_int_equal(b.experiment.groups.count, 3);
    assert_int_equal(o.reason[2], HF_TEST_OWN_VARIATION);
    assert_int_equal(o.dependent_on[2], 3);
    assert_int_equal(o.dependent_on[3], 2);
    close_bench(&b);
}

static void what_is_done_is_not_done_again(void **state)
{
    (void)state;
    bench b;
    open_bench(IRIS, &b);
    fill(&b, SPLITS * SEEDS);
    const outcome whole = run(&b, 1);
    for (int f = 0; f < FEATURES; f++) { /* as if it had been stopped there */
        const double changed = 7, none = hf_nan_f64();
        const uint8_t not_done = HF_TEST_NOT_DONE;
        for (int64_t i = f; i < FEATURES; i++) {
            assert_int_equal(
                hf_results_write(b.results, HF_CONDITIONAL_P_VALUE, 0, i, 1, &none, NULL), HF_OK);
            assert_int_equal(
                hf_results_write(b.results, HF_CONDITIONAL_REASON, 0, i, 1, &not_done, NULL),
                HF_OK);
        }
        if (f > 0)
            assert_int_equal(
                hf_results_write(b.results, HF_CONDITIONAL_P_VALUE, 0, 0, 1, &changed, NULL),
                HF_OK);
        outcome o = run(&b, 3);
        assert_true(f == 0 ? o.p[0] == whole.p[0] : o.p[0] == changed);
        o.p[0] = whole.p[0];
        assert_memory_equal(&o, &whole, sizeof o);
    }
    close_bench(&b);
}

static void a_comparison_finds_what_was_changed(void **state)
{
    (void)state;
    bench b;
    hf_error error = {0};
    const char *difference = NULL;
    const double changed = 0.5;
    open_bench(IRIS, &b);
    fill(&b, SPLITS * SEEDS);
    run(&b, 1);
    const hf_conditional_store store = {.results = b.results, .difference = &difference};
    expect_ok(hf_conditional_stage_alone(&b.experiment, &store, 1, &error), &error);
    assert_null(difference);
    assert_int_equal(
        hf_results_write(b.results, HF_CONDITIONAL_GROUP_P_VALUE, 0, 0, 1, &changed, NULL), HF_OK);
    expect_ok(hf_conditional_stage_alone(&b.experiment, &store, 1, &error), &error);
    assert_string_equal(difference, "/significance/conditional/group_p_value");
    close_bench(&b);
}

/* Of 6 networks only those done of the first seed take part. */
static void networks_are_those_of_the_first_seeds(void **state)
{
    (void)state;
    bench b;
    open_bench(IRIS "significance: {conditional_seeds: 1}\n", &b);
    fill(&b, SPLITS * SEEDS - 2);
    assert_int_equal(run(&b, 1).networks, 2);
    close_bench(&b);
}

static void without_a_network_no_test_is_defined(void **state)
{
    (void)state;
    bench b;
    open_bench(IRIS, &b);
    const outcome o = run(&b, 1);
    for (int f = 0; f < FEATURES; f++) {
        assert_int_equal(o.reason[f], HF_TEST_NO_NETWORKS);
        assert_true(isnan(o.p[f]));
        assert_int_equal(o.draws[f], 0);
    }
    assert_int_equal(o.group_reason[1], HF_TEST_NO_NETWORKS);
    close_bench(&b);
}

static void without_draws_no_test_is_done(void **state)
{
    (void)state;
    bench b;
    open_bench(IRIS "significance: {conditional_draws: 0}\n", &b);
    fill(&b, SPLITS * SEEDS);
    const outcome o = run(&b, 1);
    assert_int_equal(o.networks, 0);
    assert_int_equal(o.reason[0], HF_TEST_NOT_DONE);
    const char *difference = NULL;
    const double p = 0.01; /* that nobody has computed */
    const hf_conditional_store store = {.results = b.results, .difference = &difference};
    assert_int_equal(hf_results_write(b.results, HF_CONDITIONAL_P_VALUE, 0, 2, 1, &p, NULL), HF_OK);
    assert_int_equal(hf_conditional_stage_alone(&b.experiment, &store, 1, NULL), HF_OK);
    assert_string_equal(difference, "/significance/conditional/p_value");
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_test_is_stored),
        cmocka_unit_test(a_category_is_tested_by_all_its_inputs),
        cmocka_unit_test(what_is_done_is_not_done_again),
        cmocka_unit_test(a_comparison_finds_what_was_changed),
        cmocka_unit_test(networks_are_those_of_the_first_seeds),
        cmocka_unit_test(without_a_network_no_test_is_defined),
        cmocka_unit_test(without_draws_no_test_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
