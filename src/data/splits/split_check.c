/* Does each split have every class in training and a row to test? */
#include "splits.h"

#include "data/place.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "text/number.h"
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { SHORTEST_SLIP = 4 };

/* What helps against a training set without a class, and an empty test set. */
static const struct {
    const char *no_class, *no_test;
} advice[] = {
    [HF_SPLITS_STRATIFIED_SHUFFLE] = {"raise splits.train_fraction, or leave that class out",
                                      "lower splits.train_fraction"},
    [HF_SPLITS_FIRST_HALF] = {"use another splits.method, or leave that class out",
                              "more samples are needed"},
    [HF_SPLITS_STRATIFIED_KFOLD] = {"leave that class out", "lower splits.folds"},
    [HF_SPLITS_COMPLEMENTARY_PAIRS] = {"use another splits.method, or leave that class out",
                                       "more samples are needed"},
    [HF_SPLITS_FILE] = {"change that row of splits.file", "change that row of splits.file"},
};

static int64_t class_size(const hf_dataset *d, int64_t class)
{
    int64_t count = 0;
    for (int64_t i = 0; i < d->samples; i++)
        count += d->y[i] == class;
    return count;
}

/* Numbered classes differ by a digit and are meant. */
static bool same_but_for_a_letter(const char *a, const char *b)
{
    size_t begin = 0, end_a = strlen(a), end_b = strlen(b);
    if (strcasecmp(a, b) == 0)
        return true;
    if ((end_a > end_b ? end_a : end_b) < SHORTEST_SLIP)
        return false;
    while (a[begin] && a[begin] == b[begin])
        begin++;
    while (end_a > begin && end_b > begin && a[end_a - 1] == b[end_b - 1])
        end_a--, end_b--;
    const bool digits = isdigit((unsigned char)a[begin]) || isdigit((unsigned char)b[begin]);
    return end_a - begin <= 1 && end_b - begin <= 1 && !digits;
}

/* "did you mean 'well' (174 samples)? Otherwise ": a larger class that is written almost the same.
 */
static void append_meant(const hf_dataset *d, int64_t class, hf_text *text)
{
    int64_t meant = -1, most = class_size(d, class);
    if (d->class_names.count < d->classes)
        return;
    for (int64_t c = 0; c < d->classes; c++)
        if (c != class &&
            same_but_for_a_letter(d->class_names.items[class], d->class_names.items[c]) &&
            class_size(d, c) > most) {
            meant = c;
            most = class_size(d, c);
        }
    if (meant >= 0)
        hf_text_append(text, "did you mean '%.200s' (%lld samples)? Otherwise ",
                       d->class_names.items[meant], (long long)most);
}

static hf_status no_class(const hf_config *config, const hf_dataset *d, int64_t split,
                          int64_t class, hf_error *error)
{
    bool many = d->classes > 2 && 2 * d->classes > d->samples;
    hf_text meant = {0};
    append_meant(d, class, &meant);
    hf_fail(error, HF_BAD_DATA,
            "split %lld (from 0): its training set has no row of class '%.200s', which has "
            "%lld of %lld sample%s%s: %s%s",
            (long long)split, d->class_names.count > 0 ? d->class_names.items[class] : "?",
            (long long)class_size(d, class), (long long)d->samples, hf_plural(d->samples),
            d->group ? " (whole groups are kept together)" : "", meant.data ? meant.data : "",
            many ? "with so many classes, is data.target the class label?"
                 : advice[config->splits.method].no_class);
    hf_text_free(&meant);
    return HF_BAD_DATA;
}

static hf_status check_classes(const hf_config *config, const hf_dataset *d, int64_t split,
                               const uint8_t *train, int64_t *tally, hf_error *error)
{
    int64_t trained = 0;
    memset(tally, 0, (size_t)d->classes * sizeof *tally);
    for (int64_t i = 0; i < d->samples; i++) {
        tally[d->y[i]] += train[i];
        trained += train[i];
    }
    for (int64_t c = 0; c < d->classes; c++)
        if (tally[c] == 0)
            return no_class(config, d, split, c, error);
    if (trained == d->samples)
        return hf_fail(error, HF_BAD_DATA, "split %lld (from 0): its test set is empty: %s",
                       (long long)split, advice[config->splits.method].no_test);
    return HF_OK;
}

/* R2 needs rows to test whose outcome varies. */
static hf_status check_outcome(const hf_config *config, const hf_dataset *d, int64_t split,
                               const uint8_t *train, hf_error *error)
{
    int64_t tested = 0, first = -1;
    bool varies = false;
    for (int64_t i = 0; i < d->samples; i++) {
        if (train[i])
            continue;
        first = tested++ == 0 ? i : first;
        varies = varies || d->target[i] != d->target[first];
    }
    if (tested == d->samples)
        return hf_fail(error, HF_BAD_DATA, "split %lld (from 0): its training set is empty: %s",
                       (long long)split,
                       config->splits.method == HF_SPLITS_FILE ? advice[HF_SPLITS_FILE].no_test
                                                               : "more samples are needed");
    if (tested > 0 && !varies)
        return hf_fail(error, HF_BAD_DATA,
                       "split %lld (from 0): the measured outcome is the same in all of its %lld "
                       "test row%s, so that R2 is not defined: %s",
                       (long long)split, (long long)tested, hf_plural(tested),
                       advice[config->splits.method].no_test);
    return HF_OK;
}

/* side [group]: 0 not seen yet, 1 test, 2 train. */
static hf_status check_groups(const hf_config *config, const hf_dataset *d, int64_t split,
                              const uint8_t *train, uint8_t *side, hf_error *error)
{
    memset(side, 0, (size_t)d->samples);
    for (int64_t i = 0; i < d->samples; i++) {
        uint8_t here = (uint8_t)(train[i] + 1);
        uint8_t *there = &side[d->group[i]];
        if (*there && *there != here)
            return hf_fail(error, HF_BAD_DATA,
                           "split %lld (from 0): the group (%s) of row %lld of the data is in both "
                           "its training set and its test set: change that row of splits.file",
                           (long long)split,
                           config->data.groups ? config->data.groups : "data.groups",
                           (long long)(d->row ? d->row[i] : i) + 1);
        *there = here;
    }
    return HF_OK;
}

hf_status hf_split_check(const hf_config *config, const hf_dataset *dataset,
                         const hf_splits *splits, hf_error *error)
{
    hf_status status;
    int64_t *tally = NULL;
    uint8_t *side = NULL;
    HF_TRY_CLEANUP(hf_allocate(&tally, dataset->classes, sizeof *tally, error));
    HF_TRY_CLEANUP(hf_allocate(&side, dataset->samples, 1, error));
    for (int64_t split = 0; split < splits->count; split++) {
        const uint8_t *train = splits->train + split * splits->samples;
        if (dataset->target)
            HF_TRY_CLEANUP(check_outcome(config, dataset, split, train, error));
        HF_TRY_CLEANUP(check_classes(config, dataset, split, train, tally, error));
        if (dataset->group)
            HF_TRY_CLEANUP(check_groups(config, dataset, split, train, side, error));
    }
cleanup:
    hf_free(&tally);
    hf_free(&side);
    return status;
}
