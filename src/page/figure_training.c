/* Figures of the training: loss and accuracy over the iterations, accuracies at the end. */
#include "plot.h"

#include "base/count.h"
#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { CURVES = 200, POINTS = 160 };
#define NO_NETWORK "No network is trained."

/* The hidden sizes drawn, spread over those that have trained networks: their indices, and the
 * sizes for gnuplot. Returns how many; 0: no network is trained. */
static int64_t choose_sizes(const hf_page *page, hf_figure *figure, int64_t chosen[HF_SIZES_DRAWN])
{
    const hf_grid *grid = page->evidence.grid;
    const hf_health *health = page->evidence.health_by_hidden;
    int64_t sizes[HF_SIZES_DRAWN], trained = 0, seen = 0, count = 0;
    for (int64_t h = 0; h < grid->hiddens; h++)
        trained += health[h].done > 0;
    const int64_t drawn = hf_fewer(trained, HF_SIZES_DRAWN);
    for (int64_t h = 0; h < grid->hiddens && count < drawn; h++) {
        const int64_t next = drawn > 1 ? count * (trained - 1) / (drawn - 1) : 0;
        if (health[h].done == 0 || seen++ != next)
            continue;
        chosen[count] = h;
        sizes[count++] = grid->hidden[h];
    }
    hf_plot_numbers(figure, "sizes", sizes, count);
    return count;
}

