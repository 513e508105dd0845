/* Texts that are safe on a terminal, and how wide they are. */
#include "terminal.h"

#include "base/utf8.h"
#include <string.h>
#include <utf8proc.h>

/* Control characters, and what breaks lines, turns their direction or is not seen. */
static bool is_unprintable(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

hf_terminal_character hf_terminal_next(const char *text)
{
    uint32_t code;
    const size_t bytes = hf_utf8_decode(text, &code);
    if (bytes == 0 || is_unprintable(code))
        return (hf_terminal_character){bytes > 0 ? bytes : 1, 1, false};
    return (hf_terminal_character){bytes, utf8proc_charwidth((utf8proc_int32_t)code), true};
}

void hf_terminal_append(hf_text *to, const char *text, const hf_terminal_character *character)
{
    if (strncmp(text, HF_NO_BREAK_SPACE, strlen(HF_NO_BREAK_SPACE)) == 0)
        hf_text_append_bytes(to, " ", 1);
    else if (character->is_printable)
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
