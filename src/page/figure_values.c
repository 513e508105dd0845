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
    LIMIT = 5              /* values beyond are drawn here */
};

/* The samples chosen, class after class, each spread over its class. */
typedef struct sample {
    int64_t features, classes, count;
    int64_t *of_class;  /* [class] samples chosen */
    double *values;     /* [sample chosen, feature drawn] */
    double least, most; /* of the values, within the limits */
} sample;

static int64_t shown_features(const hf_page *page)
{
    const int64_t classes = page->evidence.classes->count;
    int64_t count = LANES / classes;
    count = count < LEAST_FEATURES ? LEAST_FEATURES : count;
    return count < page->features_drawn ? count : page->features_drawn;
}

static hf_status read_row(const hf_page *page, int64_t index, double *row, double *values,
                          int64_t features, hf_error *error)
{
    HF_TRY(hf_results_read(page->results, HF_DATASET_X, 0, index, 1, row, error));
    for (int64_t f = 0; f < features; f++)
        values[f] = row[page->order[f]];
    return HF_OK;
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
            HF_TRY(read_row(page, i, row, s->values + s->count * s->features, s->features, error));
            s->count++;
            s->of_class[c]++;
        }
    }
    return HF_OK;
}

static hf_status sample_read(const hf_page *page, sample *s, hf_error *error)
{
    const int64_t samples = hf_results_samples(page->results);
    const int64_t most = s->classes * SAMPLES_A_CLASS;
    int32_t *y = NULL;
    double *row = NULL;
    hf_status status = HF_OK;
    HF_TRY_CLEANUP(hf_allocate(&y, samples, sizeof *y, error));
    HF_TRY_CLEANUP(hf_allocate(&row, page->evidence.features->count, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&s->of_class, s->classes, sizeof *s->of_class, error));
    HF_TRY_CLEANUP(hf_allocate(&s->values, (most < samples ? most : samples) * s->features,
                               sizeof *s->values, error));
    HF_TRY_CLEANUP(hf_results_read(page->results, HF_DATASET_Y, 0, 0, samples, y, error));
    HF_TRY_CLEANUP(choose(page, y, row, s, error));
cleanup:
    hf_free(&y);
    hf_free(&row);
    return status;
}

/* Values become (value - mean) / standard deviation of the samples chosen. */
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
        for (int64_t i = 0; i < s->count; i++)
            s->values[i * s->features + f] /= deviation > 0 ? deviation : 1;
        for (int64_t i = 0; i < s->count; i++) {
            const double value = s->values[i * s->features + f];
            s->least = fmax(fmin(s->least, value), -LIMIT);
            s->most = fmin(fmax(s->most, value), LIMIT);
        }
    }
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double within_limits(double value)
{
    return value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value;
}

/* The lane of a class within a feature's row, -0.4 ... 0.4. */
static double lane_of(const sample *s, int64_t row, int64_t class_index, double within)
{
    return (double)row - 0.4 + 0.8 * ((double)class_index + within) / (double)s->classes;
}

/* Points of one class: value, place; then its boxes: median, quartiles, edges. */
static hf_status append_class(const sample *s, int64_t class_index, int64_t begin, hf_text *text,
                              hf_error *error)
{
    const int64_t count = s->of_class[class_index];
    const int64_t lanes = s->features * s->classes;
    const int64_t wanted = POINTS / lanes > 4 ? POINTS / lanes : 4, step = count / wanted + 1;
    double *sorted;
    hf_text boxes = {0};
    HF_TRY(hf_allocate(&sorted, count, sizeof *sorted, error));
    hf_text_append(text, "$points%" PRId64 " << EOD\n", class_index);
    for (int64_t f = 0; f < s->features; f++) {
        int64_t defined = 0;
        for (int64_t i = 0; i < count; i++) {
            const double value = s->values[(begin + i) * s->features + f];
            if (isnan(value))
                continue;
            sorted[defined++] = value;
            if (i % step != 0)
                continue;
            /* spread over the lane by the golden section, so that neighbours part */
            const double golden = 0.6180339887498949 * (double)(i / step);
            hf_plot_number(text, within_limits(value));
            hf_text_append(text, " %s\n",
                           hf_number_fixed(
                               lane_of(s, f, class_index, 0.15 + 0.7 * (golden - floor(golden))), 3)
                               .text);
        }
        if (defined == 0)
            continue;
        qsort(sorted, (size_t)defined, sizeof *sorted, compare_doubles);
        for (int q = 1; q <= 3; q++) {
            hf_plot_number(&boxes, within_limits(sorted[(defined - 1) * q / 4]));
            hf_text_append(&boxes, " ");
        }
        hf_text_append(&boxes, "%s ", hf_number_fixed(lane_of(s, f, class_index, 0.08), 3).text);
        hf_text_append(&boxes, "%s\n", hf_number_fixed(lane_of(s, f, class_index, 0.92), 3).text);
    }
    hf_text_append(text, "EOD\n$boxes%" PRId64 " << EOD\n%sEOD\n", class_index,
                   boxes.data ? boxes.data : "");
    text->failed |= boxes.failed;
    hf_text_free(&boxes);
    hf_free(&sorted);
    return HF_OK;
}

