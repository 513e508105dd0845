/* Association of each feature by itself against SciPy's tests, counted pairs, and cases by hand. */
#include "holdfast/dataset.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "statistics/across/univariate.h"
#include "unit_test.h"
#include "univariate_reference.h"

#include <signal.h>
#include <string.h>

enum { FEATURES_MOST = 30 };

typedef struct found {
    double effect[FEATURES_MOST], p_value[FEATURES_MOST], q_value[FEATURES_MOST];
    int32_t effect_class[FEATURES_MOST];
} found;

static found test_of(const hf_labelled *data)
{
    found f;
    hf_univariate out = {data->features, f.effect, f.p_value, f.q_value, f.effect_class};
    hf_error error = {HF_OK, ""};
    assert_int_equal(hf_univariate_test(data, &out, &error), HF_OK);
    return f;
}

static void assert_close(double value, double expected, double relative)
{
    if (isnan(expected))
        assert_true(isnan(value));
    else
        assert_true(fabs(value - expected) <= relative * fabs(expected));
}

static void compare_within(double tolerance, const hf_labelled *data, const association *rows)
{
    const found f = test_of(data);
    for (int64_t i = 0; i < data->features; i++) {
        assert_close(f.effect[i], rows[i].effect, tolerance);
        assert_int_equal(f.effect_class[i], rows[i].class);
        assert_close(f.p_value[i], rows[i].p_value, 2e-12);
        assert_close(f.q_value[i], rows[i].q_value, 2e-12);
    }
}

static void compare(const hf_labelled *data, const association *rows)
{
    compare_within(1e-15, data, rows);
}

/* The small table by rows; classes 2: class 2 is taken for class 1. */
typedef struct small {
    double x[SMALL_SAMPLES * SMALL_COLUMNS];
    int32_t y[SMALL_SAMPLES];
    hf_labelled data;
} small;

static void make_small(int64_t classes, small *s)
{
    for (int i = 0; i < SMALL_SAMPLES; i++) {
        s->y[i] = small_labels[i] < classes ? small_labels[i] : 1;
        for (int f = 0; f < SMALL_COLUMNS; f++)
            s->x[i * SMALL_COLUMNS + f] = small_cells[f][i];
    }
    s->data = (hf_labelled){.samples = SMALL_SAMPLES,
                            .features = SMALL_COLUMNS,
                            .classes = classes,
                            .x = s->x,
                            .y = s->y};
}

static void ties_and_missing_cells_count_as_in_scipy(void **state)
{
    small s;
    (void)state;
    make_small(3, &s);
    compare(&s.data, of_small);
    make_small(2, &s);
    compare(&s.data, of_two);
}

static void grouped_samples_have_an_effect_alone(void **state)
{
    small s;
    (void)state;
    make_small(3, &s);
    s.data.grouped = true;
    const found f = test_of(&s.data);
    for (int i = 0; i < SMALL_COLUMNS; i++) {
        assert_close(f.effect[i], of_small[i].effect, 1e-15);
        assert_true(isnan(f.p_value[i]) && isnan(f.q_value[i]));
    }
}

static void built_in(const char *configuration, const association *rows)
{
    hf_config config = {0};
    hf_dataset d = {0};
    hf_error error = {HF_OK, ""};
    assert_int_equal(hf_config_parse(configuration, NULL, &config, &error), HF_OK);
    assert_int_equal(hf_dataset_load(&config, &d, &error), HF_OK);
    const hf_labelled data = {
        .samples = d.samples, .features = d.features, .classes = d.classes, .x = d.x, .y = d.y};
    compare(&data, rows);
    hf_dataset_free(&d);
    hf_config_free(&config);
}

static void real_tables_give_the_values_of_scipy(void **state)
{
    (void)state;
    built_in("data: {source: 'builtin:wine'}\n", of_wine);
    built_in("data: {source: 'builtin:breast_cancer'}\n", of_breast_cancer);
}

/* A table by rows with lists of so many levels. */
typedef struct mixed {
    double x[MIXED_SAMPLES * MIXED_COLUMNS];
    hf_text_list levels[MIXED_COLUMNS];
    hf_labelled data;
} mixed;

