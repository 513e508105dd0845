/* The kernels' layout of a network's parameters, and of its samples. */
#include "trainer.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include <string.h>

hf_status hf_slab_make(int64_t features, int64_t hidden, int64_t classes, hf_slab *slab,
                       hf_error *error)
{
    const int64_t feature_stride = hf_pad_lanes(features), hidden_stride = hf_pad_lanes(hidden);
    int64_t input, output, count;
    *slab = (hf_slab){0};
    if (__builtin_mul_overflow(hidden, feature_stride, &input) ||
        __builtin_mul_overflow(classes, hidden_stride, &output) ||
        __builtin_add_overflow(input, output + hidden_stride + hf_pad_lanes(classes), &count))
        return hf_fail(error, HF_INTERNAL, "a network of %lld hidden units is too large",
                       (long long)hidden);
    HF_TRY(hf_allocate(&slab->data, count, sizeof *slab->data, error));
    slab->count = count;
    slab->network = (hf_network){.features = features,
                                 .hidden = hidden,
                                 .classes = classes,
                                 .feature_stride = feature_stride,
                                 .hidden_stride = hidden_stride,
                                 .input_weight = slab->data,
                                 .input_bias = slab->data + input,
                                 .output_weight = slab->data + input + hidden_stride,
                                 .output_bias = slab->data + input + hidden_stride + output};
    return HF_OK;
}

void hf_slab_free(hf_slab *slab)
{
    hf_free(&slab->data);
    *slab = (hf_slab){0};
}

static void copy_rows(float *to, int64_t to_stride, const float *from, int64_t from_stride,
                      int64_t rows, int64_t count)
{
    if (to && from)
        for (int64_t row = 0; row < rows; row++)
            memcpy(to + row * to_stride, from + row * from_stride, (size_t)count * sizeof *to);
}

void hf_network_load(const hf_network *to, const float *input_weight, const float *input_bias,
                     const float *output_weight, const float *output_bias)
{
    copy_rows(to->input_weight, to->feature_stride, input_weight, to->features, to->hidden,
              to->features);
    copy_rows(to->input_bias, 0, input_bias, 0, 1, to->hidden);
    copy_rows(to->output_weight, to->hidden_stride, output_weight, to->hidden, to->classes,
              to->hidden);
    copy_rows(to->output_bias, 0, output_bias, 0, 1, to->classes);
}

void hf_network_save(const hf_network *from, float *input_weight, float *input_bias,
                     float *output_weight, float *output_bias)
{
    copy_rows(input_weight, from->features, from->input_weight, from->feature_stride, from->hidden,
              from->features);
    copy_rows(input_bias, 0, from->input_bias, 0, 1, from->hidden);
    copy_rows(output_weight, from->hidden, from->output_weight, from->hidden_stride, from->classes,
              from->hidden);
    copy_rows(output_bias, 0, from->output_bias, 0, 1, from->classes);
}

hf_status hf_samples_allocate(int64_t rows, int64_t features, int64_t classes, hf_samples *samples,
                              hf_error *error)
{
    const int64_t stride = hf_pad_lanes(features);
    const int64_t blocks = (rows + HF_ROW_BLOCK - 1) / HF_ROW_BLOCK;
    *samples = (hf_samples){.rows = rows,
                            .features = features,
                            .classes = classes,
                            .feature_stride = stride,
                            .blocks = blocks,
                            .beyond = -1};
    const size_t block = (size_t)features * HF_ROW_BLOCK * sizeof(float);
    HF_TRY(hf_allocate(&samples->by_row, rows, (size_t)stride * sizeof(float), error));
    HF_TRY(hf_allocate(&samples->by_feature, blocks, block, error));
    return hf_allocate(&samples->label, blocks, HF_ROW_BLOCK * sizeof(float), error);
}

void hf_samples_release(hf_samples *samples)
{
    hf_free(&samples->by_row);
    hf_free(&samples->by_feature);
    hf_free(&samples->label);
    hf_free(&samples->weight);
}

/* Room with the rows' inputs in both layouts. */
static hf_status pack_inputs(const float *x, int64_t rows, int64_t features, int64_t classes,
                             hf_samples **made, hf_error *error)
{
    hf_samples *samples;
    *made = NULL;
    HF_TRY(hf_allocate(&samples, 1, sizeof *samples, error));
    hf_status status = hf_samples_allocate(rows, features, classes, samples, error);
    if (status != HF_OK) {
        hf_samples_free(&samples);
        return status;
    }
    for (int64_t i = 0; i < rows; i++) {
        float *column = samples->by_feature + i / HF_ROW_BLOCK * features * HF_ROW_BLOCK;
        memcpy(samples->by_row + i * samples->feature_stride, x + i * features,
               (size_t)features * sizeof *x);
        for (int64_t f = 0; f < features; f++)
            column[f * HF_ROW_BLOCK + i % HF_ROW_BLOCK] = x[i * features + f];
    }
    *made = samples;
    return HF_OK;
}

hf_status hf_samples_make(const float *x, const int32_t *y, int64_t rows, int64_t features,
                          int64_t classes, hf_samples **made, hf_error *error)
{
    HF_TRY(pack_inputs(x, rows, features, classes, made, error));
    for (int64_t i = 0; i < (*made)->blocks * HF_ROW_BLOCK; i++)
        (*made)->label[i] = i < rows ? (float)y[i] : -1;
    return HF_OK;
}

/* What R2 and `learned` compare the losses with. */
static void measure(const float *outcome, int64_t rows, hf_samples *samples)
{
    double lanes[HF_LANES] = {0}, mean = 0;
    for (int64_t i = 0; i < rows; i++) {
        const float square = outcome[i] * outcome[i];
        lanes[i % HF_LANES] += (double)square;
        mean += (double)outcome[i];
    }
    mean /= (double)rows;
    for (int64_t i = 0; i < rows; i++)
        samples->spread += ((double)outcome[i] - mean) * ((double)outcome[i] - mean);
    samples->squares = hf_sum_losses(lanes);
}

hf_status hf_samples_make_outcome(const float *x, const float *outcome, int64_t rows,
                                  int64_t features, hf_samples **made, hf_error *error)
{
    HF_TRY(pack_inputs(x, rows, features, 1, made, error));
    (*made)->beyond = hf_nan_f32();
    for (int64_t i = 0; i < (*made)->blocks * HF_ROW_BLOCK; i++)
        (*made)->label[i] = i < rows ? outcome[i] : (*made)->beyond;
    measure(outcome, rows, *made);
    return HF_OK;
}

void hf_samples_free(hf_samples **samples)
{
    if (*samples)
        hf_samples_release(*samples);
    hf_free(samples);
}

hf_row_block hf_samples_block(const hf_samples *samples, int64_t block)
{
    const int64_t first = block * HF_ROW_BLOCK, left = samples->rows - first;
    return (hf_row_block){.by_feature = samples->by_feature + first * samples->features,
                          .by_row = samples->by_row + first * samples->feature_stride,
                          .label = samples->label + first,
                          .rows = (int)(left < HF_ROW_BLOCK ? left : HF_ROW_BLOCK),
                          .weight = samples->weight ? samples->weight + first : NULL};
}
