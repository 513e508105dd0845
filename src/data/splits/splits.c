/* Makes the splits of each method. */
#include "holdfast/dataset.h"

#include "holdfast/memory.h"
#include "random/random.h"
#include "splits.h"
#include <string.h>

/* Names the streams of each method. The values are part of the numerics: never change. */
enum { STREAM_SHUFFLE = 0, STREAM_KFOLD = 1, STREAM_PAIRS = 2 };

typedef struct dealer {
    const hf_config *config;
    hf_split_units units;
    int64_t *order;   /* [unit] of a class, shuffled */
    int64_t *fold_of; /* [unit] in the current repeat */
    uint8_t *side;    /* [unit] 1: train */
} dealer;

/* order = the units of class c, shuffled; returns their number. */
static int64_t shuffle_class(dealer *d, uint32_t index, int64_t c, uint32_t kind)
{
    int64_t begin = d->units.begin[c], count = d->units.begin[c + 1] - begin;
    hf_stream stream = hf_stream_make(HF_PURPOSE_SPLIT, (uint32_t)d->config->splits.seed, index,
                                      (uint32_t)c, kind);
    memcpy(d->order, d->units.items + begin, (size_t)count * sizeof *d->order);
    hf_stream_shuffle(&stream, d->order, count);
    return count;
}

static void spread(const dealer *d, int64_t samples, uint8_t *train)
{
    for (int64_t i = 0; i < samples; i++)
        train[i] = d->side[d->units.of_sample ? d->units.of_sample[i] : i];
}

static void draw(dealer *d, int64_t index, uint32_t kind, double fraction)
{
    for (int64_t c = 0; c < d->units.classes; c++) {
        int64_t count = shuffle_class(d, (uint32_t)index, c, kind);
        int64_t train = hf_split_share(fraction, count);
        for (int64_t i = 0; i < count; i++)
            d->side[d->order[i]] = i < train;
    }
}

/* Round-robin; the position carries on from class to class, which keeps the folds' sizes even. */
static void deal_folds(dealer *d, int64_t repeat)
{
    int64_t position = 0;
    for (int64_t c = 0; c < d->units.classes; c++) {
        int64_t count = shuffle_class(d, (uint32_t)repeat, c, STREAM_KFOLD);
        for (int64_t i = 0; i < count; i++)
            d->fold_of[d->order[i]] = position++ % d->config->splits.folds;
    }
}

static void make_shuffle(dealer *d, hf_splits *splits, int64_t split, uint8_t *train)
{
    draw(d, split, STREAM_SHUFFLE, d->config->splits.train_fraction);
    spread(d, splits->samples, train);
}

static void make_fold(dealer *d, hf_splits *splits, int64_t split, uint8_t *train)
{
    int64_t fold = split % d->config->splits.folds;
    if (fold == 0)
        deal_folds(d, split / d->config->splits.folds);
    for (int64_t unit = 0; unit < d->units.count; unit++)
        d->side[unit] = d->fold_of[unit] != fold;
    spread(d, splits->samples, train);
}

static void make_pair(dealer *d, hf_splits *splits, int64_t split, uint8_t *train)
{
    if (split % 2 == 0) {
        draw(d, split / 2, STREAM_PAIRS, 0.5);
        spread(d, splits->samples, train);
        return;
    }
    for (int64_t i = 0; i < splits->samples; i++)
        train[i] = !train[i - splits->samples]; /* the split before it */
}

static void make_first_half(dealer *d, hf_splits *splits, int64_t split, uint8_t *train)
{
    int64_t rank = 0;
    (void)split;
    for (int64_t c = d->units.classes - 1; c >= 0; c--) {
        const int64_t *items = d->units.items + d->units.begin[c];
        int64_t count = d->units.begin[c + 1] - d->units.begin[c];
        int64_t half = hf_split_share(0.5, count);
        for (int64_t i = 0; i < count; i++) {
            train[items[i]] = i < half;
            splits->class_order[items[i]] = (int32_t)rank++;
        }
    }
}

static hf_status make_splits(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                             hf_error *error)
{
    static void (*const make[])(dealer *, hf_splits *, int64_t, uint8_t *) = {
        [HF_SPLITS_STRATIFIED_SHUFFLE] = make_shuffle,
        [HF_SPLITS_FIRST_HALF] = make_first_half,
        [HF_SPLITS_STRATIFIED_KFOLD] = make_fold,
        [HF_SPLITS_COMPLEMENTARY_PAIRS] = make_pair,
    };
    hf_status status;
    size_t samples = (size_t)dataset->samples;
    dealer d = {.config = config};
    const bool tenths = config->splits.method != HF_SPLITS_FIRST_HALF;
    HF_TRY_CLEANUP(hf_split_units_make(dataset, tenths, &d.units, error));
    HF_TRY_CLEANUP(hf_allocate(&d.order, d.units.count, sizeof *d.order, error));
    HF_TRY_CLEANUP(hf_allocate(&d.fold_of, d.units.count, sizeof *d.fold_of, error));
    HF_TRY_CLEANUP(hf_allocate(&d.side, d.units.count, sizeof *d.side, error));
    HF_TRY_CLEANUP(hf_allocate(&splits->train, splits->count, samples, error));
    if (config->splits.method == HF_SPLITS_FIRST_HALF)
        HF_TRY_CLEANUP(hf_allocate(&splits->class_order, dataset->samples,
                                   sizeof *splits->class_order, error));
    for (int64_t split = 0; split < splits->count; split++)
        make[config->splits.method](&d, splits, split, splits->train + (size_t)split * samples);
cleanup:
    hf_split_units_free(&d.units);
    hf_free(&d.order);
    hf_free(&d.fold_of);
    hf_free(&d.side);
    return status;
}

hf_status hf_splits_make(const hf_config *config, const hf_dataset *dataset, hf_splits *splits,
                         hf_error *error)
{
    hf_status status;
    *splits = (hf_splits){.samples = dataset->samples};
    if (config->splits.method == HF_SPLITS_FILE) {
        HF_TRY_CLEANUP(hf_split_file_read(config, dataset, splits, error));
    } else {
        splits->count = config->splits.count;
        HF_TRY_CLEANUP(make_splits(config, dataset, splits, error));
    }
    HF_TRY_CLEANUP(hf_split_check(config, dataset, splits, error));
    status = hf_splits_set_aside(config, dataset, splits, error);
cleanup:
    if (status != HF_OK)
        hf_splits_free(splits);
    return status;
}

void hf_splits_free(hf_splits *splits)
{
    hf_free(&splits->train);
    hf_free(&splits->validation);
    hf_free(&splits->class_order);
    *splits = (hf_splits){0};
}
