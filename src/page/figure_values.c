/* Every feature's values by class, the most frequent feature on top: the tutorial's own figure. */
#include "plot.h"

#include "base/array.h"
#include "base/count.h"
#include "holdfast/memory.h"
#include "report/sections/sections.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

enum {
    LANES = 160, /* feature x class */
    LEAST_FEATURES = 4,
    SAMPLES_A_CLASS = 400, /* behind medians and quartiles */
    POINTS = 4000,         /* drawn in all */
    CLASS_COLUMNS = 18     /* of a class's name */
};

/* The samples chosen, spread over each class. */
typedef struct sample {
    int64_t features, classes, count, most;
    int64_t *shown;    /* [feature drawn] which one: no categories */
    int32_t *class_of; /* [sample] */
    double *values;    /* [feature drawn, sample] */
    double *sorted;    /* [sample]: room */
} sample;

/* The most frequent features that are numbers; a category's levels have a figure of their own. */
static hf_status choose_features(const hf_page *page, sample *s, hf_error *error)
{
    const hf_dataset *columns = hf_results_columns(page->results);
    const int64_t lanes = LANES / s->classes;
    const int64_t most =
        hf_fewer(lanes < LEAST_FEATURES ? LEAST_FEATURES : lanes, page->features_drawn);
    HF_TRY(hf_allocate(&s->shown, most, sizeof *s->shown, error));
    for (int64_t i = 0; i < columns->features && s->features < most; i++)
        if (hf_dataset_levels(columns, page->order[i]) == 0)
            s->shown[s->features++] = page->order[i];
    return HF_OK;
}

/* Reads every so many-th sample of a class; y [samples], members and row are room. */
static hf_status choose(const hf_page *page, const int32_t *y, int64_t *members, double *row,
                        sample *s, hf_error *error)
{
    const int64_t samples = hf_results_samples(page->results);
    int64_t *seen = members + s->classes;
    for (int64_t i = 0; i < samples; i++)
        members[y[i]]++;
    for (int64_t i = 0; i < samples; i++) {
        if (seen[y[i]]++ % ((members[y[i]] + SAMPLES_A_CLASS - 1) / SAMPLES_A_CLASS) != 0)
            continue;
        HF_TRY(hf_results_read(page->results, HF_DATASET_X, 0, i, 1, row, error));
        for (int64_t f = 0; f < s->features; f++)
            s->values[f * s->most + s->count] = row[s->shown[f]];
        s->class_of[s->count++] = y[i];
    }
    return HF_OK;
}

static hf_status sample_read(const hf_page *page, sample *s, hf_error *error)
{
    const int64_t samples = hf_results_samples(page->results);
    int32_t *y = NULL;
    int64_t *members = NULL;
    double *row = NULL;
    hf_status status;
    s->most = hf_fewer(s->classes * SAMPLES_A_CLASS, samples);
    HF_TRY_CLEANUP(hf_allocate(&y, samples, sizeof *y, error));
    HF_TRY_CLEANUP(hf_allocate(&members, 2 * s->classes, sizeof *members, error));
    HF_TRY_CLEANUP(hf_allocate(&row, page->evidence.features->count, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&s->class_of, s->most, sizeof *s->class_of, error));
    HF_TRY_CLEANUP(hf_allocate(&s->values, s->most * s->features, sizeof *s->values, error));
    HF_TRY_CLEANUP(hf_allocate(&s->sorted, s->most, sizeof *s->sorted, error));
    HF_TRY_CLEANUP(hf_bands_read(page->results, y, error));
    HF_TRY_CLEANUP(choose(page, y, members, row, s, error));
cleanup:
    hf_free(&y);
    hf_free(&members);
    hf_free(&row);
    return status;
}

/* Values become (value - mean) / standard deviation. */
static void standardise(double *values, int64_t count)
{
    double sum = 0, squares = 0;
    int64_t defined = 0;
    for (int64_t i = 0; i < count; i++) {
        sum += isnan(values[i]) ? 0 : values[i];
        defined += !isnan(values[i]);
    }
    for (int64_t i = 0; i < count; i++) {
        values[i] -= sum / (double)defined;
        squares += isnan(values[i]) ? 0 : values[i] * values[i];
    }
    for (int64_t i = 0; i < count; i++)
        values[i] /= squares > 0 ? sqrt(squares / (double)defined) : 1;
}

