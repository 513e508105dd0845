/* Documents when memory is short: whichever allocation fails, it is reported once, at the end. */
#include "rendered.h"

#include "holdfast/status_codes.h"
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define REPLACED 0
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define REPLACED 0
#    endif
#endif
#ifndef REPLACED
#    define REPLACED 1
#endif

#if REPLACED
static bool is_failing;
static int64_t left; /* allocations until one fails */

void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *memory, size_t bytes);

static bool fails(void)
{
    return is_failing && left-- == 0;
}

void *calloc(size_t count, size_t bytes)
{
    return fails() ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes)
{
    return fails() ? NULL : __libc_realloc(memory, bytes);
}

/* A document with each kind of block, longer than the first room for blocks and for cells. */
static void compose(hf_document *d)
{
    for (int i = 0; i < 10; i++)
        for (hf_block_kind kind = HF_BLOCK_TITLE; kind < HF_BLOCK_TABLE; kind++)
            hf_document_say(d, kind, "block %d", i);
    hf_text_append(hf_document_fact(d, "label"), "text");
    hf_document_verbatim(d, "label", "id", "text");
    hf_table *t = hf_document_table(d, "id", "caption");
    hf_text_append(&t->bar_words, "Bars: o value.");
    t->listed = 45;
    hf_table_column_add(t, HF_COLUMN_NAME, 0, "span", "name");
    hf_table_column_add(t, 0, 0, "span", "number");
    hf_table_column_add(t, HF_COLUMN_BAR, 0, NULL, "%s", "");
    for (int i = 0; i < 50; i++) {
        hf_cell_text(t, "a name that takes %d bytes or more", i);
        hf_cell_number(t, i);
        hf_cell_bar(t, i / 50.0, 0, 1);
    }
}

/* Composes and renders it, with allocation `number` failing; what is reported. */
static hf_status try(int64_t number, bool as_html, hf_error *error)
{
    hf_document d = {0};
    hf_text text = {0};
    left = number;
    is_failing = true;
    compose(&d);
    hf_status status = hf_document_check(&d, error);
    if (status == HF_OK) {
        if (as_html)
            hf_document_html(&d, NULL, NULL, &text);
        else
            hf_document_terminal(&d, 80, &text);
        status = hf_text_check(&text, error);
    }
    is_failing = false;
    hf_text_free(&text);
    hf_document_free(&d);
    return status;
}

static void memory_that_is_short_is_reported(void **state)
{
    (void)state;
    for (int as_html = 0; as_html <= 1; as_html++) {
        hf_error error;
        hf_status status;
        int64_t number = 0;
        while ((status = try(number, as_html, &error)) != HF_OK) {
            assert_int_equal(status, HF_INTERNAL);
            assert_string_equal(error.message, "out of memory while composing a text");
            number++;
        }
        assert_true(left >= 0); /* all of them have failed once */
        assert_true(number > 200);
    }
}
#else
static void memory_that_is_short_is_reported(void **state)
{
    (void)state;
    skip_test("a sanitizer has its own allocator");
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_is_short_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
