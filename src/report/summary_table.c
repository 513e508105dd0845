/* The significance table: the first method with bars, the others as columns as far as they fit. */
#include "layout.h"
#include "number.h"
#include "summary.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    ALL_SHOWN = 30,  /* up to so many features: all rows */
    MOST_SHOWN = 20, /* else so many */
    INDENT = 2,
    FREQUENCY_WIDTH = 6, /* of the first method's column, with the space before it */
    HEAD_WORD = 8,       /* longer words of a column's head are cut */
    NARROW_NAME = 16,
    WIDE_NAME = 40,
    SHORT_BAR = 6,
    LONG_BAR = 24
};

/* The head of a method's column: two words, the last one below. */
typedef struct head {
    char upper[HEAD_WORD + 1], lower[HEAD_WORD + 1];
    int width;
} head;

typedef struct shape {
    int number_width, name_width, bar_width, rank_width;
    int64_t rows, columns; /* methods with a column, the first one included */
} shape;

static void cut_word(char *word, const char *from, size_t length)
{
    bool cut = length > HEAD_WORD;
    snprintf(word, HEAD_WORD + 1, "%.*s%s", (int)(cut ? HEAD_WORD - 1 : length), from,
             cut ? "." : "");
}

static head head_of(const char *method)
{
    head words = {.width = 5};
    const char *underscore = strrchr(method, '_');
    size_t length = underscore ? (size_t)(underscore - method) : 0;
    cut_word(words.upper, method, length);
    cut_word(words.lower, underscore ? underscore + 1 : method,
             strlen(underscore ? underscore + 1 : method));
    int upper = (int)strlen(words.upper), lower = (int)strlen(words.lower);
    words.width = upper > words.width ? upper : words.width;
    words.width = lower > words.width ? lower : words.width;
    return words;
}

