/* The grids that a plan offers for a width, and what training them takes. */
#include "plan.h"
#include <inttypes.h>
#include <math.h>

int64_t hf_plan_replicas(const hf_plan_view *view, const hf_plan *plan)
{
    return plan->seeds * plan->splits * view->config->model.hidden.count;
}

hf_plan hf_plan_for(const hf_plan_view *view, int64_t seeds, int64_t splits)
{
    hf_plan plan = {.seeds = seeds, .splits = splits};
    hf_plan_widest(&view->frequencies, hf_plan_z(view->config->significance.confidence), seeds,
                   splits, &plan.width);
    return plan;
}

static bool is_more(const hf_plan_view *v, const hf_plan *plan)
{
    return hf_plan_replicas(v, plan) > v->replicas;
}

/* ---- what it takes ---- */

/* Borrows from the file's configuration: not to be freed. */
static hf_config config_of(const hf_plan_view *v, const hf_plan *plan, bool same_part)
{
    hf_config config = *v->config;
    config.replicas.seeds = plan->seeds;
    config.splits.count = plan->splits;
    if (same_part) {
        config.null_test.seeds = hf_arm_grid(v->config, HF_ARM_LABELS).seeds;
        config.null_test.splits = hf_arm_splits(v->config, HF_ARM_LABELS);
    }
    return config;
}

static int64_t replicas_of(const hf_config *config, hf_arm arm)
{
    const hf_grid grid = hf_arm_grid(config, arm);
    return hf_grid_whole(&grid);
}

/* A network of a probe's draw has as many weights more. (Label permutations train what the grid
 * does.) */
static double work_of(const hf_plan_view *v, hf_arm arm)
{
    const int64_t features = hf_results_features(v->results)->count;
    const int64_t others = hf_results_classes(v->results)->count + 1;
    return (double)(hf_arm_features(features, arm) + others) / (double)(features + others);
}

static bool keeps_part(const hf_plan_view *v, int64_t configured, int64_t now, int64_t then)
{
    const bool any = v->config->null_test.labels > 0 || v->config->null_test.probes > 0;
    return any && configured == 0 && then > now;
}

static void append_command(const hf_plan_view *v, hf_plan_offer *offer)
{
    const hf_config *config = v->config;
    const int64_t seeds = config->replicas.seeds, splits = config->splits.count;
    const hf_plan *plan = &offer->plan;
    const struct {
        const char *key;
        int64_t value;
        bool set;
    } settings[] = {
        {"replicas.seeds", plan->seeds, plan->seeds > seeds},
        {"splits.count", plan->splits, plan->splits > splits},
        {"null_test.seeds", seeds, keeps_part(v, config->null_test.seeds, seeds, plan->seeds)},
        {"null_test.splits", splits, keeps_part(v, config->null_test.splits, splits, plan->splits)},
    };
    if (v->request->run_line)
        hf_text_append(&offer->command, "%s", v->request->run_line);
    else
        hf_text_append(&offer->command, "holdfast run CONFIG.yaml -o NEW.h5 --reuse %s",
                       hf_results_path(v->results));
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (settings[i].set)
            hf_text_append(&offer->command, " --set %s=%" PRId64, settings[i].key,
                           settings[i].value);
}

/* Draws are made for all splits of their part: where these are more, none is taken over. */
static int64_t taken_over(const hf_plan_view *v, const hf_config *config, hf_arm arm)
{
    return hf_arm_splits(config, arm) == hf_arm_splits(v->config, arm) ? v->done[arm] : 0;
}

static hf_plan_offer offer_of(const hf_plan_view *v, hf_plan plan)
{
    hf_plan_offer offer = {.plan = plan, .replicas = hf_plan_replicas(v, &plan)};
    const hf_config same_part = config_of(v, &plan, true), as_set = config_of(v, &plan, false);
    double replicas = 0;
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const int64_t all = replicas_of(&same_part, arm);
        offer.to_train[arm] = all - v->done[arm];
        if (replicas_of(&as_set, arm) > all)
            offer.null_in_full += replicas_of(&as_set, arm) - taken_over(v, &as_set, arm);
        replicas += (double)offer.to_train[arm] * work_of(v, arm);
    }
    offer.seconds = v->seconds * replicas;
    const hf_data_counts counts = hf_results_counts(v->results);
    if (hf_results_bytes(&same_part, (hf_shard){0}, &counts, &offer.file_bytes, NULL) != HF_OK)
        offer.file_bytes = -1;
    if (is_more(v, &plan))
        append_command(v, &offer);
    return offer;
}

/* ---- which grids ---- */

/* Where there are only so many splits, more seeds have to do. */
static bool find_seeds(const hf_plan_view *v, double width, hf_plan *plan)
{
    const int64_t splits = v->config->splits.count;
    int64_t low = v->config->replicas.seeds,
            high = HF_REPLICAS_MOST / (v->config->model.hidden.count * splits);
    if (high < low || !(hf_plan_for(v, high, splits).width <= width))
        return false;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (hf_plan_for(v, middle, splits).width <= width)
            high = middle;
        else
            low = middle + 1;
    }
    *plan = hf_plan_for(v, low, splits);
    return true;
}

static bool find_cheapest(const hf_plan_view *v, double width, hf_plan *plan)
{
    return v->can_split ? hf_plan_cheapest(v->config, &v->frequencies, width, plan)
                        : find_seeds(v, width, plan);
}

/* The narrowest grid of at most so many times the present replicas. No such grid is narrower than
 * by the root of that. */
static hf_plan find_narrowest(const hf_plan_view *v, int64_t times)
{
    enum { HALVINGS = 24 };
    double high = v->formula.width, low = high / sqrt((double)times);
    hf_plan best = v->more_seeds[0];
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = low + (high - low) / 2;
        hf_plan plan;
        if (find_cheapest(v, middle, &plan) && hf_plan_replicas(v, &plan) <= times * v->replicas) {
            best = plan;
            high = middle;
        } else
            low = middle;
    }
    return best;
}

/* A grid of a hundred times the present one is well where that was a quick trial. */
static bool is_sensible(const hf_plan_view *v, const hf_plan_offer *offer)
{
    const int64_t times = 100, bytes = INT64_C(100) << 30;
    const double hour = 3600;
    if (offer->replicas <= times * v->replicas)
        return true;
    const double threads = v->request->threads > 1 ? (double)v->request->threads : 1;
    return offer->seconds / threads <= hour && offer->file_bytes >= 0 && offer->file_bytes <= bytes;
}

void hf_plan_find_offers(hf_plan_view *view)
{
    hf_plan_view *v = view;
    hf_plan plan;
    if (!(v->request->width > 0) || v->undefined)
        return;
    v->reachable = find_cheapest(v, v->request->width, &plan);
    if (v->reachable)
        v->cheapest = offer_of(v, plan);
    v->out_of_reach = !v->reachable || !is_sensible(v, &v->cheapest);
    if (v->out_of_reach)
        v->instead = offer_of(v, find_narrowest(v, HF_PLAN_INSTEAD_TIMES));
}
