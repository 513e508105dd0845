/* The tutorial's own figures: one network's weights before and after training, as heat maps. */
#include "plot.h"

#include "holdfast/memory.h"
#include "text/number.h"
#include <inttypes.h>
#include <math.h>

/* Rows or columns of a matrix: which of them are drawn. */
typedef struct axis {
    const char *name;      /* for gnuplot: "rows" or "columns" */
    int64_t count, stride; /* weights from one to the next */
    int64_t drawn, shown[HF_COLUMNS_DRAWN];
} axis;

/* A matrix of hidden units by features or classes. */
typedef struct matrix {
    const char *what;
    hf_field fields[2]; /* before and after training */
    axis units, others;
    const axis *rows, *columns; /* these two, as they are drawn */
    const hf_text_list *names;  /* of the others */
    const int64_t *order;       /* of the others; NULL: as they are */
    float *values[2];           /* before training: NULL if it is not stored */
    double largest;             /* absolute weight drawn */
} matrix;

static hf_status read_values(const hf_page *page, matrix *m, hf_error *error)
{
    const hf_replica_place place = hf_grid_place(page->summary.grid, page->replica);
    for (int i = 0; i < 2; i++) {
        if (!hf_results_has(page->results, m->fields[i], place.hidden_index))
            continue;
        HF_TRY(hf_allocate(&m->values[i], m->units.count * m->others.count, sizeof *m->values[i],
                           error));
        HF_TRY(hf_results_read(page->results, m->fields[i], place.hidden_index, place.row, 1,
                               m->values[i], error));
    }
    return HF_OK;
}

/* Of more hidden units than fit: those with the largest weights after training. */
static hf_status choose(matrix *m, hf_error *error)
{
    double *norm = NULL;
    int64_t *order = NULL;
    hf_status status;
    HF_TRY_CLEANUP(hf_allocate(&norm, m->units.count, sizeof *norm, error));
    for (int64_t u = 0; u < m->units.count; u++)
        for (int64_t i = 0; i < m->others.count; i++) {
            const float weight = m->values[1][u * m->units.stride + i * m->others.stride];
            norm[u] += (double)weight * (double)weight;
        }
    HF_TRY_CLEANUP(hf_largest_first(norm, m->units.count, &order, error));
    m->units.drawn = hf_smaller(m->units.count, HF_COLUMNS_DRAWN);
    hf_ascending(order, m->units.drawn, m->units.shown);
    m->others.drawn = hf_smaller(m->others.count, HF_COLUMNS_DRAWN);
    for (int64_t i = 0; i < m->others.drawn; i++)
        m->others.shown[i] = m->order ? m->order[i] : i;
cleanup:
    hf_free(&norm);
    hf_free(&order);
    return status;
}

static double weight_at(const matrix *m, int after, int64_t row, int64_t column)
{
    return (double)m->values[after][m->rows->shown[row] * m->rows->stride +
                                    m->columns->shown[column] * m->columns->stride];
}

static double before(const hf_page *page, const void *from, int64_t row, int64_t column)
{
    (void)page;
    return weight_at(from, 0, row, column);
}

static double after(const hf_page *page, const void *from, int64_t row, int64_t column)
{
    (void)page;
    return weight_at(from, 1, row, column);
}

static double largest_weight(const matrix *m)
{
    double largest = 0;
    for (int i = 0; i < 2; i++)
        for (int64_t r = 0; m->values[i] && r < m->rows->drawn; r++)
            for (int64_t c = 0; c < m->columns->drawn; c++)
                largest = fmax(largest, fabs(weight_at(m, i, r, c)));
    return largest > 0 ? largest : 1;
}

static void describe(const hf_page *page, const matrix *m, hf_figure *figure)
{
    const hf_replica_place place = hf_grid_place(page->summary.grid, page->replica);
    hf_text *caption = &figure->caption;
    hf_text_append(&figure->alternative,
                   "Heat map%s of the %s of replica %" PRId64
                   "%s after training; the largest absolute weight is %s.",
                   m->values[0] ? "s" : "", m->what, page->replica,
                   m->values[0] ? " before and" : "", hf_number_fixed(largest_weight(m), 2).text);
    hf_text_append(caption, "Replica %" PRId64 "%s: ", page->replica,
                   page->is_median ? " (of median test accuracy; --replica shows another)" : "");
    hf_text_append(caption,
                   "seed %" PRId64 ", %" PRId64 " hidden unit%s, split %" PRId64
                   ". Blue: negative, orange: positive, on one scale.",
                   place.seed, place.hidden, hf_plural(place.hidden), place.split);
    if (!m->values[0])
        hf_text_append(caption, " The initial weights are not stored (output.initial_weights).");
    if (m->units.drawn < m->units.count)
        hf_text_append(caption, " The figure shows the %" PRId64 " units with the largest weights.",
                       m->units.drawn);
}

static hf_status draw(const hf_page *page, matrix *m, hf_figure *figure, hf_error *error)
{
    hf_status status;
    HF_TRY_CLEANUP(read_values(page, m, error));
    HF_TRY_CLEANUP(choose(m, error));
    const hf_heat maps[] = {{m->rows->drawn, m->columns->drawn, before, m},
                            {m->rows->drawn, m->columns->drawn, after, m}};
    const int first = m->values[0] ? 0 : 1;
    hf_plot_heat(page, figure, maps + first, 2 - first);
    hf_plot_set(figure, "maps", 2 - first);
    hf_plot_set(figure, "largest", largest_weight(m));
    hf_plot_numbers(figure, m->units.name, m->units.shown, m->units.drawn);
    hf_plot_names(
        figure, m->others.name,
        &(hf_plot_list){hf_names_of(m->names), m->others.shown, m->others.drawn, HF_NAME_COLUMNS});
    describe(page, m, figure);
cleanup:
    hf_free(&m->values[0]);
    hf_free(&m->values[1]);
    return status;
}

/* The hidden units of the replica shown; 0: there is none, which the caption says. */
static int64_t hidden_units(const hf_page *page, hf_figure *figure)
{
    if (page->replica < 0)
        hf_text_append(&figure->caption, "No network is trained: there are no weights.");
    return page->replica < 0 ? 0 : hf_grid_place(page->summary.grid, page->replica).hidden;
}

hf_status hf_figure_input_weights(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *features = page->summary.features;
    const int64_t hidden = hidden_units(page, figure);
    matrix m = {.what = "input weights, hidden units against features in the order of the table",
                .fields = {HF_WEIGHTS_INITIAL_INPUT_WEIGHT, HF_WEIGHTS_INPUT_WEIGHT},
                .units = {.name = "rows", .count = hidden, .stride = features->count},
                .others = {.name = "columns", .count = features->count, .stride = 1},
                .rows = &m.units,
                .columns = &m.others,
                .names = features,
                .order = page->order};
    return hidden > 0 ? draw(page, &m, figure, error) : HF_OK;
}

hf_status hf_figure_output_weights(const hf_page *page, hf_figure *figure, hf_error *error)
{
    const hf_text_list *classes = page->summary.classes;
    const int64_t hidden = hidden_units(page, figure);
    matrix m = {.what = "output weights, classes against hidden units",
                .fields = {HF_WEIGHTS_INITIAL_OUTPUT_WEIGHT, HF_WEIGHTS_OUTPUT_WEIGHT},
                .units = {.name = "columns", .count = hidden, .stride = 1},
                .others = {.name = "rows", .count = classes->count, .stride = hidden},
                .rows = &m.others,
                .columns = &m.units,
                .names = classes};
    return hidden > 0 ? draw(page, &m, figure, error) : HF_OK;
}
