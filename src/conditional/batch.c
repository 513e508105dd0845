/* Which networks make a batch, and its memory. */
#include "batch.h"

#include "base/count.h"
#include "kernels/kernels.h"
#include "prepare.h"
#include <stdbool.h>

/* Samples of a slice at least; what part of the memory for sums pre-activations may take. */
enum { SLICE_LEAST = 512, SHARE_OF_SUMS = 16 };

static int64_t most_units(const hf_conditional_engine *c)
{
    return c->setup.memory / SHARE_OF_SUMS / (int64_t)sizeof(float);
}

/* Test rows of the split among samples first ... end - 1. */
static int64_t test_rows(const hf_conditional_setup *setup, int64_t split, int64_t first,
                         int64_t end)
{
    const uint8_t *train = setup->train + split * setup->samples;
    int64_t rows = 0;
    for (int64_t i = first; i < end; i++)
        rows += !train[i];
    return rows;
}

int64_t hf_batch_slice(const hf_conditional_engine *c, const hf_conditional_network *networks,
                       int64_t count)
{
    const int64_t samples = c->setup.samples;
    const double room = 0.875; /* slices differ in their test rows */
    double units = 0;
    int64_t rows = 0;
    for (int64_t k = 0; k < count; k++) {
        if (k == 0 || networks[k].split != networks[k - 1].split)
            rows = hf_pad_lanes(test_rows(&c->setup, networks[k].split, 0, samples));
        units += (double)rows * (double)networks[k].weights.hidden;
    }
    const double most = (double)most_units(c);
    if (units <= most)
        return samples;
    const int64_t slice = (int64_t)((double)samples * room * most / units);
    return hf_fewer(slice > SLICE_LEAST ? slice : SLICE_LEAST, samples);
}

/* How many networks from the place on fit, and in how many runs; at least one. */
static int64_t count_networks(const hf_conditional_engine *c,
                              const hf_conditional_network *networks, int64_t count,
                              int64_t first_network, const hf_batch *batch, int64_t *runs)
{
    int64_t units = 0, padded = 0, taken = 0;
    *runs = 0;
    for (int64_t k = first_network; k < count; k++, taken++) {
        const bool new_run = taken == 0 || networks[k].split != networks[k - 1].split;
        if (new_run)
            padded = hf_pad_lanes(
                test_rows(&c->setup, networks[k].split, batch->first_sample, batch->end_sample));
        units += networks[k].weights.hidden * padded;
        if (taken > 0 && units > most_units(c))
            break;
        *runs += new_run;
    }
    return taken;
}

static hf_status make_network(const hf_conditional_engine *c, const hf_conditional_network *network,
                              const hf_run *run, hf_batch *batch, hf_error *error)
{
    const int64_t hidden = network->weights.hidden;
    const size_t channel = (size_t)c->channels * sizeof(float);
    hf_prepared *p = &batch->network[batch->networks++];
    hf_memory *memory = &batch->memory;
    p->weights = &network->weights;
    HF_TRY(
        hf_memory_allocate(memory, &p->unit, run->padded, (size_t)hidden * sizeof(float), error));
    HF_TRY(hf_memory_allocate(memory, &p->output, hidden, channel, error));
    HF_TRY(hf_memory_allocate(memory, &p->bias, 1, channel, error));
    return HF_OK;
}

static hf_status make_run(const hf_conditional_engine *c, int64_t split, hf_batch *batch,
                          hf_error *error)
{
    const uint8_t *train = c->setup.train + split * c->setup.samples;
    hf_run *run = &batch->run[batch->runs++];
    *run = (hf_run){.split = split, .first = batch->networks};
    HF_TRY(hf_memory_allocate(&batch->memory, &run->sample, batch->end_sample - batch->first_sample,
                              sizeof *run->sample, error));
    for (int64_t i = batch->first_sample; i < batch->end_sample; i++)
        if (!train[i])
            run->sample[run->rows++] = i;
    run->padded = hf_pad_lanes(run->rows);
    return HF_OK;
}

static hf_status make(const hf_conditional_engine *c, const hf_conditional_network *networks,
                      int64_t count, hf_batch_place *place, hf_batch *batch, hf_error *error)
{
    int64_t runs;
    const int64_t taken = count_networks(c, networks, count, place->network, batch, &runs);
    const int64_t end = place->network + taken;
    HF_TRY(hf_memory_allocate(&batch->memory, &batch->run, runs, sizeof *batch->run, error));
    HF_TRY(
        hf_memory_allocate(&batch->memory, &batch->network, taken, sizeof *batch->network, error));
    for (int64_t k = place->network; k < end; k++) {
        if (k == place->network || networks[k].split != networks[k - 1].split)
            HF_TRY(make_run(c, networks[k].split, batch, error));
        hf_run *run = &batch->run[batch->runs - 1];
        HF_TRY(make_network(c, &networks[k], run, batch, error));
        run->networks++;
    }
    if (end < count)
        place->network = end;
    else
        *place = (hf_batch_place){.sample = batch->end_sample};
    return hf_batch_prepare(c, batch, error);
}

hf_status hf_batch_make(const hf_conditional_engine *c, const hf_conditional_network *networks,
                        int64_t count, int64_t slice, hf_batch_place *place, hf_batch *batch,
                        hf_error *error)
{
    *batch = (hf_batch){.first_sample = place->sample,
                        .end_sample = hf_fewer(place->sample + slice, c->setup.samples)};
    const hf_status status = make(c, networks, count, place, batch, error);
    if (status != HF_OK)
        hf_batch_free(batch);
    return status;
}

void hf_batch_free(hf_batch *batch)
{
    hf_memory_free(&batch->memory);
    *batch = (hf_batch){0};
}
