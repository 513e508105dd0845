/* The direction of each feature against plain loops over stored weights and test rows. */
#include "direction/direction.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "holdfast/statistics.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "unit_test.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum {
    FEATURES = 4,
    INPUTS_MOST = 6,
    CLASSES = 3,
    ENTRIES = CLASSES * FEATURES,
    SAMPLES = 150,
    WIDEST = 9
};

/* Iris: 3 splits x 2 hidden sizes x 3 seeds, trained. */
typedef struct laboratory {
    hf_experiment experiment;
    hf_results *results;
} laboratory;

static const char path[] = "direction.h5";

static void expect_ok(hf_status status, const hf_error *error)
{
    if (status != HF_OK)
        fail_msg("%s", error->message);
}

/* Replica 4 gets weights of which nothing depends; it votes by its importances all the same. */
static void silence(const hf_rows_layout *layout, hf_rows *rows)
{
    const int64_t hidden = rows->hidden_index == 0 ? 5 : WIDEST;
    memset(hf_rows_at(layout, rows, HF_WEIGHTS_OUTPUT_WEIGHT, 0, 0), 0,
           (size_t)(CLASSES * hidden) * sizeof(float));
}

static void train(laboratory *lab)
{
    hf_error error = {HF_OK, ""};
    hf_worker *worker;
    const hf_rows_layout *layout = hf_results_layout(lab->results);
    expect_ok(hf_worker_make(&lab->experiment, HF_ARM_MAIN, layout, 1, &worker, &error), &error);
    for (int64_t i = 0; i < hf_grid_replicas(&lab->experiment.grid); i++) {
        const hf_replica_place place = hf_grid_place(&lab->experiment.grid, i);
        hf_rows rows = {.first = i, .count = 1, .hidden_index = place.hidden_index};
        rows.bytes = hf_rows_size(layout, place.hidden_index, 1);
        expect_ok(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, &error), &error);
        expect_ok(hf_worker_run(worker, &rows, &error), &error);
        if (i == 4)
            silence(layout, &rows);
        hf_rows_seal(layout, &rows, 0);
        expect_ok(hf_results_write_rows(lab->results, &rows, &error), &error);
        hf_free(&rows.data);
    }
    hf_worker_free(&worker);
}

static void make_category(hf_experiment *e, int feature)
{
    static const char *const names[] = {"low", "middle", "high"};
    hf_dataset *d = &e->dataset;
    hf_error error;
    expect_ok(hf_allocate(&d->levels, d->features, sizeof *d->levels, &error), &error);
    for (int l = 0; l < 3; l++)
        expect_ok(hf_text_list_add(&d->levels[feature], names[l], &error), &error);
    for (double *x = d->x + feature; x < d->x + d->samples * FEATURES; x += FEATURES)
        *x = (*x > 2.8) + (*x > 3.2);
    expect_ok(hf_dataset_lay_inputs(d, &error), &error);
    hf_dataset_hash(d);
    expect_ok(hf_experiment_resolve(e, &error), &error);
}

/* Feature `category` becomes one of three levels; -1: none. */
static void open_laboratory_of(laboratory *lab, int category)
{
    static const char text[] =
        "data: {source: 'builtin:iris'}\nsplits: {count: 3}\nmodel: {hidden: [5, 9]}\n"
        "replicas: {first_seed: 7, seeds: 3}\ntraining: {iterations: 60, learning_rate: 0.02}\n"
        "significance: {methods: [garson, olden]}\n";
    hf_config config;
    hf_error error = {HF_OK, ""};
    remove(path);
    expect_ok(hf_config_parse(text, NULL, &config, &error), &error);
    expect_ok(hf_experiment_make(&config, &lab->experiment, &error), &error);
    if (category >= 0)
        make_category(&lab->experiment, category);
    expect_ok(hf_results_create(path, &lab->experiment, text, &error), &error);
    expect_ok(hf_results_open(path, true, &lab->results, &error), &error);
    train(lab);
}

