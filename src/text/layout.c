/* Names and paragraphs in columns. */
#include "layout.h"

#include "terminal.h"
#include <string.h>

static int width_of(const char *name, size_t length)
{
    int width = 0;
    for (size_t i = 0; i < length;) {
        const hf_terminal_character character = hf_terminal_next(name + i);
        width += character.columns;
        i += character.bytes;
    }
    return width;
}

int hf_layout_width(const char *name)
{
    return width_of(name, strlen(name));
}

/* Appends the characters whose columns lie in [first, end). */
static void append_columns(hf_text *text, const char *name, size_t length, int first, int end)
{
    int column = 0;
    for (size_t i = 0; i < length;) {
        const hf_terminal_character character = hf_terminal_next(name + i);
        if (column >= first && column + character.columns <= end)
            hf_terminal_append(text, name + i, &character);
        column += character.columns;
        i += character.bytes;
    }
}

static void append_name(hf_text *text, const char *name, size_t length, int columns)
{
    int width = width_of(name, length);
    if (width <= columns) {
        append_columns(text, name, length, 0, width);
        return;
    }
    int kept = columns > 3 ? columns - 3 : 0, tail = kept / 2;
    append_columns(text, name, length, 0, kept - tail);
    hf_text_append(text, "...");
    append_columns(text, name, length, width - tail, width);
}

void hf_layout_name(hf_text *text, const char *name, int columns)
{
    append_name(text, name, strlen(name), columns);
}

void hf_layout_padded_name(hf_text *text, const char *name, int columns)
{
    size_t start = text->length;
    hf_layout_name(text, name, columns);
    if (text->failed)
        return;
    int width = text->length > start ? width_of(text->data + start, text->length - start) : 0;
    hf_text_append(text, "%*s", columns - width, "");
}

void hf_layout_unbroken(hf_text *text, const char *words)
{
    for (; *words; words++)
        if (*words == ' ')
            hf_text_append(text, HF_NO_BREAK_SPACE);
        else
            hf_text_append_bytes(text, words, 1);
}

void hf_layout_paragraph(hf_text *text, const char *start, const char *paragraph, int columns)
{
    const int indent = hf_layout_width(start), room = columns - indent;
    int column = 0; /* behind the indent */
    hf_text_append(text, "%s", start);
    for (const char *word = paragraph + strspn(paragraph, " "); *word;) {
        size_t length = strcspn(word, " ");
        int width = width_of(word, length);
        width = width < room ? width : room;
        if (column > 0 && column + 1 + width > room) {
            hf_text_append(text, "\n%*s", indent, "");
            column = 0;
        }
        hf_text_append(text, column > 0 ? " " : "");
        append_name(text, word, length, room);
        column += width + (column > 0);
        word += length;
        word += strspn(word, " ");
    }
    hf_layout_end_line(text);
}

void hf_layout_end_line(hf_text *text)
{
    while (text->length > 0 && text->data[text->length - 1] == ' ')
        text->length--;
    hf_text_append(text, "\n");
}
