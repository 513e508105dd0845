/* What a results file is about: data, grid, state. */
#include "sections.h"
#include "text/list.h"
#include "text/number.h"

enum { CLASSES_NAMED = 8, SIZES_NAMED = 16 };

static void add_data(const hf_evidence *e, hf_document *d)
{
    hf_text *line = hf_document_fact(d, "data");
    if (e->measured) {
        hf_text_append(line, "%s x %s, measured outcome %s",
                       hf_count(hf_results_samples(e->results), "sample").text,
                       hf_count(e->features->count, "feature").text, e->classes->items[0]);
        return;
    }
    hf_list list = {.text = line, .most = CLASSES_NAMED};
    hf_text_append(line, "%s x %s, %s (", hf_count(hf_results_samples(e->results), "sample").text,
                   hf_count(e->features->count, "feature").text,
                   hf_count(e->classes->count, "class").text);
    for (int64_t c = 0; c < e->classes->count; c++)
        if (hf_list_next(&list))
            hf_text_append(line, "%s", e->classes->items[c]);
    hf_list_end(&list);
    hf_text_append(line, ")");
}

static void add_state(const hf_evidence *e, hf_document *d)
{
    const bool ended = e->state == hf_results_last_state(e->results);
    if (ended && e->health.done == e->replicas)
        return; /* the grid's line says how many */
    hf_text *line = hf_document_fact(d, "state");
    hf_text_append(line, "%s: %s done, %s diverged, %s pending",
                   !ended                    ? "UNFINISHED"
                   : hf_evidence_is_shard(e) ? "trained"
                                             : "complete",
                   hf_number_grouped(e->health.done).text,
                   hf_number_grouped(e->health.diverged).text,
                   hf_number_grouped(e->health.pending).text);
}

void hf_section_about(const hf_evidence *evidence, hf_document *document)
{
    add_data(evidence, document);
    hf_append_grid(evidence->grid, SIZES_NAMED, hf_document_fact(document, "grid"));
    if (hf_evidence_is_shard(evidence))
        hf_append_shard(evidence->grid, hf_document_fact(document, "shard"));
    add_state(evidence, document);
}
