/* The score: one pass over the networks, one over the splits' rows. */
#include "score.h"

#include "holdfast/memory.h"
#include "numeric/tails.h"
#include "statistics/formulas.h"
#include <math.h>

static double sum_of(const double *values, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

/* 0 where all are equal: rounding of the mean is no variance. */
static double variance(const double *values, int64_t count)
{
    const double mean = sum_of(values, count) / (double)count;
    double squares = 0;
    bool differ = false;
    for (int64_t i = 0; i < count; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
        differ |= values[i] < values[0] || values[i] > values[0];
    }
    return differ ? squares / (double)(count - 1) : 0;
}

hf_score hf_score_of(const hf_score_sums *sums, double confidence)
{
    hf_score score = {sums->mean, hf_nan_f64(), hf_nan_f64()};
    const double spread = variance(sums->split_mean, sums->splits);
    if (!(spread > 0))
        return score;
    const double factor =
        1 / (double)sums->splits + (double)sums->test_rows / (double)sums->train_rows;
    const double half =
        hf_student_quantile(1 - confidence, sums->splits - 1) * sqrt(factor * spread);
    score.low = score.mean - half;
    score.high = score.mean + half;
    return score;
}

/* ---- from a file ---- */

typedef struct tally {
    int64_t done;
    double score; /* summed over these */
} tally;

static hf_status add_block(void *context, const hf_block *block, hf_error *error)
{
    tally *of_split = context;
    (void)error;
    for (int64_t i = 0; i < block->count; i++) {
        tally *t = &of_split[hf_grid_place(block->grid, block->first + i).split];
        if (((const uint8_t *)block->value[0])[i] != HF_DONE)
            continue;
        t->done++;
        t->score += (double)((const float *)block->value[1])[i];
    }
    return HF_OK;
}

/* Samples of a split for which the field is 1. row [sample]: scratch. */
static hf_status count_rows(const hf_results *results, hf_field field, int64_t split, uint8_t *row,
                            int64_t *rows, hf_error *error)
{
    const int64_t samples = hf_results_samples(results);
    *rows = 0;
    if (!hf_results_has(results, field, 0))
        return HF_OK;
    HF_TRY(hf_results_read(results, field, 0, split, 1, row, error));
    for (int64_t i = 0; i < samples; i++)
        *rows += row[i];
    return HF_OK;
}

static hf_status add_rows(const hf_results *results, int64_t split, uint8_t *row,
                          hf_score_sums *sums, hf_error *error)
{
    int64_t given, aside; /* to training, and of these set aside to stop it */
    HF_TRY(count_rows(results, HF_SPLITS_TRAIN, split, row, &given, error));
    HF_TRY(count_rows(results, HF_SPLITS_VALIDATION, split, row, &aside, error));
    sums->train_rows += given - aside;
    sums->test_rows += hf_results_samples(results) - given;
    return HF_OK;
}

static hf_status read_sums(const hf_results *results, hf_memory *memory, hf_score_sums *sums,
                           hf_error *error)
{
    const hf_field field = hf_score_field(hf_results_config(results), HF_ARM_MAIN);
    const hf_column columns[] = {{HF_REPLICAS_STATUS, 0}, {field, 0}};
    const int64_t splits = hf_results_grid(results)->splits;
    tally *of_split, all = {0};
    uint8_t *row;
    HF_TRY(hf_memory_allocate(memory, &of_split, splits, sizeof *of_split, error));
    HF_TRY(hf_memory_allocate(memory, &row, hf_results_samples(results), 1, error));
    HF_TRY(hf_memory_allocate(memory, &sums->split_mean, splits, sizeof(double), error));
    const hf_scan scan = {
        .columns = columns, .column_count = 2, .visit = add_block, .context = of_split};
    HF_TRY(hf_results_visit(results, &scan, error));
    for (int64_t p = 0; p < splits; p++) {
        if (of_split[p].done == 0)
            continue;
        all.done += of_split[p].done;
        all.score += of_split[p].score;
        sums->split_mean[sums->splits++] = of_split[p].score / (double)of_split[p].done;
        HF_TRY(add_rows(results, p, row, sums, error));
    }
    sums->mean = hf_ratio(all.score, all.done);
    return HF_OK;
}

hf_status hf_score_read(const hf_results *results, hf_score *score, hf_error *error)
{
    hf_memory memory = {0};
    hf_score_sums sums = {0};
    const hf_status status = read_sums(results, &memory, &sums, error);
    if (status == HF_OK)
        *score = hf_score_of(&sums, hf_results_config(results)->significance.confidence);
    hf_memory_free(&memory);
    return status;
}