/* Of a feature and a class: some of the points: feature, class, number, value; and the box:
 * feature, class, -1, lower quartile, median, upper quartile. */
static void append_class(const sample *s, int64_t feature, int32_t class_index, hf_figure *figure)
{
    const double *values = s->values + feature * s->most, f = (double)feature, c = class_index;
    int64_t defined = 0, number = 0;
    for (int64_t i = 0; i < s->count; i++)
        if (s->class_of[i] == class_index && !isnan(values[i]))
            s->sorted[defined++] = values[i];
    const int64_t wanted = POINTS / (s->features * s->classes);
    const int64_t step = defined / (wanted > 4 ? wanted : 4) + 1;
    for (int64_t i = 0; i < defined; i += step)
        hf_plot_row(figure, 4, (double[]){f, c, (double)number++, s->sorted[i]});
    qsort(s->sorted, (size_t)defined, sizeof *s->sorted, hf_compare_doubles);
    if (defined > 0)
        hf_plot_row(figure, 6,
                    (double[]){f, c, -1, s->sorted[(defined - 1) / 4], s->sorted[(defined - 1) / 2],
                               s->sorted[(defined - 1) * 3 / 4]});
}

static void describe(const hf_page *page, const sample *s, hf_figure *figure)
{
    const bool measured = page->evidence.measured;
    hf_text *caption = &figure->caption;
    hf_text_append(&figure->alternative,
                   "Strip chart of the standardised values of the %" PRId64
                   " most frequent features by %s, with medians and quartiles; %" PRId64
                   " %s. First: %s.",
                   s->features, measured ? "outcome" : "class", s->classes,
                   measured ? "thirds" : "classes", page->evidence.features->items[s->shown[0]]);
    hf_text_append(caption,
                   "Each point is a sample, boxes go from quartile to quartile, upright strokes "
                   "are medians. Values are standardised over all %s (mean 0, standard deviation "
                   "1); those beyond 5 are drawn at the edge. The further apart the %s lie, the "
                   "more the feature tells by itself.",
                   measured ? "samples" : "classes",
                   measured ? "thirds of the outcome" : "classes");
    if (s->count < hf_results_samples(page->results) || s->count * s->features > POINTS)
        hf_text_append(caption, " Not all samples are shown.");
    if (s->features < page->evidence.features->count)
        hf_text_append(caption, " The figure shows the %" PRId64 " most frequent features.",
                       s->features);
}

hf_status hf_figure_values(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *features = page->evidence.features, *classes = page->evidence.bands;
    sample s = {.classes = classes->count};
    hf_status status = HF_OK;
    if (!hf_results_has(page->results, HF_DATASET_X, 0))
        return hf_plot_nothing(figure, "The file does not hold the data (output.dataset: false).");
    HF_TRY_CLEANUP(choose_features(page, &s, error));
    if (s.features == 0) {
        status = hf_plot_nothing(figure, "All features are categories.");
        goto cleanup;
    }
    HF_TRY_CLEANUP(sample_read(page, &s, error));
    hf_plot_names(figure, "features",
                  &(hf_plot_list){hf_names_of(features), s.shown, s.features, HF_NAME_COLUMNS});
    hf_plot_names(figure, "classes",
                  &(hf_plot_list){hf_names_of(classes), NULL, s.classes, CLASS_COLUMNS});
    hf_plot_set(figure, "turned", hf_class_colour(&page->evidence, 0) == 1);
    hf_plot_begin(figure, "values");
    for (int64_t f = 0; f < s.features; f++) {
        standardise(s.values + f * s.most, s.count);
        for (int32_t c = 0; c < s.classes; c++)
            append_class(&s, f, c, figure);
    }
    hf_plot_end(figure);
    describe(page, &s, figure);
cleanup:
    hf_free(&s.shown);
    hf_free(&s.class_of);
    hf_free(&s.values);
    hf_free(&s.sorted);
    return status;
}
