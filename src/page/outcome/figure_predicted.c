/* A measured outcome: what the network that is shown predicts for its test rows. */
#include "page/plot.h"

#include "holdfast/dataset.h"
#include "holdfast/memory.h"
#include "replica/stored_weights.h"
#include "text/number.h"
#include <inttypes.h>

enum { POINTS_MOST = 2000 };

/* The network, its split, and room for a row. */
typedef struct shown {
    hf_memory memory;
    const hf_results *results;
    hf_replica_place place;
    hf_dataset columns; /* of one row; borrows all but x */
    hf_weights network;
    float *floats;                 /* that it points to */
    float *input;                  /* [input] of a row */
    double *center, *scale, *fill; /* [input] */
    double target_center, target_scale;
    uint8_t *train; /* [sample] */
} shown;

static hf_status make_room(const hf_page *page, shown *s, hf_error *error)
{
    const int64_t inputs = s->columns.inputs, samples = hf_results_samples(page->results);
    hf_memory *memory = &s->memory;
    s->network = (hf_weights){.inputs = inputs, .hidden = s->place.hidden, .classes = 1};
    HF_TRY(hf_memory_allocate(memory, &s->floats, hf_weights_floats(&s->network), sizeof(float),
                              error));
    hf_weights_point(&s->network, s->floats);
    HF_TRY(hf_memory_allocate(memory, &s->input, inputs, sizeof(float), error));
    HF_TRY(hf_memory_allocate(memory, &s->columns.x, s->columns.features, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &s->center, inputs, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &s->scale, inputs, sizeof(double), error));
    HF_TRY(hf_memory_allocate(memory, &s->fill, inputs, sizeof(double), error));
    return hf_memory_allocate(memory, &s->train, samples, 1, error);
}

static hf_status read_network(shown *s, hf_error *error)
{
    const struct {
        hf_field field;
        void *values;
    } of_split[] = {
        {HF_SPLITS_TRAIN, s->train},
        {HF_SPLITS_CENTER, s->center},
        {HF_SPLITS_SCALE, s->scale},
        {HF_SPLITS_FILL, s->fill},
        {HF_SPLITS_TARGET_CENTER, &s->target_center},
        {HF_SPLITS_TARGET_SCALE, &s->target_scale},
    };
    HF_TRY(hf_stored_weights_read(s->results, &s->place, s->floats, error));
    for (size_t i = 0; i < sizeof of_split / sizeof *of_split; i++)
        HF_TRY(hf_results_read(s->results, of_split[i].field, 0, s->place.split, 1,
                               of_split[i].values, error));
    return HF_OK;
}

static double predict(const shown *s)
{
    const hf_weights *w = &s->network;
    double output = (double)*w->output_bias;
    hf_scaling_apply(&s->columns, (const int64_t[]){0}, 1, s->center, s->scale, s->fill, s->input);
    for (int64_t j = 0; j < s->place.hidden; j++) {
        double z = (double)w->input_bias[j];
        for (int64_t i = 0; i < w->inputs; i++)
            z += (double)w->input_weight[j * w->inputs + i] * (double)s->input[i];
        output += z > 0 ? (double)w->output_weight[j] * z : 0;
    }
    return s->target_center + s->target_scale * output;
}

/* Every so many-th test row. Returns how many are drawn. */
static hf_status draw_rows(const shown *s, hf_figure *figure, int64_t *drawn, hf_error *error)
{
    const int64_t samples = hf_results_samples(s->results), step = samples / POINTS_MOST + 1;
    int64_t tested = 0;
    for (int64_t i = 0; i < samples; i++) {
        double measured;
        if (s->train[i] || tested++ % step != 0)
            continue;
        HF_TRY(hf_results_read(s->results, HF_DATASET_X, 0, i, 1, s->columns.x, error));
        HF_TRY(hf_results_read(s->results, HF_DATASET_TARGET, 0, i, 1, &measured, error));
        hf_plot_row(figure, 2, (double[]){measured, predict(s)});
        ++*drawn;
    }
    return HF_OK;
}

static hf_status describe(const hf_page *page, const shown *s, int64_t drawn, hf_figure *figure,
                          hf_error *error)
{
    const char *outcome = page->evidence.classes->items[0];
    float r2, rmse;
    HF_TRY(hf_results_read(s->results, HF_REPLICAS_TEST_R2, 0, s->place.entry, 1, &r2, error));
    HF_TRY(hf_results_read(s->results, HF_REPLICAS_TEST_RMSE, 0, s->place.entry, 1, &rmse, error));
    hf_text_append(&figure->alternative,
                   "Scatter plot of %s as network %" PRId64 " predicts it against what was "
                   "measured, %s.",
                   outcome, page->replica, hf_count(drawn, "test row").text);
    hf_text_append(&figure->caption,
                   "%s of test rows as it was measured, and as network %" PRId64
                   " (%shidden size %" PRId64 ", seed %" PRId64 ", split %" PRId64
                   ") predicts it: R2 %s, RMSE %s. On the broken line both are the same.",
                   outcome, page->replica,
                   page->is_median ? "of median test R2; --replica shows another; " : "",
                   s->place.hidden, s->place.seed, s->place.split,
                   hf_number_fixed((double)r2, 2).text,
                   hf_number_significant((double)rmse, 3).text);
    return HF_OK;
}

static hf_status draw(const hf_page *page, shown *s, hf_figure *figure, hf_error *error)
{
    int64_t drawn = 0;
    HF_TRY(make_room(page, s, error));
    HF_TRY(read_network(s, error));
    hf_plot_names(figure, "outcome",
                  &(hf_plot_list){hf_names_of(page->evidence.classes), NULL, 1, HF_NAME_COLUMNS});
    hf_plot_begin(figure, "points");
    HF_TRY(draw_rows(s, figure, &drawn, error));
    hf_plot_end(figure);
    return describe(page, s, drawn, figure, error);
}

hf_status hf_plot_predicted(const hf_page *page, hf_figure *figure, hf_error *error)
{
    if (page->replica < 0)
        return hf_plot_nothing(figure, "No network is done yet.");
    if (!hf_results_has(page->results, HF_DATASET_X, 0))
        return hf_plot_nothing(figure, "The file does not hold the data (output.dataset: false).");
    shown s = {.results = page->results,
               .place = hf_grid_place(page->evidence.grid, page->replica),
               .columns = *hf_results_columns(page->results)};
    const hf_status status = draw(page, &s, figure, error);
    hf_memory_free(&s.memory);
    return status;
}
