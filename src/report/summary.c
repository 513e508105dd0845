/* Collecting what the summary says. */
#include "summary.h"

#include "base/nan.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "summary_read.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ALL_LISTED = 40, SOME_LISTED = 20 }; /* features, unless told */

typedef struct entry {
    double frequency, mean_rank;
    int64_t feature;
} entry;

/* By frequency, then mean rank, then index; NaN last. */
static int compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (isnan(x->frequency) != isnan(y->frequency))
        return isnan(x->frequency) ? 1 : -1;
    if (x->frequency != y->frequency && !isnan(x->frequency))
        return x->frequency > y->frequency ? -1 : 1;
    if (x->mean_rank != y->mean_rank && !isnan(x->mean_rank) && !isnan(y->mean_rank))
        return x->mean_rank < y->mean_rank ? -1 : 1;
    return x->feature < y->feature ? -1 : 1;
}

static hf_status order_features(const hf_summary *s, int64_t method, hf_error *error)
{
    const int64_t features = s->features->count;
    entry *entries;
    HF_TRY(hf_allocate(&entries, features, sizeof *entries, error));
    for (int64_t f = 0; f < features; f++)
        entries[f] =
            (entry){hf_summary_frequency(s, method, f), s->frequencies[method].mean_rank[f], f};
    qsort(entries, (size_t)features, sizeof *entries, compare);
    for (int64_t f = 0; f < features; f++)
        s->order[method][f] = entries[f].feature;
    hf_free(&entries);
    return HF_OK;
}

static hf_status read_health(hf_summary *s, hf_error *error)
{
    HF_TRY(hf_results_read(s->results, HF_PROVENANCE_STATE, 0, 0, 1, &s->state, error));
    if (s->state > HF_STATE_COMPLETE)
        return hf_fail(error, HF_BAD_DATA, "%s: /provenance/state is %d, which is none of 0, 1, 2",
                       hf_results_path(s->results), s->state);
    HF_TRY(hf_health_read(s->results, -1, &s->health, error));
    HF_TRY(hf_allocate(&s->health_by_hidden, s->grid->hiddens, sizeof *s->health_by_hidden, error));
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        HF_TRY(hf_health_read(s->results, h, &s->health_by_hidden[h], error));
    HF_TRY(hf_allocate(&s->by_seed, s->grid->seeds, sizeof *s->by_seed, error));
    HF_TRY(hf_allocate(&s->by_split, s->grid->splits, sizeof *s->by_split, error));
    return hf_tallies_read(s->results, s->hidden_index, s->by_seed, s->by_split, error);
}

static hf_status read_statistics(hf_summary *s, hf_error *error)
{
    HF_TRY(hf_across_methods_read(s->results, &s->across, error));
    HF_TRY(hf_test_per_train_read(s->results, &s->test_per_train, error));
    HF_TRY(hf_allocate(&s->frequencies, s->methods, sizeof *s->frequencies, error));
    HF_TRY(hf_allocate(&s->order, s->methods, sizeof *s->order, error));
    HF_TRY(hf_allocate(&s->null_methods, s->methods, sizeof *s->null_methods, error));
    HF_TRY(hf_null_labels_read(s->results, &s->labels, error));
    for (int64_t m = 0; m < s->methods; m++) {
        HF_TRY(hf_null_labels_method_read(s->results, m, &s->null_methods[m].labels, error));
        HF_TRY(hf_null_probes_read(s->results, m, &s->null_methods[m].probes, error));
        HF_TRY(hf_frequencies_read(s->results, m, &s->frequencies[m], error));
        HF_TRY(hf_allocate(&s->order[m], s->features->count, sizeof *s->order[m], error));
        HF_TRY(order_features(s, m, error));
    }
    return HF_OK;
}

static hf_status find_hidden(hf_summary *s, int64_t hidden, hf_error *error)
{
    hf_text known = {0};
    s->hidden_index = -1;
    for (int64_t h = 0; h < s->grid->hiddens; h++) {
        if (s->grid->hidden[h] == hidden)
            s->hidden_index = h;
        hf_text_append(&known, "%s%" PRId64, h > 0 ? ", " : "", s->grid->hidden[h]);
    }
    hf_status status = HF_OK;
    if (hidden != 0 && s->hidden_index < 0)
        status = hf_fail(error, HF_USAGE, "%s has no hidden size %" PRId64 ": there %s %s",
                         hf_results_path(s->results), hidden, s->grid->hiddens == 1 ? "is" : "are",
                         known.data ? known.data : "others");
    hf_text_free(&known);
    return status;
}

static int64_t rows_of(int64_t top, int64_t features)
{
    if (top == HF_TOP_READABLE)
        return features <= ALL_LISTED ? features : SOME_LISTED;
    return top <= 0 || top > features ? features : top;
}

hf_status hf_summary_make(const hf_results *results, const hf_summary_request *request,
                          hf_summary *summary, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    hf_status status;
    *summary = (hf_summary){
        .results = results,
        .config = config,
        .grid = hf_results_grid(results),
        .features = hf_results_features(results),
        .classes = hf_results_classes(results),
        .replicas = hf_grid_replicas(hf_results_grid(results)),
        .methods = config->significance.methods.count,
        .rows = rows_of(request->top, hf_results_features(results)->count),
        .test_per_train = hf_nan_f64(),
    };
    HF_TRY_CLEANUP(hf_method_position(results, request->method, &summary->lead, error));
    HF_TRY_CLEANUP(find_hidden(summary, request->hidden, error));
    HF_TRY_CLEANUP(read_health(summary, error));
    if (!hf_summary_is_shard(summary))
        status = read_statistics(summary, error);
cleanup:
    if (status != HF_OK)
        hf_summary_free(summary);
    return status;
}

void hf_summary_free(hf_summary *summary)
{
    for (int64_t m = 0; m < summary->methods; m++) {
        if (summary->frequencies)
            hf_frequencies_free(&summary->frequencies[m]);
        if (summary->order)
            hf_free(&summary->order[m]);
        if (summary->null_methods) {
            hf_null_labels_method_free(&summary->null_methods[m].labels);
            hf_null_probes_free(&summary->null_methods[m].probes);
        }
    }
    hf_null_labels_free(&summary->labels);
    hf_free(&summary->null_methods);
    hf_free(&summary->frequencies);
    hf_free(&summary->order);
    hf_free(&summary->health_by_hidden);
    hf_free(&summary->by_seed);
    hf_free(&summary->by_split);
    hf_across_methods_free(&summary->across);
    *summary = (hf_summary){0};
}

hf_status hf_report_summary(const hf_results *results, const hf_summary_request *request, FILE *out,
                            hf_error *error)
{
    hf_summary summary;
    hf_status status = HF_OK;
    HF_TRY(hf_summary_make(results, request, &summary, error));
    switch (request->format) {
    case HF_FORMAT_TEXT:
        status = hf_summary_text(&summary, request->columns, out, error);
        break;
    case HF_FORMAT_CSV:
        status = hf_summary_csv(&summary, out, error);
        break;
    case HF_FORMAT_JSON:
        status = hf_summary_json(&summary, out, error);
        break;
    }
    hf_summary_free(&summary);
    return status;
}
