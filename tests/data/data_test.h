/* What the tests of the data module share: configurations without a file, files that are written
 * into a folder of their own, messages that are looked through. */
#ifndef HOLDFAST_DATA_TEST_H
#define HOLDFAST_DATA_TEST_H

#include "holdfast/dataset.h"
#include "unit_test.h"
#include <stddef.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])
#define NAMES(...)                                                                                 \
    {                                                                                              \
        .items = (char *[]){__VA_ARGS__}, .count = COUNT_OF(((char *[]){__VA_ARGS__}))             \
    }

/* The defaults of the keys that the data module reads. */
hf_config data_test_config(const char *source);

/* Folder of the test, removed with all that is in it: group setup and teardown. */
int data_test_make_folder(void **state);
int data_test_remove_folder(void **state);

/* Path of a file in that folder; valid until the next call. */
const char *data_test_path(const char *name);
const char *data_test_write(const char *name, const void *bytes, size_t length);
const char *data_test_write_text(const char *name, const char *text);

/* Fails, showing the message, unless the status is `expected` and each part (NULL ends them) is in
 * the message. */
void data_test_check(const char *what, hf_status status, const hf_error *error, hf_status expected,
                     const char *const *parts);

#endif
