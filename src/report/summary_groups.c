/* Correlated features, which share their votes. */
#include "summary.h"
#include "text/layout.h"
#include "text/number.h"
#include <inttypes.h>

enum { GROUPS_LISTED = 8, MEMBERS_NAMED = 6 };

static int64_t first_member(const hf_summary *s, int64_t group)
{
    int64_t feature = 0;
    while (s->across.group[feature] != group)
        feature++;
    return feature;
}

/* The group that comes next after `before` (-1: the first one) by frequency, then number. */
static int64_t next_group(const hf_summary *s, int64_t before)
{
    const double *frequency = hf_summary_lead(s)->group_frequency;
    const double last = before < 0 ? 2 : frequency[first_member(s, before)];
    int64_t next = -1;
    double best = -1;
    for (int64_t g = 0; g < s->across.groups; g++) {
        const double of_group = frequency[first_member(s, g)];
        const bool is_after = of_group < last || (of_group == last && g > before);
        if (is_after && of_group > best) {
            next = g;
            best = of_group;
        }
    }
    return next;
}

/* The members, most frequent first. */
static void append_members(const hf_summary *s, int64_t group, hf_text *line)
{
    int64_t count = 0;
    for (int64_t i = 0; i < s->features->count; i++) {
        const int64_t feature = s->order[s->lead][i];
        if (s->across.group[feature] != group)
            continue;
        if (count < MEMBERS_NAMED)
            hf_text_append(line, "%s%s", count > 0 ? ", " : "", s->features->items[feature]);
        count++;
    }
    if (count > MEMBERS_NAMED)
        hf_text_append(line, " and %s more", hf_number_grouped(count - MEMBERS_NAMED).text);
}

static void append_group(const hf_summary *s, int64_t group, int columns, hf_text *text)
{
    const int64_t feature = first_member(s, group);
    char start[32];
    hf_text line = {0};
    snprintf(start, sizeof start, "  %6.7s %6.7s  ",
             hf_number_percent(hf_summary_lead(s)->group_frequency[feature]).text,
             hf_number_percent(s->across.group_chance[feature]).text);
    append_members(s, group, &line);
    hf_summary_paragraph(text, start, &line, columns);
}

void hf_summary_groups(const hf_summary *summary, int columns, hf_text *text)
{
    const hf_summary *s = summary;
    hf_text line = {0};
    hf_text_append(text, "\n");
    if (s->state != HF_STATE_COMPLETE)
        hf_text_append(&line, "Correlated features are looked for when the run is complete.");
    else if (s->features->count > HF_GROUP_FEATURES_MOST)
        hf_text_append(&line, "Correlated features: not looked for among more than %s features.",
                       hf_number_grouped(HF_GROUP_FEATURES_MOST).text);
    else if (s->across.groups == 0)
        hf_text_append(&line, "Correlated features: none (no |Spearman's rho| above 0.9).");
    else
        hf_text_append(&line,
                       "Correlated features (|Spearman's rho| > 0.9) share their votes: how often "
                       "any of them is selected, and the chance level, in %%%s",
                       hf_summary_all_sizes(s));
    hf_summary_paragraph(text, "", &line, columns);
    if (s->across.groups == 0)
        return;
    hf_text_append(text, "\n  %6s %6s  %s\n", "any", "chance", "features");
    int64_t group = next_group(s, -1);
    for (int64_t listed = 0; group >= 0 && listed < GROUPS_LISTED; listed++) {
        append_group(s, group, columns, text);
        group = next_group(s, group);
    }
    if (s->across.groups > GROUPS_LISTED)
        hf_text_append(text, "  ... %s more groups (--format csv or json has all)\n",
                       hf_number_grouped(s->across.groups - GROUPS_LISTED).text);
}
