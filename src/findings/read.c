/* What the evidence takes from the file besides its statistics. */
#include "read.h"

#include "base/nan.h"
#include "holdfast/importance.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

enum { BLOCK = 1 << 14 };

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

typedef struct columns {
    uint8_t status[BLOCK], learned[BLOCK];
    float balanced_accuracy[BLOCK];
} columns;

static hf_status read_columns(const hf_results *results, int64_t first, int64_t count, columns *c,
                              hf_error *error)
{
    HF_TRY(hf_results_read(results, HF_REPLICAS_STATUS, 0, first, count, c->status, error));
    HF_TRY(hf_results_read(results, HF_REPLICAS_LEARNED, 0, first, count, c->learned, error));
    return hf_results_read(results, HF_REPLICAS_BALANCED_ACCURACY, 0, first, count,
                           c->balanced_accuracy, error);
}

static void add_replica(hf_tally *tally, const columns *c, int64_t i)
{
    const bool done = c->status[i] == HF_DONE;
    tally->done += done;
    tally->diverged += c->status[i] == HF_DIVERGED;
    tally->learned += done && c->learned[i] == 1;
    tally->balanced_accuracy += done ? (double)c->balanced_accuracy[i] : 0;
}

hf_status hf_tallies_read(const hf_results *results, int64_t hidden_index, hf_tally *by_seed,
                          hf_tally *by_split, hf_error *error)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t replicas = hf_grid_replicas(grid), begin = hf_grid_first(grid);
    columns *c;
    hf_status status = HF_OK;
    HF_TRY(hf_allocate(&c, 1, sizeof *c, error));
    for (int64_t first = 0; first < replicas; first += BLOCK) {
        const int64_t count = replicas - first < BLOCK ? replicas - first : BLOCK;
        HF_TRY_CLEANUP(read_columns(results, first, count, c, error));
        for (int64_t i = 0; i < count; i++) {
            const hf_replica_place place = hf_grid_place(grid, begin + first + i);
            if (hidden_index >= 0 && place.hidden_index != hidden_index)
                continue;
            add_replica(&by_seed[place.seed_index], c, i);
            add_replica(&by_split[place.split], c, i);
        }
    }
cleanup:
    hf_free(&c);
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
