/* The plan as JSON. */
#include "base/nan.h"
#include "output.h"
#include "plan.h"
#include "text/json.h"

static void append_feature(const hf_plan_view *v, const char *key, int64_t feature, hf_json *json)
{
    hf_json_text(json, key, feature < 0 ? NULL : hf_results_features(v->results)->items[feature]);
}

static void append_now(const hf_plan_view *v, hf_json *json)
{
    hf_json_begin_object(json, "width_now");
    hf_json_number(json, "bootstrap", v->bootstrap.width);
    append_feature(v, "bootstrap_feature", v->bootstrap.feature, json);
    hf_json_number(json, "formula", v->formula.width);
    append_feature(v, "formula_feature", v->formula.feature, json);
    hf_json_end_object(json);
}

static void append_steps(const hf_plan_view *v, const char *key, const hf_plan *plans,
                         hf_json *json)
{
    hf_json_begin_array(json, key);
    for (int i = 0; i < HF_PLAN_STEPS; i++) {
        hf_json_begin_object(json, NULL);
        hf_json_integer(json, "seeds", plans[i].seeds);
        hf_json_integer(json, "splits", plans[i].splits);
        hf_json_integer(json, "replicas", hf_plan_replicas(v, &plans[i]));
        hf_json_number(json, "width", plans[i].width);
        hf_json_end_object(json);
    }
    hf_json_end_array(json);
}

/* Null where there is none. */
static void append_offer(const hf_plan_view *v, const char *key, bool there,
                         const hf_plan_offer *offer, hf_json *json)
{
    static const char *const arms[HF_ARMS] = {"grid", "labels", "probes"};
    if (!there) {
        hf_json_text(json, key, NULL);
        return;
    }
    const hf_plan *plan = &offer->plan;
    hf_json_begin_object(json, key);
    hf_json_integer(json, "seeds", plan->seeds);
    hf_json_integer(json, "splits", plan->splits);
    hf_json_integer(json, "replicas", offer->replicas);
    hf_json_integer(json, "new_replicas", offer->replicas - v->replicas);
    hf_json_number(json, "width", plan->width);
    hf_json_number(json, "limit_width",
                   v->edges.never + v->edges.always > 0
                       ? hf_plan_limit(v->config, &v->frequencies, plan->seeds, plan->splits)
                       : hf_nan_f64());
    hf_json_begin_object(json, "to_train");
    for (hf_arm arm = 0; arm < HF_ARMS; arm++)
        hf_json_integer(json, arms[arm], offer->to_train[arm]);
    hf_json_end_object(json);
    hf_json_number(json, "thread_seconds", offer->seconds);
    hf_json_number(json, "file_bytes",
                   offer->file_bytes < 0 ? hf_nan_f64() : (double)offer->file_bytes);
    hf_json_text(json, "command", offer->command.data);
    hf_json_end_object(json);
}

static void append_edges(const hf_plan_view *v, hf_json *json)
{
    hf_json_begin_object(json, "limit");
    hf_json_integer(json, "never_selected", v->edges.never);
    hf_json_integer(json, "always_selected", v->edges.always);
    hf_json_number(json, "width", v->edges.limit_now);
    const int64_t seeds = v->edges.seeds, splits = v->edges.splits;
    hf_json_number(json, "seeds_needed", seeds > 0 ? (double)seeds : hf_nan_f64());
    hf_json_number(json, "splits_needed", splits > 0 ? (double)splits : hf_nan_f64());
    hf_json_end_object(json);
}

void hf_plan_json(const hf_plan_view *view, hf_text *text)
{
    const hf_plan_view *v = view;
    const hf_frequencies *f = &v->frequencies;
    hf_json writer = {.text = text}, *json = &writer;
    hf_json_begin_object(json, NULL);
    hf_json_text(json, "name", v->config->name);
    hf_json_text(json, "state", hf_state_name(v->state));
    hf_json_text(json, "method", v->method);
    hf_json_number(json, "confidence", v->config->significance.confidence);
    hf_output_grid(hf_results_grid(v->results), json);
    append_now(v, json);
    append_steps(v, "more_seeds", v->more_seeds, json);
    append_steps(v, "more_splits", v->more_splits, json);
    hf_json_begin_object(json, "least_width");
    hf_json_number(json, "more_seeds", v->least_by_seeds);
    hf_json_number(json, "more_splits", v->least_by_splits);
    hf_json_end_object(json);
    hf_json_number(json, "seconds_per_replica", v->seconds);
    hf_json_number(json, "width_wanted", v->request->width > 0 ? v->request->width : hf_nan_f64());
    append_offer(v, "cheapest", v->reachable, &v->cheapest, json);
    hf_json_boolean(json, "out_of_reach", v->out_of_reach);
    append_offer(v, "instead", v->out_of_reach, &v->instead, json);
    append_edges(v, json);
    hf_json_text(json, "undefined", v->undefined);
    hf_json_texts(json, "feature_names", hf_results_features(v->results));
    hf_json_numbers(json, "plan_variance_seed", f->plan_variance_seed, f->features);
    hf_json_numbers(json, "plan_variance_split", f->plan_variance_split, f->features);
    hf_json_numbers(json, "plan_variance_interaction", f->plan_variance_interaction, f->features);
    hf_json_end_object(json);
    hf_text_append(text, "\n");
}
