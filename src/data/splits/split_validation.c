/* Sets training rows aside for early stopping. */
#include "splits.h"

#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "random/random.h"
#include "text/number.h"
#include <stdbool.h>
#include <string.h>

enum { TESTS, TRAINS, SET_ASIDE };

typedef struct chooser {
    const hf_config *config;
    hf_split_units units;
    int64_t *order; /* [unit] of a class, shuffled */
    uint8_t *role;  /* [unit] */
    int64_t *left;  /* [class] rows that train */
} chooser;

static void choose_of_class(chooser *c, int64_t split, int64_t class)
{
    hf_stream stream = hf_stream_make(HF_PURPOSE_VALIDATION, (uint32_t)c->config->splits.seed,
                                      (uint32_t)split, (uint32_t) class, 0);
    int64_t count = 0;
    for (int64_t i = c->units.begin[class]; i < c->units.begin[class + 1]; i++)
        if (c->role[c->units.items[i]] == TRAINS)
            c->order[count++] = c->units.items[i];
    hf_stream_shuffle(&stream, c->order, count);
    count = hf_split_share(c->config->training.validation_fraction, count);
    for (int64_t i = 0; i < count; i++)
        c->role[c->order[i]] = SET_ASIDE;
}

static int64_t unit_of(const chooser *c, int64_t sample)
{
    return c->units.of_sample ? c->units.of_sample[sample] : sample;
}

static void choose(chooser *c, int64_t split, const hf_splits *splits)
{
    const uint8_t *train = splits->train + split * splits->samples;
    uint8_t *validation = splits->validation + split * splits->samples;
    for (int64_t i = 0; i < splits->samples; i++)
        c->role[unit_of(c, i)] = train[i] ? TRAINS : TESTS;
    for (int64_t class = 0; class < c->units.classes; class ++)
        choose_of_class(c, split, class);
    for (int64_t i = 0; i < splits->samples; i++)
        validation[i] = c->role[unit_of(c, i)] == SET_ASIDE;
}

static hf_status check(const chooser *c, const hf_dataset *d, int64_t split,
                       const hf_splits *splits, hf_error *error)
{
    const hf_split_rows rows = hf_splits_rows(splits, split, NULL, NULL, NULL);
    const int64_t from = split * splits->samples;
    const double fraction = c->config->training.validation_fraction;
    if (rows.validation == 0)
        return hf_fail(error, HF_BAD_DATA,
                       "split %lld (from 0): a share of %g of its %lld training row%s is no row of "
                       "any %s: raise training.validation_fraction, or set it to 0 (no early "
                       "stopping)",
                       (long long)split, fraction, (long long)rows.train, hf_plural(rows.train),
                       d->target ? "tenth of the outcome's range" : "class");
    if (d->target && rows.train == 0)
        return hf_fail(error, HF_BAD_DATA,
                       "split %lld (from 0): early stopping sets aside all training rows: lower "
                       "training.validation_fraction, or set it to 0 (no early stopping)",
                       (long long)split);
    memset(c->left, 0, (size_t)d->classes * sizeof *c->left);
    for (int64_t i = 0; i < splits->samples; i++)
        c->left[d->y[i]] += splits->train[from + i] && !splits->validation[from + i];
    for (int64_t k = 0; k < d->classes; k++)
        if (c->left[k] == 0)
            return hf_fail(error, HF_BAD_DATA,
                           "split %lld (from 0): early stopping sets aside all training rows of "
                           "class '%.200s'%s: lower training.validation_fraction, or set it to 0 "
                           "(no early stopping)",
                           (long long)split,
                           d->class_names.count > k ? d->class_names.items[k] : "?",
                           d->group ? " (whole groups are kept together)" : "");
    return HF_OK;
}

hf_status hf_splits_set_aside(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                              hf_error *error)
{
    hf_status status = HF_OK;
    chooser c = {.config = config};
    hf_free(&splits->validation);
    if (config->training.validation_fraction == 0)
        return HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&splits->validation, splits->count, (size_t)splits->samples, error));
    HF_TRY_CLEANUP(hf_split_units_make(dataset, true, &c.units, error));
    HF_TRY_CLEANUP(hf_allocate(&c.order, c.units.count, sizeof *c.order, error));
    HF_TRY_CLEANUP(hf_allocate(&c.role, c.units.count, 1, error));
    HF_TRY_CLEANUP(hf_allocate(&c.left, dataset->classes, sizeof *c.left, error));
    for (int64_t split = 0; split < splits->count; split++) {
        choose(&c, split, splits);
        HF_TRY_CLEANUP(check(&c, dataset, split, splits, error));
    }
cleanup:
    hf_split_units_free(&c.units);
    hf_free(&c.order);
    hf_free(&c.role);
    hf_free(&c.left);
    if (status != HF_OK)
        hf_free(&splits->validation);
    return status;
}
