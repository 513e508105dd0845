/* What the methods that look at test rows share: pre-activations by chunks of rows, features dealt
 * out to threads. No sum is divided among threads, so the results do not depend on their number. */
#include "methods.h"

#include "base/count.h"
#include "holdfast/stop.h"
#include <omp.h>

void hf_input_weights(const hf_weights *weights, int64_t input, double *weight)
{
    for (int64_t j = 0; j < weights->hidden; j++)
        weight[j] = (double)weights->input_weight[j * weights->inputs + input];
}

hf_unit_rows hf_slice_of(const hf_chunk *chunk, const hf_importance_member *member, int64_t first)
{
    hf_unit_rows slice = chunk->units;
    slice.rows = hf_fewer(chunk->units.rows - first, SLICE_ROWS);
    slice.unit = member->slice_units;
    slice.label += first;
    if (chunk->test->outcome)
        slice.target += first;
    return slice;
}

void hf_add_inputs(const hf_chunk *chunk, int64_t feature, const hf_unit_rows *units,
                   const float *x, int64_t stride)
{
    const hf_weights *weights = chunk->weights;
    const hf_input_map *map = &chunk->workspace->map;
    const hf_columns columns = {.count = hf_inputs_of(map, feature),
                                .stride = stride,
                                .weight_stride = weights->inputs,
                                .value = x,
                                .weight = weights->input_weight + hf_first_input(map, feature)};
    hf_kernels()->add_columns(units, &columns);
}

