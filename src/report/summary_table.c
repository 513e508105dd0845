/* The features by the method that leads: frequency, interval, mean rank and a bar with all of it.
 */
#include "summary.h"
#include "summary_bars.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    INDENT = 2,
    LONGEST_NAME = 40,
    NAME_BEFORE_BAR = 24, /* names get more once the bar is wide enough */
    SHORTEST_BAR = 10,
    GOOD_BAR = 12
};

/* ---- columns: one row each; a further verdict on features is a further row ---- */

typedef struct column {
    const char *head[2]; /* two lines */
    bool (*is_shown)(const hf_summary *s);
    hf_number (*cell)(const hf_summary *s, int64_t feature);
    int width; /* at least */
} column;

static bool of_one_size(const hf_summary *s)
{
    return s->hidden_index >= 0;
}

static bool always(const hf_summary *s)
{
    (void)s;
    return true;
}

static hf_number cell_of_size(const hf_summary *s, int64_t feature)
{
    return hf_number_percent(hf_summary_frequency(s, s->lead, feature));
}

static hf_number cell_frequency(const hf_summary *s, int64_t feature)
{
    return hf_number_percent(hf_summary_lead(s)->frequency[feature]);
}

static hf_number cell_interval(const hf_summary *s, int64_t feature)
{
    const hf_frequencies *f = hf_summary_lead(s);
    hf_number cell = {"-"};
    if (!isnan(f->frequency_low[feature]))
        snprintf(cell.text, sizeof cell.text, "%.8s%s%.8s",
                 hf_number_percent(f->frequency_low[feature]).text, hf_summary_mark(s).between,
                 hf_number_percent(f->frequency_high[feature]).text);
    return cell;
}

static hf_number cell_rank(const hf_summary *s, int64_t feature)
{
    return hf_number_fixed(hf_summary_lead(s)->mean_rank[feature], 1);
}

static bool has_probes(const hf_summary *s)
{
    return s->null_methods && s->null_methods[s->lead].probes.draws > 0;
}

static hf_number cell_stands_out(const hf_summary *s, int64_t feature)
{
    return s->null_methods[s->lead].probes.stands_out[feature] ? (hf_number){"yes"}
                                                               : (hf_number){"no"};
}

static const column columns_of_table[] = {
    {{"this", "size"}, of_one_size, cell_of_size, 5},    {{"", "%"}, always, cell_frequency, 5},
    {{"", "interval"}, always, cell_interval, 8},        {{"mean", "rank"}, always, cell_rank, 4},
    {{"stands", "out"}, has_probes, cell_stands_out, 6},
};
enum { COLUMNS = sizeof columns_of_table / sizeof *columns_of_table };

/* ---- the shape: columns as wide as they must be, then names and bar share the rest ---- */

typedef struct shape {
    int number_width, name_width, bar_width, width[COLUMNS];
    int64_t rows;
} shape;

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static void measure_columns(const hf_summary *s, shape *table)
{
    for (int c = 0; c < COLUMNS; c++) {
        const column *col = &columns_of_table[c];
        table->width[c] = col->is_shown(s) ? col->width : 0;
        for (int64_t row = 0; table->width[c] > 0 && row < table->rows; row++)
            table->width[c] =
                larger(table->width[c], (int)strlen(col->cell(s, s->order[s->lead][row]).text));
    }
}

static shape shape_of(const hf_summary *s, int columns)
{
    shape table = {.rows = s->rows};
    int longest = (int)strlen("feature");
    for (int64_t row = 0; row < table.rows; row++)
        longest = larger(longest, hf_layout_width(s->features->items[s->order[s->lead][row]]));
    longest = smaller(longest, LONGEST_NAME);
    measure_columns(s, &table);
    table.number_width = (int)strlen(hf_number_double((double)table.rows).text);
    int room = columns - INDENT - table.number_width - 1;
    for (int c = 0; c < COLUMNS; c++)
        room -= table.width[c] > 0 ? table.width[c] + 1 : 0;
    table.name_width = smaller(longest, NAME_BEFORE_BAR);
    table.name_width = larger(table.name_width, smaller(longest, room - 2 - GOOD_BAR));
    table.name_width = smaller(table.name_width, room);
    table.bar_width = smaller(room - table.name_width - 2, HF_LONGEST_BAR);
    if (table.bar_width < SHORTEST_BAR) {
        table.bar_width = 0;
        table.name_width = smaller(longest, room);
    }
    return table;
}

/* ---- lines ---- */

/* "---- all sizes ----" over the columns that are not of the size that was asked for. */
static void append_all_sizes(const shape *table, hf_text *text)
{
    static const char label[] = " all sizes ", rule[] = "----------------------------------------";
    int width = -1;
    for (int c = 1; c < COLUMNS; c++)
        width += table->width[c] > 0 ? table->width[c] + 1 : 0;
    const int before =
        INDENT + table->number_width + larger(table->name_width, 0) + table->width[0];
    const int dashes = smaller(larger(width - (int)strlen(label), 0), (int)strlen(rule));
    hf_text_append(text, "%*s%.*s%s%.*s\n", before + 3, "", dashes / 2, rule, label,
                   dashes - dashes / 2, rule);
}

