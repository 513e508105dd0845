/* Which networks make a batch, and its memory. */
#include "batch.h"

#include "kernels/kernels.h"
#include "prepare.h"
#include <stdbool.h>

/* Pre-activations that are kept at a time: 32 MiB. */
enum { UNITS_MOST = 1 << 23 };

static int64_t test_rows(const hf_conditional_setup *setup, int64_t split)
{
    const uint8_t *train = setup->train + split * setup->samples;
    int64_t rows = 0;
    for (int64_t i = 0; i < setup->samples; i++)
        rows += !train[i];
    return rows;
}

/* How many networks from the place on fit, and in how many runs; at least one. */
static int64_t count_networks(const hf_conditional_engine *c,
                              const hf_conditional_network *networks, int64_t count,
                              const hf_batch_place *place, int64_t *runs)
{
    int64_t units = 0, padded = 0, taken = 0;
    *runs = 0;
    for (int64_t k = place->network; k < count; k++, taken++) {
        const bool new_run = taken == 0 || networks[k].split != networks[k - 1].split;
        if (new_run)
            padded = hf_pad_lanes(test_rows(&c->setup, networks[k].split));
        if (taken > 0 && units + networks[k].weights.hidden * padded > UNITS_MOST)
            break;
        units += networks[k].weights.hidden * padded;
        *runs += new_run;
    }
    return taken;
}

/* The split's test rows from `first` on, at most `most`; returns how many are left behind them. */
static int64_t find_samples(const hf_conditional_setup *setup, int64_t first, int64_t most,
                            hf_run *run)
{
    const uint8_t *train = setup->train + run->split * setup->samples;
    int64_t number = 0;
    for (int64_t i = 0; i < setup->samples; i++) {
        if (train[i])
            continue;
        if (number >= first && run->rows < most)
            run->sample[run->rows++] = i;
        number++;
    }
    run->padded = hf_pad_lanes(run->rows);
    return number - first - run->rows;
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
    if (hidden > batch->most_hidden)
        batch->most_hidden = hidden;
    return HF_OK;
}

static hf_status make_run(const hf_conditional_engine *c, const hf_conditional_network *network,
                          int64_t first_row, hf_batch *batch, int64_t *left, hf_error *error)
{
    const int64_t fit = UNITS_MOST / network->weights.hidden / HF_LANES * HF_LANES;
    hf_run *run = &batch->run[batch->runs++];
    *run = (hf_run){.split = network->split, .first = batch->networks};
    HF_TRY(hf_memory_allocate(&batch->memory, &run->sample, c->setup.samples, sizeof *run->sample,
                              error));
    *left = find_samples(&c->setup, first_row, fit > 0 ? fit : HF_LANES, run);
    return HF_OK;
}

static hf_status make(const hf_conditional_engine *c, const hf_conditional_network *networks,
                      int64_t count, hf_batch_place *place, hf_batch *batch, hf_error *error)
{
    int64_t runs, left = 0;
    const int64_t taken = count_networks(c, networks, count, place, &runs);
    HF_TRY(hf_memory_allocate(&batch->memory, &batch->run, runs, sizeof *batch->run, error));
    HF_TRY(
        hf_memory_allocate(&batch->memory, &batch->network, taken, sizeof *batch->network, error));
    for (int64_t k = place->network; k < place->network + taken; k++) {
        if (k == place->network || networks[k].split != networks[k - 1].split)
            HF_TRY(make_run(c, &networks[k], place->row, batch, &left, error));
        hf_run *run = &batch->run[batch->runs - 1];
        HF_TRY(make_network(c, &networks[k], run, batch, error));
        run->networks++;
        if (left > 0 || place->row > 0)
            break; /* a part of this network's rows, alone */
    }
    if (left > 0)
        place->row += batch->run->rows;
    else
        *place = (hf_batch_place){.network = place->network + batch->networks};
    return hf_batch_prepare(c, batch, error);
}

hf_status hf_batch_make(const hf_conditional_engine *c, const hf_conditional_network *networks,
                        int64_t count, hf_batch_place *place, hf_batch *batch, hf_error *error)
{
    *batch = (hf_batch){0};
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
