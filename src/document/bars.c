/* Bars of a table in a terminal. */
#include "bars.h"

#include <math.h>
#include <string.h>

/* Of a share that a file may hold wrongly as well. */
static int place_of(double share, int width)
{
    const double within = share > 0 ? share < 1 ? share : 1 : 0;
    return (int)lround(within * (width - 1));
}

void hf_bar_append(const hf_table *table, int64_t row, double value, int width, hf_text *text)
{
    const double low = table->limits[row].low, high = table->limits[row].high;
    char bar[HF_LONGEST_BAR + 1];
    memset(bar, ' ', sizeof bar);
    if (!isnan(value))
        memset(bar, '#', (size_t)place_of(value, width));
    for (int i = 0; !isnan(low) && !isnan(high) && i < width; i++)
        if (i >= place_of(low, width) && i <= place_of(high, width))
            bar[i] = table->bar_mark;
    bar[place_of(table->bar_chance, width)] = '|';
    if (!isnan(value))
        bar[place_of(value, width)] = 'o';
    hf_text_append(text, "%.*s", width, bar);
}

/* The mark stands below its word and between 0 and 100. Where it would stand on these or touch
 * them, they have the first line to themselves, and mark and word the second. */
void hf_bar_scale(const hf_table *table, int line, int width, hf_text *text)
{
    static const char word[] = "chance";
    const int length = (int)strlen(word), chance = place_of(table->bar_chance, width);
    const bool is_low = chance <= 1, is_high = chance >= width - 4, is_at_end = is_low || is_high;
    char scale[HF_LONGEST_BAR + 1];
    memset(scale, ' ', sizeof scale);
    if (line == (is_at_end ? 0 : 1)) {
        scale[0] = '0';
        memcpy(scale + width - 3, "100", 3);
    }
    if (line == (is_at_end ? 1 : 0)) {
        const int start = is_low    ? chance + 2
                          : is_high ? hf_larger(0, chance - length - 1)
                                    : hf_smaller(hf_larger(0, chance - 2), width - length);
        memcpy(scale + start, word, (size_t)length);
    }
    if (line == 1)
        scale[chance] = '|';
    hf_text_append(text, "%.*s", width, scale);
}
