/* What the tests of the data module share: configurations, files in a folder of their own,
 * messages. */
#include "data_test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

hf_config data_test_config(const char *source)
{
    static char *missing[] = {"", "NA", "N/A", "NaN", "null", "None", "?", "."};
    hf_config config;
    memset(&config, 0, sizeof config);
    config.data.source = (char *)source;
    config.data.missing_values = (hf_text_list){missing, 8};
    config.data.levels_most = 50;
    config.splits.count = 32;
    config.splits.train_fraction = 0.5;
    config.splits.folds = 5;
    return config;
}

int data_test_make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/holdfast-data-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    return remove(path);
}

int data_test_remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *data_test_path(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *data_test_write(const char *name, const void *bytes, size_t length)
{
    const char *path = data_test_path(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return path;
}

const char *data_test_write_text(const char *name, const char *text)
{
    return data_test_write(name, text, strlen(text));
}

void data_test_check(const char *what, hf_status status, const hf_error *error, hf_status expected,
                     const char *const *parts)
{
    if (status != expected)
        fail_msg("%s: status %d (%s), expected %d", what, status, status ? error->message : "",
                 expected);
    for (; status != HF_OK && *parts; parts++)
        if (!strstr(error->message, *parts))
            fail_msg("%s: the message does not hold <%s>: %s", what, *parts, error->message);
}
