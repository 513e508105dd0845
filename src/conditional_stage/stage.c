/* From an experiment to the engine, and from its answers to the file. */
#include "conditional_stage.h"

#include "base/clock.h"
#include "base/count.h"
#include "base/nan.h"
#include "holdfast/dataset.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include <omp.h>

/* ---- the engine's setup ---- */

static hf_status make_scaling(const hf_experiment *e, hf_memory *memory, double **center,
                              double **scale, double **fill, hf_error *error)
{
    const int64_t splits = e->splits.count, inputs = e->dataset.inputs;
    const size_t row = (size_t)inputs * sizeof(double);
    HF_TRY(hf_memory_allocate(memory, center, splits, row, error));
    HF_TRY(hf_memory_allocate(memory, scale, splits, row, error));
    HF_TRY(hf_memory_allocate(memory, fill, splits, row, error));
    for (int64_t p = 0; p < splits; p++)
        HF_TRY(hf_scaling_compute(&e->config, &e->dataset, &e->splits, p, *center + p * inputs,
                                  *scale + p * inputs, *fill + p * inputs, error));
    return HF_OK;
}

/* x [sample, input]; where each feature is one input, the data's own. */
static hf_status make_inputs(const hf_dataset *d, hf_memory *memory, const double **x,
                             hf_error *error)
{
    double *inputs;
    *x = d->x;
    if (d->inputs == d->features)
        return HF_OK;
    HF_TRY(
        hf_memory_allocate(memory, &inputs, d->samples, (size_t)d->inputs * sizeof(double), error));
    for (int64_t i = 0; i < d->samples; i++)
        hf_dataset_inputs(d, i, inputs + i * d->inputs);
    *x = inputs;
    return HF_OK;
}

static hf_status make(hf_conditional_stage *s, int64_t threads, hf_error *error)
{
    const hf_experiment *e = s->experiment;
    int64_t *by_split;
    const double *x;
    double *center, *scale, *fill;
    HF_TRY(hf_conditional_tests_make(e->dataset.features, e->dataset.first_input, e->groups.of,
                                     e->groups.count, &s->tests, error));
    HF_TRY(make_inputs(&e->dataset, &s->memory, &x, error));
    HF_TRY(make_scaling(e, &s->memory, &center, &scale, &fill, error));
    HF_TRY(hf_memory_allocate(&s->memory, &by_split, e->splits.count, sizeof *by_split, error));
    for (int64_t i = 0; i < s->networks->count; i++)
        by_split[hf_grid_place(&e->grid, s->networks->number[i]).split]++;
    const hf_conditional_setup setup = {.tests = &s->tests,
                                        .samples = e->dataset.samples,
                                        .inputs = e->dataset.inputs,
                                        .classes = e->dataset.classes,
                                        .splits = e->splits.count,
                                        .x = x,
                                        .y = e->dataset.y,
                                        .target = e->dataset.target,
                                        .train = e->splits.train,
                                        .center = center,
                                        .scale = scale,
                                        .fill = fill,
                                        .networks = by_split,
                                        .seed = e->config.significance.seed,
                                        .draws = e->config.significance.conditional_draws,
                                        .memory = HF_CONDITIONAL_MEMORY,
                                        .threads = threads > 0 ? threads : omp_get_num_procs()};
    return hf_conditional_make(&setup, &s->engine, error);
}

hf_status hf_conditional_stage_make(const hf_experiment *experiment,
                                    const hf_conditional_networks *networks, int64_t threads,
                                    hf_conditional_stage *stage, hf_error *error)
{
    *stage = (hf_conditional_stage){.experiment = experiment, .networks = networks};
    const hf_status status = make(stage, threads, error);
    if (status != HF_OK)
        hf_conditional_stage_free(stage);
    return status;
}

void hf_conditional_stage_free(hf_conditional_stage *stage)
{
    hf_conditional_free(&stage->engine);
    hf_conditional_tests_free(&stage->tests);
    hf_memory_free(&stage->memory);
    *stage = (hf_conditional_stage){0};
}

/* ---- what is stored ---- */

/* The datasets of a feature's test, and of a group's. */
typedef struct places {
    hf_field p_value, own_variation, misfit, spread_ratio, draws, dependent_on, reason;
} places;

#define PLACES(of)                                                                                 \
    {                                                                                              \
        HF_CONDITIONAL_##of##P_VALUE, HF_CONDITIONAL_##of##OWN_VARIATION,                          \
            HF_CONDITIONAL_##of##MISFIT, HF_CONDITIONAL_##of##SPREAD_RATIO,                        \
            HF_CONDITIONAL_##of##DRAWS, HF_CONDITIONAL_##of##DEPENDENT_ON,                         \
            HF_CONDITIONAL_##of##REASON                                                            \
    }
static const places of_features = PLACES(), of_groups = PLACES(GROUP_);
#undef PLACES

