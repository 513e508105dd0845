/* All statistics of one importance method. */
#include "method.h"

#include "base/nan.h"
#include "features.h"
#include "formulas.h"
#include "holdfast/memory.h"
#include "tables.h"
#include <math.h>
#include <string.h>

static void set_counts(const hf_voting *voting, hf_frequencies *f)
{
    const hf_significance *s = &voting->counts;
    const int64_t d = f->features;
    f->voters = (int32_t)s->voters;
    for (int64_t i = 0; i < d; i++) {
        f->frequency[i] = hf_ratio((double)s->selected[i], s->voters);
        f->mean_rank[i] = hf_ratio(s->rank_sum[i], s->voters);
        f->mean_importance[i] = hf_ratio(s->importance_sum[i], s->voters);
    }
    for (int64_t i = 0; i < f->hiddens * d; i++)
        f->frequency_by_hidden[i] =
            hf_ratio((double)s->selected_by_hidden[i], s->voters_by_hidden[i / d]);
    for (int64_t i = 0; i < f->splits * d; i++)
        f->frequency_by_split[i] =
            hf_ratio((double)s->selected_by_split[i], s->voters_by_split[i / d]);
    for (int64_t h = 0; h < f->hiddens; h++) {
        f->voters_by_hidden[h] = (int32_t)s->voters_by_hidden[h];
        f->variance_seeds_used[h] = voting->seeds_used[h];
    }
    for (int64_t p = 0; p < f->splits; p++)
        f->voters_by_split[p] = (int32_t)s->voters_by_split[p];
    memcpy(f->rank_count, s->rank_count, (size_t)(d * f->ranks) * sizeof *f->rank_count);
}

static void set_groups(const hf_voting *voting, const hf_groups *groups, hf_frequencies *f)
{
    for (int64_t i = 0; i < f->features; i++)
        if (groups->group[i] >= 0)
            f->group_frequency[i] =
                hf_ratio((double)voting->group_selected[groups->group[i]], voting->counts.voters);
}

/* stability_by_k: how often each feature has a rank of at most k. selected [feature]: scratch, 0.
 */
static void set_stability_by_k(const hf_significance *s, int64_t *selected, hf_frequencies *f)
{
    for (int64_t k = 1; k <= f->ranks; k++) {
        for (int64_t i = 0; i < f->features; i++)
            selected[i] = k < f->ranks ? selected[i] + s->rank_count[i * f->ranks + k - 1]
                                       : s->within_ranks[i];
        f->stability_by_k[k - 1] = hf_stability(selected, f->features, k, s->voters);
    }
}

static void set_agreement(const hf_significance *s, int64_t *selected, hf_frequencies *f)
{
    const int64_t d = f->features;
    f->stability = hf_stability(s->selected, d, s->top, s->voters);
    f->kendall_w = hf_kendall_w(s->rank_sum, d, s->voters);
    for (int64_t h = 0; h < f->hiddens; h++) {
        f->stability_by_hidden[h] =
            hf_stability(s->selected_by_hidden + h * d, d, s->top, s->voters_by_hidden[h]);
        f->kendall_w_by_hidden[h] =
            hf_kendall_w(s->rank_sum_by_hidden + h * d, d, s->voters_by_hidden[h]);
    }
    set_stability_by_k(s, selected, f);
}

/* Of an unfinished file the splits that have voters so far: replicas are trained split by split. */
static int64_t splits_to_count(const hf_method_work *w)
{
    int64_t voting = 0;
    for (int64_t p = 0; p < w->grid->splits; p++)
        voting += w->voting.counts.voters_by_split[p] > 0;
    return w->voting.pending > 0 ? voting : w->grid->splits;
}

/* Seeds and splits count as far as they have voters; in a file of format 1 all of the grid's did.
 */
