/* What the tests of the configuration share: a file written and read, and the message that is
 * looked for. */
#include "config_test.h"
#include "holdfast/status_codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

hf_config good(const char *text)
{
    hf_config config;
    hf_error error = {0};
    if (hf_config_parse(text, "a.yaml", &config, &error) != HF_OK)
        fail_msg("%s", error.message);
    return config;
}

void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" does not hold \"%s\"", text, part);
}

static hf_error bad(const char *text)
{
    hf_config config;
    hf_error error = {0};
    hf_status status = hf_config_parse(text, "a.yaml", &config, &error);
    if (status == HF_OK)
        hf_config_free(&config);
    assert_int_equal(status, HF_BAD_CONFIG);
    assert_int_equal(error.status, HF_BAD_CONFIG);
    return error;
}

void assert_message(const char *text, const char *message)
{
    hf_error error = bad(text);
    assert_string_equal(error.message, message);
}

void assert_message_holds(const char *text, const char *part)
{
    hf_error error = bad(text);
    assert_holds(error.message, part);
}

static void assert_same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_true(a == b);
}

static void assert_same_texts(const hf_text_list *a, const hf_text_list *b)
{
    assert_int_equal(a->count, b->count);
    for (int64_t i = 0; i < a->count; i++)
        assert_string_equal(a->items[i], b->items[i]);
}

void assert_integers(const hf_integer_list *list, int64_t count, const int64_t *items)
{
    assert_int_equal(list->count, count);
    for (int64_t i = 0; i < count; i++)
        assert_int_equal(list->items[i], items[i]);
}

/* Not driven by the option table: what the table forgets must show. */
void assert_same(const hf_config *a, const hf_config *b)
{
    assert_same_text(a->name, b->name);
    assert_same_text(a->data.source, b->data.source);
    assert_same_text(a->data.target, b->data.target);
    assert_same_text(a->data.inputs, b->data.inputs);
    assert_same_text(a->data.feature_names, b->data.feature_names);
    assert_same_text(a->data.groups, b->data.groups);
    assert_same_texts(&a->data.features, &b->data.features);
    assert_same_texts(&a->data.exclude, &b->data.exclude);
    assert_same_texts(&a->data.classes, &b->data.classes);
    assert_int_equal(a->data.standardize, b->data.standardize);
    assert_int_equal(a->data.missing, b->data.missing);
    assert_int_equal(a->splits.method, b->splits.method);
    assert_int_equal(a->splits.count, b->splits.count);
    assert_true(a->splits.train_fraction == b->splits.train_fraction);
    assert_int_equal(a->splits.folds, b->splits.folds);
    assert_int_equal(a->splits.seed, b->splits.seed);
    assert_same_text(a->splits.file, b->splits.file);
    assert_integers(&a->model.hidden, b->model.hidden.count, b->model.hidden.items);
    assert_int_equal(a->model.init, b->model.init);
    assert_memory_equal(&a->training, &b->training,
                        offsetof(hf_config, training.shuffle) - offsetof(hf_config, training.loss));
    assert_int_equal(a->training.shuffle, b->training.shuffle);
    assert_int_equal(a->replicas.first_seed, b->replicas.first_seed);
    assert_int_equal(a->replicas.seeds, b->replicas.seeds);
    assert_integers(&a->significance.methods, b->significance.methods.count,
                    b->significance.methods.items);
    assert_int_equal(a->significance.top, b->significance.top);
    assert_int_equal(a->significance.votes, b->significance.votes);
    assert_true(a->significance.confidence == b->significance.confidence);
    assert_int_equal(a->significance.bootstrap, b->significance.bootstrap);
    assert_int_equal(a->significance.permutation_repeats, b->significance.permutation_repeats);
    assert_int_equal(a->significance.seed, b->significance.seed);
    assert_int_equal(a->output.history_every, b->output.history_every);
    assert_int_equal(a->output.initial_weights, b->output.initial_weights);
    assert_int_equal(a->output.dataset, b->output.dataset);
}

static char folder[] = "/tmp/holdfast-config-XXXXXX";
static char paths[8][128];
static int path_count;

const char *scratch_file(const char *name, const char *bytes, size_t length)
{
    assert_true(path_count < 8);
    if (path_count == 0)
        assert_non_null(mkdtemp(folder));
    char *path = paths[path_count++];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path;
}

void scratch_remove(void)
{
    while (path_count > 0)
        unlink(paths[--path_count]);
    rmdir(folder);
    memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
}
