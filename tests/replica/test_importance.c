/* The importances of stored weights are those that training left. */
#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/replica.h"
#include "unit_test.h"
#include <stdio.h>
#include <string.h>

enum { FEATURES = 4, CLASSES = 3, METHODS = 6 };

typedef struct {
    hf_experiment experiment;
    hf_rows_layout *layout;
    hf_worker *worker;
} laboratory;

/* Iris: 3 splits x 2 hidden sizes x 2 seeds. */
static void open_laboratory(const char *more, int64_t team, laboratory *lab)
{
    char text[500];
    hf_config config;
    snprintf(text, sizeof text,
             "data: {source: 'builtin:iris'}\nsplits: {method: stratified_kfold, folds: 3}\n"
             "model: {hidden: [4, 40]}\nreplicas: {first_seed: 7, seeds: 2}\n%s",
             more);
    assert_int_equal(hf_config_parse(text, NULL, &config, NULL), HF_OK);
    assert_int_equal(hf_experiment_make(&config, &lab->experiment, NULL), HF_OK);
    const hf_data_counts counts = hf_dataset_counts(&lab->experiment.dataset);
    assert_int_equal(
        hf_rows_layout_make(&lab->experiment.config, HF_ARM_MAIN, &counts, &lab->layout, NULL),
        HF_OK);
    assert_int_equal(
        hf_worker_make(&lab->experiment, HF_ARM_MAIN, lab->layout, team, &lab->worker, NULL),
        HF_OK);
}

static void close_laboratory(laboratory *lab)
{
    hf_worker_free(&lab->worker);
    hf_rows_layout_free(&lab->layout);
    hf_experiment_free(&lab->experiment);
}

/* The rows of one replica, trained. */
static hf_rows train(const laboratory *lab, int64_t number)
{
    const hf_replica_place place = hf_grid_place(&lab->experiment.grid, number);
    hf_rows rows = {.first = number, .count = 1, .hidden_index = place.hidden_index};
    rows.bytes = hf_rows_size(lab->layout, place.hidden_index, 1);
    assert_int_equal(hf_allocate(&rows.data, (int64_t)rows.bytes, 1, NULL), HF_OK);
    assert_int_equal(hf_worker_run(lab->worker, &rows, NULL), HF_OK);
    return rows;
}

static hf_weights weights_in(const laboratory *lab, const hf_rows *rows)
{
    const hf_replica_place place = hf_grid_place(&lab->experiment.grid, rows->first);
#define AT(field) hf_rows_at(lab->layout, rows, field, 0, 0)
    return (hf_weights){.inputs = FEATURES,
                        .hidden = place.hidden,
                        .classes = CLASSES,
                        .input_weight = AT(HF_WEIGHTS_INPUT_WEIGHT),
                        .input_bias = AT(HF_WEIGHTS_INPUT_BIAS),
                        .output_weight = AT(HF_WEIGHTS_OUTPUT_WEIGHT),
                        .output_bias = AT(HF_WEIGHTS_OUTPUT_BIAS)};
#undef AT
}

/* By a worker that has trained nothing, replicas in any order. */
static void importances_come_again_from_the_weights(void **state)
{
    (void)state;
    laboratory trained, other;
    open_laboratory("training: {iterations: 20}\n", 1, &trained);
    open_laboratory("training: {iterations: 1}\n", 2, &other);
    const hf_grid *grid = &trained.experiment.grid;
    const int64_t replicas = hf_grid_replicas(grid);
    assert_int_equal(replicas, 12);
    for (int64_t i = 0; i < replicas; i++) {
        hf_rows rows = train(&trained, i * 7 % replicas);
        const hf_weights weights = weights_in(&trained, &rows);
        const hf_replica_place place = hf_grid_place(grid, rows.first);
        for (int64_t m = 0; m < METHODS; m++) {
            const int64_t method = trained.experiment.config.significance.methods.items[m];
            const float *stored = hf_rows_at(trained.layout, &rows, HF_IMPORTANCE, m, 0);
            float again[FEATURES];
            assert_int_equal(hf_worker_importance(other.worker, &place, &weights, (hf_method)method,
                                                  again, NULL),
                             HF_OK);
            assert_memory_equal(stored, again, sizeof again);
            assert_true(stored[0] == stored[0] && stored[0] != stored[1]);
        }
        hf_free(&rows.data);
    }
    close_laboratory(&trained);
    close_laboratory(&other);
}

static void permutation_follows_its_seed_and_repeats(void **state)
{
    (void)state;
    static const char *const more[] = {
        "training: {iterations: 20}\n", "training: {iterations: 20}\nsignificance: {seed: 1}\n",
        "training: {iterations: 20}\nsignificance: {permutation_repeats: 6}\n"};
    float permutation[3][FEATURES], olden[3][FEATURES];
    enum { PERMUTATION_AT = 0, OLDEN_AT = 2 }; /* in the default methods */
    for (int i = 0; i < 3; i++) {
        laboratory lab;
        open_laboratory(more[i], 1, &lab);
        hf_rows rows = train(&lab, 5);
        memcpy(olden[i], hf_rows_at(lab.layout, &rows, HF_IMPORTANCE, OLDEN_AT, 0),
               sizeof olden[i]);
        memcpy(permutation[i], hf_rows_at(lab.layout, &rows, HF_IMPORTANCE, PERMUTATION_AT, 0),
               sizeof permutation[i]);
        hf_free(&rows.data);
        close_laboratory(&lab);
    }
    for (int i = 1; i < 3; i++) {
        assert_memory_equal(olden[0], olden[i], sizeof olden[0]);
        assert_memory_not_equal(permutation[0], permutation[i], sizeof permutation[0]);
    }
}

static void a_replica_that_diverged_has_no_importance(void **state)
{
    (void)state;
    laboratory lab;
    const float nan = hf_nan_f32();
    open_laboratory("training: {optimizer: sgd, learning_rate: 1e30, iterations: 20}\n", 1, &lab);
    hf_rows rows = train(&lab, 3);
    const uint8_t *status = hf_rows_at(lab.layout, &rows, HF_REPLICAS_STATUS, 0, 0);
    assert_int_equal(*status, HF_DIVERGED);
    for (int64_t m = 0; m < METHODS; m++) {
        const float *importance = hf_rows_at(lab.layout, &rows, HF_IMPORTANCE, m, 0);
        for (int f = 0; f < FEATURES; f++)
            assert_memory_equal(&importance[f], &nan, sizeof nan);
    }
    hf_free(&rows.data);
    close_laboratory(&lab);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(importances_come_again_from_the_weights),
        cmocka_unit_test(permutation_follows_its_seed_and_repeats),
        cmocka_unit_test(a_replica_that_diverged_has_no_importance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
