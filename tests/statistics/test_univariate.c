/* Association of each feature by itself against SciPy's Kruskal-Wallis test and counted pairs. */
#include "holdfast/dataset.h"
#include "holdfast/memory.h"
#include "statistics/across/univariate.h"
#include "unit_test.h"
#include "univariate_reference.h"

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

static void compare(const hf_labelled *data, const association *rows)
{
    const found f = test_of(data);
    for (int64_t i = 0; i < data->features; i++) {
        assert_close(f.effect[i], rows[i].effect, 1e-15);
        assert_int_equal(f.effect_class[i], rows[i].class);
        assert_close(f.p_value[i], rows[i].p_value, 2e-12);
        assert_close(f.q_value[i], rows[i].q_value, 2e-12);
    }
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
    s->data = (hf_labelled){SMALL_SAMPLES, SMALL_COLUMNS, classes, s->x, s->y, false};
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
    compare(&(hf_labelled){d.samples, d.features, d.classes, d.x, d.y, false}, rows);
    hf_dataset_free(&d);
    hf_config_free(&config);
}

static void real_tables_give_the_values_of_scipy(void **state)
{
    (void)state;
    built_in("data: {source: 'builtin:wine'}\n", of_wine);
    built_in("data: {source: 'builtin:breast_cancer'}\n", of_breast_cancer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_and_missing_cells_count_as_in_scipy),
        cmocka_unit_test(grouped_samples_have_an_effect_alone),
        cmocka_unit_test(real_tables_give_the_values_of_scipy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