static void append_heads(const hf_summary *s, const shape *table, hf_text *text)
{
    const hf_number level = hf_number_double(100 * s->config->significance.confidence);
    if (of_one_size(s))
        append_all_sizes(table, text);
    for (int line = 0; line < 2; line++) {
        const char *name = line == 0 ? "" : "feature";
        hf_text_append(text, "%*s%-*s", INDENT + table->number_width + 1, "",
                       larger(table->name_width, 0), name);
        for (int c = 0; c < COLUMNS; c++) {
            const column *col = &columns_of_table[c];
            char head[16];
            if (table->width[c] == 0)
                continue;
            snprintf(head, sizeof head, "%s", col->head[line]);
            if (line == 0 && col->cell == cell_interval)
                snprintf(head, sizeof head, "%.8s%%", level.text);
            hf_text_append(text, " %*s", table->width[c], head);
        }
        if (table->bar_width > 0)
            hf_summary_scale(s, line, table->bar_width, text);
        hf_layout_end_line(text);
    }
}

static void append_row(const hf_summary *s, const shape *table, int64_t row, hf_text *text)
{
    const int64_t feature = s->order[s->lead][row];
    hf_text_append(text, "%*s%*" PRId64 " ", INDENT, "", table->number_width, row + 1);
    hf_layout_padded_name(text, s->features->items[feature], table->name_width);
    for (int c = 0; c < COLUMNS; c++)
        if (table->width[c] > 0)
            hf_text_append(text, " %*s", table->width[c],
                           columns_of_table[c].cell(s, feature).text);
    if (table->bar_width > 0)
        hf_summary_bar(s, feature, table->bar_width, text);
    hf_layout_end_line(text);
}

static void append_voters(const hf_summary *s, hf_text *line)
{
    const bool all_vote = s->config->significance.votes == HF_VOTES_ALL;
    const char *who = all_vote ? "replicas done" : "replicas that learned";
    const int64_t voters = hf_summary_voters(s, s->lead);
    const int64_t eligible = hf_summary_eligible(s, hf_summary_health(s));
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
    hf_text_append(&line, "in %% of the voters, ordered by %s", hf_summary_method(s, s->lead));
    hf_summary_append_size(s, &line);
    hf_text_append(&line, " (");
    append_voters(s, &line);
    hf_text_append(&line, "); chance level %" PRId64 "/%" PRId64 " = %s%%",
                   s->config->significance.top, s->features->count,
                   hf_number_percent(hf_summary_chance(s)).text);
    if (of_one_size(s))
        hf_text_append(&line, ". The first column and the bars are of this size, the columns below "
                              "\"all sizes\" of all of them together");
    hf_summary_paragraph(text, "", &line, columns);
}

static void append_glosses(const hf_summary *s, int columns, hf_text *text)
{
    hf_text line = {0};
    hf_text_append(&line, "Mean rank: 1 is the most important");
    if (has_probes(s))
        hf_text_append(&line, "; stands out: selected by at least half of the draws with permuted "
                              "features (see below)");
    hf_summary_paragraph(text, "  ", &line, columns);
    if (hf_summary_selects_all(s))
        hf_layout_paragraph(text, "  ",
                            "Every feature is selected by definition: significance.top is their "
                            "number",
                            columns);
}

/* "0.0 0.0-20.6" and "100.0 79.4-100.0" look like mistakes. */
static void append_edge(const hf_summary *s, int64_t rows, double edge, int columns, hf_text *text)
{
    const hf_frequencies *f = hf_summary_lead(s);
    hf_text line = {0};
    for (int64_t row = 0; row < rows && line.length == 0 && !hf_summary_selects_all(s); row++) {
        const int64_t feature = s->order[s->lead][row];
        if (f->frequency[feature] != edge ||
            !(f->frequency_high[feature] > f->frequency_low[feature]))
            continue;
        hf_text_append(&line, "%s %s: %s selected; the %s limit is what ",
                       cell_frequency(s, feature).text, cell_interval(s, feature).text,
                       edge > 0 ? "always" : "never", edge > 0 ? "lower" : "upper");
        hf_summary_append_units(s, false, &line);
        hf_text_append(&line, " and ");
        hf_summary_append_units(s, true, &line);
        hf_text_append(&line, " can exclude");
    }
    hf_summary_paragraph(text, "  ", &line, columns);
}

static void append_notes(const hf_summary *s, const shape *table, int columns, hf_text *text)
{
    const int64_t more = s->features->count - table->rows;
    hf_undefined undefined = {0};
    if (more > 0)
        hf_text_append(text, "%*s... %s more (--top 0 lists all)\n", INDENT, "",
                       hf_number_grouped(more).text);
    if (table->bar_width > 0) {
        hf_text line = {0};
        hf_text_append(&line, "In the bars: o frequency");
        if (!of_one_size(s))
            hf_text_append(&line, ", %c interval", hf_summary_mark(s).in_bar);
        hf_text_append(&line, ", | chance level");
        hf_summary_paragraph(text, "  ", &line, columns);
    }
    append_glosses(s, columns, text);
    append_edge(s, table->rows, 1, columns, text);
    append_edge(s, table->rows, 0, columns, text);
    hf_summary_mark_note(s, columns, text);
    hf_undefined_add(&undefined, s, s->lead, HF_SIGNIFICANCE_FREQUENCY_LOW, 0, "the intervals");
    hf_undefined_append(&undefined, columns, text);
}

void hf_summary_table(const hf_summary *summary, int columns, hf_text *text)
{
    const shape table = shape_of(summary, columns);
    hf_text_append(text, "\n");
    append_caption(summary, columns, text);
    hf_text_append(text, "\n");
    append_heads(summary, &table, text);
    for (int64_t row = 0; row < table.rows; row++)
        append_row(summary, &table, row, text);
    append_notes(summary, &table, columns, text);
}
