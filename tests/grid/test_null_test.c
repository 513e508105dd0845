/* What null tests train on: permuted labels, permuted features beside the real ones. */
#include "holdfast/null_test.h"
#include "holdfast/status_codes.h"
#include "unit_test.h"
#include <stdlib.h>
#include <string.h>

static void make(const char *yaml, hf_experiment *experiment)
{
    hf_config config;
    hf_error error = {0};
    if (hf_config_parse(yaml, "test", &config, &error) != HF_OK ||
        hf_experiment_make(&config, experiment, &error) != HF_OK)
        fail_msg("%s", error.message);
}

static void draw_of(const hf_experiment *experiment, hf_arm arm, int64_t number, hf_draw *draw)
{
    hf_error error = {0};
    if (hf_draw_make(experiment, arm, number, draw, &error) != HF_OK)
        fail_msg("%s", error.message);
}

static void the_part_is_the_first_seeds_and_splits(void **state)
{
    (void)state;
    hf_experiment e;
    make("{splits: {count: 6}, replicas: {seeds: 5, first_seed: 3}, model: {hidden: [4, 2]},"
         " null_test: {labels: 7, probes: 3, seeds: 2, splits: 4}}",
         &e);
    const hf_grid labels = hf_arm_grid(&e.config, HF_ARM_LABELS);
    assert_int_equal(labels.splits, 7 * 4);
    assert_int_equal(labels.seeds, 2);
    assert_int_equal(labels.first_seed, 3);
    assert_int_equal(labels.hiddens, 2);
    assert_int_equal(hf_arm_part(&e.config, HF_ARM_LABELS), 4 * 2 * 2);
    assert_int_equal(hf_grid_replicas(&labels), 7 * 16);
    assert_int_equal(hf_arm_grid(&e.config, HF_ARM_PROBES).splits, 3 * 4);
    assert_int_equal(hf_arm_part(&e.config, HF_ARM_MAIN), 60);
    assert_int_equal(hf_arm_features(30, HF_ARM_PROBES), 60);
    assert_int_equal(hf_arm_features(30, HF_ARM_LABELS), 30);
    hf_experiment_free(&e);
    make("{splits: {count: 6}, replicas: {seeds: 5}, null_test: {probes: 2}}", &e);
    assert_int_equal(hf_arm_part(&e.config, HF_ARM_PROBES), 30);
    assert_int_equal(hf_grid_replicas(&(hf_grid){0}), 0);
    hf_experiment_free(&e);
}

static void labels_keep_their_counts_and_splits_are_made_for_them(void **state)
{
    (void)state;
    hf_experiment e;
    hf_draw draw[3];
    make("{data: {source: 'builtin:wine'}, splits: {count: 5}, null_test: {labels: 3, splits: 4}}",
         &e);
    const int64_t n = e.dataset.samples;
    for (int b = 0; b < 3; b++) {
        int64_t counts[3] = {0}, moved = 0;
        hf_error error;
        hf_splits splits;
        draw_of(&e, HF_ARM_LABELS, b, &draw[b]);
        for (int64_t i = 0; i < n; i++) {
            counts[e.dataset.y[i]]++;
            counts[draw[b].dataset.y[i]]--;
            moved += e.dataset.y[i] != draw[b].dataset.y[i];
        }
        assert_true(counts[0] == 0 && counts[1] == 0 && counts[2] == 0);
        assert_true(moved > n / 3); /* of 3 classes about two thirds change */
        assert_ptr_equal(draw[b].dataset.x, e.dataset.x);
        assert_int_equal(draw[b].splits.count, 4);
        hf_config config = e.config;
        assert_int_equal(hf_splits_make(&config, &draw[b].dataset, &splits, &error), HF_OK);
        assert_memory_equal(draw[b].splits.train, splits.train, (size_t)(4 * n));
        hf_splits_free(&splits);
    }
    assert_memory_not_equal(draw[0].dataset.y, draw[1].dataset.y, (size_t)n * 4);
    assert_memory_not_equal(draw[1].dataset.y, draw[2].dataset.y, (size_t)n * 4);
    for (int b = 0; b < 3; b++)
        hf_draw_free(&draw[b]);
    hf_experiment_free(&e);
}

static void probes_are_whole_rows_of_other_samples(void **state)
{
    (void)state;
    hf_experiment e;
    hf_draw first, second;
    make("{data: {source: 'builtin:wine'}, splits: {count: 3}, null_test: {probes: 2}}", &e);
    const int64_t n = e.dataset.samples, d = e.dataset.features;
    const size_t row = (size_t)d * sizeof(double);
    uint8_t *used = calloc((size_t)n, 1);
    assert_non_null(used);
    draw_of(&e, HF_ARM_PROBES, 0, &first);
    draw_of(&e, HF_ARM_PROBES, 1, &second);
    assert_int_equal(first.dataset.features, 2 * d);
    for (int64_t i = 0; i < n; i++) {
        const double *joined = first.dataset.x + 2 * i * d;
        int64_t from = 0;
        assert_memory_equal(joined, e.dataset.x + i * d, row);
        while (from < n && (used[from] || memcmp(joined + d, e.dataset.x + from * d, row) != 0))
            from++;
        assert_true(from < n); /* each sample's row once */
        used[from] = 1;
    }
    assert_memory_not_equal(first.dataset.x, second.dataset.x, (size_t)n * 2 * row);
    assert_ptr_equal(first.dataset.y, e.dataset.y);
    assert_ptr_equal(first.splits.train, e.splits.train);
    free(used);
    hf_draw_free(&first);
    hf_draw_free(&second);
    hf_experiment_free(&e);
}

