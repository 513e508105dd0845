/* By how much the test rows' cross-entropy (of a measured outcome the squared error) rises when a
 * feature is shuffled among them. The rise of a pre-activation is W1[j,f] times that of the
 * feature, or the sum of that over its inputs; everything else stays. */
#include "methods.h"

#include "random/random.h"
#include <string.h>

enum { PURPOSE_BITS = 8, SPLIT_BITS = 22, FEATURE_BITS = 22 };

/* The output as it is. */
static int64_t prepare_outcome(const hf_weights *weights, hf_importance_workspace *workspace)
{
    workspace->output_bias[0] = (double)weights->output_bias[0];
    for (int64_t j = 0; j < weights->hidden; j++)
        workspace->output[j] = (double)weights->output_weight[j];
    return 1;
}

/* The softmax sees only differences of logits: those to class 0. */
static int64_t prepare(const hf_weights *weights, const hf_test_rows *test,
                       hf_importance_workspace *workspace)
{
    const int64_t hidden = weights->hidden, outputs = weights->classes - 1;
    if (test->outcome)
        return prepare_outcome(weights, workspace);
    for (int64_t c = 0; c < outputs; c++) {
        const float *row = weights->output_weight + (c + 1) * hidden;
        workspace->output_bias[c] =
            (double)weights->output_bias[c + 1] - (double)weights->output_bias[0];
        for (int64_t j = 0; j < hidden; j++)
            workspace->output[j * outputs + c] = (double)row[j] - (double)weights->output_weight[j];
    }
    return outputs;
}

/* Adds the losses of these rows to `losses` [8]. */
static void add_losses(const hf_chunk *chunk, const hf_importance_member *member,
                       const hf_unit_rows *units, const hf_shift *shift, double *losses)
{
    const double *bias = chunk->workspace->output_bias;
    if (chunk->test->outcome)
        hf_kernels()->shifted_square(units, shift, bias, losses);
    else
        hf_kernels()->shifted_loss(units, shift, bias, member->contrast, losses);
}

/* Sum of the chunk's losses with `shuffled` [all rows] in the place of `column`. */
static double loss_of(const hf_chunk *chunk, const hf_importance_member *member,
                      const float *column, const float *shuffled)
{
    double losses[HF_DOUBLE_LANES] = {0};
    const hf_shift shift = {.weight = member->weight,
                            .column = column + chunk->first,
                            .shuffled = shuffled + chunk->first};
    add_losses(chunk, member, &chunk->units, &shift, losses);
    return hf_sum_double_lanes(losses);
}

static void start_chunk(const hf_chunk *chunk, hf_importance_member *member)
{
    memset(member->weight, 0, (size_t)chunk->weights->hidden * sizeof *member->weight);
    memset(member->shuffled, 0, (size_t)hf_pad_double_lanes(chunk->test->rows) * sizeof(float));
    member->loss = loss_of(chunk, member, member->shuffled, member->shuffled);
}

/* The item at place i of a shuffle goes where the number sends it. False: the number is unfair (the
 * next one is to be taken). */
static inline bool exchange(float *items, int64_t i, uint32_t number)
{
    const uint32_t bound = (uint32_t)i + 1;
    const uint64_t product = (uint64_t)number * bound;
    if ((uint32_t)product < bound && (uint32_t)product < (0u - bound) % bound)
        return false;
    const int64_t j = (int64_t)(product >> 32);
    const float item = items[i];
    items[i] = items[j];
    items[j] = item;
    return true;
}

/* hf_stream_shuffle, with 64 numbers at a time. */
static void shuffle(const uint32_t key[2], const uint32_t words[3], float *items, int64_t count)
{
    enum { WORDS = 4 };
    uint32_t counter[WORDS] = {0, words[0], words[1], words[2]}, numbers[WORDS * HF_LANES];
    const hf_kernel_table *kernels = hf_kernels();
    for (int64_t i = count - 1; i > 0; counter[0] += HF_LANES) {
        kernels->philox(key, counter, numbers);
        for (int call = 0; call < HF_LANES; call++)
            for (int word = 0; word < WORDS && i > 0; word++)
                i -= exchange(items, i, numbers[word * HF_LANES + call]);
    }
}

