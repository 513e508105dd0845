/* Documents as texts, for tests. */
#include "rendered.h"

#include "base/utf8.h"
#include "text/layout.h"
#include <stdlib.h>
#include <string.h>

static char *taken(hf_text *text)
{
    char *copy;
    assert_false(text->failed);
    copy = strdup(text->data ? text->data : "");
    hf_text_free(text);
    return copy;
}

char *terminal_of(const hf_document *document, int columns)
{
    hf_text text = {0};
    hf_document_terminal(document, columns, &text);
    return taken(&text);
}

/* What stands for a figure says what it was asked for. */
static void draw(const char *name, const void *context, hf_text *html)
{
    hf_text_append(html, "[figure %s of %s]\n", name, (const char *)context);
}

char *html_of(const hf_document *document)
{
    hf_text text = {0};
    hf_document_html(document, draw, "it", &text);
    return taken(&text);
}

void assert_terminal(hf_document *document, int columns, const char *expected)
{
    hf_error error;
    assert_int_equal(hf_document_check(document, &error), 0);
    char *text = terminal_of(document, columns);
    hf_document_free(document);
    assert_string_equal(text, expected);
    free(text);
}

void assert_html(hf_document *document, const char *expected)
{
    hf_error error;
    assert_int_equal(hf_document_check(document, &error), 0);
    char *text = html_of(document);
    hf_document_free(document);
    assert_string_equal(text, expected);
    free(text);
}

static void assert_line(const char *line, int columns)
{
    const size_t length = strlen(line);
    if (hf_layout_width(line) > columns)
        fail_msg("more than %d columns: %s", columns, line);
    assert_true(length == 0 || line[length - 1] != ' ');
    for (size_t i = 0, bytes; i < length; i += bytes) {
        uint32_t code;
        bytes = hf_utf8_decode(line + i, &code);
        if (bytes == 0 || code < 0x20 || (code >= 0x7F && code < 0xA0))
            fail_msg("byte %zu cannot be printed: %s", i, line);
    }
}

void assert_fits_every_width(const hf_document *document)
{
    for (int columns = 60; columns <= 200; columns++) {
        char *text = terminal_of(document, columns), *next = text;
        while (next) {
            char *line = strsep(&next, "\n");
            assert_line(line, columns);
        }
        free(text);
    }
}