static double units_of(hf_method_work *w)
{
    const hf_voter_table *voters = &w->resampling.table;
    const double seeds = hf_voting_units(voters->of_seed, w->grid->seeds, 1);
    const double splits =
        hf_voting_units(voters->of_split, w->grid->splits, hf_unit_splits(w->config));
    w->out->voting_seeds = seeds;
    w->out->voting_splits = splits;
    if (!hf_config_has(w->config, hf_field_table[HF_SIGNIFICANCE_VOTING_SEEDS].since))
        return fmin((double)w->grid->seeds, (double)splits_to_count(w));
    return fmin(seeds, splits);
}

/* A frequency of 0 or 1 has no spread to resample: its limits come from the number of units. */
static void set_edges(hf_method_work *w)
{
    const hf_significance *counts = &w->voting.counts;
    const double limit = hf_limit_of_zero(w->config->significance.confidence, units_of(w));
    const hf_draws *draws = &w->resampling.draws;
    const bool defined = 10 * w->resampling.skipped <= draws->draws;
    for (int64_t f = 0; f < w->out->features; f++) {
        const bool none = counts->selected[f] == 0, all = counts->selected[f] == counts->voters;
        if (!none && !all)
            continue;
        w->out->frequency_low[f] = !defined ? hf_nan_f64() : all ? 1 - limit : 0;
        w->out->frequency_high[f] = !defined ? hf_nan_f64() : none ? limit : 1;
    }
    w->out->draws_skipped = (int32_t)w->resampling.skipped;
}

/* Agreement by what the voters differ in. voters, entries [hidden]: scratch. */
static void set_overlaps(hf_method_work *w, double *voters, double *entries)
{
    const hf_significance *counts = &w->voting.counts;
    const hf_overlaps *pairs = &w->resampling.of_voters, *shared = &w->resampling.of_features;
    const int64_t d = counts->features, k = counts->top;
    hf_frequencies *out = w->out;
    for (int64_t h = 0; h < counts->hiddens; h++) {
        double squares = 0;
        voters[h] = (double)counts->voters_by_hidden[h];
        entries[h] = voters[h] * (double)k;
        for (int64_t f = 0; f < d; f++)
            squares += (double)counts->selected_by_hidden[h * d + f] *
                       (double)counts->selected_by_hidden[h * d + f];
        out->stability_cross_by_hidden[h] = hf_overlap_stability(
            hf_overlaps_cross(shared, h, entries[h], squares),
            hf_overlaps_cross(pairs, h, voters[h], voters[h] * voters[h]), d, k);
    }
    out->stability_seed = hf_overlap_stability(hf_overlaps_seed(shared, entries),
                                               hf_overlaps_seed(pairs, voters), d, k);
    out->stability_split = hf_overlap_stability(hf_overlaps_split(shared, entries),
                                                hf_overlaps_split(pairs, voters), d, k);
    out->stability_hidden = hf_overlap_stability(hf_overlaps_hidden(shared, entries),
                                                 hf_overlaps_hidden(pairs, voters), d, k);
    const hf_cross cross = hf_resampling_cross(&w->resampling, d, k);
    out->stability_cross = cross.value;
    out->stability_cross_low = cross.interval.low;
    out->stability_cross_high = cross.interval.high;
    out->stability_cross_draws_skipped = (int32_t)cross.skipped;
}

static void set_bounds(hf_method_work *w)
{
    const bool pairs = w->config->splits.method == HF_SPLITS_COMPLEMENTARY_PAIRS;
    hf_half_samples *halves = &w->halves;
    hf_frequencies *out = w->out;
    hf_half_samples_close(halves);
    out->half_samples = (int32_t)halves->count;
    for (int64_t f = 0; f < out->features; f++)
        out->half_sample_frequency[f] = hf_ratio((double)halves->selected[f], halves->count);
    for (int64_t i = 0; i < HF_THRESHOLDS && halves->count > 0; i++) {
        out->error_bound[i] = hf_error_bound(out->features, halves->top, i);
        if (pairs && halves->count == out->splits)
            out->error_bound_unimodal[i] =
                hf_error_bound_unimodal(out->features, halves->top, out->splits / 2, i);
    }
}