static void add_levels(int64_t count, hf_text_list *levels)
{
    for (int64_t l = 0; l < count; l++)
        assert_int_equal(hf_text_list_add(levels, "level", NULL), HF_OK);
}

static void make_mixed(mixed *m)
{
    *m = (mixed){0};
    for (int f = 0; f < MIXED_COLUMNS; f++) {
        add_levels(mixed_levels[f], &m->levels[f]);
        for (int i = 0; i < MIXED_SAMPLES; i++)
            m->x[i * MIXED_COLUMNS + f] = mixed_cells[f][i];
    }
    m->data = (hf_labelled){.samples = MIXED_SAMPLES,
                            .features = MIXED_COLUMNS,
                            .classes = 2,
                            .x = m->x,
                            .y = mixed_two,
                            .levels = m->levels,
                            .seed = MIXED_SEED};
}

static void free_mixed(mixed *m)
{
    for (int f = 0; f < MIXED_COLUMNS; f++)
        hf_text_list_free(&m->levels[f]);
}

static void categories_are_tested_as_in_scipy(void **state)
{
    mixed m;
    (void)state;
    make_mixed(&m);
    compare_within(1e-14, &m.data, of_mixed_two);
    m.data.classes = 3;
    m.data.y = mixed_three;
    compare_within(1e-14, &m.data, of_mixed_three);
    free_mixed(&m);
}

/* With an outcome there are no classes: y is not looked at. */
static void a_measured_outcome_is_ranked_as_in_scipy(void **state)
{
    static const int32_t zeros[MIXED_SAMPLES];
    mixed m;
    (void)state;
    make_mixed(&m);
    m.data.classes = 1;
    m.data.y = zeros;
    m.data.target = mixed_outcome;
    compare_within(1e-12, &m.data, of_mixed_outcome);
    m.data.grouped = true;
    const found f = test_of(&m.data);
    for (int i = 0; i < MIXED_COLUMNS; i++) {
        assert_close(f.effect[i], of_mixed_outcome[i].effect, 1e-12);
        assert_true(isnan(f.p_value[i]) && isnan(f.q_value[i]));
    }
    free_mixed(&m);
}

/* What a single column [samples] of a category of three levels gives. */
static found of_category(const double *x, int64_t samples, const int32_t *y, const double *target)
{
    hf_text_list levels = {0};
    add_levels(3, &levels);
    const hf_labelled data = {.samples = samples,
                              .features = 1,
                              .classes = target ? 1 : 2,
                              .x = x,
                              .y = y,
                              .target = target,
                              .levels = &levels};
    const found f = test_of(&data);
    hf_text_list_free(&levels);
    return f;
}

/* Levels of 30 samples of which 10, 20, 15 are of the second class, 15 expected: chi-square is 4 x
 * 25 / 15, and with 2 degrees of freedom p = exp(-chi-square / 2). */
static void chi_square_by_hand(void **state)
{
    enum { SAMPLES = 90 };
    static const int second[] = {10, 20, 15};
    double x[SAMPLES];
    int32_t y[SAMPLES];
    (void)state;
    for (int i = 0; i < SAMPLES; i++) {
        x[i] = i % 3;
        y[i] = i / 3 < second[i % 3];
    }
    const found f = of_category(x, SAMPLES, y, NULL);
    assert_close(f.effect[0], sqrt(100. / 15 / SAMPLES), 1e-14);
    assert_close(f.p_value[0], exp(-100. / 30), 1e-13);
    assert_int_equal(f.effect_class[0], -1);
}

/* Two samples of each of three levels, of which one level is the second class: V is 1. Of the 15
 * ways to choose two of six samples 3 are as good; the share of 9,999 permutations is within 4
 * standard deviations of it. */
static void permutations_by_hand(void **state)
{
    static const double x[] = {0, 0, 1, 1, 2, 2};
    static const int32_t y[] = {0, 0, 1, 1, 0, 0};
    (void)state;
    const found f = of_category(x, 6, y, NULL);
    assert_close(f.effect[0], 1, 1e-15);
    assert_true(fabs(f.p_value[0] - 0.2) < 4 * sqrt(0.2 * 0.8 / 9999));
    static const int32_t even[] = {0, 1, 0, 1, 0, 1}; /* each table reaches a chi-square of 0 */
    assert_true(of_category(x, 6, even, NULL).p_value[0] == 1);
}

