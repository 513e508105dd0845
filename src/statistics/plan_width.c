/* How much more seeds, or more splits, would narrow the intervals. Nothing here is digested. */
#include "base/nan.h"
#include "bootstrap.h"
#include "formulas.h"
#include "holdfast/statistics.h"
#include <math.h>

double hf_plan_z(double confidence)
{
    double low = 0, high = 40; /* erfc is 0 there */
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (middle == low || middle == high)
            return middle;
        if (erfc(middle / sqrt(2)) > 1 - confidence)
            low = middle;
        else
            high = middle;
    }
}

double hf_plan_width(const hf_frequencies *frequencies, int64_t feature, double z, int64_t seeds,
                     int64_t splits)
{
    const double s = (double)seeds, p = (double)splits;
    return 2 * z *
           sqrt(frequencies->plan_variance_split[feature] / p +
                frequencies->plan_variance_seed[feature] / s +
                frequencies->plan_variance_interaction[feature] / (s * p));
}

int64_t hf_plan_widest(const hf_frequencies *frequencies, double z, int64_t seeds, int64_t splits,
                       double *width)
{
    int64_t widest = -1;
    *width = hf_nan_f64();
    for (int64_t f = 0; f < frequencies->features; f++) {
        const double of_feature = hf_plan_width(frequencies, f, z, seeds, splits);
        if (of_feature > *width || (widest < 0 && !isnan(of_feature))) {
            widest = f;
            *width = of_feature;
        }
    }
    return widest;
}

/* Units that a seed or split of a larger grid would be worth: as much as one is now. In a file of
 * format 1 each is one. */
static double worth(double voting, int64_t units)
{
    return isnan(voting) ? 1 : voting / (double)units;
}

double hf_plan_limit(const hf_config *config, const hf_frequencies *frequencies, int64_t seeds,
                     int64_t splits)
{
    const double of_seed = worth(frequencies->voting_seeds, config->replicas.seeds);
    const double of_split = worth(frequencies->voting_splits, config->splits.count);
    return hf_limit_of_zero(config->significance.confidence,
                            fmin((double)seeds * of_seed, (double)splits * of_split));
}

/* The smallest number of units with a limit of at most `width`; INFINITY: too many to be counted.
 */
static double limit_units(double confidence, double width)
{
    const double needed = log((1 - confidence) / 2) / log1p(-width);
    if (!(needed < HF_REPLICAS_MOST)) /* beyond, the limit itself is too coarse to count by */
        return INFINITY;
    double units = needed < 2 ? 1 : floor(needed) - 1;
    while (hf_limit_of_zero(confidence, units) > width)
        units++;
    return units;
}

bool hf_plan_limit_grid(const hf_config *config, const hf_frequencies *frequencies, double width,
                        int64_t *seeds, int64_t *splits)
{
    const double step = (double)hf_plan_split_step(config);
    const double units = limit_units(config->significance.confidence, width);
    const double s = ceil(units / worth(frequencies->voting_seeds, config->replicas.seeds));
    const double p = ceil(units / worth(frequencies->voting_splits, config->splits.count) / step);
    if (!(s <= HF_REPLICAS_MOST && p * step <= HF_REPLICAS_MOST))
        return false;
    *seeds = (int64_t)s;
    *splits = (int64_t)(p * step);
    return true;
}

int64_t hf_plan_split_step(const hf_config *config)
{
    return hf_unit_splits(config);
}

typedef struct search {
    const hf_frequencies *f;
    double z, width;
    int64_t seeds, most; /* present seeds; seeds x splits at most */
} search;

/* Seeds, not rounded, that so many splits need; infinite: no number is enough. */
static double seeds_needed(const search *s, int64_t splits)
{
    const double p = (double)splits, target = s->width / (2 * s->z) * (s->width / (2 * s->z));
    double most = (double)s->seeds;
    for (int64_t f = 0; f < s->f->features; f++) {
        const double left = target - s->f->plan_variance_split[f] / p;
        const double by_seed = s->f->plan_variance_seed[f] + s->f->plan_variance_interaction[f] / p;
        if (by_seed > 0 || left < 0)
            most = fmax(most, left > 0 ? by_seed / left : INFINITY);
    }
    return most;
}

/* A convex function of the number of splits. */
static double cost(const search *s, int64_t splits)
{
    return (double)splits * seeds_needed(s, splits);
}

/* Of the numbers of splits `step`, 2 step ... from `least` step on the one of the least cost. */
static int64_t find_least(const search *s, int64_t least, int64_t step)
{
    int64_t low = least, high = s->most / step;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        const double here = cost(s, middle * step);
        if (isinf(here) || here > cost(s, (middle + 1) * step))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Takes the grid of so many splits if it is cheaper in whole seeds. False: no number of splits
 * further away can be. */
static bool try_splits(const search *s, int64_t splits, hf_plan *best)
{
    const double needed = seeds_needed(s, splits);
    const int64_t cheapest = best->seeds > 0 ? best->seeds * best->splits : s->most;
    if (!(needed * (double)splits <= (double)cheapest))
        return false;
    hf_plan plan = {.seeds = (int64_t)ceil(needed), .splits = splits};
    while (hf_plan_widest(s->f, s->z, plan.seeds, splits, &plan.width) >= 0 &&
           plan.width > s->width) /* what rounding left */
        plan.seeds++;
    const int64_t replicas = plan.seeds * splits;
    if (replicas < cheapest ||
        (replicas == cheapest && (best->seeds == 0 || splits < best->splits)))
        *best = plan;
    return true;
}

bool hf_plan_cheapest(const hf_config *config, const hf_frequencies *frequencies, double width,
                      hf_plan *plan)
{
    const int64_t step = hf_plan_split_step(config), least = config->splits.count / step;
    const search s = {.f = frequencies,
                      .z = hf_plan_z(config->significance.confidence),
                      .width = width,
                      .seeds = config->replicas.seeds,
                      .most = HF_REPLICAS_MOST / config->model.hidden.count};
    double now;
    *plan = (hf_plan){0};
    if (hf_plan_widest(frequencies, s.z, s.seeds, config->splits.count, &now) < 0)
        return false;
    const int64_t centre = find_least(&s, least, step);
    for (int64_t i = centre; i >= least && try_splits(&s, i * step, plan);)
        i--;
    for (int64_t i = centre + 1; i <= s.most / step && try_splits(&s, i * step, plan);)
        i++;
    return plan->seeds > 0;
}
