/* What figures and tables are made from: the summary, and a pass over the replicas. */
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

/* Calls `visit` for every replica that is done, in order; it returns false to stop. */
typedef struct visitor {
    bool (*visit)(struct visitor *self, const hf_page *page, int64_t entry, float accuracy);
    int64_t bin, found; /* what is looked for, and the replica's number */
} visitor;

static hf_status visit_done(const hf_page *page, visitor *v, hf_error *error)
{
    const int64_t replicas = page->evidence.replicas;
    const int64_t block = hf_block_replicas(replicas, sizeof(float) + 1);
    uint8_t *states = NULL;
    float *accuracy = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&states, block, 1, error));
    HF_TRY_CLEANUP(hf_allocate(&accuracy, block, sizeof *accuracy, error));
    for (int64_t first = 0; first < replicas; first += block) {
        const int64_t count = replicas - first < block ? replicas - first : block;
        HF_TRY_CLEANUP(
            hf_results_read(page->results, HF_REPLICAS_STATUS, 0, first, count, states, error));
        HF_TRY_CLEANUP(hf_results_read(page->results, HF_REPLICAS_TEST_ACCURACY, 0, first, count,
                                       accuracy, error));
        for (int64_t i = 0; i < count; i++)
            if (states[i] == HF_DONE && isfinite(accuracy[i]) &&
                !v->visit(v, page, first + i, accuracy[i]))
                goto cleanup;
    }
cleanup:
    hf_free(&states);
    hf_free(&accuracy);
    return status;
}

static bool count_accuracy(visitor *v, const hf_page *page, int64_t entry, float accuracy)
{
    const int64_t number = hf_grid_first(page->evidence.grid) + entry;
    const hf_replica_place place = hf_grid_place(page->evidence.grid, number);
    (void)v;
    page->accuracy_count[place.hidden_index * HF_ACCURACY_BINS + bin_of(accuracy)]++;
    return true;
}

static bool find_bin(visitor *v, const hf_page *page, int64_t entry, float accuracy)
{
    if (bin_of(accuracy) != v->bin)
        return true;
    v->found = hf_grid_first(page->evidence.grid) + entry;
    return false;
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
        visitor v = {.visit = find_bin, .bin = median_bin(page), .found = -1};
        if (v.bin >= 0)
            HF_TRY(visit_done(page, &v, error));
        page->replica = v.found;
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

static void measure_splits(hf_page *page)
{
    const hf_frequencies *f = page->lead;
    for (int64_t p = 0; p < f->splits; p++) {
        double sum = 0;
        for (int64_t i = 0; i < f->features; i++)
            sum += fabs(f->frequency_by_split[p * f->features + i] - f->frequency[i]);
        page->split_deviation[p] = sum / (double)f->features;
    }
}

static hf_status read_all(int64_t replica, hf_page *page, hf_error *error)
{
    visitor counting = {.visit = count_accuracy};
    HF_TRY(hf_evidence_make(page->results, NULL, 0, &page->evidence, error));
    const hf_evidence *s = &page->evidence;
    page->lead = hf_evidence_lead(s);
    page->order = s->order[s->lead];
    page->features_drawn =
        s->features->count < HF_FEATURES_DRAWN ? s->features->count : HF_FEATURES_DRAWN;
    HF_TRY(hf_allocate(&page->accuracy_count, s->grid->hiddens,
                       HF_ACCURACY_BINS * sizeof *page->accuracy_count, error));
    HF_TRY(visit_done(page, &counting, error));
    HF_TRY(choose_replica(page, replica, error));
    HF_TRY(
        hf_allocate(&page->split_deviation, s->grid->splits, sizeof *page->split_deviation, error));
    measure_splits(page);
    if (s->null_methods && s->null_methods[s->lead].probes.draws > 0)
        page->probes = &s->null_methods[s->lead].probes;
    return HF_OK;
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
    hf_free(&page->split_deviation);
    hf_free(&page->accuracy_count);
    hf_evidence_free(&page->evidence);
    *page = (hf_page){0};
}