static void open_laboratory(laboratory *lab)
{
    open_laboratory_of(lab, -1);
}

static void close_laboratory(laboratory *lab)
{
    hf_results_close(&lab->results, NULL);
    hf_experiment_free(&lab->experiment);
    remove(path);
}

/* ---- by plain loops ---- */

/* inputs [rows, input] of the split's test rows; returns how many. */
static int64_t test_inputs(const laboratory *lab, int64_t split, float *inputs)
{
    const hf_experiment *e = &lab->experiment;
    int64_t test_index[SAMPLES];
    double center[INPUTS_MOST], scale[INPUTS_MOST], fill[INPUTS_MOST];
    hf_error error;
    const int64_t rows = hf_splits_rows(&e->splits, split, NULL, NULL, test_index).test;
    expect_ok(
        hf_scaling_compute(&e->config, &e->dataset, &e->splits, split, center, scale, fill, &error),
        &error);
    hf_scaling_apply(&e->dataset, test_index, rows, center, scale, fill, inputs);
    return rows;
}

/* Sums row by row, which the program never does; of several inputs the first. */
static void plain_gradient(const laboratory *lab, const hf_replica_place *place, double *gradient)
{
    static float inputs[SAMPLES * INPUTS_MOST];
    const hf_dataset *d = &lab->experiment.dataset;
    float w1[WIDEST * INPUTS_MOST], b1[WIDEST], w2[CLASSES * WIDEST];
    const int64_t h = place->hidden_index, rows = test_inputs(lab, place->split, inputs);
    hf_error error;
    expect_ok(hf_results_read(lab->results, HF_WEIGHTS_INPUT_WEIGHT, h, place->row, 1, w1, &error),
              &error);
    expect_ok(hf_results_read(lab->results, HF_WEIGHTS_INPUT_BIAS, h, place->row, 1, b1, &error),
              &error);
    expect_ok(hf_results_read(lab->results, HF_WEIGHTS_OUTPUT_WEIGHT, h, place->row, 1, w2, &error),
              &error);
    for (int i = 0; i < ENTRIES; i++)
        gradient[i] = 0;
    for (int64_t r = 0; r < rows; r++)
        for (int64_t j = 0; j < place->hidden; j++) {
            double z = (double)b1[j], mean = 0;
            for (int64_t k = 0; k < d->inputs; k++)
                z += (double)w1[j * d->inputs + k] * (double)inputs[r * d->inputs + k];
            for (int c = 0; c < CLASSES; c++)
                mean += (double)w2[c * place->hidden + j] / CLASSES;
            for (int i = 0; i < ENTRIES && z > 0; i++)
                gradient[i] += ((double)w2[i / FEATURES * place->hidden + j] - mean) *
                               (double)w1[j * d->inputs + d->first_input[i % FEATURES]] /
                               (double)rows;
        }
}

static bool votes(const laboratory *lab, int64_t number)
{
    uint8_t learned;
    hf_error error;
    expect_ok(hf_results_read(lab->results, HF_REPLICAS_LEARNED, 0, number, 1, &learned, &error),
              &error);
    return learned == 1;
}

static int64_t plain_shares(const laboratory *lab, double *share)
{
    int64_t voters = 0;
    for (int i = 0; i < ENTRIES; i++)
        share[i] = 0;
    for (int64_t n = 0; n < hf_grid_replicas(&lab->experiment.grid); n++) {
        const hf_replica_place place = hf_grid_place(&lab->experiment.grid, n);
        double gradient[ENTRIES];
        if (!votes(lab, n))
            continue;
        plain_gradient(lab, &place, gradient);
        voters++;
        for (int i = 0; i < ENTRIES; i++)
            share[i] += gradient[i] > 0 ? 1 : gradient[i] < 0 ? 0 : 0.5;
    }
    for (int i = 0; i < ENTRIES; i++)
        share[i] /= (double)voters;
    return voters;
}

