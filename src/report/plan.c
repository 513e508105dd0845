/* Collecting what the plan says. */
#include "plan.h"

#include "base/nan.h"
#include "findings/evidence.h"
#include "holdfast/importance.h"
#include "holdfast/status_codes.h"
#include "output.h"
#include <inttypes.h>
#include <math.h>

enum { NARROWEST = 80 };

/* Over the replicas of an arm. */
typedef struct totals {
    double seconds;
    int64_t timed, done;
} totals;

static hf_status add_states(void *context, const hf_block *block, hf_error *error)
{
    totals *t = context;
    const uint8_t *state = block->value[0];
    (void)error;
    for (int64_t i = 0; i < block->count; i++)
        t->done += state[i] != HF_PENDING;
    return HF_OK;
}

static hf_status add_timed(void *context, const hf_block *block, hf_error *error)
{
    totals *t = context;
    const float *seconds = block->value[1];
    for (int64_t i = 0; i < block->count; i++)
        if (isfinite(seconds[i])) {
            t->seconds += (double)seconds[i];
            t->timed++;
        }
    return add_states(context, block, error);
}

/* Counts what is done of each arm; null tests keep no seconds. */
static hf_status read_replicas(hf_plan_view *v, hf_error *error)
{
    for (hf_arm arm = 0; arm < HF_ARMS; arm++) {
        const hf_column columns[] = {{hf_fields_of(arm)->status, 0}, {HF_REPLICAS_SECONDS, 0}};
        const bool is_main = arm == HF_ARM_MAIN;
        totals t = {0};
        const hf_scan scan = {.arm = arm,
                              .columns = columns,
                              .column_count = is_main ? 2 : 1,
                              .visit = is_main ? add_timed : add_states,
                              .context = &t};
        HF_TRY(hf_results_visit(v->results, &scan, error));
        v->done[arm] = t.done;
        if (is_main)
            v->seconds = t.timed > 0 ? t.seconds / (double)t.timed : hf_nan_f64();
    }
    return HF_OK;
}

static hf_widest widest_of_bootstrap(const hf_frequencies *f)
{
    hf_widest widest = {-1, hf_nan_f64()};
    for (int64_t i = 0; i < f->features; i++) {
        const double width = f->frequency_high[i] - f->frequency_low[i];
        if (!isnan(width) && !(width <= widest.width))
            widest = (hf_widest){i, width};
    }
    return widest;
}

static void fill_widths(hf_plan_view *v)
{
    const hf_frequencies *f = &v->frequencies;
    const double z = hf_plan_z(v->config->significance.confidence);
    const int64_t seeds = v->config->replicas.seeds, splits = v->config->splits.count;
    v->bootstrap = widest_of_bootstrap(f);
    v->formula.feature = hf_plan_widest(f, z, seeds, splits, &v->formula.width);
    v->formula_of_widest = v->bootstrap.feature < 0
                               ? hf_nan_f64()
                               : hf_plan_width(f, v->bootstrap.feature, z, seeds, splits);
    if (v->formula.feature < 0)
        v->undefined = hf_undefined_reason(v->config, f, v->method_index,
                                           HF_SIGNIFICANCE_PLAN_VARIANCE_SEED, 0);
    else if (v->bootstrap.feature < 0 && !(v->formula.width > 0)) /* the same few voters always */
        v->undefined =
            hf_undefined_reason(v->config, f, v->method_index, HF_SIGNIFICANCE_FREQUENCY_LOW, 0);
    for (int i = 0; i < HF_PLAN_STEPS; i++) {
        v->more_seeds[i] = hf_plan_for(v, seeds << i, splits);
        v->more_splits[i] = hf_plan_for(v, seeds, splits << i);
    }
    v->least_by_seeds = hf_plan_for(v, INT64_MAX, splits).width;
    v->least_by_splits = hf_plan_for(v, seeds, INT64_MAX).width;
}

/* Their interval is defined where those of all features are. */
static void count_edges(hf_plan_view *v)
{
    const hf_frequencies *f = &v->frequencies;
    for (int64_t i = 0; i < f->features; i++) {
        if (isnan(f->frequency_high[i]))
            continue;
        v->edges.never += f->frequency[i] <= 0;
        v->edges.always += f->frequency[i] >= 1;
    }
    const bool any = v->edges.never + v->edges.always > 0;
    v->edges.limit_now =
        any ? hf_plan_limit(v->config, f, v->config->replicas.seeds, v->config->splits.count)
            : hf_nan_f64();
    if (any && v->request->width > 0)
        hf_plan_limit_grid(v->config, f, v->request->width, &v->edges.seeds, &v->edges.splits);
}

static hf_status read_all(hf_plan_view *v, hf_error *error)
{
    HF_TRY(hf_results_need_whole(v->results, error));
    HF_TRY(hf_method_position(v->results, v->request->method, &v->method_index, error));
    v->method = hf_method_name((hf_method)v->config->significance.methods.items[v->method_index]);
    HF_TRY(hf_results_read(v->results, HF_PROVENANCE_STATE, 0, 0, 1, &v->state, error));
    HF_TRY(hf_across_methods_read(v->results, &v->across, error));
    HF_TRY(hf_frequencies_read(v->results, v->method_index, &v->frequencies, error));
    HF_TRY(read_replicas(v, error));
    if (v->state == HF_STATE_TRAINING && v->done[HF_ARM_MAIN] < v->replicas)
        return hf_fail(error, HF_STOPPED,
                       "plan: %s is unfinished, %" PRId64 " of %" PRId64 " networks are done, and "
                       "plan needs all of them: holdfast run goes on with the same command",
                       hf_results_path(v->results), v->done[HF_ARM_MAIN], v->replicas);
    return HF_OK;
}

static hf_status print(const hf_plan_view *v, FILE *out, hf_error *error)
{
    const int columns = v->request->columns < NARROWEST ? NARROWEST : v->request->columns;
    hf_document document = {0};
    hf_text text = {0};
    if (v->request->format != HF_FORMAT_JSON) {
        hf_plan_document(v, &document);
        return hf_output_document(&document, columns, out, error);
    }
    hf_plan_json(v, &text);
    const hf_status status = hf_output_all(&text, out, error);
    hf_text_free(&text);
    return status;
}

hf_status hf_report_plan(const hf_results *results, const hf_plan_request *request, FILE *out,
                         hf_error *error)
{
    const hf_config *config = hf_results_config(results);
    hf_plan_view view = {.results = results,
                         .request = request,
                         .config = config,
                         .replicas = hf_grid_replicas(hf_results_grid(results)),
                         .can_split = config->splits.method != HF_SPLITS_FILE &&
                                      config->splits.method != HF_SPLITS_FIRST_HALF};
    hf_status status;
    HF_TRY_CLEANUP(read_all(&view, error));
    fill_widths(&view);
    count_edges(&view);
    hf_plan_find_offers(&view);
    HF_TRY_CLEANUP(hf_text_check(&view.cheapest.command, error));
    HF_TRY_CLEANUP(hf_text_check(&view.instead.command, error));
    status = print(&view, out, error);
cleanup:
    hf_frequencies_free(&view.frequencies);
    hf_across_methods_free(&view.across);
    hf_text_free(&view.cheapest.command);
    hf_text_free(&view.instead.command);
    return status;
}
