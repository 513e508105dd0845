/* The built-in data sets against sums that Python's csv and math.fsum give for the same files. */
#include "data_test.h"
#include "holdfast/status_codes.h"
#include <math.h>

typedef struct expected {
    const char *source;
    int64_t samples, features, classes;
    const char *class_names[10];
    int64_t class_sizes[10];
    const char *first_name, *last_name;
    double first, last;                 /* x[0, 0] and x[-1, -1] */
    double sum, squares, rows_weighted; /* of x, x^2, (row + 1) x */
} expected;

static const expected table[] = {
    {.source = "builtin:breast_cancer",
     .samples = 569,
     .features = 30,
     .classes = 2,
     .class_names = {"malignant", "benign"},
     .class_sizes = {212, 357},
     .first_name = "mean radius",
     .last_name = "worst fractal dimension",
     .first = 17.99,
     .last = 0.07039,
     .sum = 1056474.4596356,
     .squares = 955069324.0850049,
     .rows_weighted = 290893084.6134092},
    {.source = "builtin:wine",
     .samples = 178,
     .features = 13,
     .classes = 3,
     .class_names = {"class_0", "class_1", "class_2"},
     .class_sizes = {59, 71, 48},
     .first_name = "alcohol",
     .last_name = "proline",
     .first = 14.23,
     .last = 560,
     .sum = 159975.295999,
     .squares = 118768104.7803162,
     .rows_weighted = 12443666.975828},
    {.source = "builtin:iris",
     .samples = 150,
     .features = 4,
     .classes = 3,
     .class_names = {"setosa", "versicolor", "virginica"},
     .class_sizes = {50, 50, 50},
     .first_name = "sepal length (cm)",
     .last_name = "petal width (cm)",
     .first = 5.1,
     .last = 1.8,
     .sum = 2078.7,
     .squares = 9539.29,
     .rows_weighted = 174175.6},
    {.source = "builtin:digits",
     .samples = 1797,
     .features = 64,
     .classes = 10,
     .class_names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
     .class_sizes = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180},
     .first_name = "pixel_0_0",
     .last_name = "pixel_7_7",
     .first = 0,
     .last = 0,
     .sum = 561718,
     .squares = 6907012,
     .rows_weighted = 503904265},
};

static void near(double value, double reference)
{
    assert_true(fabs(value - reference) <= 1e-12 * fabs(reference));
}

static void check_sums(const hf_dataset *d, const expected *e)
{
    double sum = 0, squares = 0, rows_weighted = 0;
    for (int64_t i = 0; i < d->samples; i++)
        for (int64_t f = 0; f < d->features; f++) {
            double x = d->x[i * d->features + f];
            sum += x;
            squares += x * x;
            rows_weighted += (double)(i + 1) * x;
        }
    near(sum, e->sum);
    near(squares, e->squares);
    near(rows_weighted, e->rows_weighted);
}

static void the_built_in_data_sets_are_whole(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT_OF(table); t++) {
        const expected *e = &table[t];
        hf_error error;
        hf_dataset d;
        hf_config config = data_test_config(e->source);
        int64_t sizes[10] = {0};
        assert_int_equal(hf_dataset_load(&config, &d, &error), HF_OK);
        assert_int_equal(d.samples, e->samples);
        assert_int_equal(d.file_rows, e->samples);
        assert_int_equal(d.features, e->features);
        assert_int_equal(d.classes, e->classes);
        for (int64_t i = 0; i < d.samples; i++)
            sizes[d.y[i]]++;
        for (int64_t c = 0; c < d.classes; c++) {
            assert_string_equal(d.class_names.items[c], e->class_names[c]);
            assert_int_equal(sizes[c], e->class_sizes[c]);
        }
        assert_int_equal(d.feature_names.count, e->features);
        assert_string_equal(d.feature_names.items[0], e->first_name);
        assert_string_equal(d.feature_names.items[e->features - 1], e->last_name);
        assert_true(d.x[0] == e->first);
        assert_true(d.x[d.samples * d.features - 1] == e->last);
        check_sums(&d, e);
        hf_dataset_free(&d);
    }
}

static void every_name_of_the_configuration_is_there(void **state)
{
    (void)state;
    assert_int_equal(hf_config_builtin_count, COUNT_OF(table));
    for (size_t t = 0; t < COUNT_OF(table); t++)
        assert_string_equal(hf_config_builtin_name(table[t].source), hf_config_builtins[t]);
}

/* Only the configuration can be at fault: there is no file to look into. */
static void messages_name_no_line_of_a_built_in(void **state)
{
    (void)state;
    hf_error error;
    hf_dataset d;
    hf_config config = data_test_config("builtin:wine");
    config.data.target = "foo";
    hf_status status = hf_dataset_load(&config, &d, &error);
    data_test_check("column", status, &error, HF_BAD_DATA,
                    (const char *[]){"builtin:wine: the column 'foo' of data.target", NULL});
    config = data_test_config("builtin:wine");
    config.data.classes = (hf_text_list)NAMES("class_0", "class_1");
    status = hf_dataset_load(&config, &d, &error);
    data_test_check(
        "class", status, &error, HF_BAD_DATA,
        (const char *[]){"builtin:wine: column 'cultivar': the class label 'class_2' is "
                         "not in data.classes; there are 'class_0', 'class_1'",
                         NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_data_sets_are_whole),
        cmocka_unit_test(every_name_of_the_configuration_is_there),
        cmocka_unit_test(messages_name_no_line_of_a_built_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
