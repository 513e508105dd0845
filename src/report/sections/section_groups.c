/* Groups of several features, which share their frequencies. */
#include "holdfast/memory.h"
#include "sections.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <stdlib.h>

enum { GROUPS_LISTED = 8, MEMBERS_NAMED = 6 };

typedef struct group {
    double frequency;
    int64_t number, first; /* its first member */
} group;

/* By frequency, then number. */
static int compare(const void *a, const void *b)
{
    const group *x = a, *y = b;
    if (x->frequency != y->frequency)
        return x->frequency > y->frequency ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

/* Those of several features; returns how many. */
static int64_t list_groups(const hf_evidence *e, group *groups)
{
    int64_t count = 0;
    for (int64_t g = 0; g < e->across.groups; g++) {
        const int64_t first = e->members[e->group_start[g]];
        if (hf_evidence_group_size(e, g) > 1)
            groups[count++] = (group){hf_evidence_lead(e)->group_frequency[first], g, first};
    }
    qsort(groups, (size_t)count, sizeof *groups, compare);
    return count;
}

static void add_group(const hf_evidence *e, const group *g, hf_table *t)
{
    hf_text members = {0};
    hf_list list = {.text = &members, .most = MEMBERS_NAMED};
    for (int64_t i = e->group_start[g->number]; i < e->group_start[g->number + 1]; i++)
        if (hf_list_next(&list)) /* most frequent first */
            hf_text_append(&members, "%s", e->features->items[e->members[i]]);
    hf_list_end(&list);
    hf_cell_percent(t, g->frequency);
    hf_cell_percent(t, e->across.group_chance[g->first]);
    if (hf_evidence_has_conditional(e))
        hf_cell_fixed(t, e->conditional.group_q_value[g->number], 3);
    hf_cell_text(t, "%s", members.data ? members.data : "");
    t->failed |= members.failed;
    hf_text_free(&members);
}

/* What makes a group; files of format 1 knew one threshold. */
static hf_number threshold(const hf_evidence *e)
{
    return hf_number_double(hf_config_has(e->config, 2) ? e->config->significance.group_correlation
                                                        : 0.9);
}

static void add_groups(const hf_evidence *e, const group *groups, int64_t count, hf_document *d)
{
    hf_table *t = hf_document_table(
        d, "groups-table",
        "Features that are correlated (mean |Spearman's rho| above %s) or named as a group carry "
        "the same information, so networks choose among them. How often any of a group is "
        "selected, and by chance, in %%%s%s.",
        threshold(e).text, hf_all_sizes(e),
        hf_evidence_has_conditional(e) ? "; q: what the group adds beyond all other features" : "");
    t->listed = GROUPS_LISTED;
    t->more = "--format csv or json has all";
    hf_table_column_add(t, 0, 6, NULL, "any");
    hf_table_column_add(t, 0, 6, NULL, "chance");
    if (hf_evidence_has_conditional(e))
        hf_table_column_add(t, 0, 6, NULL, "q");
    hf_table_column_add(t, HF_COLUMN_WRAPPED, 0, NULL, "features");
    for (int64_t g = 0; g < count; g++)
        add_group(e, &groups[g], t);
}

void hf_section_groups(const hf_evidence *evidence, hf_document *document)
{
    const hf_evidence *e = evidence;
    group *groups;
    hf_document_say(document, HF_BLOCK_HEADING, "Correlated features");
    if (hf_allocate(&groups, e->across.groups, sizeof *groups, NULL) != HF_OK) {
        document->failed = true;
        return;
    }
    const int64_t count = list_groups(e, groups);
    if (count > 0)
        add_groups(e, groups, count, document);
    else if (e->state != HF_STATE_COMPLETE && e->across.groups == 0)
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "Correlated features are looked for when the run is complete.");
    else if (e->features->count > HF_GROUP_FEATURES_MOST)
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "Correlated features are not looked for among more than %s features.",
                        hf_number_grouped(HF_GROUP_FEATURES_MOST).text);
    else
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "There are none: no mean |Spearman's rho| is above %s.", threshold(e).text);
    hf_free(&groups);
}
