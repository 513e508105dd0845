/* Feature by feature: which kind of association, from and into the file. */
#include "univariate.h"

#include "association.h"
#include "base/nan.h"
#include "holdfast/memory.h"
#include "holdfast/status_codes.h"
#include "holdfast/stop.h"
#include "numeric/multiple.h"

/* Columns that are gathered from the rows together: a cache line of them. */
enum { BLOCK = 8 };

/* columns [width, samples]: the values that are there; counts how many each has. */
static void gather(const hf_labelled *data, int64_t first, int64_t width, hf_pair *columns,
                   int64_t counts[BLOCK])
{
    for (int64_t f = 0; f < width; f++)
        counts[f] = 0;
    for (int64_t i = 0; i < data->samples; i++) {
        const double other = data->target ? data->target[i] : (double)data->y[i];
        for (int64_t f = 0; f < width; f++) {
            const double value = data->x[i * data->features + first + f];
            if (value == value)
                columns[f * data->samples + counts[f]++] = (hf_pair){value, other};
        }
    }
}

/* A category of two levels is a number like others. */
static int64_t levels_of(const hf_labelled *data, int64_t feature)
{
    const int64_t levels = data->levels ? data->levels[feature].count : 0;
    return levels > 2 ? levels : 0;
}

/* Room to work in for any of the features. */
static hf_status make_room(const hf_labelled *data, hf_memory *memory, hf_feature_column *f,
                           hf_error *error)
{
    const int64_t classes = data->target ? 0 : data->classes;
    int64_t levels = 0;
    for (int64_t i = 0; i < data->features; i++)
        levels = levels_of(data, i) > levels ? levels_of(data, i) : levels;
    const int64_t sums = levels > classes ? levels : classes;
    *f = (hf_feature_column){
        .classes = classes, .effect_only = data->grouped, .seed = (uint32_t)data->seed};
    HF_TRY(hf_memory_allocate(memory, &f->count, sums, sizeof *f->count, error));
    HF_TRY(hf_memory_allocate(memory, &f->rank_sum, sums, sizeof *f->rank_sum, error));
    if (levels == 0 || classes == 0)
        return HF_OK;
    HF_TRY(
        hf_memory_allocate(memory, &f->table, levels, (size_t)classes * sizeof *f->table, error));
    return hf_memory_allocate(memory, &f->label, data->samples, 2 * sizeof *f->label, error);
}

static hf_status set_feature(const hf_labelled *data, hf_feature_column *column, int64_t feature,
                             hf_univariate *out, hf_error *error)
{
    column->feature = (uint32_t)feature;
    column->levels = levels_of(data, feature);
    const hf_association found = hf_associate(column);
    out->effect[feature] = found.effect;
    out->p_value[feature] = found.p_value;
    out->effect_class[feature] = found.class_;
    return found.stopped
               ? hf_fail(error, HF_STOPPED,
                         "stopped by %s in the statistics: the same command makes them again",
                         hf_stop_reason(hf_stop_requested()))
               : HF_OK;
}

static hf_status test_all(const hf_labelled *data, hf_memory *memory, hf_univariate *out,
                          hf_error *error)
{
    hf_feature_column column;
    hf_pair *columns;
    int64_t counts[BLOCK];
    HF_TRY(hf_memory_allocate(memory, &columns, data->samples, BLOCK * sizeof *columns, error));
    HF_TRY(make_room(data, memory, &column, error));
    for (int64_t first = 0; first < data->features; first += BLOCK) {
        const int64_t left = data->features - first, width = left < BLOCK ? left : BLOCK;
        gather(data, first, width, columns, counts);
        for (int64_t f = 0; f < width; f++) {
            column.samples = counts[f];
            column.pair = columns + f * data->samples;
            HF_TRY(set_feature(data, &column, first + f, out, error));
        }
    }
    return hf_multiple_q(out->p_value, data->features, out->q_value, NULL, error);
}

hf_status hf_univariate_test(const hf_labelled *data, hf_univariate *out, hf_error *error)
{
    hf_memory memory = {0};
    const hf_status status = test_all(data, &memory, out, error);
    hf_memory_free(&memory);
    return status;
}

/* ---- from and into a file ---- */

static hf_status make_empty(const hf_results *results, hf_univariate *u, hf_error *error)
{
    *u = (hf_univariate){.features = hf_results_features(results)->count};
    HF_TRY(hf_members_make(results, &hf_members_of_univariate, 0, u, error));
    for (int64_t f = 0; f < u->features; f++)
        u->effect_class[f] = -1;
    return HF_OK;
}

hf_status hf_univariate_read(const hf_results *results, hf_univariate *univariate, hf_error *error)
{
    bool complete;
    HF_TRY(hf_is_complete(results, &complete, error));
    if (!complete || !hf_results_has(results, HF_UNIVARIATE_EFFECT, 0))
        return make_empty(results, univariate, error);
    *univariate = (hf_univariate){.features = hf_results_features(results)->count};
    return hf_members_read(results, &hf_members_of_univariate, 0, univariate, error);
}

void hf_univariate_free(hf_univariate *univariate)
{
    hf_members_free(&hf_members_of_univariate, univariate);
    *univariate = (hf_univariate){0};
}

static hf_status test_dataset(const hf_sink *sink, const hf_dataset *d, hf_error *error)
{
    const hf_labelled data = {.samples = d->samples,
                              .features = d->features,
                              .classes = d->classes,
                              .x = d->x,
                              .y = d->y,
                              .grouped = d->group != NULL,
                              .target = d->target,
                              .levels = d->levels,
                              .seed = hf_results_config(sink->results)->significance.seed};
    hf_univariate u;
    HF_TRY(make_empty(sink->results, &u, error));
    hf_status status = hf_univariate_test(&data, &u, error);
    if (status == HF_OK)
        status = hf_members_put(sink, &hf_members_of_univariate, 0, &u, error);
    hf_univariate_free(&u);
    return status;
}

hf_status hf_univariate_aggregate(const hf_sink *sink, hf_error *error)
{
    hf_experiment experiment;
    if (!hf_results_has(sink->results, HF_UNIVARIATE_EFFECT, 0))
        return HF_OK;
    if (sink->dataset)
        return test_dataset(sink, sink->dataset, error);
    HF_TRY(hf_results_experiment(sink->results, &experiment, error));
    const hf_status status = test_dataset(sink, &experiment.dataset, error);
    hf_experiment_free(&experiment);
    return status;
}