double hf_sum_double_lanes(double lanes[HF_DOUBLE_LANES])
{
    for (int half = HF_DOUBLE_LANES / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            lanes[i] += lanes[i + half];
    return lanes[0];
}

/* columns [count, padded rows] = inputs first ... at rows first_row ..., 0 in the padding. */
static void gather(const hf_chunk *chunk, int64_t first, int64_t count, int64_t first_row,
                   int64_t rows, float *columns)
{
    const int64_t inputs = chunk->weights->inputs, stride = hf_pad_double_lanes(rows);
    const float *input = chunk->test->inputs + first_row * inputs + first;
    for (int64_t i = 0; i < rows; i++, input += inputs)
        for (int64_t f = 0; f < count; f++)
            columns[f * stride + i] = input[f];
    for (int64_t f = 0; f < count; f++)
        for (int64_t i = rows; i < stride; i++)
            columns[f * stride + i] = 0;
}

void hf_pre_activate(const hf_chunk *chunk, const hf_importance_member *member,
                     const hf_unit_rows *view, int64_t first_unit)
{
    const hf_weights *weights = chunk->weights;
    const int64_t rows = hf_fewer(chunk->test->rows - chunk->first, view->rows);
    hf_columns columns = {
        .stride = view->rows, .weight_stride = weights->inputs, .value = member->columns};
    for (int64_t j = 0; j < view->hidden; j++)
        for (int64_t i = 0; i < view->rows; i++)
            view->unit[j * view->rows + i] = (double)weights->input_bias[first_unit + j];
    for (int64_t f = 0; f < weights->inputs; f += columns.count) {
        columns.count = hf_fewer(weights->inputs - f, INPUT_BLOCK);
        columns.weight = weights->input_weight + first_unit * weights->inputs + f;
        gather(chunk, f, columns.count, chunk->first, rows, member->columns);
        hf_kernels()->add_columns(view, &columns);
    }
}

/* Where the part of a thread begins when `count` things are dealt out. */
static int64_t part_begin(int64_t count, int64_t thread, int64_t threads)
{
    return count / threads * thread + count % threads * thread / threads;
}

static void make_units(const hf_method_steps *method, const hf_chunk *chunk,
                       const hf_importance_member *member, int64_t thread, int64_t threads)
{
    const int64_t first = part_begin(chunk->units.hidden, thread, threads);
    hf_unit_rows view = chunk->units;
    view.hidden = part_begin(chunk->units.hidden, thread + 1, threads) - first;
    view.unit += first * view.rows;
    hf_pre_activate(chunk, member, &view, first);
    if (method->finish_units)
        method->finish_units(chunk, &view, first);
}

/* The end of the features from `first` on whose inputs fit into a block; one more at least. */
static int64_t block_end(const hf_input_map *map, int64_t first, int64_t end)
{
    const int64_t most = hf_first_input(map, first) + INPUT_BLOCK;
    int64_t block = first + 1;
    while (block < end && hf_first_input(map, block + 1) <= most)
        block++;
    return block;
}

static void add_features(const hf_method_steps *method, const hf_chunk *chunk,
                         const hf_importance_member *member, int64_t thread, int64_t threads)
{
    const hf_input_map *map = &chunk->workspace->map;
    const int64_t rows = chunk->test->rows, stride = hf_pad_double_lanes(rows);
    const int64_t end = part_begin(map->features, thread + 1, threads);
    int64_t first = part_begin(map->features, thread, threads), next;
    for (; first < end && !hf_stop_requested(); first = next) {
        const int64_t input = hf_first_input(map, first);
        next = block_end(map, first, end);
        gather(chunk, input, hf_first_input(map, next) - input, 0, rows, member->columns);
        for (int64_t f = first; f < next; f++) {
            const float *columns = member->columns + (hf_first_input(map, f) - input) * stride;
            chunk->workspace->scratch[f] += hf_inputs_of(map, f) == 1
                                                ? method->sum(chunk, member, f, columns)
                                                : method->sum_several(chunk, member, f, columns);
        }
    }
}

/* A thread's part of a chunk. */
static void work(const hf_method_steps *method, const hf_chunk *chunk, int64_t thread,
                 int64_t threads)
{
    hf_importance_member *member = &chunk->workspace->members[thread];
    make_units(method, chunk, member, thread, threads);
    if (threads > 1) {
#pragma omp barrier
    }
    if (method->start_chunk)
        method->start_chunk(chunk, member);
    add_features(method, chunk, member, thread, threads);
}

static void work_together(const hf_method_steps *method, const hf_chunk *chunk)
{
    if (chunk->test->threads == 1) {
        work(method, chunk, 0, 1);
        return;
    }
#pragma omp parallel num_threads((int)chunk->test->threads)
    work(method, chunk, omp_get_thread_num(), omp_get_num_threads());
}

bool hf_importance_by_rows(const hf_method_steps *method, const hf_weights *weights,
                           const hf_test_rows *test, hf_importance_workspace *workspace,
                           float *importance)
{
    const int64_t most = hf_chunk_rows(weights->hidden);
    hf_chunk chunk = {.weights = weights,
                      .test = test,
                      .workspace = workspace,
                      .units = {.hidden = weights->hidden,
                                .outputs = method->prepare(weights, test, workspace),
                                .unit = workspace->unit,
                                .coefficient = workspace->output}};
    for (int64_t i = 0; i < hf_pad_double_lanes(test->rows); i++)
        workspace->label[i] = i < test->rows ? (float)test->labels[i] : -1;
    for (int64_t i = 0; test->outcome && i < hf_pad_double_lanes(test->rows); i++)
        workspace->target[i] = i < test->rows ? test->outcome[i] : 0;
    hf_clear(workspace->scratch, workspace->map.features);
    for (; chunk.first < test->rows; chunk.first += most) {
        chunk.units.rows = hf_fewer(hf_pad_double_lanes(test->rows - chunk.first), most);
        chunk.units.label = workspace->label + chunk.first;
        chunk.units.target = workspace->target + chunk.first;
        work_together(method, &chunk);
    }
    for (int64_t f = 0; f < workspace->map.features; f++)
        importance[f] = (float)(workspace->scratch[f] / method->divisor(test));
    return !hf_stop_requested();
}

void hf_importance_mean(const float *input, int64_t rows, int64_t inputs, double *mean)
{
    for (int64_t i = 0; i < inputs; i++)
        mean[i] = 0;
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < inputs; i++)
            mean[i] += (double)input[row * inputs + i];
    for (int64_t i = 0; i < inputs; i++)
        mean[i] /= (double)rows;
}
