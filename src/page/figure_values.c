/* Every feature's values by class, the most frequent feature on top: the tutorial's own figure. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

enum {
    LANES = 160, /* feature x class */
    LEAST_FEATURES = 4,
    SAMPLES_A_CLASS = 400, /* behind medians and quartiles */
    POINTS = 4000,         /* drawn in all */
    LIMIT = 5,             /* values beyond are drawn here */
    CLASS_COLUMNS = 18     /* of a class's name */
};

/* The samples chosen, class after class, each spread over its class. */
typedef struct sample {
    int64_t features, classes, count;
    int64_t *of_class; /* [class] samples chosen */
    double *values;    /* [sample chosen, feature drawn] */
} sample;

static int64_t shown_features(const hf_page *page)
{
    const int64_t count = LANES / page->summary.classes->count;
    return hf_smaller(count < LEAST_FEATURES ? LEAST_FEATURES : count, page->features_drawn);
}

static hf_status choose(const hf_page *page, const int32_t *y, double *row, sample *s,
                        hf_error *error)
{
    const int64_t samples = hf_results_samples(page->results);
    for (int64_t c = 0; c < s->classes; c++) {
        int64_t members = 0, seen = 0;
        for (int64_t i = 0; i < samples; i++)
            members += y[i] == c;
        const int64_t step = (members + SAMPLES_A_CLASS - 1) / SAMPLES_A_CLASS;
        for (int64_t i = 0; i < samples; i++) {
            if (y[i] != c || seen++ % step != 0)
                continue;
            HF_TRY(hf_results_read(page->results, HF_DATASET_X, 0, i, 1, row, error));
            for (int64_t f = 0; f < s->features; f++)
                s->values[s->count * s->features + f] = row[page->order[f]];
            s->count++;
            s->of_class[c]++;
        }
    }
    return HF_OK;
}

static hf_status sample_read(const hf_page *page, sample *s, hf_error *error)
{
    const int64_t samples = hf_results_samples(page->results);
    const int64_t most = hf_smaller(s->classes * SAMPLES_A_CLASS, samples);
    int32_t *y = NULL;
    double *row = NULL;
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&y, samples, sizeof *y, error));
    HF_TRY_CLEANUP(hf_allocate(&row, page->summary.features->count, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&s->of_class, s->classes, sizeof *s->of_class, error));
    HF_TRY_CLEANUP(hf_allocate(&s->values, most * s->features, sizeof *s->values, error));
    HF_TRY_CLEANUP(hf_results_read(page->results, HF_DATASET_Y, 0, 0, samples, y, error));
    HF_TRY_CLEANUP(choose(page, y, row, s, error));
cleanup:
    hf_free(&y);
    hf_free(&row);
    return status;
}

static double within_limits(double value)
{
    return value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value; /* NaN stays */
}