/* NaN last. */
static int compare_floats(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

/* Of sorted values, those that are not NaN; 0 where they are less than half: a curve of the few
 * networks that have not stopped yet would be of others than before. */
static int64_t count_going_on(const float *sorted, int64_t count)
{
    int64_t going_on = count;
    while (going_on > 0 && isnan(sorted[going_on - 1]))
        going_on--;
    return 2 * going_on < count ? 0 : going_on;
}

/* Of sorted values, between neighbours by interpolation; NaN of none. */
static double percentile(const float *sorted, int64_t count, double share)
{
    if (count == 0)
        return NAN;
    const double place = share * (double)(count - 1), below = floor(place);
    const double at = (double)sorted[(int64_t)below], next = (double)sorted[(int64_t)ceil(place)];
    return at + (place - below) * (next - at);
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

/* Iteration, 5th percentile, median, 95th percentile; returns the last median. */
static double append_curves(const hf_page *page, curves *c, hf_figure *figure)
{
    const int64_t between = page->evidence.config->output.history_every;
    double last = NAN;
    for (int64_t p = 0; p < c->points; p++) {
        float *values = c->values + p * CURVES;
        qsort(values, (size_t)c->count, sizeof *values, compare_floats);
        const int64_t count = count_going_on(values, c->count);
        if (count == 0)
            break;
        last = percentile(values, count, 0.5);
        hf_plot_row(figure, 4,
                    (double[]){(double)(1 + p * c->every * between),
                               percentile(values, count, 0.05), last,
                               percentile(values, count, 0.95)});
    }
    return last;
}

/* Loss or accuracy over the iterations. */
typedef struct history {
    hf_field field;
    const char *name;
    double unit; /* 100: said in percent */
    int decimals;
    bool has_ends; /* the losses after training (hf_plot_losses) */
} history;

static void describe_history(const hf_page *page, int64_t count, hf_text *caption)
{
    const hf_grid *grid = page->evidence.grid;
    hf_text_append(caption,
                   "Lines: median of the networks of a hidden size; bands: 5%% to 95%%%s.%s",
                   hf_grid_replicas(grid) > CURVES * count
                       ? ", of 200 networks of each size spread over seeds and splits"
                       : "",
                   count < grid->hiddens ? " Not all hidden sizes are shown." : "");
    if (page->evidence.config->training.validation_fraction > 0)
        hf_text_append(caption, " A line ends where more than half of the networks have stopped.");
}

static hf_status draw_history(const hf_page *page, const history *h, hf_figure *figure,
                              hf_error *error)
{
    const hf_config *config = page->evidence.config;
    const int64_t entries =
        hf_history_entries(config->training.iterations, config->output.history_every);
    int64_t chosen[HF_SIZES_DRAWN];
    curves c = {.every = (entries + POINTS - 1) / POINTS};
    float *row = NULL;
    int64_t found = 0;
    hf_status status;
    if (entries == 0)
        return hf_plot_nothing(figure, "Not stored (output.history_every is 0).");
    const int64_t count = choose_sizes(page, figure, chosen);
    if (count == 0)
        return hf_plot_nothing(figure, NO_NETWORK);
    c.points = (entries - 1) / c.every + 1;
    HF_TRY_CLEANUP(hf_allocate(&row, entries, sizeof *row, error));
    HF_TRY_CLEANUP(hf_allocate(&c.values, c.points, CURVES * sizeof *c.values, error));
    hf_text_append(&figure->alternative,
                   "Line chart: median %s by hidden size. At the end:", h->name);
    hf_plot_begin(figure, "curves");
    for (int64_t i = 0; i < count; i++) {
        HF_TRY_CLEANUP(read_curves(page, h->field, chosen[i], row, &c, error));
        hf_text_append(&figure->data, i > 0 ? "\n\n" : "");
        const double last = append_curves(page, &c, figure);
        found += c.count;
        hf_text_append(&figure->alternative, "%s %s with %" PRId64 " hidden units",
                       i > 0 ? "," : "", hf_number_fixed(h->unit * last, h->decimals).text,
                       page->evidence.grid->hidden[chosen[i]]);
    }
    hf_plot_end(figure);
    hf_text_append(&figure->alternative, ".");
    if (found == 0) /* of an unfinished file, there may be none among those looked at */
        status = hf_plot_nothing(figure, NO_NETWORK);
    else {
        describe_history(page, count, &figure->caption);
        if (h->has_ends)
            status = hf_plot_losses(page, chosen, count, figure, error);
        else
            hf_plot_set(figure, "ends", 0);
    }
cleanup:
    hf_free(&row);
    hf_free(&c.values);
    return status;
}

hf_status hf_figure_loss(const hf_page *page, hf_figure *figure, hf_error *error)
{
    return draw_history(page, &(history){HF_HISTORY_LOSS, "training loss", 1, 3, true}, figure,
                        error);
}

hf_status hf_figure_accuracy(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const bool measured = page->evidence.measured;
    hf_plot_set(figure, "measured", measured);
    return draw_history(
        page,
        measured ? &(history){HF_HISTORY_TEST_R2, "test R2", 1, 2, false}
                 : &(history){HF_HISTORY_TEST_ACCURACY, "test accuracy (%)", 100, 1, false},
        figure, error);
}

hf_status hf_figure_accuracies(const hf_page *page, hf_figure *figure, hf_error *error)
{
    int64_t chosen[HF_SIZES_DRAWN];
    if (page->evidence.measured)
        return hf_plot_predicted(page, figure, error);
    const int64_t count = choose_sizes(page, figure, chosen);
    if (count == 0)
        return hf_plot_nothing(figure, NO_NETWORK);
    hf_plot_set(figure, "samples", (double)hf_results_samples(page->results));
    hf_plot_set(figure, "test_per_train", page->evidence.test_per_train);
    hf_plot_set(figure, "bins", HF_ACCURACY_BINS);
    hf_plot_begin(figure,
                  "accuracies"); /* networks of each size in every bin; beyond the last: 0 */
    for (int64_t bin = 0; bin <= HF_ACCURACY_BINS; bin++) {
        double row[HF_SIZES_DRAWN] = {0};
        for (int64_t i = 0; i < count && bin < HF_ACCURACY_BINS; i++)
            row[i] = (double)page->accuracy_count[chosen[i] * HF_ACCURACY_BINS + bin];
        hf_plot_row(figure, (int)count, row);
    }
    hf_plot_end(figure);
    hf_text_append(&figure->alternative,
                   "Histogram of the test accuracy of %s networks by hidden size. The mean is "
                   "%s%%.",
                   hf_number_grouped(page->evidence.health.done).text,
                   hf_number_percent(page->evidence.health.mean_test_accuracy).text);
    hf_text_append(
        &figure->caption,
        "Test accuracy after the last iteration, as shares of the networks of each "
        "hidden size. A hump at low accuracy consists of networks that learned nothing.");
    return HF_OK;
}
