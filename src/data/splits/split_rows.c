/* Which samples of a split train, are set aside, are tested. */
#include "holdfast/dataset.h"

static void append(int64_t *rows, int64_t *count, int64_t row)
{
    if (rows)
        rows[*count] = row;
    ++*count;
}

/* train [samples]: first all samples in the order of class_order, then those that train. */
static void in_training_order(const hf_splits *splits, const uint8_t *trains, const uint8_t *aside,
                              int64_t *train)
{
    int64_t trained = 0;
    for (int64_t i = 0; i < splits->samples; i++)
        train[splits->class_order ? splits->class_order[i] : i] = i;
    for (int64_t i = 0; i < splits->samples; i++) { /* never behind what is still to be read */
        const int64_t row = train[i];
        if (trains[row] && !(aside && aside[row]))
            train[trained++] = row;
    }
}

hf_split_rows hf_splits_rows(const hf_splits *splits, int64_t split, int64_t *train,
                             int64_t *validation, int64_t *test)
{
    const uint8_t *trains = splits->train + split * splits->samples;
    const uint8_t *aside = splits->validation ? splits->validation + split * splits->samples : NULL;
    hf_split_rows rows = {0};
    for (int64_t i = 0; i < splits->samples; i++) {
        if (!trains[i])
            append(test, &rows.test, i);
        else if (aside && aside[i])
            append(validation, &rows.validation, i);
        else
            rows.train++;
    }
    if (train)
        in_training_order(splits, trains, aside, train);
    return rows;
}