static int digits_of(int64_t number)
{
    return (int)strlen(hf_number_double((double)number).text);
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Columns first, then the names, then the bars. */
static shape shape_of(const hf_summary *s, int columns)
{
    const int64_t features = s->features->count;
    shape table = {.rows = features <= ALL_SHOWN ? features : MOST_SHOWN, .columns = 1};
    int longest = 7; /* "feature" */
    for (int64_t i = 0; i < table.rows; i++) {
        int width = hf_layout_width(s->features->items[s->order[0][i]]);
        longest = width > longest ? width : longest;
    }
    table.number_width = digits_of(table.rows);
    table.rank_width = digits_of(features) + 2 > 4 ? digits_of(features) + 2 : 4;
    const int first = head_of(hf_summary_method(s, 0)).width + 1;
    int room = columns - INDENT - table.number_width - 1 - first - 1 - table.rank_width;
    const int least = smaller(longest, NARROW_NAME);
    for (; table.columns < s->methods; table.columns++) {
        int width = 1 + head_of(hf_summary_method(s, table.columns)).width;
        if (room - width < least)
            break;
        room -= width;
    }
    table.name_width = smaller(smaller(longest, WIDE_NAME), room);
    table.bar_width = smaller(room - table.name_width - 1, LONG_BAR);
    if (table.bar_width < SHORT_BAR)
        table.bar_width = -1;
    return table;
}

static void append_heads(const hf_summary *s, const shape *table, hf_text *text)
{
    for (int line = 0; line < 2; line++) {
        const int start = table->number_width + 1;
        hf_text_append(text, "%*s%-*s", INDENT + start, "", table->name_width,
                       line == 0 ? "" : "feature");
        for (int64_t m = 0; m < table->columns; m++) {
            const head words = head_of(hf_summary_method(s, m));
            hf_text_append(text, " %*s", words.width, line == 0 ? words.upper : words.lower);
            if (m == 0)
                hf_text_append(text, "%*s %*s", table->bar_width + 1, "", table->rank_width,
                               line == 0 ? "mean" : "rank");
        }
        hf_layout_end_line(text);
    }
}

/* # up to the frequency, | at the chance level. */
static void append_bar(double frequency, double chance, int width, hf_text *text)
{
    const int filled = isnan(frequency) ? 0 : (int)lround(frequency * width);
    const int mark = smaller((int)lround(chance * width), width - 1);
    hf_text_append(text, " ");
    for (int i = 0; i < width; i++)
        hf_text_append(text, "%c", i == mark ? '|' : i < filled ? '#' : ' ');
}

static void append_row(const hf_summary *s, const shape *table, int64_t row, hf_text *text)
{
    const int64_t f = s->order[0][row];
    hf_text_append(text, "%*s%*" PRId64 " ", INDENT, "", table->number_width, row + 1);
    hf_layout_padded_name(text, s->features->items[f], table->name_width);
    for (int64_t m = 0; m < table->columns; m++) {
        const hf_frequencies *values = &s->frequencies[m];
        hf_text_append(text, " %*s", head_of(hf_summary_method(s, m)).width,
                       hf_number_percent(values->frequency[f]).text);
        if (m > 0)
            continue;
        if (table->bar_width > 0)
            append_bar(values->frequency[f], hf_summary_chance(s), table->bar_width, text);
        hf_text_append(text, " %*s", table->rank_width,
                       hf_number_fixed(values->mean_rank[f], 1).text);
    }
    hf_layout_end_line(text);
}

static void append_voters(const hf_summary *s, hf_text *line)
{
    const bool all_vote = s->config->significance.votes == HF_VOTES_ALL;
    const char *who = all_vote ? "replicas done" : "replicas that learned";
    const int64_t voters = s->frequencies[0].voters, eligible = hf_summary_eligible(s, &s->health);
    hf_text_append(line, "%s voter%s", hf_number_grouped(voters).text, hf_plural(voters));
    if (voters < eligible)
        hf_text_append(line, " among the %s %s", hf_number_grouped(eligible).text, who);
    else
        hf_text_append(line, ": %s %s", all_vote ? "all" : "the", who);
}

static void append_caption(const hf_summary *s, int columns, hf_text *text)
{
    hf_text line = {0};
    hf_text_append(&line, "How often each feature is among a replica's top %" PRId64 " of %s, ",
                   s->config->significance.top, hf_number_grouped(s->features->count).text);
    hf_text_append(&line, "in %% of the voters, ordered by %s (", hf_summary_method(s, 0));
    append_voters(s, &line);
    hf_text_append(&line, "); ");
    hf_text_append(&line, "chance level %" PRId64 "/%" PRId64 " = %s%%",
                   s->config->significance.top, s->features->count,
                   hf_number_percent(hf_summary_chance(s)).text);
    text->failed |= line.failed;
    if (!line.failed)
        hf_layout_paragraph(text, "", line.data, columns);
    hf_text_free(&line);
}

void hf_summary_table(const hf_summary *summary, int columns, hf_text *text)
{
    const shape table = shape_of(summary, columns);
    const int64_t more = summary->features->count - table.rows;
    if (summary->frequencies[0].voters == 0)
        return;
    hf_text_append(text, "\n");
    append_caption(summary, columns, text);
    hf_text_append(text, "\n");
    append_heads(summary, &table, text);
    for (int64_t row = 0; row < table.rows; row++)
        append_row(summary, &table, row, text);
    if (more > 0)
        hf_text_append(text, "%*s... %s more (--format csv or json has all)\n", INDENT, "",
                       hf_number_grouped(more).text);
    if (table.bar_width > 0)
        hf_text_append(text, "%*s| in the bars: chance level\n", INDENT, "");
    if (table.columns < summary->methods) {
        hf_text_append(text, "%*sno room for", INDENT, "");
        for (int64_t m = table.columns; m < summary->methods; m++)
            hf_text_append(text, "%s %s", m > table.columns ? "," : "",
                           hf_summary_method(summary, m));
        hf_text_append(text, "\n");
    }
}