/* The outcome's ranks 1 ... 6, two to a level: centred sums of levels -4, 0, 4 and squares 17.5, so
 * that epsilon squared is 16 / 17.5 and H 5 times that, with 2 degrees of freedom. */
static void levels_of_an_outcome_by_hand(void **state)
{
    static const double x[] = {1, 0, 2, 1, 0, 2}, outcome[] = {30, 1, 50, 40, 20, 60};
    static const int32_t zeros[6];
    (void)state;
    const found f = of_category(x, 6, zeros, outcome);
    assert_close(f.effect[0], 16 / 17.5, 1e-15);
    assert_close(f.p_value[0], exp(-5 * 16 / 17.5 / 2), 1e-13);
}

/* Levels and classes that no sample has take no part; a single level left is not defined. */
static void empty_levels_take_no_part(void **state)
{
    static const double x[] = {0, 0, 2, 2, 2, 0, 2, 0}, single[] = {1, 1, 1, 1, 1, 1, 1, 1};
    static const double outcome[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const int32_t y[] = {0, 0, 1, 1, 1, 0, 0, 1}, zeros[8];
    (void)state;
    found f = of_category(x, 8, y, NULL);
    assert_close(f.effect[0], 0.5, 1e-15); /* 3 of 4 and 1 of 4 */
    f = of_category(single, 8, y, NULL);
    assert_true(isnan(f.effect[0]) && isnan(f.p_value[0]));
    f = of_category(x, 8, zeros, NULL);
    assert_true(isnan(f.effect[0]) && isnan(f.p_value[0]));
    f = of_category(single, 8, zeros, outcome);
    assert_true(isnan(f.effect[0]) && isnan(f.p_value[0]));
}

/* Ranks that rise and fall with the outcome; an outcome that is always the same. */
static void correlations_by_hand(void **state)
{
    static const double x[] = {1, 4, 7, 2, 2, 6, 3, 1, 5, 4, 4, 4};
    static const double rising[] = {10, 20, 30, 40}, constant[] = {2, 2, 2, 2};
    static const int32_t zeros[4];
    hf_labelled data = {.samples = 4, .features = 3, .classes = 1, .x = x, .y = zeros};
    (void)state;
    data.target = rising;
    found f = test_of(&data);
    assert_true(f.effect[0] == 1 && f.p_value[0] == 0);
    assert_true(f.effect[2] == -1 && f.p_value[2] == 0);
    assert_close(f.effect[1], -0.5 / sqrt(4.5 * 5), 1e-14); /* ranks 3.5, 2, 1, 3.5 */
    data.target = constant;
    f = test_of(&data);
    assert_true(isnan(f.effect[0]) && isnan(f.p_value[0]));
    data.samples = 2;
    data.target = rising;
    assert_true(isnan(test_of(&data).effect[0]));
}

/* Last: a request stays. Only permutations hear it. */
static void a_request_to_stop_is_heard(void **state)
{
    mixed m;
    hf_error error = {HF_OK, ""};
    (void)state;
    hf_stop_request(SIGTERM);
    make_mixed(&m);
    found f;
    hf_univariate out = {MIXED_COLUMNS, f.effect, f.p_value, f.q_value, f.effect_class};
    assert_int_equal(hf_univariate_test(&m.data, &out, &error), HF_STOPPED);
    assert_non_null(strstr(error.message, "SIGTERM"));
    m.data.levels = NULL;
    assert_int_equal(hf_univariate_test(&m.data, &out, &error), HF_OK);
    free_mixed(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_and_missing_cells_count_as_in_scipy),
        cmocka_unit_test(grouped_samples_have_an_effect_alone),
        cmocka_unit_test(categories_are_tested_as_in_scipy),
        cmocka_unit_test(a_measured_outcome_is_ranked_as_in_scipy),
        cmocka_unit_test(chi_square_by_hand),
        cmocka_unit_test(permutations_by_hand),
        cmocka_unit_test(levels_of_an_outcome_by_hand),
        cmocka_unit_test(empty_levels_take_no_part),
        cmocka_unit_test(correlations_by_hand),
        cmocka_unit_test(real_tables_give_the_values_of_scipy),
        cmocka_unit_test(a_request_to_stop_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
