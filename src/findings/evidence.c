/* Collecting the evidence. */
#include "findings/evidence.h"

#include "base/nan.h"
#include "evidence_read.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "statistics/across/score.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static char *third_names[] = {"lowest third", "middle third", "highest third"};
static const hf_text_list thirds = {.items = third_names, .count = HF_OUTCOME_THIRDS};

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

static hf_status order_features(const hf_evidence *e, int64_t method, hf_error *error)
{
    const int64_t features = e->features->count;
    entry *entries;
    HF_TRY(hf_allocate(&entries, features, sizeof *entries, error));
    for (int64_t f = 0; f < features; f++)
        entries[f] =
            (entry){hf_evidence_frequency(e, method, f), e->frequencies[method].mean_rank[f], f};
    qsort(entries, (size_t)features, sizeof *entries, compare);
    for (int64_t i = 0; i < features; i++) {
        e->order[method][i] = entries[i].feature;
        e->place[method][entries[i].feature] = i;
    }
    hf_free(&entries);
    return HF_OK;
}

static hf_status read_health(hf_evidence *e, hf_error *error)
{
    HF_TRY(hf_results_read(e->results, HF_PROVENANCE_STATE, 0, 0, 1, &e->state, error));
    if (e->state > HF_STATE_COMPLETE)
        return hf_fail(error, HF_BAD_DATA, "%s: /provenance/state is %d, which is none of 0, 1, 2",
                       hf_results_path(e->results), e->state);
    HF_TRY(hf_health_read(e->results, -1, &e->health, error));
    hf_memory *memory = &e->memory;
    HF_TRY(hf_memory_allocate(memory, &e->health_by_hidden, e->grid->hiddens,
                              sizeof *e->health_by_hidden, error));
    for (int64_t h = 0; h < e->grid->hiddens; h++)
        HF_TRY(hf_health_read(e->results, h, &e->health_by_hidden[h], error));
    HF_TRY(hf_memory_allocate(memory, &e->by_seed, e->grid->seeds, sizeof *e->by_seed, error));
    HF_TRY(hf_memory_allocate(memory, &e->by_split, e->grid->splits, sizeof *e->by_split, error));
    HF_TRY(hf_tallies_read(e->results, e->hidden_index, e->by_seed, e->by_split, error));
    return hf_course_read(e, &e->course, error);
}

static hf_status read_method(hf_evidence *e, int64_t method, hf_error *error)
{
    const int64_t features = e->features->count;
    hf_null_method *null = &e->null_methods[method];
    HF_TRY(hf_null_labels_method_read(e->results, method, &null->labels, error));
    HF_TRY(hf_null_probes_read(e->results, method, &null->probes, error));
    HF_TRY(hf_frequencies_read(e->results, method, &e->frequencies[method], error));
    HF_TRY(hf_memory_allocate(&e->memory, &e->order[method], features, sizeof(int64_t), error));
    HF_TRY(hf_memory_allocate(&e->memory, &e->place[method], features, sizeof(int64_t), error));
    return order_features(e, method, error);
}

static void measure_splits(const hf_evidence *e)
{
    const hf_frequencies *f = hf_evidence_lead(e);
    for (int64_t p = 0; p < f->splits; p++) {
        double sum = 0;
        for (int64_t i = 0; i < f->features; i++)
            sum += fabs(f->frequency_by_split[p * f->features + i] - f->frequency[i]);
        e->split_deviation[p] = sum / (double)f->features;
    }
}

/* A file of format 1 has no score, but all that it is made from. */
static hf_status read_score(hf_evidence *e, hf_error *error)
{
    hf_score score;
    if (hf_results_has(e->results, HF_SIGNIFICANCE_SCORE, 0))
        return HF_OK;
    HF_TRY(hf_score_read(e->results, &score, error));
    e->across.score = score.mean;
    e->across.score_low = score.low;
    e->across.score_high = score.high;
    return HF_OK;
}

