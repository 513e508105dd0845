/* `--set key=value`, and files as such. */
#include "config_test.h"
#include "holdfast/status_codes.h"

#include <stdio.h>
#include <string.h>

static hf_config good_file(const char *path, const char *const *overrides, int64_t count)
{
    hf_config config;
    hf_error error = {0};
    if (hf_config_read(path, overrides, count, &config, &error) != HF_OK)
        fail_msg("%s", error.message);
    return config;
}

static void assert_refused(const char *path, const char *override, const char *part)
{
    hf_config config;
    hf_error error = {0};
    hf_status status = hf_config_read(path, &override, 1, &config, &error);
    if (status == HF_OK)
        hf_config_free(&config);
    assert_int_equal(status, HF_BAD_CONFIG);
    assert_holds(error.message, part);
}

static const char *file_of(const char *text)
{
    return scratch_file("my.file.yaml", text, strlen(text));
}

static int remove_files(void **state)
{
    (void)state;
    scratch_remove();
    return 0;
}

static void overrides_win_and_the_last_one_of_all(void **state)
{
    (void)state;
    const char *const set[] = {"training.iterations=5",    "model.hidden=[8, 30]",
                               "training.iterations = 7 ", "training.shuffle=false",
                               "training.epsilon=1e-3",    "significance.votes=all"};
    hf_config c = good_file(file_of("training: {iterations: 3}"), set, 6);
    assert_string_equal(c.name, "my.file");
    assert_int_equal(c.training.iterations, 7);
    assert_integers(&c.model.hidden, 2, (const int64_t[]){8, 30});
    assert_false(c.training.shuffle);
    assert_true(c.training.epsilon == 0.001);
    assert_int_equal(c.significance.votes, HF_VOTES_ALL);
    hf_config_free(&c);
}

static void texts_stand_as_they_are(void **state)
{
    (void)state;
    const char *const set[] = {
        "name=a: b #3 = [c", "data.target=\"null\"",        "data.inputs=' x'",
        "data.groups=it's",  "data.features=[\"a: b\", c]", "data.classes=[1, 2]"};
    hf_config c = good_file(file_of(""), set, 6);
    assert_string_equal(c.name, "a: b #3 = [c");
    assert_string_equal(c.data.target, "null");
    assert_string_equal(c.data.inputs, " x");
    assert_string_equal(c.data.groups, "it's");
    assert_string_equal(c.data.features.items[0], "a: b");
    assert_string_equal(c.data.classes.items[1], "2");
    hf_config_free(&c);
}

static void null_gives_the_default_back(void **state)
{
    (void)state;
    const char *const set[] = {"training.iterations=null", "data.groups=", "splits.count=~",
                               "model.hidden=null", "name=null"};
    hf_config c = good_file(file_of("training: {iterations: 3}\ndata: {groups: g}\nname: n\n"
                                    "splits: {count: 4}\nmodel: {hidden: [3]}\n"),
                            set, 5);
    assert_int_equal(c.training.iterations, 1000);
    assert_null(c.data.groups);
    assert_int_equal(c.splits.count, 32);
    assert_integers(&c.model.hidden, 1, (const int64_t[]){30});
    assert_string_equal(c.name, "my.file");
    hf_config_free(&c);
}

