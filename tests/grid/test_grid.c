/* Replica numbers and places, history entries, experiments. */
#include "holdfast/grid.h"
#include "holdfast/status_codes.h"
#include "unit_test.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t sizes[] = {30, 7, 100};

static void a_number_and_its_place_are_one_to_one(void **state)
{
    (void)state;
    const hf_grid grid = {.splits = 4, .hiddens = 3, .seeds = 5, .first_seed = 11, .hidden = sizes};
    int64_t number = 0;
    assert_int_equal(hf_grid_replicas(&grid), 60);
    for (int64_t split = 0; split < 4; split++)
        for (int64_t hidden = 0; hidden < 3; hidden++)
            for (int64_t seed = 0; seed < 5; seed++, number++) {
                hf_replica_place place = hf_grid_place(&grid, number);
                assert_int_equal(place.number, number);
                assert_int_equal(place.split, split);
                assert_int_equal(place.hidden_index, hidden);
                assert_int_equal(place.hidden, sizes[hidden]);
                assert_int_equal(place.seed_index, seed);
                assert_int_equal(place.seed, 11 + seed);
                assert_int_equal(place.row, split * 5 + seed);
            }
    assert_int_equal(number, 60);
}

static void more_replicas_than_32_bits_count_are_refused(void **state)
{
    (void)state;
    hf_error error;
    hf_grid grid = {.splits = 1, .hiddens = 1, .seeds = 2147483647, .hidden = sizes};
    assert_int_equal(hf_grid_check(&grid, &error), HF_OK);
    grid.seeds++;
    assert_int_equal(hf_grid_check(&grid, &error), HF_BAD_CONFIG);
    grid = (hf_grid){.splits = 2, .hiddens = 1, .seeds = 1 << 30, .hidden = sizes};
    assert_int_equal(hf_grid_check(&grid, &error), HF_BAD_CONFIG);
    grid = (hf_grid){
        .splits = INT64_C(1) << 32, .hiddens = 3, .seeds = INT64_C(1) << 32, .hidden = sizes};
    assert_int_equal(hf_grid_check(&grid, &error), HF_BAD_CONFIG);
    assert_non_null(strstr(error.message, "more than 2147483647 networks"));
}

static void the_history_holds_1_and_every_so_many_after_it(void **state)
{
    (void)state;
    for (int64_t iterations = 1; iterations < 40; iterations++)
        for (int64_t every = 1; every < 45; every++) {
            int64_t entries = 0;
            for (int64_t t = 1; t <= iterations; t += every)
                entries++;
            assert_int_equal(hf_history_entries(iterations, every), entries);
        }
    assert_int_equal(hf_history_entries(1000, 0), 0);
}

/* Writes a table of 12 rows, 3 features and 2 classes; returns its name. */
static const char *small_table(void)
{
    static char name[] = "/tmp/holdfast-grid-XXXXXX";
    int descriptor = mkstemp(name);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    fprintf(file, "y,a,b,c\n");
    for (int i = 0; i < 12; i++)
        fprintf(file, "%s,%d,%d,%d\n", i % 2 ? "good" : "bad", i, i * i, 7 - i);
    fclose(file);
    return name;
}

static void configure(const char *source, const char *rest, hf_config *config)
{
    char text[512];
    hf_error error = {0};
    snprintf(text, sizeof text, "data: {source: %s}\n%s", source, rest);
    assert_int_equal(hf_config_parse(text, "test", config, &error), HF_OK);
}

static void an_experiment_is_resolved_by_its_data(void **state)
{
    (void)state;
    hf_config config;
    hf_experiment experiment;
    hf_error error = {0};
    const char *table = small_table();
    configure(table, "splits: {count: 4}\nmodel: {hidden: [5, 2]}\nreplicas: {seeds: 3}\n",
              &config);
    assert_int_equal(hf_experiment_make(&config, &experiment, &error), HF_OK);
    assert_null(config.data.source); /* taken over */
    assert_int_equal(experiment.dataset.samples, 12);
    assert_int_equal(experiment.dataset.features, 3);
    assert_int_equal(experiment.splits.count, 4);
    assert_int_equal(experiment.config.significance.top, 1); /* min(5, floor(3/2)) */
    assert_int_equal(hf_grid_replicas(&experiment.grid), 4 * 2 * 3);
    assert_int_equal(experiment.grid.hidden[1], 2);
    hf_experiment_free(&experiment);
    assert_null(experiment.config.data.source);
    unlink(table);
}

static void an_experiment_that_fails_leaves_nothing_to_free(void **state)
{
    (void)state;
    hf_config config;
    hf_experiment experiment;
    hf_error error = {0};
    configure("/nonexistent/table.csv", "", &config);
    assert_int_equal(hf_experiment_make(&config, &experiment, &error), HF_NO_INPUT);
    assert_null(config.data.source);
    assert_null(experiment.config.data.source);
    configure("builtin:iris", "significance: {top: 5}\n", &config); /* iris has 4 features */
    assert_int_equal(hf_experiment_make(&config, &experiment, &error), HF_BAD_CONFIG);
    assert_null(experiment.dataset.x);
    assert_string_equal(error.message,
                        "test:2: significance.top: 5 is more than the 4 features of the data");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_and_its_place_are_one_to_one),
        cmocka_unit_test(more_replicas_than_32_bits_count_are_refused),
        cmocka_unit_test(the_history_holds_1_and_every_so_many_after_it),
        cmocka_unit_test(an_experiment_is_resolved_by_its_data),
        cmocka_unit_test(an_experiment_that_fails_leaves_nothing_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
