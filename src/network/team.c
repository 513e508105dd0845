/* Who does what in a team of threads. */
#include "trainer.h"

enum { ROW_VECTORS = HF_ROW_BLOCK / HF_LANES };

/* The same network, of only some hidden units. */
static hf_network view_of_units(const hf_network *network, int64_t first, int64_t units)
{
    hf_network view = *network;
    view.hidden = units;
    view.input_weight += first * network->feature_stride;
    view.input_bias += first;
    view.output_weight += first;
    return view;
}

hf_member hf_member_make(hf_trainer *trainer, int64_t number, int64_t team)
{
    const hf_network *all = &trainer->parameter.network;
    const int64_t first = hf_part_begin(all->hidden, number, team);
    const int64_t units = hf_part_begin(all->hidden, number + 1, team) - first;
    const int64_t sums_before = number * all->classes + first * (1 + all->classes);
    float *sums = trainer->lane_sums + sums_before * HF_LANES;
    return (hf_member){.trainer = trainer,
                       .number = number,
                       .team = team,
                       .first_unit = first,
                       .parameter = view_of_units(all, first, units),
                       .gradient = view_of_units(&trainer->gradient.network, first, units),
                       .sums = {.output_bias = sums,
                                .input_bias = sums + all->classes * HF_LANES,
                                .output_weight = sums + (all->classes + units) * HF_LANES},
                       .lane_sums = sums,
                       .summed = trainer->summed + sums_before,
                       .sum_count = all->classes + units * (1 + all->classes),
                       .scratch = trainer->scratch + number * all->classes * HF_ROW_BLOCK};
}

void hf_member_wait(const hf_member *member)
{
    if (member->team > 1)
        hf_barrier_wait(&member->trainer->barrier, member->team);
}

hf_part hf_parameter_part(const hf_member *member)
{
    const int64_t vectors = member->trainer->parameter.count / HF_LANES;
    const int64_t first = hf_part_begin(vectors, member->number, member->team) * HF_LANES;
    const int64_t end = hf_part_begin(vectors, member->number + 1, member->team) * HF_LANES;
    return (hf_part){first, end - first};
}

bool hf_run_next(const hf_samples *samples, int64_t first, hf_run *run)
{
    if (run->next >= run->end)
        return false;
    const int64_t vectors_left = run->end - run->next;
    run->slot = run->next / ROW_VECTORS;
    run->row = run->next % ROW_VECTORS * HF_LANES;
    const int64_t start = (first + run->slot) * HF_ROW_BLOCK + run->row;
    const int64_t in_block = HF_ROW_BLOCK - run->row, in_samples = samples->rows - start;
    int64_t rows = vectors_left * HF_LANES < in_block ? vectors_left * HF_LANES : in_block;
    run->next += rows / HF_LANES;
    rows = rows < in_samples ? rows : in_samples;
    run->block = (hf_row_block){.by_feature = samples->by_feature +
                                              (start - run->row) * samples->features + run->row,
                                .by_row = samples->by_row + start * samples->feature_stride,
                                .label = samples->label + start,
                                .rows = (int)rows,
                                .weight = samples->weight ? samples->weight + start : NULL};
    return true;
}