static void mistakes_name_the_override(void **state)
{
    (void)state;
    const char *path = file_of("");
    assert_refused(path, "training.iterations=1.5",
                   "--set training.iterations=1.5: '1.5' is not an integer");
    assert_refused(path, "training.iteration=5",
                   "--set training.iteration=5: unknown key; did you mean training.iterations?");
    assert_refused(path, "model.hidden=10,30", "a list is expected: write [10,30]");
    assert_refused(path, "model.hidden=[10", "--set model.hidden=[10: not YAML: ");
    assert_refused(path, "model.hidden=[1,1]", "--set model.hidden=[1,1]: '1' is in the list");
    assert_refused(path, "training=5", "training is a section; its keys are training.loss, ");
    assert_refused(path, "name", "--set name: write key.path=value");
    assert_refused(path, "=5", "--set =5: unknown key");
    assert_refused(path, "", "write key.path=value");
    assert_refused(path, "name=\xFF", "is not UTF-8");
    assert_refused(path, "data.source=\"\"", "--set data.source=\"\": the path is empty");
    assert_refused(path, "splits.folds={a: 1}", "a mapping was given, but a single value");
    assert_refused(path, "splits.folds=[[[[[[[[[[[[[[[[[[[[", "nested too deeply");
}

static void errors_of_the_file_and_of_all_overrides_come_at_once(void **state)
{
    (void)state;
    const char *path = file_of("nmae: x\ntraining: {iterations: 0}\n");
    const char *const set[] = {"model.hiden=[3]", "training.shuffle=1"};
    hf_config config;
    hf_error error;
    hf_text message = {0};
    assert_int_equal(hf_config_read(path, set, 2, &config, &error), HF_BAD_CONFIG);
    hf_text_append(&message,
                   "%s:1: nmae: unknown key; did you mean name?\n"
                   "  %s:2: training.iterations: '0' is out of range (valid: an integer from 1 to "
                   "1000000000)\n"
                   "  --set model.hiden=[3]: unknown key; did you mean model.hidden?\n"
                   "  --set training.shuffle=1: '1' is neither true nor false (valid: true or "
                   "false)",
                   path, path);
    assert_string_equal(error.message, message.data);
    assert_int_equal(hf_config_read(file_of("a: ["), set, 1, &config, &error), HF_BAD_CONFIG);
    assert_holds(error.message, "not YAML");
    assert_holds(error.message, "\n  --set model.hiden=[3]: unknown key");
    hf_text_free(&message);
}

static void paths_are_relative_to_the_file_or_to_the_current_folder(void **state)
{
    (void)state;
    const char *const absolute = "data: {source: /x/y.csv}\nsplits: {method: file, file: s.csv}\n";
    const char *const relative = "data: {source: ../x y.csv, feature_names: names}\n";
    const char *const set[] = {"data.source=d/y.csv"};
    const char *path = file_of(absolute);
    char joined[200];
    hf_config c = good_file(path, NULL, 0);
    snprintf(joined, sizeof joined, "%.*s/s.csv", (int)(strrchr(path, '/') - path), path);
    assert_string_equal(c.data.source, "/x/y.csv");
    assert_string_equal(c.splits.file, joined);
    hf_config_free(&c);
    c = good_file(file_of(relative), NULL, 0);
    snprintf(joined, sizeof joined, "%.*s/../x y.csv", (int)(strrchr(path, '/') - path), path);
    assert_string_equal(c.data.source, joined);
    assert_string_equal(c.data.feature_names, "names");
    hf_config_free(&c);
    c = good_file(file_of(relative), set, 1);
    assert_string_equal(c.data.source, "d/y.csv");
    hf_config_free(&c);
    c = good_file(file_of("data: {source: builtin:wine}"), NULL, 0);
    assert_string_equal(c.data.source, "builtin:wine");
    hf_config_free(&c);
    c = good("data: {source: a.csv}");
    assert_string_equal(c.data.source, "a.csv");
    hf_config_free(&c);
}

static void a_file_that_is_none_is_no_input(void **state)
{
    (void)state;
    hf_config c;
    hf_error error;
    assert_int_equal(hf_config_read("does/not/exist.yaml", NULL, 0, &c, &error), HF_NO_INPUT);
    assert_holds(error.message, "does/not/exist.yaml: No such file or directory");
    assert_int_equal(hf_config_read(".", NULL, 0, &c, &error), HF_NO_INPUT);
    assert_holds(error.message, ". is a folder");
    assert_null(c.name);
}

