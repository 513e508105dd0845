/* The bootstrap of one method. */
#include "resampling.h"

#include "base/nan.h"
#include "formulas.h"
#include "holdfast/memory.h"

/* The item's weighted numbers in every sample, and what its pairs come to. */
static void weigh_samples(hf_resampling *r, const hf_table_lines *lines, int64_t items,
                          int32_t *weights, double *pairs)
{
    for (int64_t first = 0; first < r->padded; first += HF_DRAW_LANES) {
        hf_draws_set(&r->draws, first);
        for (int64_t item = 0; item < items; item++)
            hf_weigh_item(&r->draws, lines, item, weights + item * r->padded + first,
                          pairs + first);
    }
}

static void weigh_cells(hf_resampling *r, const double *cell_squares, double *pairs)
{
    for (int64_t first = 0; first < r->padded; first += HF_DRAW_LANES) {
        hf_draws_set(&r->draws, first);
        hf_weigh_cells(&r->draws, cell_squares, pairs + first);
    }
}

/* Having a vote is an item like selecting a feature: its pairs are the pairs there are. */
static hf_status weigh_voters(hf_resampling *r, const hf_voting *voting, hf_memory *scratch,
                              hf_error *error)
{
    const int64_t voters = voting->counts.voters;
    hf_selections all;
    hf_table_lines lines;
    HF_TRY(hf_selections_make(&voters, 1, scratch, &all, error));
    for (int64_t i = 0; i < voters; i++)
        hf_selections_add(&all, 0, voting->voter[i]);
    HF_TRY(hf_table_lines_make(&all, r->grid, scratch, &lines, error));
    r->voter_sums = hf_overlaps_add(&r->of_voters, all.number, voters, &r->table);
    weigh_samples(r, &lines, 1, r->voters, r->pairs);
    weigh_cells(r, r->of_voters.cell_squares, r->pairs);
    for (int64_t sample = 1; sample <= r->draws.draws; sample++)
        r->skipped += r->voters[sample] == 0;
    return HF_OK;
}

hf_status hf_resampling_make(const hf_results *results, const hf_voting *voting, hf_memory *memory,
                             hf_resampling *resampling, hf_error *error)
{
    hf_resampling *r = resampling;
    hf_memory scratch = {0};
    *r = (hf_resampling){.config = hf_results_config(results), .grid = hf_results_grid(results)};
    HF_TRY(hf_draws_make(r->config, memory, &r->draws, error));
    r->padded = hf_draws_padded(&r->draws);
    HF_TRY(hf_memory_allocate(memory, &r->voters, r->padded, sizeof *r->voters, error));
    HF_TRY(hf_memory_allocate(memory, &r->pairs, r->padded, sizeof *r->pairs, error));
    HF_TRY(hf_memory_allocate(memory, &r->shared, r->padded, sizeof *r->shared, error));
    HF_TRY(hf_memory_allocate(memory, &r->values, r->padded, sizeof *r->values, error));
    HF_TRY(hf_voter_table_make(r->grid, voting->voter, voting->counts.voters, memory, &r->table,
                               error));
    HF_TRY(hf_overlaps_make(r->grid, memory, &r->of_voters, error));
    HF_TRY(hf_overlaps_make(r->grid, memory, &r->of_features, error));
    const hf_status status = weigh_voters(r, voting, &scratch, error);
    hf_memory_free(&scratch);
    return status;
}

hf_status hf_resampling_add(hf_resampling *resampling, const hf_selections *selections,
                            int32_t *weights, hf_error *error)
{
    hf_table_lines lines;
    hf_memory scratch = {0};
    const hf_status status =
        hf_table_lines_make(selections, resampling->grid, &scratch, &lines, error);
    if (status == HF_OK)
        weigh_samples(resampling, &lines, selections->items, weights, resampling->shared);
    hf_memory_free(&scratch);
    return status;
}

hf_interval hf_resampling_frequency(hf_resampling *resampling, const int32_t *weights)
{
    hf_resampling *r = resampling;
    int64_t count = 0;
    for (int64_t sample = 1; sample <= r->draws.draws; sample++)
        if (r->voters[sample] > 0)
            r->values[count++] = (double)weights[sample] / (double)r->voters[sample];
    return hf_percentiles(r->values, count, r->skipped, r->config->significance.confidence);
}

hf_cross hf_resampling_cross(hf_resampling *resampling, int64_t features, int64_t top)
{
    hf_resampling *r = resampling;
    hf_cross cross = {.interval = {hf_nan_f64(), hf_nan_f64()}};
    int64_t count = 0;
    weigh_cells(r, r->of_features.cell_squares, r->shared);
    cross.value = hf_overlap_stability(r->shared[0], r->pairs[0], features, top);
    for (int64_t sample = 1; sample <= r->draws.draws; sample++)
        if (r->pairs[sample] > 0)
            r->values[count++] =
                hf_overlap_stability(r->shared[sample], r->pairs[sample], features, top);
    cross.skipped = r->draws.draws - count;
    if (cross.value == cross.value)
        cross.interval =
            hf_percentiles(r->values, count, cross.skipped, r->config->significance.confidence);
    return cross;
}
