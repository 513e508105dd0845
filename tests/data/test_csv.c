/* CSV that is accepted, and what is read from it. */
#include "base/clock.h"
#include "data_test.h"
#include "holdfast/memory.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static hf_dataset load(const hf_config *given, const char *text, size_t length)
{
    hf_error error;
    hf_dataset dataset;
    hf_config config = *given;
    config.data.source = (char *)data_test_write("table.csv", text, length);
    hf_status status = hf_dataset_load(&config, &dataset, &error);
    if (status != HF_OK)
        fail_msg("%s", error.message);
    return dataset;
}

static hf_dataset load_text(const hf_config *config, const char *text)
{
    return load(config, text, strlen(text));
}

/* Three samples of two features, the same in whatever way they are written. */
static void ways_of_writing_a_table_are_all_read_alike(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "kind,a,b\nx,1,2\ny,3,-4.5\nx,0.25,1e3\n",
        "kind,a,b\nx,1,2\ny,3,-4.5\nx,0.25,1e3",               /* no line end at the end */
        "kind,a,b\r\nx,1,2\r\ny,3,-4.5\r\nx,0.25,1e3\r\n",     /* CRLF */
        "kind,a,b\rx,1,2\ry,3,-4.5\rx,0.25,1e3\r",             /* CR */
        "\xEF\xBB\xBFkind,a,b\nx,1,2\ny,3,-4.5\nx,0.25,1e3\n", /* byte order mark */
        "\xEF\xBB\xBF\"kind\",a,b\nx,1,2\ny,3,-4.5\nx,.25,1e3\n",
        "\"kind\",\"a\",\"b\"\n\"x\",\"1\",\"2\"\n\"y\",\"3\",\"-4.5\"\n\"x\",\"0.25\",\"1e3\"\n",
        "kind,a,b\nx,1,2\ny,3,-4.5\nx,0.25,1e3\n\n\n  \n\t\n", /* blank lines at the end */
        "\n\nkind,a,b\n\nx,1,2\ny,3,-4.5\n\r\nx,0.25,1e3\n",   /* and elsewhere */
        " kind , a ,b\n x , 1 , 2\ny,\t3,-4.5 \nx,\" 0.25 \",+1.0E+3\n",
        "kind,a,b\nx,1.,2.0\ny,3e0,-45e-1\nx,25e-2,1000.\n",
    };
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        const double x[] = {1, 2, 3, -4.5, 0.25, 1000};
        hf_config config = data_test_config(NULL);
        hf_dataset d = load_text(&config, ways[i]);
        assert_int_equal(d.samples, 3);
        assert_int_equal(d.features, 2);
        assert_int_equal(d.classes, 2);
        assert_int_equal(d.file_rows, 3);
        assert_memory_equal(d.x, x, sizeof x);
        assert_memory_equal(d.y, ((int32_t[]){0, 1, 0}), 3 * sizeof *d.y);
        assert_memory_equal(d.row, ((int64_t[]){0, 1, 2}), 3 * sizeof *d.row);
        assert_null(d.group);
        assert_string_equal(d.feature_names.items[0], "a");
        assert_string_equal(d.feature_names.items[1], "b");
        assert_string_equal(d.class_names.items[0], "x");
        assert_string_equal(d.class_names.items[1], "y");
        hf_dataset_free(&d);
        assert_null(d.x);
        assert_int_equal(d.samples, 0);
    }
}

static void quotes_hold_commas_quotes_and_line_breaks(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    hf_dataset d = load_text(&config, "kind,\"a, \"\"first\"\"\",\"b\r\nsecond\"\n"
                                      "\"x, y\",1,2\n\"say \"\"z\"\"\",3,4\n\"two\nlines\",5,6\n");
    assert_string_equal(d.feature_names.items[0], "a, \"first\"");
    assert_string_equal(d.feature_names.items[1], "b second"); /* names are kept one a line */
    assert_string_equal(d.class_names.items[0], "x, y");
    assert_string_equal(d.class_names.items[1], "say \"z\"");
    assert_string_equal(d.class_names.items[2], "two lines");
    hf_dataset_free(&d);
}