static hf_status read_statistics(hf_evidence *e, hf_error *error)
{
    hf_memory *memory = &e->memory;
    HF_TRY(hf_across_methods_read(e->results, &e->across, error));
    HF_TRY(read_score(e, error));
    HF_TRY(hf_test_per_train_read(e->results, &e->test_per_train, error));
    const int64_t tutorial = hf_evidence_find(e, HF_TUTORIAL);
    const int64_t meant = hf_evidence_find(e, HF_MAX_WEIGHT);
    if (tutorial >= 0 && meant >= 0)
        HF_TRY(hf_first_agreement_count(e->results, tutorial, meant, &e->tutorial, error));
    HF_TRY(hf_memory_allocate(memory, &e->frequencies, e->methods, sizeof *e->frequencies, error));
    HF_TRY(hf_memory_allocate(memory, &e->order, e->methods, sizeof *e->order, error));
    HF_TRY(hf_memory_allocate(memory, &e->place, e->methods, sizeof *e->place, error));
    HF_TRY(
        hf_memory_allocate(memory, &e->null_methods, e->methods, sizeof *e->null_methods, error));
    HF_TRY(hf_null_labels_read(e->results, &e->labels, error));
    for (int64_t m = 0; m < e->methods; m++)
        HF_TRY(read_method(e, m, error));
    HF_TRY(hf_memory_allocate(memory, &e->split_deviation, e->grid->splits,
                              sizeof *e->split_deviation, error));
    measure_splits(e);
    return hf_tests_read(e, error);
}

static hf_status find_hidden(hf_evidence *e, int64_t hidden, hf_error *error)
{
    hf_text known = {0};
    e->hidden_index = -1;
    for (int64_t h = 0; h < e->grid->hiddens; h++) {
        if (e->grid->hidden[h] == hidden)
            e->hidden_index = h;
        hf_text_append(&known, "%s%" PRId64, h > 0 ? ", " : "", e->grid->hidden[h]);
    }
    hf_status status = HF_OK;
    if (hidden != 0 && e->hidden_index < 0)
        status = hf_fail(error, HF_USAGE, "%s has no hidden size %" PRId64 ": there %s %s",
                         hf_results_path(e->results), hidden, e->grid->hiddens == 1 ? "is" : "are",
                         known.data ? known.data : "others");
    hf_text_free(&known);
    return status;
}

hf_status hf_evidence_make(const hf_results *results, const char *method, int64_t hidden,
                           hf_evidence *evidence, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    hf_status status;
    *evidence = (hf_evidence){
        .results = results,
        .config = config,
        .grid = hf_results_grid(results),
        .features = hf_results_features(results),
        .classes = hf_results_classes(results),
        .measured = hf_config_is_regression(hf_results_config(results)),
        .bands = hf_config_is_regression(hf_results_config(results)) ? &thirds
                                                                     : hf_results_classes(results),
        .replicas = hf_grid_replicas(hf_results_grid(results)),
        .methods = config->significance.methods.count,
        .test_per_train = hf_nan_f64(),
        .test_loss = hf_nan_f64(),
    };
    HF_TRY_CLEANUP(hf_method_position(results, method, &evidence->lead, error));
    HF_TRY_CLEANUP(find_hidden(evidence, hidden, error));
    HF_TRY_CLEANUP(read_health(evidence, error));
    HF_TRY_CLEANUP(hf_losses_read(evidence, error));
    HF_TRY_CLEANUP(hf_data_facts_read(results, &evidence->memory, &evidence->data, error));
    if (!hf_evidence_is_shard(evidence))
        status = read_statistics(evidence, error);
cleanup:
    if (status != HF_OK)
        hf_evidence_free(evidence);
    return status;
}

void hf_evidence_free(hf_evidence *evidence)
{
    for (int64_t m = 0; m < evidence->methods && evidence->null_methods; m++) {
        hf_frequencies_free(&evidence->frequencies[m]);
        hf_null_labels_method_free(&evidence->null_methods[m].labels);
        hf_null_probes_free(&evidence->null_methods[m].probes);
    }
    hf_null_labels_free(&evidence->labels);
    hf_tests_free(evidence);
    hf_across_methods_free(&evidence->across);
    hf_memory_free(&evidence->memory);
    *evidence = (hf_evidence){0};
}
