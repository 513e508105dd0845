/* What the tests of the configuration share: a file written and read, and the message that is
 * looked for. */
#include "config_test.h"
#include "config/options.h"
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

static void assert_same_named_lists(const hf_named_lists *a, const hf_named_lists *b)
{
    assert_same_texts(&a->names, &b->names);
    for (int64_t i = 0; i < a->names.count; i++)
        assert_same_texts(&a->lists[i], &b->lists[i]);
}

static void assert_same_weights(const hf_class_weight *a, const hf_class_weight *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->count, b->count);
    assert_same_texts(&a->labels, &b->labels);
    for (int64_t i = 0; i < a->count; i++)
        assert_true(a->weights[i] == b->weights[i]);
}

static bool is_one_of(const hf_key *key, hf_key_type a, hf_key_type b)
{
    return key->type == a || key->type == b;
}

/* The members themselves: what they are written as could hide a difference. */
void assert_same(const hf_config *a, const hf_config *b)
{
    for (int64_t i = 0; i < hf_key_count; i++) {
        const hf_key *key = &hf_keys[i];
        const void *x = hf_key_member(key, a), *y = hf_key_member(key, b);
        const hf_integer_list *integers = y;
        if (is_one_of(key, HF_KEY_TEXT, HF_KEY_PATH))
            assert_same_text(*(char *const *)x, *(char *const *)y);
        else if (is_one_of(key, HF_KEY_INTEGER_LIST, HF_KEY_CHOICE_LIST))
            assert_integers(x, integers->count, integers->items);
        else if (key->type == HF_KEY_TEXT_LIST)
            assert_same_texts(x, y);
        else if (key->type == HF_KEY_NAMED_LISTS)
            assert_same_named_lists(x, y);
        else if (key->type == HF_KEY_CLASS_WEIGHT)
            assert_same_weights(x, y);
        else if (is_one_of(key, HF_KEY_INTEGER, HF_KEY_REAL))
            assert_memory_equal(x, y, 8);
        else
            assert_memory_equal(x, y, key->type == HF_KEY_BOOLEAN ? sizeof(bool) : sizeof(int));
    }
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
