/* Collecting what the summary says. */
#include "summary.h"

#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/report.h"
#include <math.h>
#include <stdlib.h>

const char *hf_summary_method(const hf_summary *summary, int64_t method)
{
    return hf_method_name((hf_method)summary->config->significance.methods.items[method]);
}

double hf_summary_chance(const hf_summary *summary)
{
    return (double)summary->config->significance.top / (double)summary->features->count;
}

const char *hf_summary_votes(const hf_summary *summary)
{
    return summary->config->significance.votes == HF_VOTES_ALL ? "all" : "learned";
}

int64_t hf_summary_eligible(const hf_summary *summary, const hf_health *health)
{
    return summary->config->significance.votes == HF_VOTES_ALL ? health->done : health->learned;
}

bool hf_summary_is_shard(const hf_summary *summary)
{
    return summary->grid->shard.count > 0;
}

bool hf_summary_names_features(const hf_summary *summary, int64_t method)
{
    return summary->config->significance.methods.items[method] != HF_TUTORIAL;
}

bool hf_summary_is_on_top(const hf_summary *summary, int64_t method, int64_t feature)
{
    for (int64_t i = 0; i < summary->config->significance.top; i++)
        if (summary->order[method][i] == feature)
            return true;
    return false;
}

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

static hf_status order_features(const hf_frequencies *frequencies, int64_t *order, hf_error *error)
{
    entry *entries;
    HF_TRY(hf_allocate(&entries, frequencies->features, sizeof *entries, error));
    for (int64_t f = 0; f < frequencies->features; f++)
        entries[f] = (entry){frequencies->frequency[f], frequencies->mean_rank[f], f};
    qsort(entries, (size_t)frequencies->features, sizeof *entries, compare);
    for (int64_t f = 0; f < frequencies->features; f++)
        order[f] = entries[f].feature;
    hf_free(&entries);
    return HF_OK;
}

static hf_status read_all(hf_summary *s, hf_error *error)
{
    HF_TRY(hf_results_read(s->results, HF_PROVENANCE_STATE, 0, 0, 1, &s->state, error));
    if (s->state > HF_STATE_COMPLETE)
        return hf_fail(error, HF_BAD_DATA, "%s: /provenance/state is %d, which is none of 0, 1, 2",
                       hf_results_path(s->results), s->state);
    HF_TRY(hf_health_read(s->results, -1, &s->health, error));
    HF_TRY(hf_allocate(&s->health_by_hidden, s->grid->hiddens, sizeof *s->health_by_hidden, error));
    for (int64_t h = 0; h < s->grid->hiddens; h++)
        HF_TRY(hf_health_read(s->results, h, &s->health_by_hidden[h], error));
    if (hf_summary_is_shard(s))
        return HF_OK; /* no statistics */
    HF_TRY(hf_allocate(&s->frequencies, s->methods, sizeof *s->frequencies, error));
    HF_TRY(hf_allocate(&s->order, s->methods, sizeof *s->order, error));
    for (int64_t m = 0; m < s->methods; m++) {
        HF_TRY(hf_frequencies_read(s->results, m, &s->frequencies[m], error));
        HF_TRY(hf_allocate(&s->order[m], s->features->count, sizeof *s->order[m], error));
        HF_TRY(order_features(&s->frequencies[m], s->order[m], error));
    }
    return HF_OK;
}

hf_status hf_summary_make(const hf_results *results, hf_summary *summary, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    *summary = (hf_summary){
        .results = results,
        .config = config,
        .grid = hf_results_grid(results),
        .features = hf_results_features(results),
        .classes = hf_results_classes(results),
        .replicas = hf_grid_replicas(hf_results_grid(results)),
        .methods = config->significance.methods.count,
    };
    hf_status status = read_all(summary, error);
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
    }
    hf_free(&summary->frequencies);
    hf_free(&summary->order);
    hf_free(&summary->health_by_hidden);
    *summary = (hf_summary){0};
}

hf_status hf_report_summary(const hf_results *results, hf_format format, int columns, FILE *out,
                            hf_error *error)
{
    hf_summary summary;
    hf_status status = HF_OK;
    HF_TRY(hf_summary_make(results, &summary, error));
    switch (format) {
    case HF_FORMAT_TEXT:
        status = hf_summary_text(&summary, columns, out, error);
        break;
    case HF_FORMAT_CSV:
        status = hf_summary_csv(&summary, false, out, error);
        break;
    case HF_FORMAT_JSON:
        status = hf_summary_json(&summary, out, error);
        break;
    }
    hf_summary_free(&summary);
    return status;
}