static hf_status put(const hf_conditional_store *store, hf_field field, int64_t entry,
                     const void *value, hf_error *error)
{
    return store->into ? hf_results_write(store->into, field, 0, entry, 1, value, error)
                       : hf_results_compare(store->results, field, 0, entry, 1, value,
                                            store->difference, error);
}

/* The reason last: what has one is whole. In `state` the dependence is on a feature. */
static hf_status put_test(const hf_conditional_store *store, const places *at, int64_t entry,
                          const hf_conditional_state *state, const hf_conditional_result *result,
                          hf_error *error)
{
    const int32_t dependent_on = (int32_t)state->dependence;
    const uint8_t reason = (uint8_t)state->reason;
    HF_TRY(put(store, at->p_value, entry, &result->p_value, error));
    HF_TRY(put(store, at->own_variation, entry, &state->own_variation, error));
    HF_TRY(put(store, at->misfit, entry, &state->misfit, error));
    HF_TRY(put(store, at->spread_ratio, entry, &result->spread_ratio, error));
    HF_TRY(put(store, at->draws, entry, &result->draws, error));
    HF_TRY(put(store, at->dependent_on, entry, &dependent_on, error));
    return put(store, at->reason, entry, &reason, error);
}

/* ---- which tests are done ---- */

/* What the file says of each: [features], [groups]. */
typedef struct reasons {
    uint8_t *feature, *group;
    hf_memory memory;
} reasons;

static hf_status read_reasons(const hf_experiment *e, const hf_conditional_store *store, reasons *r,
                              hf_error *error)
{
    const int64_t features = e->dataset.features, groups = e->groups.count;
    HF_TRY(hf_memory_allocate(&r->memory, &r->feature, features, 1, error));
    HF_TRY(hf_memory_allocate(&r->memory, &r->group, groups, 1, error));
    if (!store->into) /* everything anew */
        return HF_OK;
    HF_TRY(
        hf_results_read(store->results, HF_CONDITIONAL_REASON, 0, 0, features, r->feature, error));
    return hf_results_read(store->results, HF_CONDITIONAL_GROUP_REASON, 0, 0, groups, r->group,
                           error);
}

static int64_t count_zeros(const uint8_t *bytes, int64_t count)
{
    int64_t zeros = 0;
    for (int64_t i = 0; i < count; i++)
        zeros += bytes[i] == HF_TEST_NOT_DONE;
    return zeros;
}

/* No test is defined, all for the same reason. */
static hf_status put_reason(const hf_experiment *e, const hf_conditional_store *store, int reason,
                            hf_error *error)
{
    const double none = hf_nan_f64();
    const hf_conditional_state state = {
        .reason = (hf_test_reason)reason, .own_variation = none, .misfit = none, .dependence = -1};
    const hf_conditional_result result = {.p_value = none, .spread_ratio = none};
    for (int64_t f = 0; f < e->dataset.features; f++)
        HF_TRY(put_test(store, &of_features, f, &state, &result, error));
    for (int64_t g = 0; g < e->groups.count; g++)
        HF_TRY(put_test(store, &of_groups, g, &state, &result, error));
    return HF_OK;
}

hf_status hf_conditional_stage_needed(const hf_experiment *experiment,
                                      const hf_conditional_store *store,
                                      const hf_conditional_networks *networks, bool *needed,
                                      hf_error *error)
{
    const int32_t count = (int32_t)networks->count;
    reasons r = {0};
    *needed = false;
    if (experiment->config.significance.conditional_draws == 0)
        return put_reason(experiment, store, HF_TEST_NOT_DONE, error);
    HF_TRY(put(store, HF_CONDITIONAL_NETWORKS, 0, &count, error));
    if (experiment->dataset.group)
        return put_reason(experiment, store, HF_TEST_GROUPED_ROWS, error);
    if (count == 0)
        return put_reason(experiment, store, HF_TEST_NO_NETWORKS, error);
    const hf_status status = read_reasons(experiment, store, &r, error);
    if (status == HF_OK)
        *needed = count_zeros(r.feature, experiment->dataset.features) > 0 ||
                  count_zeros(r.group, experiment->groups.count) > 0;
    hf_memory_free(&r.memory);
    return status;
}

/* ---- all chunks ---- */

/* A run over the tests. */
typedef struct run {
    const hf_conditional_stage *stage;
    const hf_conditional_store *store;
    reasons reasons;
    int64_t *group_of; /* [test] the group that it is of, -1: of none */
    hf_conditional_result *result;
} run;

static bool is_done(const run *r, int64_t test)
{
    const hf_conditional_tests *tests = &r->stage->tests;
    const int64_t group = r->group_of[test];
    return (test >= tests->features || r->reasons.feature[test] != HF_TEST_NOT_DONE) &&
           (group < 0 || r->reasons.group[group] != HF_TEST_NOT_DONE);
}

