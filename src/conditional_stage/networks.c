/* Which networks take part, and their weights from the file. */
#include "conditional_stage.h"

#include "holdfast/status_codes.h"
#include "replica/stored_weights.h"

enum { PIECE_BYTES = 64 << 20 };

typedef struct finding {
    const hf_grid *grid;
    int64_t seeds;
    hf_conditional_networks *networks;
} finding;

static hf_status take_done(void *context, const hf_block *block, hf_error *error)
{
    const finding *f = context;
    const uint8_t *status = block->value[0];
    (void)error;
    for (int64_t i = 0; i < block->count; i++)
        if (status[i] == HF_DONE && hf_grid_place(f->grid, block->first + i).seed_index < f->seeds)
            f->networks->number[f->networks->count++] = block->first + i;
    return HF_OK;
}

hf_status hf_conditional_networks_find(const hf_results *results, hf_memory *memory,
                                       hf_conditional_networks *networks, hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    const hf_grid *grid = hf_results_grid(results);
    const int64_t seeds = config->significance.conditional_seeds;
    const hf_column column = {HF_REPLICAS_STATUS, 0};
    finding f = {grid, seeds, networks};
    *networks = (hf_conditional_networks){0};
    HF_TRY(hf_memory_allocate(memory, &networks->number, grid->splits * grid->hiddens,
                              (size_t)seeds * sizeof *networks->number, error));
    return hf_results_visit(results,
                            &(hf_scan){.arm = HF_ARM_MAIN,
                                       .columns = &column,
                                       .column_count = 1,
                                       .visit = take_done,
                                       .context = &f},
                            error);
}

static hf_weights shape_of(const hf_conditional_stage *stage, int64_t network)
{
    const hf_experiment *e = stage->experiment;
    return (hf_weights){.inputs = e->dataset.inputs,
                        .hidden = hf_grid_place(&e->grid, stage->networks->number[network]).hidden,
                        .classes = e->dataset.classes};
}

int64_t hf_conditional_floats(const hf_conditional_stage *stage, int64_t first, int64_t count)
{
    int64_t floats = 0;
    for (int64_t i = first; i < first + count; i++) {
        const hf_weights shape = shape_of(stage, i);
        floats += hf_weights_floats(&shape);
    }
    return floats;
}

hf_status hf_conditional_read(const hf_conditional_stage *stage, const hf_results *results,
                              int64_t first, int64_t count, float *weights, hf_error *error)
{
    for (int64_t i = first; i < first + count; i++) {
        const hf_replica_place place =
            hf_grid_place(hf_results_grid(results), stage->networks->number[i]);
        HF_TRY(hf_stored_weights_read(results, &place, weights, error));
        weights += hf_conditional_floats(stage, i, 1);
    }
    return HF_OK;
}

hf_status hf_conditional_add_networks(const hf_conditional_stage *stage,
                                      const hf_conditional_block *block, int64_t first,
                                      int64_t count, const float *weights, int64_t *sums,
                                      hf_error *error)
{
    hf_conditional_network *networks;
    if (count == 0)
        return HF_OK;
    HF_TRY(hf_allocate(&networks, count, sizeof *networks, error));
    for (int64_t i = 0; i < count; i++) {
        hf_weights w = shape_of(stage, first + i);
        hf_weights_point(&w, weights);
        weights += hf_weights_floats(&w);
        const hf_replica_place place =
            hf_grid_place(&stage->experiment->grid, stage->networks->number[first + i]);
        networks[i] = (hf_conditional_network){.weights = w, .split = place.split};
    }
    const hf_status status = hf_conditional_add(stage->engine, block, networks, count, sums, error);
    hf_free(&networks);
    return status;
}

/* How many networks from `first` on make a piece; at least one. */
static int64_t piece_of(const hf_conditional_stage *stage, int64_t first, int64_t count)
{
    int64_t floats = 0, networks = 0;
    while (networks < count && (networks == 0 || floats * (int64_t)sizeof(float) < PIECE_BYTES))
        floats += hf_conditional_floats(stage, first + networks++, 1);
    return networks;
}

hf_status hf_conditional_add_stored(const hf_conditional_stage *stage, const hf_results *results,
                                    const hf_conditional_block *block, int64_t first, int64_t count,
                                    int64_t *sums, hf_error *error)
{
    hf_status status = HF_OK;
    for (int64_t end = first + count, piece; first < end && status == HF_OK; first += piece) {
        float *weights;
        piece = piece_of(stage, first, end - first);
        HF_TRY(hf_allocate(&weights, hf_conditional_floats(stage, first, piece), sizeof *weights,
                           error));
        status = hf_conditional_read(stage, results, first, piece, weights, error);
        if (status == HF_OK)
            status = hf_conditional_add_networks(stage, block, first, piece, weights, sums, error);
        hf_free(&weights);
    }
    return status;
}