static void the_target_may_stand_anywhere(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    config.data.target = "kind";
    hf_dataset d = load_text(&config, "a,b,kind,c\n1,2,x,3\n4,5,y,6\n");
    assert_int_equal(d.features, 3);
    assert_memory_equal(d.x, ((double[]){1, 2, 3, 4, 5, 6}), 6 * sizeof *d.x);
    hf_dataset_free(&d);
}

static void features_come_in_the_order_of_the_configuration(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    config.data.features = (hf_text_list)NAMES("c", "b", "a");
    config.data.exclude = (hf_text_list)NAMES("b", "text");
    hf_dataset d = load_text(&config, "kind,a,b,c,text\nx,1,2,3,no number\ny,4,five,6,\n");
    assert_int_equal(d.features, 2);
    assert_memory_equal(d.x, ((double[]){3, 1, 6, 4}), 4 * sizeof *d.x);
    assert_string_equal(d.feature_names.items[0], "c");
    assert_string_equal(d.feature_names.items[1], "a");
    hf_dataset_free(&d);
}

static void classes_come_in_the_order_of_the_configuration(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    config.data.classes = (hf_text_list)NAMES("b", "c", "a");
    hf_dataset d = load_text(&config, "kind,f\na,1\nb,2\nc,3\nb,4\n");
    assert_memory_equal(d.y, ((int32_t[]){2, 0, 1, 0}), 4 * sizeof *d.y);
    assert_string_equal(d.class_names.items[0], "b");
    assert_string_equal(d.class_names.items[2], "a");
    hf_dataset_free(&d);
}

static void groups_are_numbered_by_first_appearance_and_are_no_feature(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    config.data.groups = "patient";
    hf_dataset d = load_text(&config, "kind,f,patient\na,1,p7\nb,2,p3\na,3,p7\nb,4,p1\n");
    assert_int_equal(d.features, 1);
    assert_memory_equal(d.group, ((int32_t[]){0, 1, 0, 2}), 4 * sizeof *d.group);
    hf_dataset_free(&d);
}

static void rows_with_a_missing_cell_are_dropped(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    config.data.missing = HF_MISSING_DROP;
    config.data.groups = "g";
    config.data.exclude = (hf_text_list)NAMES("unused");
    hf_dataset d =
        load_text(&config, "kind,f,g,unused\na,1,1,\nb,,1,\na,3,1,NA\nb,nan,2,\nNA,5,2,\n"
                           "b,6,,\n,7,1,\na,NA,1,\na,NaN,1,\nb,\"\",2,\nb,8,2,1\n");
    assert_int_equal(d.samples, 3);
    assert_int_equal(d.file_rows, 11);
    assert_memory_equal(d.x, ((double[]){1, 3, 8}), 3 * sizeof *d.x);
    assert_memory_equal(d.y, ((int32_t[]){0, 0, 1}), 3 * sizeof *d.y);
    assert_memory_equal(d.row, ((int64_t[]){0, 2, 10}), 3 * sizeof *d.row);
    hf_dataset_free(&d);
}

static void missing_features_stay_nan_until_the_training_mean_is_known(void **state)
{
    (void)state;
    hf_config config = data_test_config(NULL);
    config.data.missing = HF_MISSING_MEAN;
    hf_dataset d = load_text(&config, "kind,f,g\na,1,\nb,NAN,2\n");
    assert_int_equal(d.samples, 2);
    assert_true(d.x[0] == 1 && isnan(d.x[1]) && isnan(d.x[2]) && d.x[3] == 2);
    hf_dataset_free(&d);
}

