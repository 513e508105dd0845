/* Figures of the training: loss and accuracy over the iterations, accuracies at the end. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { CURVES = 200, POINTS = 160, BARS = 30 };

/* The hidden sizes drawn, spread over all: their indices, and the sizes for gnuplot. */
static int64_t choose_sizes(const hf_page *page, hf_figure *figure, int64_t chosen[HF_SIZES_DRAWN])
{
    const hf_grid *grid = page->summary.grid;
    const int64_t count = hf_smaller(grid->hiddens, HF_SIZES_DRAWN);
    int64_t sizes[HF_SIZES_DRAWN];
    for (int64_t i = 0; i < count; i++) {
        chosen[i] = count > 1 ? i * (grid->hiddens - 1) / (count - 1) : 0;
        sizes[i] = grid->hidden[chosen[i]];
    }
    hf_plot_numbers(figure, "sizes", sizes, count);
    return count;
}

static int compare_floats(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Percentile of sorted values, linear interpolation; NaN of none. */
static double percentile(const float *sorted, int64_t count, double share)
{
    if (count == 0)
        return NAN;
    const double place = share * (double)(count - 1);
    const int64_t below = (int64_t)floor(place);
    const int64_t above = below + 1 < count ? below + 1 : below;
    return (double)sorted[below] +
           (place - (double)below) * ((double)sorted[above] - (double)sorted[below]);
}

/* The curves of one hidden size. */
typedef struct curves {
    int64_t count, points, every; /* every: entries of the history between two points */
    float *values;                /* [point, curve] */
} curves;

/* Reads up to CURVES histories of networks that are trained, spread over those of the size. */
static hf_status read_curves(const hf_page *page, hf_field field, int64_t hidden, float *row,
                             curves *c, hf_error *error)
{
    const hf_grid *grid = page->summary.grid;
    const int64_t rows = hf_grid_rows(grid, hidden), first = hf_grid_first(grid);
    const int64_t step = (rows + CURVES - 1) / CURVES;
    c->count = 0;
    for (int64_t i = 0; i < rows && c->count < CURVES; i += step) {
        const int64_t entry = hf_grid_number(grid, hidden, i) - first;
        uint8_t state;
        HF_TRY(hf_results_read(page->results, HF_REPLICAS_STATUS, 0, entry, 1, &state, error));
        if (state != HF_DONE)
            continue;
        HF_TRY(hf_results_read(page->results, field, 0, entry, 1, row, error));
        for (int64_t p = 0; p < c->points; p++)
            c->values[p * CURVES + c->count] = row[p * c->every];
        c->count++;
    }
    return HF_OK;
}

/* Iteration, 5th percentile, median, 95th percentile; returns the last median. */
static double append_curves(const hf_page *page, curves *c, hf_figure *figure)
{
    const int64_t between = page->summary.config->output.history_every;
    double median = NAN;
    for (int64_t p = 0; p < c->points; p++) {
        float *values = c->values + p * CURVES;
        qsort(values, (size_t)c->count, sizeof *values, compare_floats);
        median = percentile(values, c->count, 0.5);
        hf_plot_row(figure, 4,
                    (double[]){(double)(1 + p * c->every * between),
                               percentile(values, c->count, 0.05), median,
                               percentile(values, c->count, 0.95)});
    }
    return median;
}

/* Loss or accuracy over the iterations. */
typedef struct history {
    hf_field field;
    const char *name;
    double unit; /* 100: said in percent */
    int decimals;
} history;

static void describe_history(const hf_page *page, int64_t count, hf_text *caption)
{
    const hf_grid *grid = page->summary.grid;
    hf_text_append(caption,
                   "Lines: median of the networks of a hidden size; bands: 5%% to 95%%%s.%s",
                   hf_grid_replicas(grid) > CURVES * count
                       ? ", of 200 networks of each size spread over seeds and splits"
                       : "",
                   count < grid->hiddens ? " Not all hidden sizes are shown." : "");
}

static hf_status draw_history(const hf_page *page, const history *h, hf_figure *figure,
                              hf_error *error)
{
    const hf_config *config = page->summary.config;
    const int64_t entries =
        hf_history_entries(config->training.iterations, config->output.history_every);
    int64_t chosen[HF_SIZES_DRAWN];
    curves c = {.every = (entries + POINTS - 1) / POINTS};
    float *row = NULL;
    hf_status status;
    if (entries == 0 || page->summary.health.done == 0) {
        hf_text_append(&figure->caption, entries == 0 ? "Not stored (output.history_every is 0)."
                                                      : "No network is trained.");
        return HF_OK;
    }
    c.points = (entries - 1) / c.every + 1;
    HF_TRY_CLEANUP(hf_allocate(&row, entries, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&c.values, c.points, CURVES * sizeof *c.values, error));
    const int64_t count = choose_sizes(page, figure, chosen);
    hf_text_append(&figure->alternative,
                   "Line chart: median %s by hidden size. At the end:", h->name);
    hf_plot_begin(figure, "curves");
    for (int64_t i = 0; i < count; i++) {
        HF_TRY_CLEANUP(read_curves(page, h->field, chosen[i], row, &c, error));
        hf_text_append(&figure->data, i > 0 ? "\n\n" : "");
        const double last = append_curves(page, &c, figure);
        hf_text_append(&figure->alternative, "%s %s with %" PRId64 " hidden units",
                       i > 0 ? "," : "", hf_number_fixed(h->unit * last, h->decimals).text,
                       page->summary.grid->hidden[chosen[i]]);
    }
    hf_plot_end(figure);
    hf_text_append(&figure->alternative, ".");
    describe_history(page, count, &figure->caption);
cleanup:
    hf_free(&row);
    hf_free(&c.values);
    return status;
}

hf_status hf_figure_loss(const hf_page *page, hf_figure *figure, hf_error *error)
{
    return draw_history(page, &(history){HF_HISTORY_LOSS, "training loss", 1, 3}, figure, error);
}

hf_status hf_figure_accuracy(const hf_page *page, hf_figure *figure, hf_error *error)
{
    return draw_history(page, &(history){HF_HISTORY_TEST_ACCURACY, "test accuracy (%)", 100, 1},
                        figure, error);
}

/* Accuracies are multiples of 1/samples of a split's test rows: a bar is `width` of them wide, so
 * that none is empty for want of such multiples. At most BARS bars, from the first number of right
 * answers to the last. */
typedef struct span {
    int64_t samples, first, width, bars;
} span;

static int64_t test_samples(const hf_page *page)
{
    const double ratio = page->summary.test_per_train;
    if (isnan(ratio))
        return HF_ACCURACY_BINS;
    const int64_t samples = hf_results_samples(page->results);
    const int64_t tested = llround((double)samples * ratio / (1 + ratio));
    return tested < 1 ? 1 : hf_smaller(tested, HF_ACCURACY_BINS);
}

/* The least number of right answers in a bin. */
static int64_t right_answers(int64_t bin, int64_t samples)
{
    return (bin * samples + HF_ACCURACY_BINS - 1) / HF_ACCURACY_BINS;
}

static span span_of(const hf_page *page)
{
    const int64_t samples = test_samples(page);
    int64_t first = samples, last = 0;
    for (int64_t i = 0; i < page->summary.grid->hiddens * HF_ACCURACY_BINS; i++)
        if (page->accuracy_count[i] > 0) {
            const int64_t right = right_answers(i % HF_ACCURACY_BINS, samples);
            first = right < first ? right : first;
            last = right > last ? right : last;
        }
    const int64_t least = samples / 10; /* a tenth at least, or a few spikes look wide */
    if (last - first < least)
        first = last - least < 0 ? 0 : last - least;
    const int64_t width = (last - first + BARS) / BARS;
    return (span){samples, first, width, (last - first) / width + 1};
}

/* The share of a hidden size's networks with `from` to below `end` right answers. */
static double share_within(const hf_page *page, int64_t hidden, int64_t samples, int64_t from,
                           int64_t end)
{
    int64_t sum = 0, all = 0;
    for (int64_t bin = 0; bin < HF_ACCURACY_BINS; bin++) {
        const int64_t right = right_answers(bin, samples);
        const int64_t count = page->accuracy_count[hidden * HF_ACCURACY_BINS + bin];
        sum += right >= from && right < end ? count : 0;
        all += count;
    }
    return all > 0 ? (double)sum / (double)all : 0;
}

hf_status hf_figure_accuracies(const hf_page *page, hf_figure *figure, hf_error *error)
{
    int64_t chosen[HF_SIZES_DRAWN];
    const span bars = span_of(page);
    (void)error;
    if (page->summary.health.done == 0) {
        hf_text_append(&figure->caption, "No network is trained.");
        return HF_OK;
    }
    const int64_t count = choose_sizes(page, figure, chosen);
    hf_plot_begin(figure, "accuracies"); /* a bar's left edge, the shares of the sizes */
    for (int64_t bar = -1; bar <= bars.bars; bar++) {
        const int64_t from = bars.first + bar * bars.width;
        double row[1 + HF_SIZES_DRAWN];
        row[0] = fmin(fmax(((double)from - 0.5) / (double)bars.samples, 0), 1);
        for (int64_t i = 0; i < count; i++)
            row[1 + i] = share_within(page, chosen[i], bars.samples, from, from + bars.width);
        hf_plot_row(figure, 1 + (int)count, row);
    }
    hf_plot_end(figure);
    hf_text_append(&figure->alternative,
                   "Histogram of the test accuracy of %s networks by hidden size.",
                   hf_number_grouped(page->summary.health.done).text);
    hf_text_append(&figure->alternative, " The mean is %s%%.",
                   hf_number_percent(page->summary.health.mean_test_accuracy).text);
    hf_text_append(&figure->caption,
                   "Test accuracy after the last iteration, as shares of the networks of each "
                   "hidden size. A hump at low accuracy: networks that learned nothing.");
    return HF_OK;
}