/* Values become (value - mean) / standard deviation of the samples chosen, within the limits. */
static void standardise(sample *s)
{
    for (int64_t f = 0; f < s->features; f++) {
        double sum = 0, squares = 0;
        int64_t count = 0;
        for (int64_t i = 0; i < s->count; i++) {
            const double value = s->values[i * s->features + f];
            sum += isnan(value) ? 0 : value;
            count += !isnan(value);
        }
        const double mean = sum / (double)(count > 0 ? count : 1);
        for (int64_t i = 0; i < s->count; i++) {
            double *value = &s->values[i * s->features + f];
            *value -= mean;
            squares += isnan(*value) ? 0 : *value * *value;
        }
        const double deviation = sqrt(squares / (double)(count > 0 ? count : 1));
        for (int64_t i = 0; i < s->count; i++) {
            double *value = &s->values[i * s->features + f];
            *value = within_limits(*value / (deviation > 0 ? deviation : 1));
        }
    }
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Points of one class: feature, class, number of the point, value. */
static void append_points(const sample *s, int64_t class_index, int64_t begin, hf_figure *figure)
{
    const int64_t wanted = POINTS / (s->features * s->classes);
    const int64_t step = s->of_class[class_index] / (wanted > 4 ? wanted : 4) + 1;
    for (int64_t f = 0; f < s->features; f++)
        for (int64_t i = 0; i < s->of_class[class_index]; i += step)
            hf_plot_row(figure, 4,
                        (double[]){(double)f, (double)class_index, (double)(i / step),
                                   s->values[(begin + i) * s->features + f]});
}

/* Boxes of one class: feature, class, lower quartile, median, upper quartile. */
static void append_boxes(const sample *s, int64_t class_index, int64_t begin, double *sorted,
                         hf_figure *figure)
{
    for (int64_t f = 0; f < s->features; f++) {
        int64_t defined = 0;
        for (int64_t i = 0; i < s->of_class[class_index]; i++) {
            const double value = s->values[(begin + i) * s->features + f];
            if (!isnan(value))
                sorted[defined++] = value;
        }
        if (defined == 0)
            continue;
        qsort(sorted, (size_t)defined, sizeof *sorted, compare_doubles);
        const int64_t last = defined - 1;
        hf_plot_row(figure, 5,
                    (double[]){(double)f, (double)class_index, sorted[last / 4], sorted[last / 2],
                               sorted[last * 3 / 4]});
    }
}

static hf_status append_classes(const sample *s, hf_figure *figure, hf_error *error)
{
    double *sorted;
    int64_t begin = 0;
    HF_TRY(hf_allocate(&sorted, s->count, sizeof *sorted, error));
    hf_plot_begin(figure, "points");
    for (int64_t c = 0; c < s->classes; begin += s->of_class[c++])
        append_points(s, c, begin, figure);
    hf_plot_end(figure);
    hf_plot_begin(figure, "boxes");
    begin = 0;
    for (int64_t c = 0; c < s->classes; begin += s->of_class[c++])
        append_boxes(s, c, begin, sorted, figure);
    hf_plot_end(figure);
    hf_free(&sorted);
    return HF_OK;
}

/* NAME = the class's number where it is one of two; else -1: those of the tutorial keep its
 * colours.
 */
static void find_class(const hf_page *page, hf_figure *figure, const char *name)
{
    const hf_text_list *classes = page->summary.classes;
    int found = -1;
    for (int c = 0; c < 2 && classes->count == 2; c++)
        if (strcasecmp(classes->items[c], name) == 0)
            found = c;
    hf_plot_set(figure, name, found);
}

static void describe(const hf_page *page, const sample *s, hf_figure *figure)
{
    hf_text *caption = &figure->caption;
    hf_text_append(&figure->alternative,
                   "Strip chart of the standardised values of the %" PRId64
                   " most frequent features by class, with medians and quartiles; %" PRId64
                   " classes. First: %s.",
                   s->features, s->classes, page->summary.features->items[page->order[0]]);
    hf_text_append(caption,
                   "Each point is a sample, boxes go from quartile to quartile, upright strokes "
                   "are medians. Values are standardised over all classes (mean 0, standard "
                   "deviation 1); those beyond %d are drawn at the edge. The further apart the "
                   "classes lie, the more the feature tells by itself.",
                   LIMIT);
    if (s->count < hf_results_samples(page->results) || s->count * s->features > POINTS)
        hf_text_append(caption, " Not all samples are shown.");
    if (s->features < page->summary.features->count)
        hf_text_append(caption, " The figure shows the %" PRId64 " most frequent features.",
                       s->features);
}

hf_status hf_figure_values(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *features = page->summary.features, *classes = page->summary.classes;
    sample s = {.features = shown_features(page), .classes = classes->count};
    hf_status status = HF_OK;
    if (!hf_results_has(page->results, HF_DATASET_X, 0)) {
        hf_text_append(&figure->caption,
                       "The file does not hold the data (output.dataset: false).");
        return HF_OK;
    }
    HF_TRY_CLEANUP(sample_read(page, &s, error));
    standardise(&s);
    hf_plot_names(figure, "features",
                  &(hf_plot_list){hf_names_of(features), page->order, s.features, HF_NAME_COLUMNS});
    hf_plot_names(figure, "classes",
                  &(hf_plot_list){hf_names_of(classes), NULL, s.classes, CLASS_COLUMNS});
    find_class(page, figure, "malignant");
    find_class(page, figure, "benign");
    HF_TRY_CLEANUP(append_classes(&s, figure, error));
    describe(page, &s, figure);
cleanup:
    hf_free(&s.of_class);
    hf_free(&s.values);
    return status;
}
