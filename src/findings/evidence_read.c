/* What the evidence takes from the file besides its statistics. */
#include "evidence_read.h"

#include "base/nan.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

static hf_status fail_unknown_method(const hf_results *results, const char *name, hf_error *error)
{
    const hf_integer_list *methods = &hf_results_config(results)->significance.methods;
    const char *names[HF_METHODS];
    hf_text known = {0};
    for (int64_t m = 0; m < methods->count; m++) {
        names[m] = hf_method_name((hf_method)methods->items[m]);
        hf_text_append(&known, "%s%s", m > 0 ? ", " : "", names[m]);
    }
    const char *nearest = hf_text_nearest(name, names, methods->count);
    hf_fail(error, HF_USAGE, "%s has no method '%s'%s%s%s: there %s %s", hf_results_path(results),
            name, nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "",
            methods->count == 1 ? "is" : "are", known.data ? known.data : "others");
    hf_text_free(&known);
    return HF_USAGE;
}

hf_status hf_method_position(const hf_results *results, const char *name, int64_t *position,
                             hf_error *error)
{
    const hf_integer_list *methods = &hf_results_config(results)->significance.methods;
    *position = 0;
    if (!name)
        return HF_OK;
    for (; *position < methods->count; ++*position)
        if (strcmp(hf_method_name((hf_method)methods->items[*position]), name) == 0)
            return HF_OK;
    return fail_unknown_method(results, name, error);
}

typedef struct tallies {
    hf_tally *by_seed, *by_split;
    int64_t hidden_index;
} tallies;

static void add_replica(hf_tally *tally, uint8_t status, uint8_t learned, float accuracy)
{
    const bool done = status == HF_DONE;
    tally->done += done;
    tally->diverged += status == HF_DIVERGED;
    tally->learned += done && learned == 1;
    tally->balanced_accuracy += done ? (double)accuracy : 0;
}

static hf_status add_block(void *context, const hf_block *block, hf_error *error)
{
    const tallies *t = context;
    const uint8_t *status = block->value[0], *learned = block->value[1];
    const float *accuracy = block->value[2];
    (void)error;
    for (int64_t i = 0; i < block->count; i++) {
        const hf_replica_place place = hf_grid_place(block->grid, block->first + i);
        if (t->hidden_index >= 0 && place.hidden_index != t->hidden_index)
            continue;
        add_replica(&t->by_seed[place.seed_index], status[i], learned[i], accuracy[i]);
        add_replica(&t->by_split[place.split], status[i], learned[i], accuracy[i]);
    }
    return HF_OK;
}

hf_status hf_tallies_read(const hf_results *results, int64_t hidden_index, hf_tally *by_seed,
                          hf_tally *by_split, hf_error *error)
{
    const hf_field score = hf_score_field(hf_results_config(results), HF_ARM_MAIN);
    const hf_column columns[] = {{HF_REPLICAS_STATUS, 0}, {HF_REPLICAS_LEARNED, 0}, {score, 0}};
    tallies t = {by_seed, by_split, hidden_index};
    const hf_scan scan = {.columns = columns, .column_count = 3, .visit = add_block, .context = &t};
    return hf_results_visit(results, &scan, error);
}

typedef struct losses {
    double sum;
    int64_t done;
    uint8_t *split_done; /* [splits] */
} losses;

static hf_status add_losses(void *context, const hf_block *block, hf_error *error)
{
    losses *l = context;
    (void)error;
    for (int64_t i = 0; i < block->count; i++)
        if (((const uint8_t *)block->value[0])[i] == HF_DONE) {
            l->sum += (double)((const float *)block->value[1])[i];
            l->done++;
            l->split_done[hf_grid_place(block->grid, block->first + i).split] = 1;
        }
    return HF_OK;
}

hf_status hf_losses_read(hf_evidence *evidence, hf_error *error)
{
    static const hf_column columns[] = {{HF_REPLICAS_STATUS, 0}, {HF_REPLICAS_TEST_LOSS, 0}};
    const int64_t splits = evidence->grid->splits;
    losses l = {0};
    const hf_scan scan = {
        .columns = columns, .column_count = 2, .visit = add_losses, .context = &l};
    HF_TRY(hf_allocate(&l.split_done, splits, 1, error));
    const hf_status status = hf_results_visit(evidence->results, &scan, error);
    for (int64_t p = 0; p < splits; p++)
        evidence->splits_done += l.split_done[p];
    evidence->test_loss = l.done > 0 ? l.sum / (double)l.done : hf_nan_f64();
    hf_free(&l.split_done);
    return status;
}

hf_status hf_test_per_train_read(const hf_results *results, double *ratio, hf_error *error)
{
    const int64_t samples = hf_results_samples(results);
    const int64_t splits = hf_results_config(results)->splits.count;
    int64_t train = 0;
    uint8_t *row;
    hf_status status = HF_OK;
    HF_TRY(hf_allocate(&row, samples, sizeof *row, error));
    for (int64_t split = 0; split < splits; split++) {
        HF_TRY_CLEANUP(hf_results_read(results, HF_SPLITS_TRAIN, 0, split, 1, row, error));
        for (int64_t i = 0; i < samples; i++)
            train += row[i] == 1;
    }
    *ratio = train > 0 ? (double)samples * (double)splits / (double)train - 1 : hf_nan_f64();
cleanup:
    hf_free(&row);
    return status;
}
