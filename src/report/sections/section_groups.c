/* Correlated features, which share their frequencies. */
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

static void list_groups(const hf_evidence *e, group *groups)
{
    for (int64_t i = e->features->count - 1; i >= 0; i--)
        if (e->across.group[i] >= 0)
            groups[e->across.group[i]] =
                (group){hf_evidence_lead(e)->group_frequency[i], e->across.group[i], i};
    qsort(groups, (size_t)e->across.groups, sizeof *groups, compare);
}

static void add_group(const hf_evidence *e, const group *g, hf_table *t)
{
    hf_text members = {0};
    hf_list list = {.text = &members, .most = MEMBERS_NAMED};
    for (int64_t i = 0; i < e->features->count; i++) { /* most frequent first */
        const int64_t feature = e->order[e->lead][i];
        if (e->across.group[feature] == g->number && hf_list_next(&list))
            hf_text_append(&members, "%s", e->features->items[feature]);
    }
    hf_list_end(&list);
    hf_cell_percent(t, g->frequency);
    hf_cell_percent(t, e->across.group_chance[g->first]);
    hf_cell_text(t, "%s", members.data ? members.data : "");
    t->failed |= members.failed;
    hf_text_free(&members);
}

void hf_section_groups(const hf_evidence *evidence, hf_document *document)
{
    const hf_evidence *e = evidence;
    group *groups;
    hf_document_say(document, HF_BLOCK_HEADING, "Correlated features");
    if (e->state != HF_STATE_COMPLETE)
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "Correlated features are looked for when the run is complete.");
    else if (e->features->count > HF_GROUP_FEATURES_MOST)
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "Correlated features are not looked for among more than %s features.",
                        hf_number_grouped(HF_GROUP_FEATURES_MOST).text);
    else if (e->across.groups == 0)
        hf_document_say(document, HF_BLOCK_PARAGRAPH,
                        "There are none: no |Spearman's rho| is above 0.9.");
    if (e->across.groups == 0)
        return;
    hf_table *t = hf_document_table(document, "groups-table",
                                    "Correlated features (|Spearman's rho| > 0.9) carry the same "
                                    "information, so networks choose among them. How often any of "
                                    "a group is selected, and by chance, in %%%s.",
                                    hf_all_sizes(e));
    t->listed = GROUPS_LISTED;
    t->more = "--format csv or json has all";
    hf_table_column_add(t, 0, 6, NULL, "any");
    hf_table_column_add(t, 0, 6, NULL, "chance");
    hf_table_column_add(t, HF_COLUMN_WRAPPED, 0, NULL, "features");
    if (hf_allocate(&groups, e->across.groups, sizeof *groups, NULL) != HF_OK) {
        t->failed = true;
        return;
    }
    list_groups(e, groups);
    for (int64_t g = 0; g < e->across.groups; g++)
        add_group(e, &groups[g], t);
    hf_free(&groups);
}
