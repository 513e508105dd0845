/* Documents: the same blocks as text for a terminal and as HTML. */
#include "document/document.h"
#include "unit_test.h"
#include <string.h>

static void assert_terminal(hf_document *d, int columns, const char *expected)
{
    hf_text text = {0};
    hf_document_terminal(d, columns, &text);
    assert_string_equal(text.data, expected);
    hf_text_free(&text);
    hf_document_free(d);
}

static void blocks_stand_one_below_the_other(void **state)
{
    (void)state;
    hf_document d = {0};
    hf_document_say(&d, HF_BLOCK_TITLE, "Title");
    hf_text_append(hf_document_fact(&d, "data"), "four words in it");
    hf_text_append(hf_document_fact(&d, "a grid"), "x");
    hf_document_say(&d, HF_BLOCK_HEADING, "Heading");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "one two %s", "three");
    hf_document_say(&d, HF_BLOCK_POINT, "a point that is long");
    hf_document_say(&d, HF_BLOCK_CAUTION, "careful");
    hf_document_say(&d, HF_BLOCK_COMMAND, "holdfast summary a-long-name.h5");
    hf_document_say(&d, HF_BLOCK_PARAGRAPH, "%s", "");
    hf_document_say(&d, HF_BLOCK_FIGURE, "frequency");
    assert_terminal(&d, 22,
                    "Title\n"
                    "  data    four words\n"
                    "          in it\n"
                    "  a grid  x\n"
                    "\n"
                    "Heading\n"
                    "-------\n"
                    "one two three\n"
                    "- a point that is long\n"
                    "! careful\n"
                    "    holdfast summary a-long-name.h5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_stand_one_below_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
