#include "utf8.h"

#include "holdfast/utf8.h"

typedef struct range {
    uint32_t first, last;
} range;

static bool is_within(uint32_t character, const range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

size_t hf_utf8_next(const char *text, uint32_t *character)
{
    const size_t length = hf_utf8_decode(text, character);
    if (length == 0)
        *character = UINT32_MAX;
    return length == 0 ? 1 : length;
}

int hf_utf8_columns(uint32_t character)
{
    static const range none[] = {
        {0x300, 0x36F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};
    static const range wide[] = {{0x1100, 0x115F},   {0x2E80, 0xA4CF},  {0xAC00, 0xD7A3},
                                 {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60},
                                 {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
    if (is_within(character, none, sizeof none / sizeof *none))
        return 0;
    return is_within(character, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

bool hf_utf8_is_unprintable(uint32_t character)
{
    static const range unprintable[] = {
        {0, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {UINT32_MAX, UINT32_MAX}};
    return is_within(character, unprintable, sizeof unprintable / sizeof *unprintable);
}