/* Six samples, two of the second class; a split that trains on rows 0 and 1 alone. */
static void a_permutation_without_a_class_among_the_training_rows_is_drawn_again(void **state)
{
    (void)state;
    double x[6] = {0, 1, 2, 3, 4, 5};
    int32_t y[6] = {0, 1, 0, 0, 0, 0};
    uint8_t train[6] = {1, 1, 0, 0, 0, 0};
    hf_experiment e = {
        .config = {.splits = {.method = HF_SPLITS_FILE, .count = 1}, .null_test = {.labels = 50}},
        .dataset = {.samples = 6, .features = 1, .classes = 2, .x = x, .y = y},
        .splits = {.count = 1, .samples = 6, .train = train}};
    for (int64_t b = 0; b < 50; b++) {
        hf_draw draw;
        draw_of(&e, HF_ARM_LABELS, b, &draw);
        assert_int_equal(draw.dataset.y[0] + draw.dataset.y[1], 1);
        assert_memory_equal(draw.splits.train, train, 6);
        hf_draw_free(&draw);
    }
    train[1] = 0; /* one training row cannot have both classes */
    hf_error error;
    hf_draw draw;
    assert_int_equal(hf_draw_make(&e, HF_ARM_LABELS, 0, &draw, &error), HF_BAD_DATA);
    assert_non_null(strstr(error.message, "null_test.labels"));
}

/* Of each class of the permuted labels a quarter, whether the splits are made anew or stand in a
 * file; probes leave the experiment's own. */
static void rows_are_set_aside_by_the_permuted_labels(void **state)
{
    (void)state;
    hf_experiment e;
    make("{data: {source: 'builtin:iris'}, splits: {count: 3}, null_test: {labels: 4, probes: 1},"
         " training: {validation_fraction: 0.25}}",
         &e);
    const int64_t n = e.dataset.samples;
    for (int file = 0; file < 2; file++) {
        e.config.splits.method = file ? HF_SPLITS_FILE : HF_SPLITS_STRATIFIED_SHUFFLE;
        for (int64_t b = 0; b < 4; b++) {
            hf_draw draw;
            draw_of(&e, HF_ARM_LABELS, b, &draw);
            assert_int_equal(memcmp(draw.splits.train, e.splits.train, (size_t)(3 * n)) == 0, file);
            assert_memory_not_equal(draw.splits.validation, e.splits.validation, (size_t)(3 * n));
            for (int64_t p = 0; p < 3; p++) {
                int64_t trained[3] = {0}, aside[3] = {0};
                for (int64_t i = 0; i < n; i++) {
                    trained[draw.dataset.y[i]] += draw.splits.train[p * n + i];
                    aside[draw.dataset.y[i]] += draw.splits.validation[p * n + i];
                }
                for (int c = 0; c < 3; c++) /* the nearest whole number */
                    assert_in_range(4 * aside[c], trained[c] - 2, trained[c] + 2);
            }
            hf_draw_free(&draw);
        }
    }
    hf_draw probes;
    draw_of(&e, HF_ARM_PROBES, 0, &probes);
    assert_ptr_equal(probes.splits.validation, e.splits.validation);
    hf_draw_free(&probes);
    hf_experiment_free(&e);
}

static void the_part_must_fit_into_the_grid(void **state)
{
    (void)state;
    hf_config config;
    hf_error error;
    const char *const bad[] = {
        "{replicas: {seeds: 5}, null_test: {labels: 1, seeds: 6}}",
        "{splits: {count: 5}, null_test: {probes: 1, splits: 6}}",
        "{null_test: {labels: 1000000}, replicas: {seeds: 1000}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(hf_config_parse(bad[i], "a.yaml", &config, &error), HF_BAD_CONFIG);
        assert_non_null(strstr(error.message, "null_test."));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_part_is_the_first_seeds_and_splits),
        cmocka_unit_test(labels_keep_their_counts_and_splits_are_made_for_them),
        cmocka_unit_test(probes_are_whole_rows_of_other_samples),
        cmocka_unit_test(a_permutation_without_a_class_among_the_training_rows_is_drawn_again),
        cmocka_unit_test(rows_are_set_aside_by_the_permuted_labels),
        cmocka_unit_test(the_part_must_fit_into_the_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
