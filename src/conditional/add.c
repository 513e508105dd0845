/* Steps 4 to 6: sums of logits over networks, for a block of tests and draws.
 *
 * An item of work is one test with some draws, whose sums nobody else touches. Within it the rows
 * of a split are worked on by tiles that stay in the cache while all the split's networks pass. */
#include "batch.h"
#include "copies.h"

#include "base/count.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "kernels/kernels.h"
#include <math.h>
#include <omp.h>
#include <string.h>

/* Draws that share a load of pre-activations, and numbers that a thread holds of each kind. */
enum {
    DRAWS_MOST = 20,
    DRAWS_LEAST = 4,
    ORDERS = 1 << 19,
    VALUES = 1 << 19,
    CHANGES = 1 << 15,
    SUMS = 1 << 14,
    TILE_ROWS_MOST = 512
};

/* What a thread works with. */
typedef struct member {
    int64_t first_draw; /* of the permutations that it has, -1: none */
    int64_t *order;     /* [draws of an item, n] */
    double *value;      /* [draw, input of the test, samples of the batch] copies, NaN: as it was */
    float *weight;      /* [hidden, input] */
    float *base;        /* [TILE_ROWS_MOST] an input as it is */
    float *change;      /* [draw, input, rows of a tile] */
    int64_t *sum;       /* [draw, channel, rows of a tile] */
} member;

typedef struct addition {
    hf_memory memory;
    const hf_conditional_engine *c;
    const hf_conditional_block *block;
    const hf_copies *copies; /* [test] */
    int64_t *sums;
    int64_t item_draws, slice;
    member *members; /* [threads] */
} addition;

/* Some draws of one test. */
typedef struct item {
    const addition *job;
    member *member;
    int64_t test;        /* in the block */
    int64_t draw, draws; /* the first one, in the block */
    int64_t inputs, tile_rows;
    const hf_batch *batch;
} item;

