/* What a results file is about: data, grid, state. */
#include "sections.h"
#include "text/list.h"
#include "text/number.h"
#include <inttypes.h>

enum { CLASSES_NAMED = 8, SIZES_NAMED = 16 };

static void add_data(const hf_evidence *e, hf_document *d)
{
    hf_text *line = hf_document_fact(d, "data");
    hf_list list = {.text = line, .most = CLASSES_NAMED};
    hf_text_append(line, "%s samples x ", hf_number_grouped(hf_results_samples(e->results)).text);
    hf_text_append(line, "%s feature%s, ", hf_number_grouped(e->features->count).text,
                   hf_plural(e->features->count));
    hf_text_append(line, "%" PRId64 " classes (", e->classes->count);
    for (int64_t c = 0; c < e->classes->count; c++)
        if (hf_list_next(&list))
            hf_text_append(line, "%s", e->classes->items[c]);
    hf_list_end(&list);
    hf_text_append(line, ")");
}

static void add_grid(const hf_evidence *e, hf_document *d)
{
    const hf_grid *grid = e->grid;
    hf_text *line = hf_document_fact(d, "grid");
    hf_list list = {.text = line, .most = SIZES_NAMED};
    hf_text_append(line, "%s seed%s x ", hf_number_grouped(grid->seeds).text,
                   hf_plural(grid->seeds));
    hf_text_append(line, "%" PRId64 " hidden size%s (", grid->hiddens, hf_plural(grid->hiddens));
    for (int64_t h = 0; h < grid->hiddens; h++)
        if (hf_list_next(&list))
            hf_text_append(line, "%" PRId64, grid->hidden[h]);
    hf_list_end(&list);
    hf_text_append(line, ") x %s split%s", hf_number_grouped(grid->splits).text,
                   hf_plural(grid->splits));
    hf_text_append(line, " = %s network%s", hf_number_grouped(hf_grid_whole(grid)).text,
                   hf_plural(hf_grid_whole(grid)));
}

static void add_shard(const hf_evidence *e, hf_document *d)
{
    const int64_t first = hf_grid_first(e->grid);
    hf_text *line = hf_document_fact(d, "shard");
    hf_text_append(line, "%" PRId64 " of %" PRId64 ": ", e->grid->shard.number,
                   e->grid->shard.count);
    if (e->replicas == 0)
        hf_text_append(line, "no networks");
    else
        hf_text_append(line, "%s network%s, replicas %" PRId64 " to %" PRId64,
                       hf_number_grouped(e->replicas).text, hf_plural(e->replicas), first,
                       first + e->replicas - 1);
}

static void add_state(const hf_evidence *e, hf_document *d)
{
    const bool ended = e->state == hf_results_last_state(e->results);
    if (ended && e->health.done == e->replicas)
        return; /* the grid's line says how many */
    hf_text *line = hf_document_fact(d, "state");
    hf_text_append(line, "%s: %s done, ",
                   !ended                    ? "UNFINISHED"
                   : hf_evidence_is_shard(e) ? "trained"
                                             : "complete",
                   hf_number_grouped(e->health.done).text);
    hf_text_append(line, "%s diverged, ", hf_number_grouped(e->health.diverged).text);
    hf_text_append(line, "%s pending", hf_number_grouped(e->health.pending).text);
}

void hf_section_about(const hf_evidence *evidence, hf_document *document)
{
    add_data(evidence, document);
    add_grid(evidence, document);
    if (hf_evidence_is_shard(evidence))
        add_shard(evidence, document);
    add_state(evidence, document);
}
