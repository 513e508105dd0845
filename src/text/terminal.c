/* Texts that are safe on a terminal, and how wide they are. */
#include "terminal.h"

#include "base/utf8.h"

typedef struct range {
    uint32_t first, last;
} range;

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static bool is_within(uint32_t code, const range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

static int columns_of(uint32_t code)
{
    static const range none[] = {
        {0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};
    static const range wide[] = {{0x1100, 0x115F},   {0x2E80, 0xA4CF},  {0xAC00, 0xD7A3},
                                 {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60},
                                 {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
    if (is_within(code, none, LENGTH(none)))
        return 0;
    return is_within(code, wide, LENGTH(wide)) ? 2 : 1;
}

hf_terminal_character hf_terminal_next(const char *text)
{
    /* C0, DEL and C1; line and paragraph separator, embeddings and overrides; isolates. */
    static const range unprintable[] = {
        {0, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x202E}, {0x2066, 0x2069}};
    uint32_t code;
    const size_t bytes = hf_utf8_decode(text, &code);
    if (bytes == 0)
        return (hf_terminal_character){1, 1, false};
    if (is_within(code, unprintable, LENGTH(unprintable)))
        return (hf_terminal_character){bytes, 1, false};
    return (hf_terminal_character){bytes, columns_of(code), true};
}

void hf_terminal_append(hf_text *to, const char *text, const hf_terminal_character *character)
{
    if (character->is_printable)
        hf_text_append_bytes(to, text, character->bytes);
    else
        hf_text_append_bytes(to, "?", 1);
}

void hf_terminal_text(hf_text *to, const char *text)
{
    while (*text) {
        const hf_terminal_character character = hf_terminal_next(text);
        hf_terminal_append(to, text, &character);
        text += character.bytes;
    }
}