static int64_t within(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* So many draws of a test with so many inputs are copied at a time. */
static int64_t copied_draws(const addition *job, int64_t inputs)
{
    return within(VALUES / job->slice / inputs, 1, job->item_draws);
}

static int64_t tile_rows(const addition *job, int64_t inputs, int64_t draws)
{
    const int64_t rows =
        hf_fewer(CHANGES / inputs / draws, SUMS / job->c->channels / draws) / HF_LANES * HF_LANES;
    return within(rows, HF_LANES, TILE_ROWS_MOST);
}

/* change [draw, input, rows]: what copying does to an input at a tile's rows from `first` on. */
static void fill_changes(const item *it, const hf_run *run, int64_t first, int64_t rows,
                         int64_t padded)
{
    const hf_conditional_setup *setup = &it->job->c->setup;
    const int64_t samples = it->batch->end_sample - it->batch->first_sample;
    const int64_t *sample = run->sample + first;
    member *m = it->member;
    for (int64_t a = 0; a < it->inputs; a++) {
        const int64_t input = it->job->copies[it->test].input[a];
        for (int64_t i = 0; i < rows; i++)
            m->base[i] = hf_conditional_input(setup, run->split, input,
                                              setup->x[sample[i] * setup->inputs + input]);
        for (int64_t b = 0; b < it->draws; b++) {
            const double *value = m->value + (b * it->inputs + a) * samples;
            float *change = m->change + (b * it->inputs + a) * padded;
            for (int64_t i = 0; i < rows; i++) {
                const double x = value[sample[i] - it->batch->first_sample];
                const float seen = hf_conditional_input(setup, run->split, input, x);
                change[i] = isnan(x) ? 0 : seen - m->base[i];
            }
            for (int64_t i = rows; i < padded; i++)
                change[i] = 0;
        }
    }
}

static void add_networks(const item *it, const hf_run *run, int64_t first, int64_t padded)
{
    const hf_copies *copies = &it->job->copies[it->test];
    member *m = it->member;
    for (int64_t k = run->first; k < run->first + run->networks; k++) {
        const hf_prepared *p = &it->batch->network[k];
        const hf_weights *w = p->weights;
        for (int64_t j = 0; j < w->hidden; j++)
            for (int64_t a = 0; a < it->inputs; a++)
                m->weight[j * it->inputs + a] = w->input_weight[j * w->inputs + copies->input[a]];
        const hf_changed changed = {.hidden = w->hidden,
                                    .inputs = it->inputs,
                                    .channels = it->job->c->channels,
                                    .draws = it->draws,
                                    .rows = padded,
                                    .unit = p->unit + first * w->hidden,
                                    .weight = m->weight,
                                    .output = p->output,
                                    .bias = p->bias,
                                    .change = m->change,
                                    .sum = m->sum};
        hf_kernels()->add_changed(&changed);
    }
}

/* From the tile's sums to those of the block. */
static void scatter(const item *it, const hf_run *run, int64_t first, int64_t rows, int64_t padded)
{
    const addition *job = it->job;
    const hf_conditional_engine *c = job->c;
    const int64_t channels = c->channels, *sample = run->sample + first;
    for (int64_t b = 0; b < it->draws; b++) {
        const int64_t draw = it->test * job->block->draws + it->draw + b;
        int64_t *sums = job->sums + draw * c->rows * channels;
        for (int64_t k = 0; k < channels; k++) {
            const int64_t *sum = it->member->sum + (b * channels + k) * padded;
            for (int64_t i = 0; i < rows; i++)
                sums[c->position[sample[i]] * channels + k] += sum[i];
        }
    }
}

static void add_run(const item *it, const hf_run *run)
{
    const hf_conditional_engine *c = it->job->c;
    member *m = it->member;
    for (int64_t first = 0; first < run->rows; first += it->tile_rows) {
        const int64_t rows = hf_fewer(run->rows - first, it->tile_rows);
        const int64_t padded = hf_pad_lanes(rows);
        fill_changes(it, run, first, rows, padded);
        memset(m->sum, 0, (size_t)(it->draws * c->channels * padded) * sizeof *m->sum);
        add_networks(it, run, first, padded);
        scatter(it, run, first, rows, padded);
    }
}

/* Permutations of the draws from `first` on, kept for the tests that follow. */
static void take_orders(const addition *job, member *m, int64_t first, int64_t draws)
{
    const int64_t n = job->c->model.n;
    if (m->first_draw == first)
        return;
    for (int64_t b = 0; b < draws; b++)
        if (first + b > 0)
            hf_copies_permutation(job->c->setup.seed, first + b, n, m->order + b * n);
    m->first_draw = first;
}

/* One test with draws of the block from `draw` on. */
static void add_item(const addition *job, const hf_batch *batch, member *m, int64_t test,
                     int64_t draw)
{
    const int64_t n = job->c->model.n, first = job->block->first_draw + draw;
    const int64_t draws = hf_fewer(job->block->draws - draw, job->item_draws);
    const hf_copies *copies = &job->copies[test];
    item it = {.job = job, .member = m, .test = test, .inputs = copies->count, .batch = batch};
    take_orders(job, m, first, draws);
    const int64_t samples = batch->end_sample - batch->first_sample;
    for (int64_t done = 0; done < draws; done += it.draws) {
        it.draw = draw + done;
        it.draws = hf_fewer(draws - done, copied_draws(job, it.inputs));
        it.tile_rows = tile_rows(job, it.inputs, it.draws);
        for (int64_t b = 0; b < it.draws; b++) {
            const int64_t *order = m->order + (done + b) * n;
            hf_copies_draw(copies, first + done + b > 0 ? order : NULL, batch->first_sample,
                           batch->end_sample, m->value + b * it.inputs * samples);
        }
        for (int64_t r = 0; r < batch->runs; r++)
            add_run(&it, &batch->run[r]);
    }
}

/* Draws outside, so that a thread's permutations serve many tests. */
static void add_batch(const addition *job, const hf_batch *batch)
{
    const int64_t tests = job->block->count;
    const int64_t parts = (job->block->draws + job->item_draws - 1) / job->item_draws;
#pragma omp parallel for schedule(dynamic) num_threads((int)job->c->setup.threads)
    for (int64_t i = 0; i < parts * tests; i++)
        if (!hf_stop_requested())
            add_item(job, batch, &job->members[omp_get_thread_num()], i % tests,
                     i / tests * job->item_draws);
}

static hf_status make_members(addition *job, int64_t most_hidden, hf_error *error)
{
    const hf_conditional_engine *c = job->c;
    const int64_t n = c->model.n, channels = c->channels;
    const int64_t inputs = hf_conditional_most_inputs(c, job->block->tests, job->block->count);
    job->slice = hf_fewer(job->slice, within(VALUES / inputs, HF_LANES, job->slice));
    const int64_t values = job->slice * inputs > VALUES ? job->slice * inputs : VALUES;
    const int64_t changes = CHANGES + HF_LANES * inputs * job->item_draws;
    const int64_t sums = SUMS + HF_LANES * channels * job->item_draws;
    hf_memory *memory = &job->memory;
    HF_TRY(hf_memory_allocate(memory, &job->members, c->setup.threads, sizeof(member), error));
    for (int64_t t = 0; t < c->setup.threads; t++) {
        member *m = &job->members[t];
        m->first_draw = -1;
        HF_TRY(hf_memory_allocate(memory, &m->order, job->item_draws, (size_t)n * sizeof *m->order,
                                  error));
        HF_TRY(hf_memory_allocate(memory, &m->value, values, sizeof *m->value, error));
        HF_TRY(hf_memory_allocate(memory, &m->weight, most_hidden, (size_t)inputs * sizeof(float),
                                  error));
        HF_TRY(hf_memory_allocate(memory, &m->base, TILE_ROWS_MOST, sizeof(float), error));
        HF_TRY(hf_memory_allocate(memory, &m->change, changes, sizeof(float), error));
        HF_TRY(hf_memory_allocate(memory, &m->sum, sums, sizeof *m->sum, error));
    }
    return HF_OK;
}

static hf_status make_copies(const hf_conditional_engine *c, const hf_conditional_block *block,
                             hf_copies *copies, hf_error *error)
{
    hf_status failed = HF_OK;
#pragma omp parallel for schedule(dynamic) num_threads((int)c->setup.threads)
    for (int64_t t = 0; t < block->count; t++) {
        const hf_status status = hf_copies_make(c, block->tests[t], &copies[t], NULL);
        if (status != HF_OK) {
#pragma omp atomic write
            failed = status;
        }
    }
    return failed == HF_OK ? HF_OK : hf_fail(error, failed, "no memory for the conditional test");
}

static hf_status add_all(addition *job, const hf_conditional_network *networks, int64_t count,
                         hf_error *error)
{
    int64_t most_hidden = 1;
    for (int64_t k = 0; k < count; k++)
        if (networks[k].weights.hidden > most_hidden)
            most_hidden = networks[k].weights.hidden;
    if (count == 0)
        return HF_OK;
    job->slice = hf_batch_slice(job->c, networks, count);
    HF_TRY(make_members(job, most_hidden, error));
    for (hf_batch_place place = {0}; place.sample < job->c->setup.samples;) {
        hf_batch batch;
        HF_TRY(hf_batch_make(job->c, networks, count, job->slice, &place, &batch, error));
        add_batch(job, &batch);
        hf_batch_free(&batch);
        if (hf_stop_requested())
            return hf_fail(error, HF_STOPPED, "stopped in the conditional test");
    }
    return HF_OK;
}

hf_status hf_conditional_add(hf_conditional_engine *c, const hf_conditional_block *block,
                             const hf_conditional_network *networks, int64_t count, int64_t *sums,
                             hf_error *error)
{
    hf_copies *copies = NULL;
    addition job = {.c = c, .block = block, .sums = sums};
    hf_status status = HF_OK;
    job.item_draws = within(ORDERS / c->model.n, DRAWS_LEAST, DRAWS_MOST);
    HF_TRY_CLEANUP(hf_allocate(&copies, block->count, sizeof *copies, error));
    job.copies = copies;
    HF_TRY_CLEANUP(make_copies(c, block, copies, error));
    HF_TRY_CLEANUP(add_all(&job, networks, count, error));
cleanup:
    for (int64_t t = 0; copies && t < block->count; t++)
        hf_copies_free(&copies[t]);
    hf_free(&copies);
    hf_memory_free(&job.memory);
    return status;
}