/* Malignant is red and benign blue, as in the tutorial. */
static const char *colour_of(const hf_page *page, int64_t class_index)
{
    const hf_text_list *classes = page->evidence.classes;
    const char *name = classes->items[class_index];
    if (classes->count == 2 && strcasecmp(name, "malignant") == 0)
        return HF_RED;
    if (classes->count == 2 && strcasecmp(name, "benign") == 0)
        return HF_BLUE;
    return hf_plot_colour(class_index);
}

static void append_plots(const hf_page *page, const sample *s, hf_text *text)
{
    for (int64_t c = 0; c < s->classes; c++)
        hf_text_append(text,
                       "%s$boxes%" PRId64 " using 2:4:1:3:4:5 with boxxyerror fillstyle "
                       "transparent solid 0.3 noborder linecolor rgb '%s' notitle",
                       c > 0 ? ", " : "plot ", c, colour_of(page, c));
    for (int64_t c = 0; c < s->classes; c++)
        hf_text_append(text,
                       ", $points%" PRId64 " using 1:2 with points pointtype %d pointsize 0.25 "
                       "linecolor rgb '%s' notitle",
                       c, hf_plot_symbol(c), colour_of(page, c));
    for (int64_t c = 0; c < s->classes; c++) {
        hf_text_append(text,
                       ", $boxes%" PRId64 " using 2:4:(0):($5-$4) with vectors nohead linewidth "
                       "3 linecolor rgb '%s' notitle",
                       c, colour_of(page, c));
        hf_text_append(text, ", NaN with points pointtype %d pointsize 1 linecolor rgb '%s' title ",
                       hf_plot_symbol(c), colour_of(page, c));
        hf_plot_text(text, page->evidence.classes->items[c], 18);
    }
    hf_text_append(text, "\n");
}

static void describe(const hf_page *page, const sample *s, hf_figure *figure)
{
    hf_text_append(&figure->alternative,
                   "Strip chart of the standardised values of the %" PRId64
                   " most frequent features "
                   "by class, with medians and quartiles; %" PRId64 " classes. First: %s.",
                   s->features, s->classes, page->evidence.features->items[page->order[0]]);
    hf_text_append(
        &figure->caption,
        "Each point is a sample, boxes go from quartile to quartile, upright strokes are "
        "medians. Values are standardised over all classes (mean 0, standard deviation "
        "1); those beyond %d are drawn at the edge. The further the classes part, the more "
        "the feature alone tells.",
        LIMIT);
    if (s->count < hf_results_samples(page->results) || s->count * s->features > POINTS)
        hf_text_append(&figure->caption, " Not all samples are drawn.");
    if (s->features < page->evidence.features->count)
        hf_text_append(&figure->caption, " Drawn are the %" PRId64 " most frequent features.",
                       s->features);
}

static hf_status draw(const hf_page *page, sample *s, hf_figure *figure, hf_error *error)
{
    const hf_text_list *names = page->evidence.features;
    const int lane = s->classes > 4 ? 10 : 14, key_rows = (int)((s->classes + 4) / 5);
    const int row_pixels = lane * (int)s->classes + 6, top = 20 + 20 * key_rows;
    int64_t begin = 0;
    hf_text *text = &figure->script;
    hf_plot_begin(figure, top + 60 + (int)s->features * (row_pixels > 22 ? row_pixels : 22));
    hf_plot_margins(figure, hf_plot_names_width(hf_names_of(names), page->order, s->features), 24,
                    top, 60);
    hf_plot_names(figure, "y", hf_names_of(names), page->order, s->features);
    for (int64_t c = 0; c < s->classes; c++) {
        HF_TRY(append_class(s, c, begin, text, error));
        begin += s->of_class[c];
    }
    hf_text_append(text, "set yrange [%" PRId64 ".5:-0.5]\n", s->features - 1);
    hf_text_append(text, "set xrange [%s:", hf_number_fixed(s->least - 0.2, 2).text);
    hf_text_append(text, "%s]\n", hf_number_fixed(s->most + 0.2, 2).text);
    hf_plot_label(figure, "x", "standardised value");
    hf_text_append(
        text, "set key on at graph 0,screen 0.998 left top horizontal reverse Left maxrows %d\n",
        key_rows);
    append_plots(page, s, text);
    describe(page, s, figure);
    return HF_OK;
}

hf_status hf_figure_values(const hf_page *page, hf_figure *figure, hf_error *error)
{
    sample s = {.features = shown_features(page), .classes = page->evidence.classes->count};
    hf_status status = HF_OK;
    if (!hf_results_has(page->results, HF_DATASET_X, 0)) {
        hf_text_append(&figure->caption,
                       "The file does not hold the data (output.dataset: false).");
        return HF_OK;
    }
    HF_TRY_CLEANUP(sample_read(page, &s, error));
    standardise(&s);
    status = draw(page, &s, figure, error);
cleanup:
    hf_free(&s.of_class);
    hf_free(&s.values);
    return status;
}
