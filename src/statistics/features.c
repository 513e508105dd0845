/* The second pass over a method's replicas: what needs a feature's replicas all at once. */
#include "features.h"

#include "holdfast/memory.h"
#include "replicas.h"
#include "statistics/counts/rank_sums.h"
#include "statistics/counts/ranking.h"

/* Features begin ... end - 1 and what one pass over the replicas gathers of them. */
typedef struct pass {
    hf_method_work *w;
    int64_t begin, end;
    int64_t items;            /* those that anybody selects */
    int64_t *item_of;         /* [end - begin], -1: nobody selects it */
    hf_selections selections; /* [items] */
    hf_rank_sums rank_sums;
    hf_memory memory; /* of all this */
} pass;

/* How many features from `begin` on one pass can take. */
static int64_t pass_end(const hf_method_work *w, int64_t begin)
{
    const int64_t *selected = w->voting.counts.selected;
    const hf_pass_limits *limits = w->limits;
    const int64_t samples = w->config->significance.bootstrap + HF_DRAW_LANES;
    const int64_t rank_bytes = hf_rank_sums_bytes(w->grid);
    int64_t end = begin, entries = 0, items = 0;
    while (end < w->out->features) {
        entries += selected[end];
        items += selected[end] > 0;
        if (end > begin && (entries > limits->entries || items > limits->weights / samples ||
                            end - begin >= limits->rank_bytes / rank_bytes))
            break;
        end++;
    }
    return end;
}

static hf_status pass_make(pass *p, hf_error *error)
{
    const hf_method_work *w = p->w;
    const int64_t width = p->end - p->begin;
    int64_t *counts;
    HF_TRY(hf_memory_allocate(&p->memory, &counts, width, sizeof *counts, error));
    HF_TRY(hf_memory_allocate(&p->memory, &p->item_of, width, sizeof *p->item_of, error));
    for (int64_t f = 0; f < width; f++) {
        const int64_t selected = w->voting.counts.selected[p->begin + f];
        p->item_of[f] = selected > 0 ? p->items : -1;
        if (selected > 0)
            counts[p->items++] = selected;
    }
    HF_TRY(hf_selections_make(counts, p->items, &p->memory, &p->selections, error));
    return hf_rank_sums_make(w->grid, w->voting.seed_used, p->begin, p->end, &p->memory,
                             &p->rank_sums, error);
}

static void visit(void *context, const hf_replica_row *row)
{
    pass *p = context;
    hf_method_work *w = p->w;
    const float *importance = row->importance[0];
    const int64_t features = w->out->features;
    if (row->status != HF_DONE || !hf_rank_finite(importance, features, w->rank, w->order))
        return;
    hf_rank_sums_add(&p->rank_sums, &row->place, w->rank);
    if (w->has_halves && p->begin == 0)
        hf_half_samples_add(&w->halves, &row->place, w->rank);
    if (!hf_is_voter((hf_votes)w->config->significance.votes, row->status, row->learned) ||
        !hf_ranking_differs(importance, w->order, features))
        return;
    for (int64_t i = 0; i < w->config->significance.top; i++)
        if (w->order[i] >= p->begin && w->order[i] < p->end)
            hf_selections_add(&p->selections, p->item_of[w->order[i] - p->begin],
                              row->place.number);
}

/* The variance of u = (selected - frequency) / (voters per cell), all times the voters squared so
 * that it stays an integer: x = N selected - K votes, N voters, K of which select the feature. */
static hf_components plan_variances(const hf_method_work *w, const hf_item_sums *sums,
                                    int64_t selected)
{
    const hf_item_sums *votes = &w->resampling.voter_sums;
    const hf_wide n = w->voting.counts.voters, k = selected;
    const int64_t seeds = w->grid->seeds, splits = w->grid->splits;
    const hf_square_sums squares = {
        .cells = n * n * sums->cell_squares - 2 * n * k * sums->cell_voters +
                 k * k * votes->cell_squares,
        .seeds = n * n * sums->seed_squares - 2 * n * k * sums->seed_voters +
                 k * k * votes->seed_squares,
        .splits = n * n * sums->split_squares - 2 * n * k * sums->split_voters +
                  k * k * votes->split_squares,
    };
    const double scale = (double)seeds * (double)splits / (double)n / (double)n;
    hf_components variances = hf_anova(&squares, seeds, splits);
    variances.seed *= scale * scale;
    variances.split *= scale * scale;
    variances.interaction *= scale * scale;
    return variances;
}

static void set_feature(hf_method_work *w, const pass *p, int64_t feature, const int32_t *weights)
{
    hf_frequencies *out = w->out;
    const hf_selections *s = &p->selections;
    const int64_t item = p->item_of[feature - p->begin];
    hf_item_sums sums = {0};
    hf_interval interval = {0, 0};
    if (item >= 0) {
        sums = hf_overlaps_add(&w->resampling.of_features, s->number + s->begin[item],
                               s->begin[item + 1] - s->begin[item], &w->resampling.table);
        interval = hf_resampling_frequency(&w->resampling, weights + item * w->resampling.padded);
    }
    const int64_t selected = w->voting.counts.selected[feature];
    const hf_components variances = plan_variances(w, &sums, selected);
    out->plan_variance_seed[feature] = variances.seed;
    out->plan_variance_split[feature] = variances.split;
    out->plan_variance_interaction[feature] = variances.interaction;
    out->frequency_low[feature] = interval.low;
    out->frequency_high[feature] = interval.high;
}

static hf_status set_features(pass *p, hf_error *error)
{
    hf_resampling *resampling = &p->w->resampling;
    int32_t *weights;
    HF_TRY(hf_memory_allocate(&p->memory, &weights, p->items,
                              (size_t)resampling->padded * sizeof *weights, error));
    HF_TRY(hf_resampling_add(resampling, &p->selections, weights, error));
    for (int64_t f = p->begin; f < p->end; f++)
        set_feature(p->w, p, f, weights);
    return HF_OK;
}

static hf_status run_pass(pass *p, hf_error *error)
{
    hf_method_work *w = p->w;
    hf_frequencies *out = w->out;
    const hf_replica_set all = {HF_ARM_MAIN, HF_EVERY_DRAW, &w->method_index, 1};
    HF_TRY(pass_make(p, error));
    HF_TRY(hf_replicas_visit(w->results, &all, visit, p, error));
    hf_rank_sums_shares(&p->rank_sums, out->features, out->variance_seeds_used, out->variance_seed,
                        out->variance_split, out->variance_interaction);
    return out->voters > 0 ? set_features(p, error) : HF_OK;
}

hf_status hf_features_pass(hf_method_work *work, int64_t begin, int64_t *end, hf_error *error)
{
    pass p = {.w = work, .begin = begin, .end = pass_end(work, begin)};
    const hf_status status = run_pass(&p, error);
    hf_memory_free(&p.memory);
    *end = p.end;
    return status;
}