static void files_that_are_no_text_are_refused(void **state)
{
    (void)state;
    static char large[(1 << 20) + 1];
    hf_config c;
    hf_error error;
    const char *path = scratch_file("nul.yaml", "name: a\nmodel: b\0c\n", 19);
    assert_int_equal(hf_config_read(path, NULL, 0, &c, &error), HF_BAD_CONFIG);
    assert_holds(error.message, "nul.yaml:2: not YAML: control characters");
    memset(large, '#', sizeof large);
    path = scratch_file("large.yaml", large, sizeof large);
    assert_int_equal(hf_config_read(path, NULL, 0, &c, &error), HF_BAD_CONFIG);
    assert_holds(error.message, "large.yaml is larger than 1 MiB");
    path = scratch_file("full.yaml", large, sizeof large - 1);
    assert_int_equal(hf_config_read(path, NULL, 0, &c, &error), HF_OK);
    hf_config_free(&c);
}

static void a_configuration_from_elsewhere_takes_overrides(void **state)
{
    (void)state;
    const char *const set[] = {"significance.top=10", "significance.methods=[olden]"};
    const char *const bad[] = {"significance.top=0"};
    const char *const odd[] = {"splits.method=complementary_pairs"};
    hf_config c = good("splits: {count: 3}\nsignificance: {top: 2, confidence: 0.9}");
    hf_error error;
    assert_int_equal(hf_config_override(&c, set, 2, &error), HF_OK);
    assert_int_equal(c.significance.top, 10);
    assert_true(c.significance.confidence == 0.9);
    assert_integers(&c.significance.methods, 1, (const int64_t[]){HF_OLDEN});
    assert_int_equal(hf_config_override(&c, bad, 1, &error), HF_BAD_CONFIG);
    assert_holds(error.message, "--set significance.top=0: '0' is out of range");
    assert_int_equal(hf_config_override(&c, odd, 1, &error), HF_BAD_CONFIG);
    assert_holds(error.message, "a.yaml:1: splits.count: 3 is odd");
    hf_config_free(&c);
}

static void what_the_data_refuse_names_the_override(void **state)
{
    (void)state;
    const char *const set[] = {"significance.top=40", "significance.top = 31"};
    const char *const more[] = {"name=x", "significance.top=32"};
    hf_config c = good_file(file_of("significance: {top: 3}"), set, 2);
    hf_error error;
    assert_int_equal(hf_config_resolve(&c, &(hf_data_counts){.features = 30, .splits = 32}, &error),
                     HF_BAD_CONFIG);
    assert_string_equal(error.message, "--set significance.top = 31: 31 is more than the 30 "
                                       "features of the data");
    assert_int_equal(hf_config_override(&c, more, 2, &error), HF_OK);
    assert_int_equal(hf_config_resolve(&c, &(hf_data_counts){.features = 30, .splits = 32}, &error),
                     HF_BAD_CONFIG);
    assert_holds(error.message, "--set significance.top=32: 32 is more than");
    hf_config_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(overrides_win_and_the_last_one_of_all, remove_files),
        cmocka_unit_test_teardown(texts_stand_as_they_are, remove_files),
        cmocka_unit_test_teardown(null_gives_the_default_back, remove_files),
        cmocka_unit_test_teardown(mistakes_name_the_override, remove_files),
        cmocka_unit_test_teardown(errors_of_the_file_and_of_all_overrides_come_at_once,
                                  remove_files),
        cmocka_unit_test_teardown(paths_are_relative_to_the_file_or_to_the_current_folder,
                                  remove_files),
        cmocka_unit_test(a_file_that_is_none_is_no_input),
        cmocka_unit_test_teardown(files_that_are_no_text_are_refused, remove_files),
        cmocka_unit_test(a_configuration_from_elsewhere_takes_overrides),
        cmocka_unit_test_teardown(what_the_data_refuse_names_the_override, remove_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
