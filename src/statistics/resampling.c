/* The bootstrap of one method. */
#include "resampling.h"

#include "base/nan.h"
#include "holdfast/memory.h"
#include "stability.h"

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
static hf_status weigh_voters(hf_resampling *r, const hf_voting *voting, hf_error *error)
{
    const int64_t voters = voting->counts.voters;
    hf_selections all = {0};
    hf_table_lines lines = {0};
    hf_status status;
    HF_TRY_CLEANUP(hf_selections_make(&voters, 1, &all, error));
    for (int64_t i = 0; i < voters; i++)
        hf_selections_add(&all, 0, voting->voter[i]);
    HF_TRY_CLEANUP(hf_table_lines_make(&all, r->grid, &lines, error));
    r->voter_sums = hf_overlaps_add(&r->of_voters, all.number, voters, &r->table);
    weigh_samples(r, &lines, 1, r->voters, r->pairs);
    weigh_cells(r, r->of_voters.cell_squares, r->pairs);
    for (int64_t sample = 1; sample <= r->draws.draws; sample++)
        r->skipped += r->voters[sample] == 0;
cleanup:
    hf_table_lines_free(&lines);
    hf_selections_free(&all);
    return status;
}

hf_status hf_resampling_make(const hf_results *results, const hf_voting *voting,
                             hf_resampling *resampling, hf_error *error)
{
    hf_resampling *r = resampling;
    hf_status status;
    *r = (hf_resampling){.config = hf_results_config(results), .grid = hf_results_grid(results)};
    HF_TRY_CLEANUP(hf_draws_make(r->config, &r->draws, error));
    r->padded = hf_draws_padded(&r->draws);
    HF_TRY_CLEANUP(hf_allocate(&r->voters, r->padded, sizeof *r->voters, error));
    HF_TRY_CLEANUP(hf_allocate(&r->pairs, r->padded, sizeof *r->pairs, error));
    HF_TRY_CLEANUP(hf_allocate(&r->shared, r->padded, sizeof *r->shared, error));
    HF_TRY_CLEANUP(hf_allocate(&r->values, r->padded, sizeof *r->values, error));
    HF_TRY_CLEANUP(
        hf_voter_table_make(r->grid, voting->voter, voting->counts.voters, &r->table, error));
    HF_TRY_CLEANUP(hf_overlaps_make(r->grid, &r->of_voters, error));
    HF_TRY_CLEANUP(hf_overlaps_make(r->grid, &r->of_features, error));
    HF_TRY_CLEANUP(weigh_voters(r, voting, error));
cleanup:
    if (status != HF_OK)
        hf_resampling_free(r);
    return status;
}

hf_status hf_resampling_add(hf_resampling *resampling, const hf_selections *selections,
                            int32_t *weights, hf_error *error)
{
    hf_table_lines lines;
    HF_TRY(hf_table_lines_make(selections, resampling->grid, &lines, error));
    weigh_samples(resampling, &lines, selections->items, weights, resampling->shared);
    hf_table_lines_free(&lines);
    return HF_OK;
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

void hf_resampling_free(hf_resampling *resampling)
{
    hf_draws_free(&resampling->draws);
    hf_free(&resampling->voters);
    hf_free(&resampling->pairs);
    hf_free(&resampling->shared);
    hf_free(&resampling->values);
    hf_voter_table_free(&resampling->table);
    hf_overlaps_free(&resampling->of_voters);
    hf_overlaps_free(&resampling->of_features);
}