static hf_status make_run(run *r, hf_error *error)
{
    const hf_conditional_tests *tests = &r->stage->tests;
    hf_memory *memory = &r->reasons.memory;
    HF_TRY(read_reasons(r->stage->experiment, r->store, &r->reasons, error));
    HF_TRY(hf_memory_allocate(memory, &r->group_of, tests->count, sizeof *r->group_of, error));
    HF_TRY(hf_memory_allocate(memory, &r->result, tests->count, sizeof *r->result, error));
    for (int64_t t = 0; t < tests->count; t++)
        r->group_of[t] = -1;
    for (int64_t g = 0; g < tests->groups; g++)
        r->group_of[tests->group_test[g]] = g;
    return HF_OK;
}

/* The engine names an input, the file its feature. */
static hf_conditional_state state_of(const hf_conditional_stage *s, int64_t test)
{
    hf_conditional_state state = hf_conditional_state_of(s->engine, test);
    if (state.dependence >= 0)
        state.dependence = s->tests.feature_of[state.dependence];
    return state;
}

static hf_status store_chunk(const run *r, int64_t first, int64_t count, hf_error *error)
{
    for (int64_t t = first; t < first + count; t++) {
        const hf_conditional_state state = state_of(r->stage, t);
        if (t < r->stage->tests.features)
            HF_TRY(put_test(r->store, &of_features, t, &state, &r->result[t], error));
        if (r->group_of[t] >= 0)
            HF_TRY(put_test(r->store, &of_groups, r->group_of[t], &state, &r->result[t], error));
    }
    return HF_OK;
}

/* What a stop may lose: chunks that take longer become smaller, as their results do not depend on
 * their size. `all` tests are as many as there are. */
static int64_t next_size(int64_t size, double seconds, int64_t all)
{
    const double least = 1, most = 4;
    return seconds > most && size > 1 ? size / 2 : seconds < least ? hf_fewer(2 * size, all) : size;
}

static hf_status run_chunks(const run *r, hf_conditional_gather gather, void *context,
                            hf_error *error)
{
    const int64_t all = r->stage->tests.count;
    int64_t size = 1;
    for (int64_t first = 0, count; first < all; first += count) {
        const int64_t fit = hf_conditional_chunk(r->stage->engine, first);
        const int64_t most = hf_fewer(fit, size);
        const double start = hf_clock_seconds();
        const bool done = is_done(r, first);
        for (count = 1; count < most && is_done(r, first + count) == done; count++)
            ;
        if (hf_stop_requested())
            return hf_fail(error, HF_STOPPED, "stopped by %s", hf_stop_reason(hf_stop_requested()));
        if (!done) {
            HF_TRY(hf_conditional_run(r->stage->engine, first, count, gather, context,
                                      r->result + first, error));
            HF_TRY(store_chunk(r, first, count, error));
            size = next_size(size, hf_clock_seconds() - start, all);
        }
        if (r->store->progress)
            r->store->progress(r->store->context, first + count, all);
    }
    return HF_OK;
}

hf_status hf_conditional_stage_run(const hf_conditional_stage *stage,
                                   const hf_conditional_store *store, hf_conditional_gather gather,
                                   void *context, hf_error *error)
{
    run r = {.stage = stage, .store = store};
    hf_status status = make_run(&r, error);
    if (status == HF_OK)
        status = run_chunks(&r, gather, context, error);
    hf_memory_free(&r.reasons.memory);
    return status;
}

/* ---- one process ---- */

typedef struct alone {
    const hf_conditional_stage *stage;
    const hf_results *results;
} alone;

static hf_status add_all(void *context, const hf_conditional_block *block, int64_t *sums,
                         hf_error *error)
{
    const alone *a = context;
    return hf_conditional_add_stored(a->stage, a->results, block, 0, a->stage->networks->count,
                                     sums, error);
}

hf_status hf_conditional_stage_alone(const hf_experiment *experiment,
                                     const hf_conditional_store *store, int64_t threads,
                                     hf_error *error)
{
    hf_conditional_networks networks;
    hf_conditional_stage stage = {0};
    hf_memory memory = {0};
    bool needed;
    hf_status status;
    HF_TRY_CLEANUP(hf_conditional_networks_find(store->results, &memory, &networks, error));
    HF_TRY_CLEANUP(hf_conditional_stage_needed(experiment, store, &networks, &needed, error));
    if (needed) {
        HF_TRY_CLEANUP(hf_conditional_stage_make(experiment, &networks, threads, &stage, error));
        alone a = {&stage, store->results};
        status = hf_conditional_stage_run(&stage, store, add_all, &a, error);
    }
cleanup:
    hf_conditional_stage_free(&stage);
    hf_memory_free(&memory);
    return status;
}