/* Halfway cases and extremes; the expected values are C's hexadecimal constants. */
static void numbers_are_correctly_rounded(void **state)
{
    (void)state;
    const double expected[] = {0x1.999999999999ap-4, 0x1p-1074, 0x1.fffffffffffffp+1023, 0x1p+53,
                               0x1.0000000000001p0,  -0.0};
    hf_config config = data_test_config(NULL);
    hf_dataset d = load_text(&config, "k,a,b,c,d,e,f\n"
                                      "x,0.1,4.9406564584124654e-324,1.7976931348623157e308,"
                                      "9007199254740993,1.00000000000000011102230246251565405,-0\n"
                                      "y,0,1e-400,0,0,0,0\n");
    assert_memory_equal(d.x, expected, sizeof expected);
    assert_true(d.x[7] == 0);
    hf_dataset_free(&d);
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    const char *const commas[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    bool found = false;
    for (size_t i = 0; i < COUNT_OF(commas) && !found; i++)
        found = setlocale(LC_ALL, commas[i]) != NULL;
    hf_config config = data_test_config(NULL);
    hf_dataset d = load_text(&config, "k,a\nx,1.5\ny,2.5\n");
    setlocale(LC_ALL, "C");
    assert_true(d.x[0] == 1.5);
    hf_dataset_free(&d);
    if (!found)
        skip_test("no locale with decimal commas is installed: this proves little");
}

/* Would take minutes if names were compared each with each. */
static void a_hundred_thousand_columns_are_read_at_once(void **state)
{
    (void)state;
    enum { COLUMNS = 100000, NAME_BYTES = 16 };
    hf_text text = {0};
    hf_config config = data_test_config(NULL);
    char(*names)[NAME_BYTES] = malloc(sizeof(char[COLUMNS][NAME_BYTES]));
    char **list = malloc(COLUMNS * sizeof *list);
    hf_text_append(&text, "kind");
    for (int i = 0; i < COLUMNS; i++) {
        snprintf(names[i], NAME_BYTES, "f%d", i);
        hf_text_append(&text, ",%s", names[i]);
        list[COLUMNS - 1 - i] = names[i];
    }
    for (int row = 0; row < 4; row++) {
        hf_text_append(&text, "\n%s", row % 2 ? "x" : "y");
        for (int i = 0; i < COLUMNS; i++)
            hf_text_append(&text, ",%d", i);
    }
    config.data.features = (hf_text_list){.items = list, .count = COLUMNS};
    double start = hf_clock_seconds();
    hf_dataset d = load(&config, text.data, text.length);
    assert_true(hf_clock_seconds() - start < 20);
    assert_int_equal(d.features, COLUMNS);
    assert_int_equal(d.samples, 4);
    assert_true(d.x[0] == COLUMNS - 1 && d.x[COLUMNS - 1] == 0 && d.x[COLUMNS] == COLUMNS - 1);
    hf_dataset_free(&d);
    hf_text_free(&text);
    free(list);
    free(names);
}

/* More than the reader's chunk, so that cells and line ends are cut at every place. */
static void cells_may_lie_across_the_reader_s_chunks(void **state)
{
    (void)state;
    enum { ROWS = 60000 };
    hf_text text = {0};
    hf_config config = data_test_config(NULL);
    hf_text_append(&text, "k,a,b\r\n");
    for (int i = 0; i < ROWS; i++)
        hf_text_append(&text, "\"%s\",%d.25,\"%d\"\r\n", i % 3 ? "x,\"\"" : "y", i, -i);
    hf_dataset d = load(&config, text.data, text.length);
    assert_int_equal(d.samples, ROWS);
    assert_int_equal(d.classes, 2);
    for (int i = 0; i < ROWS; i++) {
        assert_true(d.x[2 * i] == i + 0.25 && d.x[2 * i + 1] == -i);
        assert_int_equal(d.y[i], i % 3 ? 1 : 0);
    }
    hf_dataset_free(&d);
    hf_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_of_writing_a_table_are_all_read_alike),
        cmocka_unit_test(quotes_hold_commas_quotes_and_line_breaks),
        cmocka_unit_test(the_target_may_stand_anywhere),
        cmocka_unit_test(features_come_in_the_order_of_the_configuration),
        cmocka_unit_test(classes_come_in_the_order_of_the_configuration),
        cmocka_unit_test(groups_are_numbered_by_first_appearance_and_are_no_feature),
        cmocka_unit_test(rows_with_a_missing_cell_are_dropped),
        cmocka_unit_test(missing_features_stay_nan_until_the_training_mean_is_known),
        cmocka_unit_test(numbers_are_correctly_rounded),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(a_hundred_thousand_columns_are_read_at_once),
        cmocka_unit_test(cells_may_lie_across_the_reader_s_chunks),
    };
    return cmocka_run_group_tests(tests, data_test_make_folder, data_test_remove_folder);
}