static hf_status work_make(hf_method_work *w, const hf_groups *groups, hf_error *error)
{
    const int64_t features = groups->features, top = w->config->significance.top;
    HF_TRY(hf_memory_allocate(&w->memory, &w->rank, features, sizeof *w->rank, error));
    HF_TRY(hf_memory_allocate(&w->memory, &w->order, features, sizeof *w->order, error));
    HF_TRY(hf_voting_make(w->results, w->method_index, groups, &w->memory, &w->voting, error));
    if (w->voting.counts.voters > 0)
        HF_TRY(hf_resampling_make(w->results, &w->voting, &w->memory, &w->resampling, error));
    w->has_halves = hf_half_samples_apply(w->config, w->method_index);
    return w->has_halves ? hf_half_samples_make(features, top, &w->memory, &w->halves, error)
                         : HF_OK;
}

static hf_status fill(hf_method_work *w, const hf_groups *groups, hf_error *error)
{
    hf_frequencies *out = w->out;
    int64_t *selected;
    double *voters, *entries;
    HF_TRY(work_make(w, groups, error));
    HF_TRY(hf_memory_allocate(&w->memory, &selected, out->features, sizeof *selected, error));
    HF_TRY(hf_memory_allocate(&w->memory, &voters, out->hiddens, sizeof *voters, error));
    HF_TRY(hf_memory_allocate(&w->memory, &entries, out->hiddens, sizeof *entries, error));
    set_counts(&w->voting, out);
    set_groups(&w->voting, groups, out);
    set_agreement(&w->voting.counts, selected, out);
    for (int64_t begin = 0; begin < out->features;)
        HF_TRY(hf_features_pass(w, begin, &begin, error));
    if (w->has_halves)
        set_bounds(w);
    if (out->voters > 0) {
        set_edges(w);
        set_overlaps(w, voters, entries);
    }
    return HF_OK;
}

/* Sizes of a file's tables, all of them empty. */
static hf_frequencies empty(const hf_results *results)
{
    const hf_grid *grid = hf_results_grid(results);
    const int64_t features = hf_results_features(results)->count;
    return (hf_frequencies){.features = features,
                            .hiddens = grid->hiddens,
                            .splits = grid->splits,
                            .ranks = features < HF_RANKS_KEPT ? features : HF_RANKS_KEPT};
}

const hf_pass_limits hf_pass_limits_usual = {1 << 22, 1 << 25, 1 << 27};

hf_status hf_method_statistics(const hf_results *results, int64_t method_index,
                               const hf_groups *groups, const hf_pass_limits *limits,
                               hf_frequencies *frequencies, hf_error *error)
{
    hf_method_work w = {.results = results,
                        .config = hf_results_config(results),
                        .grid = hf_results_grid(results),
                        .method_index = method_index,
                        .limits = limits,
                        .out = frequencies};
    *frequencies = empty(results);
    HF_TRY(hf_members_make(results, &hf_members_of_frequencies, method_index, frequencies, error));
    const hf_status status = fill(&w, groups, error);
    hf_memory_free(&w.memory);
    if (status != HF_OK)
        hf_frequencies_free(frequencies);
    return status;
}

hf_status hf_frequencies_read(const hf_results *results, int64_t method_index,
                              hf_frequencies *frequencies, hf_error *error)
{
    bool complete;
    hf_groups groups;
    hf_memory memory = {0};
    HF_TRY(hf_is_complete(results, &complete, error));
    if (complete) {
        *frequencies = empty(results);
        return hf_members_read(results, &hf_members_of_frequencies, method_index, frequencies,
                               error);
    }
    hf_status status = hf_groups_read(results, &memory, &groups, error);
    if (status == HF_OK)
        status = hf_method_statistics(results, method_index, &groups, &hf_pass_limits_usual,
                                      frequencies, error);
    hf_memory_free(&memory);
    return status;
}

void hf_frequencies_free(hf_frequencies *frequencies)
{
    hf_members_free(&hf_members_of_frequencies, frequencies);
    *frequencies = (hf_frequencies){0};
}
