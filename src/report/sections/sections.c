/* What sections share: who is counted, and what is not defined. */
#include "sections.h"

#include "base/array.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void hf_append_counted(const hf_evidence *evidence, int64_t method, hf_text *text)
{
    const bool all = evidence->config->significance.votes == HF_VOTES_ALL;
    const int64_t counted = hf_evidence_voters(evidence, method);
    const int64_t eligible = hf_evidence_eligible(evidence, hf_evidence_health(evidence));
    if (counted < eligible)
        hf_text_append(text, "the %s networks that rank the features, of %s%s",
                       hf_number_grouped(counted).text, hf_number_grouped(eligible).text,
                       all ? "" : " that learned");
    else if (all)
        hf_text_append(text, "all %s", hf_count(counted, "network").text);
    else
        hf_text_append(text, "the %s that learned", hf_count(counted, "network").text);
}

int64_t hf_class_colour(const hf_evidence *evidence, int64_t class)
{
    const hf_text_list *classes = evidence->classes;
    const bool turned = classes->count == 2 && strcasecmp(classes->items[0], "malignant") == 0 &&
                        strcasecmp(classes->items[1], "benign") == 0;
    return turned ? 1 - class : class % HF_MARK_COLOURS;
}

void hf_append_grid(const hf_grid *grid, int64_t sizes_named, hf_text *text)
{
    hf_list list = {.text = text, .most = sizes_named};
    hf_text_append(text, "%s x %s", hf_count(grid->seeds, "seed").text,
                   hf_count(grid->hiddens, "hidden size").text);
    hf_text_append(text, sizes_named > 0 ? " (" : "");
    for (int64_t h = 0; h < grid->hiddens && sizes_named > 0; h++)
        if (hf_list_next(&list))
            hf_text_append(text, "%" PRId64, grid->hidden[h]);
    hf_list_end(&list);
    hf_text_append(text, "%s x %s = %s", sizes_named > 0 ? ")" : "",
                   hf_count(grid->splits, "split").text,
                   hf_count(hf_grid_whole(grid), "network").text);
}

void hf_append_shard(const hf_grid *grid, hf_text *text)
{
    const int64_t first = hf_grid_first(grid), count = hf_grid_replicas(grid);
    hf_text_append(text, "%" PRId64 " of %" PRId64 ": ", grid->shard.number, grid->shard.count);
    if (count == 0)
        hf_text_append(text, "no networks (there are more shards than networks)");
    else if (count == 1)
        hf_text_append(text, "1 network, replica %" PRId64, first);
    else
        hf_text_append(text, "%s, replicas %" PRId64 " to %" PRId64,
                       hf_count(count, "network").text, first, first + count - 1);
}

const char *hf_all_sizes(const hf_evidence *evidence)
{
    return evidence->hidden_index < 0 ? "" : " (all hidden sizes)";
}

void hf_undefined_add(hf_undefined *undefined, const hf_evidence *evidence, int64_t method,
                      hf_field field, int64_t index, const char *label, ...)
{
    const char *reason = hf_evidence_undefined(evidence, method, field, index);
    va_list arguments;
    int64_t i = 0;
    if (!reason)
        return;
    while (i < undefined->count && strcmp(undefined->items[i].reason, reason) != 0)
        i++;
    if (i == undefined->count) {
        undefined->failed |= !hf_grow(&undefined->items, undefined->count, &undefined->capacity,
                                      sizeof *undefined->items);
        if (undefined->failed)
            return;
        memset(&undefined->items[undefined->count++], 0, sizeof *undefined->items);
    }
    undefined->items[i].reason = reason;
    hf_text *text = &undefined->items[i].label;
    hf_text_append(text, "%s", text->length > 0 ? ", " : "");
    va_start(arguments, label);
    hf_text_append_list(text, label, arguments);
    va_end(arguments);
}

void hf_undefined_note(hf_undefined *undefined, hf_document *document)
{
    document->failed |= undefined->failed;
    for (int64_t i = 0; i < undefined->count; i++) {
        document->failed |= undefined->items[i].label.failed;
        if (!document->failed)
            hf_document_say(document, HF_BLOCK_NOTE, "Not defined: %s (%s).",
                            undefined->items[i].label.data, undefined->items[i].reason);
        hf_text_free(&undefined->items[i].label);
    }
    free(undefined->items);
    *undefined = (hf_undefined){0};
}
