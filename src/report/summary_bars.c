/* The bars of the summary's main table. */
#include "summary_bars.h"

#include <math.h>
#include <string.h>

hf_summary_marks hf_summary_mark(const hf_summary *summary)
{
    static const hf_summary_marks marks[] = {[HF_RESAMPLING_FIXED] = {'.', ".."},
                                             [HF_RESAMPLING_FEW] = {'~', "~"},
                                             [HF_RESAMPLING_ENOUGH] = {'=', "-"}};
    return marks[hf_summary_resampling(summary)];
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int place_of(double share, int width)
{
    return smaller((int)lround(share * (width - 1)), width - 1);
}

void hf_summary_bar(const hf_summary *summary, int64_t feature, int width, hf_text *text)
{
    const hf_summary *s = summary;
    const hf_frequencies *f = hf_summary_lead(s);
    const double frequency = hf_summary_frequency(s, s->lead, feature);
    const double low = f->frequency_low[feature], high = f->frequency_high[feature];
    const bool has_interval = s->hidden_index < 0 && !isnan(low) && !isnan(high);
    char bar[HF_LONGEST_BAR + 1];
    memset(bar, ' ', sizeof bar);
    if (!isnan(frequency))
        memset(bar, '#', (size_t)place_of(frequency, width));
    for (int i = 0; has_interval && i < width; i++)
        if (i >= place_of(low, width) && i <= place_of(high, width))
            bar[i] = hf_summary_mark(s).in_bar;
    bar[place_of(hf_summary_chance(s), width)] = '|';
    if (!isnan(frequency))
        bar[place_of(frequency, width)] = 'o';
    hf_text_append(text, "  %.*s", width, bar);
}

/* The mark stands below its word and between 0 and 100. Where it would stand on these or touch
 * them, they have the first line to themselves, and mark and word the second. */
void hf_summary_scale(const hf_summary *summary, int line, int width, hf_text *text)
{
    static const char word[] = "chance";
    const int length = (int)strlen(word), chance = place_of(hf_summary_chance(summary), width);
    const bool is_low = chance <= 1, is_high = chance >= width - 4, is_crowded = is_low || is_high;
    char scale[HF_LONGEST_BAR + 1];
    memset(scale, ' ', sizeof scale);
    if (line == (is_crowded ? 0 : 1)) {
        scale[0] = '0';
        memcpy(scale + width - 3, "100", 3);
    }
    if (line == (is_crowded ? 1 : 0)) {
        const int start = is_low    ? chance + 2
                          : is_high ? larger(0, chance - length - 1)
                                    : smaller(larger(0, chance - 2), width - length);
        memcpy(scale + start, word, (size_t)length);
    }
    if (line == 1)
        scale[chance] = '|';
    hf_text_append(text, "  %.*s", width, scale);
}

void hf_summary_mark_note(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    const hf_across_methods *a = &s->across;
    const int seeds = a->seed_resampling, splits = a->split_resampling;
    hf_text line = {0};
    if (hf_summary_resampling(s) == HF_RESAMPLING_ENOUGH)
        return;
    if (seeds == HF_RESAMPLING_FIXED && splits == HF_RESAMPLING_FIXED) {
        hf_text_append(&line, "fixed: there is ");
        hf_summary_append_units(s, false, &line);
        hf_text_append(&line, " and ");
        hf_summary_append_units(s, true, &line);
        hf_text_append(&line, ": nothing can be drawn again, so the intervals say nothing of other "
                              "seeds or splits");
    } else if (hf_summary_resampling(s) == HF_RESAMPLING_FIXED) {
        hf_text_append(&line, "fixed: there is ");
        hf_summary_append_units(s, splits == HF_RESAMPLING_FIXED, &line);
        hf_text_append(&line, ", so the intervals speak of other %s alone (",
                       splits == HF_RESAMPLING_FIXED ? "seeds" : "splits");
        hf_summary_append_units(s, splits != HF_RESAMPLING_FIXED, &line);
        hf_text_append(&line, "%s)",
                       seeds == HF_RESAMPLING_FEW || splits == HF_RESAMPLING_FEW ? ": few" : "");
    } else {
        hf_text_append(&line, "few: the intervals rest on ");
        hf_summary_append_units(s, false, &line);
        hf_text_append(&line, " and ");
        hf_summary_append_units(s, true, &line);
        hf_text_append(&line, "; with fewer than 10 of either they are rough, mostly too narrow");
    }
    char start[16];
    snprintf(start, sizeof start, "  %s ", hf_summary_mark(s).between);
    hf_summary_paragraph(text, start, &line, columns);
}
