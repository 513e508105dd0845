/* What figures are made from: the evidence, and a pass over the replicas. */
#include "figure.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "page/page.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

static int64_t bin_of(float accuracy)
{
    const int64_t bin = (int64_t)floor((double)accuracy * HF_ACCURACY_BINS);
    return bin < 0 ? 0 : bin >= HF_ACCURACY_BINS ? HF_ACCURACY_BINS - 1 : bin;
}

/* Goes through the replicas that are done: counts their accuracies or, with a bin to look for,
 * finds the first one in it. */
typedef struct search {
    const hf_page *page;
    int64_t bin, found; /* bin -1: counting; found: the replica's number, -1: none */
} search;

static hf_status look_at_block(void *context, const hf_block *block, hf_error *error)
{
    search *s = context;
    const uint8_t *status = block->value[0];
    const float *accuracy = block->value[1];
    (void)error;
    for (int64_t i = 0; i < block->count && s->found < 0; i++) {
        const hf_replica_place place = hf_grid_place(block->grid, block->first + i);
        if (status[i] != HF_DONE || !isfinite(accuracy[i]))
            continue;
        if (s->bin < 0)
            s->page->accuracy_count[place.hidden_index * HF_ACCURACY_BINS + bin_of(accuracy[i])]++;
        else if (bin_of(accuracy[i]) == s->bin)
            s->found = place.number;
    }
    return HF_OK;
}

static hf_status look_at_replicas(search *s, hf_error *error)
{
    const hf_field score =
        s->page->evidence.measured ? HF_REPLICAS_TEST_R2 : HF_REPLICAS_TEST_ACCURACY;
    const hf_column columns[] = {{HF_REPLICAS_STATUS, 0}, {score, 0}};
    const hf_scan scan = {
        .columns = columns, .column_count = 2, .visit = look_at_block, .context = s};
    return hf_results_visit(s->page->results, &scan, error);
}

/* The bin that holds the lower median of the test accuracies; -1: no replica is done. */
static int64_t median_bin(const hf_page *page)
{
    const int64_t hiddens = page->evidence.grid->hiddens;
    int64_t all = 0, below = 0;
    for (int64_t i = 0; i < hiddens * HF_ACCURACY_BINS; i++)
        all += page->accuracy_count[i];
    for (int64_t bin = 0; bin < HF_ACCURACY_BINS; bin++) {
        for (int64_t h = 0; h < hiddens; h++)
            below += page->accuracy_count[h * HF_ACCURACY_BINS + bin];
        if (below > 0 && 2 * below >= all)
            return bin;
    }
    return -1;
}

static hf_status choose_replica(hf_page *page, int64_t wanted, hf_error *error)
{
    const hf_grid *grid = page->evidence.grid;
    uint8_t state;
    if (wanted == HF_REPLICA_MEDIAN) {
        search median = {page, median_bin(page), -1};
        if (median.bin >= 0)
            HF_TRY(look_at_replicas(&median, error));
        page->replica = median.found;
        page->is_median = true;
        return HF_OK;
    }
    const int64_t entry = wanted - hf_grid_first(grid);
    if (entry < 0 || entry >= page->evidence.replicas)
        return hf_fail(error, HF_USAGE,
                       "report: there is no replica %" PRId64 " in %s: 0 to %" PRId64, wanted,
                       hf_results_path(page->results), page->evidence.replicas - 1);
    HF_TRY(hf_results_read(page->results, HF_REPLICAS_STATUS, 0, entry, 1, &state, error));
    if (state != HF_DONE)
        return hf_fail(error, HF_USAGE,
                       "report: replica %" PRId64 " of %s %s: it has no weights to show", wanted,
                       hf_results_path(page->results),
                       state == HF_PENDING ? "is not trained yet" : "diverged");
    page->replica = wanted;
    return HF_OK;
}

static hf_status read_all(int64_t replica, hf_page *page, hf_error *error)
{
    HF_TRY(hf_evidence_make(page->results, NULL, 0, &page->evidence, error));
    const hf_evidence *s = &page->evidence;
    page->lead = hf_evidence_lead(s);
    page->probes = hf_evidence_probes(s);
    if (page->probes && hf_null_probes_answer(s->config, page->probes) == HF_PROBES_CANNOT_TELL)
        page->probes = NULL;
    page->order = s->order[s->lead];
    page->features_drawn =
        s->features->count < HF_FEATURES_DRAWN ? s->features->count : HF_FEATURES_DRAWN;
    HF_TRY(hf_allocate(&page->accuracy_count, s->grid->hiddens,
                       HF_ACCURACY_BINS * sizeof *page->accuracy_count, error));
    HF_TRY(look_at_replicas(&(search){page, -1, -1}, error));
    return choose_replica(page, replica, error);
}

hf_status hf_page_read(const hf_results *results, int64_t replica, hf_page *page, hf_error *error)
{
    *page = (hf_page){.results = results, .replica = -1};
    HF_TRY(hf_results_need_whole(results, error));
    hf_status status = read_all(replica, page, error);
    if (status != HF_OK)
        hf_page_free(page);
    return status;
}

void hf_page_free(hf_page *page)
{
    hf_free(&page->accuracy_count);
    hf_evidence_free(&page->evidence);
    *page = (hf_page){0};
}
