/* Decoding UTF-8, character by character. */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

size_t hf_utf8_decode(const char *text, uint32_t *code)
{
    utf8proc_int32_t character;
    const size_t most = strnlen(text, 4); /* bytes of a character */
    const utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                                     (utf8proc_ssize_t)(most + !most), &character);
    if (length <= 0)
        return 0;
    *code = (uint32_t)character;
    return (size_t)length;
}

bool hf_utf8_valid(const char *text)
{
    uint32_t code;
    while (*text) {
        const size_t length = hf_utf8_decode(text, &code);
        if (length == 0)
            return false;
        text += length;
    }
    return true;
}
