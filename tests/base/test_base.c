/* Status, memory and texts: the small things that every error path leans on. */
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/text.h"
#include "unit_test.h"
#include <errno.h>
#include <string.h>

static void an_error_keeps_its_message_and_status(void **state)
{
    (void)state;
    hf_error error;
    assert_int_equal(hf_fail(&error, HF_BAD_DATA, "row %d", 7), 65);
    assert_string_equal(error.message, "row 7");
    errno = ENOSPC;
    assert_int_equal(hf_fail_errno(&error, HF_IO, "results.h5"), 74);
    assert_string_equal(error.message, "results.h5: No space left on device");
    assert_int_equal(hf_fail(NULL, HF_IO, "unseen"), HF_IO);
    hf_fail(&error, HF_BAD_DATA,
            "'%.4s' of 'gr\xf6\xdf"
            "e'",
            "\xc3\xa9\xc3\xa9\xc3\xa9");
    assert_string_equal(error.message, "'\xc3\xa9\xc3\xa9' of 'gr?e'");
    hf_fail(&error, HF_BAD_DATA, "'%.3s'", "\xc3\xa9\xc3\xa9");
    assert_string_equal(error.message, "'\xc3\xa9?'");
    assert_string_equal(hf_status_text(HF_BAD_CONFIG), "bad configuration");
    assert_string_equal(hf_status_text((hf_status)1), "unknown status");
}

static void a_message_too_long_is_cut(void **state)
{
    (void)state;
    static char text[3 * HF_ERROR_BYTES];
    hf_error error;
    memset(text, 'x', sizeof text - 1);
    hf_fail(&error, HF_INTERNAL, "%s", text);
    assert_int_equal(strlen(error.message), HF_ERROR_BYTES - 1);
}

static void sizes_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    hf_error error;
    void *memory = NULL;
    assert_int_equal(hf_allocate(&memory, INT64_MAX, 16, &error), HF_INTERNAL);
    assert_int_equal(hf_allocate(&memory, -1, 1, &error), HF_INTERNAL);
    assert_int_equal(hf_allocate(&memory, 1, SIZE_MAX, &error), HF_INTERNAL);
    assert_null(memory);
    assert_int_equal(hf_allocate(&memory, 0, 8, &error), HF_OK);
    assert_non_null(memory);
    hf_free(&memory);
    assert_null(memory);
}

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    unsigned char *memory;
    assert_int_equal(hf_allocate(&memory, 1000, 1, NULL), HF_OK);
    assert_int_equal((uintptr_t)memory % HF_ALIGNMENT, 0);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(memory[i], 0);
    hf_free(&memory);
}

static void texts_grow(void **state)
{
    (void)state;
    hf_text text = {0};
    for (int i = 0; i < 1000; i++)
        hf_text_append(&text, "%04d", i);
    assert_int_equal(text.length, 4000);
    assert_string_equal(text.data + 3996, "0999");
    assert_int_equal(hf_text_check(&text, NULL), HF_OK);
    hf_text_free(&text);
}

static void the_nearest_word_is_a_likely_slip(void **state)
{
    (void)state;
    const char *const words[] = {"training.learning_rate", "training.iterations", "model.hidden",
                                 "seed"};
    assert_string_equal(hf_text_nearest("training.learning_rat", words, 4),
                        "training.learning_rate");
    assert_string_equal(hf_text_nearest("training.itreations", words, 4), "training.iterations");
    assert_string_equal(hf_text_nearest("sede", words, 4), "seed");
    assert_null(hf_text_nearest("zebra", words, 4));
    assert_null(hf_text_nearest("completely.different.key", words, 4));
}

/* More arrays than there is room for at first; what fails is not kept. */
static void arrays_are_released_together(void **state)
{
    (void)state;
    hf_memory memory = {0};
    int64_t *arrays[50], *refused = NULL;
    for (int i = 0; i < 50; i++) {
        assert_int_equal(hf_memory_allocate(&memory, &arrays[i], i, sizeof(int64_t), NULL), HF_OK);
        for (int k = 0; k < i; k++) {
            assert_int_equal(arrays[i][k], 0);
            arrays[i][k] = i;
        }
    }
    assert_int_equal(hf_memory_allocate(&memory, &refused, -1, 1, NULL), HF_INTERNAL);
    assert_null(refused);
    assert_int_equal(memory.count, 50);
    for (int i = 1; i < 50; i++)
        assert_int_equal(arrays[i][i - 1], i);
    hf_memory_free(&memory);
    assert_int_equal(memory.count, 0);
    hf_memory_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_keeps_its_message_and_status),
        cmocka_unit_test(a_message_too_long_is_cut),
        cmocka_unit_test(sizes_that_do_not_fit_are_refused),
        cmocka_unit_test(arrays_are_released_together),
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(texts_grow),
        cmocka_unit_test(the_nearest_word_is_a_likely_slip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