/* ---- tests ---- */

static void direction_is_that_of_plain_loops_for_any_threads(void **state)
{
    laboratory lab;
    double expected[ENTRIES], share[ENTRIES];
    int64_t between = 0;
    hf_error error = {HF_OK, ""};
    (void)state;
    open_laboratory(&lab);
    const int64_t voters = plain_shares(&lab, expected);
    assert_true(voters > 4 && voters <= 18 && votes(&lab, 4));
    for (int64_t threads = 0; threads < 5; threads++) {
        expect_ok(hf_direction_make(lab.results, &lab.experiment, threads, share, &error), &error);
        for (int i = 0; i < ENTRIES; i++)
            assert_true(fabs(share[i] - expected[i]) < 1e-14);
    }
    for (int i = 0; i < ENTRIES; i++)
        between += share[i] > 0.03 && share[i] < 0.97;
    assert_true(between > 0);
    /* long petals speak for virginica and against setosa, but for the network that says nothing */
    assert_true(share[2 * FEATURES + 2] > 0.9 && share[2] < 0.1);
    close_laboratory(&lab);
}

static void direction_is_written_compared_and_kept_by_aggregation(void **state)
{
    laboratory lab;
    double stored[ENTRIES], expected[ENTRIES];
    const char *difference = NULL;
    hf_error error = {HF_OK, ""};
    (void)state;
    open_laboratory(&lab);
    plain_shares(&lab, expected);
    expect_ok(hf_direction_put(lab.results, lab.results, NULL, &lab.experiment, 2, &error), &error);
    expect_ok(hf_aggregate(lab.results, NULL, &error), &error);
    expect_ok(
        hf_results_read(lab.results, HF_SIGNIFICANCE_DIRECTION, 0, 0, CLASSES, stored, &error),
        &error);
    for (int i = 0; i < ENTRIES; i++)
        assert_true(fabs(stored[i] - expected[i]) < 1e-14);
    expect_ok(hf_direction_put(lab.results, NULL, &difference, &lab.experiment, 1, &error), &error);
    assert_null(difference);
    stored[5] += 1e-9;
    expect_ok(
        hf_results_write(lab.results, HF_SIGNIFICANCE_DIRECTION, 0, 0, CLASSES, stored, &error),
        &error);
    expect_ok(hf_direction_put(lab.results, NULL, &difference, &lab.experiment, 1, &error), &error);
    assert_string_equal(difference, "/significance/direction");
    close_laboratory(&lab);
}

static void a_category_of_several_inputs_has_none(void **state)
{
    laboratory lab;
    double expected[ENTRIES], share[ENTRIES];
    hf_error error = {HF_OK, ""};
    (void)state;
    open_laboratory_of(&lab, 1);
    plain_shares(&lab, expected);
    expect_ok(hf_direction_make(lab.results, &lab.experiment, 2, share, &error), &error);
    for (int i = 0; i < ENTRIES; i++) {
        assert_int_equal(isnan(share[i]), i % FEATURES == 1);
        assert_true(i % FEATURES == 1 || fabs(share[i] - expected[i]) < 1e-14);
    }
    close_laboratory(&lab);
}

/* Last: a request stays. */
static void a_request_to_stop_is_heard(void **state)
{
    laboratory lab;
    double share[ENTRIES];
    hf_error error = {HF_OK, ""};
    (void)state;
    open_laboratory(&lab);
    hf_stop_request(SIGTERM);
    assert_int_equal(hf_direction_make(lab.results, &lab.experiment, 2, share, &error), HF_STOPPED);
    close_laboratory(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(direction_is_that_of_plain_loops_for_any_threads),
        cmocka_unit_test(direction_is_written_compared_and_kept_by_aggregation),
        cmocka_unit_test(a_category_of_several_inputs_has_none),
        cmocka_unit_test(a_request_to_stop_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