static void shuffle_feature(const hf_chunk *chunk, int64_t feature, int64_t repeat, float *values)
{
    const hf_test_rows *test = chunk->test;
    const uint64_t hidden = (uint64_t)chunk->weights->hidden;
    const uint64_t size_and_split = (hidden << SPLIT_BITS) + (uint64_t)test->split;
    const uint64_t place = (size_and_split << FEATURE_BITS) + (uint64_t)feature;
    const uint32_t key[2] = {HF_PURPOSE_PERMUTATION + ((uint32_t)repeat << PURPOSE_BITS),
                             (uint32_t)test->significance_seed};
    const uint32_t words[3] = {(uint32_t)test->seed, (uint32_t)place, (uint32_t)(place >> 32)};
    shuffle(key, words, values, test->rows);
}

static double sum(const hf_chunk *chunk, const hf_importance_member *member, int64_t feature,
                  const float *column)
{
    double rise = 0;
    hf_input_weights(chunk->weights, hf_first_input(&chunk->workspace->map, feature),
                     member->weight);
    for (int64_t repeat = 0; repeat < chunk->test->repeats; repeat++) {
        memcpy(member->shuffled, column, (size_t)chunk->test->rows * sizeof *column);
        shuffle_feature(chunk, feature, repeat, member->shuffled);
        rise += loss_of(chunk, member, column, member->shuffled) - member->loss;
    }
    return rise;
}

/* Sum of the chunk's losses with member->shuffled in the place of a feature's `columns`. */
static double loss_of_several(const hf_chunk *chunk, const hf_importance_member *member,
                              int64_t feature, const float *columns)
{
    const int64_t stride = hf_pad_double_lanes(chunk->test->rows), all = chunk->units.rows;
    const int64_t inputs = hf_inputs_of(&chunk->workspace->map, feature);
    double losses[HF_DOUBLE_LANES] = {0};
    for (int64_t first = 0, row; first < all; first += SLICE_ROWS) {
        const hf_unit_rows slice = hf_slice_of(chunk, member, first);
        const hf_shift none = {
            .weight = member->weight, .column = member->slice, .shuffled = member->slice};
        row = chunk->first + first;
        for (int64_t j = 0; j < slice.hidden; j++)
            memcpy(slice.unit + j * slice.rows, chunk->units.unit + j * all + first,
                   (size_t)slice.rows * sizeof *slice.unit);
        hf_add_inputs(chunk, feature, &slice, member->shuffled + row, stride);
        for (int64_t i = 0; i < inputs; i++)
            for (int64_t k = 0; k < slice.rows; k++)
                member->slice[i * slice.rows + k] = -columns[i * stride + row + k];
        hf_add_inputs(chunk, feature, &slice, member->slice, slice.rows);
        add_losses(chunk, member, &slice, &none, losses);
    }
    return hf_sum_double_lanes(losses);
}

/* Each input takes the same shuffle, so that whole cells change places. */
static double sum_several(const hf_chunk *chunk, const hf_importance_member *member,
                          int64_t feature, const float *columns)
{
    const int64_t stride = hf_pad_double_lanes(chunk->test->rows);
    const int64_t inputs = hf_inputs_of(&chunk->workspace->map, feature);
    double rise = 0;
    hf_clear(member->weight, chunk->weights->hidden);
    for (int64_t repeat = 0; repeat < chunk->test->repeats; repeat++) {
        memcpy(member->shuffled, columns, (size_t)(inputs * stride) * sizeof *columns);
        for (int64_t i = 0; i < inputs; i++)
            shuffle_feature(chunk, feature, repeat, member->shuffled + i * stride);
        rise += loss_of_several(chunk, member, feature, columns) - member->loss;
    }
    return rise;
}

static double divisor(const hf_test_rows *test)
{
    return (double)test->repeats * (double)test->rows;
}

const hf_method_steps hf_importance_permutation = {.prepare = prepare,
                                                   .start_chunk = start_chunk,
                                                   .sum = sum,
                                                   .sum_several = sum_several,
                                                   .divisor = divisor};
