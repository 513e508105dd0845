/* Figures of the training: loss and accuracy over the iterations, accuracies at the end. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum {
    CURVES = 200,
    POINTS = 160,
    BARS = 30,
    LEFT = 80,
    RIGHT = 24,
    TOP = 50,
    BOTTOM = 60,
    KEY_COLUMNS = 4
};

/* The hidden sizes drawn, spread over all. */
static int64_t choose_sizes(const hf_page *page, int64_t chosen[HF_SIZES_DRAWN])
{
    const int64_t hiddens = page->evidence.grid->hiddens;
    const int64_t count = hiddens < HF_SIZES_DRAWN ? hiddens : HF_SIZES_DRAWN;
    for (int64_t i = 0; i < count; i++)
        chosen[i] = count > 1 ? i * (hiddens - 1) / (count - 1) : 0;
    return count;
}

static int compare_floats(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Percentile of sorted values, linear interpolation. */
static double percentile(const float *sorted, int64_t count, double share)
{
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
    double unit;                  /* 100: drawn in percent */
} curves;

/* Reads up to CURVES histories of replicas that are done, spread over those of the size. */
static hf_status read_curves(const hf_page *page, hf_field field, int64_t hidden, float *row,
                             curves *c, hf_error *error)
{
    const hf_grid *grid = page->evidence.grid;
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

static void append_curves(const hf_page *page, int64_t index, curves *c, hf_text *s, double *least,
                          double *most, double *last)
{
    const int64_t between = page->evidence.config->output.history_every;
    hf_text_append(s, "$size%" PRId64 " << EOD\n", index);
    for (int64_t p = 0; p < c->points && c->count > 0; p++) {
        float *values = c->values + p * CURVES;
        qsort(values, (size_t)c->count, sizeof *values, compare_floats);
        hf_text_append(s, "%" PRId64, 1 + p * c->every * between);
        for (int i = 0; i < 3; i++) {
            const double value = c->unit * percentile(values, c->count,
                                                      i == 0   ? 0.05
                                                      : i == 1 ? 0.5
                                                               : 0.95);
            hf_text_append(s, " ");
            hf_plot_number(s, value);
            *least = fmin(*least, value);
            *most = fmax(*most, value);
            *last = i == 1 ? value : *last;
        }
        hf_text_append(s, "\n");
    }
    hf_text_append(s, "EOD\n");
}

static void append_curve_plots(const hf_page *page, const int64_t *chosen, int64_t count,
                               hf_text *s)
{
    const char *separator = "plot ";
    for (int64_t i = 0; i < count; i++) {
        hf_text_append(s,
                       "%s$size%" PRId64 " using 1:2:4 with filledcurves fillstyle transparent "
                       "solid 0.2 noborder linecolor rgb '%s' notitle",
                       separator, i, hf_plot_colour(i));
        separator = ", ";
    }
    for (int64_t i = 0; i < count; i++)
        hf_text_append(s,
                       ", $size%" PRId64 " using 1:3 with lines linewidth 2 dashtype %s linecolor "
                       "rgb '%s' title '%" PRId64 "'",
                       i, i % 2 ? "(10,3)" : "1", hf_plot_colour(i),
                       page->evidence.grid->hidden[chosen[i]]);
    hf_text_append(s, "\n");
}

static void append_size_key(hf_text *s)
{
    hf_text_append(s,
                   "set key on at graph 0,screen 0.995 left top horizontal reverse Left maxcols 4 "
                   "title 'hidden size' left\n");
}

static hf_status draw_history(const hf_page *page, hf_field field, const char *label,
                              hf_figure *figure, hf_error *error)
{
    const hf_config *config = page->evidence.config;
    const int64_t entries =
        hf_history_entries(config->training.iterations, config->output.history_every);
    int64_t chosen[HF_SIZES_DRAWN];
    const int64_t count = choose_sizes(page, chosen);
    double least = INFINITY, most = -INFINITY, last[HF_SIZES_DRAWN];
    const bool is_loss = field == HF_HISTORY_LOSS;
    curves c = {.every = (entries + POINTS - 1) / POINTS, .unit = is_loss ? 1 : 100};
    float *row = NULL;
    hf_text *s = &figure->script;
    hf_status status;
    if (entries == 0 || page->evidence.health.done == 0) {
        hf_text_append(&figure->caption, entries == 0 ? "Not stored (output.history_every is 0)."
                                                      : "No replica is done.");
        return HF_OK;
    }
    c.points = (entries - 1) / c.every + 1;
    HF_TRY_CLEANUP(hf_allocate(&row, entries, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&c.values, c.points, CURVES * sizeof *c.values, error));
    hf_plot_begin(figure, 380);
    hf_plot_margins(figure, LEFT, RIGHT, count > KEY_COLUMNS ? 2 * TOP - 28 : TOP, BOTTOM);
    for (int64_t i = 0; i < count; i++) {
        last[i] = NAN;
        HF_TRY_CLEANUP(read_curves(page, field, chosen[i], row, &c, error));
        append_curves(page, i, &c, s, &least, &most, &last[i]);
    }
    append_size_key(s);
    hf_plot_label(figure, "x", "iteration");
    hf_plot_label(figure, "y", label);
    if (!(most > least)) /* gnuplot wants a range */
        hf_text_append(s, "set yrange [%s:%s]\n", hf_number_float((float)least - 0.5F).text,
                       hf_number_float((float)least + 0.5F).text);
    else if (is_loss && least > 0 && most > 20 * least)
        hf_text_append(s, "set logscale y\nset format y '%%h'\n");
    append_curve_plots(page, chosen, count, s);
    hf_text_append(&figure->alternative,
                   "Line chart: median %s by hidden size. At the end:", label);
    for (int64_t i = 0; i < count; i++)
        hf_text_append(&figure->alternative, "%s %s with %" PRId64 " hidden units",
                       i > 0 ? "," : "", hf_number_fixed(last[i], is_loss ? 3 : 1).text,
                       page->evidence.grid->hidden[chosen[i]]);
    hf_text_append(&figure->alternative, ".");
    hf_text_append(&figure->caption,
                   "Lines: median of the replicas of a hidden size; bands: 5%% to 95%%%s.%s",
                   hf_grid_replicas(page->evidence.grid) > CURVES * count
                       ? ", of 200 replicas of each size spread over seeds and splits"
                       : "",
                   count < page->evidence.grid->hiddens ? " Not all hidden sizes are drawn." : "");
cleanup:
    hf_free(&row);
    hf_free(&c.values);
    return status;
}

hf_status hf_figure_loss(const hf_page *page, hf_figure *figure, hf_error *error)
{
    return draw_history(page, HF_HISTORY_LOSS, "training loss", figure, error);
}

hf_status hf_figure_accuracy(const hf_page *page, hf_figure *figure, hf_error *error)
{
    return draw_history(page, HF_HISTORY_TEST_ACCURACY, "test accuracy (%)", figure, error);
}

/* Accuracies are multiples of 1/samples of a split's test rows: a bar is `width` of them wide, so
 * that none is empty for want of such multiples. At most BARS bars, from the first number of right
 * answers to the last. */
typedef struct span {
    int64_t samples, first, width, bars;
} span;

static int64_t test_samples(const hf_page *page)
{
    const double ratio = page->evidence.test_per_train;
    if (isnan(ratio))
        return HF_ACCURACY_BINS;
    const int64_t samples = hf_results_samples(page->results);
    const int64_t tested = llround((double)samples * ratio / (1 + ratio));
    return tested < 1 ? 1 : tested < HF_ACCURACY_BINS ? tested : HF_ACCURACY_BINS;
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
    for (int64_t h = 0; h < page->evidence.grid->hiddens; h++)
        for (int64_t bin = 0; bin < HF_ACCURACY_BINS; bin++)
            if (page->accuracy_count[h * HF_ACCURACY_BINS + bin] > 0) {
                const int64_t right = right_answers(bin, samples);
                first = right < first ? right : first;
                last = right > last ? right : last;
            }
    const int64_t least = samples / 10; /* a tenth at least, or a few spikes look wide */
    if (last - first < least)
        first = last - least < 0 ? 0 : last - least;
    const int64_t width = (last - first + BARS) / BARS;
    return (span){samples, first, width, (last - first) / width + 1};
}

/* One row a bar: its left edge, then the share of each size's replicas in it. */
static void append_bars(const hf_page *page, const int64_t *chosen, int64_t count, span bars,
                        hf_text *s)
{
    int64_t all[HF_SIZES_DRAWN] = {0};
    for (int64_t i = 0; i < count; i++)
        for (int64_t bin = 0; bin < HF_ACCURACY_BINS; bin++)
            all[i] += page->accuracy_count[chosen[i] * HF_ACCURACY_BINS + bin];
    hf_text_append(s, "$accuracies << EOD\n");
    for (int64_t bar = -1; bar <= bars.bars; bar++) {
        const int64_t from = bars.first + bar * bars.width;
        const double edge = ((double)from - 0.5) / (double)bars.samples;
        hf_plot_number(s, 100 * fmin(fmax(edge, 0), 1));
        for (int64_t i = 0; i < count; i++) {
            int64_t sum = 0;
            for (int64_t bin = 0; bin < HF_ACCURACY_BINS; bin++) {
                const int64_t right = right_answers(bin, bars.samples);
                if (right >= from && right < from + bars.width)
                    sum += page->accuracy_count[chosen[i] * HF_ACCURACY_BINS + bin];
            }
            hf_text_append(s, " ");
            hf_plot_number(s, all[i] > 0 ? 100 * (double)sum / (double)all[i] : 0);
        }
        hf_text_append(s, "\n");
    }
    hf_text_append(s, "EOD\n");
}

hf_status hf_figure_accuracies(const hf_page *page, hf_figure *figure, hf_error *error)
{
    int64_t chosen[HF_SIZES_DRAWN];
    const int64_t count = choose_sizes(page, chosen);
    hf_text *s = &figure->script;
    (void)error;
    if (page->evidence.health.done == 0) {
        hf_text_append(&figure->caption, "No replica is done.");
        return HF_OK;
    }
    hf_plot_begin(figure, 340);
    hf_plot_margins(figure, LEFT, RIGHT, count > KEY_COLUMNS ? 2 * TOP - 28 : TOP, BOTTOM);
    append_bars(page, chosen, count, span_of(page), s);
    append_size_key(s);
    hf_plot_label(figure, "x", "test accuracy (%)");
    hf_plot_label(figure, "y", "share of the replicas (%)");
    hf_text_append(s, "set yrange [0:*]\n");
    for (int64_t i = 0; i < count; i++)
        hf_text_append(s,
                       "%s$accuracies using 1:%" PRId64 " with fillsteps fillstyle transparent "
                       "solid 0.15 noborder linecolor rgb '%s' notitle",
                       i > 0 ? ", " : "plot ", i + 2, hf_plot_colour(i));
    for (int64_t i = 0; i < count; i++)
        hf_text_append(s,
                       ", $accuracies using 1:%" PRId64 " with steps linewidth 2 dashtype %s "
                       "linecolor rgb '%s' title '%" PRId64 "'",
                       i + 2, i % 2 ? "(10,3)" : "1", hf_plot_colour(i),
                       page->evidence.grid->hidden[chosen[i]]);
    hf_text_append(s, "\n");
    hf_text_append(&figure->alternative,
                   "Histogram of the test accuracy of %s replicas by hidden size.",
                   hf_number_grouped(page->evidence.health.done).text);
    hf_text_append(&figure->alternative, " The mean is %s%%.",
                   hf_number_percent(page->evidence.health.mean_test_accuracy).text);
    hf_text_append(&figure->caption,
                   "After the last iteration, share of each hidden size's replicas. A hump at low "
                   "accuracy: replicas that learned nothing.");
    return HF_OK;
}
